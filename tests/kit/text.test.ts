import { describe, expect, it } from 'vitest';
import { countCharacters, limitedText } from '../../src/kit/text.ts';

describe('the length of a text', () => {
  it('C-33: counts code points and punctuation, not whitespace', () => {
    expect(countCharacters('')).toBe(0);
    expect(countCharacters('工会，小家。')).toBe(6);
    expect(countCharacters(' 工 会\n\t小　家 ')).toBe(4);
    expect(countCharacters('a b')).toBe(2);
    expect(countCharacters('𠮷野家')).toBe(3);
    expect(countCharacters('“共3,000元！”')).toBe(10);
  });

  it('S0-35: 3000 characters pass, 3001 do not', () => {
    const rule = limitedText(3000);
    expect(rule.safeParse(`${'字'.repeat(3000)} \n`).success).toBe(true);
    expect(rule.safeParse('字'.repeat(3001)).error?.issues).toMatchObject([
      { message: '最多 3000 个字（不计空格，标点计入）', params: { code: 'TEXT_TOO_LONG' } },
    ]);
  });
});
