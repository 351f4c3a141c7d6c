import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { forfeitOverdue } from '../../src/domains/obligations/forfeit.ts';
import { recount } from '../../src/domains/submissions/rollup.recount.ts';
import { withRollup } from '../../src/domains/submissions/rollup.ts';
import { inRequest, obligationOf, plantNotice, putSubmission, type SubmissionSeed } from '../support/plant.ts';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const OBLIGATION = /* GraphQL */ `
  query ($id: ID!) {
    obligation(id: $id) {
      state
      version
      lamp
      events {
        kind
        reason
        decidedBy {
          shortName
        }
        heldBy {
          shortName
        }
      }
      viewerCan {
        start {
          allowed
          code
          message
        }
      }
    }
  }
`;
const REOPEN = /* GraphQL */ `
  mutation ($input: ReopenObligationInput!) {
    reopenObligation(input: $input) {
      obligation {
        state
      }
      errors {
        code
      }
    }
  }
`;

const sweep = (w: World) => forfeitOverdue(w.orm.em, w.federationId, w.clock.now(), 'test');

async function asked(latePolicy: 'AUTO_FORFEIT' | 'HARD_CLOSE' = 'AUTO_FORFEIT') {
  const w = await world({ at: '2023-10-09T09:00:00+08:00' });
  const officer = await w.allRounder(w.province);
  const notice = await plantNotice(w, {
    by: officer,
    to: [w.a, w.b, w.c, w.d],
    deliverables: [{ latePolicy, route: 'LEVEL_BY_LEVEL', dueAt: '2023-11-01T00:00:00+08:00' }],
  });
  const root = notice.deliverables['report']!;
  const put = async (unit: PlantedOrganization, seed: Omit<SubmissionSeed, 'at'>) => {
    const id = await obligationOf(w, unit, root);
    await inRequest(w, officer, (ctx) => withRollup(ctx, [id], () => putSubmission(ctx, id, { at: ctx.now, ...seed })));
  };
  const people = new Map<string, TestPerson>();
  const somebody = async (unit: PlantedOrganization) => {
    if (!people.has(unit.id)) people.set(unit.id, await w.allRounder(unit));
    return people.get(unit.id)!;
  };
  const seen = async (unit: PlantedOrganization) =>
    (await w.as(await somebody(unit)).ask(OBLIGATION, { id: w.id('Obligation', await obligationOf(w, unit, root)) })).obligation;
  return { w, officer, root, put, seen };
}

describe('the sweep', () => {
  test('S2-69: at 11-01 00:00 what has not arrived is given up, naming the body that held it; what has arrived is not', async () => {
    const { w, put, seen } = await asked();
    await put(w.b, { state: 'RETURNED', reachedLevel: 3, holderId: w.b.id });
    await put(w.c, { state: 'SUBMITTED', reachedLevel: 3, holderId: w.county.id });
    await put(w.d, { state: 'SUBMITTED', reachedLevel: 1, holderId: w.province.id });
    w.clock.set('2023-10-31T23:59:59.999+08:00');
    expect(await sweep(w)).toBe(0);
    w.clock.advance(1);
    expect(await seen(w.a)).toMatchObject({ state: 'OPEN', viewerCan: { start: { allowed: false } } });
    expect(await sweep(w)).toBe(3);
    const event = (name: string, holder: string) => ({
      state: 'FORFEITED',
      lamp: 'RED',
      events: [{ kind: 'FORFEITED', reason: `逾期视为自动放弃；截止时由${name}持有`, decidedBy: null, heldBy: { shortName: holder } }],
    });
    expect(await seen(w.a)).toMatchObject(event('东山县第一纺织厂工会', '第一纺织厂'));
    expect(await seen(w.b)).toMatchObject(event('东山县机械厂工会', '机械厂'));
    expect(await seen(w.c)).toMatchObject(event('东山县总工会', '东山县'));
    expect(await seen(w.d)).toMatchObject({ state: 'SUBMITTED', events: [] });
    expect(await sweep(w)).toBe(0);
    expect(await w.asSystem(({ db }) => recount(db, w.federationId))).toEqual([]);
    const lines = await w.asSystem(({ db }) =>
      sql<{ detail: { obligationIds: string[] } }>`select detail from audit_line where operation = 'forfeitObligations'`.execute(db),
    );
    expect(lines.rows.map(({ detail }) => detail.obligationIds.length)).toEqual([3]);
  });

  test('C-05: a door opened by name puts it back where it lay, until the new due', async () => {
    const { w, officer, root, put, seen } = await asked();
    await put(w.b, { state: 'RETURNED', reachedLevel: 3, holderId: w.b.id });
    await put(w.c, { state: 'SUBMITTED', reachedLevel: 3, holderId: w.county.id });
    w.clock.set('2023-11-01T00:00:00+08:00');
    await sweep(w);
    for (const [unit, state] of [
      [w.a, 'OPEN'],
      [w.b, 'RETURNED'],
      [w.c, 'SUBMITTED'],
    ] as const) {
      const { version } = await seen(unit);
      const input = { obligationId: w.id('Obligation', await obligationOf(w, unit, root)), version, reason: '系统故障', due: '2023-11-03' };
      expect((await w.as(officer).ask(REOPEN, { input })).reopenObligation).toEqual({ obligation: { state }, errors: [] });
    }
    expect((await seen(w.a)).viewerCan.start.allowed).toBe(true);
    const holders = await w.asSystem(({ db }) =>
      sql<{ holder_id: string }>`select s.holder_id from submission s where s.organization_id = ${w.c.id}`.execute(db),
    );
    expect(holders.rows).toEqual([{ holder_id: w.county.id }]);
    expect(await sweep(w)).toBe(0);
    w.clock.set('2023-11-04T00:00:00+08:00');
    expect(await sweep(w)).toBe(3);
  });

  test('other late policies give nothing up', async () => {
    const { w, seen } = await asked('HARD_CLOSE');
    w.clock.set('2024-11-01T00:00:00+08:00');
    expect(await sweep(w)).toBe(0);
    expect(await seen(w.a)).toMatchObject({ state: 'OPEN', lamp: 'RED', viewerCan: { start: { allowed: false, code: 'CLOSED' } } });
  });

  test('two sweeps at once give each thing up once', async () => {
    const { w, root } = await asked();
    w.clock.set('2023-11-01T00:00:00+08:00');
    const counts = await Promise.all([sweep(w), sweep(w), sweep(w)]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4);
    const events = await w.asSystem(({ db }) =>
      sql`select from obligation_event e join obligation o on o.id = e.obligation_id where o.root_id = ${root}`.execute(db),
    );
    expect(events.rows.length).toBe(4);
  });
});
