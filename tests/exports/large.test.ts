import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { handlers } from '../../src/domains/jobs/handlers.ts';
import { runJob } from '../../src/domains/jobs/run-job.ts';
import { decodeId } from '../../src/kit/node-id.ts';
import { filesDirectory, world } from '../support/world.ts';
import { csvOf, exportsOf, request } from './support.ts';

test('a long list is written page by page; what is stopped in the middle begins anew and leaves one whole file', async () => {
  const w = await world();
  const person = await w.person(w.province);
  const names = Array.from({ length: 1200 }, (_, index) => `第${index + 1}厂工会`);
  await w.plant(names.map((name) => ({ parentId: w.county.id, kind: 'GRASSROOTS', name, shortName: name })));
  const asked = {
    list: 'ORGANIZATIONS',
    arguments: { under: w.id('Organization', w.county.id), search: '厂工会' },
    format: 'CSV',
  } as const;
  const { job } = await request(w, person, asked);
  const stopping = new AbortController();
  let pieces = 0;
  const signal = new Proxy(stopping.signal, {
    get(target, key) {
      if (key === 'aborted' && pieces++ === 3) stopping.abort();
      return Reflect.get(target, key) as unknown;
    },
  });
  const background = {
    orm: w.orm,
    clock: w.clock,
    log: { error: (fields: Readonly<Record<string, unknown>>) => console.error(fields) },
    files: { directory: filesDirectory, maxBytes: 1024 },
    handlers,
  };
  await runJob({ ...background, stopping: signal }, w.federationId, decodeId(job.id)!.id);
  const state = () =>
    w.asSystem(
      async ({ db }) => (await sql<{ state: string; done: number; total: number }>`select state, done, total from job`.execute(db)).rows[0],
    );
  expect(await state()).toEqual({ state: 'QUEUED', done: 1000, total: 1203 });
  await w.settle();
  expect(await state()).toEqual({ state: 'DONE', done: 1203, total: 1203 });
  const kept = await w.asSystem(async ({ db }) => (await sql`select from kept_file`.execute(db)).rows);
  expect(kept).toHaveLength(1);
  expect((await exportsOf(w, person))[0].job).toMatchObject({ done: 1203, total: 1203 });
  const read = await csvOf(w, person, { ...asked, columns: ['name'] });
  expect(read.rows.map(([name]) => name)).toEqual(['东山县第一纺织厂工会', '第一纺织厂工会织造车间分会', '东山县机械厂工会', ...names]);
});
