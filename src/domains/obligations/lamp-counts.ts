import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { endOf } from '../../kit/tree.ts';
import { todayOf } from '../federation/calendar.ts';
import { counted } from '../submissions/rollup.sql.ts';
import { type LampColour, lampColour, overdue } from './lamp.ts';

/** Expected reports below a place of the filed tree, by lamp, and those of them that are overdue: from dues and the clock. */
export interface LampCounts {
  readonly lamps: Readonly<Partial<Record<LampColour, number>>>;
  readonly overdue: number;
}

const NONE: LampCounts = { lamps: {}, overdue: 0 };

/**
 * Counts lamps at places, gathered over a request: one statement for all the lines of a board.
 *
 * @param including with the report that the body at the place owes itself
 */
export async function lampCounts(ctx: ViewerContext, rootId: string, place: string, including: boolean): Promise<LampCounts> {
  const found = await ctx.loaders.batched(`lamps of ${rootId} including ${including}`, place, async (places) => {
    const today = await todayOf(ctx);
    const { rows } = await sql<{ place: string; lamps: Partial<Record<LampColour, number>>; overdue: number }>`
      select place, jsonb_object_agg(lamp, count) as lamps, sum(late)::int as overdue from (
        select c.place, ${lampColour(today)} as lamp, count(*) as count, count(*) filter (where ${overdue(ctx.now)}) as late
          from unnest(${places}::text[], ${places.map(endOf)}::text[]) c (place, hi)
          join obligation o on o.federation_id = ${ctx.viewer.federationId} and o.root_id = ${rootId}
           and o.filed_path ${including ? sql`>=` : sql`>`} c.place collate "C" and o.filed_path < c.hi collate "C"
         where o.kind = 'REPORT' and ${counted} and o.counts_from < length(o.filed_path) / 5 and o.counts_from <= length(c.place) / 5
         group by 1, 2) x group by place`.execute(ctx.db);
    return new Map(rows.map((row) => [row.place, row]));
  });
  return found ?? NONE;
}

/** Of several places of one body. */
export async function lampCountsOf(ctx: ViewerContext, rootId: string, places: readonly string[], including: boolean): Promise<LampCounts> {
  const all = await Promise.all(places.map((place) => lampCounts(ctx, rootId, place, including)));
  const lamps: Partial<Record<LampColour, number>> = {};
  for (const one of all) {
    for (const [lamp, count] of Object.entries(one.lamps) as [LampColour, number][]) lamps[lamp] = (lamps[lamp] ?? 0) + count;
  }
  return { lamps, overdue: all.reduce((sum, one) => sum + one.overdue, 0) };
}
