import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { NIL_ID } from '../../kit/node-id.ts';
import { endOf } from '../../kit/tree.ts';

/** What bounds a review desk: it stands in the arguments, so that a desk can be found again (V1). */
export interface ReviewFilter {
  readonly deliverableId: string | null;
  /** The body below which units stand today. */
  readonly under: string | null;
  readonly set: 'PENDING' | 'DEFERRED';
  /** Handed in again after a return, or for the first time. */
  readonly again: boolean | null;
  readonly late: boolean | null;
  readonly nil: boolean | null;
  /** Entered by a body for the unit. */
  readonly entered: boolean | null;
}

export const EVERYTHING: ReviewFilter = {
  deliverableId: null,
  under: null,
  set: 'PENDING',
  again: null,
  late: null,
  nil: null,
  entered: null,
};

/** Submissions `s` within the bounds, whatever has become of them; those out of the caller's reach bound to nothing. */
export async function withinFilter(ctx: ViewerContext, filter: ReviewFilter): Promise<RawBuilder<boolean>> {
  const { deliverableId, under, again, late, nil, entered } = filter;
  const conditions: RawBuilder<unknown>[] = [sql`s.federation_id = ${ctx.viewer.federationId}`];
  if (deliverableId !== null) conditions.push(sql`s.root_id = ${await rootOf(ctx, deliverableId)}`);
  if (under !== null) {
    const place = await placeOf(ctx, under);
    conditions.push(place === undefined ? sql`false` : sql`s.path >= ${place} and s.path < ${endOf(place)}`);
  }
  if (again !== null) conditions.push(sql`(s.number > 1) = ${again}`);
  if (late !== null) conditions.push(sql`s.late = ${late}`);
  if (nil !== null) conditions.push(sql`s.nil = ${nil}`);
  if (entered !== null) conditions.push(sql`s.entered = ${entered}`);
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

/** The root of the deliverable that bounds the desk; one out of reach bounds it to nothing. */
export const rootOf = async (ctx: ViewerContext, deliverableId: string): Promise<string> =>
  (await ctx.loaders.one('deliverable', deliverableId))?.root_id ?? NIL_ID;

async function placeOf(ctx: ViewerContext, organizationId: string): Promise<string | undefined> {
  const found = await ctx.loaders.one('organization', organizationId);
  return found?.path.startsWith(ctx.viewer.path) ? found.path : undefined;
}

/** In my body's hands and not yet accepted here; one's own that came back is the unit's work, and what I stepped back from is not mine. */
export function inMyHands(ctx: ViewerContext): RawBuilder<boolean> {
  const { organizationId } = ctx.viewer;
  return sql<boolean>`(s.holder_id = ${organizationId} and s.state in ('SUBMITTED', 'RETURNED') and s.cleared_at is null
    and s.organization_id <> ${organizationId} and not ${recused(ctx)})`;
}

/** I, or who lent me the capacity, stepped back from it. */
export const recused = ({ viewer }: ViewerContext): RawBuilder<boolean> => sql<boolean>`exists (
  select from recusal r where r.federation_id = s.federation_id and r.submission_id = s.id
     and r.person_id in (${viewer.personId}, ${viewer.onBehalfOfId ?? viewer.personId}))`;

/** The last thing that I noted about this version is that I put it aside. */
export const deferred = ({ viewer }: ViewerContext): RawBuilder<boolean> => sql<boolean>`coalesce((
  select v.decision = 'DEFER' from review v
   where v.federation_id = s.federation_id and v.submission_id = s.id and v.organization_id = ${viewer.organizationId}
     and v.reviewer_id = ${viewer.personId} and v.number = s.number
   order by v.id desc limit 1), false)`;
