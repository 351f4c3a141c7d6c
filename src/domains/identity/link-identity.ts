import { sql } from 'kysely';
import type { Context, ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { violates } from '../../kit/sql.ts';
import { record } from '../audit/record.ts';
import { actsElsewhere } from './accounts.ts';
import { type Failed, knownAccount, wrongPassword } from './attempts.ts';
import { newAttempt } from './identity-providers.ts';
import { openVisit } from './issuer-visits.ts';
import { accountHolder, type PersonRow } from './people.ts';
import { recordOwn } from './sessions.ts';
import { ownAccount, tellAccount } from './tell-account.ts';

/** One's own account at an identity provider. */
export interface LinkedIdentity {
  readonly issuerId: string;
  readonly label: string;
  readonly linkedAt: Date;
}

export async function linkedIdentities(ctx: Context): Promise<readonly LinkedIdentity[]> {
  const { rows } = await sql<LinkedIdentity>`
    select issuer_id as "issuerId", label, linked_at as "linkedAt" from app.identities_of(${ctx.account!.id}::uuid)`.execute(ctx.db);
  return rows;
}

export interface BegunLink {
  /** Secret in the address that the browser opens next. */
  readonly state: string;
  readonly expiresAt: Date;
}

/**
 * Begins to link one's own account with who one is at an identity provider. The password is asked for, where there is one:
 * an open session alone leaves no further way into the account behind.
 * @throws Refusal NOT_FOUND
 */
export async function beginIdentityLink(
  ctx: Context,
  { issuerId, password }: { issuerId: string; password: string },
): Promise<BegunLink | Failed> {
  const { id, login } = ctx.account!;
  const hasPassword = Boolean((await knownAccount(ctx, login))?.password_hash);
  const wrong = hasPassword ? await wrongPassword(ctx, password, ['input', 'password']) : undefined;
  if (wrong) return wrong;
  const attempt = newAttempt();
  const expiresAt = await openVisit(ctx, { issuerId, attempt, browser: ctx.tokenHash!, accountId: id, returnTo: '/' });
  if (!expiresAt) throw notFound(['input', 'issuerId']);
  return { state: attempt.state, expiresAt };
}

/**
 * Ends what {@link beginIdentityLink} began: in the same session, and the provider has said who this is.
 * @throws Refusal LINKED_OTHERWISE, NOT_FOUND
 */
export async function endIdentityLink(ctx: Context, issuerId: string, subject: string): Promise<void> {
  await link(ctx, issuerId, subject, ctx.account!.id);
  await tellAccount(ctx, await ownAccount(ctx), 'IDENTITY_LINKED', { how: 'OWN' });
  await recordOwn(ctx, 'linkIdentity');
}

/**
 * Links the account of somebody in the viewer's subtree with a subject of the federation's provider, which its directory
 * names. It opens the account to that subject as much as a reset would, so what holds for a reset holds here.
 * @throws Refusal NOT_FOUND, NO_ACCOUNT, ACTS_ELSEWHERE, LINKED_OTHERWISE
 */
export async function linkIdentity(
  ctx: ViewerContext,
  { personId, issuerId, subject }: { personId: string; issuerId: string; subject: string },
): Promise<PersonRow> {
  const path = ['input', 'personId'];
  const person = await accountHolder(ctx, personId, path);
  if (await actsElsewhere(ctx, person.account_id)) {
    throw new Refusal('ACTS_ELSEWHERE', '此人还在您的范围之外任职或代行职责，请由上级管理员关联', path);
  }
  await link(ctx, issuerId, subject, person.account_id);
  await tellAccount(ctx, { accountId: person.account_id, federationId: ctx.viewer.federationId }, 'IDENTITY_LINKED', {
    how: 'ADMINISTRATOR',
  });
  await record(ctx, { operation: 'linkIdentity', subjectType: 'Person', subjectId: personId, detail: { issuerId, subject } });
  return person;
}

/**
 * Ends one's own link.
 * @throws Refusal NOT_FOUND
 */
export async function unlinkIdentity(ctx: Context, { issuerId }: { issuerId: string }): Promise<void> {
  const { rows } = await sql<{ unlinked: boolean }>`
    select app.unlink_identity(${issuerId}::uuid, ${ctx.account!.id}::uuid) as unlinked`.execute(ctx.db);
  if (!rows[0]!.unlinked) throw notFound(['input', 'issuerId']);
  await recordOwn(ctx, 'unlinkIdentity');
}

async function link(ctx: Context, issuerId: string, subject: string, accountId: string): Promise<void> {
  const { rows } = await sql<{ linked: boolean }>`
    select app.link_identity(${issuerId}::uuid, ${subject}, ${accountId}::uuid, ${ctx.now}::timestamptz) as linked`
    .execute(ctx.db)
    .catch((error: unknown) => {
      if (!violates(error, 'external_identity_pkey')) throw error;
      throw new Refusal('LINKED_OTHERWISE', '此身份已与另一个账户关联；如需更换，请先在那个账户中解除', ['input']);
    });
  if (!rows[0]!.linked) throw notFound(['input', 'issuerId']);
}
