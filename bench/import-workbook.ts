import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { columnName } from '../src/kit/sheet/sheet.ts';

export const HEADINGS = ['编号', '上级组织编号', '上级组织', '类别', '名称', '简称', '机关代字'] as const;
type Row = readonly [code: string, parentCode: string, parent: string, kind: string, name: string, shortName: string, prefix: string];

const CITIES = 10;
const COUNTIES = 20;
const TOWNS = 5;
const PLACES = CITIES * COUNTIES * TOWNS;

/** Every so many rows one is bad. */
export const EVERY = 1000;

/** What is wrong with the bad ones, in turn, and with which code each is named. */
const FAULTS: readonly (readonly [code: string, spoil: (row: Row) => Row])[] = [
  ['UNKNOWN_WORD', ([a, b, c, , ...rest]) => [a, b, c, '工会联盟', ...rest] as Row],
  ['PLACE_UNKNOWN', ([a, , , d, ...rest]) => [a, '', '第九百市总工会/没有的县总工会', d, ...rest] as Row],
  ['REQUIRED', ([a, b, c, d, , f, g]) => [a, b, c, d, '', f, g]],
  ['TOO_LONG', ([a, b, c, d, e, , g]) => [a, b, c, d, e, '长'.repeat(41), g]],
  ['PLACE_UNKNOWN', ([a, , , d, ...rest]) => [a, 'X-404', '', d, ...rest] as Row],
  ['KIND_NOT_ALLOWED', ([a, b, c, , ...rest]) => [a, b, c, '工会小组', ...rest] as Row],
  ['NAME_REPEATED', ([a, b, c, d, , f, g]) => [a, b, c, d, 'SAME', f, g]],
  ['FORMULA', ([a, b, c, d, e, f]) => [a, b, c, d, e, f, '=A1']],
];

/** Of a body that others name as their superior only its short name is spoiled, or all of these would be bad, too. */
const faultOf = (line: number) => FAULTS[line <= CITIES + CITIES * COUNTIES + PLACES + 1 ? 3 : (line / EVERY) % FAULTS.length]!;

/** Rows of a province's bodies: cities, counties, towns, then units of the towns; superiors named by path, by code or by name. */
export function* rowsOf(count: number, broken: boolean): Generator<Row> {
  let line = 1;
  for (const row of soundRows(count)) {
    line++;
    if (!broken || line % EVERY !== 0) yield row;
    else yield spoiled(row, line);
  }
}

/** How often each code is expected among the faults of so many rows. */
export function expectedFaults(count: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let line = EVERY; line <= count + 1; line += EVERY) {
    const [code] = faultOf(line);
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

let before: Row | undefined;

function spoiled(row: Row, line: number): Row {
  const bad = faultOf(line)[1](row);
  // The name and superior of the row above.
  return bad[4] === 'SAME' ? [row[0], before![1], before![2], row[3], before![4], row[5], row[6]] : bad;
}

function* soundRows(count: number): Generator<Row> {
  for (let index = 0; index < count; index++) {
    const row = soundRow(index);
    yield row;
    before = row;
  }
}

function soundRow(index: number): Row {
  const city = (at: number) => `第${at + 1}市总工会`;
  const county = (at: number) => `第${Math.floor(at / COUNTIES) + 1}市第${(at % COUNTIES) + 1}县总工会`;
  const town = (at: number) => `第${at + 1}乡镇工会`;
  if (index < CITIES) return ['', '', '', '设区市总工会', city(index), `第${index + 1}市`, `市${index + 1}工字`];
  const inCounties = index - CITIES;
  if (inCounties < CITIES * COUNTIES) {
    return [
      `C${inCounties}`,
      '',
      city(Math.floor(inCounties / COUNTIES)),
      '县（市、区）总工会',
      county(inCounties),
      `第${inCounties + 1}县`,
      '',
    ];
  }
  const inTowns = inCounties - CITIES * COUNTIES;
  const countyOf = (at: number) => Math.floor(at / TOWNS);
  if (inTowns < PLACES) return [`T${inTowns}`, `C${countyOf(inTowns)}`, '', '乡镇（街道）工会', town(inTowns), `第${inTowns + 1}乡镇`, ''];
  const unit = inTowns - PLACES;
  const at = unit % PLACES;
  const path = `${city(Math.floor(countyOf(at) / COUNTIES))}/${county(countyOf(at))}/${town(at)}`;
  // Two in three by the whole path, the others by code.
  const [code, names] = unit % 3 === 0 ? [`T${at}`, ''] : ['', path];
  return ['', code, names, '基层工会', `第${at + 1}乡镇第${Math.floor(unit / PLACES) + 1}厂基层工会委员会`, `第${unit + 1}厂`, ''];
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Writes them into a workbook as Excel would: each text once, in a part of its own, and cells that name it by number. */
export async function writeWorkbook(file: string, count: number, broken: boolean): Promise<void> {
  const numbers = new Map<string, number>();
  const numberOf = (text: string) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  const cell = (text: string, column: number, line: number) => {
    if (text === '') return '';
    const place = `${columnName(column)}${line}`;
    return text.startsWith('=')
      ? `<c r="${place}"><f>${text.slice(1)}</f><v>0</v></c>`
      : `<c r="${place}" t="s"><v>${numberOf(text)}</v></c>`;
  };
  function* sheet() {
    yield `${XML}<worksheet ${MAIN}><dimension ref="A1:G${count + 1}"/><sheetData>`;
    let line = 0;
    for (const row of [HEADINGS][Symbol.iterator]()) yield rowXml(row, ++line);
    let block = '';
    for (const row of rowsOf(count, broken)) {
      block += rowXml(row, ++line);
      if (line % 500 === 0) {
        yield block;
        block = '';
      }
    }
    yield `${block}</sheetData></worksheet>`;
  }
  const rowXml = (row: readonly string[], line: number) =>
    `<row r="${line}" spans="1:7">${row.map((text, column) => cell(text, column, line)).join('')}</row>`;
  function* strings() {
    yield `${XML}<sst ${MAIN}>`;
    for (const text of numbers.keys()) yield `<si><t>${text}</t></si>`;
    yield '</sst>';
  }
  const zip = new yazl.ZipFile();
  zip.addBuffer(
    Buffer.from(
      `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    ),
    '[Content_Types].xml',
  );
  zip.addBuffer(
    Buffer.from(
      `${XML}<workbook ${MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="组织" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/workbook.xml',
  );
  zip.addBuffer(
    Buffer.from(`${XML}<Relationships><Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
    'xl/_rels/workbook.xml.rels',
  );
  zip.addReadStreamLazy('xl/worksheets/sheet1.xml', (ready) => ready(null, Readable.from(sheet(), { objectMode: false })));
  zip.addReadStreamLazy('xl/sharedStrings.xml', (ready) => ready(null, Readable.from(strings(), { objectMode: false })));
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
}
