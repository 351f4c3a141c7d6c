import { buffer } from 'node:stream/consumers';
import readExcelFile from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { readSheet } from '../../src/kit/sheet/read-sheet.ts';
import type { SheetRow } from '../../src/kit/sheet/sheet.ts';
import { writeCsv } from '../../src/kit/sheet/write-csv.ts';
import type { OutRow, OutTable } from '../../src/kit/sheet/write-sheet.ts';
import { writeXlsx } from '../../src/kit/sheet/write-xlsx.ts';
import { fileWith } from '../support/workbooks.ts';

const AT = new Date('2021-05-06T01:00:00Z');
const columns = [
  { heading: '名称', kind: 'TEXT', width: 30 },
  { heading: '电话', kind: 'TEXT' },
  { heading: '数值', kind: 'NUMBER', scale: 2 },
  { heading: '时间', kind: 'INSTANT' },
  { heading: '日期', kind: 'DAY' },
] as const;

async function* batched(...rows: OutRow[]) {
  yield rows.slice(0, 1);
  yield rows.slice(1);
}
const table = (...rows: OutRow[]): OutTable => ({ name: '组织', columns, rows: batched(...rows) });
const xlsx = async (...tables: OutTable[]) => buffer(writeXlsx(tables, AT));
const csv = async (one: OutTable) => (await buffer(writeCsv(one))).toString();

const DANGEROUS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '＋1', '－1', '＠1'];

describe.concurrent('a table that is written', () => {
  const rows: OutRow[] = [
    ['  石门市 <总工会> & "二"  ', '0311-55500100', '12.30', new Date('2021-05-28T16:00:00Z'), '2021-05-28'],
    ['=1+1', '+86 311 55500100', '-5', null, null],
    ['行\n行', '00123', '123456789012345678', new Date('1999-12-31T15:59:59Z'), '1992-01-01'],
    ['\u0007_x0041_', null, '0.000001', null, null],
  ];

  test('opens as a workbook in another library: texts as they were, numbers as numbers, moments in Beijing time', async () => {
    const [sheet] = await readExcelFile(await xlsx(table(...rows)));
    expect(sheet!.sheet).toBe('组织');
    // The other library rounds moments down to the millisecond.
    const shown = sheet!.data.map((row) =>
      row.map((cell) => (cell instanceof Date ? new Date(Math.round(cell.getTime() / 1000) * 1000) : cell)),
    );
    expect(shown).toEqual([
      ['名称', '电话', '数值', '时间', '日期'],
      ['  石门市 <总工会> & "二"  '.trim(), '0311-55500100', 12.3, new Date('2021-05-29T00:00:00Z'), new Date('2021-05-28T00:00:00Z')],
      ['=1+1', '+86 311 55500100', -5, null, null],
      ['行\n行', '00123', '123456789012345678', new Date('1999-12-31T23:59:59Z'), new Date('1992-01-01T00:00:00Z')],
      [expect.stringContaining('_x0041_'), null, 0.000001, null, null],
    ]);
  });

  test('as a workbook is read again by our own reader, character by character', async () => {
    const read: SheetRow[] = [];
    for await (const batch of readSheet(await fileWith(await xlsx(table(...rows), table())), 'XLSX', '组织')) read.push(...batch.rows);
    const texts = read.slice(1).map(({ cells }) => [cells[0]?.text, cells[1]?.text]);
    expect(texts).toEqual(rows.map(([first, second]) => [first, second ?? undefined]));
    expect(read[1]!.cells.map((cell) => cell?.kind)).toEqual(['TEXT', 'TEXT', 'NUMBER', 'DATE', 'DATE']);
  });

  test('holds no formula in either format, and leaves every number and every leading zero', async () => {
    const harmful = DANGEROUS.map((text): OutRow => [text, null, '-1.5', null, null]);
    const written = await csv(table(...harmful));
    const lines = written.slice(1).split('\r\n').slice(1, -1);
    expect(lines.filter((line) => line.startsWith("'") || line.startsWith(`"'`))).toHaveLength(DANGEROUS.length);
    expect(lines.every((line) => line.includes(',-1.50,') || line.includes(',-1.5,'))).toBe(true);
    const book = await xlsx(table(...harmful));
    const [sheet] = await readExcelFile(book);
    expect(sheet!.data.slice(1).map(([text]) => String(text).trim())).toEqual(DANGEROUS.map((text) => text.trim()));
    const read: SheetRow[] = [];
    for await (const batch of readSheet(await fileWith(book), 'XLSX', '组织')) read.push(...batch.rows);
    expect(read.some(({ cells }) => cells.some((cell) => cell?.kind === 'FORMULA'))).toBe(false);
  });

  test('as CSV begins with the mark, ends its lines with CR LF and quotes what needs it', async () => {
    expect(await csv(table(['甲,"乙"', '0311', '1', AT, '2021-05-06'], ['两\n行', ' 空 ', null, null, null]))).toBe(
      '\uFEFF名称,电话,数值,时间,日期\r\n"甲,""乙""",0311,1,2021-05-06 09:00:00,2021-05-06\r\n"两\n行"," 空 ",,,\r\n',
    );
  });

  test('is refused beyond what a worksheet can hold, and names the limit', async () => {
    async function* many() {
      for (let batch = 0; batch < 11; batch++) yield Array.from({ length: 100_000 }, (): OutRow => ['甲']);
    }
    const reading = buffer(writeXlsx([{ name: '大', columns: columns.slice(0, 1), rows: many() }], AT));
    await expect(reading).rejects.toMatchObject({ errors: [{ code: 'TOO_MANY_ROWS', message: expect.stringContaining('1048576') }] });
    const wide = Array.from({ length: 16_385 }, () => columns[0]);
    await expect(buffer(writeXlsx([{ name: '宽', columns: wide, rows: batched() }], AT))).rejects.toMatchObject({
      errors: [{ code: 'TOO_MANY_COLUMNS', message: expect.stringContaining('16384') }],
    });
  });
});
