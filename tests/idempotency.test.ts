import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { asAdministrator, digestOf } from './support/digest.ts';
import { provinceContent } from './support/source000.ts';
import { direct } from './support/reporting.ts';
import { done, saveSubmissionDraft, startSubmission } from './support/submissions.ts';
import { appointToo, type TestPerson, type World, world } from './support/world.ts';

const DRAFT = 'mutation($input: DraftNoticeInput!) { draftNotice(input: $input) { errors { code message path } notice { id title } } }';
const ISSUE = 'mutation($input: IssueNoticeInput!) { issueNotice(input: $input) { errors { code } notice { id state version } } }';
const SUBMIT =
  'mutation($input: SubmitSubmissionInput!) { submitSubmission(input: $input) { errors { code } submission { id number receipt { number submittedAt } } } }';
const TOKEN = 'mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { errors { code path } apiToken { name } secret } }';
const PASSWORD = 'mutation($input: ChangePasswordInput!) { changePassword(input: $input) { errors { code } } }';

const CONFLICT = { code: 'IDEMPOTENCY_CONFLICT', message: '同一个幂等键不能用于不同的内容', path: ['input', 'idempotencyKey'] };
const content = { ...provinceContent, docNumber: null };

const officerOf = async (w: World): Promise<{ person: TestPerson; client: Client }> => {
  const person = await w.person(w.province, ['ISSUING_OFFICER', 'ANALYST']);
  return { person, client: w.as(person) };
};

const count = (w: World, table: 'notice' | 'delivery' | 'submission_version') =>
  w.asSystem(async ({ db }) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(table)} where federation_id = ${w.federationId}`.execute(db);
    return rows[0]!.count;
  });

/** A unit whose page is ready to be handed in. */
async function ready(w: World) {
  const r = await direct(w, ['a']);
  const { version } = await r.fill('a');
  return { client: await r.as('a'), input: { obligationId: await r.obligation('a'), version } };
}

describe.concurrent('idempotency keys', () => {
  test('the same request under the same key is done once and answered alike, whatever has happened since', async () => {
    const w = await world();
    const { client } = await officerOf(w);
    const draft = await client.ask(DRAFT, { input: { content, idempotencyKey: '一' } });
    expect(await client.ask(DRAFT, { input: { content, idempotencyKey: '一' } })).toEqual(draft);
    expect(await count(w, 'notice')).toBe(1);

    const issue = { input: { noticeId: draft.draftNotice.notice.id, version: 1, idempotencyKey: '二' } };
    const first = await client.ask(ISSUE, issue);
    expect(first.issueNotice).toMatchObject({ errors: [], notice: { state: 'ISSUED' } });
    w.clock.advance(3_600_000);
    expect(await client.ask(ISSUE.replaceAll(' ', '\n '), issue)).toEqual(first);
    expect((await client.ask(ISSUE, { input: { ...issue.input, idempotencyKey: '三' } })).issueNotice.errors).toEqual([
      { code: 'ALREADY_ISSUED' },
    ]);
    expect(await count(w, 'delivery')).toBe(3);
  });

  test('the key of one request is refused to another one, which changes nothing', async () => {
    const w = await world();
    const { client } = await officerOf(w);
    const { draftNotice } = await client.ask(DRAFT, { input: { content, idempotencyKey: '一' } });
    const other = await client.ask(DRAFT, { input: { content: { ...content, title: '另一项工作' }, idempotencyKey: '一' } });
    expect(other.draftNotice).toEqual({ notice: null, errors: [CONFLICT] });
    const elsewhere = await client.ask(ISSUE, { input: { noticeId: draftNotice.notice.id, version: 1, idempotencyKey: '一' } });
    expect(elsewhere.issueNotice).toEqual({ notice: null, errors: [{ code: 'IDEMPOTENCY_CONFLICT' }] });
    expect([await count(w, 'notice'), await count(w, 'delivery')]).toEqual([1, 0]);
  });

  test('of many at once one is done, and all are answered alike', async () => {
    const w = await world();
    const { client, input } = await ready(w);
    const answers = await Promise.all(Array.from({ length: 6 }, () => client.ask(SUBMIT, { input: { ...input, idempotencyKey: '一' } })));
    expect(answers[0]!.submitSubmission).toMatchObject({ errors: [], submission: { number: 1 } });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await count(w, 'submission_version')).toBe(1);
  });

  test("a key is one account's: somebody else may choose the same", async () => {
    const w = await world();
    const [one, two] = [await officerOf(w), await officerOf(w)];
    const input = { content, idempotencyKey: '一' };
    const ids = [await one.client.ask(DRAFT, { input }), await two.client.ask(DRAFT, { input })].map(
      ({ draftNotice }) => draftNotice.notice.id,
    );
    expect(new Set(ids).size).toBe(2);
  });

  test('the key of one capacity is refused to another one of the same account', async () => {
    const w = await world();
    const person = await w.person(w.county, ['ISSUING_OFFICER']);
    const capacity = await appointToo(w, person, w.sibling, ['ISSUING_OFFICER']);
    const input = { content, idempotencyKey: '一' };
    expect((await w.as(person).ask(DRAFT, { input })).draftNotice.errors).toEqual([]);
    expect((await w.as(person, { capacity }).ask(DRAFT, { input })).draftNotice).toEqual({ notice: null, errors: [CONFLICT] });
    expect((await w.as(person, { capacity: person.capacityId }).ask(DRAFT, { input })).draftNotice.errors).toEqual([]);
    expect(await count(w, 'notice')).toBe(1);
  });

  test('an answer given again is the same text, its keys in the order in which they were asked for', async () => {
    const w = await world();
    const { client } = await officerOf(w);
    const document =
      'mutation($input: DraftNoticeInput!) { draftNotice(input: $input) { notice { version title id state } errors { code } } }';
    const text = async () => JSON.stringify(await client.ask(document, { input: { content, idempotencyKey: '一' } }));
    const first = await text();
    expect(first).toMatch(/^\{"draftNotice":\{"notice":\{"version":1,"title":/);
    expect(await text()).toBe(first);
  });

  test('what was refused leaves its key free', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const [client, obligationId] = [await r.as('a'), await r.obligation('a')];
    const { editor } = done(await startSubmission(client, { obligationId }));
    const before = await digestOf(w.federationId);
    const empty = await client.ask(SUBMIT, { input: { obligationId, version: editor.version, idempotencyKey: '一' } });
    expect(empty.submitSubmission).toEqual({ submission: null, errors: [{ code: 'REQUIRED' }] });
    expect(await digestOf(w.federationId)).toEqual(before);
    const answers = [{ deliverableId: r.deliverables.province, field: 'summary', value: '活动十场' }];
    const saved = done(await saveSubmissionDraft(client, { obligationId, version: editor.version, answers }))['editor'];
    const full = await client.ask(SUBMIT, { input: { obligationId, version: saved.version, idempotencyKey: '一' } });
    expect(full.submitSubmission).toMatchObject({ errors: [], submission: { number: 1 } });
  });

  test('so does what was refused and is kept, such as a wrong password that is counted', async () => {
    const w = await world();
    const { client } = await officerOf(w);
    const input = { currentPassword: '不是这个', newPassword: '五月的花海-2021', idempotencyKey: '一' };
    expect((await client.ask(PASSWORD, { input })).changePassword.errors).toEqual([{ code: 'WRONG_PASSWORD' }]);
    const { draftNotice } = await client.ask(DRAFT, { input: { content, idempotencyKey: '一' } });
    expect(draftNotice.errors).toEqual([]);
  });

  test('a secret is not answered again, and never kept', async () => {
    const w = await world();
    const { client } = await officerOf(w);
    const input = { name: '统计接口', expiresAt: '2021-12-31T00:00:00+08:00', idempotencyKey: '一' };
    const { createApiToken: first } = await client.ask(TOKEN, { input });
    expect(first).toMatchObject({ errors: [], secret: expect.stringMatching(/^[\w-]{43}$/) });
    const { createApiToken: again } = await client.ask(TOKEN, { input });
    expect(again).toEqual({ apiToken: null, secret: null, errors: [{ code: 'ALREADY_DONE', path: ['input', 'idempotencyKey'] }] });
    // Keys stand behind the wall of their account.
    const kept = await asAdministrator((admin) => admin.query('select answer from request_key where federation_id = $1', [w.federationId]));
    expect(kept.rows).toEqual([{ answer: '{"secret":true}' }]);
  });

  test.for([
    ['empty', ''],
    ['longer than 200 characters', '键'.repeat(201)],
  ] as const)('a key that is %s is refused', async ([, idempotencyKey]) => {
    const w = await world();
    const { client } = await officerOf(w);
    const { draftNotice } = await client.ask(DRAFT, { input: { content, idempotencyKey } });
    expect(draftNotice).toEqual({
      notice: null,
      errors: [{ code: 'INVALID_IDEMPOTENCY_KEY', message: '幂等键应为 1 到 200 个字符', path: ['input', 'idempotencyKey'] }],
    });
    expect(await count(w, 'notice')).toBe(0);
  });
});
