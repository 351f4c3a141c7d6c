import type { Parts } from './package-parts.ts';
import { MOST_CHARACTERS, unreadable } from './sheet.ts';
import { StringStore } from './string-store.ts';
import { attributeOf, readXml, type XmlListener } from './xml-reader.ts';

const MiB = 1024 * 1024;
/** Bytes that a part may have, unpacked. Two million texts with their tags take some 200 MB. */
const MOST = { small: 16 * MiB, strings: 512 * MiB } as const;

export interface WorkbookSheet {
  readonly name: string;
  readonly part: string;
  readonly hidden: boolean;
}

const nothing: XmlListener = { open() {}, text() {}, close() {} };

async function listen(parts: Parts, part: string, most: number, listener: Partial<XmlListener>): Promise<void> {
  for await (const _ of readXml(parts.read(part, most), { ...nothing, ...listener }));
}

/** The worksheets of a workbook in the order of its tabs. */
export async function sheetsOf(parts: Parts): Promise<WorkbookSheet[]> {
  if (!parts.has('xl/workbook.xml')) throw unreadable('NOT_A_WORKBOOK', '文件不是 xlsx 工作簿');
  const listed: { name: string; relation: string; hidden: boolean }[] = [];
  await listen(parts, 'xl/workbook.xml', MOST.small, {
    open(name, attributes) {
      if (name !== 'sheet') return;
      const hidden = attributes['state'] === 'hidden' || attributes['state'] === 'veryHidden';
      listed.push({ name: attributes['name'] ?? '', relation: attributeOf(attributes, 'id') ?? '', hidden });
    },
  });
  const targets = new Map<string, string>();
  await listen(parts, 'xl/_rels/workbook.xml.rels', MOST.small, {
    open(name, attributes) {
      const target = attributes['Target'] ?? '';
      if (name === 'Relationship') targets.set(attributes['Id'] ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
  });
  return listed
    .map(({ name, relation, hidden }) => ({ name, hidden, part: targets.get(relation) ?? '' }))
    .filter(({ part }) => parts.has(part));
}

/** The texts that cells name by number; readings of characters (phonetics) are left out. */
export async function stringsOf(parts: Parts): Promise<StringStore> {
  const store = new StringStore();
  if (!parts.has('xl/sharedStrings.xml')) return store;
  let [text, inText, inPhonetic] = ['', false, false];
  await listen(parts, 'xl/sharedStrings.xml', MOST.strings, {
    open(name) {
      if (name === 'si') text = '';
      if (name === 't') inText = true;
      if (name === 'rPh') inPhonetic = true;
    },
    text(piece) {
      if (inText && !inPhonetic && text.length <= MOST_CHARACTERS) text += piece;
    },
    close(name) {
      if (name === 'si') store.add(text);
      if (name === 't') inText = false;
      if (name === 'rPh') inPhonetic = false;
    },
  });
  return store;
}

export type NumberStyle = 'NUMBER' | 'DATE' | 'PERCENT';

/** Formats that every workbook has without saying so; the Chinese ones among them. */
const BUILT_IN_DATES = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;
const BUILT_IN_PERCENTS = new Set([9, 10]);

/** How numbers are shown, by the number of a cell's style. */
export async function stylesOf(parts: Parts): Promise<readonly NumberStyle[]> {
  if (!parts.has('xl/styles.xml')) return [];
  const formats = new Map<number, NumberStyle>();
  const styles: NumberStyle[] = [];
  let inCells = false;
  await listen(parts, 'xl/styles.xml', MOST.small, {
    open(name, attributes) {
      if (name === 'numFmt') formats.set(Number(attributes['numFmtId']), styleOfFormat(attributes['formatCode'] ?? ''));
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) {
        const id = Number(attributes['numFmtId'] ?? 0);
        styles.push(formats.get(id) ?? builtIn(id));
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

function builtIn(id: number): NumberStyle {
  if (BUILT_IN_DATES.some(([from, to]) => from <= id && id <= to)) return 'DATE';
  return BUILT_IN_PERCENTS.has(id) ? 'PERCENT' : 'NUMBER';
}

/** Told by the letters of the format that stand for parts of a date, outside of quoted texts, colours and conditions. */
function styleOfFormat(code: string): NumberStyle {
  const bare = code.replaceAll(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  if (bare.includes('%')) return 'PERCENT';
  return /[ymdhs年月日时分秒]/i.test(bare.replace(/general/i, '')) ? 'DATE' : 'NUMBER';
}
