import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { forbidden, notFound, Refusal } from '../../kit/errors.ts';
import { json } from '../../kit/sql.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { personInRange, placeOf } from '../identity/people.ts';
import { loginOf } from '../identity/persons.ts';
import { newToken, tokenHash } from '../identity/secret.ts';
import type { InvitationRow } from './invitation.rows.ts';
import { findInvitation } from './read-invitations.ts';
import { mayInvite, SIGNABLES } from './signables.ts';

const DAYS = 7;
const MOST_DAYS = 30;
const DAY = 24 * 3_600_000;

/** Somebody who was asked before, or somebody new. Neither has an account: who has one signs in. */
export type Signer =
  | { readonly personId: string; readonly post: string | null }
  | { readonly personId?: undefined; readonly name: string; readonly phone: string | null; readonly post: string | null };

export interface InviteToSign {
  readonly subject: { readonly type: string; readonly id: string };
  readonly signer: Signer;
  readonly step: string;
  readonly message: string | null;
  readonly expiresAt?: Date | undefined;
}

/**
 * Asks somebody without an account for one signature, by a link that is good for it once and for nothing else.
 * @returns the secret of the link, shown once
 * @throws Refusal NOT_FOUND, INVALID_EXPIRY, HAS_ACCOUNT, ALREADY_INVITED, TREE_CHANGED, and why it cannot be signed
 */
export async function inviteToSign(ctx: ViewerContext, input: InviteToSign): Promise<{ invitation: InvitationRow; token: string }> {
  const { viewer } = ctx;
  await holdTree(ctx, 'share');
  const path = ['input', 'subjectId'];
  const signable = SIGNABLES[input.subject.type];
  if (!signable) throw notFound(path);
  if (!ctx.ability.can(...signable.mayInvite)) throw forbidden();
  const offered = await signable.offer(ctx, input.subject.id, path);
  const expiresAt = input.expiresAt ?? new Date(ctx.now.getTime() + DAYS * DAY);
  if (expiresAt <= ctx.now || expiresAt.getTime() > ctx.now.getTime() + MOST_DAYS * DAY) {
    throw new Refusal('INVALID_EXPIRY', `链接的到期时间应在现在之后、${MOST_DAYS} 天以内`, ['input', 'expiresAt']);
  }
  const signerId = await signerOf(ctx, input.signer);
  await assertNoneOpen(ctx, input.subject.id, path);
  const id = uuid7();
  const invitation = await ctx.db
    .insertInto('signing_invitation')
    .values({
      federation_id: viewer.federationId,
      id,
      organization_id: viewer.organizationId,
      subject_type: input.subject.type,
      subject_id: input.subject.id,
      subject_version: offered.version,
      content_hash: offered.contentHash,
      shown: json(offered.shown),
      step: offered.step ?? input.step,
      message: input.message,
      signer_id: signerId,
      signer_post: input.signer.post,
      invited_by_id: viewer.personId,
      invited_at: ctx.now,
      expires_at: expiresAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const token = newToken();
  await sql`select app.open_signing_link(${tokenHash(token)}, ${viewer.organizationId}::uuid, ${id}::uuid)`.execute(ctx.db);
  await record(ctx, {
    operation: 'inviteToSign',
    subjectType: input.subject.type,
    subjectId: input.subject.id,
    detail: {
      invitationId: id,
      signerId,
      step: offered.step ?? input.step,
      expiresAt: expiresAt.toISOString(),
      contentHash: offered.contentHash,
    },
  });
  return { invitation, token };
}

/** The person who is asked. Somebody new gets an id for an account that does not exist, and may be given one later. */
async function signerOf(ctx: ViewerContext, signer: Signer): Promise<string> {
  const { federationId, organizationId } = ctx.viewer;
  if (signer.personId !== undefined) {
    const path = ['input', 'signer', 'personId'];
    const person = await personInRange(ctx, signer.personId, path);
    if (await loginOf(ctx, person.account_id)) throw new Refusal('HAS_ACCOUNT', '此人已有账户，请登录后签署', path);
    return person.id;
  }
  const place = await placeOf(ctx, organizationId, ['input', 'signer']);
  const id = uuid7();
  await sql`
    insert into person (federation_id, id, account_id, organization_id, path, name, phone)
    values (${federationId}, ${id}, ${uuid7()}, ${place.id}, ${place.path}, ${signer.name}, ${signer.phone})`.execute(ctx.db);
  return id;
}

/** One signature is asked of one person at a time: whoever is asked anew, the link before is revoked first. */
async function assertNoneOpen(ctx: ViewerContext, subjectId: string, path: readonly string[]): Promise<void> {
  const { rows } = await sql`
    select from signing_invitation
     where federation_id = ${ctx.viewer.federationId} and organization_id = ${ctx.viewer.organizationId} and subject_id = ${subjectId}
       and outcome is null and revoked_at is null and expires_at > ${ctx.now}`.execute(ctx.db);
  if (rows.length > 0) throw new Refusal('ALREADY_INVITED', '已有一条有效的签署链接，请先作废再重新发送', path);
}

/**
 * Makes a link void that was not used.
 * @throws Refusal NOT_FOUND, ALREADY_ENDED
 */
export async function revokeSigningInvitation(ctx: ViewerContext, { invitationId }: { invitationId: string }): Promise<InvitationRow> {
  await holdTree(ctx, 'share');
  const path = ['input', 'invitationId'];
  const { federationId, organizationId } = ctx.viewer;
  const asked = await findInvitation(ctx, invitationId);
  if (asked && !mayInvite(ctx, asked.subject_type)) throw forbidden();
  const mine = sql`federation_id = ${federationId} and organization_id = ${organizationId} and id = ${invitationId}`;
  const { rows } = await sql<InvitationRow>`
    update signing_invitation set revoked_at = ${ctx.now}
     where ${mine} and outcome is null and revoked_at is null and expires_at > ${ctx.now} returning *`.execute(ctx.db);
  const revoked = rows[0];
  if (!revoked) {
    throw asked ? new Refusal('ALREADY_ENDED', '链接已经用过、过期或作废', path) : notFound(path);
  }
  await record(ctx, {
    operation: 'revokeSigningInvitation',
    subjectType: revoked.subject_type,
    subjectId: revoked.subject_id,
    detail: { invitationId },
  });
  return revoked;
}
