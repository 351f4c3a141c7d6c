import { createMongoAbility } from '@casl/ability';
import { sql } from 'kysely';
import type { Ability } from '../../ability.ts';
import type { Context, ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { NIL_ID } from '../../kit/node-id.ts';
import { printInstant } from '../../kit/print.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { tokenHash } from '../identity/secret.ts';
import { announce } from '../notifications/announce.ts';
import { type InvitationRow, type LinkRow, stateOf } from './invitation.rows.ts';
import { readLink } from './read-invitations.ts';
import { SIGNABLES } from './signables.ts';

const PATH = ['input', 'token'];

/**
 * Signs what a link asks for, once. The link acts as its signer, in the body that sent it, with the rules of that one act.
 * @throws Refusal INVALID_LINK, ALREADY_SIGNED, ALREADY_DECLINED, LINK_EXPIRED, LINK_REVOKED, SUBJECT_CHANGED
 */
export const signOpinion = (
  ctx: Context,
  { token, opinion, sealReference }: { token: string; opinion?: string | undefined; sealReference?: string | undefined },
): Promise<LinkRow> => answer(ctx, token, 'SIGNED', opinion, sealReference);

/** Gives back what a link asks to be signed, with a reason. Refusals as above. */
export const declineToSign = (ctx: Context, { token, reason }: { token: string; reason: string }): Promise<LinkRow> =>
  answer(ctx, token, 'DECLINED', reason);

type Outcome = NonNullable<InvitationRow['outcome']>;

async function answer(
  ctx: Context,
  token: string,
  outcome: Outcome,
  opinion: string | undefined,
  sealReference?: string,
): Promise<LinkRow> {
  const { invitation, as } = await step(ctx, token);
  await assertOpen(ctx, invitation, token);
  const { subject_id: subjectId, subject_version: version, content_hash: contentHash } = invitation;
  const signable = SIGNABLES[invitation.subject_type]!;
  if (outcome === 'SIGNED') await signable.sign(as(signable.mayOfSigner), { subjectId, version, contentHash, opinion, sealReference });
  else await signable.decline(as(signable.mayOfDecliner), { subjectId, version, contentHash, opinion: opinion! });
  await sql`
    update signing_invitation set outcome = ${outcome}, opinion = ${opinion ?? null}, answered_at = ${ctx.now}
     where federation_id = ${invitation.federation_id} and id = ${invitation.id}`.execute(ctx.db);
  const link = as([]);
  await announce(link, {
    event: outcome === 'SIGNED' ? 'SIGNATURE_GIVEN' : 'SIGNATURE_DECLINED',
    subjectType: invitation.subject_type,
    subjectId,
    audience: { personIds: [invitation.invited_by_id] },
    detail: { title: invitation.shown.title, step: invitation.step },
  });
  await record(link, {
    operation: outcome === 'SIGNED' ? 'signOpinion' : 'declineToSign',
    subjectType: invitation.subject_type,
    subjectId,
    detail: { invitationId: invitation.id, invitedById: invitation.invited_by_id, step: invitation.step, contentHash },
  });
  return (await readLink(ctx, token))!;
}

interface Entered {
  readonly federation_id: string;
  readonly organization_id: string;
  readonly invitation_id: string;
  readonly path: string;
}

/** Steps behind the walls of the body that sent the link, and holds the invitation: of two answers at once the second sees the first. */
async function step(
  ctx: Context,
  token: string,
): Promise<{ invitation: InvitationRow; as: (rules: readonly (readonly [string, string])[]) => ViewerContext }> {
  const { rows } = await sql<Entered>`
    select * from app.enter_signing_link(${tokenHash(token)}, ${ctx.now}::timestamptz)`.execute(ctx.db);
  const [entered] = rows;
  if (!entered) throw invalidLink();
  ctx.loaders.clear();
  const body = {
    accountId: NIL_ID,
    capacityId: entered.invitation_id,
    kind: 'LINK',
    onBehalfOfId: null,
    federationId: entered.federation_id,
    organizationId: entered.organization_id,
    path: entered.path,
    roles: [],
  } as const;
  await holdTree({ ...ctx, viewer: { ...body, personId: NIL_ID } }, 'share');
  const held = await sql<InvitationRow>`
    select * from signing_invitation where federation_id = ${entered.federation_id} and id = ${entered.invitation_id} for update`.execute(
    ctx.db,
  );
  const [invitation] = held.rows;
  if (!invitation) throw invalidLink();
  const viewer = { ...body, personId: invitation.signer_id };
  const as = (rules: readonly (readonly [string, string])[]): ViewerContext => ({
    ...ctx,
    viewer,
    ability: createMongoAbility<Ability>(
      rules.map(([action, subject]) => ({ action, subject })),
      { detectSubjectType: (row) => row.__typename },
    ),
  });
  return { invitation, as };
}

const invalidLink = (): Refusal => new Refusal('INVALID_LINK', '链接无效，请核对地址是否完整，或联系发出链接的单位', PATH);

/** Says by whom and when a link was used, or since when it is void. */
async function assertOpen(ctx: Context, invitation: InvitationRow, token: string): Promise<void> {
  const state = stateOf(invitation, ctx.now);
  if (state === 'OPEN') return;
  const { signer_name: name, answered_at, expires_at, revoked_at } = (await readLink(ctx, token))!;
  if (state === 'SIGNED') throw new Refusal('ALREADY_SIGNED', `已由${name}于${printInstant(answered_at)}签署，链接不能再次使用`, PATH);
  if (state === 'DECLINED') throw new Refusal('ALREADY_DECLINED', `已由${name}于${printInstant(answered_at)}退回，链接不能再次使用`, PATH);
  if (state === 'REVOKED') throw new Refusal('LINK_REVOKED', `链接已于${printInstant(revoked_at)}作废，请联系发出链接的单位`, PATH);
  throw new Refusal('LINK_EXPIRED', `链接已于${printInstant(expires_at)}过期，请联系发出链接的单位重新发送`, PATH);
}
