import { describe, expect, test } from 'vitest';
import { attachedFiles, attachFiles, publishAttached, type Subject } from '../../src/domains/files/attach-files.ts';
import { keepFile } from '../../src/domains/files/keep-file.ts';
import { storeFile } from '../../src/domains/files/store-file.ts';
import type { Refusal } from '../../src/kit/errors.ts';
import { decodeId } from '../../src/kit/node-id.ts';
import { CONTENTS, get, putAside } from '../support/files.ts';
import { draftNotice, issueNotice } from '../support/notices.ts';
import { inRequest } from '../support/plant.ts';
import { provinceContent } from '../support/source000.ts';
import { MAX_FILE, filesDirectory, type TestPerson, type World, world } from '../support/world.ts';

const HOUR = 3_600_000;
const content = (more: object) => ({ ...provinceContent, docNumber: null, ...more });
const rowOf = (id: string) => decodeId(id)!.id;

/** Puts a picture in to be attached; answers its id as the API names it. */
async function given(w: World, person: TestPerson, name = '附件1.jpg'): Promise<string> {
  const { status, file } = await putAside(w, person, 'ATTACHMENT', name, CONTENTS.jpg);
  expect(status).toBe(201);
  return file!.id;
}

const noticeSubject = (w: World, notice: { id: string }): Subject => ({
  subjectType: 'Notice',
  subjectId: rowOf(notice.id),
  path: w.province.path,
});

const attach = (w: World, by: TestPerson, subject: Subject, ids: readonly string[]) =>
  inRequest(w, by, async (ctx) => {
    await attachFiles(ctx, subject, ids.map(rowOf), ['input', 'fileIds']);
    ctx.loaders.clear();
    return (await attachedFiles(ctx, subject.subjectType, subject.subjectId)).map(({ id }) => w.id('File', id));
  });

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error: unknown) => (error as Refusal).errors.map(({ code, path }) => `${code} ${path.join('.')}`),
  );

describe.concurrent('a file that is no answer', () => {
  test("is its own account's alone, for a day", async () => {
    const w = await world({ at: '2021-04-07T10:00:00+08:00' });
    const [officer, colleague, above] = [
      await w.person(w.county, ['ISSUING_OFFICER']),
      await w.allRounder(w.county),
      await w.allRounder(w.province),
    ];
    const id = await given(w, officer);
    const statuses = async () => Promise.all([officer, colleague, above].map(async (who) => (await get(w, who, id)).statusCode));
    expect(await statuses()).toEqual([200, 404, 404]);
    expect((await get(w, officer, id)).rawPayload).toEqual(CONTENTS.jpg);
    const { node } = await w.as(officer).ask('query($id: ID!) { node(id: $id) { ... on File { name } } }', { id });
    expect(node).toEqual({ name: '附件1.jpg' });
    w.clock.set(new Date(w.clock.now().getTime() + 24 * HOUR - 1));
    expect(await statuses()).toEqual([200, 404, 404]);
    w.clock.set(new Date(w.clock.now().getTime() + 1));
    expect(await statuses()).toEqual([404, 404, 404]);
  });

  test('who only counts puts nothing in, and nobody makes an export', async () => {
    const w = await world({ at: '2021-04-07T10:00:00+08:00' });
    const attempt = async (roles: Parameters<World['person']>[1], purpose: string) => {
      const { status, errors } = await putAside(w, await w.person(w.county, roles), purpose, 'a.jpg', CONTENTS.jpg);
      return [status, errors?.[0]?.code];
    };
    expect(await attempt(['ANALYST'], 'ATTACHMENT')).toEqual([403, 'FORBIDDEN']);
    expect(await attempt(['ISSUING_OFFICER'], 'EXPORT')).toEqual([400, 'BAD_USER_INPUT']);
    expect(await attempt(['ISSUING_OFFICER'], '')).toEqual([400, 'BAD_USER_INPUT']);
    expect(await attempt(['REVIEWER'], 'SCAN')).toEqual([201, undefined]);
  });

  test("what a job has made is handed to the account that it was made for, an analyst's too, until it expires", async () => {
    const w = await world({ at: '2021-04-07T10:00:00+08:00' });
    const [analyst, reviewer] = [await w.person(w.county, ['ANALYST']), await w.person(w.county, ['REVIEWER'])];
    const stored = await storeFile({ directory: filesDirectory, maxBytes: MAX_FILE }, '名单.csv', [Buffer.from('单位\n纺织厂\n')] as never);
    const expiresAt = new Date(w.clock.now().getTime() + HOUR);
    const { id } = await w.asSystem(({ db, federationId }) =>
      keepFile(
        {
          db,
          federationId,
          now: w.clock.now(),
          accountId: analyst.accountId,
          organizationId: w.county.id,
        },
        { purpose: 'EXPORT', expiresAt },
        stored,
      ),
    );
    const file = w.id('File', id);
    expect((await get(w, analyst, file)).body).toBe('单位\n纺织厂\n');
    expect((await get(w, reviewer, file)).statusCode).toBe(404);
    w.clock.set(expiresAt);
    expect((await get(w, analyst, file)).statusCode).toBe(404);
  });
});

describe.concurrent('a file that hangs on something', () => {
  test('is read by whoever may read that: of a draft its own body, of what was issued those whom it reached', async () => {
    const w = await world({ at: '2021-04-07T10:00:00+08:00' });
    const officer = await w.person(w.province, ['ISSUING_OFFICER']);
    const readers = {
      colleague: await w.person(w.province, ['REVIEWER']),
      'analyst of the body': await w.person(w.province, ['ANALYST']),
      addressee: await w.person(w.city, ['REPORTER']),
      'below the addressee': await w.person(w.county, ['REPORTER']),
      'not addressed': await w.person(w.otherCity, ['REPORTER']),
    };
    const statuses = async (id: string) =>
      Object.fromEntries(await Promise.all(Object.entries(readers).map(async ([who, one]) => [who, (await get(w, one, id)).statusCode])));
    const [first, second] = [await given(w, officer), await given(w, officer, '附件2.jpg')];
    const written = content({ addressees: { organizationIds: [w.id('Organization', w.city.id)] } });
    const { notice } = await draftNotice(w.as(officer), { content: written });
    const subject = noticeSubject(w, notice!);
    expect(await attach(w, officer, subject, [second, first])).toEqual([second, first]);
    const nobody = { addressee: 404, 'below the addressee': 404, 'not addressed': 404 };
    expect(await statuses(first)).toEqual({ colleague: 200, 'analyst of the body': 404, ...nobody });
    // Another order, one less, by a colleague: what hangs there already stays without being put in again.
    const other = await w.person(w.province, ['ISSUING_OFFICER']);
    expect(await attach(w, other, subject, [first])).toEqual([first]);
    expect(await statuses(second)).toEqual({ colleague: 404, 'analyst of the body': 404, ...nobody });

    expect((await issueNotice(w.as(officer), { noticeId: notice!.id, version: notice!.version })).errors).toEqual([]);
    await inRequest(w, officer, (ctx) => publishAttached(ctx, 'Notice', subject.subjectId));
    expect(await statuses(first)).toEqual({
      colleague: 200,
      'analyst of the body': 200,
      addressee: 200,
      'below the addressee': 404,
      'not addressed': 404,
    });
    const { node } = await w.as(readers.addressee).ask('query($id: ID!) { node(id: $id) { ... on File { name sha256 } } }', { id: first });
    expect(node.name).toBe('附件1.jpg');
  });

  test("only what one has put in oneself can be hung up, or what one's own body has hung up elsewhere", async () => {
    const w = await world({ at: '2021-04-07T10:00:00+08:00' });
    const [officer, stranger] = [await w.person(w.province, ['ISSUING_OFFICER']), await w.person(w.city, ['ISSUING_OFFICER'])];
    const notices = await Promise.all(
      [0, 1].map(async () => noticeSubject(w, (await draftNotice(w.as(officer), { content: content({}) })).notice!)),
    );
    const theirs = await given(w, stranger);
    const mine = await given(w, officer);
    expect(await refusal(attach(w, officer, notices[0]!, [mine, theirs]))).toEqual(['FILE_UNKNOWN input.fileIds.1']);
    expect(await refusal(attach(w, officer, notices[0]!, [mine, mine]))).toEqual(['FILE_REPEATED input.fileIds.1']);
    expect(await attach(w, officer, notices[0]!, [mine])).toEqual([mine]);
    w.clock.set(new Date(w.clock.now().getTime() + 48 * HOUR)); // it waits no longer, and hangs
    expect(await attach(w, officer, notices[1]!, [mine])).toEqual([mine]);
    expect(await attach(w, officer, notices[0]!, [])).toEqual([]);
    expect((await get(w, officer, mine)).rawPayload).toEqual(CONTENTS.jpg);
  });
});

test('a read-only token sees that a file is there, and is never handed its content', async () => {
  const w = await world({ at: '2021-04-07T10:00:00+08:00' });
  const analyst = await w.person(w.province, ['ANALYST', 'ISSUING_OFFICER']);
  const id = await given(w, analyst);
  const { notice } = await draftNotice(w.as(analyst), { content: content({}) });
  await attach(w, analyst, noticeSubject(w, notice!), [id]);
  const made = await w
    .as(analyst)
    .ask('mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { errors { code } secret } }', {
      input: { name: '统计', expiresAt: '2021-12-31T00:00:00+08:00' },
    });
  const answer = await get(w, { token: made.createApiToken.secret }, id);
  expect([answer.statusCode, answer.json().errors[0].code]).toEqual([403, 'FORBIDDEN']);
});
