import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { Refusal, stale } from '../../kit/errors.ts';
import { endOf } from '../../kit/tree.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { SECOND_FACTOR_UNAVAILABLE } from './check-second-factor.ts';
import type { SECOND_FACTOR_RULES } from './identity.entity.ts';
import { placeOf } from './people.ts';

export type SecondFactorRule = (typeof SECOND_FACTOR_RULES)[number];

export const RULE_LABELS: Readonly<Record<SecondFactorRule, string>> = {
  NOBODY: '不要求',
  ADMINISTRATORS: '管理员必须使用',
  EVERYBODY: '所有人必须使用',
};

export interface SignInPolicyRow {
  readonly id: string;
  readonly organization_id: string;
  readonly path: string;
  readonly second_factor: SecondFactorRule;
  readonly updated_at: Date;
  readonly version: number;
}

export interface SetSignInPolicy {
  readonly organizationId: string;
  readonly secondFactor: SecondFactorRule;
  /** The version that was shown; 0 when there was none. */
  readonly version: number;
}

/**
 * Says who must use a second factor in a body of the viewer's subtree and below it, from the next request on: who has not
 * passed one can do nothing in such a capacity but set it up.
 * @throws Refusal NOT_FOUND, ORGANIZATION_DISSOLVED, STALE_VERSION, TREE_CHANGED, SECOND_FACTOR_UNAVAILABLE without a key
 */
export async function setSignInPolicy(
  ctx: ViewerContext,
  { organizationId, secondFactor, version }: SetSignInPolicy,
): Promise<SignInPolicyRow> {
  await holdTree(ctx, 'share');
  const place = await placeOf(ctx, organizationId, ['input', 'organizationId'], 'alone');
  if (secondFactor !== 'NOBODY' && !ctx.box) throw new Refusal('SECOND_FACTOR_UNAVAILABLE', SECOND_FACTOR_UNAVAILABLE, ['input']);
  const { federationId } = ctx.viewer;
  const { rows: before } = await sql<SignInPolicyRow>`
    select * from sign_in_policy where federation_id = ${federationId} and organization_id = ${place.id}`.execute(ctx.db);
  const [known] = before;
  if ((known?.version ?? 0) !== version) throw stale(['input', 'version'], { signInPolicy: known });
  const { rows } = await sql<SignInPolicyRow>`
    insert into sign_in_policy (federation_id, id, organization_id, path, second_factor, updated_at)
    values (${federationId}, ${uuid7()}, ${place.id}, ${place.path}, ${secondFactor}, ${ctx.now})
        on conflict (federation_id, organization_id) do update
       set second_factor = excluded.second_factor, updated_at = excluded.updated_at, version = sign_in_policy.version + 1
    returning *`.execute(ctx.db);
  await record(ctx, {
    operation: 'setSignInPolicy',
    subjectType: 'Organization',
    subjectId: place.id,
    detail: { secondFactor, before: known?.second_factor ?? null },
  });
  return rows[0]!;
}

/** Rules that hold for the viewer's body, and those of its subtree, in the order of the tree. */
const visible = ({ viewer }: ViewerContext) => sql`
  federation_id = ${viewer.federationId}
    and (starts_with(${viewer.path}, path) or (path >= ${viewer.path} and path < ${endOf(viewer.path)}))`;

export async function listSignInPolicies(ctx: ViewerContext, page: PageArgs): Promise<Page<SignInPolicyRow>> {
  const after = parseCursor(page.after, ['text', 'uuid']);
  const { rows } = await sql<SignInPolicyRow>`
    select * from sign_in_policy
     where ${visible(ctx)} ${after ? sql`and (path, id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
     order by path, id limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows, page, ({ path, id }) => [path, id]);
}

export async function findSignInPolicy(ctx: ViewerContext, id: string): Promise<SignInPolicyRow | undefined> {
  const { rows } = await sql<SignInPolicyRow>`select * from sign_in_policy where ${visible(ctx)} and id = ${id}`.execute(ctx.db);
  return rows[0];
}
