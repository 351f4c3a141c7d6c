import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { ViewerContext } from '../../src/context.ts';
import { addressColumns } from '../../src/domains/federation/rewrite-paths.ts';
import { world } from '../support/world.ts';

/** Where something stood: written once. A path that is neither among these nor rewritten by a move is a fault. */
const FACTS = new Set(['filed_path', 'organization_version.path']);

test('every path of the schema either says where something stands today, and follows a move, or is a fact that never changes', async () => {
  const w = await world();
  const [known, all] = await w.asSystem(async ({ db }) => {
    const { rows } = await sql<{ table: string; column: string }>`
      select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname ~ 'path' and not a.attisdropped`.execute(db);
    return [await addressColumns({ db } as ViewerContext), rows];
  });
  const rewritten = new Set(known.map(({ table, column }) => `${table}.${column}`));
  const others = all.map(({ table, column }) => ({ name: `${table}.${column}`, column })).filter(({ name }) => !rewritten.has(name));
  expect(others.filter(({ name, column }) => !FACTS.has(name) && !FACTS.has(column))).toEqual([]);
  expect([...rewritten]).toEqual(
    expect.arrayContaining(['organization.path', 'obligation.path', 'obligation.asker_path', 'submission.path', 'audit_line.path']),
  );
  expect(rewritten.has('organization_version.path')).toBe(false);
});
