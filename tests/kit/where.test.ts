import { AbilityBuilder, createMongoAbility } from '@casl/ability';
import type { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ability, Allow } from '../../src/ability.ts';
import { allowed, whereAllowed } from '../../src/kit/where.ts';
import { connect } from '../../src/orm.ts';
import { testDatabase } from '../support/database.ts';

const ROWS = ['DRAFT', 'ISSUED', 'RECALLED'].flatMap((state) =>
  ['0001.', '0001.0002.', '0001.0003.'].flatMap((path) =>
    [null, 'a', 'b'].map((author) => ({ __typename: 'Paper', state, path, author, size: path.length })),
  ),
);

let orm: MikroORM;
beforeAll(async () => {
  orm = await connect((await testDatabase()).application);
});
afterAll(() => orm?.close());

function abilityOf(define: (can: Allow, cannot: Allow) => void): Ability {
  const builder = new AbilityBuilder<Ability>(createMongoAbility);
  define(builder.can as unknown as Allow, builder.cannot as unknown as Allow);
  return builder.build({ detectSubjectType: (row) => (row as { __typename: string }).__typename });
}

/** The rows that the database lets through, beside those that memory does. */
async function both(ability: Ability) {
  const { rows } = await sql<{ state: string; path: string; author: string | null }>`
    select state, path collate "C" as path, author
      from jsonb_to_recordset(${JSON.stringify(ROWS)}::jsonb) as p (state text, path text, author text, size int)
     where ${allowed(ability, 'read', 'Paper', 'p')}`.execute(orm.em.fork().getKysely());
  const key = (row: { state: string; path: string; author: string | null }) => `${row.state} ${row.path} ${row.author}`;
  return {
    database: rows.map(key).toSorted(),
    memory: ROWS.filter((row) => ability.can('read', row))
      .map(key)
      .toSorted(),
  };
}

const RULES: Record<string, (can: Allow, cannot: Allow) => void> = {
  'one value': (can) => can('read', 'Paper', { state: 'ISSUED' }),
  'a range of paths': (can) => can('read', 'Paper', { path: { $gte: '0001.0002.', $lt: '0001.0002/' } }),
  'one of several': (can) => can('read', 'Paper', { state: { $in: ['ISSUED', 'RECALLED'] }, size: { $gt: 5 } }),
  'none of several': (can) => can('read', 'Paper', { state: { $nin: ['ISSUED', 'RECALLED'] }, size: { $lte: 5 } }),
  nobody: (can) => can('read', 'Paper', { author: null }),
  somebody: (can) => can('read', 'Paper', { author: { $ne: null } }),
  'not this one': (can) => can('read', 'Paper', { author: { $ne: 'a' } }),
  'two rules': (can) => {
    can('read', 'Paper', { state: 'ISSUED' });
    can('read', 'Paper', { author: 'a' });
  },
  'all but some': (can, cannot) => {
    can('read', 'Paper');
    cannot('read', 'Paper', { state: 'RECALLED' });
  },
  'some but not those, and others again': (can, cannot) => {
    can('read', 'Paper', { size: 10 });
    cannot('read', 'Paper', { state: 'RECALLED', path: '0001.0002.' });
    can('read', 'Paper', { author: 'b' });
  },
  everything: (can) => can('read', 'Paper'),
};

describe('what an ability allows', () => {
  it.each(Object.entries(RULES))('is the same in a statement and in memory: %s', async (_, define) => {
    const { database, memory } = await both(abilityOf(define));
    expect(database).toEqual(memory);
    expect(memory.length).toBeGreaterThan(0);
  });

  it('is nothing without a rule, and with a rule taken back', async () => {
    const none = abilityOf(() => {});
    const revoked = abilityOf((can, cannot) => {
      can('read', 'Paper', { state: 'ISSUED' });
      cannot('read', 'Paper');
    });
    for (const ability of [none, revoked]) {
      expect(whereAllowed(ability, 'read', 'Paper', 'p')).toBeNull();
      expect(await both(ability)).toEqual({ database: [], memory: [] });
    }
  });

  it('refuses what the two might not understand alike', () => {
    const wheres = [{ state: { $regex: 'I' } }, { $or: [{ state: 'ISSUED' }] }, { 'notice.state': 'ISSUED' }];
    for (const where of wheres) {
      const ability = abilityOf((can) => can('read', 'Paper', where as never));
      expect(() => whereAllowed(ability, 'read', 'Paper', 'p')).toThrow(/in a rule/);
    }
  });
});
