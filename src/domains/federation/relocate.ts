import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { endOf } from '../../kit/tree.ts';
import { foldWithin } from '../submissions/rollup.fold.ts';
import { holdSubtree } from './tree-lock.ts';

/** How many changes of figures one step folds. */
const BATCH = 50_000;

/**
 * What must be done before the addresses of a subtree change: it is held with everything that it owes, and changes of
 * figures that wait are added to the totals, which stand at one body each. A change that waits stands at the unit, and
 * would go out of sight of the bodies that it leaves, whose figures it belongs to. Behind the walls of the whole
 * federation.
 */
export async function prepareRelocation(ctx: ViewerContext, path: string): Promise<void> {
  const { federationId } = ctx.viewer;
  await sql`
    select count(*) from (
      select from obligation where federation_id = ${federationId} and path >= ${path} and path < ${endOf(path)} order by id for update) held`.execute(
    ctx.db,
  );
  await holdSubtree(ctx, path);
  while ((await foldWithin({ em: ctx.em, db: ctx.db, federationId }, BATCH)) === BATCH);
}
