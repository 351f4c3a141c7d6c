import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { world } from '../support/world.ts';

describe.concurrent('the test world', () => {
  test('stands in the tree that it says', async () => {
    const w = await world();
    const { rows } = await w.asSystem(({ db }) =>
      sql<{ id: string; path: string; next_child: number }>`select id, path, next_child from organization order by path`.execute(db),
    );
    expect(rows.map(({ path, next_child }) => [path, next_child])).toEqual([
      ['0001.', 3],
      ['0001.0001.', 4],
      ['0001.0001.0001.', 4],
      ['0001.0001.0001.0001.', 1],
      ['0001.0001.0001.0001.0001.', 0],
      ['0001.0001.0001.0002.', 0],
      ['0001.0001.0001.0003.', 0],
      ['0001.0001.0001.0004.', 0],
      ['0001.0001.0002.', 1],
      ['0001.0001.0002.0001.', 0],
      ['0001.0001.0003.', 0],
      ['0001.0001.0004.', 0],
      ['0001.0002.', 1],
      ['0001.0002.0001.', 0],
      ['0001.0003.', 0],
    ]);
    expect(rows.find(({ id }) => id === w.a.id)!.path).toBe(w.a.path);
  });

  test('answers by its own clock', async () => {
    const w = await world({ at: '2021-05-28T23:59:59+08:00' });
    w.clock.advance(1000);
    const { data } = await w.as(await w.person(w.a)).execute('{ clock { now } }');
    expect(data.clock.now).toBe('2021-05-28T16:00:00.000Z');
  });
});
