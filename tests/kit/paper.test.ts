import { Buffer } from 'node:buffer';
import mammoth from 'mammoth';
import { describe, expect, test } from 'vitest';
import { type Paper, SEAL_FOOT } from '../../src/kit/paper/document.ts';
import { linesOf } from '../../src/kit/paper/lines.ts';
import { writeDocx } from '../../src/kit/paper/write-docx.ts';
import { printCode, readPrintCode } from '../../src/kit/paper/print-code.ts';
import { writePdf } from '../../src/kit/paper/write-pdf.ts';
import { pagesOf } from '../support/pdf.ts';

const AT = new Date('2023-10-31T00:00:00Z');
const LONG = Array.from({ length: 3000 }, (_, index) => '工会职工之家建设'[index % 8]).join('');

const paper = (rows: number): Paper => ({
  title: '模范职工之家申报表',
  head: ['申报单位名称（盖章）：东山县第一纺织厂工会'],
  code: 'ABCDE-FGHJK',
  tables: [
    {
      caption: null,
      widths: [3, 4, 3, 4],
      headRows: 0,
      rows: [
        {
          cells: [
            { text: '职工人数', align: 'center' },
            { text: '120' },
            { text: '会员人数', align: 'center' },
            { text: '<b>118</b> & "甲"' },
          ],
        },
        {
          cells: [
            { text: '主要事迹', align: 'center' },
            { text: LONG, columns: 3 },
          ],
          minHeight: 60,
        },
        {
          cells: [
            { text: '上级工会意见', align: 'center' },
            { text: '', columns: 3, foot: SEAL_FOOT },
          ],
          minHeight: 35,
        },
      ],
    },
    {
      caption: '打分表',
      widths: [2, 8, 2],
      headRows: 1,
      rows: [
        { cells: ['项目', '考核内容', '得分'].map((text) => ({ text, align: 'center' as const })) },
        ...Array.from({ length: rows }, (_, index) => ({
          cells: [
            ...(index % 10 === 0 ? [{ text: `第${index / 10 + 1}组`, rows: Math.min(10, rows - index) }] : []),
            { text: `第 ${index + 1} 项 ${'w'.repeat(index % 10 === 0 ? 150 : 3)}` },
            { text: '2.5' },
          ],
        })),
      ],
    },
  ],
});

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

describe('paper', () => {
  test('a PDF has its pages counted and coded, heads and groups repeated, and every letter of a long text', async () => {
    const pdf = await writePdf(paper(500), AT);
    const pages = await pagesOf(pdf);
    expect(pages.length).toBeGreaterThan(15);
    pages.forEach((text, index) => expect(text).toContain(`ABCDE-FGHJK第${index + 1}页共${pages.length}页`));
    const whole = pages.map((text) => text.replace(/ABCDE-FGHJK第\d+页共\d+页$/, '')).join('');
    expect(whole.replaceAll(/[^工会职之家建设]/g, '').length).toBeGreaterThanOrEqual(3000);
    expect(whole).toContain('<b>118</b>&"甲"');
    expect(whole).toContain('（盖章）年月日');
    expect(pages.slice(3).every((text) => text.startsWith('项目考核内容得分'))).toBe(true);
    expect([...whole.matchAll(/第(\d+)项/g)].map(([, number]) => Number(number))).toEqual(
      Array.from({ length: 500 }, (_, index) => index + 1),
    );
    expect(pdf.length).toBeLessThan(300_000);
    expect((await writePdf(paper(500), AT)).equals(pdf)).toBe(true);
  });

  test('a sign that the font does not have is refused by name; signs that nobody sees are left out', async () => {
    await expect(writePdf({ ...paper(1), title: '好😀𠮷' }, AT)).rejects.toMatchObject({
      errors: [{ code: 'GLYPH_MISSING', message: expect.stringContaining('😀') as string }],
    });
    const [first] = await pagesOf(await writePdf({ ...paper(1), title: '好\u202E\u0007\uD800事' }, AT));
    expect(first!.startsWith('好事')).toBe(true);
  });

  test('a Word document has merged cells, and the same bytes each time', async () => {
    const docx = await bytesOf(writeDocx(paper(20), AT));
    const { value, messages } = await mammoth.convertToHtml({ buffer: docx });
    expect(messages.filter(({ type }) => type === 'error')).toEqual([]);
    expect(value).toContain(`<td colspan="3"><p>${LONG}</p></td>`);
    expect(value).toContain('<td rowspan="10"><p>第2组</p></td>');
    expect(value).toContain('&lt;b&gt;118&lt;/b&gt; &amp; "甲"');
    expect(value).toContain('<td colspan="3"><p>（盖章）</p><p>年　　月　　日</p></td>');
    expect((await bytesOf(writeDocx(paper(20), AT))).equals(docx)).toBe(true);
  });

  test('lines keep words together, cut what is wider than they are, and begin with no closing sign', () => {
    const width = (text: string) => [...text].length;
    expect(linesOf('甲乙丙丁，戊', 4, width)).toEqual(['甲乙丙', '丁，戊']);
    expect(linesOf('甲乙word戊', 5, width)).toEqual(['甲乙', 'word戊']);
    expect(linesOf('abcdefgh', 3, width)).toEqual(['abc', 'def', 'gh']);
    expect(linesOf('甲\n\n乙', 3, width)).toEqual(['甲', '', '乙']);
    expect(linesOf('', 3, width)).toEqual(['']);
  });

  test('a code is read as it is typed, and a misread letter is noticed wherever it stands', () => {
    const code = printCode('0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b');
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(readPrintCode(` ${code.toLowerCase().replace('-', '').replaceAll('0', 'o')} `)).toBe(code);
    const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    for (const [index, right] of [...code].entries()) {
      if (right === '-') continue;
      for (const wrong of letters.replace(right, ''))
        expect(readPrintCode(code.slice(0, index) + wrong + code.slice(index + 1))).toBeUndefined();
    }
    expect(readPrintCode('')).toBeUndefined();
    expect(readPrintCode(`${code}0`)).toBeUndefined();
  });
});
