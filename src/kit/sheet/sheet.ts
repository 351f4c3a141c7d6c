import { Refusal } from '../errors.ts';

/** What stood in a cell: a text, or something that a spreadsheet shows otherwise than it keeps it. */
export type CellKind = 'TEXT' | 'NUMBER' | 'DATE' | 'PERCENT' | 'BOOLEAN' | 'ERROR' | 'FORMULA';

/** A cell that is not empty. A number's text is as the file keeps it, `1.38E+10` among others. */
export interface SheetCell {
  readonly kind: CellKind;
  readonly text: string;
}

export interface SheetRow {
  /** As the spreadsheet numbers it, from 1; of a CSV file, the record. */
  readonly number: number;
  readonly hidden: boolean;
  /** By column, from 0; empty cells are left out. */
  readonly cells: readonly (SheetCell | undefined)[];
  /** Something stands further to the right than {@link MOST_COLUMNS}. */
  readonly wider: boolean;
}

/** Some rows in order, and what is known of the sheet by then. */
export interface SheetBatch {
  readonly rows: readonly SheetRow[];
  /** How much of the file has been read, 0 to 1. */
  readonly read: number;
  /** Ranges of merged cells, such as `A2:B3`; a workbook names them behind its rows. */
  readonly merged: readonly string[];
}

/** Columns that are looked at; further ones are only noticed. */
export const MOST_COLUMNS = 64;
/** Most characters that a cell can hold, in Excel as here. */
export const MOST_CHARACTERS = 32_767;
/** Rows and columns of a worksheet, the first row included. */
export const EXCEL_ROWS = 1_048_576;
export const EXCEL_COLUMNS = 16_384;

/** Beginnings at which a spreadsheet takes a text for a formula, full-width ones included. */
export const FORMULA_START = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** The file as a whole cannot be read: broken, hostile, or of another kind. */
export const unreadable = (code: string, message: string): Refusal => new Refusal(code, message, ['file']);

export const broken = (what = '文件已损坏，或不是完整的工作簿'): Refusal => unreadable('FILE_BROKEN', what);
export const tooLarge = (what: string): Refusal => unreadable('FILE_TOO_LARGE', what);

/** `A` for 0, `AA` for 26. */
export function columnName(index: number): string {
  let name = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

/** 0 for `A`; -1 for what no worksheet has. */
export function columnIndex(name: string): number {
  let index = 0;
  for (const letter of name) index = index * 26 + letter.charCodeAt(0) - 64;
  return index >= 1 && index <= EXCEL_COLUMNS ? index - 1 : -1;
}
