import { sql } from 'kysely';
import type { Role, ViewerContext } from '../../context.ts';
import { MAX_ROWS } from '../../kit/connection.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { record } from '../audit/record.ts';
import { plantPeople } from '../federation/found.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { printableCodes } from './code-list.ts';
import { newOneTimeCode } from './one-time-code.ts';
import { placeOf } from './people.ts';

export interface OpenAccounts {
  /** The body whose units are given accounts; the viewer's own when left out. */
  readonly parentId?: string | undefined;
  /** Which units; all that have nobody, as many as `first` allows, when left out. */
  readonly organizationIds?: readonly string[] | undefined;
  readonly first: number;
  readonly loginPrefix: string;
  readonly post: string;
  readonly roles: readonly Role[];
}

export interface OpenedAccount {
  readonly organizationId: string;
  readonly personId: string;
  readonly login: string;
  readonly oneTimeCode: string;
  readonly codeExpiresAt: Date;
}

export interface OpenedAccounts {
  readonly accounts: readonly OpenedAccount[];
  /** Units directly below that still have nobody. */
  readonly remaining: number;
  /** The codes as a page to be printed and cut up. Shown once, like the codes: nothing of it is kept. */
  readonly printableList: string;
}

interface Unit {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly short_name: string;
  readonly taken: boolean;
}

const UNIQUE_VIOLATION = '23505';
const NAMED = ['input', 'organizationIds'];

/**
 * Opens one account in each unit directly below a body that has nobody in office yet, all or none. A unit's login is the
 * prefix and the unit's number below its superior, which is never given to another.
 * @throws Refusal NOT_FOUND, ORGANIZATION_DISSOLVED, NOBODY_LEFT, HAS_ACCOUNT, LOGIN_TAKEN, TREE_CHANGED
 */
export async function openAccounts(ctx: ViewerContext, input: OpenAccounts): Promise<OpenedAccounts> {
  await holdTree(ctx, 'share');
  const parent = await placeOf(ctx, input.parentId ?? ctx.viewer.organizationId, ['input', 'parentId'], 'alone');
  const units = await unitsWithout(ctx, parent.id, input);
  const opened = units.map((unit) => ({ unit, login: `${input.loginPrefix}-${unit.path.slice(-5, -1)}`, code: newOneTimeCode(ctx.now) }));
  const people = await plantPeople(
    ctx.db,
    ctx.viewer.federationId,
    opened.map(({ unit, login, code }) => ({
      organizationId: unit.id,
      login,
      name: `${unit.short_name}${input.post}`,
      post: input.post,
      roles: input.roles,
      oneTimeCode: code,
    })),
    ctx.now,
  ).catch((error: { code?: string }) => {
    if (error.code !== UNIQUE_VIOLATION) throw error;
    throw new Refusal('LOGIN_TAKEN', '用这个前缀排出的登录名已有人使用，请换一个前缀', ['input', 'loginPrefix']);
  });
  const accounts = opened.map(({ unit, login, code }, index) => ({
    organizationId: unit.id,
    personId: people[index]!.personId,
    login,
    oneTimeCode: code.plain,
    codeExpiresAt: code.expiresAt,
  }));
  await record(ctx, {
    operation: 'openAccounts',
    subjectType: 'Organization',
    subjectId: parent.id,
    detail: { accounts: accounts.map(({ organizationId, personId }) => ({ organizationId, personId })), roles: input.roles },
  });
  return {
    accounts,
    remaining: await countWithout(ctx, parent.id),
    printableList: printableCodes(opened.map(({ unit, login, code }) => ({ unit: unit.name, login, code }))),
  };
}

/** Somebody holds office there, or is going to. */
const inOffice = (ctx: ViewerContext) => sql`
  exists (select from appointment p where p.federation_id = o.federation_id and p.organization_id = o.id
             and (p.valid_to is null or p.valid_to > ${ctx.now}))`;

const childrenOf = (ctx: ViewerContext, parentId: string) => sql`
  o.federation_id = ${ctx.viewer.federationId} and o.parent_id = ${parentId} and o.status = 'ACTIVE'`;

/** The units that are given an account. Their superior is held alone, so that of two batches at once the second sees the first. */
async function unitsWithout(ctx: ViewerContext, parentId: string, { organizationIds, first }: OpenAccounts): Promise<readonly Unit[]> {
  const which = organizationIds ? sql`o.id = any (${[...organizationIds]}::uuid[])` : sql`not ${inOffice(ctx)}`;
  const { rows } = await sql<Unit>`
    select o.id, o.path, o.name, o.short_name, ${inOffice(ctx)} as taken from organization o
     where ${childrenOf(ctx, parentId)} and ${which} order by o.path limit ${organizationIds ? MAX_ROWS : first}`.execute(ctx.db);
  if (!organizationIds) {
    if (rows.length === 0) throw new Refusal('NOBODY_LEFT', '直属下级都已有人任职，没有需要开户的单位', ['input', 'parentId']);
    return rows;
  }
  if (rows.length < new Set(organizationIds).size) throw notFound(NAMED);
  const taken = rows.filter((unit) => unit.taken);
  if (taken.length > 0) {
    throw new Refusal('HAS_ACCOUNT', `已有人任职，请逐个办理：${taken.map(({ name }) => name).join('、')}`, NAMED);
  }
  return rows;
}

async function countWithout(ctx: ViewerContext, parentId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from organization o where ${childrenOf(ctx, parentId)} and not ${inOffice(ctx)}`.execute(ctx.db);
  return rows[0]!.count;
}
