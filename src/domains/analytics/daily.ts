import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { endOf, levelOf } from '../../kit/tree.ts';
import { receivedAt } from '../submissions/rollup.sql.ts';

/** What came up on one day in Beijing, and by its end. */
export interface DayCount {
  /** As in 2021-05-28. */
  readonly day: string;
  readonly received: number;
  readonly total: number;
}

/**
 * The day curve of a board (B1): of what a body has in hand now, what reached it first on which day, in order; days on
 * which nothing came are left out. Read from the submissions, not from roll-ups, so it is computed only when it is asked for;
 * its last total is the board's number of received reports.
 */
export async function dailyOf(ctx: ViewerContext, rootId: string, places: readonly string[]): Promise<readonly DayCount[]> {
  const each = places.map((place) => {
    // Of a body that has moved, by the level where it stood.
    const level = sql`least(${levelOf(place)}::int, length(o.filed_path) / 5 - 1)`;
    return sql`
      select (select min(r.value::timestamptz) from jsonb_each_text(s.first_reached_at) r where r.key::int <= ${level}) as reached_at
        from obligation o join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id
       where o.federation_id = ${ctx.viewer.federationId} and o.root_id = ${rootId}
         and o.filed_path > ${place} and o.filed_path < ${endOf(place)} and o.counts_from <= ${level} and ${receivedAt(level)}`;
  });
  const { rows } = await sql<DayCount>`
    select day::text, received, (sum(received) over (order by day))::int as total
      from (select (reached_at at time zone 'Asia/Shanghai')::date as day, count(*)::int as received
              from (${sql.join(each, sql` union all `)}) came group by 1) days
     order by day`.execute(ctx.db);
  return rows;
}
