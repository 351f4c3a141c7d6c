import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { fileTypeFromFile } from 'file-type';
import { Refusal } from '../../kit/errors.ts';
import { type FileExtension, kindOf } from '../../kit/file-extensions.ts';
import type { MediaFacts } from '../../kit/file-rules.ts';
import { probeMedia } from './probe/probe.ts';
import { assertSoundZip } from './zip-directory.ts';

/** What looking into a file tells. */
export interface Examined {
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly media: MediaFacts | null;
}

/** What a text may be taken for by its first characters. */
const TEXTUAL = new Set([undefined, 'xml', 'vcf', 'ics']);
const TEXT_TYPES: Readonly<Partial<Record<FileExtension, string>>> = { txt: 'text/plain; charset=utf-8', csv: 'text/csv; charset=utf-8' };
/** What `file-type` calls the contents of these endings. */
const FOUND_AS: Readonly<Partial<Record<FileExtension, string>>> = { jpeg: 'jpg', wmv: 'asf', wma: 'asf' };
const ZIPPED = new Set<FileExtension>(['zip', 'docx', 'xlsx', 'pptx']);

const mismatch = (message: string) => new Refusal('FILE_TYPE_MISMATCH', message, ['file']);

/**
 * Looks at a whole file of the local disk, outside of any transaction and within bounds of time and memory: is it what its
 * ending says, what does it weigh, and what do its pictures and sound amount to. Nothing that its sender said is believed.
 *
 * @throws Refusal FILE_EMPTY, FILE_TYPE_MISMATCH, FILE_BROKEN, ZIP_BOMB, IMAGE_TOO_LARGE
 */
export async function examine(file: string, extension: FileExtension): Promise<Examined> {
  const { size, sha256, isText } = await measure(file, TEXT_TYPES[extension] !== undefined);
  if (size === 0) throw new Refusal('FILE_EMPTY', '文件是空的', ['file']);
  const mediaType = await mediaTypeOf(file, extension, isText);
  if (ZIPPED.has(extension)) await assertSoundZip(file, size);
  const kind = kindOf(extension);
  const media = kind === 'IMAGE' || kind === 'VIDEO' || kind === 'AUDIO' ? await probeMedia(file, kind) : null;
  return { mediaType, size, sha256, media };
}

async function measure(file: string, asText: boolean): Promise<{ size: number; sha256: string; isText: boolean }> {
  const hash = createHash('sha256');
  const text = asText ? new TextCheck() : undefined;
  let size = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    hash.update(chunk);
    text?.add(chunk);
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
  if (found?.ext !== (FOUND_AS[extension] ?? extension)) throw mismatch(`文件内容与扩展名 ${extension} 不符`);
  return found.mime;
}
