import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withRollup } from '../../src/domains/submissions/rollup.ts';
import { countersAt, loadStandings } from '../../src/domains/submissions/rollup.standing.ts';
import { at } from '../ledgers/support.ts';
import { inRequest, obligationOf, putSubmission } from '../support/plant.ts';
import { world } from '../support/world.ts';
import { campaign, compute, handDown, standard } from './support.ts';

const UNITS = ['a', 'b', 'c', 'd', 'cityUnit', 'siblingUnit'] as const;

/** How a unit's report stands in the end: nothing, or handed in some day, so far up, in somebody's hands. */
const standing = fc.record({
  state: fc.constantFrom(null, 'SUBMITTED', 'ACCEPTED', 'RETURNED', 'WITHDRAWN'),
  day: fc.integer({ min: 10, max: 31 }),
  level: fc.integer({ min: 1, max: 3 }),
  holder: fc.constantFrom('province', 'city', 'county', 'unit'),
});

test('an evaluation has the figures of the progress board at its level, and lists that are as long', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(...UNITS.map(() => standing)), async (standings) => {
      const w = await world();
      const c = await campaign(w, 'LEVEL_BY_LEVEL');
      await handDown(w, c);
      const owed = await Promise.all(UNITS.map((unit) => obligationOf(w, w[unit], c.entries)));
      await inRequest(w, c.officer, (ctx) =>
        withRollup(ctx, owed, async () => {
          for (const [index, { state, day, level, holder }] of standings.entries()) {
            if (state === null) continue;
            const holderId = holder === 'unit' ? w[UNITS[index]!].id : w[holder].id;
            await putSubmission(ctx, owed[index]!, { state, reachedLevel: level, holderId, at: at(`2021-05-${day}T09:00:00`) });
          }
        }),
      );
      w.clock.set(at('2022-01-05T09:00:00'));
      const counts = await w.asSystem(async ({ db }) =>
        [...(await loadStandings(db, w.federationId, owed)).values()].map((one) => ({ id: one.id, counters: countersAt(one, 1) })),
      );
      const evaluation = await compute(w.as(c.officer), standard(w, c));
      const query = `query ($id: ID!) { evaluation(id: $id) { children(first: 20) { nodes { organization { id } lines { points weight }
        contributions { indicator numerator denominator evidence(first: 50) { totalCount nodes { obligation { id } } } } } } } }`;
      const { children } = (await w.as(c.officer).ask(query, { id: evaluation.id })).evaluation;
      const city = children.nodes.find(
        ({ organization }: { organization: { id: string } }) => organization.id === w.id('Organization', w.city.id),
      );
      const expected = {
        REPORTING_RATE: counts.filter(({ counters }) => counters.received),
        ON_TIME_RATE: counts.filter(({ counters }) => counters.receivedOnTime),
        LEDGER_DELIVERED: [],
      };
      for (const { indicator, numerator, denominator, evidence } of city.contributions) {
        const ids = expected[indicator as keyof typeof expected].map(({ id }) => w.id('Obligation', id));
        expect([numerator, denominator, evidence.totalCount]).toEqual([
          ids.length,
          indicator === 'LEDGER_DELIVERED' ? 1 : UNITS.length,
          ids.length,
        ]);
        expect(evidence.nodes.map(({ obligation }: { obligation: { id: string } }) => obligation.id).toSorted()).toEqual(ids.toSorted());
      }
      for (const { points, weight } of city.lines) expect(Number(points) >= 0 && Number(points) <= Number(weight)).toBe(true);

      const board = `query ($deliverable: ID!, $behind: ObligationFigure!) {
        obligations(deliverableId: $deliverable, behind: $behind) { totalCount } }`;
      for (const [behind, { length }] of [
        ['RECEIVED', expected.REPORTING_RATE],
        ['RECEIVED_ON_TIME', expected.ON_TIME_RATE],
      ] as const) {
        const variables = { deliverable: w.id('Deliverable', c.entries), behind };
        expect((await w.as(c.officer).ask(board, variables)).obligations.totalCount).toBe(length);
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);
