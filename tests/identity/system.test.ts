import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { asSystem, widen } from '../../src/kit/system.ts';
import { inRequest } from '../support/plant.ts';
import { world } from '../support/world.ts';

const seen = sql<{ names: string[] }>`select array_agg(name order by path) as names from person`;
const walls = sql<{ walls: string[] }>`
  select array[current_setting('app.federation'), current_setting('app.account'), current_setting('app.organization'),
               current_setting('app.lo'), current_setting('app.hi'), current_setting('app.up')] as walls`;

describe.concurrent('work of the product itself', () => {
  test('asSystem reaches a whole federation and no other, and leaves nothing when it fails', async () => {
    const [w, other] = [await world(), await world()];
    const [one, two] = [await w.person(w.province), await w.person(w.a)];
    await other.person(other.a);
    const { rows } = await w.asSystem(({ db }) => seen.execute(db));
    expect(rows[0]!.names).toEqual([one.name, two.name]);
    const failing = asSystem(w.orm.em, w.federationId, async ({ db }) => {
      await sql`update person set name = '改'`.execute(db);
      throw new Error('after all not');
    });
    await expect(failing).rejects.toThrow('after all not');
    expect((await w.asSystem(({ db }) => seen.execute(db))).rows[0]!.names).toEqual([one.name, two.name]);
  });

  test('widen reaches the whole federation for its work alone', async () => {
    const [w, other] = [await world(), await world()];
    const [above, reporter] = [await w.person(w.city), await w.person(w.a)];
    await other.person(other.a);
    await inRequest(w, reporter, async (ctx) => {
      const before = (await walls.execute(ctx.db)).rows[0]!.walls;
      expect((await seen.execute(ctx.db)).rows[0]!.names).toEqual([reporter.name]);
      const wide = await widen(ctx, async () => (await seen.execute(ctx.db)).rows[0]!.names);
      expect(wide).toEqual([above.name, reporter.name]);
      expect((await walls.execute(ctx.db)).rows[0]!.walls).toEqual(before);
      const refused = widen(ctx, async () => Promise.reject(new Error('refused')));
      await expect(refused).rejects.toThrow('refused');
      expect((await walls.execute(ctx.db)).rows[0]!.walls).toEqual(before);
      await sql`savepoint attempt`.execute(ctx.db);
      await expect(widen(ctx, () => sql`select 1 / 0`.execute(ctx.db))).rejects.toThrow('division by zero');
      await sql`rollback to savepoint attempt`.execute(ctx.db);
      expect((await walls.execute(ctx.db)).rows[0]!.walls).toEqual(before);
    });
  });
});
