import { describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { draftNotice, issue, issueNotice } from '../support/notices.ts';
import { signOff, taken } from '../support/signing.ts';
import { provinceContent } from '../support/source000.ts';
import { world } from '../support/world.ts';

const at = '2021-04-07T10:00:00+08:00';
const content = { ...provinceContent, docNumber: null, issuedOn: null, deliverables: [] };
const sending = async (client: Client) => {
  const { id, version } = taken(await draftNotice(client, { content }));
  return { noticeId: id, version };
};
const numberOf = async (client: Client, id: string) =>
  (await client.ask('query($id: ID!) { notice(id: $id) { docNumber { canonical } proposedNumber { canonical } } }', { id })).notice;
const next = async (client: Client, prefix: string, year: number) =>
  (await client.ask('query($prefix: String!, $year: Int!) { nextDocNumber(prefix: $prefix, year: $year) { canonical } }', { prefix, year }))
    .nextDocNumber.canonical;

describe.concurrent('the number of a notice', () => {
  test('the next free one is proposed by body, prefix and year, and nothing is reserved by it', async () => {
    const w = await world({ at });
    const province = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    const city = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    expect(await next(province, '冀工办字', 2021)).toBe('冀工办字〔2021〕1号');
    await issue(province, { ...content, docNumber: '冀工办字〔2021〕8号' });
    await issue(province, { ...content, docNumber: '冀工办发〔2021〕30号' });
    expect(await next(province, '冀工办字', 2021)).toBe('冀工办字〔2021〕9号');
    expect(await next(province, '冀工办发', 2021)).toBe('冀工办发〔2021〕31号');
    expect(await next(province, '冀工办字', 2022)).toBe('冀工办字〔2022〕1号');
    expect(await next(city, '冀工办字', 2021)).toBe('冀工办字〔2021〕1号'); // another body's numbers are its own
    const { noticeId } = await sending(province);
    expect(await numberOf(province, noticeId)).toEqual({ docNumber: null, proposedNumber: { canonical: '冀工办字〔2021〕9号' } });
    await issue(province, { ...content, docNumber: '冀工办字〔2021〕9号' });
    expect((await numberOf(province, noticeId)).proposedNumber.canonical).toBe('冀工办字〔2021〕10号');
  });

  test('it is given when the notice is sent: typed, or the next free one', async () => {
    const w = await world({ at });
    const client = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    const typed = taken(await issueNotice(client, { ...(await sending(client)), docNumber: '冀工办字[2021]12号' }));
    expect(typed.docNumber!.canonical).toBe('冀工办字〔2021〕12号');
    const taking = taken(await issueNotice(client, { ...(await sending(client)), numberPrefix: '冀工办字' }));
    expect(taking.docNumber!.canonical).toBe('冀工办字〔2021〕13号');
    const refused = async (more: object) => (await issueNotice(client, { ...(await sending(client)), ...more })).errors;
    expect(await refused({ docNumber: '冀工办字〔2021〕12号' })).toEqual([
      { code: 'DOC_NUMBER_USED', message: '这个发文字号已被本单位的其他文件使用', path: ['input', 'docNumber'] },
    ]);
    expect(await refused({ docNumber: '12号' })).toMatchObject([{ code: 'DOC_NUMBER_MALFORMED', path: ['input', 'docNumber'] }]);
    expect(await refused({ docNumber: '冀工办字〔2021〕20号', numberPrefix: '冀工办字' })).toMatchObject([
      { message: '发文字号只能填写或自动取号，不能同时', path: ['input', 'numberPrefix'] },
    ]);
    expect(await refused({ numberPrefix: 'ABC' })).toMatchObject([{ path: ['input', 'numberPrefix'] }]);
  });

  test('registered after the signature, it leaves the signature as it is', async () => {
    const w = await world({ at, signing: true });
    const [writer, signatory] = [w.as(await w.person(w.province, ['ISSUING_OFFICER'])), w.as(await w.person(w.province, ['SIGNATORY']))];
    const { noticeId: id, version } = await sending(writer);
    const signed = await signOff(writer, signatory, { id, version });
    const issued = taken(await issueNotice(writer, { noticeId: id, version: signed.version, numberPrefix: '冀工办字' }));
    expect(issued).toMatchObject({ stage: 'SIGNED', docNumber: { canonical: '冀工办字〔2021〕1号' } });
  });

  test('of many at once each takes another one, with no gap', async () => {
    const w = await world({ at });
    const clients = await Promise.all(Array.from({ length: 6 }, async () => w.as(await w.person(w.province, ['ISSUING_OFFICER']))));
    const drafts = await Promise.all(clients.map(sending));
    const issued = await Promise.all(clients.map((client, at) => issueNotice(client, { ...drafts[at]!, numberPrefix: '冀工办字' })));
    const sequences = issued.map((answer) => taken(answer).docNumber!.sequence);
    expect(sequences.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('X-02: of two at once that type the same number one is refused, and sends nothing', async () => {
    const w = await world({ at });
    const clients = await Promise.all([0, 1].map(async () => w.as(await w.person(w.province, ['ISSUING_OFFICER']))));
    const drafts = await Promise.all(clients.map(sending));
    const answers = await Promise.all(
      clients.map((client, at) => issueNotice(client, { ...drafts[at]!, docNumber: '冀工办字〔2021〕5号' })),
    );
    expect(answers.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual(['DOC_NUMBER_USED']);
    const states = await Promise.all(
      drafts.map(({ noticeId: id }) => clients[0]!.ask('query($id: ID!) { notice(id: $id) { state } }', { id })),
    );
    expect(new Set(states.map(({ notice }) => notice.state))).toEqual(new Set(['DRAFT', 'ISSUED']));
  });
});
