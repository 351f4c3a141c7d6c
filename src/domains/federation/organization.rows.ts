import { type Selectable, sql, type RawBuilder } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tables } from '../../orm.ts';
import { type OrganizationKind, organizationKindLabels } from './organization.kind.ts';

type Columns = Pick<
  Selectable<Tables['organization']>,
  'id' | 'parent_id' | 'path' | 'kind' | 'name' | 'short_name' | 'doc_prefix' | 'status' | 'version'
>;

/** An organization as it is today, or as it was at an instant. */
export interface OrganizationRow {
  readonly __typename: 'Organization';
  readonly id: string;
  readonly parentId: string | null;
  readonly path: string;
  /** 1 for the province. */
  readonly level: number;
  readonly kind: OrganizationKind;
  readonly kindLabel: string;
  readonly name: string;
  readonly shortName: string;
  readonly docPrefix: string | null;
  readonly status: 'ACTIVE' | 'DISSOLVED';
  readonly statusLabel: string;
  readonly version: number;
  /** The instant that it is shown at; null for today. What it leads to is shown at the same instant. */
  readonly asOf: Date | null;
}

export const organizationStatusLabels = { ACTIVE: '正常', DISSOLVED: '已撤销' } as const;

/** What the API shows of a row of the table, or of `organizationsAt`. */
export const asOrganization = (row: Columns, asOf: Date | null = null): OrganizationRow => ({
  __typename: 'Organization',
  id: row.id,
  parentId: row.parent_id,
  path: row.path,
  level: row.path.length / 5,
  kind: row.kind,
  kindLabel: organizationKindLabels[row.kind],
  name: row.name,
  shortName: row.short_name,
  docPrefix: row.doc_prefix,
  status: row.status,
  statusLabel: organizationStatusLabels[row.status],
  version: row.version,
  asOf,
});

/** The columns of the tree at an instant, or of today's: a table expression for `from`. */
export function organizationsAt(asOf: Date | null): RawBuilder<Columns> {
  if (!asOf) return sql`organization`;
  return sql`(
    select v.federation_id, v.organization_id as id, v.parent_id, v.path, v.kind, v.name, v.short_name, o.doc_prefix, v.status, o.version
      from organization_version v join organization o on o.federation_id = v.federation_id and o.id = v.organization_id
     where v.valid_from <= ${asOf} and (v.valid_to is null or v.valid_to > ${asOf}))`;
}

/** Reads organizations by ids or by paths, gathered over a request. */
const by =
  (column: 'id' | 'path') =>
  (ctx: Context, key: string, asOf: Date | null = null): Promise<OrganizationRow | undefined> =>
    ctx.loaders.batched(`organization by ${column} at ${asOf?.toISOString() ?? 'present'}`, key, async (keys) => {
      const { rows } = await sql<Columns>`
        select o.* from ${organizationsAt(asOf)} o
         where o.federation_id = ${ctx.viewer!.federationId} and ${sql.ref(`o.${column}`)} = any (${keys})`.execute(ctx.db);
      return new Map(rows.map((row) => [row[column], asOrganization(row, asOf)]));
    });

/** The organization with this id, of the caller's federation; for a field of another type that leads to one. */
export const organizationById = by('id');

/** The organization that stands at this path. */
export const organizationByPath = by('path');
