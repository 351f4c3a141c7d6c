import { type Selectable, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import type { Tables } from '../../orm.ts';
import { asObligation, type ObligationRow } from '../obligations/obligation.rows.ts';
import { statusOf, type TitleRow, type TitleStatus } from './title.rows.ts';

export type SubsidyRow = Selectable<Tables['subsidy']>;
export type SpendingRow = Selectable<Tables['subsidy_spending']>;
export type PairRow = Selectable<Tables['mentoring_pair']>;

/** The money that came with a title, for those who may know; gathered over a request. */
export const subsidyOf = async (ctx: ViewerContext, titleId: string): Promise<SubsidyRow | undefined> =>
  (await ctx.loaders.many('subsidy', 'title_id', titleId))[0];

export const spendingOf = (ctx: ViewerContext, subsidyId: string): Promise<readonly SpendingRow[]> =>
  ctx.loaders.many('subsidy_spending', 'subsidy_id', subsidyId, { column: 'number' });

/** What a subsidy is paid once for, at a level. */
export const honourOf = ({ kind, name }: Pick<TitleRow, 'kind' | 'name'>): string => (kind === 'OTHER' ? name : kind);

/** Whether the unit had money for the same honour at the same level already; gathered over a request. */
export async function paidFor(ctx: ViewerContext, title: TitleRow): Promise<boolean> {
  const paid = await ctx.loaders.many('subsidy', 'organization_id', title.organization_id);
  return paid.some(({ level, honour }) => level === title.level && honour === honourOf(title));
}

/** Whom a holder helps, first to last; gathered over a request. */
export const pairsOf = (ctx: ViewerContext, titleId: string): Promise<readonly PairRow[]> =>
  ctx.loaders.many('mentoring_pair', 'title_id', titleId);

/**
 * What the holder owes, or owed, of the last self-check that it was asked for; undefined for those who may not read that.
 * Gathered over a request.
 */
export async function selfCheckOf(ctx: ViewerContext, titleId: string): Promise<ObligationRow | undefined> {
  const row = await ctx.loaders.batched('self-check of a title', titleId, async (titleIds) => {
    const { rows } = await sql<ObligationRow & { held_title_id: string }>`
      with recursive holder (title_id, id) as (
        select t.id, t.organization_id from title t where t.federation_id = ${ctx.viewer.federationId} and t.id = any (${titleIds}::uuid[])
        union
        select h.title_id, s.successor_id from holder h
          join organization_succession s on s.federation_id = ${ctx.viewer.federationId} and s.predecessor_id = h.id and s.kind = 'MERGED')
      select distinct on (h.title_id) h.title_id as held_title_id, o.*
        from holder h
        join obligation o on o.federation_id = ${ctx.viewer.federationId} and o.organization_id = h.id and o.state <> 'CANCELLED'
        join self_check c on c.federation_id = o.federation_id and c.notice_id = o.notice_id
       order by h.title_id, o.created_at desc, o.id desc`.execute(ctx.db);
    return new Map(rows.map((found) => [found.held_title_id, found]));
  });
  return row && asObligation(row);
}

/** F-09: as its days say; while it is in force, as the holder's last self-check stands, for those who may read that. */
export async function standingOf(ctx: ViewerContext, title: TitleRow): Promise<TitleStatus> {
  const status = statusOf(title, ctx.now);
  const check = status === 'ACTIVE' ? await selfCheckOf(ctx, title.id) : undefined;
  if (!check || check.state === 'WAIVED') return status;
  if (check.state === 'ACCEPTED') return 'CONFIRMED';
  const isWaiting = check.state === 'SUBMITTED' || check.due_at === null || ctx.now < check.due_at;
  return isWaiting && check.state !== 'FORFEITED' ? 'SELF_CHECK_DUE' : 'AT_RISK';
}
