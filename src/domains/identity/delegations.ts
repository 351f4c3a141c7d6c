import { sql } from 'kysely';
import { endOf } from '../../kit/tree.ts';
import type { Role, ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { tellOfCapacity } from './tell-account.ts';

const MOST_DAYS = 90;
/** How far ahead a leave can be planned. */
const MOST_DAYS_AHEAD = 180;
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
  /** Now when left out. */
  readonly from?: Date | undefined;
  readonly until: Date;
}

export type DelegationState = 'PLANNED' | 'ACTIVE' | 'ENDED';

export const DELEGATION_LABELS: Readonly<Record<DelegationState, string>> = { PLANNED: '未开始', ACTIVE: '生效中', ENDED: '已结束' };

export function delegationState({ valid_from, valid_to, ended_at }: DelegationRow, now: Date): DelegationState {
  if (ended_at !== null || valid_to <= now) return 'ENDED';
  return valid_from > now ? 'PLANNED' : 'ACTIVE';
}

/**
 * Lends the capacity that the viewer acts in, or some roles of it, to somebody of the same federation, from now or from a
 * day on.
 * @throws Refusal NOT_FOUND for a login that the federation does not have, OWN_ACCOUNT, ROLES_NOT_HELD, INVALID_PERIOD,
 *   TREE_CHANGED
 */
export async function delegateCapacity(
  ctx: ViewerContext,
  { holderLogin, roles, from = ctx.now, until }: DelegateCapacity,
): Promise<DelegationRow> {
  const { viewer } = ctx;
  await holdTree(ctx, 'share');
  const found = await sql<{ id: string | null }>`select app.account_of(${holderLogin}) as id`.execute(ctx.db);
  const holderId = found.rows[0]!.id;
  if (holderId === null) throw notFound(['input', 'holderLogin']);
  if (holderId === viewer.accountId) throw new Refusal('OWN_ACCOUNT', '不能委托给自己', ['input', 'holderLogin']);
  if (!roles.every((role) => viewer.roles.includes(role))) {
    throw new Refusal('ROLES_NOT_HELD', '只能委托自己在该任职中具有的角色', ['input', 'roles']);
  }
  if (from < ctx.now || from.getTime() > ctx.now.getTime() + MOST_DAYS_AHEAD * DAY) {
    throw new Refusal('INVALID_PERIOD', `委托的开始时间不能早于现在，最多提前 ${MOST_DAYS_AHEAD} 天安排`, ['input', 'from']);
  }
  if (until <= from || until.getTime() > from.getTime() + MOST_DAYS * DAY) {
    throw new Refusal('INVALID_PERIOD', `委托的截止时间应在开始之后、${MOST_DAYS} 天以内`, ['input', 'until']);
  }
  const { rows } = await sql<DelegationRow>`
    insert into delegation (federation_id, id, appointment_id, organization_id, path, holder_id, roles, valid_from, valid_to)
    values (${viewer.federationId}, ${uuid7()}, ${viewer.capacityId}, ${viewer.organizationId}, ${viewer.path}, ${holderId},
            ${roles}::text[], ${from}, ${until})
    returning *`.execute(ctx.db);
  const delegation = rows[0]!;
  await tellOfCapacity(ctx, holderId, {
    capacityId: delegation.id,
    organizationId: viewer.organizationId,
    roles,
    from: from.toISOString(),
    until: until.toISOString(),
  });
  await record(ctx, {
    operation: 'delegateCapacity',
    subjectType: 'Delegation',
    subjectId: delegation.id,
    detail: { holderAccountId: holderId, roles, from: from.toISOString(), until: until.toISOString() },
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

/** What the viewer may see of lent capacities: those they lent or were lent, an administrator's whole subtree's. */
const visible = ({ viewer }: ViewerContext) => sql`
  d.federation_id = ${viewer.federationId} and (d.holder_id = ${viewer.accountId}
    or exists (select from appointment p where p.federation_id = d.federation_id and p.id = d.appointment_id and p.account_id = ${viewer.accountId})
    or (${viewer.roles.includes('ADMINISTRATOR')} and d.path >= ${viewer.path} and d.path < ${endOf(viewer.path)}))`;

const inState = ({ now }: ViewerContext, state: DelegationState) =>
  ({
    PLANNED: sql`d.ended_at is null and d.valid_to > ${now} and d.valid_from > ${now}`,
    ACTIVE: sql`d.ended_at is null and d.valid_to > ${now} and d.valid_from <= ${now}`,
    ENDED: sql`(d.ended_at is not null or d.valid_to <= ${now})`,
  })[state];

/** Lent capacities, newest first. */
export async function listDelegations(ctx: ViewerContext, state: DelegationState | null, page: PageArgs): Promise<Page<DelegationRow>> {
  const after = parseCursor(page.after, ['uuid'])?.[0];
  const { rows } = await sql<DelegationRow>`
    select d.* from delegation d
     where ${visible(ctx)} ${state ? sql`and ${inState(ctx, state)}` : sql``} ${after ? sql`and d.id < ${after}` : sql``}
     order by d.id desc limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows, page, ({ id }) => [id]);
}

/** A lent capacity that the viewer may see. */
export async function findDelegation(ctx: ViewerContext, id: string): Promise<DelegationRow | undefined> {
  const { rows } = await sql<DelegationRow>`select d.* from delegation d where ${visible(ctx)} and d.id = ${id}`.execute(ctx.db);
  return rows[0];
}
