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
  /** Puts one aside that nobody knows of: it is found no more, and can still be fetched by hand. */
  setAside(key: string, now: Date): Promise<void>;
  /** Takes away for good what was put aside before then. */
  dropAside(before: Date): Promise<void>;
}

const KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a name may be a key. */
export const isKey = (name: string): boolean => KEY.test(name);

/** Files in one directory of the local disk, spread over directories by the first two characters of their keys. */
export function localBlobs(directory: string): Blobs {
  const pathOf = (key: string) => path.join(directory, key.slice(0, 2), key);
  const aside = path.join(directory, 'lost');
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
          const stat = isKey(key) ? await fs.stat(pathOf(key)).catch(() => undefined) : undefined;
          if (stat) yield { key, at: stat.mtime };
        }
      }
    },
    async setAside(key, now) {
      await fs.mkdir(aside, { recursive: true, mode: 0o700 });
      await fs.rename(pathOf(key), path.join(aside, key));
      await fs.utimes(path.join(aside, key), now, now);
    },
    async dropAside(before) {
      for (const key of await namesIn(aside)) {
        const { mtime } = await fs.stat(path.join(aside, key));
        if (mtime < before) await fs.rm(path.join(aside, key), { force: true });
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
