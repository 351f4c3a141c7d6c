import type { Client } from 'pg';
import { type Connection, withClient } from './connection.ts';
import { CannotStart } from '../exit.ts';

/** The application's role could get round the walls between bodies, so the server must not start. The message is for people. */
export class NotWalled extends CannotStart {}

/**
 * Refuses a database role that row-level security would not bind (architecture: roles): a superuser, BYPASSRLS, the owner
 * of a walled table, each also by membership; and a schema in which a table stands behind no forced wall, or could be
 * emptied past it by TRUNCATE. Throws {@link NotWalled} naming everything that is wrong.
 */
export async function assertWalled(application: Connection): Promise<void> {
  await withClient(application, async (client) => {
    const faults = [...(await roleFaults(client)), ...(await tableFaults(client))];
    if (faults.length > 0)
      throw new NotWalled(`应用所用的数据库角色不受行级隔离约束，服务拒绝启动：\n${faults.map((fault) => `  · ${fault}`).join('\n')}`);
  });
}

/** Every role that the present one is or may become, and whether walls bind it. */
const POWERS = `
  select rolname as name, rolsuper as superuser, rolbypassrls as bypasses
  from pg_roles
  where (rolsuper or rolbypassrls) and pg_has_role(current_user, oid, 'member')
    and (rolname = current_user or not (select rolsuper from pg_roles where rolname = current_user))`;

async function roleFaults(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; superuser: boolean; bypasses: boolean }>(POWERS);
  return rows.map(({ name, superuser }) => `角色 ${name} ${superuser ? '是超级用户' : '带有 BYPASSRLS'}；请为应用另建一个普通角色。`);
}

const TABLES = `
  select c.relname as name,
         not (c.relrowsecurity and c.relforcerowsecurity) as bare,
         pg_has_role(current_user, c.relowner, 'member') as owned,
         c.relkind <> 'm' and has_table_privilege(c.oid, 'truncate') as truncatable
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm')
  order by c.relname`;

async function tableFaults(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; bare: boolean; owned: boolean; truncatable: boolean }>(TABLES);
  const named = (which: 'bare' | 'owned' | 'truncatable', says: (names: string) => string) => {
    const names = rows.filter((row) => row[which]).map(({ name }) => name);
    return names.length === 0
      ? []
      : [says(names.length > 5 ? `${names.slice(0, 5).join('、')} 等 ${names.length} 张表` : names.join('、'))];
  };
  return [
    ...named('bare', (names) => `没有强制行级隔离（FORCE ROW LEVEL SECURITY）：${names}。`),
    ...named('owned', (names) => `应用角色拥有（或可以成为其所有者）：${names}；表应当属于 MIGRATIONS_DATABASE_URL 的角色。`),
    ...named('truncatable', (names) => `应用角色可以清空（TRUNCATE）：${names}。`),
  ];
}
