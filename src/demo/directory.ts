import { type Kysely, sql } from 'kysely';
import type { PlantedOrganization } from '../domains/federation/found.ts';
import type { OrganizationKind } from '../domains/federation/organization.kind.ts';
import type { Tables } from '../orm.ts';

const DEPARTMENTS = [
  { kind: 'OFFICE', name: '办公室', post: '办公室值班' },
  { kind: 'DEPARTMENT', name: '组织部', post: '组织部联系人' },
  { kind: 'DEPARTMENT', name: '基层工作部', post: '基层工作部联系人' },
] as const;

/** Federations have departments; of the smaller bodies only the office. */
const WITH_DEPARTMENTS: ReadonlySet<OrganizationKind> = new Set([
  'PROVINCE',
  'PREFECTURE_CITY',
  'COUNTY_DISTRICT',
  'PROVINCE_ADMINISTERED_CITY',
]);

/** Numbers that are given to nobody. */
const phoneOf = (index: number): string => `010-5550-01${String(index % 100).padStart(2, '0')}`;

/** Departments and the posts in them, with office numbers, of the bodies above the primary level. */
export async function plantDirectory(
  db: Kysely<Tables>,
  federationId: string,
  organizations: readonly PlantedOrganization[],
): Promise<void> {
  const rows = organizations.flatMap((organization) =>
    DEPARTMENTS.filter(({ kind }) => kind === 'OFFICE' || WITH_DEPARTMENTS.has(organization.kind)).map(({ kind, name, post }) => ({
      kind,
      name,
      post,
      organization,
    })),
  );
  const column = <Value>(of: (row: (typeof rows)[number], index: number) => Value) => rows.map(of);
  await sql`
    with given as (
      select app.uuid7() as id, * from unnest(
        ${column(({ organization }) => organization.id)}::uuid[], ${column(({ organization }) => organization.path)}::text[],
        ${column(({ kind }) => kind)}::text[], ${column(({ name }) => name)}::text[], ${column(({ post }) => post)}::text[],
        ${column((_, index) => phoneOf(index))}::text[]
      ) as given (organization_id, path, kind, name, post, phone)),
    departments as (
      insert into department (federation_id, id, organization_id, path, kind, name)
      select ${federationId}::uuid, id, organization_id, path, kind, name from given)
    insert into post (federation_id, id, organization_id, department_id, path, title, office_phone)
    select ${federationId}::uuid, app.uuid7(), organization_id, id, path, post, phone from given`.execute(db);
}
