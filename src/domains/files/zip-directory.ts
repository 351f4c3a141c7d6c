import fs from 'node:fs/promises';
import { Refusal } from '../../kit/errors.ts';

/** Most that an archive may say it holds, in bytes, and how many times its own size beyond what any office document does. */
const MOST_CONTENT = 4 * 1024 ** 3;
const MOST_RATIO = 100;
const RATIO_FROM = 64 * 1024 ** 2;
const MOST_ENTRIES = 20_000;
/** Largest list of entries that is read, in bytes. */
const MOST_DIRECTORY = 8 * 1024 ** 2;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const SENTINEL = 0xffffffff;

const bomb = () => new Refusal('ZIP_BOMB', '压缩内容展开后过大，不予接收', ['file']);
const broken = () => new Refusal('FILE_BROKEN', '文件不完整或已损坏，请重新生成后上传', ['file']);

/**
 * Reads what a zip, or an office document, says that it holds, and unpacks nothing. Whoever unpacks it later still has to
 * count: a list can lie.
 *
 * @throws Refusal ZIP_BOMB when it would grow beyond reason or its entries share bytes, FILE_BROKEN when it has no list
 */
export async function assertSoundZip(path: string, size: number): Promise<void> {
  const file = await fs.open(path);
  try {
    const tail = await read(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
    const end = endOf(tail);
    const [count, length, offset] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
    // 64-bit archives begin where 4 GB are passed, or 65,535 entries.
    if (count > MOST_ENTRIES || length === SENTINEL || offset === SENTINEL || length > MOST_DIRECTORY) throw bomb();
    if (offset + length > size) throw broken();
    assertEntries(await read(file, offset, length), count, size);
  } finally {
    await file.close();
  }
}

function assertEntries(directory: Buffer, count: number, size: number): void {
  let [at, packed, content] = [0, 0, 0];
  for (let index = 0; index < count; index++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY) throw broken();
    packed += directory.readUInt32LE(at + 20);
    content += directory.readUInt32LE(at + 24);
    at += 46 + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  if (packed > size || content > MOST_CONTENT || (content > RATIO_FROM && content > size * MOST_RATIO)) throw bomb();
}

function endOf(tail: Buffer): number {
  for (let at = tail.length - 22; at >= 0; at--) if (tail.readUInt32LE(at) === END) return at;
  throw broken();
}

async function read(file: fs.FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
