import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../../kit/errors.ts';
import { isMissing } from '../files/blobs.ts';
import { blobsOf, type FileStore, incomingPath, makeIncoming } from '../files/store-file.ts';

/**
 * Reads a stored file from the local disk, wherever it lies: a workbook is not read from front to back.
 * @throws Refusal FILE_GONE when it has been swept away
 */
export async function withLocalCopy<Result>(
  store: FileStore,
  storageKey: string,
  work: (file: string) => Promise<Result>,
): Promise<Result> {
  await makeIncoming(store);
  const copy = incomingPath(store, randomUUID());
  try {
    await pipeline(blobsOf(store).read(storageKey), createWriteStream(copy, { mode: 0o600 })).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
      throw new Refusal('FILE_GONE', '文件已过期删除，请重新上传', ['input', 'fileId']);
    });
    return await work(copy);
  } finally {
    await fs.rm(copy, { force: true });
  }
}
