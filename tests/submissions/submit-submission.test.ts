import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { canonical } from '../../src/kit/canonical.ts';
import { field, inRequest, obligationOf, plantNotice } from '../support/plant.ts';
import { chain, direct, DUE } from '../support/reporting.ts';
import { codes, done, editor, handIn, startSubmission, submission, submitSubmission, withdrawSubmission } from '../support/submissions.ts';
import { world } from '../support/world.ts';

describe.concurrent('submitSubmission', () => {
  test('S0-41: a unit submits straight to the province and gets a receipt', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const submitted = await r.submit('a', { summary: '活动十场', number: '12' });
    const content = {
      nil: false,
      nilReason: null,
      parts: [{ deliverableId: r.root, answers: { summary: '活动十场', number: '12' } }],
      files: [],
    };
    expect(submitted).toMatchObject({
      state: 'SUBMITTED',
      number: 1,
      nil: false,
      late: false,
      holder: { name: '河东省总工会' },
      receipt: {
        number: expect.stringMatching(/^20210506-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/),
        submittedAt: '2021-05-06T01:00:00.000Z',
        version: 1,
        onTime: true,
        onTimeForAsker: true,
        contentHash: createHash('sha256').update(canonical(content)).digest('hex'),
      },
      timeline: [
        { kind: 'SUBMITTED', number: 1, organization: { name: '东山县第一纺织厂工会' }, toOrganization: { name: '河东省总工会' } },
      ],
      obligation: { state: 'SUBMITTED' },
      viewerCan: { withdraw: { allowed: true }, resubmit: { allowed: false, code: 'WRONG_STATE' } },
    });
    expect((await editor(await r.as('a'), await r.obligation('a'))).viewerCan.edit).toEqual({ allowed: false, code: 'WRONG_STATE' });
  });

  test('X-09 C-33: 3000 characters are handed in, 3001 are refused at the field', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const { version } = await r.fill('a', { summary: '字'.repeat(3001) });
    const refused = await submitSubmission(await r.as('a'), { obligationId: await r.obligation('a'), version });
    expect(refused).toEqual({
      errors: [
        {
          code: 'TEXT_TOO_LONG',
          message: '最多 3000 个字，现有 3001 个字（不计空格，标点计入）',
          path: ['input', 'answers', r.deliverables.province, 'summary'],
        },
      ],
      submission: null,
      editor: null,
    });
    expect((await r.submit('a', { summary: '字'.repeat(3000) })).state).toBe('SUBMITTED');
  });

  test('every blocking finding is named, a warning stops nothing', async () => {
    const w = await world();
    const r = await direct(w, ['a'], {
      fields: [
        field({ key: 'score', type: 'NUMBER', min: '90', required: true }),
        field({ key: 'joined', type: 'RATE', scale: 0 }),
        field({ key: 'day', type: 'DATE' }),
      ],
    });
    const { version } = await r.fill('a', { score: '89.99', day: '2021-02-30', joined: { numerator: '11', denominator: '10' } });
    const refused = await submitSubmission(await r.as('a'), { obligationId: await r.obligation('a'), version });
    expect(refused.errors.map(({ code, path }) => [code, path.at(-1)])).toEqual([
      ['NUMBER_TOO_SMALL', 'score'],
      ['INVALID_DATE', 'day'],
    ]);
    expect((await r.submit('a', { score: '90', day: '2021-02-28' })).state).toBe('SUBMITTED');
  });

  for (const [offset, code] of [
    [-1, []],
    [0, ['CLOSED']],
    [1, ['CLOSED']],
  ] as const) {
    test(`C-05 C-20 X-13: ${offset} ms from the end of the last day ${code.length ? 'it is refused' : 'it is on time'}`, async () => {
      const w = await world();
      const r = await direct(w, ['a']);
      const { version } = await r.fill('a');
      w.clock.set(new Date(Date.parse(DUE) + offset));
      const answered = await submitSubmission(await r.as('a'), { obligationId: await r.obligation('a'), version });
      expect(codes(answered)).toEqual(code);
      expect(answered['submission']?.receipt.onTime ?? null).toBe(code.length ? null : true);
      const page = await editor(await r.as('a'), await r.obligation('a'));
      expect(page.viewerCan.edit.code).toBe(code.length ? 'CLOSED' : 'WRONG_STATE');
    });
  }

  test('S2-67 S2-69: due 31 October; at 23:59:59.999 it is accepted, at 00:00 it is given up', async () => {
    const w = await world({ at: '2023-10-10T09:00:00+08:00' });
    const r = await direct(w, ['a', 'b'], { dueAt: '2023-11-01T00:00:00+08:00', latePolicy: 'AUTO_FORFEIT' });
    const [first, second] = [await r.fill('a'), await r.fill('b')];
    w.clock.set('2023-10-31T23:59:59.999+08:00');
    const inTime = await submitSubmission(await r.as('a'), { obligationId: await r.obligation('a'), version: first.version });
    expect(inTime['submission']).toMatchObject({ state: 'SUBMITTED', late: false });
    w.clock.set('2023-11-01T00:00:00+08:00');
    const tooLate = await submitSubmission(await r.as('b'), { obligationId: await r.obligation('b'), version: second.version });
    expect(tooLate.errors).toEqual([{ code: 'AUTO_FORFEIT', message: '逾期视为自动放弃', path: ['input', 'obligationId'] }]);
    expect(tooLate['submission']).toBeNull();
  });

  test('C-05: reopened by name it is accepted until the new due, and stays late', async () => {
    const w = await world();
    const r = await direct(w, ['a', 'b']);
    const { version } = await r.fill('a');
    const other = await r.fill('b');
    w.clock.set('2021-05-30T09:00:00+08:00');
    const officer = await r.as('province', 'ISSUING_OFFICER');
    const reopened = await officer.ask(
      `mutation($input: ReopenObligationInput!) { reopenObligation(input: $input) { errors { code path } obligation { version } } }`,
      {
        input: { obligationId: await r.obligation('a'), version: 1, reason: '汛期停电', due: '2021-06-02' },
      },
    );
    expect(reopened.reopenObligation.errors).toEqual([]);
    w.clock.set('2021-06-02T23:59:59.999+08:00');
    const answered = done(await submitSubmission(await r.as('a'), { obligationId: await r.obligation('a'), version }));
    expect(answered['submission']).toMatchObject({
      late: true,
      receipt: { onTime: false, onTimeForAsker: false },
      obligation: { late: true },
    });
    expect(codes(await submitSubmission(await r.as('b'), { obligationId: await r.obligation('b'), version: other.version }))).toEqual([
      'CLOSED',
    ]);
  });

  test('late for the county is still on time for the province, and both are kept', async () => {
    const w = await world();
    const r = await chain(w, {}, { county: { dueAt: '2021-05-21T00:00:00+08:00' } });
    const { version } = await r.fill('a');
    w.clock.set('2021-05-21T00:00:00+08:00');
    const answered = done(await submitSubmission(await r.as('a'), { obligationId: await r.obligation('a'), version }));
    expect(answered['submission']).toMatchObject({ late: true, receipt: { onTime: false, onTimeForAsker: true } });
  });

  test('LEVEL_BY_LEVEL goes to the nearest body that asks', async () => {
    const w = await world();
    const r = await chain(w);
    expect(await r.submit('a')).toMatchObject({
      holder: { name: '东山县总工会' },
      timeline: [{ toOrganization: { name: '东山县总工会' } }],
    });
  });

  test('零报告: nothing to report, without answers and with a reason; who was invited need not', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    done(await startSubmission(await r.as('a'), { obligationId: await r.obligation('a') }));
    const nil = done(
      await submitSubmission(await r.as('a'), {
        obligationId: await r.obligation('a'),
        version: 1,
        nil: true,
        nilReason: '本单位无在职会员',
      }),
    );
    expect(nil['submission']).toMatchObject({ nil: true, state: 'SUBMITTED', parts: [{ answers: [] }], obligation: { nil: true } });
    const { submission: read } = await (
      await r.as('county', 'ANALYST')
    ).ask(`query($id: ID!) { submission(id: $id) { versions { number nil nilReason } } }`, { id: nil['submission'].id });
    expect(read.versions).toEqual([{ number: 1, nil: true, nilReason: '本单位无在职会员' }]);
    const invited = await direct(w, ['b'], { participation: 'VOLUNTARY' });
    done(await startSubmission(await invited.as('b'), { obligationId: await invited.obligation('b') }));
    expect(
      codes(await submitSubmission(await invited.as('b'), { obligationId: await invited.obligation('b'), version: 1, nil: true })),
    ).toEqual(['NIL_NOT_OWED']);
  });

  test('of two submits at once exactly one arrives', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const { version } = await r.fill('a');
    const [client, obligationId] = [w.as(await w.person(w.a)), await r.obligation('a')];
    const both = await Promise.all([
      submitSubmission(client, { obligationId, version }),
      submitSubmission(await r.as('a'), { obligationId, version }),
    ]);
    expect(both.flatMap(codes)).toEqual(['WRONG_STATE']);
    const { rows } = await w.asSystem(({ db }) =>
      sql<{ submissions: number; versions: number; received: number }>`
        select (select count(*) from submission s where s.federation_id = ${w.federationId})::int as submissions,
               (select count(*) from submission_version s where s.federation_id = ${w.federationId})::int as versions,
               (select sum(received) from rollup_delta d where d.federation_id = ${w.federationId} and d.top_level <= 1 and d.bottom_level >= 1)::int as received
      `.execute(db),
    );
    expect(rows).toEqual([{ submissions: 1, versions: 1, received: 1 }]);
  });

  test("a stale version, another body's task and an unknown one are refused and nothing is handed in", async () => {
    const w = await world();
    const r = await direct(w, ['a', 'b']);
    await r.fill('a', { summary: '甲' });
    const obligationId = await r.obligation('a');
    expect(codes(await submitSubmission(await r.as('a'), { obligationId, version: 1 }))).toEqual(['STALE_VERSION']);
    expect(codes(await submitSubmission(await r.as('county'), { obligationId, version: 2 }))).toEqual(['NOT_OWN']);
    const foreign = await submitSubmission(await r.as('b'), { obligationId, version: 2 });
    expect(foreign).toEqual(
      await submitSubmission(await r.as('b'), { obligationId: w.id('Obligation', '01890000-0000-7000-8000-000000000000'), version: 2 }),
    );
    expect(codes(foreign)).toEqual(['NOT_FOUND']);
    const elsewhere = await world();
    expect(await submitSubmission(elsewhere.as(await elsewhere.person(elsewhere.a)), { obligationId, version: 2 })).toEqual(foreign);
    const { rows } = await w.asSystem(({ db }) => sql`select 1 from submission where federation_id = ${w.federationId}`.execute(db));
    expect(rows).toEqual([]);
  });

  test("S0-06: the duty to organise ends with the level's own report and comes back when that is withdrawn", async () => {
    const w = await world();
    const by = await w.person(w.province, ['ISSUING_OFFICER']);
    const notice = await plantNotice(w, {
      by,
      to: [w.city],
      deliverables: [
        { key: 'report', audience: ['GRASSROOTS'], dueAt: DUE, completedBy: 'progress' },
        { key: 'progress', fields: [field({ key: 'text', type: 'TEXT', required: true })], dueAt: DUE },
      ],
    });
    const duty = await obligationOf(w, w.city, notice.deliverables['report']!);
    const report = w.id('Obligation', await obligationOf(w, w.city, notice.deliverables['progress']!));
    const reporter = await w.person(w.city);
    const state = () =>
      inRequest(
        w,
        reporter,
        async (ctx) => (await ctx.db.selectFrom('obligation').select('state').where('id', '=', duty).executeTakeFirstOrThrow()).state,
      );
    expect(await state()).toBe('OPEN');
    const handed = await handIn(w.as(reporter), report, w.id('Deliverable', notice.deliverables['progress']!), { text: '已开展' });
    expect(await state()).toBe('ACCEPTED');
    done(await withdrawSubmission(w.as(reporter), { submissionId: handed.id, version: handed.version }));
    expect(await state()).toBe('OPEN');
  });

  test('C-19: the levels between read it and the counties beside do not', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const { id } = await r.submit('a');
    for (const place of ['county', 'city', 'province'] as const)
      expect((await submission(await r.as(place, 'ANALYST'), id)).parts).toHaveLength(1);
    for (const place of ['b', 'sibling', 'otherCity', 'branch'] as const) expect(await submission(await r.as(place), id)).toBeNull();
  });
});
