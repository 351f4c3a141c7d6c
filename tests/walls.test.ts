import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Connection } from '../src/database/connection.ts';
import { uuid7 } from '../src/kit/uuid.ts';
import { freshDatabase } from './support/database.ts';

/**
 * Every table × every command × every place where a row can stand, from the catalogue: a table that is added is tested
 * by being there. What is expected follows from the name of the wall, never from the text of its policies.
 */
const MINE = { path: '0001.0002.', organization: uuid7(), account: uuid7() };
const FEDERATION = uuid7();
const SOMEBODY = { organization: uuid7(), account: uuid7() };

/** Where a row stands, seen from organization 0001.0002. */
interface Place {
  readonly federation: string;
  readonly path: string;
  readonly askerPath: string;
  readonly published: boolean;
  readonly ours: boolean;
}

const place = (path: string, more: Partial<Place> = {}): Place => ({
  federation: FEDERATION,
  path,
  askerPath: '0001.0009.',
  published: false,
  ours: false,
  ...more,
});

const PLACES = {
  'own, ours': place(MINE.path, { ours: true }),
  "own, somebody else's": place(MINE.path),
  child: place('0001.0002.0001.'),
  'child, published': place('0001.0002.0001.', { published: true }),
  sibling: place('0001.0003.'),
  'sibling, published': place('0001.0003.', { published: true }),
  'sibling with a longer path': place('0001.00021'),
  'sibling, asked by us': place('0001.0003.0001.', { askerPath: MINE.path }),
  'sibling, asked by us, published': place('0001.0003.0001.', { askerPath: MINE.path, published: true }),
  'sibling, asked from below us': place('0001.0003.0001.', { askerPath: '0001.0002.0004.' }),
  'sibling, ours': place('0001.0003.', { ours: true }),
  parent: place('0001.'),
  'parent, published': place('0001.', { published: true }),
  'parent, ours': place('0001.', { ours: true }),
  'another federation, the same in all else': place(MINE.path, { federation: uuid7(), ours: true, published: true, askerPath: MINE.path }),
} satisfies Record<string, Place>;

const inRange = (path: string) => path.startsWith(MINE.path);
const home = ({ federation }: Place) => federation === FEDERATION;
const below = (at: Place) => home(at) && inRange(at.path);
const asked = (at: Place) => home(at) && inRange(at.askerPath);
const above = (at: Place) => home(at) && at.published && (at.path === '0001.' || at.path === MINE.path);
const mine = (at: Place) => home(at) && at.ours;

/** Who sees and who changes what, by the names of a table's policies. */
const WALLS: Readonly<Record<string, { reads: (at: Place) => boolean; writes: (at: Place) => boolean }>> = {
  wall_subtree: { reads: below, writes: below },
  'wall_asker wall_subtree': { reads: (at) => below(at) || asked(at), writes: (at) => below(at) || asked(at) },
  'wall_downward wall_subtree': { reads: (at) => below(at) || above(at), writes: below },
  'wall_asker wall_downward wall_subtree': { reads: (at) => below(at) || asked(at) || above(at), writes: (at) => below(at) || asked(at) },
  'wall_federation wall_federation_add wall_federation_edit': { reads: home, writes: below },
  'wall_assigned wall_subtree': { reads: (at) => below(at) || mine(at), writes: below },
  'wall_self wall_subtree': { reads: (at) => below(at) || mine(at), writes: below },
  wall_self: { reads: mine, writes: mine },
  wall_self_or_product: { reads: mine, writes: mine }, // the product itself has no account, see system.test.ts
  'wall_own wall_own_hand_over': { reads: mine, writes: mine }, // handed over only by the product itself, see the merge
  'wall_own wall_own_hand_over wall_own_sent wall_own_sent_asker': {
    reads: (at) => mine(at) || (at.published && (below(at) || asked(at))),
    writes: (at) => mine(at) || (at.published && (below(at) || asked(at))),
  },
  wall_federation: { reads: home, writes: home }, // the federation's own row
};

/** Restrictions beside the wall: what even those who may write must not do. */
const RESTRICTIONS: Readonly<Record<string, { command: 'update' | 'delete'; allows: (at: Place) => boolean }>> = {
  keep_proof: { command: 'update', allows: () => false },
  keep_pending: { command: 'delete', allows: () => false },
  fold_only: { command: 'delete', allows: () => false },
  clear_staged: { command: 'delete', allows: () => true },
  keep_published: { command: 'delete', allows: ({ published }) => !published },
};

interface Column {
  readonly name: string;
  readonly type: string;
  readonly generated: boolean;
  readonly nullable: boolean;
  readonly check: string | null;
}

interface Table {
  readonly name: string;
  readonly wall: string;
  readonly extra: readonly string[];
  readonly columns: readonly Column[];
  readonly mayDelete: boolean;
}

let admin: pg.Client;
let application: Connection;
let tables: readonly Table[];

const open = async (connection: Connection): Promise<pg.Client> => {
  const client = new pg.Client(
    'clientUrl' in connection
      ? { connectionString: connection.clientUrl }
      : { host: connection.host, user: connection.user, database: connection.dbName },
  );
  await client.connect();
  return client;
};

beforeAll(async () => {
  const database = await freshDatabase('walls');
  application = database.application;
  const { admin: maintenance } = inject('cluster');
  admin = await open(
    'clientUrl' in maintenance
      ? inDatabaseOf(maintenance, database.owner)
      : { ...maintenance, dbName: (database.owner as { dbName: string }).dbName },
  );
  tables = await readCatalogue();
});

afterAll(() => admin.end());

const inDatabaseOf = (maintenance: { clientUrl: string }, owner: Connection): Connection => {
  const url = new URL(maintenance.clientUrl);
  url.pathname = new URL((owner as { clientUrl: string }).clientUrl).pathname;
  return { clientUrl: url.href };
};

async function readCatalogue(): Promise<Table[]> {
  const { rows } = await admin.query<{ name: string; policies: string[]; columns: Column[]; may_delete: boolean }>(`
    select c.relname as name, has_table_privilege('liandong_app', c.oid, 'delete') as may_delete,
           (select coalesce(array_agg(p.polname::text order by p.polname), '{}') from pg_policy p where p.polrelid = c.oid) as policies,
           (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null), 'generated', a.attgenerated <> '', 'nullable', not a.attnotnull,
                   'check', (select substring(pg_get_constraintdef(k.oid) from $re$'([A-Z_]+)'$re$) from pg_constraint k
                              where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any (k.conkey) limit 1)) order by a.attnum)
              from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by c.relname`);
  return rows.map(({ name, policies, columns, may_delete }) => {
    const permissive = policies.filter((policy) => policy.startsWith('wall_'));
    return {
      name,
      wall: permissive.join(' '),
      extra: policies.filter((policy) => !policy.startsWith('wall_')),
      columns,
      mayDelete: may_delete,
    };
  });
}

/** A value that fits the column, and stands at the place where the column says so. */
function valueOf({ name, type, nullable, check }: Column, at: Place, id: string): unknown {
  if (name === 'federation_id') return at.federation;
  if (name === 'path') return at.path;
  if (name === 'asker_path') return at.askerPath;
  if (name === 'published_at') return at.published || !nullable ? '2021-04-07T00:00:00Z' : null;
  if (name === 'account_id' || name === 'holder_id') return at.ours ? MINE.account : SOMEBODY.account;
  if (name === 'organization_id') return at.ours ? MINE.organization : SOMEBODY.organization;
  if (name === 'id') return id;
  if (check !== null) return check;
  if (type.endsWith('[]')) return '{}';
  switch (type) {
    case 'uuid':
      return uuid7();
    case 'text':
      return id;
    case 'integer':
    case 'numeric':
      return Math.floor(Math.random() * 1_000_000);
    case 'boolean':
      return false;
    case 'jsonb':
      return '[]';
    case 'date':
      return '2021-04-07';
    default:
      return '2021-04-07T00:00:00Z';
  }
}

const row = (table: Table, at: Place) => {
  const id = uuid7();
  const columns = table.columns.filter(({ generated }) => !generated);
  return {
    names: columns.map(({ name }) => pg.escapeIdentifier(name)).join(', '),
    places: columns.map((_, index) => `$${index + 1}`).join(', '),
    values: columns.map((column) => valueOf(column, at, id)),
  };
};

/** Plants a row as the superuser, without foreign keys, and says how to find it again. */
async function plant(client: pg.Client, table: Table, at: Place): Promise<string> {
  const { names, places, values } = row(table, at);
  const { rows } = await client.query<{ ctid: string }>(
    `insert into ${table.name} (${names}) values (${places}) returning ctid::text`,
    values,
  );
  return rows[0]!.ctid;
}

/** Where a row of a table can stand: what is published as soon as it is there is never unpublished. */
function placesIn({ columns }: Table): [string, Place][] {
  const isAlwaysPublished = columns.some(({ name, nullable }) => name === 'published_at' && !nullable);
  return Object.entries<Place>(PLACES).map(([name, at]) => [name, isAlwaysPublished ? place(at.path, { ...at, published: true }) : at]);
}

const SETTINGS = {
  'app.federation': FEDERATION,
  'app.account': MINE.account,
  'app.organization': MINE.organization,
  'app.lo': MINE.path,
  'app.hi': '0001.0002/',
  'app.up': `0001. ${MINE.path}`,
};

/** What a statement as the application does to rows: how many, or why none. */
async function outcome(client: pg.Client, statement: string, values: unknown[] = []): Promise<number | string> {
  await client.query('savepoint attempt');
  try {
    return (await client.query(statement, values)).rowCount ?? 0;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await client.query('rollback to savepoint attempt');
  }
}

const sealed = (result: number | string) => result === 0 || result === '42501';

/** Does `work` as the application beside planted rows, and undoes everything. */
async function beside(work: (client: pg.Client) => Promise<void>): Promise<void> {
  await admin.query('begin');
  try {
    await work(admin);
  } finally {
    await admin.query('rollback');
    await admin.query('reset role');
  }
}

const asSuperuser = (client: pg.Client) => client.query(`reset role; set local session_replication_role = replica`);
const asApplication = async (client: pg.Client) => {
  await client.query(`set local session_replication_role = replica; set local role liandong_app`);
  for (const [name, value] of Object.entries(SETTINGS)) await client.query('select set_config($1, $2, true)', [name, value]);
};

describe('walls', () => {
  test('every table stands behind exactly one wall, forced', async () => {
    expect(tables.length).toBeGreaterThan(30);
    for (const { name, wall } of tables) expect(Object.keys(WALLS), `${name} stands behind "${wall}"`).toContain(wall);
    const { rows } = await admin.query(`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not (relrowsecurity and relforcerowsecurity)`);
    expect(rows).toEqual([]);
  });

  test('each command reaches exactly the rows that the wall lets through', async () => {
    for (const table of tables) {
      const { reads, writes } = WALLS[table.wall]!;
      for (const [name, at] of placesIn(table)) {
        const where = `${table.name}, ${name}`;
        await beside(async (client) => {
          await asApplication(client);
          const { names, places, values } = row(table, at);
          const insert = await outcome(client, `insert into ${table.name} (${names}) values (${places})`, values);
          expect(insert, `insert ${where}`).toBe(writes(at) ? 1 : '42501');
          await asSuperuser(client);
          const ctid = await plant(client, table, at);
          await asApplication(client);
          const here = `${table.name} where ctid = '${ctid}'`;
          expect(await outcome(client, `select from ${here}`), `select ${where}`).toBe(reads(at) ? 1 : 0);
          const column = table.columns.find(({ generated }) => !generated)!.name;
          const may = (command: 'update' | 'delete') =>
            writes(at) && table.extra.every((name) => RESTRICTIONS[name]!.command !== command || RESTRICTIONS[name]!.allows(at));
          const update = await outcome(client, `update ${table.name} set ${column} = ${column} where ctid = '${ctid}'`);
          if (may('update')) expect(update, `update ${where}`).toBe(1);
          else expect(sealed(update), `update ${where}: ${update}`).toBe(true);
          const erase = await outcome(client, `delete from ${here}`);
          if (table.mayDelete && may('delete')) expect(erase, `delete ${where}`).toBe(1);
          else expect(sealed(erase), `delete ${where}: ${erase}`).toBe(true);
        });
      }
    }
  });

  test('nobody takes a row by writing their own place into it', async () => {
    const takes: Readonly<Record<string, string>> = {
      path: MINE.path,
      asker_path: MINE.path,
      account_id: MINE.account,
      holder_id: MINE.account,
      organization_id: MINE.organization,
    };
    for (const table of tables) {
      const { writes } = WALLS[table.wall]!;
      for (const [name, at] of placesIn(table)) {
        if (writes(at)) continue;
        await beside(async (client) => {
          await asSuperuser(client);
          const ctid = await plant(client, table, at);
          await asApplication(client);
          for (const { name: column } of table.columns.filter((each) => takes[each.name] !== undefined)) {
            const taken = await outcome(client, `update ${table.name} set ${column} = $1, federation_id = $2 where ctid = '${ctid}'`, [
              takes[column],
              FEDERATION,
            ]);
            expect(sealed(taken), `take ${table.name}.${column}, ${name}: ${taken}`).toBe(true);
          }
        });
      }
    }
  });

  test('nobody pushes a row of their own out of their sight', async () => {
    for (const table of tables.filter(({ columns }) => columns.some(({ name }) => name === 'path'))) {
      await beside(async (client) => {
        await asSuperuser(client);
        const ctid = await plant(client, table, PLACES['own, ours']);
        await asApplication(client);
        const pushed = await outcome(client, `update ${table.name} set path = '0001.0003.' where ctid = '${ctid}'`);
        if (table.extra.includes('keep_proof')) expect(pushed, table.name).toBe(0);
        else expect(pushed, table.name).toBe(table.wall === 'wall_self' || table.wall.startsWith('wall_own') ? 1 : '42501');
      });
    }
  });

  test('with settings that are missing or empty every command fails or reaches nothing', async () => {
    for (const settings of ['missing', 'empty'] as const) {
      // A setting that was once made in a session is empty ever after, so each of the two needs a session of its own.
      const client = await open(application);
      const refused: readonly unknown[] = settings === 'missing' ? [0, '42704', '42501'] : [0, '22P02', '42501'];
      try {
        for (const table of tables) {
          await client.query('begin');
          if (settings === 'empty') for (const name of Object.keys(SETTINGS)) await client.query(`select set_config($1, '', true)`, [name]);
          const { names, places, values } = row(table, PLACES['own, ours']);
          const column = table.columns.find(({ generated }) => !generated)!.name;
          const attempts = {
            select: await outcome(client, `select from ${table.name}`),
            update: await outcome(client, `update ${table.name} set ${column} = ${column}`),
            delete: await outcome(client, `delete from ${table.name}`),
            insert: await outcome(client, `insert into ${table.name} (${names}) values (${places})`, values),
          };
          await client.query('rollback');
          for (const [command, attempt] of Object.entries(attempts))
            expect(refused, `${command} ${table.name}, ${settings}`).toContain(attempt);
          expect(attempts.insert, `insert ${table.name}, ${settings}`).not.toBe(0);
        }
      } finally {
        await client.end();
      }
    }
  });

  test('the control plane is out of reach but for its functions', async () => {
    const client = await open(application);
    try {
      await client.query('begin');
      const { rows } = await admin.query<{ name: string }>(
        `select relname as name from pg_class where relnamespace = 'app'::regnamespace and relkind = 'r'`,
      );
      expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['account', 'session', 'federation']));
      for (const { name } of rows.filter((table) => table.name !== 'migration')) {
        for (const statement of [`select from app.${name}`, `insert into app.${name} default values`, `delete from app.${name}`]) {
          expect(await outcome(client, statement), statement).toBe('42501');
        }
      }
    } finally {
      await client.end();
    }
  });
});
