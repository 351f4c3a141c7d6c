import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { ViewerContext } from '../../src/context.ts';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { fold } from '../../src/domains/submissions/rollup.fold.ts';
import { recount } from '../../src/domains/submissions/rollup.recount.ts';
import { withRollup } from '../../src/domains/submissions/rollup.ts';
import { field, inRequest, obligationOf, plantNotice, type PlantedNotice, putSubmission } from '../support/plant.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const GRASSROOTS = ['GRASSROOTS', 'CITY_DIRECT_GRASSROOTS', 'BRANCH'];
const below = (kinds: readonly string[]) => ({
  groups: [{ kinds: [...kinds] as never[], scope: 'SUBTREE' as const }],
  organizationIds: [],
  exceptIds: [],
});

/** One thing that happens: to which unit, of which deliverable, and how it then stands. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('submission' as const),
      unit: fc.nat(6),
      deliverable: fc.nat(2),
      by: fc.nat(1),
      level: fc.integer({ min: 1, max: 4 }),
      state: fc.constantFrom('SUBMITTED', 'RETURNED', 'ACCEPTED', 'WITHDRAWN'),
      holder: fc.nat(3),
      hour: fc.oneof(fc.nat(200), fc.constantFrom(48, 96, 144)),
      nil: fc.boolean(),
      amount: fc.option(fc.integer({ min: -900, max: 900 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('decide' as const),
      units: fc.uniqueArray(fc.nat(6), { minLength: 1 }),
      deliverable: fc.nat(2),
      state: fc.constantFrom('WAIVED', 'CANCELLED', 'FORFEITED', 'OPEN'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('fold' as const), batch: fc.integer({ min: 1, max: 4 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Stage {
  readonly w: World;
  readonly officer: TestPerson;
  readonly units: readonly PlantedOrganization[];
  readonly holders: readonly PlantedOrganization[];
  /** By deliverable, by unit. */
  readonly owed: readonly (readonly (string | undefined)[])[];
  readonly asked: readonly string[];
}

async function stage(): Promise<Stage> {
  const w = await world({ at: '2021-05-06T09:00:00+08:00' });
  const [officer, city, county] = await Promise.all([w.allRounder(w.province), w.allRounder(w.city), w.allRounder(w.county)]);
  const fields = [field({ key: 'count', type: 'NUMBER' }), field({ key: 'share', type: 'RATE' })];
  const audience = GRASSROOTS;
  const dueAt = '2021-05-14T00:00:00+08:00';
  const all = await plantNotice(w, {
    by: officer,
    to: below(GRASSROOTS),
    deliverables: [
      { key: 'direct', fields, dueAt },
      { key: 'invited', participation: 'VOLUNTARY', fields, route: 'LEVEL_BY_LEVEL' },
    ],
  });
  const top = await plantNotice(w, {
    by: officer,
    to: [w.city],
    deliverables: [{ key: 'chain', audience, fields, dueAt, route: 'LEVEL_BY_LEVEL' }],
  });
  const forwarding = (by: TestPerson, forwards: PlantedNotice, to: Parameters<typeof plantNotice>[1]['to'], due: string) =>
    plantNotice(w, { by, forwards, to, changes: { chain: { dueAt: due, fields } } });
  const second = await forwarding(city, top, [w.county, w.cityUnit], '2021-05-12T00:00:00+08:00');
  const third = await forwarding(county, second, below(GRASSROOTS), '2021-05-10T00:00:00+08:00');
  const units = [w.a, w.b, w.c, w.d, w.cityUnit, w.siblingUnit, w.branch];
  const roots = [all.deliverables['direct']!, all.deliverables['invited']!, top.deliverables['chain']!];
  const owed = await Promise.all(roots.map((root) => Promise.all(units.map((unit) => obligationOf(w, unit, root).catch(() => undefined)))));
  return { w, officer, units, holders: [w.province, w.city, w.county], owed, asked: [...roots, third.deliverables['chain']!] };
}

async function play({ w, officer, units, holders, owed, asked }: Stage, happening: Step): Promise<void> {
  if (happening.kind === 'fold') {
    await fold(w.orm.em, w.federationId, happening.batch);
    return;
  }
  const within = (ids: readonly string[], work: (ctx: ViewerContext) => Promise<void>) =>
    inRequest(w, officer, (ctx) => withRollup(ctx, ids, () => work(ctx)));
  if (happening.kind === 'decide') {
    const ids = happening.units.flatMap((unit) => owed[happening.deliverable]![unit] ?? []);
    await within(
      ids,
      async ({ db }) => void (await sql`update obligation set state = ${happening.state} where id = any (${ids}::uuid[])`.execute(db)),
    );
    return;
  }
  const id = owed[happening.deliverable]![happening.unit];
  if (!id) return;
  const { state, level, hour, nil, amount, unit, holder } = happening;
  const answers =
    amount === null
      ? undefined
      : { [asked[happening.deliverable]!]: { count: `${amount}.25`, share: { numerator: `${Math.abs(amount)}`, denominator: '900' } } };
  const extra = answers && happening.deliverable === 2 && happening.by ? { ...answers, [asked[3]!]: { count: `${amount}` } } : answers;
  await within([id], (ctx) =>
    putSubmission(ctx, id, {
      state,
      nil,
      reachedLevel: Math.min(level, units[unit]!.path.length / 5 - 1),
      at: new Date(Date.parse('2021-05-08T00:00:00+08:00') + hour * 3_600_000),
      holderId: [...holders, units[unit]!][holder]!.id,
      ...(extra && { answers: extra }),
    }),
  );
}

const discrepancies = (w: World) => w.asSystem(({ db }) => recount(db, w.federationId));

describe('figures', () => {
  test('F-07: after any sequence of changes and folds, figures equal a recount at every node', async () => {
    const theStage = await stage();
    expect(await discrepancies(theStage.w)).toEqual([]);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        for (const happening of steps) await play(theStage, happening);
        expect(await discrepancies(theStage.w)).toEqual([]);
      }),
      { numRuns: 40, endOnFailure: true },
    );
    while ((await fold(theStage.w.orm.em, theStage.w.federationId)) > 0);
    expect(await discrepancies(theStage.w)).toEqual([]);
  }, 60_000);

  test('writers, folds and a recount run side by side and never disagree', async () => {
    const theStage = await stage();
    const { w } = theStage;
    const steps = fc.sample(step, { numRuns: 120, seed: 7 });
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      // Units are dealt out, so that two writers are never about the same obligation in opposite order.
      for (const happening of steps.filter((_step, index) => index % 4 === writer)) {
        await play(theStage, happening.kind === 'decide' ? { ...happening, units: happening.units.toSorted((a, b) => a - b) } : happening);
      }
    });
    const progress = { writing: true };
    const done = Promise.all(writers).finally(() => (progress.writing = false));
    const seen: unknown[] = [];
    while (progress.writing) {
      seen.push(...(await discrepancies(w)));
      await Promise.all([fold(w.orm.em, w.federationId, 5), fold(w.orm.em, w.federationId, 5)]);
    }
    await done;
    expect(seen).toEqual([]);
    expect(await discrepancies(w)).toEqual([]);
  }, 60_000);

  test('a change inside a change of the same obligation is refused: it would count twice', async () => {
    const { w, officer, owed } = await stage();
    const id = owed[0]![0]!;
    const twice = inRequest(w, officer, (ctx) => withRollup(ctx, [id], () => withRollup(ctx, [id], () => Promise.resolve())));
    await expect(twice).rejects.toThrow('already at work');
  });
});
