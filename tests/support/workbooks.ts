import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll } from 'vitest';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { columnName } from '../../src/kit/sheet/sheet.ts';

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

let directory: Promise<string> | undefined;
afterAll(async () => {
  if (directory) await fs.rm(await directory, { recursive: true, force: true });
});

/** Puts bytes into a file of their own, gone after the tests. */
export async function fileWith(content: Uint8Array | string): Promise<string> {
  directory ??= fs.mkdtemp(path.join(os.tmpdir(), 'liandong-sheets-'));
  const file = path.join(await directory, Math.random().toString(36).slice(2));
  await fs.writeFile(file, content);
  return file;
}

/** Parts of a workbook, by name; a stream is packed while it is made. */
export type Parts = Readonly<Record<string, string | Buffer | AsyncIterable<Buffer>>>;

/** A ZIP container of these parts, in this order. */
export function packed(parts: Parts): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(parts)) {
    if (typeof content === 'string' || Buffer.isBuffer(content)) zip.addBuffer(Buffer.from(content), name);
    else zip.addReadStream(Readable.from(content), name);
  }
  zip.end();
  return buffer(zip.outputStream);
}

interface Workbook {
  /** Names of the worksheets, and whether they are hidden. */
  readonly sheets?: readonly (readonly [name: string, state?: 'hidden' | 'veryHidden'])[];
  /** What stands inside of `worksheet`, by worksheet. */
  readonly content: readonly string[];
  /** What stands inside of `sst`. */
  readonly strings?: string;
  /** Format codes of the styles 1, 2 … */
  readonly formats?: readonly string[];
  readonly more?: Parts;
}

/** A workbook as some program might write it, from the XML of its worksheets. */
export function workbook({ sheets = [['组织']], content, strings, formats = [], more = {} }: Workbook): Promise<Buffer> {
  const names = sheets.map(
    ([name, state], index) => `<sheet name="${name}" sheetId="${index + 1}" ${state ? `state="${state}"` : ''} r:id="rId${index + 1}"/>`,
  );
  const targets = sheets.map((_, index) => `<Relationship Id="rId${index + 1}" Type="t" Target="worksheets/sheet${index + 1}.xml"/>`);
  const codes = formats.map((code, index) => `<numFmt numFmtId="${200 + index}" formatCode="${code.replaceAll('"', '&quot;')}"/>`);
  const styles = ['<xf numFmtId="0"/>', ...formats.map((_, index) => `<xf numFmtId="${200 + index}"/>`)];
  return packed({
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    'xl/workbook.xml': `<workbook ${MAIN} ${RELATIONS}><sheets>${names.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${targets.join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet ${MAIN}><numFmts>${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${styles.join('')}</cellXfs></styleSheet>`,
    ...(strings !== undefined && { 'xl/sharedStrings.xml': `<sst ${MAIN}>${strings}</sst>` }),
    ...Object.fromEntries(
      content.map((inside, index) => [`xl/worksheets/sheet${index + 1}.xml`, `<worksheet ${MAIN}>${inside}</worksheet>`]),
    ),
    ...more,
  });
}

/** `sheetData` of texts, written into the cells. */
export const sheetData = (rows: readonly (readonly string[])[]): string =>
  `<sheetData>${rows
    .map(
      (row, at) =>
        `<row r="${at + 1}">${row.map((text, column) => `<c r="${columnName(column)}${at + 1}" t="inlineStr"><is><t>${xml(text)}</t></is></c>`).join('')}</row>`,
    )
    .join('')}</sheetData>`;

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** What an archive holds, by name, as text. */
export async function packedParts(content: Buffer): Promise<Map<string, string>> {
  const zip = await yauzl.fromBufferPromise(content, { lazyEntries: true });
  const parts = new Map<string, string>();
  for await (const entry of zip.eachEntry()) parts.set(entry.fileName, (await buffer(await zip.openReadStreamPromise(entry))).toString());
  return parts;
}
