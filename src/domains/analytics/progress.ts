import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { rateOf } from '../../kit/rate.ts';
import { endOf } from '../../kit/tree.ts';
import { LAMPS } from '../obligations/lamp.ts';
import { lampCountsOf } from '../obligations/lamp-counts.ts';
import { askedElsewhere } from '../obligations/list-obligations.ts';
import { lampLabels, obligationStateLabels } from '../obligations/obligation.enums.ts';
import type { Scope } from '../obligations/scope.ts';
import { type ChildCounterRow, childCounters, type CounterRow } from '../submissions/rollup.read.ts';

/** The five rates of a node, from its counters. */
export const ratesOf = ({ expected, received, received_on_time }: Pick<CounterRow, 'expected' | 'received' | 'received_on_time'>) => ({
  expected,
  received,
  receivedOnTime: received_on_time,
  reportingRate: rateOf(received, expected),
  onTimeRate: rateOf(received_on_time, expected),
});

/** What every line of a board shows, the body's own and each one below. What is costly is counted when it is asked for. */
export function figuresOf(ctx: ViewerContext, rootId: string, places: readonly string[], counters: CounterRow, including: boolean) {
  const { expected, submitted, returned, accepted, forfeited, waived, cancelled, eligible, entered, nil, late } = counters;
  const byState = {
    OPEN: expected - submitted - returned - accepted - forfeited,
    SUBMITTED: submitted,
    RETURNED: returned,
    ACCEPTED: accepted,
  };
  const ended = { FORFEITED: forfeited, WAIVED: waived, CANCELLED: cancelled };
  const lamps = () => lampCountsOf(ctx, rootId, places, including);
  return {
    rates: ratesOf(counters),
    invited: { eligible, entered, rate: rateOf(entered, eligible) },
    byState: Object.entries({ ...byState, ...ended })
      .filter(([, count]) => count > 0)
      .map(([state, count]) => ({ state, label: obligationStateLabels[state as keyof typeof obligationStateLabels], count })),
    nil,
    late,
    overdue: async () => (await lamps()).overdue,
    byLamp: async () => {
      const counts = (await lamps()).lamps;
      return LAMPS.flatMap((lamp) => (counts[lamp] ? [{ lamp, label: lampLabels[lamp], count: counts[lamp] }] : []));
    },
    acknowledged: () => acknowledgedRate(ctx, rootId, places, including),
  };
}

/** Of the bodies that the notices of this demand reached below a place, as the tree stands today, how many have signed. */
async function acknowledgedRate(ctx: ViewerContext, rootId: string, places: readonly string[], including: boolean) {
  const all = await Promise.all(places.map((place) => acknowledgedAt(ctx, rootId, place, including)));
  return rateOf(
    all.reduce((sum, found) => sum + (found?.signed ?? 0), 0),
    all.reduce((sum, found) => sum + (found?.reached ?? 0), 0),
  );
}

function acknowledgedAt(ctx: ViewerContext, rootId: string, place: string, including: boolean) {
  return ctx.loaders.batched(`signed for ${rootId} including ${including}`, place, async (places) => {
    const { rows } = await sql<{ place: string; reached: number; signed: number }>`
      select c.place, count(distinct d.organization_id)::int as reached,
             count(distinct d.organization_id) filter (where d.acknowledged_at is not null)::int as signed
        from unnest(${places}::text[], ${places.map(endOf)}::text[]) c (place, hi)
        join delivery d on d.federation_id = ${ctx.viewer.federationId} and d.path ${including ? sql`>=` : sql`>`} c.place collate "C" and d.path < c.hi collate "C"
       where d.notice_id in (select v.notice_id from deliverable v
         where v.federation_id = ${ctx.viewer.federationId} and v.root_id = ${rootId} and v.published_at is not null)
       group by c.place`.execute(ctx.db);
    return new Map(rows.map((row) => [row.place, row]));
  });
}

/** The rates of what the caller's body asked, as a second superior, of units elsewhere; undefined when it asked nothing. */
export async function ratesElsewhere(ctx: ViewerContext, rootId: string) {
  const count = (figure: 'EXPECTED' | 'RECEIVED' | 'RECEIVED_ON_TIME') => sql`count(*) filter (where ${askedElsewhere(ctx, figure)})::int`;
  const { rows } = await sql<{ asked: number; expected: number; received: number; received_on_time: number }>`
    select count(*)::int as asked, ${count('EXPECTED')} as expected, ${count('RECEIVED')} as received, ${count('RECEIVED_ON_TIME')} as received_on_time
      from obligation o left join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id
     where o.federation_id = ${ctx.viewer.federationId} and o.root_id = ${rootId} and o.kind <> 'ORGANISE' and ${askedElsewhere(ctx)}`.execute(
    ctx.db,
  );
  const [found] = rows;
  return found?.asked ? ratesOf(found) : null;
}

export const LINE_ORDERS = ['TREE', 'REPORTING_RATE', 'ON_TIME_RATE'] as const;
export type LineOrder = (typeof LINE_ORDERS)[number];

/** Lowest first; who has nothing to report comes last. Digits enough to tell any two shares apart. */
const ORDERS = {
  TREE: sql`0::numeric`,
  REPORTING_RATE: sql`coalesce(round(c.received::numeric / nullif(c.expected, 0), 20), 2)`,
  ON_TIME_RATE: sql`coalesce(round(c.received_on_time::numeric / nullif(c.expected, 0), 20), 2)`,
};

/**
 * The bodies directly below a node, as they were filed: one that was merged or moved since keeps the line of its time.
 * Each line counts what the body owes itself, as it reached the node; below that, what reached the body.
 */
export async function listLines(
  ctx: ViewerContext,
  { deliverable, places }: Scope,
  order: LineOrder,
  page: PageArgs,
): Promise<Page<ChildCounterRow>> {
  const after = parseCursor(page.after, ['decimal', 'text']);
  const key = ORDERS[order];
  const { rows } = await sql<ChildCounterRow & { key: string }>`
    select c.*, ${key}::text as key from (${childCounters(ctx.viewer.federationId, deliverable.root_id, places)}) c
     ${after ? sql`where (${key}, c.place) > (${after[0]}::numeric, ${after[1]} collate "C")` : sql``}
     order by ${key}, c.place collate "C" limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows, page, (row) => [row.key, row.place]);
}
