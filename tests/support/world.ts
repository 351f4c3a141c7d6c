import fs from 'node:fs/promises';
import path from 'node:path';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { sql } from 'kysely';
import { afterAll } from 'vitest';
import { ROLES, type Role } from '../../src/context.ts';
import {
  foundFederation,
  type OrganizationSeed,
  plantOrganizations,
  type PlantedOrganization,
  plantPeople,
} from '../../src/domains/federation/found.ts';
import type { OrganizationKind } from '../../src/domains/federation/organization.kind.ts';
import { handlers } from '../../src/domains/jobs/handlers.ts';
import { runJob } from '../../src/domains/jobs/run-job.ts';
import { addOperator } from '../../src/domains/identity/first-accounts.ts';
import { newToken, tokenHash } from '../../src/domains/identity/secret.ts';
import { withClient } from '../../src/database/connection.ts';
import { homeFor, serverAccount } from '../../src/database/embedded-files.ts';
import { routes } from '../../src/routes.ts';
import type { FileStore } from '../../src/domains/files/store-file.ts';
import { INBOX_ONLY, type Messaging } from '../../src/domains/notifications/carrier.ts';
import { byTheClock, waysOf } from '../../src/domains/notifications/loops.ts';
import { sendDue } from '../../src/domains/notifications/send-due.ts';
import { tellPeople } from '../../src/domains/notifications/tell-people.ts';
import { readEnv } from '../../src/env.ts';
import { encodeId } from '../../src/kit/node-id.ts';
import { asSystem, type SystemContext } from '../../src/kit/system.ts';
import { AdjustableClock } from '../../src/kit/time.ts';
import { uuid7 } from '../../src/kit/uuid.ts';
import { connect } from '../../src/orm.ts';
import { createSchema } from '../../src/schema.ts';
import { createServer } from '../../src/server.ts';
import { Client, type Credentials } from './client.ts';
import { testDatabase } from './database.ts';

/** A person with one appointment, signed in. */
export interface TestPerson {
  readonly token: string;
  readonly accountId: string;
  readonly personId: string;
  readonly capacityId: string;
  readonly login: string;
  readonly name: string;
  readonly organization: PlantedOrganization;
}

/** The tree that every world begins with; see {@link PLAN}. */
export type Tree = Readonly<Record<keyof typeof PLAN | 'province', PlantedOrganization>>;

type Planned = readonly [parent: string, kind: OrganizationKind, name: string, shortName: string, docPrefix?: string];

/**
 * Two cities, counties of the first with grassroots unions of the first county (`a` to `d`), one union directly under the
 * city, an industry union of the province, and a branch inside `a`.
 */
const PLAN = {
  city: ['province', 'PREFECTURE_CITY', '石门市总工会', '石门市', '石工办字'],
  otherCity: ['province', 'PREFECTURE_CITY', '承州市总工会', '承州市', '承工办发'],
  industry: ['province', 'INDUSTRY_UNION', '省交通运输工会', '省交通工会', '冀交工字'],
  county: ['city', 'COUNTY_DISTRICT', '东山县总工会', '东山县', '东工字'],
  sibling: ['city', 'COUNTY_DISTRICT', '西河县总工会', '西河县', '西工字'],
  secondSibling: ['city', 'COUNTY_DISTRICT', '北原县总工会', '北原县', '北工字'],
  cityUnit: ['city', 'CITY_DIRECT_GRASSROOTS', '石门市公交公司工会', '市公交公司'],
  otherCounty: ['otherCity', 'COUNTY_DISTRICT', '南岭县总工会', '南岭县', '南工字'],
  a: ['county', 'GRASSROOTS', '东山县第一纺织厂工会', '第一纺织厂'],
  b: ['county', 'GRASSROOTS', '东山县机械厂工会', '机械厂'],
  c: ['county', 'GRASSROOTS', '东山县人民医院工会', '县医院'],
  d: ['county', 'GRASSROOTS', '东山县供水公司工会', '供水公司'],
  siblingUnit: ['sibling', 'GRASSROOTS', '西河县酒厂工会', '酒厂'],
  branch: ['a', 'BRANCH', '第一纺织厂工会织造车间分会', '织造分会'],
} as const satisfies Readonly<Record<string, Planned>>;

const DEFAULT_START = '2021-05-06T09:00:00+08:00';
const TEN_YEARS = 10 * 365 * 24 * 3_600_000;

let orm: Promise<MikroORM> | undefined;
let schema: GraphQLSchema | undefined;
const servers: FastifyInstance[] = [];

/** Where the tests of this worker put their files; leftovers go with the run that is recognised as dead by its id. */
export const filesDirectory = path.join(homeFor(serverAccount(), 'test'), `test-${process.pid}-files`);
/** Largest file that the tests' server takes in, in bytes. */
export const MAX_FILE = 1024 * 1024;

afterAll(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await fs.rm(filesDirectory, { recursive: true, force: true });
  await (await orm)?.close();
  orm = undefined;
});

/** Where the tests' server keeps files. */
export const testFiles: FileStore = { directory: filesDirectory, maxBytes: MAX_FILE };

/** A connection pool of the application's role, one per test file. */
export const testOrm = (): Promise<MikroORM> => (orm ??= testDatabase().then(({ application }) => connect(application, { max: 10 })));

/** The settings of every world's server. */
const SETTINGS = { NODE_ENV: 'test', PUBLIC_URL: 'http://127.0.0.1:4000' };

export interface WorldOptions {
  /** Further settings of the server. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where the clock stands at first; an ISO string names its offset. */
  readonly at?: Date | string;
  /** Another connection to the worker's database than that of all worlds, such as one that counts; who made it closes it. */
  readonly orm?: MikroORM;
  /**
   * Whether province and cities sign what they send, as they must in life. Most tests are about other things: in their
   * worlds rows that no administrator could write let these bodies send without.
   */
  readonly signing?: boolean;
}

/** A further office of somebody; answers its id. */
export const appointToo = (w: World, person: TestPerson, organization: PlantedOrganization, roles: readonly Role[]): Promise<string> =>
  w.asSystem(async ({ db }) => {
    const { rows } = await sql<{ id: string }>`
      insert into appointment (federation_id, id, person_id, account_id, organization_id, path, roles, valid_from)
      values (${w.federationId}, app.uuid7(), ${person.personId}, ${person.accountId}, ${organization.id}, ${organization.path},
              ${roles}::text[], ${w.clock.now()})
      returning id`.execute(db);
    return rows[0]!.id;
  });

/** A federation of its own in the worker's database, and a server whose clock the test moves. */
export async function world({ at = DEFAULT_START, orm: own, signing = false, settings = {} }: WorldOptions = {}): Promise<World> {
  const { owner } = await testDatabase();
  const pool = own ?? (await testOrm());
  const clock = new AdjustableClock(at);
  schema ??= createSchema();
  const env = readEnv({ ...SETTINGS, ...settings });
  const server = await createServer({
    orm: pool,
    env,
    clock,
    schema,
    files: testFiles,
    registerRoutes: routes(testFiles, env),
  });
  servers.push(server);
  const root = { kind: 'PROVINCE', name: '河东省总工会', shortName: '河东省', docPrefix: '冀工办字' } as const;
  const { federationId, rootId } = await foundFederation(owner, { name: '河东省总工会', root, at: clock.now() });
  const em = pool.em;
  const rows = seeds(rootId);
  const planted = await asSystem(em, federationId, ({ db }) =>
    plantOrganizations(
      db,
      federationId,
      rows.map(({ seed }) => seed),
      clock.now(),
    ),
  );
  const province = { ...root, id: rootId, parentId: '', path: '0001.' };
  const tree = Object.fromEntries([['province', province], ...rows.map(({ key }, index) => [key, planted[index]!])]) as Tree;
  if (!signing) await waiveSigning(em, federationId, clock.now());
  return Object.assign(new TestFederation(pool, server, clock, federationId), tree);
}

/** Lets every province and city that there is send what nobody signed. */
export const waiveSigning = (em: MikroORM['em'], federationId: string, at: Date): Promise<unknown> =>
  asSystem(em, federationId, ({ db }) =>
    sql`insert into signing_policy (federation_id, id, organization_id, path, required, reason, decided_at)
        select federation_id, app.uuid7(), id, path, false, '测试', ${at}::timestamptz from organization
         where federation_id = ${federationId} and kind in ('PROVINCE', 'PREFECTURE_CITY')`.execute(db),
  );

function seeds(rootId: string): { key: string; seed: OrganizationSeed & { id: string } }[] {
  const ids = new Map([['province', rootId], ...Object.keys(PLAN).map((key) => [key, uuid7()] as const)]);
  return Object.entries<Planned>(PLAN).map(([key, [parent, kind, name, shortName, docPrefix]]) => ({
    key,
    seed: { id: ids.get(key)!, parentId: ids.get(parent)!, kind, name, shortName, ...(docPrefix !== undefined && { docPrefix }) },
  }));
}

/** One test's federation, with the bodies of its tree by name. */
export type World = TestFederation & Tree;

class TestFederation {
  readonly orm: MikroORM;
  readonly server: FastifyInstance;
  readonly clock: AdjustableClock;
  readonly federationId: string;
  /** Who carries messages outside; nobody, unless a test says so. */
  messaging: Messaging = INBOX_ONLY;
  #people = 0;

  constructor(pool: MikroORM, server: FastifyInstance, clock: AdjustableClock, federationId: string) {
    this.orm = pool;
    this.server = server;
    this.clock = clock;
    this.federationId = federationId;
  }

  /** The API as this person sees it. */
  as({ token }: Pick<TestPerson, 'token'>, credentials: Omit<Credentials, 'token'> = {}): Client {
    return new Client(this.server, { token, ...credentials });
  }

  /** The API as somebody who has not signed in sees it. */
  get nobody(): Client {
    return new Client(this.server);
  }

  /** Somebody new with one appointment, signed in until long after any test's clock. */
  async person(organization: PlantedOrganization, roles: readonly Role[] = ['REPORTER']): Promise<TestPerson> {
    const number = ++this.#people;
    const login = `t${number}.${this.federationId}`;
    const name = `${organization.shortName}${number}号`;
    const seed = { organizationId: organization.id, login, name, post: '干事', phone: '010-55500101', roles };
    const token = newToken();
    const ids = await this.asSystem(async ({ db }) => {
      const [planted] = await plantPeople(db, this.federationId, [seed], this.clock.now());
      const until = new Date(this.clock.now().getTime() + TEN_YEARS);
      await sql`select app.open_session(${tokenHash(token)}, ${planted!.accountId}::uuid, null, ${this.clock.now()}::timestamptz,
                                        ${until}::timestamptz)`.execute(db);
      return planted!;
    });
    return { ...ids, token, login, name, organization };
  }

  /** The platform's operator, signed in, who belongs to no federation. */
  async operator(): Promise<Pick<TestPerson, 'token' | 'login'> & { code: string }> {
    const { owner } = await testDatabase();
    const login = `operator.${uuid7()}`;
    const code = await withClient(owner, (client) => addOperator(client, login, this.clock.now()));
    const token = newToken();
    const until = new Date(this.clock.now().getTime() + TEN_YEARS);
    await this.asSystem(({ db }) =>
      sql`select app.open_session(${tokenHash(token)}, (select account_id from app.account_for_sign_in(${login})), null,
                                  ${this.clock.now()}::timestamptz, ${until}::timestamptz)`.execute(db),
    );
    return { token, login, code };
  }

  /** Somebody with every role in the organization. */
  allRounder(organization: PlantedOrganization): Promise<TestPerson> {
    return this.person(organization, ROLES);
  }

  /** Further bodies below the tree, in order; a parent may be one of the same call when its id was given. */
  plant(rows: readonly OrganizationSeed[]): Promise<PlantedOrganization[]> {
    return this.asSystem(({ db }) => plantOrganizations(db, this.federationId, rows, this.clock.now()));
  }

  /** Looks at, or prepares, what the API does not show: a transaction behind the walls of the whole federation. */
  asSystem<Result>(work: (system: SystemContext) => Promise<Result>): Promise<Result> {
    return asSystem(this.orm.em, this.federationId, work);
  }

  /** Does what waits behind the requests of this federation, in order, until nothing more does; does what the clock says, tells people and sends what is due outside. */
  async settle(): Promise<void> {
    await this.#work();
    await byTheClock(this.orm.em, this.federationId, this.clock.now());
    await tellPeople(this.orm.em, this.federationId, this.clock.now(), waysOf(this.messaging));
    await sendDue(this.orm.em, this.federationId, this.clock.now(), this.messaging);
  }

  async #work(): Promise<void> {
    const background = {
      orm: this.orm,
      clock: this.clock,
      log: { error: (fields: Readonly<Record<string, unknown>>) => console.error(fields) },
      files: testFiles,
      handlers,
      stopping: new AbortController().signal,
    };
    const waiting = () => this.asSystem(({ db }) => sql<{ id: string }>`select id from job where state = 'QUEUED' order by id`.execute(db));
    for (let { rows } = await waiting(); rows.length > 0; { rows } = await waiting()) {
      for (const { id } of rows) await runJob(background, this.federationId, id);
    }
  }

  /** Another process on the same database and files, as after a restart. */
  async restarted(): Promise<Pick<TestFederation, 'server'>> {
    const env = readEnv({ NODE_ENV: 'test' });
    const server = await createServer({
      orm: this.orm,
      env,
      clock: this.clock,
      schema: schema!,
      files: testFiles,
      registerRoutes: routes(testFiles, env),
    });
    servers.push(server);
    return { server };
  }

  /** The global id of a row. */
  id(type: string, id: string): string {
    return encodeId(type, id);
  }
}
