import { zipped } from '../sheet/zipped.ts';
import { escapeHtml } from '../print.ts';
import { type Paper, type PaperCell, type PaperTable, SHEET, SIZES } from './document.ts';
import { printable } from './lines.ts';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const CONTENT = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Twentieths of a point. */
const twips = (millimetres: number): number => Math.round((millimetres * 1440) / 25.4);
const WIDTH = twips(SHEET.width - 2 * SHEET.side);
const FONT = '<w:rFonts w:ascii="SimSun" w:hAnsi="SimSun" w:eastAsia="宋体" w:cs="SimSun"/>';

/**
 * A paper as a Word document: real tables with merged cells, heads that every page repeats, the code and the page's number at the
 * foot. The same paper and instant give the same bytes.
 *
 * @param at when it was made
 */
export async function* writeDocx(paper: Paper, at: Date): AsyncGenerator<Uint8Array> {
  const parts = Object.entries(partsOf(paper));
  yield* zipped(
    parts.map(([name, content]) => [name, () => once(Buffer.from(XML + content))]),
    at,
  );
}

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

function partsOf(paper: Paper): Readonly<Record<string, string>> {
  const relation = (id: string, kind: string, target: string) => `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
  const names = `xmlns:w="${WORD}" xmlns:r="${OFFICE}"`;
  return {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${CONTENT}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${CONTENT}.styles+xml"/><Override PartName="/word/footer1.xml" ContentType="${CONTENT}.footer+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'officeDocument', 'word/document.xml')}</Relationships>`,
    'word/_rels/document.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'styles', 'styles.xml')}${relation('rId2', 'footer', 'footer1.xml')}</Relationships>`,
    'word/styles.xml': `<w:styles ${names}><w:docDefaults><w:rPrDefault><w:rPr>${FONT}<w:sz w:val="${SIZES.text * 2}"/><w:lang w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>`,
    'word/footer1.xml': `<w:ftr ${names}>${paragraph(`${run(`${paper.code}　第 `, SIZES.foot)}${numbered('PAGE')}${run(' 页　共 ', SIZES.foot)}${numbered('NUMPAGES')}${run(' 页', SIZES.foot)}`, 'center')}</w:ftr>`,
    'word/document.xml': `<w:document ${names}><w:body>${bodyOf(paper)}<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="${twips(SHEET.width)}" w:h="${twips(SHEET.height)}"/><w:pgMar w:top="${twips(SHEET.top)}" w:right="${twips(SHEET.side)}" w:bottom="${twips(SHEET.bottom)}" w:left="${twips(SHEET.side)}" w:header="${twips(12)}" w:footer="${twips(12)}" w:gutter="0"/></w:sectPr></w:body></w:document>`,
  };
}

const run = (text: string, size: number = SIZES.text): string =>
  `<w:r><w:rPr>${FONT}<w:sz w:val="${size * 2}"/></w:rPr><w:t xml:space="preserve">${escapeHtml(printable(text))}</w:t></w:r>`;

const numbered = (field: string): string => `<w:fldSimple w:instr="${field}">${run('1', SIZES.foot)}</w:fldSimple>`;

const paragraph = (runs: string, align: PaperCell['align'] = 'left', after = 0): string =>
  `<w:p><w:pPr><w:spacing w:after="${after}"/><w:jc w:val="${align}"/></w:pPr>${runs}</w:p>`;

const paragraphs = (text: string, align: PaperCell['align']): string =>
  printable(text)
    .split('\n')
    .map((line) => paragraph(run(line), align))
    .join('');

function bodyOf({ title, head, tables }: Paper): string {
  const above = [paragraph(run(title, SIZES.title), 'center', 160), ...head.map((line) => paragraph(run(line), 'left', 80))];
  return above.join('') + tables.map(tableXml).join(paragraph(''));
}

function tableXml({ caption, widths, headRows, rows }: PaperTable): string {
  const whole = widths.reduce((sum, width) => sum + width, 0);
  const grid = widths.map((width) => Math.round((width * WIDTH) / whole));
  const edges = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(
    (side) => `<w:${side} w:val="single" w:sz="4" w:color="000000"/>`,
  );
  let below = 0;
  const lines = rows.map(({ cells, minHeight }, index) => {
    const goesOn = below > 0;
    below = goesOn ? below - 1 : (cells[0]?.rows ?? 1) - 1;
    const properties = `<w:trPr>${index < headRows ? '<w:cantSplit/>' : ''}${minHeight ? `<w:trHeight w:val="${twips(minHeight)}" w:hRule="atLeast"/>` : ''}${index < headRows ? '<w:tblHeader/>' : ''}</w:trPr>`;
    const merged = goesOn ? `<w:tc><w:tcPr><w:tcW w:w="${grid[0]}" w:type="dxa"/><w:vMerge/></w:tcPr><w:p/></w:tc>` : '';
    return `<w:tr>${properties}${merged}${cellsXml(cells, grid, goesOn ? 1 : 0)}</w:tr>`;
  });
  const shown = `<w:tbl><w:tblPr><w:tblW w:w="${WIDTH}" w:type="dxa"/><w:tblBorders>${edges.join('')}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${grid.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>${lines.join('')}</w:tbl>`;
  return (caption === null ? '' : paragraph(run(caption), 'left', 60)) + shown;
}

function cellsXml(cells: readonly PaperCell[], grid: readonly number[], from: number): string {
  let place = from;
  return cells
    .map(({ text, columns = 1, rows = 1, align, foot }) => {
      const width = grid.slice(place, place + columns).reduce((sum, one) => sum + one, 0);
      place += columns;
      const span = columns > 1 ? `<w:gridSpan w:val="${columns}"/>` : '';
      const merge = rows > 1 ? '<w:vMerge w:val="restart"/>' : '';
      const middle = align === 'center' ? '<w:vAlign w:val="center"/>' : '';
      const sealed = (foot ?? []).map((line) => paragraph(run(line), 'right')).join('');
      return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${span}${merge}${middle}</w:tcPr>${paragraphs(text, align)}${sealed}</w:tc>`;
    })
    .join('');
}
