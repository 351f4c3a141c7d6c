import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';

/** First and last byte of a part of a file, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where whole files lie, by keys that nobody can guess. What is still on its way in lies on the local disk in any case. */
export interface Blobs {
  /** Moves a file of the local disk in; when this resolves it survives a crash. Nothing happens when it is in already. */
  take(local: string, key: string): Promise<void>;
  /** @throws ENOENT, as an error of the stream, when there is none */
  read(key: string, range?: ByteRange): Readable;
  /** Nothing happens when there is none. */
  remove(key: string): Promise<void>;
  /** Every key with the instant at which it came. */
  list(): AsyncIterable<{ readonly key: string; readonly at: Date }>;
}

const KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Files in one directory of the local disk, spread over directories by the first two characters of their keys. */
export function localBlobs(directory: string): Blobs {
  const pathOf = (key: string) => path.join(directory, key.slice(0, 2), key);
  return {
    async take(local, key) {
      const target = pathOf(key);
      await fs.mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      try {
        await fs.rename(local, target); // atomic on one file system
      } catch (error) {
        if (!isMissing(error)) throw error;
        await fs.access(target);
      }
      await flush(path.dirname(target)); // or a crash could forget the name
    },
    read: (key, range) => createReadStream(pathOf(key), range),
    remove: (key) => fs.rm(pathOf(key), { force: true }),
    async *list() {
      for (const name of await namesIn(directory)) {
        if (name.length !== 2) continue;
        for (const key of await namesIn(path.join(directory, name))) {
          const stat = KEY.test(key) ? await fs.stat(pathOf(key)).catch(() => undefined) : undefined;
          if (stat) yield { key, at: stat.mtime };
        }
      }
    },
  };
}

export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

export const namesIn = (directory: string): Promise<string[]> =>
  fs.readdir(directory).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });

async function flush(directory: string): Promise<void> {
  const handle = await fs.open(directory);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
