import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { plantNotice } from '../support/plant.ts';
import { FIELDS } from '../support/reporting.ts';
import { type World, world } from '../support/world.ts';
import { addOrganization, dissolveOrganization, mergeOrganizations, moveOrganization, renameOrganization } from './operations.ts';
import { discrepanciesOf, faultsOf } from './tree.ts';

/** What somebody tries; `a` and `b` choose two organizations, whatever they are. */
interface Attempt {
  readonly act: 'add' | 'rename' | 'move' | 'merge' | 'dissolve';
  readonly a: number;
  readonly b: number;
  /** Days before the day of the attempt on which it is to hold. */
  readonly daysAgo: number;
  readonly hours: number;
}

const attempt: fc.Arbitrary<Attempt> = fc.record({
  act: fc.constantFrom('add', 'rename', 'move', 'move', 'merge', 'merge', 'dissolve'),
  a: fc.nat(40),
  b: fc.nat(40),
  daysAgo: fc.constantFrom(0, 0, 0, 1, 3),
  hours: fc.integer({ min: 0, max: 60 }),
});

interface Row {
  readonly id: string;
  readonly version: number;
}

const organizations = (w: World) =>
  w.asSystem(async ({ db }) => (await sql<Row>`select id, version from organization order by id`.execute(db)).rows);

/** Makes the attempt; answers the code of its refusal, or `done`. */
async function make(w: World, admin: ReturnType<World['as']>, { act, a, b, daysAgo, hours }: Attempt, number: number): Promise<string> {
  w.clock.advance(hours * 3_600_000);
  const rows = await organizations(w);
  const [one, other] = [rows[a % rows.length]!, rows[b % rows.length]!];
  const [organizationId, parentId] = [w.id('Organization', one.id), w.id('Organization', other.id)];
  const effectiveOn = new Date(w.clock.now().getTime() - daysAgo * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
  const common = { organizationId, version: one.version, effectiveOn, reason: '调整' };
  const names = { name: `第${number}号工会`, shortName: `${number}号` };
  const { errors } = await {
    add: () => addOrganization(admin, { parentId, kind: a % 3 ? 'GRASSROOTS' : 'BRANCH', effectiveOn, ...names }),
    rename: () => renameOrganization(admin, { ...common, ...names }),
    move: () => moveOrganization(admin, { ...common, parentId }),
    merge: () => mergeOrganizations(admin, { predecessorId: organizationId, successorId: parentId, effectiveOn, reason: '调整' }),
    dissolve: () => dissolveOrganization(admin, { ...common, successorIds: [] }),
  }[act]();
  return errors[0]?.code ?? 'done';
}

test('after any sequence of changes the tree, its history and the figures hold together; no address is ever used twice', async () => {
  const outcomes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { minLength: 10, maxLength: 25 }), async (attempts) => {
      const w = await world({ at: '2021-05-06T09:00:00+08:00' });
      const officer = await w.person(w.province, ['ISSUING_OFFICER']);
      const to = { groups: [{ kinds: [], scope: 'SUBTREE' as const }], organizationIds: [], exceptIds: [] };
      for (const dueAt of ['2021-05-08T00:00:00+08:00', '2021-09-01T00:00:00+08:00'])
        await plantNotice(w, { by: officer, to, deliverables: [{ fields: FIELDS, dueAt }] });
      const admin = w.as(await w.person(w.province, ['ADMINISTRATOR']));
      for (const [number, one] of attempts.entries()) {
        const outcome = `${one.act} ${await make(w, admin, one, number)}`;
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      expect(await faultsOf(w)).toEqual([]);
      expect(await discrepanciesOf(w)).toEqual([]);
      const astray = await w.asSystem(
        async ({ db }) =>
          (
            await sql`select o.name from obligation b join organization o on o.federation_id = b.federation_id and o.id = b.organization_id where b.path <> o.path`.execute(
              db,
            )
          ).rows,
      );
      expect(astray).toEqual([]);
    }),
    { numRuns: 12, seed: 20_210_506 },
  );
  // A sequence in which everything is refused would prove nothing.
  for (const act of ['add', 'rename', 'move', 'merge', 'dissolve']) expect(outcomes.get(`${act} done`) ?? 0).toBeGreaterThan(5);
}, 120_000);
