import { describe, expect, test } from 'vitest';
import { readSheet, type SheetFormat } from '../../src/kit/sheet/read-sheet.ts';
import type { SheetRow } from '../../src/kit/sheet/sheet.ts';
import { fileWith, packed, sheetData, workbook } from '../support/workbooks.ts';

async function all(content: Uint8Array | string, format: SheetFormat) {
  const rows: SheetRow[] = [];
  const merged: string[] = [];
  for await (const batch of readSheet(await fileWith(content), format, '组织')) {
    rows.push(...batch.rows);
    merged.push(...batch.merged);
  }
  return { rows, merged };
}

const xlsx = async (of: Parameters<typeof workbook>[0]) => all(await workbook(of), 'XLSX');
const texts = (rows: readonly SheetRow[]) => rows.map(({ number, cells }) => [number, ...Array.from(cells, (cell) => cell?.text ?? null)]);
const kinds = (rows: readonly SheetRow[]) => rows.flatMap(({ cells }) => Array.from(cells, (cell) => `${cell?.kind} ${cell?.text}`));
const refusal = (reading: Promise<unknown>) =>
  reading.then(
    () => 'read',
    (error: { errors: { code: string }[] }) => error.errors[0]!.code,
  );
const row = (cells: string, attributes = 'r="1"') => `<sheetData><row ${attributes}>${cells}</row></sheetData>`;

describe.concurrent('a workbook', () => {
  test('is read by the numbers of its rows, with texts of every make; empty rows and cells are left out', async () => {
    const strings =
      '<si><t xml:space="preserve"> 甲 </t></si><si><r><t>石门</t></r><r><rPr><b/></rPr><t>市</t></r><rPh sb="0" eb="1"><t>shi</t></rPh></si><si><t/></si>';
    const content = `<dimension ref="A1:XFD1048576"/><sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row r="3"/>
      <row r="5" spans="1:3"><c r="A5" s="0"/><c r="C5" t="inlineStr"><is><t>乙_x000D_&amp;</t></is></c><c r="D5" t="s"><v>2</v></c></row></sheetData>`;
    const { rows } = await xlsx({ content: [content], strings });
    expect(texts(rows)).toEqual([
      [2, null, ' 甲 ', '石门市'],
      [5, null, null, '乙\r&'],
    ]);
  });

  test('tells numbers, dates, percentages, truths, errors and formulas apart', async () => {
    const formats = ['yyyy"年"m"月"', '0.0%', '[Red]0.00;[h]:mm', '"day" 0', '@'];
    const content = row(
      `<c r="A1"><v>13800000000</v></c><c s="1"><v>44344</v></c><c s="2"><v>0.5</v></c><c s="4"><v>7</v></c><c s="3"><v>0.1</v></c><c s="5"><v>8</v></c>
       <c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c t="str"><f>A1&amp;"x"</f><v>cached</v></c><c><f t="shared" si="0"/><v>3</v></c><c t="d"><v>2021-05-28</v></c>`,
    );
    const { rows } = await xlsx({ content: [content], formats });
    expect(kinds(rows)).toEqual([
      'NUMBER 13800000000', 'DATE 44344', 'PERCENT 0.5', 'NUMBER 7', 'DATE 0.1', 'NUMBER 8',
      'BOOLEAN 1', 'ERROR #REF!', 'FORMULA ', 'FORMULA ', 'DATE 2021-05-28',
    ]); // prettier-ignore
  });

  test('names hidden rows and columns, merged cells, and what stands too far to the right', async () => {
    const content = `<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>
      <row r="3"><c r="B3"><v>1</v></c></row><row r="4"><c r="A4"><v>1</v></c><c r="XFD4"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>`;
    const { rows, merged } = await xlsx({ content: [content] });
    expect(rows.map(({ number, hidden, wider }) => [number, hidden, wider])).toEqual([
      [1, false, false],
      [2, true, false],
      [3, true, false],
      [4, false, true],
    ]);
    expect(merged).toEqual(['A1:B2']);
  });

  test('is read from the sheet that is named, or the only one that can be seen', async () => {
    const content = ['说明', '组织', '别的'].map((text) => sheetData([[text]]));
    const first = async (...sheets: (readonly [string, 'hidden'?])[]) => texts((await xlsx({ sheets, content })).rows)[0]?.[1];
    expect(await first(['说明'], ['组织'], ['别的'])).toBe('组织');
    expect(await first(['甲'], ['乙', 'hidden'], ['丙', 'hidden'])).toBe('说明');
    expect(await refusal(xlsx({ sheets: [['甲'], ['组织', 'hidden'], ['丙']], content }))).toBe('SHEET_MISSING');
  });

  test('that is hostile or broken is refused', async () => {
    const one = (inside: string) => xlsx({ content: [inside] });
    const open = await workbook({ content: [row('<c r="A1"><v>1</v></c>')] });
    const doctype =
      '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1"><v>&b;</v></c></row></sheetData></worksheet>';
    const part = { 'xl/worksheets/sheet1.xml': doctype };
    expect(await refusal(xlsx({ content: [''], more: part }))).toBe('HOSTILE_XML');
    expect(await refusal(one(row('<c r="A1"><v>&b;</v></c>')))).toBe('FILE_BROKEN');
    expect(await refusal(one('<a>'.repeat(40) + '</a>'.repeat(40)))).toBe('HOSTILE_XML');
    expect(await refusal(one(row(`<c r="A1" t="str" x="${'x'.repeat(3_000_000)}"><v>1</v></c>`)))).toBe('HOSTILE_XML');
    expect(await refusal(one('<sheetData><row r="2"/><row r="2"/></sheetData>'))).toBe('FILE_BROKEN');
    expect(await refusal(one('<sheetData><row r="1048577"/></sheetData>'))).toBe('FILE_BROKEN');
    expect(await refusal(one(row('<c r="XFE1"><v>1</v></c>')))).toBe('FILE_BROKEN');
    expect(await refusal(one(row('<c r="A1" t="s"><v>9</v></c>')))).toBe('FILE_BROKEN');
    expect(await refusal(one('<sheetData><row r="1">'))).toBe('FILE_BROKEN');
    expect(await refusal(xlsx({ content: [''], more: { 'xl/worksheets/sheet1.xml': Buffer.from([0x3c, 0x61, 0xff, 0xfe]) } }))).toBe(
      'FILE_BROKEN',
    );
    expect(await refusal(all(open.subarray(0, open.length - 40), 'XLSX'))).toBe('NOT_A_WORKBOOK');
    expect(await refusal(all('不是工作簿', 'XLSX'))).toBe('NOT_A_WORKBOOK');
    expect(await refusal(all(await packed({ 'word/document.xml': '<a/>' }), 'XLSX'))).toBe('NOT_A_WORKBOOK');
    expect(await refusal(all(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'XLSX'))).toBe('ENCRYPTED_OR_OLD_WORKBOOK');
    const climbs = Buffer.from(open.toString('latin1').replaceAll('xl/styles.xml', '../styles.xml'), 'latin1');
    expect(await refusal(all(climbs, 'XLSX'))).toBe('FILE_BROKEN');
    const pair = await packed({ 'xl/workbook.xml': '<workbook/>', 'xl/workbook.xmL': '<workbook/>' });
    const twice = Buffer.from(pair.toString('latin1').replaceAll('xl/workbook.xmL', 'xl/workbook.xml'), 'latin1');
    expect(await refusal(all(twice, 'XLSX'))).toBe('FILE_BROKEN');
    const encrypted = Buffer.from(open);
    for (let at = encrypted.indexOf('PK\u0001\u0002'); at !== -1; at = encrypted.indexOf('PK\u0001\u0002', at + 4)) encrypted[at + 8]! |= 1;
    expect(await refusal(all(encrypted, 'XLSX'))).toBe('ENCRYPTED_OR_OLD_WORKBOOK');
  });

  test('that unpacks to far more than it holds, or holds more texts than any table, is refused before it fills the memory', async () => {
    async function* repeated(text: string, times: number) {
      const block = Buffer.from(text.repeat(1000));
      for (let done = 0; done < times; done += 1000) yield block;
    }
    const blank = { 'xl/worksheets/sheet1.xml': repeated('<!-- nothing at all is in here -->', 600_000) };
    expect(await refusal(xlsx({ content: [''], more: blank }))).toBe('FILE_TOO_LARGE');
    const before = process.memoryUsage.rss();
    async function* numbered() {
      yield Buffer.from('<sst>');
      for (let block = 0; block < 3000; block++) {
        yield Buffer.from(Array.from({ length: 1000 }, (_, at) => `<si><t>${block * 1000 + at}</t></si>`).join(''));
      }
      yield Buffer.from('</sst>');
    }
    expect(await refusal(xlsx({ content: [''], more: { 'xl/sharedStrings.xml': numbered() } }))).toBe('FILE_TOO_LARGE');
    expect(process.memoryUsage.rss() - before).toBeLessThan(250 * 1024 * 1024);
  });
});

describe.concurrent('a CSV file', () => {
  const csv = async (content: Uint8Array | string) => texts((await all(content, 'CSV')).rows);

  test('is read with quotes, line breaks in them, and every end of line; blank lines count as rows', async () => {
    expect(await csv('甲,"乙,""丙""",\r\n\r\n"一\r\n二",=1+1\n丁,\'=1\r戊')).toEqual([
      [1, '甲', '乙,"丙"'],
      [3, '一\r\n二', '=1+1'],
      [4, '丁', '=1'],
      [5, '戊'],
    ]);
    expect(kinds((await all("=1+1,'=1+1,+86 311,'小明", 'CSV')).rows)).toEqual(['FORMULA =1+1', 'TEXT =1+1', 'TEXT +86 311', "TEXT '小明"]);
  });

  test('is read in UTF-8 with and without its mark, and in GB18030; what is none of these is refused', async () => {
    const gb18030 = Buffer.from('caafc3c5cad02c31', 'hex');
    expect(await csv(gb18030)).toEqual([[1, '石门市', '1']]);
    expect(await csv('\uFEFF石门市,1')).toEqual([[1, '石门市', '1']]);
    expect(await csv('石门市,1')).toEqual([[1, '石门市', '1']]);
    expect(await refusal(csv(Buffer.concat([Buffer.from('\uFEFF名称,'), gb18030])))).toBe('ENCODING');
    expect(await refusal(csv(Buffer.from([0xff, 0xfe, 0x41, 0x00])))).toBe('ENCODING');
  });

  test('whose line does not end, or whose quote does not, is refused', async () => {
    expect(await refusal(csv(`名称,${'长'.repeat(2_000_000)}`))).toBe('FILE_TOO_LARGE');
    expect(await refusal(csv(`名称,"${'长,\n'.repeat(500_000)}`))).toBe('FILE_TOO_LARGE');
    expect(await refusal(csv('名称\n"没有完'))).toBe('FILE_BROKEN');
    expect(await refusal(csv('名称\n"甲"乙'))).toBe('FILE_BROKEN');
    expect((await all('x,'.repeat(20_000), 'CSV')).rows).toMatchObject([{ number: 1, wider: true }]);
  });
});
