import { z } from 'zod';

/**
 * The length of a text as the organisers count it (C-33): Unicode code points without whitespace,
 * punctuation included.
 */
export function countCharacters(text: string): number {
  let count = 0;
  for (const character of text) if (!/\s/u.test(character)) count++;
  return count;
}

/** A text of at most so many characters, counted as in C-33. */
export const limitedText = (maximum: number) =>
  z.string().refine((text) => countCharacters(text) <= maximum, {
    message: `最多 ${maximum} 个字（不计空格，标点计入）`,
    params: { code: 'TEXT_TOO_LONG' },
  });
