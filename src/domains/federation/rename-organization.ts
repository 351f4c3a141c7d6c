import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { stale } from '../../kit/errors.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { indexOrganizations } from '../search/index-organizations.ts';
import { assertNameFree } from './add-organization.ts';
import type { RenameOrganization } from './federation.input.ts';
import { effectiveAt, lastChangeOf, recordChange } from './history.ts';
import { gateOf } from './organization.gates.ts';
import { findOrganization, type OrganizationRow } from './organization.rows.ts';
import { holdTree, reach } from './tree-lock.ts';

/** The caller's copy is of another version; the answer carries the present one. */
export function assertFresh(organization: OrganizationRow, version: number): void {
  if (organization.version !== version) throw stale(['input', 'version'], { organization });
}

/**
 * Gives an organization another name; the old one stays in its history.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, DISSOLVED, STALE_VERSION, NAME_TAKEN, EFFECTIVE_IN_FUTURE, EFFECTIVE_TOO_EARLY
 */
export async function renameOrganization(ctx: ViewerContext, input: RenameOrganization): Promise<OrganizationRow> {
  await holdTree(ctx, 'change');
  const path = ['input', 'organizationId'];
  const organization = await reach(ctx, input.organizationId, path);
  assertGate(gateOf(ctx, 'rename', organization), path);
  assertFresh(organization, input.version);
  if (organization.parent_id) await assertNameFree(ctx, organization.parent_id, input.name, organization.id);
  const at = effectiveAt(ctx, input.effectiveOn, await lastChangeOf(ctx, { at: [organization.path] }));

  await sql`
    update organization set name = ${input.name}, short_name = ${input.shortName},
           doc_prefix = coalesce(${input.docPrefix ?? null}, doc_prefix), version = version + 1
     where federation_id = ${ctx.viewer.federationId} and id = ${organization.id}`.execute(ctx.db);
  await indexOrganizations(ctx.db, ctx.viewer.federationId, sql`o.id = ${organization.id}`);
  await indexUnder(ctx, organization.id);
  await recordChange(ctx, sql`o.id = ${organization.id}`, { at, kind: 'RENAMED', reason: input.reason });
  await record(ctx, {
    operation: 'renameOrganization',
    subjectType: 'Organization',
    subjectId: organization.id,
    detail: { from: organization.name, to: input.name, effectiveAt: at.toISOString() },
  });
  return (await findOrganization(ctx, organization.id))!;
}

/** Its notices and submissions are found under the name that it bears; who issued many waits a moment for it. */
async function indexUnder({ db, viewer: { federationId } }: ViewerContext, id: string): Promise<void> {
  await sql`update notice set indexed_version = null where federation_id = ${federationId} and issuer_id = ${id}`.execute(db);
  await sql`
    update submission set indexed_number = null
     where federation_id = ${federationId} and obligation_id in (
       select o.id from obligation o where o.federation_id = ${federationId} and o.organization_id = ${id})`.execute(db);
}
