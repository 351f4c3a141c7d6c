import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { notFound, stale } from '../../kit/errors.ts';
import { allowed } from '../../kit/where.ts';
import {
  type AwardDecisionRow,
  type AwardLineRow,
  type AwardListRow,
  asAwardList,
  asDecision,
  type ObjectionRow,
} from './award-list.rows.ts';

const LIST = ['input', 'awardListId'];

/** A list that the caller may read. */
export async function findAwardList(ctx: ViewerContext, id: string): Promise<AwardListRow | undefined> {
  const { rows } = await sql<AwardListRow>`
    select l.* from award_list l where l.federation_id = ${ctx.viewer.federationId} and l.id = ${id} and ${readable(ctx)}`.execute(ctx.db);
  return rows[0] && asAwardList(rows[0]);
}

const readable = (ctx: ViewerContext) => allowed(ctx.ability, 'read', 'AwardList', 'l');

/**
 * A list, held for the change to come.
 * @throws Refusal NOT_FOUND, and STALE_VERSION when it is not at the version that was read
 */
export async function awardListToChange(ctx: ViewerContext, id: string, version?: number): Promise<AwardListRow> {
  const { rows } = await sql<AwardListRow>`
    select l.* from award_list l where l.federation_id = ${ctx.viewer.federationId} and l.id = ${id} and ${readable(ctx)} for update`.execute(
    ctx.db,
  );
  if (!rows[0]) throw notFound(LIST);
  const awardList = asAwardList(rows[0]);
  if (version !== undefined && awardList.version !== version) throw stale(['input', 'version'], { awardList });
  return awardList;
}

/** The lists of the own body and of those below it, newest first. */
export async function listAwardLists(ctx: ViewerContext, page: PageArgs): Promise<Page<AwardListRow>> {
  const after = parseCursor(page.after, ['instant', 'uuid']);
  const { rows } = await sql<AwardListRow>`
    select l.* from award_list l where l.federation_id = ${ctx.viewer.federationId} and ${readable(ctx)}
       ${after ? sql`and (l.created_at, l.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
     order by l.created_at desc, l.id desc limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows.map(asAwardList), page, (row) => [row.created_at.toISOString(), row.id]);
}

/** A page of a list's lines in their order; gathered over a request. */
export async function linesOf(ctx: ViewerContext, listId: string, page: PageArgs): Promise<Page<AwardLineRow>> {
  const after = Number(parseCursor(page.after, ['integer'])?.[0] ?? 0);
  const found = await ctx.loaders.batched(`award lines ${JSON.stringify(page)}`, listId, async (listIds) => {
    const { rows } = await sql<AwardLineRow>`
      select * from (
        select n.*, o.parent_id as recommender_id,
               row_number() over (partition by n.list_id, o.parent_id order by cardinality(n.priorities) = 0, n.rank)::int as recommender_rank,
               row_number() over (partition by n.list_id order by n.rank) as place
          from award_line n
          join organization o on o.federation_id = n.federation_id and o.id = n.organization_id
         where n.federation_id = ${ctx.viewer.federationId} and n.list_id = any (${listIds}::uuid[])) line
       where rank > ${after} and place <= ${after + page.first + 1} order by rank`.execute(ctx.db);
    return Map.groupBy(rows, ({ list_id }) => list_id);
  });
  return pageOf(found ?? [], page, ({ rank }) => [String(rank)]);
}

/** How many lines a list has. */
export async function countLines(ctx: ViewerContext, listId: string): Promise<{ all: number; proposed: number; approved: number }> {
  const found = await ctx.loaders.batched('number of award lines', listId, async (listIds) => {
    const { rows } = await sql<{ list_id: string; all: number; proposed: number; approved: number }>`
      select list_id, count(*)::int as "all", count(*) filter (where proposed)::int as proposed, count(*) filter (where approved)::int as approved
        from award_line where federation_id = ${ctx.viewer.federationId} and list_id = any (${listIds}::uuid[]) group by list_id`.execute(
      ctx.db,
    );
    return new Map(rows.map((row) => [row.list_id, row]));
  });
  return found ?? { all: 0, proposed: 0, approved: 0 };
}

/** What was said against a list, first to last; gathered over a request. */
export const objectionsTo = (ctx: ViewerContext, listId: string): Promise<readonly ObjectionRow[]> =>
  ctx.loaders.many('award_objection', 'list_id', listId, { column: 'number' });

/** What was decided about a list, first to last; gathered over a request. */
export const decisionsOn = async (ctx: ViewerContext, listId: string): Promise<readonly AwardDecisionRow[]> =>
  (await ctx.loaders.many('award_decision', 'list_id', listId, { column: 'number' })).map(asDecision);

/** A decision in the caller's range. */
export async function findDecision(ctx: ViewerContext, id: string): Promise<AwardDecisionRow | undefined> {
  const row = await ctx.loaders.one('award_decision', id);
  return row && asDecision(row);
}

/** The list as it is now; it was there a moment ago. */
export async function presentList(ctx: ViewerContext, id: string): Promise<AwardListRow> {
  ctx.loaders.clear();
  return (await findAwardList(ctx, id))!;
}
