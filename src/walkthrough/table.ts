export type Cell = string | number | null;

/** Columns that a text takes in a terminal: Chinese characters and full-width marks take two. */
export const widthOf = (text: string): number => [...text].reduce((width, character) => width + (WIDE.test(character) ? 2 : 1), 0);

const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/**
 * Lines of a table: texts to the left, numbers to the right, `-` where there is nothing.
 *
 * @param head headings; as many as each row has cells
 */
export function tableOf(head: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const texts = rows.map((row) => row.map((cell) => (cell === null ? '-' : String(cell))));
  const widths = head.map((heading, index) => Math.max(widthOf(heading), ...texts.map((row) => widthOf(row[index]!))));
  const isNumber = head.map((_, index) => rows.every((row) => row[index] === null || /^[\d.%]+$/.test(String(row[index]))));
  const lineOf = (row: readonly string[]) =>
    row
      .map((text, index) => {
        const space = ' '.repeat(widths[index]! - widthOf(text));
        return isNumber[index] ? space + text : text + space;
      })
      .join('  ')
      .trimEnd();
  return [lineOf(head), widths.map((width) => '-'.repeat(width)).join('  '), ...texts.map(lineOf)];
}
