import { isDecimal } from '../decimal.ts';
import { isDay } from '../time.ts';
import { columnName, EXCEL_COLUMNS, EXCEL_ROWS, MOST_CHARACTERS, unreadable } from './sheet.ts';
import type { OutColumn, OutRow, OutTable, OutValue } from './write-sheet.ts';
import { escaped, STYLE, stylesXml } from './xlsx-styles.ts';
import { type Part, zipped } from './zipped.ts';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * A workbook with a worksheet per table, written while its rows are read: nothing of it is held but the batch in hand.
 * Texts are written as texts and never as formulas, numbers as numbers unless a spreadsheet would round them, instants as
 * moments in Beijing time.
 *
 * @param at when the workbook was made
 * @throws Refusal TOO_MANY_COLUMNS, TOO_MANY_ROWS when a table is larger than a worksheet can be
 */
export async function* writeXlsx(tables: readonly OutTable[], at: Date): AsyncGenerator<Uint8Array> {
  for (const { columns, name } of tables) {
    if (columns.length > EXCEL_COLUMNS) throw unreadable('TOO_MANY_COLUMNS', `“${name}”超过工作表的 ${EXCEL_COLUMNS} 列上限`);
  }
  const fixed = Object.entries(partsOf(tables)).map(([name, content]): Part => [name, () => once(Buffer.from(XML + content))]);
  const sheets = tables.map((table, index): Part => [`xl/worksheets/sheet${index + 1}.xml`, () => worksheet(table)]);
  yield* zipped([...fixed, ...sheets], at);
}

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

function partsOf(tables: readonly OutTable[]): Readonly<Record<string, string>> {
  const each = (make: (number: number, name: string) => string) => tables.map(({ name }, index) => make(index + 1, name)).join('');
  const relation = (id: string, kind: string, target: string) => `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
  return {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/>${each((number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${CONTENT}.worksheet+xml"/>`)}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each((number, name) => `<sheet name="${escaped(sheetName(name))}" sheetId="${number}" r:id="rId${number}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${each((number) => relation(`rId${number}`, 'worksheet', `worksheets/sheet${number}.xml`))}${relation('rIdStyles', 'styles', 'styles.xml')}</Relationships>`,
    'xl/styles.xml': stylesXml(MAIN),
  };
}

const sheetName = (name: string): string => name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31);

async function* worksheet({ name, columns, rows }: OutTable): AsyncGenerator<Buffer> {
  const widths = columns.map(({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width ?? 16}" customWidth="1"/>`);
  const frozen =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  const heading = columns.map((column, index) => textCell(`${columnName(index)}1`, column.heading, STYLE.heading)).join('');
  yield Buffer.from(`${XML}<worksheet xmlns="${MAIN}">${frozen}<cols>${widths.join('')}</cols><sheetData><row r="1">${heading}</row>`);
  const names = columns.map((_, index) => columnName(index));
  let number = 1;
  for await (const batch of rows) {
    if (number + batch.length > EXCEL_ROWS)
      throw unreadable('TOO_MANY_ROWS', `“${name}”超过工作表的 ${EXCEL_ROWS} 行上限，请缩小范围，或导出为 CSV`);
    yield Buffer.from(batch.map((row) => rowXml(columns, names, row, ++number)).join(''));
  }
  yield Buffer.from('</sheetData></worksheet>');
}

function rowXml(columns: readonly OutColumn[], names: readonly string[], row: OutRow, number: number): string {
  const cells = columns.map((column, index) => cellXml(`${names[index]}${number}`, column, row[index] ?? null)).join('');
  return `<row r="${number}">${cells}</row>`;
}

/** Digits that a spreadsheet's numbers keep. */
const EXACT_DIGITS = 15;

function cellXml(place: string, { kind, scale = 0 }: OutColumn, value: OutValue): string {
  if (value === null || value === '') return '';
  if (value instanceof Date) return `<c r="${place}" s="${STYLE.instant}"><v>${serial(value.getTime())}</v></c>`;
  if (kind === 'DAY' && isDay(value)) return `<c r="${place}" s="${STYLE.day}"><v>${serial(Date.parse(`${value}T00:00:00+08:00`))}</v></c>`;
  if (kind === 'NUMBER' && isDecimal(value) && value.replaceAll(/[-.]/g, '').replace(/^0+/, '').length <= EXACT_DIGITS) {
    return `<c r="${place}" s="${STYLE.number[Math.min(scale, STYLE.number.length - 1)]}"><v>${value}</v></c>`;
  }
  return textCell(place, value, STYLE.text);
}

const CUT = '…（超出单元格的 32767 字，全文见系统）';

function textCell(place: string, text: string, style: number): string {
  const shown = text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS - CUT.length) + CUT : text;
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(shown)}</t></is></c>`;
}

/** Days since the last day of 1899, Beijing time: what a spreadsheet keeps of a moment. */
const serial = (time: number): string => String((time + 8 * 3_600_000) / 86_400_000 + 25_569);
