import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { notFound, stale } from '../../kit/errors.ts';
import { dayOf } from '../../kit/time.ts';
import { endOf } from '../../kit/tree.ts';
import { asTitle, type ResultRow, type TitleRow } from './title.rows.ts';

export interface TitleFilter {
  /** A body: its own titles and those of the units below it, as they stand today. */
  readonly under: string | null;
  readonly kind: TitleRow['kind'] | null;
  readonly level: TitleRow['level'] | null;
  readonly lacking: 'PLAQUE' | 'SUBSIDY' | 'MENTORING' | null;
}

/** Any title of the federation. */
export async function findTitle(ctx: ViewerContext, id: string): Promise<TitleRow | undefined> {
  const row = await ctx.loaders.one('title', id);
  return row && asTitle(row);
}

/**
 * A title that the caller's body gave, held for the change to come.
 * @throws Refusal NOT_FOUND, STALE_VERSION
 */
export async function titleToChange(ctx: ViewerContext, id: string, version: number): Promise<TitleRow> {
  const { federationId, path } = ctx.viewer;
  const { rows } = await sql<TitleRow>`
    select * from title where federation_id = ${federationId} and id = ${id} and path = ${path} for update`.execute(ctx.db);
  if (!rows[0]) throw notFound(['input', 'titleId']);
  const title = asTitle(rows[0]);
  if (title.version !== version) throw stale(['input', 'version'], { title });
  return title;
}

function condition(
  ctx: ViewerContext,
  { under, kind, level, lacking }: TitleFilter,
  body: { path: string } | undefined,
): RawBuilder<unknown> {
  const { federationId } = ctx.viewer;
  return sql`t.federation_id = ${federationId}
    ${under === null ? sql`` : body ? sql`and o.path >= ${body.path} and o.path < ${endOf(body.path)}` : sql`and false`}
    ${kind === null ? sql`` : sql`and t.kind = ${kind}`} ${level === null ? sql`` : sql`and t.level = ${level}`}
    ${lacking === null ? sql`` : sql`and ${standing(ctx, 't')} and t.kind <> 'COMMENDATION' and ${LACKS[lacking]}`}`;
}

/** Of a title `t` in force. */
const LACKS = {
  PLAQUE: sql`t.plaque_given_on is null`,
  SUBSIDY: sql`exists (select from award_list l where l.federation_id = t.federation_id and l.id = t.list_id and l.subsidy_fen > 0)
    and not exists (select from subsidy s where s.federation_id = t.federation_id and s.organization_id = t.organization_id and s.level = t.level
                       and s.honour = case when t.kind = 'OTHER' then t.name else t.kind end)`,
  MENTORING: sql`t.level in ('NATIONAL', 'PROVINCIAL', 'CITY')
    and not exists (select from mentoring_pair p where p.federation_id = t.federation_id and p.title_id = t.id and p.ended_on is null)`,
} as const;

/** Of a title: not taken back, and its time not over. */
const standing = (ctx: ViewerContext, table: string) => {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  return sql`(${column('revoked_on')} is null and (${column('valid_until')} is null or ${column('valid_until')} >= ${dayOf(ctx.now)}::date))`;
};

/** Who holds what (H1), newest first. */
export async function listTitles(ctx: ViewerContext, filter: TitleFilter, page: PageArgs): Promise<Page<TitleRow>> {
  const after = parseCursor(page.after, ['instant', 'uuid']);
  const body = filter.under === null ? undefined : await ctx.loaders.one('organization', filter.under);
  const from = sql`from title t join organization o on o.federation_id = t.federation_id and o.id = t.organization_id where ${condition(ctx, filter, body)}`;
  const { rows } = await sql<TitleRow>`
    select t.* ${from} ${after ? sql`and (t.named_at, t.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
     order by t.named_at desc, t.id desc limit ${page.first + 1}`.execute(ctx.db);
  const count = async () => (await sql<{ count: number }>`select count(*)::int as count ${from}`.execute(ctx.db)).rows[0]!.count;
  return { ...pageOf(rows.map(asTitle), page, (row) => [row.named_at.toISOString(), row.id]), totalCount: count };
}

/** The honours of a city or above that stand today, likewise: whoever holds one generally does not stand again (C-31). */
export const heldTitles = (ctx: ViewerContext): RawBuilder<unknown> =>
  sql`select * from (${titlesInForce(ctx)}) f where f.kind <> 'COMMENDATION' and f.level in ('NATIONAL', 'PROVINCIAL', 'CITY')`;

/**
 * The honours that stand today, under whoever holds them, as a subquery of `holder_id` and the title: the unit that was
 * named, and whoever went on for it.
 */
export const titlesInForce = (ctx: ViewerContext): RawBuilder<unknown> => sql`
  with recursive held (holder_id, id) as (
    select t.organization_id, t.id from title t
     where t.federation_id = ${ctx.viewer.federationId} and ${standing(ctx, 't')}
    union
    select s.successor_id, h.id from held h
      join organization_succession s on s.federation_id = ${ctx.viewer.federationId} and s.predecessor_id = h.holder_id and s.kind = 'MERGED')
  select h.holder_id, t.* from held h join title t on t.federation_id = ${ctx.viewer.federationId} and t.id = h.id`;

/** What a body holds today of a city or above, its predecessors' included; gathered over a request. */
export async function titlesHeldBy(ctx: ViewerContext, organizationId: string): Promise<readonly TitleRow[]> {
  const found = await ctx.loaders.batched('titles held', organizationId, async (ids) => {
    const { rows } = await sql<TitleRow & { holder_id: string }>`
      select h.* from (${heldTitles(ctx)}) h where h.holder_id = any (${ids}::uuid[]) order by h.named_at, h.id`.execute(ctx.db);
    return Map.groupBy(rows, ({ holder_id }) => holder_id);
  });
  return (found ?? []).map(asTitle);
}

/** Who goes on for the unit that was named; undefined while it stands itself. Gathered over a request. */
export const successorOf = (ctx: ViewerContext, organizationId: string): Promise<string | undefined> =>
  ctx.loaders.batched('successor', organizationId, async (ids) => {
    const { rows } = await sql<{ id: string; successor_id: string }>`
      with recursive heir (id, now_id, step) as (
        select id, id, 0 from unnest(${ids}::uuid[]) as k (id)
        union all
        select h.id, s.successor_id, h.step + 1 from heir h
          join organization_succession s on s.federation_id = ${ctx.viewer.federationId} and s.predecessor_id = h.now_id and s.kind = 'MERGED'
         where h.step < 50)
      select distinct on (id) id, now_id as successor_id from heir where step > 0 order by id, step desc`.execute(ctx.db);
    return new Map(rows.map((row) => [row.id, row.successor_id]));
  });

/** Whether a notice named titles that were not taken back; gathered over a request. */
export async function namesStandingTitles(ctx: ViewerContext, noticeId: string): Promise<boolean> {
  const found = await ctx.loaders.batched('names standing titles', noticeId, async (noticeIds) => {
    const { rows } = await sql<{ notice_id: string }>`
      select l.notice_id from award_list l
       where l.federation_id = ${ctx.viewer.federationId} and l.notice_id = any (${noticeIds}::uuid[])
         and exists (select from title t where t.federation_id = l.federation_id and t.list_id = l.id and t.revoked_on is null)`.execute(
      ctx.db,
    );
    return new Map(rows.map(({ notice_id }) => [notice_id, true]));
  });
  return found ?? false;
}

/** What became of an application, in each list that it stood on; gathered over a request. */
export const resultsOf = (ctx: ViewerContext, submissionId: string): Promise<readonly ResultRow[]> =>
  ctx.loaders.many('award_result', 'submission_id', submissionId);

/** The title as it is now; it was there a moment ago. */
export async function presentTitle(ctx: ViewerContext, id: string): Promise<TitleRow> {
  ctx.loaders.clear();
  return (await findTitle(ctx, id))!;
}
