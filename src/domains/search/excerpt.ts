import { fold } from '../../kit/search-text.ts';

/** A piece of a text, and whether it is what was looked for. */
export interface ExcerptPart {
  readonly text: string;
  readonly hit: boolean;
}

/** Characters shown before the first hit, and in all. */
const [BEFORE, LENGTH] = [20, 100];

/**
 * The text, of several, that shows most of the words, cut around the first of them, with what was found marked: as data,
 * so that nobody needs to put tags into texts. Undefined when none of the texts shows any.
 */
export function excerptOf(texts: readonly string[], words: readonly string[]): ExcerptPart[] | undefined {
  const folded = texts.map((text) => ({ text, folded: fold(text) }));
  const shows = ({ folded }: { folded: string }) => words.filter((word) => folded.includes(word)).length;
  const [best] = folded.toSorted((a, b) => shows(b) - shows(a));
  return best && shows(best) > 0 ? cut(best.text, words) : undefined;
}

/** Nothing marked: the beginning of a text. */
export const beginningOf = (text: string): ExcerptPart[] => [{ text: [...text].slice(0, LENGTH).join(''), hit: false }];

function cut(text: string, words: readonly string[]): ExcerptPart[] {
  const characters = [...text];
  const isHit = hitsIn(characters, words);
  const from = Math.max(0, isHit.indexOf(true) - BEFORE);
  const parts: { text: string; hit: boolean }[] = from > 0 ? [{ text: '…', hit: false }] : [];
  for (let at = from; at < Math.min(characters.length, from + LENGTH); at++) {
    const last = parts.at(-1);
    if (last && last.hit === isHit[at]) last.text += characters[at]!;
    else parts.push({ text: characters[at]!, hit: isHit[at]! });
  }
  if (characters.length > from + LENGTH) parts.push({ text: '…', hit: false });
  return parts;
}

/** For every character of a text whether it belongs to a word, with whatever was folded away inside of it. */
function hitsIn(characters: readonly string[], words: readonly string[]): boolean[] {
  // Every folded character with the place that it came from.
  const places: number[] = [];
  let folded = '';
  for (const [place, character] of characters.entries()) {
    const piece = fold(character);
    folded += piece;
    for (let unit = 0; unit < piece.length; unit++) places.push(place);
  }
  const isHit = characters.map(() => false);
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
      isHit.fill(true, places[at], places[at + word.length - 1]! + 1);
    }
  }
  return isHit;
}
