import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { forfeitOverdue } from '../../src/domains/obligations/forfeit.ts';
import { recount } from '../../src/domains/submissions/rollup.recount.ts';
import type { Client } from '../support/client.ts';
import * as owed from '../support/obligations.ts';
import { chain, direct, type Reporting } from '../support/reporting.ts';
import { acceptSubmission, codes, done, returnSubmission, withdrawSubmission } from '../support/submissions.ts';
import { type World, world } from '../support/world.ts';

const [DAY25, DAY27, DAY28] = ['2021-05-26T00:00:00+08:00', '2021-05-28T00:00:00+08:00', '2021-05-29T00:00:00+08:00'];
const reason = '材料在途';

/** Province by the 28th, city by the 27th, county by the 25th; the units of the county owe. */
const asked = (w: World): Promise<Reporting> => chain(w, { dueAt: DAY28 }, { city: { dueAt: DAY27 }, county: { dueAt: DAY25 } });

const officer = (r: Reporting, place: 'province' | 'city' | 'county' | 'sibling') => r.as(place, 'ISSUING_OFFICER');
const ask = async (r: Reporting, place: 'a' | 'b' | 'county', due: string) =>
  done(await owed.decideNow(owed.requestExtension, await r.as(place), await r.obligation(place), { due, reason }))['obligation'];

const WORK = `{ workItems(kinds: [EXTENSION]) { counts { total } nodes { kind verb count lamp title due { label } progress { label } viewerCan { act { allowed } } } }
  extensionRequests { totalCount nodes { id organization { name } extensionRequest { reason due { label } } } } }`;
const RATES = `query($d: ID!, $o: ID!) { reportingProgress(deliverableId: $d, organizationId: $o) { rates { expected received receivedOnTime } } }`;
const onTime = async (r: Reporting, place: 'province' | 'city' | 'county') => {
  const client = await officer(r, 'province');
  const { reportingProgress } = await client.ask(RATES, { d: r.deliverables.province, o: r.w.id('Organization', r.w[place].id) });
  return reportingProgress.rates.receivedOnTime;
};
const discrepancies = (w: World) => w.asSystem(({ db }) => recount(db, w.federationId));

async function send(r: Reporting, place: 'county' | 'city', ...units: readonly ('a' | 'b' | 'c' | 'd')[]): Promise<void> {
  const reviewer = await r.as(place, 'REVIEWER');
  const { reviewQueue } = await reviewer.ask('{ reviewQueue { items(first: 50) { nodes { id version } } } }');
  for (const { id: submissionId, version } of reviewQueue.items.nodes) done(await acceptSubmission(reviewer, { submissionId, version }));
  const absent = (['a', 'b', 'c', 'd'] as const)
    .filter((unit) => !units.includes(unit))
    .map((unit) => ({ organizationId: r.w.id('Organization', r.w[unit].id), reason: '未报' }));
  const { forwardSubmissions } = await reviewer.ask(
    'mutation($input: ForwardSubmissionsInput!) { forwardSubmissions(input: $input) { errors { code message } } }',
    { input: { deliverableId: r.deliverables.province, absent } },
  );
  expect(forwardSubmissions.errors).toEqual([]);
}

describe('an extension', () => {
  test('asked for with a reason lies on the nearest asker’s workbench and is granted inside its own slack', async () => {
    const w = await world();
    const r = await asked(w);
    expect(await ask(r, 'a', '2021-05-26')).toMatchObject({
      state: 'OPEN',
      due: { label: '5月25日24:00止（含当日）' },
      extensionRequest: { holder: { name: w.county.name }, due: { label: '5月26日24:00止（含当日）' }, reason },
      viewerCan: { askExtension: { allowed: false, code: 'ALREADY_ASKED' }, decideExtension: { allowed: false, code: 'FORBIDDEN' } },
    });
    const county = await officer(r, 'county');
    expect(await county.ask(WORK)).toMatchObject({
      workItems: {
        counts: { total: 1 },
        nodes: [
          {
            kind: 'EXTENSION',
            verb: '答复延期申请',
            count: 1,
            due: { label: '5月25日24:00止（含当日）' },
            viewerCan: { act: { allowed: true } },
          },
        ],
      },
      extensionRequests: { totalCount: 1, nodes: [{ organization: { name: w.a.name }, extensionRequest: { reason } }] },
    });
    const id = await r.obligation('a');
    expect(await owed.obligation(county, id)).toMatchObject({
      extensionRequest: { grantableUntil: { label: '5月27日24:00止（含当日）' } },
      viewerCan: { decideExtension: { allowed: true } },
    });
    const { obligation } = done(await owed.decideNow(owed.grantExtension, county, id));
    expect(obligation).toMatchObject({
      due: { label: '5月26日24:00止（含当日）' },
      superiorDue: { label: '5月28日24:00止（含当日）' },
      closesAt: '2021-05-28T16:00:00.000Z',
      extensionRequest: null,
      events: [
        { kind: 'EXTENSION_ASKED', label: '申请延期', reason, heldBy: { name: w.county.name } },
        {
          kind: 'EXTENDED',
          label: '同意延期',
          reason: '同意',
          decidedBy: { name: w.county.name },
          due: { label: '5月26日24:00止（含当日）' },
        },
      ],
    });
    expect((await county.ask(WORK)).workItems.counts.total).toBe(0);
    expect(await owed.obligation(county, await r.obligation('b'))).toMatchObject({
      due: { label: '5月25日24:00止（含当日）' },
      events: [],
    });
  });

  test('decides what is late: for the county by the new due, for the province by its own; the lamp follows', async () => {
    const w = await world();
    const r = await asked(w);
    const county = await officer(r, 'county');
    for (const unit of ['a', 'b'] as const) {
      await ask(r, unit, '2021-05-26');
      done(await owed.decideNow(owed.grantExtension, county, await r.obligation(unit)));
    }
    w.clock.set('2021-05-26T10:00:00+08:00');
    expect(await owed.obligation(county, await r.obligation('a'))).toMatchObject({ lamp: 'BLUE' });
    expect(await owed.obligation(county, await r.obligation('c'))).toMatchObject({ lamp: 'RED' });
    expect(await r.submit('a')).toMatchObject({ late: false, receipt: { onTime: true, onTimeForAsker: true } });
    w.clock.set('2021-05-27T00:00:00+08:00');
    expect(await owed.obligation(county, await r.obligation('b'))).toMatchObject({ lamp: 'RED' });
    expect(await r.submit('b')).toMatchObject({ late: true, receipt: { onTime: false, onTimeForAsker: true } });
    expect(await onTime(r, 'county')).toBe(1);
    await send(r, 'county', 'a', 'b');
    expect([await onTime(r, 'city'), await onTime(r, 'county')]).toEqual([2, 1]);
    expect(await discrepancies(w)).toEqual([]);
  });

  test('beyond one’s own slack is refused and passed up with its history; who grants it lifts the dues between', async () => {
    const w = await world();
    const r = await asked(w);
    const [county, city] = [await officer(r, 'county'), await officer(r, 'city')];
    const id = await r.obligation('a');
    await ask(r, 'a', '2021-05-28');
    const before = await owed.obligation(county, id);
    expect((await owed.decideNow(owed.grantExtension, county, id)).errors).toEqual([
      { code: 'BEYOND_SLACK', message: '本单位最晚只能批准到5月27日24:00止（含当日），更晚的请转报上级', path: ['input', 'due'] },
    ]);
    expect(codes(await owed.decideNow(owed.grantExtension, city, id))).toEqual(['NOT_HOLDER']);
    expect(await owed.obligation(county, id)).toEqual(before);
    const passed = done(await owed.decideNow(owed.passExtensionUp, county, id, { reason: '情况属实' }));
    expect(passed['obligation']).toMatchObject({
      extensionRequest: { holder: { name: w.city.name } },
      viewerCan: { decideExtension: { code: 'NOT_HOLDER' } },
    });
    expect((await county.ask(WORK)).extensionRequests.totalCount).toBe(0);
    expect((await city.ask(WORK)).extensionRequests.totalCount).toBe(1);
    const granted = done(await owed.decideNow(owed.grantExtension, city, id));
    expect(granted['obligation']).toMatchObject({
      due: { label: '5月28日24:00止（含当日）' },
      events: [
        { kind: 'EXTENSION_ASKED', reason, heldBy: { name: w.county.name } },
        {
          kind: 'EXTENSION_PASSED_UP',
          label: '转报上级',
          reason: '情况属实',
          decidedBy: { name: w.county.name },
          heldBy: { name: w.city.name },
        },
        { kind: 'EXTENDED', decidedBy: { name: w.city.name } },
      ],
    });
    w.clock.set('2021-05-28T12:00:00+08:00');
    expect(await r.submit('a')).toMatchObject({ late: false });
    await send(r, 'county', 'a');
    // The city let this one come on the 28th: in time for the county, and for itself.
    expect([await onTime(r, 'county'), await onTime(r, 'city')]).toEqual([1, 1]);
    expect(await discrepancies(w)).toEqual([]);
  });

  test('from whoever asked first may lie behind the close, and opens the door for this one until then', async () => {
    const w = await world();
    const r = await asked(w);
    const id = await r.obligation('a');
    await ask(r, 'a', '2021-05-31');
    for (const place of ['county', 'city'] as const) done(await owed.decideNow(owed.passExtensionUp, await officer(r, place), id));
    const province = await officer(r, 'province');
    expect(codes(await owed.decideNow(owed.passExtensionUp, province, id))).toEqual(['NOBODY_ABOVE']);
    done(await owed.decideNow(owed.grantExtension, province, id, { due: '2021-05-30', reason: '同意延至30日' }));
    w.clock.set('2021-05-30T23:59:59.999+08:00');
    expect(await owed.obligation(province, id)).toMatchObject({ lamp: 'BLUE', viewerCan: { start: { code: 'FORBIDDEN' } } });
    expect(await r.submit('a')).toMatchObject({ late: false, receipt: { onTimeForAsker: true } });
    w.clock.set('2021-05-31T00:00:00+08:00');
    expect(await owed.obligation(await r.as('b'), await r.obligation('b'))).toMatchObject({ viewerCan: { start: { code: 'CLOSED' } } });
  });

  test('for a body between is asked of its superior, and gives it slack for those below', async () => {
    const w = await world();
    const r = await asked(w);
    const [county, city, province] = [await officer(r, 'county'), await officer(r, 'city'), await officer(r, 'province')];
    const own = await r.obligation('county');
    expect(codes(await owed.decideNow(owed.extendObligation, county, await r.obligation('a'), { due: '2021-05-28', reason }))).toEqual([
      'BEYOND_SLACK',
    ]);
    await ask(r, 'county', '2021-05-28');
    done(await owed.decideNow(owed.grantExtension, city, own));
    expect(await owed.obligation(county, own)).toMatchObject({ due: { label: '5月28日24:00止（含当日）' } });
    done(await owed.decideNow(owed.extendObligation, county, await r.obligation('a'), { due: '2021-05-28', reason }));
    expect(await owed.obligation(county, await r.obligation('a'))).toMatchObject({ due: { label: '5月28日24:00止（含当日）' } });
    expect(codes(await owed.decideNow(owed.extendObligation, county, await r.obligation('b'), { due: '2021-05-29', reason }))).toEqual([
      'BEYOND_SLACK',
    ]);
    expect(codes(await owed.decideNow(owed.extendObligation, province, await r.obligation('b'), { due: '2021-05-29', reason }))).toEqual(
      [],
    );
  });

  test('unasked answers a request that lies with the same body or below it, not one further up', async () => {
    const w = await world();
    const r = await asked(w);
    const [county, city] = [await officer(r, 'county'), await officer(r, 'city')];
    for (const unit of ['a', 'b'] as const) await ask(r, unit, '2021-05-28');
    done(await owed.decideNow(owed.extendObligation, city, await r.obligation('a'), { due: '2021-05-28', reason: '统一延期' }));
    expect(await owed.obligation(city, await r.obligation('a'))).toMatchObject({ extensionRequest: null });
    done(await owed.decideNow(owed.passExtensionUp, county, await r.obligation('b')));
    done(await owed.decideNow(owed.extendObligation, county, await r.obligation('b'), { due: '2021-05-26', reason: '先延一天' }));
    expect(await owed.obligation(city, await r.obligation('b'))).toMatchObject({
      due: { label: '5月26日24:00止（含当日）' },
      extensionRequest: { holder: { name: w.city.name } },
    });
  });

  test('declined leaves the due, says why, and may be asked for again', async () => {
    const w = await world();
    const r = await asked(w);
    const id = await r.obligation('a');
    await ask(r, 'a', '2021-05-26');
    const declined = done(await owed.decideNow(owed.declineExtension, await officer(r, 'county'), id, { reason: '时间充裕' }));
    expect(declined['obligation']).toMatchObject({
      due: { label: '5月25日24:00止（含当日）' },
      extensionRequest: null,
      events: [{}, { kind: 'EXTENSION_DECLINED', label: '不同意延期', reason: '时间充裕' }],
    });
    expect(await owed.obligation(await r.as('a'), id)).toMatchObject({ viewerCan: { askExtension: { allowed: true } } });
  });

  test('is told to whoever decides, and then to whoever asked', async () => {
    const w = await world();
    const r = await asked(w);
    const id = await r.obligation('a');
    await ask(r, 'a', '2021-05-28');
    done(await owed.decideNow(owed.passExtensionUp, await officer(r, 'county'), id));
    done(await owed.decideNow(owed.grantExtension, await officer(r, 'city'), id));
    const { rows } = await w.asSystem(({ db }) =>
      sql<{ event: string; audience: unknown }>`select event, audience from announcement where event like 'EXTENSION%' order by id`.execute(
        db,
      ),
    );
    const roles = ['ISSUING_OFFICER'];
    expect(rows).toEqual([
      { event: 'EXTENSION_ASKED', audience: { organizationIds: [w.county.id], roles } },
      { event: 'EXTENSION_ASKED', audience: { organizationIds: [w.city.id], roles } },
      { event: 'EXTENSION_ANSWERED', audience: { organizationIds: [w.a.id] } },
    ]);
  });
});

describe('an extension is refused', () => {
  const input = { due: '2021-05-28', reason };

  test('of what is handed in, accepted, let off or given up: each by its name, and nothing changes', async () => {
    const w = await world();
    const r = await direct(w, ['a', 'b', 'c', 'd'], { latePolicy: 'AUTO_FORFEIT', dueAt: DAY25 });
    const province = await officer(r, 'province');
    await r.submit('a');
    const { id: submissionId, version } = await r.submit('b');
    done(await acceptSubmission(await r.as('province', 'REVIEWER'), { submissionId, version }));
    done(await owed.decideNow(owed.waiveObligation, province, await r.obligation('c'), { reason }));
    w.clock.set(DAY25);
    expect(await forfeitOverdue(w.orm.em, w.federationId, w.clock.now(), 'test')).toBe(1);
    const tried = await Promise.all(
      (['a', 'b', 'c', 'd'] as const).map(async (unit) => {
        const id = await r.obligation(unit);
        const before = await owed.obligation(province, id);
        const outcome = [
          codes(await owed.decideNow(owed.requestExtension, await r.as(unit), id, input)),
          codes(await owed.decideNow(owed.extendObligation, province, id, input)),
          before.viewerCan.extend.code,
        ].flat();
        expect(await owed.obligation(province, id)).toEqual(before);
        return outcome;
      }),
    );
    const each = (code: string) => [code, code, code];
    expect(tried).toEqual([each('ALREADY_SUBMITTED'), each('ALREADY_ACCEPTED'), each('WAIVED'), each('FORFEITED')]);
  });

  test('after the close, to an earlier day, of another’s task, twice, with a reason of blanks', async () => {
    const w = await world();
    const r = await asked(w);
    const [a, id] = [await r.as('a'), await r.obligation('a')];
    const refused = async (client: Client, more: object) =>
      codes(await owed.decideNow(owed.requestExtension, client, id, { ...input, ...more }));
    expect(await refused(a, { due: '2021-05-25' })).toEqual(['NOT_LATER']);
    expect(await refused(a, { due: '2021-05-05' })).toEqual(['DUE_IN_PAST']);
    expect(await refused(a, { due: '2021-02-30' })).toEqual(['INVALID_DATE']);
    expect(await refused(a, { reason: ' ' })).toEqual(['TOO_SMALL']);
    expect(await refused(await officer(r, 'county'), {})).toEqual(['NOT_OWN']);
    await ask(r, 'a', '2021-05-28');
    expect(await refused(a, {})).toEqual(['ALREADY_ASKED']);
    w.clock.set(DAY28);
    expect(
      codes(await owed.decideNow(owed.requestExtension, await r.as('b'), await r.obligation('b'), { ...input, due: '2021-06-02' })),
    ).toEqual(['CLOSED']);
    const other = await asked(await world());
    expect(codes(await owed.requestExtension(a, { obligationId: await other.obligation('a'), version: 1, ...input }))).toEqual([
      'NOT_FOUND',
    ]);
  });

  test('to a body that does not ask for it: a sibling finds nothing, one between may not past its superior', async () => {
    const w = await world();
    const r = await asked(w);
    const sibling = await officer(r, 'sibling');
    const id = await r.obligation('a');
    expect(codes(await owed.extendObligation(sibling, { obligationId: id, version: 1, ...input }))).toEqual(['NOT_FOUND']);
    const far = await direct(w, ['a']);
    const task = await far.obligation('a');
    expect(codes(await owed.decideNow(owed.extendObligation, await officer(r, 'county'), task, { due: '2021-06-01', reason }))).toEqual([
      'NOT_ASKER',
    ]);
  });

  test('to the second of two who decide at once', async () => {
    const w = await world();
    const r = await asked(w);
    await ask(r, 'a', '2021-05-26');
    const id = await r.obligation('a');
    const deciders = [w.as(await w.person(w.county, ['ISSUING_OFFICER'])), w.as(await w.person(w.county, ['ISSUING_OFFICER']))];
    const { version } = await owed.obligation(deciders[0]!, id);
    const outcomes = await Promise.all([
      owed.grantExtension(deciders[0]!, { obligationId: id, version }),
      owed.declineExtension(deciders[1]!, { obligationId: id, version, reason: '时间充裕' }),
    ]);
    expect(outcomes.map((one) => codes(one).join()).toSorted()).toEqual(['', 'STALE_VERSION']);
    expect((await owed.obligation(deciders[0]!, id)).events).toHaveLength(2);
  });
});

describe('the dues that count', () => {
  test('when something comes in again after it was taken back are those of that day', async () => {
    const w = await world();
    const r = await direct(w, ['a'], { dueAt: DAY25, closesAt: null, latePolicy: 'ACCEPT_LATE' });
    w.clock.set('2021-05-26T10:00:00+08:00');
    const { id: submissionId, version, late } = await r.submit('a');
    expect(late).toBe(true);
    done(await withdrawSubmission(await r.as('a'), { submissionId, version }));
    done(await owed.decideNow(owed.extendObligation, await officer(r, 'province'), await r.obligation('a'), { due: '2021-05-28', reason }));
    expect(await r.submit('a')).toMatchObject({ late: false });
    expect(await onTime(r, 'province')).toBe(1);
    expect(await discrepancies(w)).toEqual([]);
  });

  test('for what was returned stay those of the first time; more time only keeps the door open', async () => {
    const w = await world();
    const r = await direct(w, ['a'], { dueAt: DAY25, closesAt: DAY28 });
    w.clock.set('2021-05-26T10:00:00+08:00');
    const { id: submissionId, version } = await r.submit('a');
    done(
      await returnSubmission(await r.as('province', 'REVIEWER'), { submissionId, version, reason: '请补充', resubmitDue: '2021-05-27' }),
    );
    done(await owed.decideNow(owed.extendObligation, await officer(r, 'province'), await r.obligation('a'), { due: '2021-06-02', reason }));
    w.clock.set('2021-06-02T10:00:00+08:00');
    expect(await r.submit('a')).toMatchObject({ late: true, state: 'SUBMITTED' });
    expect(await onTime(r, 'province')).toBe(0);
    expect(await discrepancies(w)).toEqual([]);
  });
});
