/** Signs that do not begin a line, and such that do not end one. */
const NOT_FIRST = new Set('，。、；：？！）》〉”’】」』〕…—,.;:?!)]}%％');
const NOT_LAST = new Set('（《〈“‘【「『〔([{');
const LATIN = /[\w@#$&*+=/\\.:-]/;

/** What is kept together: a Latin word, or one sign with what must not be parted from it. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let glued = false;
  for (const sign of text) {
    const last = pieces.at(-1);
    const isWord = last !== undefined && LATIN.test(sign) && LATIN.test(last.at(-1)!);
    if (last !== undefined && (glued || isWord || NOT_FIRST.has(sign))) pieces[pieces.length - 1] = last + sign;
    else pieces.push(sign);
    glued = NOT_LAST.has(sign);
  }
  return pieces;
}

/**
 * Lines no wider than that. Line breaks of the text stay; a word that is wider than a line is cut.
 * @param widthOf of a text, in the unit of `width`
 */
export function linesOf(text: string, width: number, widthOf: (text: string) => number): string[] {
  return text.split('\n').flatMap((paragraph) => paragraphLines(paragraph, width, widthOf));
}

function paragraphLines(paragraph: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let [line, used] = ['', 0];
  const put = (piece: string): void => {
    const wide = widthOf(piece);
    if (line !== '' && used + wide > width) {
      lines.push(line);
      [line, used] = ['', 0];
    }
    line += piece;
    used += wide;
  };
  for (const piece of piecesOf(paragraph)) {
    if (widthOf(piece) <= width) put(piece);
    else for (const sign of piece) put(sign);
  }
  return [...lines, line];
}

const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Noncharacter_Code_Point}\uFFFD]/gu;

/** Text without what paper cannot show and a reader does not miss: control signs, marks of direction, halves of pairs. */
export const printable = (text: string): string =>
  text.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll('\t', '  ').replaceAll('\u00A0', ' ').replaceAll(UNSEEN, '');
