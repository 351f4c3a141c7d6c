import { sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate, firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import type { OrganizationKind } from '../federation/organization.kind.ts';
import type { OrganizationRow } from '../federation/organization.rows.ts';
import { holdTree, reach } from '../federation/tree-lock.ts';
import type { setSigningPolicyInput } from './sign-off.input.ts';

/** Federations with a chair and an office of their own: nothing of theirs goes out unsigned, and nobody can waive that. */
const ALWAYS: ReadonlySet<OrganizationKind> = new Set(['PROVINCE', 'PREFECTURE_CITY', 'PROVINCE_ADMINISTERED_CITY']);

/**
 * Whether what a body issues or hands on must be signed by another person than wrote it. Provinces and cities: always.
 * All others: as their administrator decided, and not before that, since many are an office of one. Gathered over a request.
 */
export async function mustSign(ctx: ViewerContext, organizationId: string): Promise<boolean> {
  const found = await ctx.loaders.batched('must sign', organizationId, async (ids) => {
    const { rows } = await sql<{ id: string; kind: OrganizationKind; required: boolean | null }>`
      select o.id, o.kind, p.required from organization o
        left join lateral (
          select p.required from signing_policy p where p.federation_id = o.federation_id and p.organization_id = o.id
           order by p.decided_at desc, p.id desc limit 1) p on true
       where o.federation_id = ${ctx.viewer.federationId} and o.id = any (${ids}::uuid[])`.execute(ctx.db);
    return new Map(rows.map(({ id, kind, required }) => [id, required ?? ALWAYS.has(kind)]));
  });
  return found ?? true;
}

/** Whether an administrator may decide for this body. Codes: FORBIDDEN, SIGNING_FIXED. */
export const signingPolicyGate = (ctx: ViewerContext, { kind }: Pick<OrganizationRow, 'kind'>): Gate =>
  firstShut(
    permitted(ctx.ability.can('decideSigning', 'Notice')),
    ALWAYS.has(kind) ? shut('SIGNING_FIXED', '省、市级总工会的发文必须签发，不能改变') : open(),
  );

/**
 * Decides whether a body's notices need a signature, from now on and with a reason.
 * @throws Refusal NOT_FOUND, SIGNING_FIXED, UNCHANGED, TREE_CHANGED
 */
export async function setSigningPolicy(ctx: ViewerContext, input: z.output<typeof setSigningPolicyInput>): Promise<OrganizationRow> {
  await holdTree(ctx, 'share');
  const at = ['input', 'organizationId'];
  const organization = await reach(ctx, input.organizationId, at);
  assertGate(signingPolicyGate(ctx, organization), at);
  if ((await mustSign(ctx, organization.id)) === input.required) {
    throw new Refusal('UNCHANGED', input.required ? '该单位的发文已须签发' : '该单位的发文本来不须签发', ['input', 'required']);
  }
  await ctx.db
    .insertInto('signing_policy')
    .values({
      federation_id: ctx.viewer.federationId,
      id: uuid7(),
      organization_id: organization.id,
      path: organization.path,
      required: input.required,
      reason: input.reason,
      decided_by_id: ctx.viewer.personId,
      decided_at: ctx.now,
    })
    .execute();
  await record(ctx, {
    operation: 'setSigningPolicy',
    subjectType: 'Organization',
    subjectId: organization.id,
    detail: { required: input.required, reason: input.reason },
  });
  return organization;
}
