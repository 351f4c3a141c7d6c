import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { endOf, levelOf } from '../../kit/tree.ts';
import type { Today } from '../../kit/working-days.ts';
import { todayOf } from '../federation/calendar.ts';
import { counted, inHandAt, inTimeAt, receivedAt } from '../submissions/rollup.sql.ts';
import { type LampColour, lampColour, LAMPS, overdue } from './lamp.ts';
import { lampLabels, obligationStateLabels } from './obligation.enums.ts';
import { asObligation, type ObligationRow } from './obligation.rows.ts';
import type { Figure } from './obligation.type.ts';

export interface ObligationFilter {
  readonly rootId: string;
  /** Where the body stood at any time whose subtree is listed; empty: what was asked of units elsewhere (a second superior). */
  readonly places: readonly string[];
  /** The number of the board whose list this is. */
  readonly behind?: Figure | null;
  /** With the body's own obligation, as a line of the board above it counts it. */
  readonly including?: boolean;
  readonly state?: ObligationRow['state'] | null;
  readonly lamp?: LampColour | null;
  /** Whether the notice was signed for. */
  readonly acknowledged?: boolean | null;
}

/**
 * Obligations below a body as they were filed, so that a list has as many rows as its number says; ordered by the tree.
 * What a body counts as received is what has come up to it; of a body that has moved, by the level where it stood.
 */
export async function listObligations(ctx: ViewerContext, filter: ObligationFilter, page: PageArgs): Promise<Page<ObligationRow>> {
  const after = parseCursor(page.after, ['text', 'uuid']);
  const today = await todayOf(ctx);
  const { rows } = await sql<ObligationRow>`
    select o.* from ${from} where ${isListed(ctx, filter, today)} ${after ? sql`and (o.filed_path, o.id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
     order by o.filed_path, o.id limit ${page.first + 1}`.execute(ctx.db);
  let counting: Promise<Counting> | undefined;
  const counts = () => (counting ??= countObligations(ctx, filter));
  return {
    ...pageOf(rows.map(asObligation), page, (row) => [row.filed_path, row.id]),
    totalCount: () => counts().then(({ total }) => total),
    counts: () => counts(),
  };
}

interface Counting {
  readonly total: number;
  readonly byLamp: { lamp: LampColour; label: string; count: number }[];
  readonly byState: { state: ObligationRow['state']; label: string; count: number }[];
}

/** The same list, counted in one statement. */
export const countObligations = async (ctx: ViewerContext, filter: ObligationFilter): Promise<Counting> =>
  countedBy(ctx, sql`${from} where ${isListed(ctx, filter, await todayOf(ctx))}`);

/** Counts obligations `o`, given as what follows `from`. */
export async function countedBy(ctx: ViewerContext, list: RawBuilder<unknown>): Promise<Counting> {
  const { rows } = await sql<{ lamp: LampColour; state: ObligationRow['state']; count: number }>`
    select ${lampColour(await todayOf(ctx))} as lamp, o.state, count(*)::int as count from ${list} group by 1, 2`.execute(ctx.db);
  const sum = (is: (row: (typeof rows)[number]) => boolean) => rows.filter(is).reduce((total, { count }) => total + count, 0);
  const states = Object.keys(obligationStateLabels) as ObligationRow['state'][];
  return {
    total: sum(() => true),
    byLamp: LAMPS.map((lamp) => ({ lamp, label: lampLabels[lamp], count: sum((row) => row.lamp === lamp) })).filter(({ count }) => count),
    byState: states
      .map((state) => ({ state, label: obligationStateLabels[state], count: sum((row) => row.state === state) }))
      .filter(({ count }) => count),
  };
}

const from = sql`obligation o left join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id`;

/** Whether an obligation `o`, with its submission `s`, is in the list. */
export function isListed(ctx: ViewerContext, filter: ObligationFilter, today: Today): RawBuilder<unknown> {
  const { rootId, places, behind, state, lamp, acknowledged } = filter;
  const conditions = [
    sql`o.federation_id = ${ctx.viewer.federationId} and o.root_id = ${rootId} and o.kind <> 'ORGANISE'`,
    places.length
      ? sql`(${sql.join(
          places.map((place) => within(place, filter, ctx.now)),
          sql` or `,
        )})`
      : askedElsewhere(ctx, behind),
    ...(state ? [sql`o.state = ${state}`] : []),
    ...(lamp ? [sql`${lampColour(today)} = ${lamp}`] : []),
    ...(typeof acknowledged === 'boolean' ? [sql`${isAcknowledged} = ${acknowledged}`] : []),
  ];
  return behind || state ? sql.join(conditions, sql` and `) : sql.join([...conditions, counted], sql` and `);
}

const isAcknowledged = sql`exists (
  select from delivery d where d.federation_id = o.federation_id and d.notice_id = o.notice_id and d.organization_id = o.organization_id and d.acknowledged_at is not null)`;

function within(place: string, { behind, including }: ObligationFilter, now: Date): RawBuilder<unknown> {
  // The body's own obligation counts for the one above it.
  const level = sql`least(${levelOf(place)}::int, length(o.filed_path) / 5 - 1)`;
  const reach = { received: receivedAt(level), inTime: inTimeAt(level), inHand: inHandAt(level) };
  return sql`(o.filed_path ${including ? sql`>=` : sql`>`} ${place} and o.filed_path < ${endOf(place)} and o.counts_from <= ${level}
    ${behind ? sql`and ${figureIs(behind, reach, now)}` : sql``})`;
}

/**
 * What the caller's body asked, as a second superior, of units that stand elsewhere. Received is what has been handed in
 * and not returned, in time by the body's own due; these figures are labelled and never added to the tree's.
 */
export function askedElsewhere(ctx: ViewerContext, behind?: Figure | null): RawBuilder<unknown> {
  const { path } = ctx.viewer;
  const inHand = sql<boolean>`coalesce(s.state in ('SUBMITTED', 'ACCEPTED'), false)`;
  const received = sql<boolean>`(o.kind = 'REPORT' and ${counted} and ${inHand})`;
  const due = sql`(select min(d.due_at) from deliverable d
    where d.federation_id = o.federation_id and d.id = any (o.asks) and d.path >= ${path} and d.path < ${endOf(path)})`;
  const inTime = sql<boolean>`(${received} and s.first_submitted_at < coalesce(${due}, 'infinity'))`;
  return sql`(o.asker_path >= ${path} and o.asker_path < ${endOf(path)} and not starts_with(o.filed_path, ${path})
    ${behind ? sql`and ${figureIs(behind, { received, inTime, inHand }, ctx.now)}` : sql``})`;
}

/** What has come to whoever counts, of an obligation `o` and its submission `s`. */
interface Reach {
  readonly received: RawBuilder<boolean>;
  readonly inTime: RawBuilder<boolean>;
  readonly inHand: RawBuilder<boolean>;
}

/** Whether a number counts an obligation `o`. */
function figureIs(figure: Figure, { received, inTime, inHand }: Reach, now: Date): RawBuilder<unknown> {
  const expected = sql`o.kind = 'REPORT' and ${counted}`;
  const eligible = sql`o.kind = 'INVITED' and ${counted}`;
  switch (figure) {
    case 'EXPECTED':
      return expected;
    case 'RECEIVED':
      return received;
    case 'RECEIVED_ON_TIME':
      return inTime;
    case 'ABSENT':
      return sql`${expected} and not ${received}`;
    case 'OVERDUE':
      return sql`o.kind = 'REPORT' and ${overdue(now)}`;
    case 'NIL':
      return sql`${received} and s.nil`;
    case 'LATE':
      return sql`${received} and s.late`;
    case 'ELIGIBLE':
      return eligible;
    case 'ENTERED':
      return sql`${eligible} and ${inHand}`;
    default:
      return sql`o.kind = 'REPORT' and o.state = ${figure}`;
  }
}
