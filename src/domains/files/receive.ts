import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Refusal } from '../../kit/errors.ts';
import { isMissing } from './blobs.ts';
import { type FileStore, incomingPath, makeIncoming } from './store-file.ts';

/** A file on its way in: where its bytes go, and how many there will be. */
export interface Incoming {
  readonly storageKey: string;
  readonly size: number;
}

/** What one request brings. */
export interface Piece {
  /** Byte at which it begins; it must be the first one that is missing. */
  readonly offset: number;
  readonly content: Readable;
  /** SHA-256 that its sender says of this piece alone; a piece that differs, or breaks off, leaves nothing. */
  readonly sha256: Buffer | null;
}

/** Whoever writes in this process. */
interface Writer {
  /** Asks it to end where it is. */
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

const writers = new Map<string, Writer>();

/** Bytes that are here: the disk knows, whatever a row or a client says. */
export async function receivedBytes(store: FileStore, storageKey: string): Promise<number> {
  return fs.stat(incomingPath(store, storageKey)).then(
    ({ size }) => size,
    (error: unknown) => {
      if (isMissing(error)) return 0;
      throw error;
    },
  );
}

/**
 * Writes a piece where the last one ended, and answers how many bytes are here when it is on the disk. A connection that
 * breaks leaves what came through. Who comes later takes over from who came earlier: mostly the same phone, whose dead
 * connection nobody has noticed; two devices that take turns can neither mix nor tear the file.
 *
 * @throws Refusal OFFSET_MISMATCH, FILE_TOO_LARGE when more comes than was said, CHECKSUM_MISMATCH of the piece
 * @throws what the connection broke with
 */
export async function receive(store: FileStore, incoming: Incoming, piece: Piece): Promise<number> {
  const { storageKey } = incoming;
  for (let writer = writers.get(storageKey); writer; writer = writers.get(storageKey)) {
    writer.stop.abort();
    await writer.ended;
  }
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const stop = new AbortController();
  writers.set(storageKey, { stop, ended });
  try {
    return await write(store, incoming, piece, stop.signal);
  } finally {
    writers.delete(storageKey);
    end();
  }
}

async function write(
  store: FileStore,
  { storageKey, size }: Incoming,
  { offset, content, sha256 }: Piece,
  stop: AbortSignal,
): Promise<number> {
  const here = await receivedBytes(store, storageKey);
  if (here !== offset) throw new OffsetMismatch(here);
  await makeIncoming(store);
  // Written by position: a process that knows nothing of this one can only write the same bytes to the same place.
  const file = await fs.open(incomingPath(store, storageKey), fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600);
  const hash = sha256 && createHash('sha256');
  let at = offset;
  let isWhole = false;
  try {
    for await (const chunk of untilStopped(content, stop)) {
      if (at + chunk.length > size) {
        await file.truncate(offset);
        throw new Refusal('FILE_TOO_LARGE', '收到的内容比事先说明的多', ['file']);
      }
      hash?.update(chunk);
      for (let done = 0; done < chunk.length;) done += (await file.write(chunk, done, chunk.length - done, at + done)).bytesWritten;
      at += chunk.length;
    }
    isWhole = !stop.aborted;
    if (hash && !(isWhole && hash.digest().equals(sha256))) {
      await file.truncate(offset);
      throw new Refusal('CHECKSUM_MISMATCH', '这一段内容在传输中受损，请重新发送', ['file']);
    }
    return at;
  } finally {
    if (hash && !isWhole) await file.truncate(offset);
    await file.datasync();
    await file.close();
  }
}

/**
 * The chunks until somebody else takes over, who breaks the connection off: it is mostly dead, and would be waited for. No race
 * of each chunk with the end: that would keep every chunk in memory until the end has come.
 */
async function* untilStopped(content: Readable, stop: AbortSignal): AsyncGenerator<Uint8Array> {
  const breakOff = () => void content.destroy();
  stop.addEventListener('abort', breakOff, { once: true });
  try {
    for await (const chunk of content as AsyncIterable<Uint8Array>) yield chunk;
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    stop.removeEventListener('abort', breakOff);
  }
}

/** A piece that does not begin where the last one ended; says where that is. */
export class OffsetMismatch extends Refusal {
  readonly here: number;

  constructor(here: number) {
    super('OFFSET_MISMATCH', `已收到 ${here} 字节，请从这里继续`, ['offset']);
    this.here = here;
  }
}
