import { sql } from 'kysely';
import type { Context, ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { tokenHash } from '../identity/secret.ts';
import type { InvitationRow, LinkRow } from './invitation.rows.ts';

/** What was asked of people without an account about one thing of the viewer's body, newest first. */
export async function listInvitations(ctx: ViewerContext, subjectId: string, page: PageArgs): Promise<Page<InvitationRow>> {
  const after = parseCursor(page.after, ['uuid'])?.[0];
  const { federationId, organizationId } = ctx.viewer;
  const { rows } = await sql<InvitationRow>`
    select * from signing_invitation
     where federation_id = ${federationId} and organization_id = ${organizationId} and subject_id = ${subjectId}
       ${after ? sql`and id < ${after}` : sql``}
     order by id desc limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows, page, ({ id }) => [id]);
}

export async function findInvitation(ctx: ViewerContext, id: string): Promise<InvitationRow | undefined> {
  const { federationId, organizationId } = ctx.viewer;
  const { rows } = await sql<InvitationRow>`
    select * from signing_invitation where federation_id = ${federationId} and organization_id = ${organizationId} and id = ${id}`.execute(
    ctx.db,
  );
  return rows[0];
}

/**
 * What a link shows, whoever holds it. One statement that steps behind the inviting body's walls and back, so that nothing
 * else of the request runs there.
 */
export async function readLink(ctx: Context, token: string): Promise<LinkRow | undefined> {
  const { rows } = await sql<LinkRow>`select * from app.signing_invitation(${tokenHash(token)}, ${ctx.now}::timestamptz)`.execute(ctx.db);
  return rows[0];
}
