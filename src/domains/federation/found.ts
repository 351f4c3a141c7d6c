import { type Kysely, sql } from 'kysely';
import type { Role } from '../../context.ts';
import { type Connection, withClient } from '../../database/connection.ts';
import { childPath, MAX_CHILDREN } from '../../kit/tree.ts';
import { uuid7 } from '../../kit/uuid.ts';
import type { Tables } from '../../orm.ts';
import { indexOrganizations } from '../search/index-organizations.ts';
import type { OrganizationKind } from './organization.kind.ts';

export interface FoundedRoot {
  readonly kind: OrganizationKind;
  readonly name: string;
  readonly shortName: string;
  /** 机关代字 proposed for its documents. */
  readonly docPrefix?: string | null;
}

export interface Founding {
  /** Name of the federation. */
  readonly name: string;
  readonly root: FoundedRoot;
  /** When it was founded; from then on `asOf` finds it. */
  readonly at: Date;
}

export interface Founded {
  readonly federationId: string;
  readonly rootId: string;
}

/** What runs the owner's statements: a client, or whatever stands on one. */
export interface OwnerSession {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/**
 * Founds a federation: its line in the list of federations, its row and its root organization. Only the owner of the
 * schema can; the application never adds a federation.
 *
 * @param owner connection of the owner's role
 */
export function foundFederation(owner: Connection, founding: Founding): Promise<Founded> {
  return withClient(owner, async (client) => {
    await client.query('begin');
    const founded = await foundIn(client, founding);
    await client.query('commit');
    return founded;
  });
}

/** The same in the owner's open transaction, which is left behind the walls of the new federation. */
export async function foundIn(client: OwnerSession, { name, root, at }: Founding): Promise<Founded> {
  const [federationId, rootId] = [uuid7(), uuid7()];
  await client.query('insert into app.federation (id, name, created_at) values ($1, $2, $3)', [federationId, name, at]);
  await client.query('select app.system($1)', [federationId]);
  await client.query('insert into federation (federation_id, name, created_at) values ($1, $2, $3)', [federationId, name, at]);
  await client.query(
    `insert into organization (federation_id, id, parent_id, path, kind, name, short_name, doc_prefix, status)
     values ($1, $2, null, '0001.', $3, $4, $5, $6, 'ACTIVE')`,
    [federationId, rootId, root.kind, root.name, root.shortName, root.docPrefix ?? null],
  );
  await client.query(
    `insert into organization_version (federation_id, id, organization_id, valid_from, path, kind, name, short_name, status, change, recorded_at)
     values ($1, $2, $3, $4, '0001.', $5, $6, $7, 'ACTIVE', 'FOUNDED', $4)`,
    [federationId, uuid7(), rootId, at, root.kind, root.name, root.shortName],
  );
  return { federationId, rootId };
}

export interface OrganizationSeed {
  readonly id?: string;
  /** A body that exists or one further up in the same list. */
  readonly parentId: string;
  readonly kind: OrganizationKind;
  readonly name: string;
  readonly shortName: string;
  readonly docPrefix?: string | null;
}

export interface PlantedOrganization extends OrganizationSeed {
  readonly id: string;
  readonly path: string;
}

/** Rows of one statement; a statement's parameters stay a few megabytes. */
const CHUNK = 10_000;
/** From so many rows on it pays to make plans anew. */
const MANY = 1000;

/**
 * Plants many organizations at once, each with the first line of its history. Set-based: some statements per 10,000 rows.
 *
 * @param db a transaction behind the walls of the whole federation (`asSystem`)
 * @param rows parents before their children
 * @returns the rows in the same order, with ids and addresses
 * @throws Error when a parent is unknown or would get more than 9,999 children
 */
export async function plantOrganizations(
  db: Kysely<Tables>,
  federationId: string,
  rows: readonly OrganizationSeed[],
  at: Date,
): Promise<PlantedOrganization[]> {
  await expectRows(db, rows.length);
  const parents = await lockParents(db, federationId, rows);
  const planted = rows.map((row) => {
    const parent = parents.get(row.parentId);
    if (!parent) throw new Error(`No such parent: ${row.parentId} of ${row.name}`);
    if (++parent.nextChild > MAX_CHILDREN) throw new Error(`Too many bodies under one: ${row.parentId}`);
    const path = childPath(parent.path, parent.nextChild);
    const id = row.id ?? uuid7();
    parents.set(id, { path, nextChild: 0, isNew: true });
    return { ...row, id, path };
  });
  for (let start = 0; start < planted.length; start += CHUNK) {
    await insertOrganizations(db, federationId, planted.slice(start, start + CHUNK), parents, at);
  }
  const known = [...parents].filter(([, { isNew }]) => !isNew);
  await sql`
    update organization set next_child = given.next_child
      from unnest(${known.map(([id]) => id)}::uuid[], ${known.map(([, { nextChild }]) => nextChild)}::int[]) as given (id, next_child)
     where organization.federation_id = ${federationId} and organization.id = given.id`.execute(db);
  // More are made findable behind the requests: a minute for 200,000, which nobody should wait for.
  if (rows.length <= CHUNK) await indexOrganizations(db, federationId, undefined, CHUNK);
  return planted;
}

/**
 * Foreign keys are checked by plans that a session keeps. Made while a table was nearly empty they read all of it for
 * every row, which for 200,000 rows takes minutes; so they are made anew, and by the index.
 */
export async function expectRows(db: Kysely<Tables>, count: number): Promise<void> {
  if (count < MANY) return;
  await sql`discard plans`.execute(db);
  await sql`set local enable_seqscan = off`.execute(db);
}

interface Parent {
  readonly path: string;
  nextChild: number;
  readonly isNew: boolean;
}

/** The parents that exist already, held until the transaction ends: nobody else gives out their next address. */
async function lockParents(db: Kysely<Tables>, federationId: string, rows: readonly OrganizationSeed[]): Promise<Map<string, Parent>> {
  const wanted = [...new Set(rows.map(({ parentId }) => parentId))];
  await sql`select from federation where federation_id = ${federationId} for share`.execute(db);
  const { rows: found } = await sql<{ id: string; path: string; next_child: number }>`
    select id, path, next_child from organization where federation_id = ${federationId} and id = any (${wanted}::uuid[])
     order by path for no key update`.execute(db);
  return new Map(found.map(({ id, path, next_child }) => [id, { path, nextChild: next_child, isNew: false }]));
}

async function insertOrganizations(
  db: Kysely<Tables>,
  federationId: string,
  rows: readonly PlantedOrganization[],
  parents: ReadonlyMap<string, Parent>,
  at: Date,
): Promise<void> {
  const column = <Value>(of: (row: PlantedOrganization) => Value) => rows.map(of);
  await sql`
    with given as (
      select * from unnest(
        ${column(({ id }) => id)}::uuid[], ${column(({ parentId }) => parentId)}::uuid[], ${column(({ path }) => path)}::text[],
        ${column(({ kind }) => kind)}::text[], ${column(({ name }) => name)}::text[], ${column(({ shortName }) => shortName)}::text[],
        ${column(({ docPrefix }) => docPrefix ?? null)}::text[], ${column(({ id }) => parents.get(id)!.nextChild)}::int[]
      ) as given (id, parent_id, path, kind, name, short_name, doc_prefix, next_child)),
    born as (
      insert into organization (federation_id, id, parent_id, path, kind, name, short_name, doc_prefix, status, next_child)
      select ${federationId}::uuid, id, parent_id, path, kind, name, short_name, doc_prefix, 'ACTIVE', next_child from given)
    insert into organization_version (federation_id, id, organization_id, valid_from, parent_id, path, kind, name, short_name, status,
                                      change, recorded_at)
    select ${federationId}::uuid, app.uuid7(), id, ${at}::timestamptz, parent_id, path, kind, name, short_name, 'ACTIVE',
           'FOUNDED', ${at}::timestamptz
      from given`.execute(db);
}

export interface PersonSeed {
  readonly id?: string;
  readonly accountId?: string;
  readonly organizationId: string;
  readonly login: string;
  readonly name: string;
  readonly phone?: string | null;
  /** Title of the post; made where the organization has none of that name. */
  readonly post?: string | null;
  readonly roles: readonly Role[];
  /** What `hashPassword` answers; without one, nobody can sign in until a one-time code is set. */
  readonly passwordHash?: string | null;
  /** With which the account can be taken over, as it is kept. */
  readonly oneTimeCode?: { readonly hash: string; readonly expiresAt: Date };
}

export interface PlantedPerson {
  readonly personId: string;
  readonly accountId: string;
  /** Id of the appointment. */
  readonly capacityId: string;
}

/**
 * Plants many persons at once, each with an account and an appointment that holds from `at` on.
 *
 * @param db a transaction behind walls that hold all the organizations (`asSystem`, or a request's)
 * @returns the ids in the same order
 */
export async function plantPeople(
  db: Kysely<Tables>,
  federationId: string,
  rows: readonly PersonSeed[],
  at: Date,
): Promise<PlantedPerson[]> {
  await expectRows(db, rows.length);
  const planted = rows.map((row) => ({ ...row, personId: row.id ?? uuid7(), accountId: row.accountId ?? uuid7(), capacityId: uuid7() }));
  for (let start = 0; start < planted.length; start += CHUNK) {
    await insertPeople(db, federationId, planted.slice(start, start + CHUNK), at);
  }
  return planted.map(({ personId, accountId, capacityId }) => ({ personId, accountId, capacityId }));
}

async function insertPeople(
  db: Kysely<Tables>,
  federationId: string,
  rows: readonly (PersonSeed & PlantedPerson)[],
  at: Date,
): Promise<void> {
  const column = <Value>(of: (row: PersonSeed & PlantedPerson) => Value) => rows.map(of);
  const accounts = column(({ accountId }) => accountId);
  await sql`
    select app.open_account(id, login, hash, until, ${at}::timestamptz)
      from unnest(${accounts}::uuid[], ${column(({ login }) => login)}::text[], ${column(({ oneTimeCode }) => oneTimeCode?.hash ?? null)}::text[],
                  ${column(({ oneTimeCode }) => oneTimeCode?.expiresAt ?? null)}::timestamptz[]) as given (id, login, hash, until)`.execute(
    db,
  );
  const known = rows.filter(({ passwordHash }) => passwordHash);
  await sql`
    select app.set_password(id, hash)
      from unnest(${known.map(({ accountId }) => accountId)}::uuid[], ${known.map(({ passwordHash }) => passwordHash!)}::text[]) as given (id, hash)`.execute(
    db,
  );
  const organizations = column(({ organizationId }) => organizationId);
  const posts = column(({ post }) => post ?? null);
  await sql`
    insert into post (federation_id, id, organization_id, path, title)
    select o.federation_id, app.uuid7(), o.id, o.path, given.title
      from (select distinct * from unnest(${organizations}::uuid[], ${posts}::text[]) as every (organization_id, title)) given
      join organization o on o.federation_id = ${federationId} and o.id = given.organization_id
     where given.title is not null
        on conflict (federation_id, organization_id, title) do nothing`.execute(db);
  await sql`
    with given as (
      select * from unnest(
        ${column(({ personId }) => personId)}::uuid[], ${accounts}::uuid[], ${column(({ capacityId }) => capacityId)}::uuid[],
        ${organizations}::uuid[], ${column(({ name }) => name)}::text[], ${column(({ phone }) => phone ?? null)}::text[], ${posts}::text[],
        ${column(({ roles }) => roles.join(','))}::text[]
      ) as given (person_id, account_id, capacity_id, organization_id, name, phone, post, roles)),
    born as (
      insert into person (federation_id, id, account_id, organization_id, path, name, phone)
      select o.federation_id, given.person_id, given.account_id, o.id, o.path, given.name, given.phone
        from given join organization o on o.federation_id = ${federationId} and o.id = given.organization_id)
    insert into appointment (federation_id, id, person_id, account_id, organization_id, post_id, path, roles, valid_from)
    select o.federation_id, given.capacity_id, given.person_id, given.account_id, o.id, p.id, o.path,
           string_to_array(given.roles, ','), ${at}::timestamptz
      from given join organization o on o.federation_id = ${federationId} and o.id = given.organization_id
      left join post p on p.federation_id = o.federation_id and p.organization_id = o.id and p.title = given.post`.execute(db);
}
