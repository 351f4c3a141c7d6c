import { describe, expect, inject, test } from 'vitest';
import { type Connection, withClient } from '../../src/database/connection.ts';
import { assertWalled } from '../../src/database/walled.ts';
import { freshDatabase, inDatabase, testDatabase } from '../support/database.ts';

const run = (connection: Connection, ...statements: string[]) =>
  withClient(connection, async (client) => {
    for (const statement of statements) await client.query(statement);
  });

describe('the application role', () => {
  test('passes when it is an ordinary one and every table is walled', async () => {
    await assertWalled((await testDatabase()).application);
  });

  test('is refused when it is a superuser or owns walled tables', async () => {
    const { owner } = await testDatabase();
    const admin = inject('cluster').admin;
    await expect(assertWalled(inDatabase(admin, await nameOf(owner)))).rejects.toThrow(/是超级用户/);
    await expect(assertWalled(owner)).rejects.toThrow(/应用角色拥有（或可以成为其所有者）：/);
  });

  test('is refused when a table has no wall, a wall that its owner passes, or can be emptied past it', async () => {
    const { owner, application } = await freshDatabase('bare');
    await assertWalled(application);
    await run(
      owner,
      'create table no_wall (federation_id uuid)',
      'create table half_wall (federation_id uuid)',
      'alter table half_wall enable row level security',
      'grant truncate on organization to liandong_app',
    );
    await expect(assertWalled(application)).rejects.toThrow(
      /没有强制行级隔离（FORCE ROW LEVEL SECURITY）：half_wall、no_wall。[^]*可以清空（TRUNCATE）：organization。/,
    );
  });
});

async function nameOf(connection: Connection): Promise<string> {
  return withClient(
    connection,
    async (client) => (await client.query<{ name: string }>('select current_database() as name')).rows[0]!.name,
  );
}
