import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { MediaFacts } from '../../kit/file-rules.ts';
import { Refusal } from '../../kit/errors.ts';
import { extensionOf, FILE_EXTENSIONS, type FileExtension, type FileKind, kindOf } from '../../kit/file-extensions.ts';
import { type Blobs, localBlobs } from './blobs.ts';
import { examine } from './examine.ts';

/** What is known of a file once it lies in the store. */
export interface StoredFile {
  readonly name: string;
  readonly extension: FileExtension;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly media: MediaFacts | null;
  readonly storageKey: string;
}

/** Where files lie and how large one may be, in bytes. */
export interface FileStore {
  /** Of the local disk; what is on its way in lies in `incoming` below it. */
  readonly directory: string;
  readonly maxBytes: number;
  /** Where whole files lie: in the directory, too, unless told. */
  readonly blobs?: Blobs;
}

/** Most bytes of what is neither a film nor an archive: nobody writes a report of 100 MB, and whoever reads one reads it whole. */
const MOST_OTHERWISE = 100 * 1024 ** 2;

/** Most bytes of a file of this ending. */
export const mostBytes = (extension: FileExtension, maxBytes: number): number =>
  UNBOUNDED.has(kindOf(extension)) ? maxBytes : Math.min(maxBytes, MOST_OTHERWISE);

const UNBOUNDED = new Set<FileKind>(['VIDEO', 'ARCHIVE']);

export const blobsOf = ({ blobs, directory }: FileStore): Blobs => blobs ?? localBlobs(directory);

/** Where the bytes of a file lie while they come in. */
export const incomingPath = ({ directory }: FileStore, storageKey: string): string => path.join(directory, 'incoming', storageKey);

/** The directory for what is on its way in, made when it is missing. */
export async function makeIncoming({ directory }: FileStore): Promise<void> {
  await fs.mkdir(path.join(directory, 'incoming'), { recursive: true, mode: 0o700 });
}

/**
 * Takes a file in whose bytes come in one stream: written beside the store, looked at there, moved into it under a random
 * name when its content is what its ending says, and on the disk before this answers. Whatever fails leaves nothing behind.
 *
 * @param encodings that a text may be in; UTF-8 unless told
 * @throws Refusal FILE_NAME, FILE_KIND, FILE_TOO_LARGE, and what `examine` says
 */
export async function storeFile(
  store: FileStore,
  name: string,
  content: AsyncIterable<Uint8Array>,
  encodings?: readonly string[],
): Promise<StoredFile> {
  const extension = checkedName(name);
  await makeIncoming(store);
  const storageKey = randomUUID();
  const temporary = incomingPath(store, storageKey);
  try {
    await write(temporary, content, mostBytes(extension, store.maxBytes));
    const examined = await examine(temporary, extension, encodings);
    await blobsOf(store).take(temporary, storageKey);
    return { name, extension, ...examined, storageKey };
  } finally {
    await fs.rm(temporary, { force: true });
  }
}

/**
 * The ending of a name that may be taken in.
 * @throws Refusal FILE_NAME, FILE_KIND
 */
export function checkedName(name: string): FileExtension {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (name.length > 200 || !name.isWellFormed() || /[\u0000-\u001f\u007f/\\]/.test(name))
    throw new Refusal('FILE_NAME', '文件名不正确，最多 200 个字', ['name']);
  const extension = extensionOf(name);
  if (!extension) throw new Refusal('FILE_KIND', `只接受 ${FILE_EXTENSIONS.join('、')} 格式的文件`, ['name']);
  return extension;
}

export const tooLarge = (maxBytes: number): Refusal =>
  new Refusal('FILE_TOO_LARGE', `文件不能超过 ${Math.floor(maxBytes / 1024 / 1024)} MB`, ['file']);

async function write(target: string, content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<void> {
  const file = await fs.open(target, 'wx', 0o600);
  let size = 0;
  try {
    for await (const chunk of content) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
