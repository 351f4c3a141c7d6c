import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';

/**
 * What it means for those who work in a body that it ends: their offices end, what was lent from them is over, and the
 * tokens that they made are dead. Behind the walls of the whole federation.
 *
 * @param at when it ended; who was appointed after that never held office
 */
export async function endOffices(ctx: ViewerContext, organizationId: string, at: Date, reason: string): Promise<void> {
  const { federationId } = ctx.viewer;
  const here = sql`federation_id = ${federationId} and organization_id = ${organizationId}`;
  const offices = sql`select id from appointment where ${here}`;
  await sql`
    update delegation set ended_at = ${at}::timestamptz
     where federation_id = ${federationId} and ended_at is null and valid_to > ${at}::timestamptz
       and (organization_id = ${organizationId} or appointment_id in (${offices}))`.execute(ctx.db);
  await sql`
    update api_token set revoked_at = ${ctx.now}::timestamptz
     where federation_id = ${federationId} and revoked_at is null and appointment_id in (${offices})`.execute(ctx.db);
  await sql`
    update appointment set valid_to = greatest(valid_from, ${at}::timestamptz), end_reason = ${reason}, version = version + 1
     where ${here} and (valid_to is null or valid_to > ${at}::timestamptz)`.execute(ctx.db);
}
