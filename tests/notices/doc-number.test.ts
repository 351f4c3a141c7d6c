import { describe, expect, test } from 'vitest';
import { formatDocNumber, parseDocNumber } from '../../src/domains/notices/doc-number.ts';
import { draftNotice, issue, issueNotice } from '../support/notices.ts';
import { provinceContent } from '../support/source000.ts';
import { world } from '../support/world.ts';

const NUMBERS = [
  ['石工办字〔2021〕13号', '石工办字', 2021, 13],
  ['冀工办字〔2021〕8号', '冀工办字', 2021, 8],
  ['冀办发〔2021〕3号', '冀办发', 2021, 3],
  ['承高总工发〔2022〕28号', '承高总工发', 2022, 28],
  ['冀工办发[2022]24号', '冀工办发', 2022, 24],
  ['承工办发[2022]26号', '承工办发', 2022, 26],
  ['冀工办发[2021]31号', '冀工办发', 2021, 31],
  ['冀工办发〔2020〕43号', '冀工办发', 2020, 43],
  ['冀工办发[2021]30号', '冀工办发', 2021, 30],
  ['冀工办发[2022]18号', '冀工办发', 2022, 18],
  ['冀直工〔2019〕1号', '冀直工', 2019, 1],
] as const;

describe.concurrent('document numbers', () => {
  test('X-01 C-54: all eleven numbers in use are read, and written back in one form', () => {
    for (const [text, prefix, year, sequence] of NUMBERS) expect(parseDocNumber(text)).toEqual({ prefix, year, sequence });
    expect(NUMBERS).toHaveLength(11);
    const canonical = '冀工办发〔2022〕24号';
    for (const [open, close] of ['〔〕', '[]', '［］', '【】', '()', '（）']) {
      expect(formatDocNumber(parseDocNumber(`冀工办发${open}2022${close}24号`)!)).toBe(canonical);
    }
    for (const wrong of [
      '',
      '石工办字2021第13号',
      '石工办字〔21〕13号',
      '石工办字〔2021〕013号',
      '石工办字〔2021〕0号',
      '〔2021〕13号',
      '石工办字〔2021〕13',
    ]) {
      expect(parseDocNumber(wrong), wrong).toBeUndefined();
    }
  });

  test('S0-02: the number goes in with any brackets and comes out canonical', async () => {
    const w = await world();
    const client = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    const { errors, notice } = await draftNotice(client, { content: { ...provinceContent, docNumber: '石工办字[2021]13号' } });
    expect(errors).toEqual([]);
    expect(notice!.docNumber).toEqual({ canonical: '石工办字〔2021〕13号', prefix: '石工办字', year: 2021, sequence: 13 });
  });

  test('a malformed number is refused and nothing is kept', async () => {
    const w = await world();
    const client = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    const { errors, notice } = await draftNotice(client, { content: { ...provinceContent, docNumber: '冀工办字2021年8号' } });
    expect(notice).toBeNull();
    expect(errors).toMatchObject([{ code: 'DOC_NUMBER_MALFORMED', path: ['input', 'content', 'docNumber'] }]);
    expect((await client.ask('{ notices(box: DRAFTS) { nodes { id } } }')).notices.nodes).toEqual([]);
  });

  test('X-02: a number is used once by a body, and freely by another', async () => {
    const w = await world();
    const client = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    await issue(client, provinceContent);
    const again = await draftNotice(client, { content: { ...provinceContent, docNumber: '冀工办字[2021]8号' } });
    expect(again).toMatchObject({ notice: null, errors: [{ code: 'DOC_NUMBER_USED', message: '这个发文字号已被本单位的其他文件使用' }] });
    const other = await draftNotice(w.as(await w.person(w.city, ['ISSUING_OFFICER'])), { content: provinceContent });
    expect(other.errors).toEqual([]);
  });

  test('X-02: of two at once with the same number one is refused', async () => {
    const w = await world();
    const client = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    const answers = await Promise.all([1, 2, 3].map(() => draftNotice(client, { content: provinceContent })));
    expect(answers.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual(['DOC_NUMBER_USED', 'DOC_NUMBER_USED']);
  });

  test('S2-02: a notice may go out without a number', async () => {
    const w = await world();
    const client = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    const { notice: draft } = await draftNotice(client, {
      content: { ...provinceContent, docNumber: null, addressees: { groups: [{ kinds: ['COUNTY_DISTRICT'], scope: 'CHILDREN' }] } },
    });
    const { errors, notice } = await issueNotice(client, { noticeId: draft!.id, version: draft!.version });
    expect(errors).toEqual([]);
    expect(notice).toMatchObject({ state: 'ISSUED', docNumber: null });
  });
});
