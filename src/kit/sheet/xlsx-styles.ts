/** Most digits after the point that a number is shown with. */
const MOST_SCALE = 6;

/** Numbers of the styles below. */
export const STYLE = {
  text: 1,
  heading: 2,
  instant: 3,
  day: 4,
  /** By digits after the point. */
  number: Array.from({ length: MOST_SCALE + 1 }, (_, scale) => 5 + scale),
} as const;

const FIRST_FORMAT = 164;

/** The part of a workbook that says how cells look: texts are shown as texts, so that leading zeros stay when they are edited. */
export function stylesXml(namespace: string): string {
  const formats = ['yyyy-mm-dd hh:mm:ss', 'yyyy-mm-dd', ...STYLE.number.map((_, scale) => (scale === 0 ? '0' : `0.${'0'.repeat(scale)}`))];
  const codes = formats.map((code, index) => `<numFmt numFmtId="${FIRST_FORMAT + index}" formatCode="${code}"/>`).join('');
  const cell = (format: number, font = 0) =>
    `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"${font ? ' applyFont="1"' : ''}/>`;
  const styles = [cell(0), cell(49), cell(49, 1), ...formats.map((_, index) => cell(FIRST_FORMAT + index))];
  const font = (bold: string) => `<font>${bold}<sz val="11"/><name val="等线"/></font>`;
  return `<styleSheet xmlns="${namespace}"><numFmts count="${formats.length}">${codes}</numFmts><fonts count="2">${font('')}${font('<b/>')}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${styles.length}">${styles.join('')}</cellXfs></styleSheet>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const SPECIAL = /[&<>"]|_(?=x[0-9A-Fa-f]{4}_)|[\u0000-\u0008\u000B\u000C\u000D\u000E-\u001F\uFFFE\uFFFF]/g;

/** A text as XML and a workbook hold it; characters that XML cannot hold are written as `_x0007_`. */
export const escaped = (text: string): string =>
  text.replaceAll(SPECIAL, (found) => ENTITIES[found] ?? `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
