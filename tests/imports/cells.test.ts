import { describe, expect, test } from 'vitest';
import { columnName } from '../../src/kit/sheet/sheet.ts';
import { packed, sheetData, workbook } from '../support/workbooks.ts';
import { csvOf, faultsOf, Importer, inOrder, ORGANIZATION_HEADINGS, xlsxOf } from './support.ts';

const text = (place: string, value: string) => `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`;
const headings = `<row r="1">${ORGANIZATION_HEADINGS.map((heading, index) => text(`${columnName(index)}1`, heading)).join('')}</row>`;
/** A row of the importing city itself whose name is given by a cell. */
const unit = (row: number, name: string, attributes = '') =>
  `<row r="${row}" ${attributes}>${text(`D${row}`, '基层工会')}${name.replaceAll('@', `E${row}`)}${text(`F${row}`, `简称${row}`)}</row>`;

const FILE_FAULT = (job: { failures: { nodes: { row: number | null; code: string }[] } }) =>
  job.failures.nodes.map(({ row, code }) => `${row} ${code}`);

describe.concurrent('cells of a table', () => {
  test('that a spreadsheet shows otherwise than it keeps them are named by row and column', async () => {
    const importer = await Importer.at();
    const rows = [
      unit(2, '<c r="@"><v>1.38E+10</v></c>'),
      unit(3, '<c r="@"><f>CONCATENATE("a","b")</f><v>3</v></c>'),
      unit(4, '<c r="@" s="1"><v>44344</v></c>'),
      unit(5, '<c r="@" s="2"><v>0.5</v></c>'),
      unit(6, '<c r="@" t="b"><v>1</v></c>'),
      unit(7, '<c r="@" t="e"><v>#N/A</v></c>'),
      unit(8, '<c r="@"><v>1234567890123456789</v></c>'),
      unit(9, '<c r="@" t="inlineStr"><is><r><t>富文</t></r><r><t>本工会</t></r></is></c>'),
      unit(10, text('@', '两行\n工会')),
      unit(11, text('@', '零_x0000_工会')),
      unit(12, text('@', '　 全角空白工会　')),
      unit(13, text('@', '隐藏工会'), 'hidden="1"'),
      `<row r="14">${text('D14', '基层工会')}${text('E14', '越界工会')}${text('H14', '多出来的')}</row>`,
      `<row r="15">${text('D15', '基层工会')}${text('E15', '远处工会')}${text('XFD15', '远处')}</row>`,
      ...Array.from({ length: 50 }, (_, index) => `<row r="${index + 100}" s="1"><c r="A${index + 100}" s="1"/></row>`),
    ];
    const content = `<sheetData>${headings}${rows.join('')}</sheetData><mergeCells count="1"><mergeCell ref="A9:B10"/></mergeCells>`;
    const checked = await importer.check('ORGANIZATIONS', await workbook({ content: [content], formats: ['yyyy-mm-dd', '0%'] }));
    expect(faultsOf(checked.checkJob)).toEqual(
      inOrder([
        '3 名称 FORMULA',
        '4 名称 DATE_CELL',
        '5 名称 PERCENT_CELL',
        '6 名称 BOOLEAN_CELL',
        '7 名称 ERROR_CELL',
        '8 名称 IMPRECISE_NUMBER',
        '9 null MERGED_CELLS',
        '10 名称 INVALID_CHARACTER',
        '11 名称 INVALID_CHARACTER',
        '13 null HIDDEN',
        '14 null STRAY_CELL',
        '15 null STRAY_CELL',
      ]),
    );
    expect(checked).toMatchObject({ state: 'FAULTY', rowCount: 14, faultyRowCount: 12 });
  });

  test('are taken as somebody meant them: numbers, full-width letters, brackets and marks of whatever kind', async () => {
    const importer = await Importer.at();
    const given = [
      ['编号', '上级组织编号', '上级组织', '类别*', '名称（必填）', '简称', '机关代字'],
      ['Ａ１', '', '石门市总工会', '县(市,区)总工会', '全角县总工会', '', ''],
      ['', 'A1', '', '乡镇（街道）工会', '「半角」镇工会', '镇', 'Ｚ字'],
      ['', '', '石门市 / 东山县总工会', '区域性行业性联合工会', '1380000', '', ''],
    ];
    const checked = await importer.check('ORGANIZATIONS', await xlsxOf(given[0]!, given.slice(1)));
    expect(faultsOf(checked.checkJob)).toEqual([]);
    await importer.take(checked.id);
    const { organizations } = await importer.api.ask(
      `query($under: ID!) { organizations(under: $under, first: 50) { nodes { name docPrefix parent { name } } } }`,
      { under: importer.w.id('Organization', importer.w.city.id) },
    );
    const found = organizations.nodes.filter(({ name }: { name: string }) => /全角|半角|138/.test(name));
    expect(found).toEqual([
      { name: '1380000', docPrefix: null, parent: { name: '东山县总工会' } },
      { name: '全角县总工会', docPrefix: null, parent: { name: '石门市总工会' } },
      { name: '「半角」镇工会', docPrefix: 'Ｚ字', parent: { name: '全角县总工会' } },
    ]);
  });

  test('in CSV are read in UTF-8 and GB18030, with formulas refused and the apostrophe of our own exports taken away', async () => {
    const importer = await Importer.at();
    const rows = [
      ['', '', '', '基层工会', '石门市工会', '', ''],
      ['', '', '', '基层工会', '=1+1', '', ''],
      ['', '', '', '基层工会', "'=甲厂工会", '', ''],
    ];
    const checked = await importer.check('ORGANIZATIONS', `\uFEFF${csvOf(ORGANIZATION_HEADINGS, rows)}`);
    expect(faultsOf(checked.checkJob)).toEqual(['3 名称 FORMULA']);
    // 编号 上级组织编号 上级组织 类别 名称 简称 机关代字, 基层工会 石门市工会, as Excel in China writes them.
    const gb18030 = Buffer.from(
      'b1e0bac52cc9cfbcb6d7e9d6afb1e0bac52cc9cfbcb6d7e9d6af2cc0e0b1f02cc3fbb3c62cbcf2b3c62cbbfab9d8b4fad7d60d0a2c2c2cbbf9b2e3b9a4bbe12ccaafc3c5cad0b9a4bbe12c2c0d0a',
      'hex',
    );
    const read = await importer.check('ORGANIZATIONS', gb18030, '名单.csv');
    expect(read).toMatchObject({ state: 'SOUND', rowCount: 1, summary: [{ label: '基层工会', count: 1 }] });
  });
});

describe.concurrent('a file that is no such table', () => {
  const refused = async (content: Buffer | string, name?: string) => {
    const importer = await Importer.at();
    const checked = await importer.check('ORGANIZATIONS', content, name);
    expect(checked.state).toBe('FAULTY');
    expect(checked.checkJob.state).toBe('FAILED');
    expect((await importer.apply(checked.id)).errors[0].code).toBe('NOT_SOUND');
    return FILE_FAULT(checked.checkJob);
  };
  const body = ['', '', '', '基层工会', '甲厂工会', '', ''];

  test('is refused as a whole, with the reason: headings, sheets, rows', async () => {
    const without = ORGANIZATION_HEADINGS.filter((heading) => heading !== '类别');
    expect(await refused(csvOf(without, [body]))).toEqual(['null HEADINGS_MISSING']);
    expect(await refused(csvOf([...ORGANIZATION_HEADINGS, '会员数'], [body]))).toEqual(['null UNKNOWN_HEADING']);
    expect(await refused(csvOf([...ORGANIZATION_HEADINGS, '名称'], [body]))).toEqual(['null HEADING_REPEATED']);
    expect(await refused(csvOf(ORGANIZATION_HEADINGS, []))).toEqual(['null NO_ROWS']);
    expect(await refused('\uFEFF\r\n')).toEqual(['null NO_ROWS']);
    const content = [sheetData([['说明']]), sheetData([ORGANIZATION_HEADINGS, body])];
    expect(await refused(await workbook({ sheets: [['说明'], ['第二张']], content }))).toEqual(['null SHEET_MISSING']);
    expect(await refused(await workbook({ sheets: [['组织'], ['第二张']], content }))).toEqual(['null HEADINGS_MISSING']);
    const wide = sheetData([[...ORGANIZATION_HEADINGS, ...Array.from({ length: 16_377 }, (_, index) => `列${index}`)], body]);
    expect(await refused(await workbook({ content: [wide] }))).toEqual(['null UNKNOWN_HEADING']);
  });

  test('is refused before it does harm: entities, bombs, lines without end', async () => {
    const entities = { 'xl/worksheets/sheet1.xml': '<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>' };
    expect(await refused(await workbook({ content: [''], more: entities }))).toEqual(['null HOSTILE_XML']);
    async function* blank() {
      for (let block = 0; block < 40; block++) yield Buffer.alloc(1024 * 1024, ' ');
    }
    const bomb = await workbook({ content: [''], more: { 'xl/worksheets/sheet1.xml': blank() } });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await refused(bomb)).toEqual(['null FILE_TOO_LARGE']);
    const endless = `${ORGANIZATION_HEADINGS.join(',')}\r\n${'a'.repeat(1024 * 1024 - 200)}`;
    expect(await refused(endless)).toEqual(['null FILE_TOO_LARGE']);
  });

  test('is not even put in when it is a workbook of the old kind, one with a password, or something else', async () => {
    const importer = await Importer.at();
    const put = async (content: Buffer, name: string) => {
      const response = await importer.w.server.inject({
        method: 'PUT',
        url: '/files',
        query: { purpose: 'IMPORT', name },
        headers: { authorization: `Bearer ${importer.person.token}` },
        payload: content,
      });
      return response.json<{ errors: { code: string; message: string }[] }>().errors[0];
    };
    const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)]);
    expect(await put(compound, '名单.xls')).toMatchObject({ code: 'FILE_KIND' });
    expect(await put(compound, '名单.xlsx')).toMatchObject({ code: 'FILE_TYPE_MISMATCH', message: expect.stringContaining('密码') });
    expect(await put(await packed({ 'a.txt': '甲' }), '名单.xlsx')).toMatchObject({ code: 'FILE_TYPE_MISMATCH' });
    expect(await put(Buffer.from([0xff, 0xff, 0xff]), '名单.csv')).toMatchObject({ code: 'FILE_TYPE_MISMATCH' });
    const picture = await importer.put(Buffer.from('a'), '说明.txt');
    expect((await importer.ask('ORGANIZATIONS', picture)).errors).toMatchObject([{ code: 'NOT_A_TABLE', path: ['input', 'fileId'] }]);
  });
});
