import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { OutRow } from '../../kit/sheet/write-sheet.ts';
import { type FileStore, incomingPath, makeIncoming } from '../files/store-file.ts';

const BATCH = 1000;

/** Rows that wait on the disk until their table is written. They hold texts and numbers only. */
export class Spool {
  readonly #file: fs.FileHandle;
  readonly #path: string;

  constructor(file: fs.FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  async add(rows: readonly OutRow[]): Promise<void> {
    if (rows.length > 0) await this.#file.appendFile(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }

  /** What was added until the first row is asked for. */
  async *rows(): AsyncGenerator<readonly OutRow[]> {
    let batch: OutRow[] = [];
    for await (const line of createInterface({ input: createReadStream(this.#path), crlfDelay: Infinity })) {
      batch.push(JSON.parse(line) as OutRow);
      if (batch.length === BATCH) {
        yield batch;
        batch = [];
      }
    }
    yield batch;
  }

  async remove(): Promise<void> {
    await this.#file.close();
    await fs.rm(this.#path, { force: true });
  }
}

/** Does work with so many spools, which are gone afterwards. */
export async function withSpools<Result>(
  store: FileStore,
  count: number,
  work: (spools: readonly Spool[]) => Promise<Result>,
): Promise<Result> {
  await makeIncoming(store);
  const spools: Spool[] = [];
  try {
    for (let index = 0; index < count; index++) {
      const path = incomingPath(store, randomUUID());
      spools.push(new Spool(await fs.open(path, 'wx', 0o600), path));
    }
    return await work(spools);
  } finally {
    for (const spool of spools) await spool.remove();
  }
}
