import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileTypeFromFile } from 'file-type';
import { Refusal } from '../../kit/errors.ts';
import { extensionOf, FILE_EXTENSIONS, type FileExtension } from '../../kit/file-extensions.ts';

/** What is known of a file once it lies in the store. */
export interface StoredFile {
  readonly name: string;
  readonly extension: FileExtension;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly storageKey: string;
}

/** Where files lie and how large one may be, in bytes. */
export interface FileStore {
  readonly directory: string;
  readonly maxBytes: number;
}

/** What a text may be taken for by its first characters. */
const TEXTUAL = new Set([undefined, 'xml', 'vcf', 'ics']);
const TEXT_TYPES: Readonly<Partial<Record<FileExtension, string>>> = { txt: 'text/plain; charset=utf-8', csv: 'text/csv; charset=utf-8' };

const mismatch = (message: string) => new Refusal('FILE_TYPE_MISMATCH', message, ['file']);

/**
 * Takes a file in: written beside the store while it is measured, moved into it under a random name when its content is
 * what its ending says, and on the disk before this answers. Whatever fails leaves nothing behind.
 *
 * @throws Refusal FILE_NAME, FILE_KIND, FILE_EMPTY, FILE_TOO_LARGE, FILE_TYPE_MISMATCH
 */
export async function storeFile({ directory, maxBytes }: FileStore, name: string, content: AsyncIterable<Uint8Array>): Promise<StoredFile> {
  const extension = checkedExtension(name);
  const incoming = path.join(directory, 'incoming');
  await fs.mkdir(incoming, { recursive: true, mode: 0o700 });
  const temporary = path.join(incoming, randomUUID());
  try {
    const measured = await write(temporary, content, maxBytes, TEXT_TYPES[extension] !== undefined);
    const mediaType = await mediaTypeOf(temporary, extension, measured.isText);
    const storageKey = randomUUID();
    await moveIn(temporary, pathOf(directory, storageKey));
    return { name, extension, mediaType, size: measured.size, sha256: measured.sha256, storageKey };
  } finally {
    await fs.rm(temporary, { force: true });
  }
}

/** Where a stored file lies; spread over directories by the first two characters of its key. */
export const pathOf = (directory: string, storageKey: string): string => path.join(directory, storageKey.slice(0, 2), storageKey);

function checkedExtension(name: string): FileExtension {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (name.length > 200 || !name.isWellFormed() || /[\u0000-\u001f\u007f/\\]/.test(name))
    throw new Refusal('FILE_NAME', '文件名不正确，最多 200 个字', ['name']);
  const extension = extensionOf(name);
  if (!extension) throw new Refusal('FILE_KIND', `只接受 ${FILE_EXTENSIONS.join('、')} 格式的文件`, ['name']);
  return extension;
}

async function write(target: string, content: AsyncIterable<Uint8Array>, maxBytes: number, asText: boolean) {
  const hash = createHash('sha256');
  const text = asText ? new TextCheck() : undefined;
  const file = await fs.open(target, 'wx', 0o600);
  let size = 0;
  try {
    for await (const chunk of content) {
      size += chunk.length;
      if (size > maxBytes) throw new Refusal('FILE_TOO_LARGE', `文件不能超过 ${Math.floor(maxBytes / 1024 / 1024)} MB`, ['file']);
      hash.update(chunk);
      text?.add(chunk);
      await file.writeFile(chunk);
    }
    if (size === 0) throw new Refusal('FILE_EMPTY', '文件是空的', ['file']);
    await file.sync();
  } finally {
    await file.close();
  }
  return { size, sha256: hash.digest('hex'), isText: text?.end() ?? false };
}

/** Whether bytes that come in pieces are UTF-8 without U+0000. */
class TextCheck {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #sound = true;

  add(chunk: Uint8Array): void {
    if (!this.#sound) return;
    try {
      this.#sound = !chunk.includes(0) && this.#decoder.decode(chunk, { stream: true }) !== undefined;
    } catch {
      this.#sound = false;
    }
  }

  end(): boolean {
    try {
      return this.#sound && this.#decoder.decode() !== undefined;
    } catch {
      return false;
    }
  }
}

async function mediaTypeOf(file: string, extension: FileExtension, isText: boolean): Promise<string> {
  const found = await fileTypeFromFile(file);
  const textType = TEXT_TYPES[extension];
  if (textType !== undefined) {
    if (!isText || !TEXTUAL.has(found?.ext)) throw mismatch(`内容不是 ${extension} 文本，文本须为 UTF-8 编码`);
    return textType;
  }
  if (found?.ext !== (extension === 'jpeg' ? 'jpg' : extension)) throw mismatch(`文件内容与扩展名 ${extension} 不符`);
  return found.mime;
}

/** Atomic on one file system; the directory is flushed too, or a crash could forget the name. */
async function moveIn(temporary: string, target: string): Promise<void> {
  await fs.mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  await fs.rename(temporary, target);
  const directory = await fs.open(path.dirname(target));
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
