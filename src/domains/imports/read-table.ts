import { Refusal } from '../../kit/errors.ts';
import type { SheetBatch, SheetCell, SheetRow } from '../../kit/sheet/sheet.ts';
import type { JobFault } from '../jobs/run-job.ts';
import type { ImportColumn } from './import.columns.ts';
import { MOST_ROWS } from './import.kinds.ts';

/** A row of the file by the keys of its columns; what could not be read is left out and named among the faults. */
export interface TableRow {
  readonly line: number;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface TableBatch {
  readonly rows: readonly TableRow[];
  readonly faults: readonly JobFault[];
  /** Faults of the sheet that are told behind its rows. */
  readonly late: readonly JobFault[];
  /** How much of the file has been read, 0 to 1. */
  readonly read: number;
}

/** Faults after which nothing more is looked for: nobody mends so many by reading them. */
const MOST_FAULTS = 200_000;

/**
 * Makes rows of a sheet by its first line of headings, and names what is wrong with each by itself.
 *
 * @throws Refusal HEADINGS_MISSING, UNKNOWN_HEADING, HEADING_REPEATED, TOO_MANY_ROWS, TOO_MANY_FAULTS, NO_ROWS
 */
export async function* readTable(sheet: AsyncIterable<SheetBatch>, columns: readonly ImportColumn[]): AsyncGenerator<TableBatch> {
  let places: readonly (ImportColumn | undefined)[] | undefined;
  let [rowCount, faultCount] = [0, 0];
  for await (const { rows: given, read, merged } of sheet) {
    const faults: JobFault[] = [];
    const rows: TableRow[] = [];
    for (const row of given) {
      if (!places) places = headingsOf(row, columns);
      else rows.push(readRow(row, places, columns, faults));
    }
    rowCount += rows.length;
    faultCount += faults.length;
    if (rowCount > MOST_ROWS) throw refused('TOO_MANY_ROWS', `一次最多导入 ${MOST_ROWS} 行`);
    yield { rows, faults, late: merged.map((range) => mergedFault(range)), read };
    if (faultCount > MOST_FAULTS) throw refused('TOO_MANY_FAULTS', `问题超过 ${MOST_FAULTS} 处，其余没有再检查`);
  }
  if (!places || rowCount === 0) throw refused('NO_ROWS', '表中没有数据');
}

const refused = (code: string, message: string) => new Refusal(code, message, ['input', 'fileId']);

function mergedFault(range: string): JobFault {
  const row = Number(/\d+/.exec(range)?.[0] ?? 1);
  return { row, column: null, code: 'MERGED_CELLS', message: `${range} 是合并单元格，请取消合并，逐行填写` };
}

/** Which column stands where. Marks of what must be filled in are not part of a heading. */
function headingsOf({ cells, wider }: SheetRow, columns: readonly ImportColumn[]): (ImportColumn | undefined)[] {
  const headings = Array.from(cells, (cell) => cell?.text.normalize('NFKC').replaceAll(/[\s*]|\((必填|选填)\)/g, ''));
  const places = headings.map((heading) => columns.find((column) => column.heading === heading));
  const unknown = headings.filter((heading, index) => heading && !places[index]);
  const missing = columns.filter((column) => column.required && !places.includes(column));
  if (missing.length > 0) {
    throw refused('HEADINGS_MISSING', `第一行应为表头，缺少：${missing.map(({ heading }) => heading).join('、')}；请使用模板`);
  }
  if (wider || unknown.length > 0) {
    throw refused('UNKNOWN_HEADING', `表头中有不认识的列：${unknown.slice(0, 10).join('、').slice(0, 200)}；请使用模板`);
  }
  const repeated = places.find((column, index) => column && places.indexOf(column) < index);
  if (repeated) throw refused('HEADING_REPEATED', `表头中“${repeated.heading}”重复`);
  return places;
}

function readRow(
  row: SheetRow,
  places: readonly (ImportColumn | undefined)[],
  columns: readonly ImportColumn[],
  faults: JobFault[],
): TableRow {
  const blame = (column: string | null, code: string, message: string) => faults.push({ row: row.number, column, code, message });
  const values: Record<string, unknown> = {};
  if (row.hidden) blame(null, 'HIDDEN', '这一行（或其中的列）被隐藏，请取消隐藏，或者删去');
  const stray = row.cells.some((cell, index) => cell && !places[index]);
  if (row.wider || stray) blame(null, 'STRAY_CELL', '表头以外的列中有内容，请删去');
  places.forEach((column, index) => {
    const cell = row.cells[index];
    if (!column || !cell) return;
    const text = textOf(cell);
    const found = 'code' in text ? text : text.value === '' ? undefined : column.read(text.value);
    if (!found) return;
    if ('code' in found) blame(column.heading, found.code, found.message);
    // What was wrong is not missing as well.
    values[column.key] = 'code' in found ? null : found.value;
  });
  for (const { key, heading, required } of columns) if (required && values[key] === undefined) blame(heading, 'REQUIRED', '必须填写');
  return { line: row.number, values };
}

type Text = { readonly value: string } | { readonly code: string; readonly message: string };

const BLANKS = /^[\s\u3000\u00A0\uFEFF]+|[\s\u3000\u00A0\uFEFF]+$/g;
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNUSABLE = /[\u0000-\u001F\u007F\uFFFD]/;

/** A cell as the text that somebody meant, or why that cannot be told. */
function textOf({ kind, text }: SheetCell): Text {
  switch (kind) {
    case 'TEXT': {
      const value = text.replaceAll(BLANKS, '');
      return UNUSABLE.test(value) || !value.isWellFormed() ? fault('INVALID_CHARACTER', '含有换行、控制字符或乱码') : { value };
    }
    case 'NUMBER':
      return numberOf(text);
    case 'FORMULA':
      return fault('FORMULA', '是公式，请改为其结果（复制后选择性粘贴为数值）');
    case 'DATE':
      return fault('DATE_CELL', '是日期格式的单元格，请把格式改为文本后重新填写');
    case 'PERCENT':
      return fault('PERCENT_CELL', '是百分比格式的单元格，请把格式改为文本后重新填写');
    case 'BOOLEAN':
      return fault('BOOLEAN_CELL', '是逻辑值，请把格式改为文本后重新填写');
    case 'ERROR':
      return fault('ERROR_CELL', '是错误值，请重新填写');
  }
}

const fault = (code: string, message: string): Text => ({ code, message });

/** Digits that a spreadsheet's numbers keep. */
const EXACT = 1e15;

/** A number as one would have typed it: `1.38E+10` is 13800000000, `0.30000000000000004` is 0.3. */
function numberOf(text: string): Text {
  const number = Number(text);
  if (!Number.isFinite(number)) return fault('ERROR_CELL', '是错误值，请重新填写');
  if (Math.abs(number) >= EXACT) return fault('IMPRECISE_NUMBER', '数字超过 15 位，表格软件已丢失后面的位数，请把格式改为文本后重新填写');
  return { value: Number.isInteger(number) ? number.toFixed(0) : String(Number(number.toPrecision(15))) };
}
