import { describe, expect, test } from 'vitest';
import { type Connection, withClient } from '../../src/database/connection.ts';
import { pendingMigrations } from '../../src/database/migrate.ts';
import { assertWalled, NotWalled } from '../../src/database/walled.ts';
import { freshDatabase, inDatabase, testDatabase } from '../support/database.ts';
import { inject } from 'vitest';

const run = (connection: Connection, statement: string) => withClient(connection, (client) => client.query(statement));

describe('the application role', () => {
  test('passes when it is an ordinary one and every table is walled', async () => {
    await assertWalled((await testDatabase()).application);
  });

  test('S0-01: is refused when it is a superuser, the owner of walled tables, or a member of either', async () => {
    const { owner, application } = await freshDatabase('roles');
    const admin = inDatabase(inject('cluster').admin, (application as { dbName: string }).dbName);
    await expect(assertWalled(admin)).rejects.toThrow(/是超级用户/);
    await expect(assertWalled(owner)).rejects.toThrow(/应用角色拥有/);
  });
});
