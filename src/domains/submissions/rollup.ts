import { type Kysely, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { compare } from '../../kit/decimal.ts';
import { type SystemContext, widen } from '../../kit/system.ts';
import type { Tables } from '../../orm.ts';
import { settleOrganising } from '../obligations/organising.ts';
import { COUNTERS } from './rollup.entity.ts';
import { counterColumns, todaysPath } from './rollup.sql.ts';
import { type Counters, countersAt, levelsOf, loadStandings, minus, type Standing, type Sums, sumsAt } from './rollup.standing.ts';

/** A request, or the product's own work in one federation. */
export type RollupContext = ViewerContext | SystemContext;

/** Obligations that a unit of work is changing, by transaction: a change counted twice would never be found again. */
const changing = new WeakMap<Kysely<Tables>, Set<string>>();

/**
 * The only way to change the state of an obligation or of its submission: holds the obligations, lets `work` change them
 * and whatever hangs on them, and records what that changes in the figures of the bodies above, in the same transaction.
 * A few statements, however many obligations. Works for ids that do not exist or are out of reach as if they were not
 * given.
 *
 * What counts: `obligation` kind, state, hops; `submission` state, holder, reached level and when, nil, late; number
 * answers of the version that stands. On a return `submission.holder_id` names the body that has to mend it.
 *
 * @throws Error when one of the obligations is already being changed further out in the same transaction
 */
export async function withRollup<Result>(
  ctx: RollupContext,
  obligationIds: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  const federationId = 'viewer' in ctx ? ctx.viewer.federationId : ctx.federationId;
  const ids = [...new Set(obligationIds)];
  const release = claim(ctx.db, ids);
  try {
    const { rows: held } = await sql<{ path: string; filed_path: string }>`
      select path, filed_path from obligation where federation_id = ${federationId} and id = any (${ids}::uuid[]) order by id for update
    `.execute(ctx.db);
    const reach = wideEnough(ctx, held);
    const before = await reach(() => loadStandings(ctx.db, federationId, ids));
    const result = await work();
    await reach(async () => {
      const after = await loadStandings(ctx.db, federationId, ids);
      const pairs = [...after.values()].map((standing) => ({ before: before.get(standing.id), after: standing }));
      await recordCounters(ctx.db, federationId, pairs.flatMap(counterChanges));
      await recordSums(ctx.db, federationId, pairs.flatMap(sumChanges));
      await settleOrganising(
        ctx.db,
        federationId,
        pairs.filter(({ before: was, after: is }) => was?.state !== is.state).map(({ after: is }) => is.id),
      );
    });
    return result;
  } finally {
    release();
  }
}

function claim(db: Kysely<Tables>, ids: readonly string[]): () => void {
  const taken = changing.get(db) ?? new Set();
  changing.set(db, taken);
  const twice = ids.find((id) => taken.has(id));
  if (twice) throw new Error(`withRollup is already at work on obligation ${twice}`);
  for (const id of ids) taken.add(id);
  return () => {
    for (const id of ids) taken.delete(id);
  };
}

/**
 * Figures depend on everything that hangs on an obligation, also on what the viewer does not see: a unit that moved away
 * from those who asked, a second superior's part.
 */
function wideEnough(ctx: RollupContext, held: readonly { path: string; filed_path: string }[]) {
  const isInSight = ({ path, filed_path }: { path: string; filed_path: string }) =>
    'viewer' in ctx && path.startsWith(ctx.viewer.path) && path === filed_path;
  return <Result>(work: () => Promise<Result>): Promise<Result> => ('viewer' in ctx && !held.every(isInSight) ? widen(ctx, work) : work());
}

interface Pair {
  readonly before: Standing | undefined;
  readonly after: Standing;
}

interface Change {
  readonly root_id: string;
  /** Null: where the body at that place of the filed tree stands today. */
  readonly path: string | null;
  readonly filed_path: string;
  readonly top_level: number;
  readonly bottom_level: number;
}

/** Neighbouring levels with one and the same change share a row; a unit that has moved needs one per body. */
function changes<Value>(
  { after }: Pair,
  levels: readonly (readonly [number, Value])[],
  same: (a: Value, b: Value) => boolean,
): (Change & { value: Value })[] {
  const { rootId: root_id, path, filedPath } = after;
  if (path !== filedPath) {
    return levels.map(([level, value]) => ({
      root_id,
      path: null,
      filed_path: filedPath.slice(0, 5 * level),
      top_level: level,
      bottom_level: level,
      value,
    }));
  }
  const rows: { top: number; bottom: number; value: Value }[] = [];
  for (const [level, value] of levels) {
    const last = rows.at(-1);
    if (last && last.bottom === level - 1 && same(last.value, value)) last.bottom = level;
    else rows.push({ top: level, bottom: level, value });
  }
  return rows.map(({ top, bottom, value }) => ({ root_id, path, filed_path: filedPath, top_level: top, bottom_level: bottom, value }));
}

function counterChanges(pair: Pair): (Change & Counters)[] {
  const levels = levelsOf(pair.after).flatMap((level) => {
    const after = countersAt(pair.after, level);
    const before = pair.before && countersAt(pair.before, level);
    const change = Object.fromEntries(COUNTERS.map((name) => [name, after[name] - (before?.[name] ?? 0)])) as Counters;
    return COUNTERS.some((name) => change[name] !== 0) ? [[level, change] as const] : [];
  });
  const same = (a: Counters, b: Counters) => COUNTERS.every((name) => a[name] === b[name]);
  return changes(pair, levels, same).map(({ value, ...row }) => Object.assign(row, value));
}

function sumChanges(pair: Pair): (Change & Sums & { deliverable_id: string; field: string })[] {
  const levels = levelsOf(pair.after);
  const sums = levels.map(
    (level) => [sumsAt(pair.after, level), pair.before ? sumsAt(pair.before, level) : new Map<string, Sums>()] as const,
  );
  const keys = new Set(sums.flatMap(([after, before]) => [...after.keys(), ...before.keys()]));
  return [...keys].flatMap((key) => {
    const [deliverable_id, field] = [key.slice(0, 36), key.slice(37)];
    const changed = levels.flatMap((level, index) => {
      const change = minus(sums[index]![0].get(key), sums[index]![1].get(key));
      return isNothing(change) ? [] : [[level, change] as const];
    });
    const same = (a: Sums, b: Sums) => isNothing(minus(a, b));
    return changes(pair, changed, same).map(({ value, ...row }) => Object.assign(row, value, { deliverable_id, field }));
  });
}

const isNothing = ({ amount, base, answers }: Sums): boolean => answers === 0 && compare(amount, '0') === 0 && compare(base, '0') === 0;

async function recordCounters(db: Kysely<Tables>, federationId: string, rows: readonly (Change & Counters)[]): Promise<void> {
  if (rows.length === 0) return;
  const named = rows.map(({ receivedOnTime, ...row }) => ({ ...row, federation_id: federationId, received_on_time: receivedOnTime }));
  await sql`
    insert into rollup_delta (federation_id, id, root_id, path, filed_path, top_level, bottom_level, ${counterColumns()})
    select r.federation_id, app.uuid7(), r.root_id, coalesce(r.path, ${todaysPath(sql`r.federation_id`, sql`r.filed_path`)}), r.filed_path, r.top_level, r.bottom_level, ${counterColumns('r')}
      from jsonb_populate_recordset(null::rollup_delta, ${JSON.stringify(named)}::jsonb) r`.execute(db);
}

async function recordSums(db: Kysely<Tables>, federationId: string, rows: readonly (Change & Sums)[]): Promise<void> {
  if (rows.length === 0) return;
  const named = rows.map((row) => ({ ...row, federation_id: federationId }));
  await sql`
    insert into figure_delta (federation_id, id, root_id, deliverable_id, field, path, filed_path, top_level, bottom_level, amount, base, answers)
    select r.federation_id, app.uuid7(), r.root_id, r.deliverable_id, r.field, coalesce(r.path, ${todaysPath(sql`r.federation_id`, sql`r.filed_path`)}), r.filed_path, r.top_level, r.bottom_level,
           r.amount, r.base, r.answers
      from jsonb_populate_recordset(null::figure_delta, ${JSON.stringify(named)}::jsonb) r`.execute(db);
}

/**
 * Records what is now expected, after an edition of a notice was delivered: the obligations that it brought, one row per
 * body above them. Once per edition, in the transaction that delivers it.
 */
export async function rollupDelivered(ctx: RollupContext, { id: noticeId, edition }: { id: string; edition: number }): Promise<void> {
  const federationId = 'viewer' in ctx ? ctx.viewer.federationId : ctx.federationId;
  const insert = () =>
    sql`
      insert into rollup_delta (federation_id, id, root_id, path, filed_path, top_level, bottom_level, expected, eligible)
      select ${federationId}::uuid, app.uuid7(), n.root_id, n.path, n.path, n.level, n.level, n.expected, n.eligible
        from (select o.root_id, left(o.filed_path, 5 * level) as path, level,
                     count(*) filter (where o.kind = 'REPORT') as expected, count(*) filter (where o.kind = 'INVITED') as eligible
                from delivery d
                join deliverable v on v.federation_id = d.federation_id and v.notice_id = d.notice_id
                join obligation o on o.federation_id = d.federation_id and o.organization_id = d.organization_id and o.root_id = v.root_id
               cross join generate_series(o.counts_from, length(o.filed_path) / 5 - 1) level
               where d.federation_id = ${federationId} and d.notice_id = ${noticeId} and (d.edition = ${edition} or v.since = ${edition})
                 and o.notice_id = d.notice_id and o.kind <> 'ORGANISE' and o.version = 1
               group by 1, 2, 3) n`.execute(ctx.db);
  await ('viewer' in ctx ? widen(ctx, insert) : insert());
}
