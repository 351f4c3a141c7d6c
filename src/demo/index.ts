import 'reflect-metadata';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { Connection } from '../database/connection.ts';
import type { Role } from '../context.ts';
import { foundIn, type OrganizationSeed, type PlantedOrganization, plantOrganizations, plantPeople } from '../domains/federation/found.ts';
import { hashPassword } from '../domains/identity/password.ts';
import { startOfDay } from '../kit/time.ts';
import { uuid7 } from '../kit/uuid.ts';
import { connect, type Tables } from '../orm.ts';
import type { Demo } from './demo.ts';
import { demoOperator, demoPosts, SECOND_SUPERIOR, UNITS } from './accounts.ts';
import { plantDirectory } from './directory.ts';
import type { DemoActor, DemoOffice } from './acts.ts';
import { playCreation } from './creation.ts';
import { playOpening } from './opening.ts';
import { demoPlan, type PlannedOrganization } from './plan.ts';
import { type Share, spread, unitsOf } from './spread.ts';

export { type DemoAccount, demoAccounts } from './accounts.ts';

/** The federation is older than the first notice that is shown in it. */
const FOUNDED = startOfDay('2020-01-01');
/** Units between two lines of progress. */
const STEP = 20_000;

export interface DemoOptions {
  /** The owner's way in: only the owner founds federations. */
  readonly owner: Connection;
  /** How many units at the primary level, 1 to 200,000. */
  readonly units: number;
  readonly now: Date;
  /** Is told how far it has come, in Chinese. */
  readonly log: (line: string) => void;
}

/**
 * Loads the demonstration federation of Hebei: its real cities and counties, invented units, departments, posts, and
 * people for {@link demoAccounts}. In one transaction: killed half way, it leaves nothing.
 */
export async function loadDemo({ owner, units, now, log }: DemoOptions): Promise<void> {
  const orm = await connect(owner, { max: 1 });
  const em = orm.em.fork() as SqlEntityManager;
  const loading = em.transactional(async (own) => {
    const demo = await loadTree(own, { units, now, log });
    const offices = await loadPeople(demo);
    await playOpening(demo, offices);
    log('已印发一份省级通知，市、县已转发');
    await playCreation(demo, offices);
    log('已发布两份自查打分表，印发一份市级创建通知，县已转发');
  });
  await loading.catch((error: unknown) => {
    void orm.close().catch(() => {}); // a pool whose connection broke in a transaction never finishes closing
    throw error;
  });
  await orm.close();
  log('演示数据已装入');
}

async function loadTree(em: SqlEntityManager, { units, now, log }: Pick<DemoOptions, 'units' | 'now' | 'log'>): Promise<Demo> {
  const db = em.getKysely<Tables>();
  const plan = demoPlan();
  const [province, ...others] = plan;
  const session = { query: (text: string, values: unknown[] = []) => db.executeQuery(CompiledQuery.raw(text, values)) };
  const root = { kind: province!.kind, name: province!.name, shortName: province!.shortName, docPrefix: province!.docPrefix ?? null };
  const { federationId, rootId } = await foundIn(session, { name: '河北省总工会', root, at: FOUNDED });

  const ids = new Map([[province!.key, rootId], ...others.map(({ key }) => [key, uuid7()] as const)]);
  const planted = await plantOrganizations(
    db,
    federationId,
    others.map((body) => seedOf(body, ids)),
    FOUNDED,
  );
  const top: PlantedOrganization = { ...root, id: rootId, parentId: '', path: '0001.' };
  const bodies = new Map([[province!.key, top], ...others.map(({ key }, index) => [key, planted[index]!] as const)]);
  await plantDirectory(db, federationId, [...bodies.values()]);
  log(`已建立省、市、县各级工会 ${bodies.size} 个`);

  const followed = await loadUnits(db, federationId, spread(plan, units), bodies, log);
  return { em, db, federationId, now, bodies, units: UNITS.map((position) => followed[position] ?? followed.at(-1)!) };
}

function seedOf(
  { key, parentKey, kind, name, shortName, docPrefix }: PlannedOrganization,
  ids: ReadonlyMap<string, string>,
): OrganizationSeed {
  return { id: ids.get(key)!, parentId: ids.get(parentKey!)!, kind, name, shortName, docPrefix: docPrefix ?? null };
}

/** Plants the units some thousands at a time; answers those of the county that the demonstration follows. */
async function loadUnits(
  db: Kysely<Tables>,
  federationId: string,
  shares: readonly Share[],
  bodies: ReadonlyMap<string, PlantedOrganization>,
  log: (line: string) => void,
): Promise<PlantedOrganization[]> {
  let followed: PlantedOrganization[] = [];
  let waiting: OrganizationSeed[] = [];
  let done = 0;
  for (const [index, share] of shares.entries()) {
    const seeds = seedsOf(share, bodies.get(share.place.key)!.id);
    waiting.push(...seeds);
    if (waiting.length < STEP && index < shares.length - 1) continue;
    const planted = await plantOrganizations(db, federationId, waiting, FOUNDED);
    if (done === 0) followed = planted.slice(0, shares[0]!.units);
    done += planted.length;
    waiting = [];
    log(`已建立基层工会 ${done} 个`);
  }
  return followed;
}

function seedsOf(share: Share, placeId: string): OrganizationSeed[] {
  const units = unitsOf(share);
  const ids = units.map(() => uuid7());
  return units.map(({ kind, name, shortName, parentIndex }, index) => ({
    id: ids[index]!,
    parentId: parentIndex === null ? placeId : ids[parentIndex]!,
    kind,
    name,
    shortName,
  }));
}

/**
 * The people behind the demonstration's accounts, named by their posts, and the one second bond.
 * @returns who issues and forwards and who signs, by the key of the body
 */
async function loadPeople(demo: Demo): Promise<Map<string, DemoOffice>> {
  const { db, federationId, bodies, units } = demo;
  const hashes = await Promise.all([...demoPosts, demoOperator].map(({ password }) => hashPassword(password)));
  const people = demoPosts.map(({ login, place: at, post, roles }, index) => {
    const place = typeof at === 'string' ? bodies.get(at)! : units[at.unit]!;
    return { organizationId: place.id, login, name: `${place.shortName}${post}`, post, roles, passwordHash: hashes[index]! };
  });
  const planted = await plantPeople(db, federationId, people, FOUNDED);
  await sql`
    insert into app.account (id, federation_id, login, password_hash, operator, created_at)
    values (${uuid7()}, null, ${demoOperator.login}, ${hashes.at(-1)}, true, ${FOUNDED})`.execute(db);

  const [unit, body] = [units[2]!, bodies.get(SECOND_SUPERIOR)!];
  await sql`
    insert into affiliation (federation_id, id, organization_id, path, body_id, asker_path, kind, valid_from)
    values (${federationId}, ${uuid7()}, ${unit.id}, ${unit.path}, ${body.id}, ${body.path}, 'INDUSTRY', ${FOUNDED})`.execute(db);
  const actors = demoPosts.flatMap(({ place, roles }, index): (DemoActor & { place: string })[] => {
    if (typeof place !== 'string') return [];
    const { id: organizationId, path } = bodies.get(place)!;
    return [{ ...planted[index]!, organizationId, path, roles, place }];
  });
  const holding = (role: Role) => new Map(actors.filter(({ roles }) => roles.includes(role)).map((actor) => [actor.place, actor]));
  const signatories = holding('SIGNATORY');
  return new Map(
    [...holding('ISSUING_OFFICER')].map(([place, officer]) => {
      const signatory = signatories.get(place);
      return [place, { officer, ...(signatory && { signatory }) }];
    }),
  );
}
