import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { decodeId, NIL_ID } from '../../kit/node-id.ts';
import { endOf } from '../../kit/tree.ts';
import type { OrganizationRow } from '../federation/organization.rows.ts';
import { asDeliverable, type DeliverableRow } from '../notices/notice.rows.ts';
import { readableNotice } from '../notices/read-notices.ts';

/** What is counted, and where. */
export interface Scope {
  readonly deliverable: DeliverableRow;
  readonly organization: OrganizationRow;
  /** Where the organization has stood at any time: figures stay where they were filed. */
  readonly places: readonly string[];
}

/** The body that a query names by its global id; the caller's own when it names none. */
export function bodyNamed(ctx: ViewerContext, id: string | null | undefined): string {
  if (!id) return ctx.viewer.organizationId;
  const decoded = decodeId(id);
  return decoded?.type === 'Organization' ? decoded.id : NIL_ID;
}

/** A deliverable that the caller may read, at a body in the caller's range; undefined when either is not. */
export async function findScope(ctx: ViewerContext, deliverableId: string, organizationId: string): Promise<Scope | undefined> {
  const { federationId, path } = ctx.viewer;
  const { rows } = await sql<{ deliverable: DeliverableRow; organization: OrganizationRow; places: string[] }>`
    select row_to_json(d) as deliverable, row_to_json(u) as organization,
           (select array_agg(distinct v.path) from organization_version v where v.federation_id = u.federation_id and v.organization_id = u.id) as places
      from deliverable d
      join notice n on n.federation_id = d.federation_id and n.id = d.notice_id
      join organization u on u.federation_id = d.federation_id and u.id = ${organizationId}
     where d.federation_id = ${federationId} and d.id = ${deliverableId} and d.published_at is not null
       and u.path >= ${path} and u.path < ${endOf(path)} and ${readableNotice(ctx)}`.execute(ctx.db);
  const [found] = rows;
  if (!found) return undefined;
  const { due_at, closes_at, published_at } = found.deliverable;
  const instant = (value: unknown) => (value === null ? null : new Date(value as string));
  const dates = { due_at: instant(due_at), closes_at: instant(closes_at), published_at: instant(published_at) };
  return { ...found, deliverable: asDeliverable({ ...found.deliverable, ...dates }) };
}
