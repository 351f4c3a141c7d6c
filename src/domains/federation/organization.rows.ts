import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Context, ViewerContext } from '../../context.ts';
import type { Tables } from '../../orm.ts';

type Columns = 'id' | 'parent_id' | 'path' | 'level' | 'kind' | 'name' | 'short_name' | 'doc_prefix' | 'status' | 'version';

/** An organization as it is today: a row of the table; or, with `as_of`, as it was at an instant. */
export interface OrganizationRow extends Readonly<Pick<Selectable<Tables['organization']>, Columns>> {
  /** What an organization of the past leads to is shown at the same instant. */
  readonly as_of?: Date | null;
}

export type OrganizationStatus = OrganizationRow['status'];

/** The columns of the tree at an instant, or of today's: a table expression for `from`. */
export function organizationsAt(asOf: Date | null): RawBuilder<unknown> {
  if (!asOf) return sql`organization`;
  return sql`(
    select v.federation_id, v.organization_id as id, v.parent_id, v.path, length(v.path) / 5 as level, v.kind, v.name, v.short_name,
           o.doc_prefix, v.status, o.version, ${asOf}::timestamptz as as_of
      from organization_version v join organization o on o.federation_id = v.federation_id and o.id = v.organization_id
     where v.valid_from <= ${asOf}::timestamptz and (v.valid_to is null or v.valid_to > ${asOf}::timestamptz))`;
}

/** Reads organizations by ids or by paths, gathered over a request. */
const by =
  (column: 'id' | 'path') =>
  (ctx: Context, key: string, asOf: Date | null = null): Promise<OrganizationRow | undefined> =>
    ctx.loaders.batched(`organization by ${column} at ${asOf?.toISOString() ?? 'present'}`, key, async (keys) => {
      const { rows } = await sql<OrganizationRow>`
        select o.* from ${organizationsAt(asOf)} o
         where o.federation_id = ${ctx.viewer!.federationId} and ${sql.ref(`o.${column}`)} = any (${keys})`.execute(ctx.db);
      return new Map(rows.map((row) => [row[column], row]));
    });

/** The organization with this id, of the caller's federation; for a field of another type that leads to one. */
export const organizationById = by('id');

/** The organization that stands, or stood at that instant, at this path. */
export const organizationByPath = by('path');

/** The same for one id outside of a gathering: after a mutation, and behind `node(id)`. */
export async function findOrganization(ctx: ViewerContext, id: string): Promise<OrganizationRow | undefined> {
  const { rows } = await sql<OrganizationRow>`
    select * from organization where federation_id = ${ctx.viewer.federationId} and id = ${id}`.execute(ctx.db);
  return rows[0];
}
