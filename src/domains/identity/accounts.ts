import { sql } from 'kysely';
import { endOf } from '../../kit/tree.ts';
import type { Role, ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { widen } from '../../kit/system.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { newOneTimeCode } from './one-time-code.ts';
import { addAppointment, personInRange, type Place, placeOf } from './people.ts';
import { tellAccount } from './tell-account.ts';

const UNIQUE_VIOLATION = '23505';

export interface OneTimeCode {
  readonly personId: string;
  /** Shown once; only its hash is kept. */
  readonly oneTimeCode: string;
  readonly codeExpiresAt: Date;
}

export interface OpenAccount {
  readonly organizationId: string;
  readonly login: string;
  readonly personName: string;
  readonly phone: string | null;
  readonly post: string | null;
  readonly roles: readonly Role[];
}

/**
 * Opens an account for somebody new in the viewer's subtree, with an appointment there.
 * @throws Refusal NOT_FOUND, ORGANIZATION_DISSOLVED, LOGIN_TAKEN, TREE_CHANGED
 */
export async function openAccount(ctx: ViewerContext, input: OpenAccount): Promise<OneTimeCode> {
  await holdTree(ctx, 'share');
  const place = await placeOf(ctx, input.organizationId, ['input', 'organizationId']);
  const { personId, accountId, code } = await newAccount(ctx, place, input, ['input', 'login']);
  const { id: appointmentId } = await addAppointment(ctx, { personId, accountId, place, post: input.post, roles: input.roles });
  await record(ctx, {
    operation: 'openAccount',
    subjectType: 'Person',
    subjectId: personId,
    detail: { organizationId: place.id, appointmentId, roles: input.roles },
  });
  return code;
}

/**
 * Somebody new at a place, with an account to be taken over by a one-time code and nothing to act as yet.
 * @param path of the login in the input
 * @throws Refusal LOGIN_TAKEN
 */
export async function newAccount(
  ctx: ViewerContext,
  place: Place,
  { login, personName, phone }: Pick<OpenAccount, 'login' | 'personName' | 'phone'>,
  path: readonly string[],
): Promise<{ personId: string; accountId: string; code: OneTimeCode }> {
  const [personId, accountId] = [uuid7(), uuid7()];
  const code = newOneTimeCode(ctx.now);
  await sql`select app.open_account(${accountId}::uuid, ${login}, ${code.hash}, ${code.expiresAt}::timestamptz, ${ctx.now}::timestamptz)`
    .execute(ctx.db)
    .catch((error: { code?: string }) => {
      if (error.code !== UNIQUE_VIOLATION) throw error;
      throw new Refusal('LOGIN_TAKEN', '这个登录名已有人使用，请换一个', path);
    });
  await sql`
    insert into person (federation_id, id, account_id, organization_id, path, name, phone)
    values (${ctx.viewer.federationId}, ${personId}, ${accountId}, ${place.id}, ${place.path}, ${personName}, ${phone})`.execute(ctx.db);
  return { personId, accountId, code: { personId, oneTimeCode: code.plain, codeExpiresAt: code.expiresAt } };
}

/**
 * Takes the password and the second factor of somebody in the viewer's subtree away, ends their sessions, and answers a new
 * one-time code.
 * @throws Refusal NOT_FOUND; NO_ACCOUNT for somebody who only signs by links; ACTS_ELSEWHERE when the account also acts outside of the subtree, where the code would let
 *   its holder act too
 */
export async function resetAccount(ctx: ViewerContext, { personId }: { personId: string }): Promise<OneTimeCode> {
  const path = ['input', 'personId'];
  const person = await personInRange(ctx, personId, path);
  if (await actsElsewhere(ctx, person.account_id)) {
    throw new Refusal('ACTS_ELSEWHERE', '此人还在您的范围之外任职或代行职责，请由上级管理员重置', path);
  }
  const code = newOneTimeCode(ctx.now);
  const { rows } = await sql<{ reset: boolean }>`
    select app.reset_account(${person.account_id}::uuid, ${code.hash}, ${code.expiresAt}::timestamptz) as reset`.execute(ctx.db);
  if (!rows[0]!.reset) throw new Refusal('NO_ACCOUNT', '此人没有账户，只通过链接签署过', path);
  await tellAccount(ctx, { accountId: person.account_id, federationId: ctx.viewer.federationId }, 'PASSWORD_RESET', { how: 'RESET' });
  await record(ctx, { operation: 'resetAccount', subjectType: 'Person', subjectId: personId });
  return { personId, oneTimeCode: code.plain, codeExpiresAt: code.expiresAt };
}

/** Appointments and lent capacities that the viewer's walls do not show. */
export async function actsElsewhere(ctx: ViewerContext, accountId: string): Promise<boolean> {
  const { federationId, path } = ctx.viewer;
  const outside = sql`(path < ${path} or path >= ${endOf(path)})`;
  const { rows } = await widen(ctx, () =>
    sql<{ elsewhere: boolean }>`
      select exists (select from appointment where federation_id = ${federationId} and account_id = ${accountId} and ${outside}
                        and (valid_to is null or valid_to > ${ctx.now}))
          or exists (select from delegation where federation_id = ${federationId} and holder_id = ${accountId} and ${outside}
                        and ended_at is null and valid_to > ${ctx.now}) as elsewhere`.execute(ctx.db),
  );
  return rows[0]!.elsewhere;
}
