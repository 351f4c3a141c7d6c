import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { describe, expect, test } from 'vitest';
import { fold } from '../../src/domains/submissions/rollup.fold.ts';
import { withRollup } from '../../src/domains/submissions/rollup.ts';
import { inRequest, obligationOf, plantNotice, putSubmission, type SubmissionSeed } from '../support/plant.ts';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { type World, world } from '../support/world.ts';

const BOARD = /* GraphQL */ `
  query Progress($deliverable: ID!, $organization: ID, $order: ProgressOrder! = TREE, $first: Int! = 50, $after: String) {
    reportingProgress(deliverableId: $deliverable, organizationId: $organization) {
      asOf
      organization {
        shortName
      }
      rates {
        expected
        received
        receivedOnTime
        reportingRate {
          numerator
          denominator
          percent
        }
        onTimeRate {
          percent
        }
      }
      invited {
        eligible
        entered
      }
      byState {
        state
        count
      }
      byLamp {
        lamp
        count
      }
      overdue
      nil
      late
      acknowledged {
        numerator
        denominator
      }
      elsewhere {
        expected
        received
        receivedOnTime
      }
      children(order: $order, first: $first, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          organization {
            shortName
          }
          rates {
            expected
            received
            receivedOnTime
            reportingRate {
              percent
            }
          }
          overdue
          own {
            state
          }
          viewerCan {
            open {
              allowed
            }
          }
        }
      }
    }
  }
`;

const LIST = /* GraphQL */ `
  query List($deliverable: ID!, $under: ID, $behind: ObligationFigure, $including: Boolean! = false, $elsewhere: Boolean! = false) {
    obligations(deliverableId: $deliverable, under: $under, behind: $behind, including: $including, elsewhere: $elsewhere, first: 100) {
      totalCount
      nodes {
        organization {
          shortName
        }
      }
    }
  }
`;

const GRASSROOTS = ['GRASSROOTS', 'CITY_DIRECT_GRASSROOTS'] as const;
const below = { groups: [{ kinds: [...GRASSROOTS], scope: 'SUBTREE' as const }], organizationIds: [], exceptIds: [] };

/** A report of every grassroots union to the province, due 28 May. */
async function asked(w: World, seed: { route?: 'DIRECT' | 'LEVEL_BY_LEVEL'; participation?: 'MANDATORY' | 'VOLUNTARY' } = {}) {
  const officer = await w.allRounder(w.province);
  const notice = await plantNotice(w, {
    by: officer,
    to: below,
    deliverables: [{ dueAt: '2021-05-29T00:00:00+08:00', closesAt: null, latePolicy: 'ACCEPT_LATE', ...seed }],
  });
  const root = notice.deliverables['report']!;
  const put = async (unit: PlantedOrganization, given: Partial<SubmissionSeed> = {}) => {
    const id = await obligationOf(w, unit, root);
    await inRequest(w, officer, (ctx) =>
      withRollup(ctx, [id], () => putSubmission(ctx, id, { state: 'SUBMITTED', reachedLevel: 1, at: ctx.now, ...given })),
    );
  };
  const board = async (organization: PlantedOrganization, more = {}) =>
    (
      await w
        .as(officer)
        .ask(BOARD, { deliverable: w.id('Deliverable', root), organization: w.id('Organization', organization.id), ...more })
    ).reportingProgress;
  const list = async (organization: PlantedOrganization, more = {}) =>
    (await w.as(officer).ask(LIST, { deliverable: w.id('Deliverable', root), under: w.id('Organization', organization.id), ...more }))
      .obligations;
  return { officer, root, put, board, list };
}

const line = (board: { children: { nodes: { organization: { shortName: string } }[] } }, name: string) =>
  board.children.nodes.find(({ organization }) => organization.shortName === name) as never as Record<string, never>;

describe('reportingProgress', () => {
  test('X-12: rates keep numerator and denominator, two digits half up; nothing expected is no data', async () => {
    const w = await world();
    const { put, board } = await asked(w);
    await put(w.a);
    await put(w.b, { nil: true });
    const province = await board(w.province);
    expect(province.rates).toEqual({
      expected: 6,
      received: 2,
      receivedOnTime: 2,
      reportingRate: { numerator: 2, denominator: 6, percent: '33.33' },
      onTimeRate: { percent: '33.33' },
    });
    expect(province.nil).toBe(1);
    expect(province.byState).toEqual([
      { state: 'OPEN', count: 4 },
      { state: 'SUBMITTED', count: 2 },
    ]);
    const empty = await board(w.otherCity);
    expect(empty.rates).toEqual({
      expected: 0,
      received: 0,
      receivedOnTime: 0,
      reportingRate: { numerator: 0, denominator: 0, percent: null },
      onTimeRate: { percent: null },
    });
    expect(empty.children.nodes).toEqual([]);
  });

  test('the day curve goes by days in Beijing and by when each level first had it, and ends at the number of the board', async () => {
    const w = await world();
    const { officer, root, put, board } = await asked(w, { route: 'LEVEL_BY_LEVEL' });
    const daily = async (place: PlantedOrganization) =>
      (
        await w
          .as(officer)
          .ask(
            'query($id: ID!, $at: ID!) { reportingProgress(deliverableId: $id, organizationId: $at) { daily { day received total } } }',
            { id: w.id('Deliverable', root), at: w.id('Organization', place.id) },
          )
      ).reportingProgress.daily;
    expect(await daily(w.province)).toEqual([]);
    await put(w.a, { reachedLevel: 3, at: new Date('2021-05-06T23:59:59.999+08:00') });
    await put(w.b, { reachedLevel: 3, at: new Date('2021-05-07T00:00:00+08:00') });
    await put(w.c, { reachedLevel: 3, at: new Date('2021-05-07T23:59:59+08:00') });
    expect(await daily(w.county)).toEqual([
      { day: '2021-05-06', received: 1, total: 1 },
      { day: '2021-05-07', received: 2, total: 3 },
    ]);
    expect(await daily(w.city)).toEqual([]);
    await put(w.a, { reachedLevel: 1, at: new Date('2021-05-09T12:00:00+08:00') });
    await put(w.b, { state: 'WITHDRAWN', reachedLevel: 3, at: new Date('2021-05-09T13:00:00+08:00') });
    expect(await daily(w.county)).toEqual([
      { day: '2021-05-06', received: 1, total: 1 },
      { day: '2021-05-07', received: 1, total: 2 },
    ]);
    expect(await daily(w.province)).toEqual([{ day: '2021-05-09', received: 1, total: 1 }]);
    expect((await board(w.province)).rates.received).toBe(1);
  });

  test('children have the same columns, units directly below a line of their own, before a fold and after it', async () => {
    const w = await world();
    const { put, board } = await asked(w);
    await put(w.a);
    await put(w.cityUnit);
    const before = await board(w.city);
    expect(before.children.nodes).toEqual([
      {
        organization: { shortName: '东山县' },
        rates: { expected: 4, received: 1, receivedOnTime: 1, reportingRate: { percent: '25.00' } },
        overdue: 0,
        own: null,
        viewerCan: { open: { allowed: true } },
      },
      {
        organization: { shortName: '西河县' },
        rates: { expected: 1, received: 0, receivedOnTime: 0, reportingRate: { percent: '0.00' } },
        overdue: 0,
        own: null,
        viewerCan: { open: { allowed: true } },
      },
      {
        organization: { shortName: '市公交公司' },
        rates: { expected: 1, received: 1, receivedOnTime: 1, reportingRate: { percent: '100.00' } },
        overdue: 0,
        own: { state: 'SUBMITTED' },
        viewerCan: { open: { allowed: true } },
      },
    ]);
    expect(await fold(w.orm.em as SqlEntityManager, w.federationId)).toBeGreaterThan(0);
    expect(await board(w.city)).toEqual(before);
    const worst = await board(w.city, { order: 'REPORTING_RATE', first: 2 });
    expect(worst.children.nodes.map((node: { organization: { shortName: string } }) => node.organization.shortName)).toEqual([
      '西河县',
      '东山县',
    ]);
    const rest = await board(w.city, { order: 'REPORTING_RATE', first: 2, after: worst.children.pageInfo.endCursor });
    expect(rest.children.nodes.map((node: { organization: { shortName: string } }) => node.organization.shortName)).toEqual(['市公交公司']);
    expect(rest.children.pageInfo.hasNextPage).toBe(false);
  });

  test('F-07: overdue and lamps follow the clock, to the millisecond of the due', async () => {
    const w = await world({ at: '2021-05-28T23:59:59.999+08:00' });
    const { put, board, list } = await asked(w);
    await put(w.a);
    expect(await board(w.county)).toMatchObject({
      overdue: 0,
      byLamp: [
        { lamp: 'GREEN', count: 1 },
        { lamp: 'BLUE', count: 3 },
      ],
    });
    w.clock.advance(1);
    expect(await board(w.county)).toMatchObject({
      overdue: 3,
      byLamp: [
        { lamp: 'GREEN', count: 1 },
        { lamp: 'RED', count: 3 },
      ],
    });
    expect((await list(w.county, { behind: 'OVERDUE' })).totalCount).toBe(3);
    await put(w.b);
    expect(await board(w.county)).toMatchObject({
      overdue: 2,
      late: 1,
      rates: { received: 2, receivedOnTime: 1 },
      byLamp: [
        { lamp: 'GREEN', count: 1 },
        { lamp: 'YELLOW', count: 1 },
        { lamp: 'RED', count: 2 },
      ],
    });
  });

  test('C-06: late for its county and on time for the province; received where it has been handed on', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const [officer, city, county] = await Promise.all([w.allRounder(w.province), w.allRounder(w.city), w.allRounder(w.county)]);
    const audience = [...GRASSROOTS];
    const top = await plantNotice(w, {
      by: officer,
      to: [w.city],
      deliverables: [{ audience, route: 'LEVEL_BY_LEVEL', latePolicy: 'ACCEPT_LATE', dueAt: '2021-05-29T00:00:00+08:00', closesAt: null }],
    });
    const second = await plantNotice(w, {
      by: city,
      forwards: top,
      to: [w.county],
      changes: { report: { dueAt: '2021-05-27T00:00:00+08:00' } },
    });
    await plantNotice(w, { by: county, forwards: second, to: [w.a, w.b], changes: { report: { dueAt: '2021-05-25T00:00:00+08:00' } } });
    const root = top.deliverables['report']!;
    const id = await obligationOf(w, w.a, root);
    const board = async (organization: PlantedOrganization) =>
      (await w.as(officer).ask(BOARD, { deliverable: w.id('Deliverable', root), organization: w.id('Organization', organization.id) }))
        .reportingProgress;
    const rates = async () =>
      [await board(w.county), await board(w.city), await board(w.province)].map((one) => [
        one.rates.expected,
        one.rates.received,
        one.rates.receivedOnTime,
      ]);
    const step = (seed: SubmissionSeed) => inRequest(w, officer, (ctx) => withRollup(ctx, [id], () => putSubmission(ctx, id, seed)));

    await step({ state: 'SUBMITTED', reachedLevel: 3, holderId: w.county.id, at: new Date('2021-05-26T10:00:00+08:00') });
    expect(await rates()).toEqual([
      [2, 1, 0],
      [2, 0, 0],
      [2, 0, 0],
    ]);
    await step({ state: 'SUBMITTED', reachedLevel: 2, holderId: w.city.id, at: new Date('2021-05-26T12:00:00+08:00') });
    expect(await rates()).toEqual([
      [2, 1, 0],
      [2, 1, 1],
      [2, 0, 0],
    ]);
    await step({ state: 'SUBMITTED', reachedLevel: 1, holderId: w.province.id, at: new Date('2021-05-28T23:59:59+08:00') });
    expect(await rates()).toEqual([
      [2, 1, 0],
      [2, 1, 1],
      [2, 1, 1],
    ]);
    // Returned to the county: the province has it no longer, and by its first time again when it comes back.
    await step({ state: 'RETURNED', reachedLevel: 1, holderId: w.county.id, at: new Date('2021-05-30T09:00:00+08:00') });
    expect(await rates()).toEqual([
      [2, 1, 0],
      [2, 0, 0],
      [2, 0, 0],
    ]);
    await step({ state: 'SUBMITTED', reachedLevel: 1, holderId: w.province.id, at: new Date('2021-05-31T09:00:00+08:00') });
    expect(await rates()).toEqual([
      [2, 1, 0],
      [2, 1, 1],
      [2, 1, 1],
    ]);
    // In the province's board the county's line counts what reached the county.
    expect(line(await board(w.city), '东山县')).toMatchObject({ rates: { expected: 2, received: 1, receivedOnTime: 0 } });
  });

  test('every number has a list of as many names', async () => {
    const w = await world({ at: '2021-05-29T00:00:00+08:00' });
    const { put, board, list, officer, root } = await asked(w);
    await put(w.a, { at: new Date('2021-05-20T00:00:00+08:00') });
    await put(w.b, { nil: true });
    await put(w.c, { state: 'RETURNED', holderId: w.c.id });
    await put(w.cityUnit, { state: 'ACCEPTED', at: new Date('2021-05-20T00:00:00+08:00') });
    const waived = await obligationOf(w, w.d, root);
    await inRequest(w, officer, (ctx) =>
      withRollup(
        ctx,
        [waived],
        async () => void (await ctx.db.updateTable('obligation').set({ state: 'WAIVED' }).where('id', '=', waived).execute()),
      ),
    );
    const { rates, byState, overdue, nil, late } = await board(w.city);
    const states = Object.fromEntries(byState.map((one: { state: string; count: number }) => [one.state, one.count]));
    const expected = {
      EXPECTED: 5,
      RECEIVED: 3,
      RECEIVED_ON_TIME: 2,
      ABSENT: 2,
      OVERDUE: 2,
      OPEN: 1,
      SUBMITTED: 2,
      RETURNED: 1,
      ACCEPTED: 1,
      WAIVED: 1,
      FORFEITED: 0,
      CANCELLED: 0,
      NIL: 1,
      LATE: 1,
      ELIGIBLE: 0,
      ENTERED: 0,
    };
    expect({
      EXPECTED: rates.expected,
      RECEIVED: rates.received,
      RECEIVED_ON_TIME: rates.receivedOnTime,
      OVERDUE: overdue,
      NIL: nil,
      LATE: late,
      ...states,
    }).toEqual(
      Object.fromEntries(
        ['EXPECTED', 'RECEIVED', 'RECEIVED_ON_TIME', 'OVERDUE', 'NIL', 'LATE', 'OPEN', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'WAIVED'].map(
          (name) => [name, expected[name as 'OPEN']],
        ),
      ),
    );
    for (const [behind, count] of Object.entries(expected))
      expect([behind, (await list(w.city, { behind })).totalCount]).toEqual([behind, count]);
    const absent = await list(w.city, { behind: 'ABSENT' });
    expect(absent.nodes.map((one: { organization: { shortName: string } }) => one.organization.shortName)).toEqual(['县医院', '酒厂']);
    expect((await list(w.cityUnit, { behind: 'RECEIVED', including: true })).totalCount).toBe(1);
    expect((await list(w.cityUnit, { behind: 'RECEIVED' })).totalCount).toBe(0);
  });

  test('S0-06: the invited count as eligible and entered, and in no rate', async () => {
    const w = await world({ at: '2021-06-01T00:00:00+08:00' });
    const { put, board } = await asked(w, { participation: 'VOLUNTARY' });
    await put(w.a);
    expect(await board(w.county)).toMatchObject({
      rates: { expected: 0, received: 0 },
      invited: { eligible: 4, entered: 1 },
      overdue: 0,
      byLamp: [],
    });
  });

  test('a second superior sees what it asked elsewhere, labelled, and no figure of the tree gains by it', async () => {
    const w = await world();
    const { officer, root, put } = await asked(w);
    await w.asSystem(({ db }) =>
      db
        .insertInto('affiliation')
        .values({
          federation_id: w.federationId,
          id: crypto.randomUUID(),
          organization_id: w.a.id,
          path: w.a.path,
          body_id: w.industry.id,
          asker_path: w.industry.path,
          kind: 'INDUSTRY',
          valid_from: new Date(0),
        })
        .execute(),
    );
    const industry = await w.allRounder(w.industry);
    const top = await plantNotice(w, {
      by: officer,
      to: [w.industry],
      deliverables: [{ audience: [...GRASSROOTS], dueAt: '2021-05-29T00:00:00+08:00' }],
    });
    const here = await plantNotice(w, {
      by: industry,
      forwards: top,
      to: { groups: [{ kinds: [], scope: 'AFFILIATED' }], organizationIds: [], exceptIds: [] },
    });
    const id = await obligationOf(w, w.a, top.deliverables['report']!);
    await inRequest(w, officer, (ctx) =>
      withRollup(ctx, [id], () => putSubmission(ctx, id, { state: 'SUBMITTED', reachedLevel: 1, at: ctx.now })),
    );
    await put(w.b);
    const variables = { deliverable: w.id('Deliverable', here.deliverables['report']!) };
    const { reportingProgress } = await w.as(industry).ask(BOARD, variables);
    expect(reportingProgress).toMatchObject({
      rates: { expected: 0 },
      elsewhere: { expected: 1, received: 1, receivedOnTime: 1 },
      children: { nodes: [] },
    });
    const { obligations } = await w.as(industry).ask(LIST, { ...variables, elsewhere: true, behind: 'RECEIVED' });
    expect(obligations).toMatchObject({ totalCount: 1, nodes: [{ organization: { shortName: '第一纺织厂' } }] });
    const city = await w
      .as(officer)
      .ask(BOARD, { deliverable: w.id('Deliverable', top.deliverables['report']!), organization: w.id('Organization', w.city.id) });
    expect(city.reportingProgress.rates).toMatchObject({ expected: 1, received: 1 });
    expect(root).toBeDefined();
  });

  test('what is out of reach answers like what does not exist', async () => {
    const w = await world();
    const { root } = await asked(w);
    const sibling = await w.allRounder(w.sibling);
    const ask = (organization: string, deliverable: string) => w.as(sibling).ask(BOARD, { deliverable, organization });
    const unknown = w.id('Deliverable', crypto.randomUUID());
    expect(await ask(w.id('Organization', w.county.id), w.id('Deliverable', root))).toEqual({ reportingProgress: null });
    expect(await ask(w.id('Organization', w.sibling.id), unknown)).toEqual({ reportingProgress: null });
    expect(await ask(w.id('Organization', crypto.randomUUID()), w.id('Deliverable', root))).toEqual({ reportingProgress: null });
    const other = await world();
    const stranger = await other.allRounder(other.province);
    expect(await other.as(stranger).ask(BOARD, { deliverable: w.id('Deliverable', root) })).toEqual({ reportingProgress: null });
    expect((await other.as(stranger).ask(LIST, { deliverable: w.id('Deliverable', root) })).obligations).toEqual({
      totalCount: 0,
      nodes: [],
    });
  });
});
