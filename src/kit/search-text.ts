/**
 * What is folded away for searching, of text in normal form KC: blanks, brackets, quotation marks and all other
 * punctuation. One text for JavaScript and PostgreSQL, which read it alike; the original is kept for print.
 */
export const FOLDED = String.raw`[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u2190-\u27bf\u3000-\u3004\u3008-\u3020\u3030\u303d\u30fb\ufe10-\ufe6f\ufeff]`;

const FOLDED_AWAY = new RegExp(FOLDED, 'gu');

/**
 * A text as it is searched: full width as half width, capitals as small letters, without blanks, brackets and
 * punctuation. `小家（试点）` and `小家(试点)` are both `小家试点`.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replaceAll(FOLDED_AWAY, '');

/** {@link fold} of a column, as PostgreSQL computes it: for a generated column. */
export const foldedSql = (column: string): string => `regexp_replace(lower(normalize(${column}, nfkc) collate "C"), '${FOLDED}', '', 'g')`;

/** Pairs of neighbouring characters, each once: what is looked up of a word. */
export function pairsOf(folded: string): string[] {
  const characters = [...folded];
  return [...new Set(characters.slice(1).map((character, index) => characters[index]! + character))];
}

/** Most words of a search that are looked at; further ones are left out. */
const MOST_WORDS = 8;

/**
 * The words of a search, all of which are to be found: whatever blanks part, folded. Characters that stand alone are one
 * word, since blanks between them mean nothing; beside longer words, too.
 */
export function wordsOf(text: string): string[] {
  const words = text
    .split(/\s+/u)
    .map(fold)
    .filter((word) => word !== '');
  const isAlone = (word: string) => [...word].length === 1;
  const joined = words.every(isAlone) ? [words.join('')] : words;
  return [...new Set(joined.filter((word) => word !== ''))].slice(0, MOST_WORDS);
}

/** Bytes of a signature. */
const SIGNATURE = 512;
const BITS = SIGNATURE * 8;

/** Two places for every pair: with one, every third text of 3,000 characters would seem to hold a given pair. */
function placesOf(pair: string): [number, number] {
  const [first, second] = [...pair].map((character) => character.codePointAt(0)!);
  let mixed = Math.imul(first!, 0x9e3779b1) ^ Math.imul(second!, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  mixed ^= mixed >>> 15;
  return [mixed & (BITS - 1), (mixed >>> 16) & (BITS - 1)];
}

/** Bits numbered as `get_bit` numbers those of a bytea: a text that holds a pair has its bits, so one without them does not. */
export function signatureOf(folded: string): Buffer {
  const signature = Buffer.alloc(SIGNATURE);
  for (const place of pairsOf(folded).flatMap(placesOf)) signature[place >> 3]! |= 1 << (place & 7);
  return signature;
}

/** Bits that a text must have to hold these words; the rarest cannot be known, so some of every word. */
export function bitsOf(words: readonly string[], most = 12): number[] {
  const byWord = words.map((word) => pairsOf(word).flatMap(placesOf));
  const turns = Math.max(0, ...byWord.map((places) => places.length));
  const inTurn = Array.from({ length: turns }, (_, turn) => byWord.flatMap((places) => places.slice(turn, turn + 1))).flat();
  return [...new Set(inTurn)].slice(0, most);
}
