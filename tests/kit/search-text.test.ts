import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptOf } from '../../src/domains/search/excerpt.ts';
import { bitsOf, fold, foldedSql, pairsOf, signatureOf, wordsOf } from '../../src/kit/search-text.ts';
import { withClient } from '../../src/database/connection.ts';
import { testDatabase } from '../support/database.ts';

const VARIANTS = [
  ...'职工之家小家建设工会ＡＢＣabcXYZ０１２789（）()【】〔〕［］[]“”‘’"\'，,。．.、；;：:！!？?　 \t\n—－-～~·・％%＋+＝=／/＼\\＿_｜|《》〈〉<>…①㈱㎡ⅣﬁÅé々〇',
];
const texts = fc.array(fc.constantFrom(...VARIANTS), { maxLength: 40 }).map((characters) => characters.join(''));

describe('a text as it is searched', () => {
  it('has no width, no capitals, no blanks, brackets or punctuation', () => {
    expect(fold('“会、站、家”一体化（试点）')).toBe('会站家一体化试点');
    expect(fold('ＧＤＰ增长１０．５％')).toBe('gdp增长105');
    expect(fold('石工办字〔2021〕13号')).toBe('石工办字202113号');
    expect(fold('石工办字［2021］13号')).toBe(fold('石工办字(2021) 13号'));
    expect(fold('二〇二一年度，“五一”')).toBe('二〇二一年度五一');
    expect(fold(' \n，。')).toBe('');
  });

  it('is the same for PostgreSQL, and folding it again changes nothing', async () => {
    const { owner } = await testDatabase();
    await withClient(owner, async (client) => {
      const given = fc
        .sample(fc.oneof(texts, fc.string({ unit: 'grapheme-ascii' }), fc.string({ unit: 'grapheme' })), { numRuns: 400, seed: 16 })
        .map((text) => text.replaceAll('\0', ''));
      const { rows } = await client.query<{ folded: string }>(
        `select ${foldedSql('t.text')} as folded from unnest($1::text[]) with ordinality t (text, nth) order by nth`,
        [given],
      );
      expect(rows.map(({ folded }) => folded)).toEqual(given.map(fold));
      for (const text of given) expect(fold(fold(text))).toBe(fold(text));
    });
  });

  it('is cut into words by blanks; characters that stand alone are one word', () => {
    expect(wordsOf('  石门市　五一（活动） ')).toEqual(['石门市', '五一活动']);
    expect(wordsOf('小 家')).toEqual(['小家']);
    expect(wordsOf('小家 小家，')).toEqual(['小家']);
    expect(wordsOf('，。 ！')).toEqual([]);
    expect(wordsOf('一 二 三 四五')).toEqual(['一', '二', '三', '四五']);
    expect(pairsOf('小家小家')).toEqual(['小家', '家小']);
    expect(pairsOf('𠮷野家')).toEqual(['𠮷野', '野家']);
    expect(pairsOf('小')).toEqual([]);
  });
});

describe('a signature', () => {
  const hasBit = (signature: Buffer, bit: number) => ((signature[bit >> 3]! >> (bit & 7)) & 1) === 1;

  it('never misses a word that the text holds', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), (text, from, length) => {
        const folded = fold(text);
        const word = [...folded].slice(from % 40, (from % 40) + 2 + (length % 10)).join('');
        const signature = signatureOf(folded);
        for (const bit of bitsOf([word])) expect(hasBit(signature, bit)).toBe(true);
      }),
    );
  });

  it('tells most texts that do not hold a word from those that do', () => {
    const hanzi = fc.integer({ min: 0x4e00, max: 0x4e00 + 2500 }).map((code) => String.fromCodePoint(code));
    const all = fc.sample(fc.noBias(fc.array(hanzi, { minLength: 1200, maxLength: 1200 })), { numRuns: 200, seed: 20_210_506 });
    const wrong = all.filter((characters) => bitsOf(['鿿鿾']).every((bit) => hasBit(signatureOf(characters.join('')), bit)));
    expect(wrong.length).toBeLessThan(60); // 1,200 pairs set 44 % of the bits; both are set for 20 % of the texts
  });

  it('asks for bits of every word in turn, and for no more than it may', () => {
    expect(bitsOf(['职工之家', '小家'], 4)).toHaveLength(4);
    expect(bitsOf(['小家'])).toHaveLength(2);
    expect(bitsOf(['小'])).toEqual([]);
  });
});

describe('an excerpt', () => {
  const shown = (list: readonly string[], words: readonly string[]) =>
    excerptOf(list, words)
      ?.map(({ text, hit }) => (hit ? `[${text}]` : text))
      .join('');

  it('shows the text with most of the words, cut around the first, with what was folded away inside of them', () => {
    expect(shown(['关于“五一”的通知', '建小家，办实事'], ['小家办'])).toBe('建[小家，办]实事');
    expect(shown(['五一', '小家五一'], ['小家', '五一'])).toBe('[小家五一]');
    expect(shown(['ＡＢＣ公司工会'], ['abc'])).toBe('[ＡＢＣ]公司工会');
    expect(shown([`${'长'.repeat(30)}小家${'长'.repeat(200)}`], ['小家'])).toBe(`…${'长'.repeat(20)}[小家]${'长'.repeat(78)}…`);
    expect(shown(['没有'], ['小家'])).toBeUndefined();
  });

  it('shows only what stands in the text, in its order', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (text, at) => {
        const word = fold(text).slice(at % 40, (at % 40) + 3);
        fc.pre(word !== '');
        const parts = excerptOf([text], [word])!;
        const joined = parts.map((part) => part.text).join('');
        expect(text.includes(joined.replaceAll('…', '')) || joined.includes('…')).toBe(true);
        expect(parts.some(({ hit }) => hit)).toBe(true);
        for (const { text: piece, hit } of parts) if (hit) expect(fold(piece)).toContain(word);
      }),
    );
  });
});
