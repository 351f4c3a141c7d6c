import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { excerpts, inbox } from '../support/inbox.ts';
import { obligationOf, plantNotice } from '../support/plant.ts';
import { chain, type Reporting } from '../support/reporting.ts';
import { acceptSubmission, done, returnSubmission } from '../support/submissions.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const REMIND = `mutation($input: RemindObligationsInput!) { remindObligations(input: $input) {
  errors { code message path } toRemind skippedRecently skippedSettled job { id kindLabel state title total } } }`;
const LIST = `query($id: ID!) { obligations(deliverableId: $id, first: 50) { nodes { id organization { name } lastRemindedAt
  viewerCan { remind { allowed code opensAt } } } } }`;
const BOARD = `query($id: ID!) { reportingProgress(deliverableId: $id) { children(first: 50) { nodes { organization { name } lastRemindedAt
  viewerCan { remind { allowed code } } } } } }`;
const JOBS = '{ jobs(first: 5) { nodes { state done total phase failureCount failures(first: 5) { nodes { code message } } } } }';

// The assertions say what it holds.
// oxlint-disable-next-line typescript/no-explicit-any
type Untyped = any;

const remind = async (w: World, by: TestPerson, input: Readonly<Record<string, unknown>>): Promise<Untyped> =>
  (await w.as(by).ask(REMIND, { input })).remindObligations;

const SAID = '“工作情况报告”，5月28日24:00止（含当日），尚未报送';

/** Units a to d of the county owe a report; everybody who reports there is known. */
async function begun() {
  const w = await world();
  const r = await chain(w);
  const [city, county] = [await w.allRounder(w.city), await w.allRounder(w.county)];
  const units = { a: await w.person(w.a), b: await w.person(w.b), c: await w.person(w.c), d: await w.person(w.d) };
  const reminded = async () =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(units).map(
          async ([key, person]) => [key, (await excerpts(w, person)).filter((said) => said.startsWith('REMINDED'))] as const,
        ),
      ),
    );
  return { w, r, city, county, units, reminded };
}

const ask = (r: Reporting, place: 'province' | 'city' | 'county', more: Readonly<Record<string, unknown>> = {}) => ({
  deliverableId: r.deliverables[place],
  ...more,
});

describe.concurrent('reminding', () => {
  test('tells those who have not handed in, once, who asks, what and by when; in the list and on the board one sees it', async () => {
    const { w, r, county, reminded } = await begun();
    await r.submit('a');
    const answer = await remind(w, county, ask(r, 'county'));
    expect(answer).toMatchObject({
      errors: [],
      toRemind: 3,
      skippedRecently: 0,
      job: { kindLabel: '催办', state: 'QUEUED', title: '催办：工作情况报告', total: 3 },
    });
    await w.settle();
    const said = [`REMINDED 东山县总工会催办：${SAID}`];
    expect(await reminded()).toEqual({ a: [], b: said, c: said, d: said });
    expect((await w.as(county).ask(JOBS)).jobs.nodes).toEqual([
      { state: 'DONE', done: 3, total: 3, phase: '已完成', failureCount: 0, failures: { nodes: [] } },
    ]);
    const at = w.clock.now().toISOString();
    const { nodes } = (await w.as(county).ask(LIST, { id: r.deliverables.county })).obligations;
    expect(nodes.map(({ lastRemindedAt, viewerCan }: Untyped) => [lastRemindedAt, viewerCan.remind.code])).toEqual([
      [null, 'ALREADY_SUBMITTED'],
      [at, 'REMINDED_RECENTLY'],
      [at, 'REMINDED_RECENTLY'],
      [at, 'REMINDED_RECENTLY'],
    ]);
    expect(nodes[1].viewerCan.remind.opensAt).toBe('2021-05-07T01:00:00.000Z');
    const [line] = (await w.as(await w.allRounder(w.city)).ask(BOARD, { id: r.deliverables.city })).reportingProgress.children.nodes;
    expect(line).toEqual({
      organization: { name: '东山县总工会' },
      lastRemindedAt: at,
      viewerCan: { remind: { allowed: true, code: null } },
    });
  });

  test('twice in a day is refused when nobody else is left, and else leaves them out and counts them', async () => {
    const { w, r, city, county, reminded } = await begun();
    await remind(w, county, ask(r, 'county', { obligationIds: [await r.obligation('b')] }));
    await w.settle();
    expect(await remind(w, county, ask(r, 'county', { obligationIds: [await r.obligation('b')] }))).toMatchObject({
      errors: [{ code: 'REMINDED_RECENTLY', path: ['input', 'obligationIds', '0'] }],
      job: null,
    });
    // Whoever reminds: the city's reminder leaves out whom the county has reminded.
    expect(await remind(w, city, ask(r, 'city'))).toMatchObject({ errors: [], toRemind: 3, skippedRecently: 1 });
    await w.settle();
    expect(await remind(w, county, ask(r, 'county'))).toMatchObject({
      errors: [{ code: 'REMINDED_RECENTLY', message: '4个未报单位24小时内都已催办过' }],
    });
    w.clock.set('2021-05-07T08:59:59+08:00');
    expect((await remind(w, county, ask(r, 'county'))).errors[0].code).toBe('REMINDED_RECENTLY');
    w.clock.set('2021-05-07T09:00:00+08:00');
    expect(await remind(w, county, ask(r, 'county'))).toMatchObject({ errors: [], toRemind: 4 });
    await w.settle();
    expect((await reminded()).b).toEqual([`REMINDED 东山县总工会催办：${SAID}`, `REMINDED 东山县总工会催办：${SAID}`]);
    expect((await reminded()).c).toEqual([`REMINDED 东山县总工会催办：${SAID}`, `REMINDED 石门市总工会催办：${SAID}`]);
  });

  test('asked for by two levels at once reminds each body once', async () => {
    const { w, r, city, county, reminded } = await begun();
    await Promise.all([remind(w, county, ask(r, 'county')), remind(w, city, ask(r, 'city'))]);
    await Promise.all([w.settle(), w.settle()]);
    await w.settle();
    for (const said of Object.values(await reminded())) expect(said).toHaveLength(1);
  });

  test('leaves out what is handed in before the job comes to it; what was returned is pressed for again', async () => {
    const { w, r, county, reminded } = await begun();
    const first = await r.submit('a');
    const second = await r.submit('b');
    done(await returnSubmission(await r.as('county', 'REVIEWER'), { submissionId: first.id, version: first.version, reason: '请补充' }));
    done(await acceptSubmission(await r.as('county', 'REVIEWER'), { submissionId: second.id, version: second.version }));
    expect(await remind(w, county, ask(r, 'county'))).toMatchObject({ errors: [], toRemind: 3 });
    await r.submit('c');
    await w.settle();
    const said = await reminded();
    const presses = (key: 'a' | 'b' | 'c' | 'd') => (said[key] ?? []).filter((line) => line.startsWith('REMINDED')).length;
    expect([presses('a'), presses('b'), presses('c'), presses('d')]).toEqual([1, 0, 0, 1]);
    expect((await w.as(county).ask(JOBS)).jobs.nodes).toMatchObject([{ state: 'DONE', done: 2, total: 3 }]);
  });

  test('goes by the filter of the chase list, below one body, and to levels that have to organise', async () => {
    const { w, r, city, county } = await begun();
    const officer = await w.person(w.county, ['ISSUING_OFFICER']);
    expect(await remind(w, county, ask(r, 'county', { acknowledged: true }))).toMatchObject({
      errors: [{ code: 'NOBODY_TO_REMIND', path: ['input', 'deliverableId'] }],
    });
    expect(await remind(w, county, ask(r, 'county', { lamp: 'RED' }))).toMatchObject({ errors: [{ code: 'NOBODY_TO_REMIND' }] });
    expect(await remind(w, city, ask(r, 'city', { under: w.id('Organization', w.sibling.id) }))).toMatchObject({
      errors: [{ code: 'NOBODY_TO_REMIND' }],
    });
    const below = { under: w.id('Organization', w.county.id), including: true, duties: true };
    expect(await remind(w, city, ask(r, 'city', below))).toMatchObject({ errors: [], toRemind: 5 });
    await w.settle();
    expect(await excerpts(w, officer)).toEqual(['REMINDED 石门市总工会催办：“工作情况报告”，5月28日24:00止（含当日），组织报送尚未完成']);
  });

  test('is for whoever asks and the levels between; of what one does not see it says nothing', async () => {
    const { w, r, county, reminded } = await begun();
    const [province, sibling, reporter] = [await w.allRounder(w.province), await w.allRounder(w.sibling), await w.person(w.county)];
    const named = ask(r, 'county', { obligationIds: [await r.obligation('a')] });
    expect((await remind(w, sibling, named)).errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'deliverableId'] }]);
    expect((await remind(w, await w.allRounder(w.a), ask(r, 'county'))).errors).toMatchObject([{ code: 'NOBODY_TO_REMIND' }]);
    expect((await w.as(reporter).execute(REMIND, { input: named })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);

    // What the city asks by itself is none of the province's business to chase.
    const notice = await plantNotice(w, {
      by: await w.allRounder(w.city),
      to: [w.cityUnit],
      deliverables: [{ dueAt: '2021-05-29T00:00:00+08:00' }],
    });
    const own = w.id('Deliverable', notice.deliverables['report']!);
    expect((await remind(w, province, { deliverableId: own })).errors).toMatchObject([{ code: 'NOBODY_TO_REMIND' }]);
    const id = w.id('Obligation', await obligationOf(w, w.cityUnit, notice.deliverables['report']!));
    const { obligation } = await w
      .as(province)
      .ask('query($id: ID!) { obligation(id: $id) { viewerCan { remind { allowed code } recordCall { code } } } }', { id });
    expect(obligation.viewerCan).toEqual({ remind: { allowed: false, code: 'NOT_ASKER' }, recordCall: { code: 'NOT_ASKER' } });
    expect((await remind(w, province, { deliverableId: own, obligationIds: [id] })).errors).toMatchObject([{ code: 'NOT_ASKER' }]);
    expect((await remind(w, county, ask(r, 'county', { obligationIds: [id] }))).errors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'obligationIds', '0'] },
    ]);
    await w.settle();
    expect(Object.values(await reminded()).flat()).toEqual([]);
    expect(await w.asSystem(async ({ db }) => (await sql`select from reminder union all select from job`.execute(db)).rows.length)).toBe(0);
  });

  test('names those whom nobody can be told for', async () => {
    const w = await world();
    const r = await chain(w);
    const county = await w.allRounder(w.county);
    await w.person(w.a);
    await remind(w, county, ask(r, 'county'));
    await w.settle();
    const [job] = (await w.as(county).ask(JOBS)).jobs.nodes;
    expect(job).toMatchObject({ state: 'DONE', done: 4, failureCount: 3 });
    expect(job.failures.nodes.map(({ message }: Untyped) => message)).toEqual(
      ['b', 'c', 'd'].map((key) => `${w[key as 'b'].name}没有可以通知的人，请电话联系`),
    );
  });

  test('is put aside when it is handed in', async () => {
    const { w, r, county, units } = await begun();
    await remind(w, county, ask(r, 'county', { obligationIds: [await r.obligation('a')] }));
    await w.settle();
    expect(await excerpts(w, units.a)).toHaveLength(1);
    await r.submit('a');
    await w.settle();
    expect(await excerpts(w, units.a)).toEqual([]);
    expect((await inbox(w, units.a, { done: true })).nodes).toMatchObject([{ event: 'REMINDED', readAt: null }]);
  });
});

describe.concurrent('a call', () => {
  const CALL = `mutation($input: RecordPhoneCallInput!) { recordPhoneCall(input: $input) { errors { code path }
    obligation { phoneCalls { calledAt outcome outcomeLabel note caller } } } }`;

  test('is noted with who rang and what came of it, for the body that rang alone', async () => {
    const { w, r, city, county, units } = await begun();
    const obligationId = await r.obligation('a');
    const call = async (by: TestPerson, more: Readonly<Record<string, unknown>>) =>
      (await w.as(by).ask(CALL, { input: { obligationId, ...more } })).recordPhoneCall;
    expect((await call(county, { outcome: 'NOT_REACHED' })).errors).toEqual([]);
    w.clock.advance(3_600_000);
    const { obligation } = await call(county, { outcome: 'PROMISED', note: '答应周五前报' });
    const calls = [
      { calledAt: '2021-05-06T01:00:00.000Z', outcome: 'NOT_REACHED', outcomeLabel: '无人接听', note: null, caller: county.name },
      { calledAt: '2021-05-06T02:00:00.000Z', outcome: 'PROMISED', outcomeLabel: '答应报送', note: '答应周五前报', caller: county.name },
    ];
    expect(obligation.phoneCalls).toEqual(calls);
    const seen = async (by: TestPerson) =>
      (await w.as(by).ask('query($id: ID!) { obligation(id: $id) { phoneCalls { outcome } } }', { id: obligationId })).obligation
        .phoneCalls;
    expect([await seen(city), await seen(units.a)]).toEqual([[], []]);
    const sibling = await w.allRounder(w.sibling);
    expect((await call(sibling, { outcome: 'NOTED' })).errors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'obligationId'] }]);
    expect((await call(await w.allRounder(w.a), { outcome: 'NOTED' })).errors).toEqual([
      { code: 'NOT_ASKER', path: ['input', 'obligationId'] },
    ]);
  });
});
