import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import {
  broken,
  FORMULA_START,
  MOST_CHARACTERS,
  MOST_COLUMNS,
  type SheetBatch,
  type SheetCell,
  type SheetRow,
  tooLarge,
  unreadable,
} from './sheet.ts';

/** Characters of one record, and records of one batch. */
const MOST_RECORD = 256 * 1024;
const BATCH = 2000;

/**
 * Reads a CSV file (RFC 4180) in batches of records; a quoted text may hold line breaks. In UTF-8 with or without its mark,
 * or GB18030, as Excel in China writes it: told by whether the whole file is UTF-8. An apostrophe in front of what a
 * spreadsheet would take for a formula is what our own exports put there, and is taken away.
 *
 * @throws Refusal ENCODING, FILE_BROKEN, FILE_TOO_LARGE
 */
export async function* readCsv(file: string): AsyncGenerator<SheetBatch> {
  const { size } = await fs.stat(file);
  const encoding = await encodingOf(file);
  const records = new RecordReader();
  let read = 0;
  for await (const chunk of decodedOf(file, encoding, (bytes) => (read += bytes))) {
    records.add(chunk);
    if (records.rows.length >= BATCH) yield { rows: records.take(), read: read / size, merged: [] };
  }
  records.end();
  yield { rows: records.take(), read: 1, merged: [] };
}

async function encodingOf(file: string): Promise<string> {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      for await (const _ of decodedOf(file, encoding, () => {}));
      return encoding;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw unreadable('ENCODING', '文件编码无法识别，请存为 UTF-8 或 GB18030 编码的 CSV');
}

async function* decodedOf(file: string, encoding: string, count: (bytes: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    count(chunk.length);
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

type Place = 'START' | 'BARE' | 'QUOTED' | 'QUOTE_SEEN';

/** Makes rows of characters that come in pieces. */
class RecordReader {
  rows: SheetRow[] = [];
  #place: Place = 'START';
  #number = 1;
  #cells: (SheetCell | undefined)[] = [];
  #column = 0;
  #wider = false;
  #text = '';
  #size = 0;
  #afterReturn = false;

  take(): SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  add(chunk: string): void {
    for (let at = 0; at < chunk.length;) {
      const from = at;
      at = this.#place === 'QUOTED' ? untilQuote(chunk, at) : this.#place === 'QUOTE_SEEN' ? at : untilSpecial(chunk, at);
      if (at > from) this.#append(chunk.slice(from, at));
      if (at < chunk.length) this.#special(chunk[at++]!);
    }
  }

  /** @throws Refusal FILE_BROKEN when a quoted text does not end */
  end(): void {
    if (this.#place === 'QUOTED') throw broken(`第 ${this.#number} 行的引号没有配对`);
    if (this.#place !== 'START' || this.#column > 0) this.#endRecord();
  }

  #append(piece: string): void {
    this.#afterReturn = false;
    if (this.#place === 'QUOTE_SEEN') throw broken(`第 ${this.#number} 行的引号没有配对`);
    if (this.#place === 'START') this.#place = 'BARE';
    this.#size += piece.length;
    if (this.#size > MOST_RECORD) throw tooLarge(`第 ${this.#number} 行过长`);
    if (this.#text.length <= MOST_CHARACTERS) this.#text += piece;
  }

  #special(character: string): void {
    if (this.#place === 'QUOTED') this.#place = 'QUOTE_SEEN';
    else if (character === '"') this.#quote();
    else if (character === ',') this.#endCell();
    else if (character === '\n' && this.#afterReturn) this.#afterReturn = false;
    else if (character === '\r' || character === '\n') {
      this.#endRecord();
      this.#afterReturn = character === '\r';
    } else this.#append(character);
  }

  #quote(): void {
    this.#afterReturn = false;
    if (this.#place === 'START') this.#place = 'QUOTED';
    else if (this.#place === 'QUOTE_SEEN') {
      this.#place = 'QUOTED';
      this.#append('"');
    } else this.#append('"');
  }

  #endCell(): void {
    this.#afterReturn = false;
    const text = plain(this.#text);
    if (text.trim() !== '') {
      if (this.#column >= MOST_COLUMNS) this.#wider = true;
      else this.#cells[this.#column] = { kind: text.startsWith('=') && this.#text === text ? 'FORMULA' : 'TEXT', text };
    }
    this.#column++;
    this.#text = '';
    this.#place = 'START';
  }

  #endRecord(): void {
    this.#endCell();
    if (this.#cells.length > 0 || this.#wider)
      this.rows.push({ number: this.#number, hidden: false, cells: this.#cells, wider: this.#wider });
    this.#number++;
    this.#cells = [];
    this.#column = 0;
    this.#wider = false;
    this.#size = 0;
  }
}

/** The text without the apostrophe that keeps it from being a formula. */
const plain = (text: string): string => (text.startsWith("'") && FORMULA_START.test(text.slice(1)) ? text.slice(1) : text);

function untilQuote(chunk: string, from: number): number {
  const at = chunk.indexOf('"', from);
  return at === -1 ? chunk.length : at;
}

const SPECIAL = /[",\r\n]/g;

function untilSpecial(chunk: string, from: number): number {
  SPECIAL.lastIndex = from;
  return SPECIAL.exec(chunk)?.index ?? chunk.length;
}
