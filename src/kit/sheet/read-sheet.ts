import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import type { SheetBatch } from './sheet.ts';

export const SHEET_FORMATS = ['XLSX', 'CSV'] as const;
export type SheetFormat = (typeof SHEET_FORMATS)[number];

/** The rows of a table that somebody put in, whatever its kind. */
export const readSheet = (file: string, format: SheetFormat, name: string): AsyncGenerator<SheetBatch> =>
  format === 'XLSX' ? readXlsx(file, name) : readCsv(file);
