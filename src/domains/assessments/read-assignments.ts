import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { asAssignment, type AssignmentRow } from './judging.rows.ts';
import { recusals } from './recusal.ts';

/** What can be marked now. */
const isMarkable = ({ now }: ViewerContext): RawBuilder<unknown> =>
  sql`j.opened_at is not null and j.closed_at is null and j.opens_at <= ${now} and j.closes_at > ${now}`;

/**
 * All that the viewer has to mark, in all rounds, as `a` with the terms of its round as `j`: what was confirmed, without what the
 * viewer is recused from. Whatever a judge asks goes through here.
 */
const mine = (ctx: ViewerContext): RawBuilder<unknown> => {
  const { federationId, accountId, personId } = ctx.viewer;
  const rounds = sql`array(select round_id from judge where federation_id = ${federationId} and holder_id = ${accountId})`;
  return sql`
    with recused as materialized (select entry_id from ${recusals(ctx, rounds, sql`array[${personId}::uuid]`)}),
    mine as (
      select a.*, j.round_name, j.opens_at, j.closes_at, j.sheet, j.opened_at, j.closed_at, ${isMarkable(ctx)} as markable,
             (row_number() over (partition by a.round_id order by a.ordinal))::int as place, (count(*) over (partition by a.round_id))::int as places
        from judge_assignment a join judge j on j.federation_id = a.federation_id and j.id = a.judge_id
       where a.federation_id = ${federationId} and a.holder_id = ${accountId} and a.state in ('CONFIRMED', 'SUBMITTED') and j.state = 'SITTING'
         and not exists (select from recused x where x.entry_id = a.entry_id))`;
};

/** One of them. */
export async function findAssignment(ctx: ViewerContext, id: string): Promise<AssignmentRow | undefined> {
  if (!ctx.ability.can('judge', 'JudgeAssignment')) return undefined;
  const { rows } = await sql<AssignmentRow>`${mine(ctx)} select * from mine where id = ${id}`.execute(ctx.db);
  return rows[0] && asAssignment(rows[0]);
}

/** The same, gathered over a request. */
export async function assignmentOf(ctx: ViewerContext, id: string): Promise<AssignmentRow | undefined> {
  if (!ctx.ability.can('judge', 'JudgeAssignment')) return undefined;
  return ctx.loaders.batched('assignments of a judge', id, async (ids) => {
    const { rows } = await sql<AssignmentRow>`${mine(ctx)} select * from mine where id = any (${ids}::uuid[])`.execute(ctx.db);
    return new Map(rows.map((row) => [row.id, asAssignment(row)]));
  });
}

/** All of them, what ends soonest first. */
export async function listAssignments(ctx: ViewerContext, page: PageArgs): Promise<Page<AssignmentRow>> {
  const after = parseCursor(page.after, ['instant', 'integer', 'uuid']);
  const { rows } = await sql<AssignmentRow>`
    ${mine(ctx)} select * from mine
     ${after ? sql`where (closes_at, ordinal, id) > (${after[0]}::timestamptz, ${after[1]}::int, ${after[2]}::uuid)` : sql``}
     order by closes_at, ordinal, id limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(
    rows.map((row) => asAssignment(row)),
    page,
    (row) => [row.closes_at.toISOString(), String(row.ordinal), row.id],
  );
}

/** The one to be marked next: what was put aside comes last. */
export async function nextAssignment(ctx: ViewerContext): Promise<AssignmentRow | undefined> {
  const { rows } = await sql<AssignmentRow>`
    ${mine(ctx)} select * from mine where markable and state = 'CONFIRMED'
     order by deferred_at nulls first, closes_at, ordinal, id limit 1`.execute(ctx.db);
  return rows[0] && asAssignment(rows[0]);
}

export interface AssignmentCounts {
  readonly assigned: number;
  readonly done: number;
  readonly deferred: number;
  readonly recused: number;
}

/** How far the viewer has come; of recusals only those that the viewer declared. */
export async function countAssignments(ctx: ViewerContext): Promise<AssignmentCounts> {
  const { federationId, accountId } = ctx.viewer;
  const { rows } = await sql<AssignmentCounts>`
    ${mine(ctx)}
    select count(*)::int as assigned, (count(*) filter (where state = 'SUBMITTED'))::int as done,
           (count(*) filter (where state = 'CONFIRMED' and deferred_at is not null))::int as deferred,
           (select count(*) from judge_conflict where federation_id = ${federationId} and account_id = ${accountId})::int as recused
      from mine`.execute(ctx.db);
  return rows[0]!;
}
