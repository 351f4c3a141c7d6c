import { isDecimal } from '../decimal.ts';
import { FORMULA_START } from './sheet.ts';
import { beijing, type OutTable, type OutValue } from './write-sheet.ts';

const MARK = '\uFEFF';

/**
 * A table as CSV that Excel reads rightly: UTF-8 with its mark, lines ended by CR LF, quotes where they are needed. A text
 * that a spreadsheet would take for a formula gets an apostrophe in front; a number never does.
 */
export async function* writeCsv({ columns, rows }: OutTable): AsyncGenerator<Uint8Array> {
  yield Buffer.from(MARK + columns.map(({ heading }) => quoted(harmless(heading))).join(',') + '\r\n');
  for await (const batch of rows) {
    yield Buffer.from(
      batch.map((row) => `${columns.map(({ kind }, index) => cellOf(row[index] ?? null, kind === 'NUMBER')).join(',')}\r\n`).join(''),
    );
  }
}

function cellOf(value: OutValue, isNumber: boolean): string {
  if (value === null) return '';
  if (value instanceof Date) return beijing(value);
  return isNumber && isDecimal(value) ? value : quoted(harmless(value));
}

const harmless = (text: string): string => (FORMULA_START.test(text) ? `'${text}` : text);

const quoted = (text: string): string => (/[",\r\n\t]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text);
