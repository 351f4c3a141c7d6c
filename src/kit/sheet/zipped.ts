import { Readable } from 'node:stream';
import yazl from 'yazl';

/** What a part of an archive is, made when its turn has come. */
export type Part = readonly [name: string, content: () => AsyncIterable<Uint8Array>];

/**
 * An archive of parts, written while they are read, one after the other.
 *
 * @param at when it was made
 */
export async function* zipped(parts: readonly Part[], at: Date): AsyncGenerator<Uint8Array> {
  const zip = new yazl.ZipFile();
  const failed = new Promise<never>((_, reject) => zip.on('error', reject));
  failed.catch(() => {}); // whoever still reads is told
  for (const [name, content] of parts) {
    zip.addReadStreamLazy(name, { mtime: at, compressionLevel: 6 }, (ready) => {
      const stream = Readable.from(content(), { objectMode: true, highWaterMark: 1 });
      stream.once('error', (error) => zip.emit('error', error));
      ready(null, stream);
    });
  }
  zip.end();
  const output = zip.outputStream as Readable;
  const chunks = output[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  try {
    for (;;) {
      const { done, value } = await Promise.race([chunks.next(), failed]);
      if (done) return;
      yield value;
    }
  } finally {
    output.destroy();
  }
}
