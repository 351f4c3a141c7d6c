import { openParts } from './package-parts.ts';
import {
  broken,
  columnIndex,
  EXCEL_ROWS,
  type CellKind,
  MOST_CHARACTERS,
  MOST_COLUMNS,
  type SheetBatch,
  type SheetCell,
  type SheetRow,
  unreadable,
} from './sheet.ts';
import type { StringStore } from './string-store.ts';
import { type NumberStyle, sheetsOf, stringsOf, stylesOf } from './workbook.ts';
import { readXml, type XmlListener } from './xml-reader.ts';

/** Bytes of a worksheet, unpacked; 200,000 rows of eight cells take some 100 MB. */
const MOST_SHEET = 1024 * 1024 * 1024;
/** Merged ranges that are told; a table has none. */
const MOST_MERGED = 100;

/**
 * Reads one worksheet of a workbook from beginning to end, a batch of rows at a time: beside the batch only the workbook's
 * texts are held, packed ({@link StringStore}).
 *
 * @param name of the worksheet; where there is none of it the only visible one is taken
 * @throws Refusal FILE_BROKEN, FILE_TOO_LARGE, NOT_A_WORKBOOK, ENCRYPTED_OR_OLD_WORKBOOK, HOSTILE_XML, SHEET_MISSING
 */
export async function* readXlsx(file: string, name: string): AsyncGenerator<SheetBatch> {
  const parts = await openParts(file);
  try {
    const visible = (await sheetsOf(parts)).filter(({ hidden }) => !hidden);
    const sheet = visible.find((one) => one.name.trim() === name) ?? (visible.length === 1 ? visible[0] : undefined);
    if (!sheet) throw unreadable('SHEET_MISSING', `没有可见的“${name}”工作表`);
    const rows = new RowReader(await stringsOf(parts), await stylesOf(parts));
    const size = parts.size(sheet.part);
    for await (const bytes of readXml(parts.read(sheet.part, MOST_SHEET), rows)) {
      const batch = rows.take();
      if (batch.rows.length > 0 || batch.merged.length > 0) yield { ...batch, read: Math.min(1, bytes / size) };
    }
  } finally {
    parts.close();
  }
}

const KINDS: Readonly<Record<string, CellKind>> = { s: 'TEXT', inlineStr: 'TEXT', str: 'TEXT', b: 'BOOLEAN', e: 'ERROR', d: 'DATE' };

/** Makes rows of a worksheet's elements. */
class RowReader implements XmlListener {
  readonly #strings: StringStore;
  readonly #styles: readonly NumberStyle[];
  #rows: SheetRow[] = [];
  #merged: string[] = [];
  #mergedCount = 0;
  #hiddenColumns: [from: number, to: number][] = [];

  #row: { number: number; hidden: boolean; cells: (SheetCell | undefined)[]; wider: boolean } | undefined;
  #last = 0;
  #column = -1;
  #type = 'n';
  #style = 0;
  #formula = false;
  #value = '';
  /** Whether what is read now belongs to the cell's value. */
  #taking = false;
  #inPhonetic = false;

  constructor(strings: StringStore, styles: readonly NumberStyle[]) {
    this.#strings = strings;
    this.#styles = styles;
  }

  /** What has been read since the last time. */
  take(): Omit<SheetBatch, 'read'> {
    const batch = { rows: this.#rows, merged: this.#merged };
    this.#rows = [];
    this.#merged = [];
    return batch;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'c') this.#openCell(attributes);
    else if (name === 'v' || name === 't') this.#taking = !this.#inPhonetic;
    else if (name === 'rPh') this.#inPhonetic = true;
    else if (name === 'f') this.#formula = true;
    else if (name === 'row') this.#openRow(attributes);
    else if (name === 'col' && isTrue(attributes['hidden'])) {
      if (this.#hiddenColumns.length < MOST_COLUMNS)
        this.#hiddenColumns.push([Number(attributes['min']) - 1, Number(attributes['max']) - 1]);
    } else if (name === 'mergeCell' && this.#mergedCount++ < MOST_MERGED) this.#merged.push((attributes['ref'] ?? '').slice(0, 30));
  }

  text(piece: string): void {
    if (this.#taking && this.#value.length <= MOST_CHARACTERS) this.#value += piece;
  }

  close(name: string): void {
    if (name === 'c') this.#closeCell();
    else if (name === 'v' || name === 't') this.#taking = false;
    else if (name === 'rPh') this.#inPhonetic = false;
    else if (name === 'row' && this.#row) {
      if (this.#row.wider || this.#row.cells.length > 0) this.#rows.push(this.#row);
      this.#row = undefined;
    }
  }

  #openRow(attributes: Readonly<Record<string, string>>): void {
    const number = attributes['r'] === undefined ? this.#last + 1 : Number(attributes['r']);
    if (!Number.isInteger(number) || number <= this.#last || number > EXCEL_ROWS || this.#row) throw broken();
    this.#last = number;
    this.#row = { number, hidden: isTrue(attributes['hidden']), cells: [], wider: false };
    this.#column = -1;
  }

  #openCell({ r, t, s }: Readonly<Record<string, string>>): void {
    const column = r === undefined ? this.#column + 1 : columnIndex(/^[A-Z]{1,3}/.exec(r)?.[0] ?? '');
    if (!this.#row || column <= this.#column) throw broken();
    this.#column = column;
    this.#type = t ?? 'n';
    this.#style = Number(s ?? 0);
    this.#formula = false;
    this.#value = '';
  }

  #closeCell(): void {
    const row = this.#row!;
    const cell = this.#cell();
    if (!cell) return;
    if (this.#column >= MOST_COLUMNS) row.wider = true;
    else {
      row.cells[this.#column] = cell;
      row.hidden ||= this.#hiddenColumns.some(([from, to]) => from <= this.#column && this.#column <= to);
    }
  }

  #cell(): SheetCell | undefined {
    if (this.#formula) return { kind: 'FORMULA', text: '' };
    const text = this.#type === 's' ? this.#shared() : this.#value;
    if (text.trim() === '') return undefined;
    return { kind: KINDS[this.#type] ?? this.#styles[this.#style] ?? 'NUMBER', text: decoded(text) };
  }

  #shared(): string {
    if (this.#value === '') return '';
    const text = this.#strings.get(Number(this.#value));
    if (text === undefined) throw broken();
    return text;
  }
}

const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true';

/** Characters that XML cannot hold are written as `_x0007_`. */
const decoded = (text: string): string =>
  text.includes('_x') ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text;
