import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';

/** Whether somebody else of the viewer's body reviews, in an office of their own. */
export async function hasOtherReviewer(ctx: ViewerContext): Promise<boolean> {
  const { federationId, organizationId, personId } = ctx.viewer;
  const { rows } = await sql`
    select from appointment
     where federation_id = ${federationId} and organization_id = ${organizationId} and person_id <> ${personId} and 'REVIEWER' = any (roles)
       and valid_from <= ${ctx.now} and (valid_to is null or valid_to > ${ctx.now}) limit 1`.execute(ctx.db);
  return rows.length > 0;
}

/** Whether the viewer, or who lent the viewer the capacity, stepped back from it; gathered over a request. */
export async function isRecused(ctx: ViewerContext, submissionId: string): Promise<boolean> {
  const { personId, onBehalfOfId } = ctx.viewer;
  const recusals = await ctx.loaders.many('recusal', 'submission_id', submissionId);
  return recusals.some(({ person_id }) => person_id === personId || person_id === onBehalfOfId);
}
