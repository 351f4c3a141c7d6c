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
const TEXT_TYPES: Readonly<Partial<Record<FileExtension, string>>> = { txt: 'text/plain', csv: 'text/csv' };
/** What a table that only the product reads again may be written in: Excel in China writes the second. */
export const TABLE_ENCODINGS = ['utf-8', 'gb18030'] as const;
/** What `file-type` calls the contents of these endings. */
const FOUND_AS: Readonly<Partial<Record<FileExtension, string>>> = { jpeg: 'jpg', wmv: 'asf', wma: 'asf' };
const ZIPPED = new Set<FileExtension>(['zip', 'docx', 'xlsx', 'pptx']);

const mismatch = (message: string) => new Refusal('FILE_TYPE_MISMATCH', message, ['file']);

/**
 * Looks at a whole file of the local disk, outside of any transaction and within bounds of time and memory: is it what its
 * ending says, what does it weigh, and what do its pictures and sound amount to. Nothing that its sender said is believed.
 *
 * @param encodings that a text may be in, the likeliest first
 * @throws Refusal FILE_EMPTY, FILE_TYPE_MISMATCH, FILE_BROKEN, ZIP_BOMB, IMAGE_TOO_LARGE
 */
export async function examine(file: string, extension: FileExtension, encodings: readonly string[] = ['utf-8']): Promise<Examined> {
  const { size, sha256, encoding } = await measure(file, TEXT_TYPES[extension] === undefined ? [] : encodings);
  if (size === 0) throw new Refusal('FILE_EMPTY', '文件是空的', ['file']);
  const mediaType = await mediaTypeOf(file, extension, encoding);
  if (ZIPPED.has(extension)) await assertSoundZip(file, size);
  const kind = kindOf(extension);
  const media = kind === 'IMAGE' || kind === 'VIDEO' || kind === 'AUDIO' ? await probeMedia(file, kind) : null;
  return { mediaType, size, sha256, media };
}

async function measure(
  file: string,
  encodings: readonly string[],
): Promise<{ size: number; sha256: string; encoding: string | undefined }> {
  const hash = createHash('sha256');
  const texts = encodings.map((encoding) => new TextCheck(encoding));
  let size = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    hash.update(chunk);
    for (const text of texts) text.add(chunk);
  }
  return { size, sha256: hash.digest('hex'), encoding: texts.find((text) => text.end())?.encoding };
}

/** Whether bytes that come in pieces are text in an encoding, without U+0000. */
class TextCheck {
  readonly encoding: string;
  readonly #decoder: TextDecoder;
  #sound = true;

  constructor(encoding: string) {
    this.encoding = encoding;
    this.#decoder = new TextDecoder(encoding, { fatal: true });
  }

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

async function mediaTypeOf(file: string, extension: FileExtension, encoding: string | undefined): Promise<string> {
  const found = await fileTypeFromFile(file);
  const textType = TEXT_TYPES[extension];
  if (textType !== undefined) {
    if (!encoding || !TEXTUAL.has(found?.ext)) throw mismatch(`内容不是 ${extension} 文本，文本须为 UTF-8 编码`);
    return `${textType}; charset=${encoding}`;
  }
  if (found?.ext === 'cfb') throw mismatch('这是加了密码的文件或旧版（doc、xls、ppt）文件，请取消密码，另存为新版格式');
  if (found?.ext !== (FOUND_AS[extension] ?? extension)) throw mismatch(`文件内容与扩展名 ${extension} 不符`);
  return found.mime;
}
