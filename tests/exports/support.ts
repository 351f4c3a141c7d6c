import readExcelFile from 'read-excel-file/node';
import { readCsv } from '../../src/kit/sheet/read-csv.ts';
import { get } from '../support/files.ts';
import { fileWith } from '../support/workbooks.ts';
import type { TestPerson, World } from '../support/world.ts';

const REQUEST = `mutation($input: RequestExportInput!) { requestExport(input: $input) { errors { code message path } job { id title state } } }`;
const EXPORTS = `{ exports(first: 20) { nodes { list listLabel name columnsOf format expiresAt file { id name mediaType }
  job { id state phase done total failureCount failures(first: 5) { nodes { code message } } } } } }`;

/** Text of a cell; null for an empty one. */
export type Cell = string | number | boolean | Date | null;
/** A table as it was read again: its name, its headings, its rows. */
export interface Read {
  readonly sheet: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

interface Asked {
  readonly list: string;
  readonly arguments?: object;
  readonly columns?: readonly string[];
  readonly format?: 'XLSX' | 'CSV';
}

export const request = async (w: World, person: TestPerson, asked: Asked) =>
  (await w.as(person).ask(REQUEST, { input: asked })).requestExport;

export const exportsOf = async (w: World, person: TestPerson) => (await w.as(person).ask(EXPORTS)).exports.nodes;

/** Has a list written and fetches the file. */
export async function fetched(w: World, person: TestPerson, asked: Asked) {
  const { errors } = await request(w, person, asked);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  await w.settle();
  const [latest] = await exportsOf(w, person);
  if (!latest.file) throw new Error(JSON.stringify(latest));
  const response = await get(w, person, latest.file.id);
  return { latest, content: response.rawPayload };
}

/** The worksheets of an export as another library reads them. */
export async function workbookOf(w: World, person: TestPerson, asked: Asked): Promise<readonly Read[]> {
  const { content } = await fetched(w, person, { ...asked, format: 'XLSX' });
  const sheets = await readExcelFile(content);
  return sheets.map(({ sheet, data: [headings = [], ...rows] }) => ({
    sheet,
    headings: headings.map(String),
    // A row that ends in empty cells is as long as the headings; moments are rounded to the second.
    rows: rows.map((row) => headings.map((_, index) => cellOf(row[index] as Cell | undefined))),
  }));
}

const cellOf = (cell: Cell | undefined): Cell =>
  cell instanceof Date ? new Date(Math.round(cell.getTime() / 1000) * 1000) : (cell ?? null);

/** The one table of an export as CSV, as our own reader reads it. */
export async function csvOf(w: World, person: TestPerson, asked: Asked): Promise<Read> {
  const { content } = await fetched(w, person, { ...asked, format: 'CSV' });
  const rows: (readonly Cell[])[] = [];
  for await (const batch of readCsv(await fileWith(content))) {
    for (const { cells } of batch.rows) rows.push(Array.from(cells, (cell) => cell?.text ?? null));
  }
  const [headings, ...rest] = rows as [string[], ...Cell[][]];
  return { sheet: '', headings, rows: rest.map((row) => headings.map((_, index) => row[index] ?? null)) };
}

/** What a moment of the API stands as in a worksheet: Beijing time, as if it were that of Greenwich. */
export const moment = (instant: string | null): Date | null =>
  instant === null ? null : new Date(Math.floor((Date.parse(instant) + 8 * 3_600_000) / 1000) * 1000);

/** An exact decimal of the API as a worksheet's number. */
export const number = (decimal: string | number | null): number | null => (decimal === null ? null : Number(decimal));

export const yes = (value: boolean): string => (value ? '是' : '否');

/** A column of a table, by its heading. */
export const column = ({ headings, rows }: Read, heading: string): readonly Cell[] => {
  const at = headings.indexOf(heading);
  if (at === -1) throw new Error(`No column ${heading} among ${headings.join(', ')}`);
  return rows.map((row) => row[at]!);
};
