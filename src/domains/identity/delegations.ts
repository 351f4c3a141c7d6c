import { sql } from 'kysely';
import { endOf } from '../../kit/tree.ts';
import type { Role, ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';

const MOST_DAYS = 90;
const DAY = 24 * 3_600_000;

export interface DelegationRow {
  readonly id: string;
  readonly appointment_id: string;
  readonly organization_id: string;
  readonly path: string;
  readonly holder_id: string;
  readonly roles: readonly Role[];
  readonly valid_from: Date;
  readonly valid_to: Date;
  readonly ended_at: Date | null;
}

export interface DelegateCapacity {
  readonly holderLogin: string;
  readonly roles: readonly Role[];
  readonly until: Date;
}

/**
 * Lends the capacity that the viewer acts in, or some roles of it, to somebody of the same federation.
 * @throws Refusal NOT_FOUND for a login that the federation does not have, OWN_ACCOUNT, ROLES_NOT_HELD, INVALID_PERIOD,
 *   TREE_CHANGED
 */
export async function delegateCapacity(ctx: ViewerContext, { holderLogin, roles, until }: DelegateCapacity): Promise<DelegationRow> {
  const { viewer } = ctx;
  await holdTree(ctx, 'share');
  const found = await sql<{ id: string | null }>`select app.account_of(${holderLogin}) as id`.execute(ctx.db);
  const holderId = found.rows[0]!.id;
  if (holderId === null) throw notFound(['input', 'holderLogin']);
  if (holderId === viewer.accountId) throw new Refusal('OWN_ACCOUNT', '不能委托给自己', ['input', 'holderLogin']);
  if (!roles.every((role) => viewer.roles.includes(role))) {
    throw new Refusal('ROLES_NOT_HELD', '只能委托自己在该任职中具有的角色', ['input', 'roles']);
  }
  if (until <= ctx.now || until.getTime() > ctx.now.getTime() + MOST_DAYS * DAY) {
    throw new Refusal('INVALID_PERIOD', `委托的截止时间应在现在之后、${MOST_DAYS} 天以内`, ['input', 'until']);
  }
  const { rows } = await sql<DelegationRow>`
    insert into delegation (federation_id, id, appointment_id, organization_id, path, holder_id, roles, valid_from, valid_to)
    values (${viewer.federationId}, ${uuid7()}, ${viewer.capacityId}, ${viewer.organizationId}, ${viewer.path}, ${holderId},
            ${roles}::text[], ${ctx.now}, ${until})
    returning *`.execute(ctx.db);
  const delegation = rows[0]!;
  await record(ctx, {
    operation: 'delegateCapacity',
    subjectType: 'Delegation',
    subjectId: delegation.id,
    detail: { holderAccountId: holderId, roles, until: until.toISOString() },
  });
  return delegation;
}

/**
 * Takes a lent capacity back: the lender, or an administrator above.
 * @throws Refusal NOT_FOUND, ALREADY_ENDED, TREE_CHANGED
 */
export async function endDelegation(ctx: ViewerContext, { delegationId }: { delegationId: string }): Promise<DelegationRow> {
  await holdTree(ctx, 'share');
  const path = ['input', 'delegationId'];
  const { federationId, capacityId, roles } = ctx.viewer;
  const { rows } = await sql<DelegationRow>`
    update delegation set ended_at = ${ctx.now}
     where federation_id = ${federationId} and id = ${delegationId} and ended_at is null and valid_to > ${ctx.now}
       and (appointment_id = ${capacityId} or ${roles.includes('ADMINISTRATOR')})
     returning *`.execute(ctx.db);
  const ended = rows[0];
  if (!ended) throw await reasonNotEnded(ctx, delegationId, path);
  await record(ctx, { operation: 'endDelegation', subjectType: 'Delegation', subjectId: delegationId });
  return ended;
}

async function reasonNotEnded(ctx: ViewerContext, delegationId: string, path: readonly string[]): Promise<Refusal> {
  const { federationId, capacityId, roles, path: mine } = ctx.viewer;
  const { rows } = await sql`
    select from delegation where federation_id = ${federationId} and id = ${delegationId}
       and (appointment_id = ${capacityId} or (${roles.includes('ADMINISTRATOR')} and path >= ${mine} and path < ${endOf(mine)}))`.execute(
    ctx.db,
  );
  return rows.length > 0 ? new Refusal('ALREADY_ENDED', '该委托已经结束', path) : notFound(path);
}

/** What the account has lent and nobody has ended yet, soonest end first. */
export async function lentBy(ctx: ViewerContext): Promise<readonly DelegationRow[]> {
  const { federationId, accountId } = ctx.viewer;
  const { rows } = await sql<DelegationRow>`
    select d.* from delegation d join appointment p on p.federation_id = d.federation_id and p.id = d.appointment_id
     where d.federation_id = ${federationId} and p.account_id = ${accountId} and d.ended_at is null and d.valid_to > ${ctx.now}
       and (p.valid_to is null or p.valid_to > ${ctx.now})
     order by d.valid_to, d.id limit 100`.execute(ctx.db);
  return rows;
}
