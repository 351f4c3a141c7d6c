import { randomUUID } from 'node:crypto';
import type { MikroORM, SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../src/database/connection.ts';
import { Loaders } from '../../src/kit/loaders.ts';
import { connect, type Tables } from '../../src/orm.ts';
import { testDatabase } from '../support/database.ts';

const federation = randomUUID();
const root = randomUUID();
const children = ['乙', '甲', '丙'].map((name, index) => ({ id: randomUUID(), name, path: `0001.000${index + 1}.` }));
const walls = `select set_config('app.federation', '${federation}', false), set_config('app.account', '${federation}', false),
  set_config('app.organization', '${federation}', false), set_config('app.lo', '', false), set_config('app.hi', '~', false), set_config('app.up', '', false)`;

let orm: MikroORM;
let em: SqlEntityManager;
let statements = 0;

beforeAll(async () => {
  const { owner, application } = await testDatabase();
  await withClient(owner, async (client) => {
    await client.query(walls);
    await client.query(`insert into federation (federation_id, name, created_at) values ($1, '试', now())`, [federation]);
    const add = (id: string, parent: string | null, path: string, name: string) =>
      client.query(
        `insert into organization (federation_id, id, parent_id, path, kind, name, short_name, status)
         values ($1, $2, $3, $4, 'PROVINCE', $5, $5, 'ACTIVE')`,
        [federation, id, parent, path, name],
      );
    await add(root, null, '0001.', '根');
    for (const { id, path, name } of children) await add(id, root, path, name);
  });
  const onPoolCreated: NonNullable<Parameters<typeof connect>[1]>['onPoolCreated'] = (pool) =>
    pool.on('connect', (client) => {
      const query = client.query.bind(client) as (...given: unknown[]) => unknown;
      client.query = ((...given: unknown[]) => {
        statements++;
        return query(...given);
      }) as typeof client.query;
    });
  orm = await connect(application, { onPoolCreated });
  em = orm.em.fork();
  await em.begin();
  await sql.raw(walls).execute(em.getKysely());
});

afterAll(async () => {
  await em?.rollback();
  await orm?.close();
});

async function counted<Result>(work: (loaders: Loaders) => Promise<Result>): Promise<[statements: number, result: Result]> {
  const before = statements;
  const result = await work(new Loaders(em.getKysely<Tables>()));
  return [statements - before, result];
}

describe('the reads of one request', () => {
  it('of rows by id go in one statement, each in its place', async () => {
    const ids = [...children.map(({ id }) => id), randomUUID(), children[0]!.id];
    const [count, rows] = await counted((loaders) => Promise.all(ids.map((id) => loaders.one('organization', id))));
    expect(rows.map((row) => row?.name)).toEqual(['乙', '甲', '丙', undefined, '乙']);
    expect(count).toBe(1);
  });

  it('of children go in one statement, in order', async () => {
    const parents = [root, ...children.map(({ id }) => id)];
    const [count, lists] = await counted((loaders) =>
      Promise.all(parents.map((id) => loaders.many('organization', 'parent_id', id, { column: 'path', descending: true }))),
    );
    expect(lists.map((rows) => rows.map(({ name }) => name))).toEqual([['丙', '甲', '乙'], [], [], []]);
    expect(count).toBe(1);
  });

  it('are done again after a mutation', async () => {
    const [count] = await counted(async (loaders) => {
      await loaders.one('organization', root);
      await loaders.one('organization', root);
      loaders.clear();
      await loaders.one('organization', root);
    });
    expect(count).toBe(2);
  });
});
