import type { MikroORM, SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { ROLES } from '../src/context.ts';
import { demoPlan, type PlannedOrganization } from '../src/demo/plan.ts';
import { grassrootsName } from '../src/demo/grassroots.ts';
import {
  foundFederation,
  type OrganizationSeed,
  plantOrganizations,
  type PlantedOrganization,
  plantPeople,
} from '../src/domains/federation/found.ts';
import { newToken, tokenHash } from '../src/domains/identity/secret.ts';
import { asSystem } from '../src/kit/system.ts';
import { uuid7 } from '../src/kit/uuid.ts';
import type { Cluster } from './cluster.ts';
import { FOUNDED, NOW } from './dates.ts';

/** A body and people of it who are signed in, one per connection of the load generator. */
export interface Staffed {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  /** Secrets of their sessions. */
  readonly tokens: readonly string[];
}

export interface BenchFederation {
  readonly id: string;
  readonly province: Staffed;
  readonly counties: readonly Staffed[];
  /** How many bodies there are above the units. */
  readonly bodies: number;
  readonly units: number;
}

/** Kinds of the bodies that have units below them in this run. */
const PLACES = new Set(['COUNTY_DISTRICT', 'PROVINCE_ADMINISTERED_CITY', 'DEVELOPMENT_ZONE']);
const HOUR = 3_600_000;

/** Plants Hebei's federation with that many units spread over its counties, and people in the province and some counties. */
export async function plantFederation(
  cluster: Cluster,
  orm: MikroORM,
  units: number,
  people: { readonly perBody: number; readonly counties: number },
): Promise<BenchFederation> {
  const [root, ...plan] = demoPlan();
  const { federationId, rootId } = await foundFederation(cluster.owner, {
    name: root!.name,
    root: { ...root!, docPrefix: root!.docPrefix ?? null },
    at: FOUNDED,
  });
  const em = orm.em as SqlEntityManager;
  const bodies = seedsOf(plan, root!.key, rootId);
  const places = bodies.filter(({ kind }) => PLACES.has(kind));
  const planted = await asSystem(em, federationId, ({ db }) =>
    plantOrganizations(db, federationId, [...bodies, ...unitsOf(places, units)], FOUNDED),
  );
  const province = { id: rootId, path: '0001.', name: root!.name };
  const counties = planted
    .filter(({ kind }) => kind === 'COUNTY_DISTRICT')
    .filter((_, index, all) => index % Math.ceil(all.length / people.counties) === 0);
  const staff = (body: Pick<PlantedOrganization, 'id' | 'path' | 'name'>) => staffed(em, federationId, body, people.perBody);
  return {
    id: federationId,
    province: await staff(province),
    counties: await Promise.all(counties.map(staff)),
    bodies: bodies.length + 1,
    units,
  };
}

type Seed = OrganizationSeed & { readonly id: string; readonly place: string };

function seedsOf(plan: readonly PlannedOrganization[], rootKey: string, rootId: string): Seed[] {
  const ids = new Map([[rootKey, rootId], ...plan.map(({ key }) => [key, uuid7()] as const)]);
  return plan.map(({ key, parentKey, kind, name, shortName, place, docPrefix }) => ({
    id: ids.get(key)!,
    parentId: ids.get(parentKey!)!,
    kind,
    name,
    shortName,
    place,
    docPrefix: docPrefix ?? null,
  }));
}

/** The units of every place, as evenly as the number allows. */
function unitsOf(places: readonly Seed[], units: number): Seed[] {
  return places.flatMap(({ id, place }, nth) => {
    const count = Math.floor(((nth + 1) * units) / places.length) - Math.floor((nth * units) / places.length);
    const ids = Array.from({ length: count }, () => uuid7());
    return ids.map((own, index) => {
      const { kind, name, shortName, parentIndex } = grassrootsName(index, place);
      return { id: own, parentId: parentIndex === null ? id : ids[parentIndex]!, kind, name, shortName, place };
    });
  });
}

function staffed(
  em: SqlEntityManager,
  federationId: string,
  { id, path, name }: Pick<PlantedOrganization, 'id' | 'path' | 'name'>,
  count: number,
): Promise<Staffed> {
  return asSystem(em, federationId, async ({ db }) => {
    const tokens = Array.from({ length: count }, newToken);
    const rows = tokens.map((_, index) => ({
      organizationId: id,
      login: `bench-${path}${index}`,
      name: `干事${index + 1}`,
      post: '干事',
      roles: ROLES,
    }));
    const people = await plantPeople(db, federationId, rows, FOUNDED);
    for (const [index, token] of tokens.entries()) {
      const until = new Date(NOW.getTime() + 24 * HOUR);
      await sql`select app.open_session(${tokenHash(token)}, ${people[index]!.accountId}::uuid, null, ${FOUNDED}::timestamptz, ${until}::timestamptz)`.execute(
        db,
      );
    }
    return { id, path, name, tokens };
  });
}
