import { type Selectable, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { isWithin } from '../../kit/tree.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import type { Tables } from '../../orm.ts';
import { record } from '../audit/record.ts';
import type { AffiliateOrganization } from './federation.input.ts';
import { gateOf } from './organization.gates.ts';
import { findOrganization } from './organization.rows.ts';
import { holdTree, reach } from './tree-lock.ts';

export type AffiliationRow = Readonly<Selectable<Tables['affiliation']>>;

/**
 * Gives a unit a second superior: from now on the other body may address it, and reaches what it asked for. It changes
 * nothing in the tree and in no sum.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, DISSOLVED, IN_LINE, ALREADY_AFFILIATED
 */
export async function affiliateOrganization(ctx: ViewerContext, input: AffiliateOrganization): Promise<AffiliationRow> {
  await holdTree(ctx, 'change');
  const toBody = ['input', 'bodyId'];
  const unit = await reach(ctx, input.organizationId, ['input', 'organizationId']);
  const body = await reach(ctx, input.bodyId, toBody);
  assertGate(gateOf(ctx, 'affiliate', unit), ['input', 'organizationId']);
  assertGate(gateOf(ctx, 'affiliate', body), toBody);
  if (isWithin(unit.path, body.path) || isWithin(body.path, unit.path)) {
    throw new Refusal('IN_LINE', '双方本来就有隶属关系，不需要另建联系', toBody);
  }
  const { rows } = await sql`
    select from affiliation where federation_id = ${ctx.viewer.federationId} and organization_id = ${unit.id} and body_id = ${body.id}
       and valid_to is null`.execute(ctx.db);
  if (rows.length) throw new Refusal('ALREADY_AFFILIATED', '双方已建立这种联系', toBody);

  const id = uuid7();
  await sql`
    insert into affiliation (federation_id, id, organization_id, path, body_id, asker_path, kind, valid_from)
    values (${ctx.viewer.federationId}, ${id}, ${unit.id}, ${unit.path}, ${body.id}, ${body.path}, ${input.kind}, ${ctx.now})`.execute(
    ctx.db,
  );
  await record(ctx, {
    operation: 'affiliateOrganization',
    subjectType: 'Affiliation',
    subjectId: id,
    detail: { organizationId: unit.id, bodyId: body.id, kind: input.kind },
  });
  return (await findAffiliation(ctx, id))!;
}

/**
 * Ends a second bond now; what was asked through it before is still owed.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, ALREADY_ENDED
 */
export async function endAffiliation(ctx: ViewerContext, { affiliationId }: { affiliationId: string }): Promise<AffiliationRow> {
  await holdTree(ctx, 'change');
  const path = ['input', 'affiliationId'];
  const affiliation = await findAffiliation(ctx, affiliationId);
  const { viewer } = ctx;
  // A body at one end of the bond sees it; whoever ends it must stand above both.
  if (!affiliation || !isWithin(affiliation.path, viewer.path) || !isWithin(affiliation.asker_path, viewer.path)) throw notFound(path);
  const unit = await findOrganization(ctx, affiliation.organization_id);
  assertGate(gateOf(ctx, 'affiliate', unit!), path);
  const { rows } = await sql`
    update affiliation set valid_to = ${ctx.now}
     where federation_id = ${viewer.federationId} and id = ${affiliationId} and valid_to is null returning id`.execute(ctx.db);
  if (!rows.length) throw new Refusal('ALREADY_ENDED', '这种联系已经解除', path);
  await record(ctx, { operation: 'endAffiliation', subjectType: 'Affiliation', subjectId: affiliationId });
  return (await findAffiliation(ctx, affiliationId))!;
}

/** A bond of which one end stands in the caller's range. */
export async function findAffiliation(ctx: ViewerContext, id: string): Promise<AffiliationRow | undefined> {
  const { rows } = await sql<AffiliationRow>`
    select * from affiliation where federation_id = ${ctx.viewer.federationId} and id = ${id}`.execute(ctx.db);
  return rows[0];
}
