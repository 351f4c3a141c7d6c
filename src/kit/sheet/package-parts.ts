import fs from 'node:fs/promises';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { Refusal } from '../errors.ts';
import { broken, tooLarge, unreadable } from './sheet.ts';

/** Parts that a workbook may have; real ones have some dozens. */
const MOST_PARTS = 2000;
/** Above this size a part that was packed tighter than any table is taken for a bomb. */
const SMALL = 16 * 1024 * 1024;
const MOST_RATIO = 200;
/** Old workbooks, and new ones with a password, are of another container. */
const COMPOUND_FILE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/** The parts of a workbook, by name without the leading `/`. */
export interface Parts {
  has(name: string): boolean;
  /**
   * The content of a part, unpacked while it is read.
   * @param most bytes that it may have, unpacked
   */
  read(name: string, most: number): AsyncGenerator<Uint8Array>;
  /** Bytes of a part, unpacked. */
  size(name: string): number;
  close(): void;
}

/**
 * Opens a workbook's container. What is declared too large is refused before a byte of it is unpacked, and what unpacks to
 * more than was declared ends there; names that lead elsewhere, names given twice and passwords are refused.
 *
 * @throws Refusal ENCRYPTED_OR_OLD_WORKBOOK, NOT_A_WORKBOOK, FILE_BROKEN, FILE_TOO_LARGE
 */
export async function openParts(file: string): Promise<Parts> {
  await refuseCompoundFile(file);
  const zip = await opened(file);
  try {
    const entries = await entriesOf(zip);
    return {
      has: (name) => entries.has(name),
      read: (name, most) => unpack(zip, entries.get(name), most),
      size: (name) => entries.get(name)?.uncompressedSize ?? 0,
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function refuseCompoundFile(file: string): Promise<void> {
  const handle = await fs.open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    if (bytesRead === 4 && buffer.equals(COMPOUND_FILE)) {
      throw unreadable('ENCRYPTED_OR_OLD_WORKBOOK', '这是加了密码的工作簿或旧版（xls）工作簿，请取消密码，另存为 xlsx 格式');
    }
  } finally {
    await handle.close();
  }
}

async function opened(file: string): Promise<ZipFile> {
  try {
    return await yauzl.openPromise(file, { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true });
  } catch {
    throw unreadable('NOT_A_WORKBOOK', '文件不是 xlsx 工作簿');
  }
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_PARTS) throw tooLarge('工作簿的组成部分过多');
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      // Two parts of one name could be read as either.
      if (entries.has(entry.fileName)) throw broken('工作簿中有重名的组成部分');
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // yauzl refuses absolute names, `..` and backslashes.
    throw broken('工作簿的内部结构不正确');
  }
  return entries;
}

async function* unpack(zip: ZipFile, entry: Entry | undefined, most: number): AsyncGenerator<Uint8Array> {
  if (!entry) throw broken();
  if (entry.isEncrypted()) throw unreadable('ENCRYPTED_OR_OLD_WORKBOOK', '工作簿加了密码，请取消密码后再导入');
  const { uncompressedSize, compressedSize } = entry;
  const bomb = uncompressedSize > SMALL && uncompressedSize > compressedSize * MOST_RATIO;
  if (uncompressedSize > most || bomb) throw tooLarge('工作簿展开后过大，请删去多余的行、列和格式后再导入');
  try {
    yield* await zip.openReadStreamPromise(entry);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw broken();
  }
}
