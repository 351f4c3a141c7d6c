import { createHash } from 'node:crypto';
import { isoOf } from './time.ts';

/** A piece of a page: text that is HTML already. Only {@link paper} makes one, so nothing gets in unescaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it stands between tags or in a quoted attribute. */
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);

type Piece = Html | string | number | null | undefined | readonly Piece[];

const piece = (value: Piece): string => {
  if (value === null || value === undefined) return '';
  if (value instanceof Html) return value.text;
  return typeof value === 'object' ? value.map(piece).join('') : escapeHtml(String(value));
};

/**
 * `paper\`<td>${name}</td>\``: whatever is put in is escaped, pieces of HTML and lists of them are not. Not called html
 * or markup, or the formatter would change the white space of what is sent.
 */
export const paper = (strings: TemplateStringsArray, ...values: readonly Piece[]): Html =>
  new Html(strings.reduce((text, string, index) => `${text}${piece(values[index - 1])}${string}`));

const STYLE = `
@page { size: A4; margin: 20mm 15mm; }
body { font-family: SimSun, "Songti SC", "Noto Serif CJK SC", serif; font-size: 11pt; line-height: 1.5; color: #000; background: #fff; max-width: 180mm; margin: 0 auto; }
h1 { font-size: 18pt; text-align: center; margin: 0 0 6mm; }
p { margin: 0 0 3mm; }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 3mm; }
table { width: 100%; border-collapse: collapse; margin: 0 0 4mm; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 0.3mm solid #000; padding: 1mm 1.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: bold; text-align: center; }
td.number { text-align: right; white-space: nowrap; }
footer { font-size: 9pt; }
@media print { nav { display: none; } }
`;

/** A page may show itself and nothing else: no script, no address outside, no frame. */
export const PRINT_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'private, no-store',
};

/** A whole page in Chinese for A4 paper, complete in itself. Send it with {@link PRINT_HEADERS}. */
export const printPage = (title: string, body: Html): string =>
  paper`<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${new Html(STYLE)}</style></head>
<body>
${body}
</body>
</html>
`.text;

/** A table with its heading row, which every sheet of paper repeats. */
export const printTable = (headings: readonly string[], rows: readonly Html[]): Html => paper`<table>
<thead><tr>${headings.map((heading) => paper`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table>`;

/** An instant as paper shows it, in Beijing time: `2021-05-28 17:30`; blank when there is none. */
export const printInstant = (at: Date | null | undefined): string => (at ? isoOf(at).slice(0, 16).replace('T', ' ') : '');
