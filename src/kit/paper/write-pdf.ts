import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import Pdf from 'pdfkit';
import { Refusal } from '../errors.ts';
import { type Paper, type PaperCell, type PaperRow, type PaperTable, SHEET, SIZES } from './document.ts';
import { linesOf, printable } from './lines.ts';

const points = (millimetres: number): number => (millimetres * 72) / 25.4;
const LEFT = points(SHEET.side);
const TOP = points(SHEET.top);
const WIDTH = points(SHEET.width - 2 * SHEET.side);
const BOTTOM = points(SHEET.height - SHEET.bottom);
const LEADING = SIZES.text * 1.5;
const PADDING = 4;

interface Font {
  readonly bytes: Buffer;
  readonly has: (codePoint: number) => boolean;
  /** Of one sign, in parts of its size. */
  readonly advance: (sign: string) => number;
}

let loaded: Promise<Font> | undefined;

/** Noto Sans SC, the one weight that is printed with; read when something is first printed. */
const font = (): Promise<Font> => (loaded ??= loadFont());

async function loadFont(): Promise<Font> {
  const entry = createRequire(import.meta.url).resolve('@embedpdf/fonts-sc');
  const bytes = await readFile(new URL('../fonts/NotoSansHans-Regular.otf', `file://${entry}`));
  const face = fontkit.create(bytes) as fontkit.Font;
  const widths = new Map<string, number>();
  const measured = (sign: string): number => face.glyphForCodePoint(sign.codePointAt(0)!).advanceWidth / face.unitsPerEm;
  const advance = (sign: string): number => widths.get(sign) ?? widths.set(sign, measured(sign)).get(sign)!;
  return { bytes, has: (codePoint) => face.hasGlyphForCodePoint(codePoint), advance };
}

/**
 * A paper as a PDF, its letters embedded: rows that are higher than a page go on on the next one, heads of tables are
 * repeated, the code and the page's number stand at the foot. The same paper and instant give the same bytes.
 *
 * @param at when it was made
 * @throws Refusal GLYPH_MISSING naming the signs that the font does not have: a box instead of a letter would be stamped unread
 */
export async function writePdf(paper: Paper, at: Date): Promise<Buffer> {
  const face = await font();
  assertPrintable(paper, face);
  const doc = new Pdf({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    autoFirstPage: true,
    info: { Title: printable(paper.title), CreationDate: at, ModDate: at },
    lang: 'zh-CN',
  });
  const chunks: Buffer[] = [];
  const whole = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  doc.registerFont('text', face.bytes).font('text').lineWidth(0.6);
  new Sheet(doc, face).lay(paper);
  doc.end();
  return whole;
}

function assertPrintable(paper: Paper, { has }: Font): void {
  const cells = paper.tables.flatMap(({ caption, rows }) => [
    caption ?? '',
    ...rows.flatMap((row) => row.cells.flatMap(({ text, foot }) => [text, ...(foot ?? [])])),
  ]);
  const signs = new Set(printable([paper.title, paper.code, ...paper.head, ...cells].join('')));
  const missing = [...signs].filter((sign) => sign !== '\n' && !has(sign.codePointAt(0)!));
  if (missing.length === 0) return;
  throw new Refusal('GLYPH_MISSING', `这些字符无法印成 PDF：${missing.slice(0, 20).join(' ')}。请改用 Word 文件打印，或修改内容`, [
    'format',
  ]);
}

/** One cell with its lines, laid out. */
interface Laid {
  readonly cell: PaperCell;
  readonly x: number;
  readonly width: number;
  readonly lines: readonly string[];
}

class Sheet {
  private y = TOP;
  private readonly doc: PDFKit.PDFDocument;
  private readonly font: Font;

  constructor(doc: PDFKit.PDFDocument, face: Font) {
    this.doc = doc;
    this.font = face;
  }

  lay({ title, head, tables, code }: Paper): void {
    this.text(title, SIZES.title, 'center', 6);
    for (const line of head) this.text(line, SIZES.text, 'left', 4);
    for (const table of tables) {
      if (table.caption !== null) this.text(table.caption, SIZES.text, 'left', 3);
      this.table(table);
      this.y += LEADING / 2;
    }
    const { count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.doc.switchToPage(page);
      this.put(`${code}　第 ${page + 1} 页　共 ${count} 页`, SIZES.foot, LEFT, BOTTOM + points(6), WIDTH, 'center');
    }
  }

  private widthOf(text: string, size: number): number {
    return [...text].reduce((sum, sign) => sum + this.font.advance(sign), 0) * size;
  }

  private put(line: string, size: number, x: number, y: number, width: number, align: PaperCell['align']): void {
    if (line === '') return;
    const spare = width - this.widthOf(line, size);
    const from = align === 'center' ? x + spare / 2 : align === 'right' ? x + spare : x;
    this.doc.fontSize(size).text(line, from, y, { lineBreak: false });
  }

  private text(text: string, size: number, align: PaperCell['align'], after: number): void {
    for (const line of linesOf(printable(text), WIDTH, (piece) => this.widthOf(piece, size))) {
      if (this.y + size * 1.5 > BOTTOM) this.turn();
      this.put(line, size, LEFT, this.y, WIDTH, align);
      this.y += size * 1.5;
    }
    this.y += after;
  }

  private turn(): void {
    this.doc.addPage();
    this.doc.font('text').lineWidth(0.6);
    this.y = TOP;
  }

  private table({ widths, headRows, rows }: PaperTable): void {
    const whole = widths.reduce((sum, width) => sum + width, 0);
    const edges = [LEFT];
    for (const width of widths) edges.push(edges.at(-1)! + (width * WIDTH) / whole);
    const heading = rows.slice(0, headRows);
    const high = heading.reduce((sum, head) => sum + heightOf(this.laid(head, edges, 0), head), 0);
    // A head that would leave no room for what it heads is shown once.
    const heads = high < (BOTTOM - TOP) / 2 ? heading : [];
    let group: { readonly laid: Laid; left: number } | undefined;
    let groupTop = this.y;
    // The cell that goes on over several rows is closed at the foot of a page, and named again on the next.
    const closeGroup = () => {
      if (group) this.cell(group.laid, groupTop, this.y - groupTop, group.laid.lines, true);
      groupTop = this.y;
    };
    const next = () => {
      closeGroup();
      this.turn();
      for (const row of heads) this.row(this.laid(row, edges, 0), heightOf(this.laid(row, edges, 0), row));
      groupTop = this.y;
    };
    rows.forEach((row, index) => {
      const first = row.cells[0];
      const leads = group === undefined && (first?.rows ?? 1) > 1;
      if (leads) {
        // A group's name and its first row stay together.
        group = { laid: this.laid({ cells: [first!] }, edges, 0)[0]!, left: first!.rows! };
        groupTop = this.y;
      }
      const laid = this.laid(leads ? { ...row, cells: row.cells.slice(1) } : row, edges, group ? 1 : 0);
      let parts = laid;
      let height = Math.max(heightOf(parts, row), group && group.left === 1 ? groupTop + heightOf([group.laid], {}) - this.y : 0);
      const page = BOTTOM - TOP - (heads.length > 0 ? high : 0);
      // What is high is parted rather than moved: a page that is mostly empty looks like the end.
      if (this.y + height > BOTTOM && height <= page / 3 && index >= headRows) next();
      while (this.y + height > BOTTOM) {
        const fit = Math.max(0, Math.floor((BOTTOM - this.y - 2 * PADDING) / LEADING));
        if (fit < 2) {
          next();
          if (this.y + height <= BOTTOM) break;
          continue;
        }
        this.row(
          parts.map((one) => ({ ...one, cell: { ...one.cell, foot: [] }, lines: one.lines.slice(0, fit) })),
          BOTTOM - this.y,
        );
        parts = parts.map((one) => ({ ...one, lines: one.lines.slice(fit) }));
        next();
        height = heightOf(parts, {});
      }
      this.row(parts, height);
      if (group && --group.left === 0) {
        closeGroup();
        group = undefined;
      }
    });
  }

  private laid({ cells }: PaperRow, edges: readonly number[], from: number): Laid[] {
    let place = from;
    return cells.map((cell) => {
      const x = edges[place]!;
      place += cell.columns ?? 1;
      const width = edges[place]! - x;
      const lines = linesOf(printable(cell.text), width - 2 * PADDING, (piece) => this.widthOf(piece, SIZES.text));
      return { cell, x, width, lines };
    });
  }

  private row(laid: readonly Laid[], height: number): void {
    for (const one of laid) this.cell(one, this.y, height, one.lines, false);
    this.y += height;
  }

  private cell({ cell, x, width }: Laid, top: number, height: number, lines: readonly string[], middle: boolean): void {
    this.doc.rect(x, top, width, height).stroke();
    const foot = cell.foot ?? [];
    const spare = height - 2 * PADDING - lines.length * LEADING;
    const from = top + PADDING + (middle || (cell.align === 'center' && foot.length === 0) ? Math.max(0, spare / 2) : 0);
    lines.forEach((line, index) => this.put(line, SIZES.text, x + PADDING, from + index * LEADING, width - 2 * PADDING, cell.align));
    const footTop = top + height - PADDING - foot.length * LEADING;
    foot.forEach((line, index) => this.put(line, SIZES.text, x + PADDING, footTop + index * LEADING, width - 2 * PADDING - 20, 'right'));
  }
}

const heightOf = (laid: readonly Laid[], { minHeight = 0 }: Pick<PaperRow, 'minHeight'>): number =>
  Math.max(points(minHeight), ...laid.map(({ lines, cell }) => (lines.length + (cell.foot?.length ?? 0)) * LEADING + 2 * PADDING));
