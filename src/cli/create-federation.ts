import { parseArgs } from 'node:util';
import { withClient } from '../database/connection.ts';
import { openDatabase } from '../database/open.ts';
import { foundIn } from '../domains/federation/found.ts';
import { addFirstAdministrator, addOperator } from '../domains/identity/first-accounts.ts';
import { isLogin } from '../domains/identity/login.ts';
import { CODE_DAYS } from '../domains/identity/one-time-code.ts';
import { readEnv } from '../env.ts';
import { CannotStart, orExplain } from '../exit.ts';

const USAGE = `用法：
  npm run create-federation -- --name 名称 --root 根组织全称 --login 管理员登录名 [--short 简称] [--prefix 机关代字] [--person 管理员姓名]
    建立一个省级工会系统：名称、根组织、首任管理员，并显示管理员的一次性口令。
  npm run create-federation -- --operator 登录名
    建立平台运营账户，只能看到编号和运行状况，看不到业务数据。`;

const OPTIONS = {
  name: { type: 'string' },
  root: { type: 'string' },
  login: { type: 'string' },
  short: { type: 'string' },
  prefix: { type: 'string' },
  person: { type: 'string', default: '系统管理员' },
  operator: { type: 'string' },
} as const;

const UNIQUE_VIOLATION = '23505';
/** undefined_table, invalid_schema_name, undefined_function: a database that was never migrated. */
const NOT_MIGRATED = new Set(['42P01', '3F000', '42883']);

/** Founds a federation with its first administrator, or opens an operator's account, in the database of the settings. */
await orExplain(async () => {
  const given = readArguments();
  const login = given.operator ?? given.login;
  if (!login || (given.operator === undefined && !(given.name && given.root))) throw new CannotStart(USAGE);
  if (!isLogin(login)) throw new CannotStart('登录名应为 3 到 64 个小写字母、数字或 . _ @ -，以字母或数字开头。');
  const database = await openDatabase(readEnv());
  try {
    const { owner } = database;
    if (!owner) throw new CannotStart('请用 MIGRATIONS_DATABASE_URL 指定表的所有者角色；应用角色不能建立新的工会系统。');
    const now = new Date();
    const code = await withClient(owner, async (client) => {
      await client.query('begin');
      const plain =
        given.operator === undefined
          ? await addFirstAdministrator(client, await foundIn(client, foundingOf(given, now)), { login, name: given.person }, now)
          : await addOperator(client, login, now);
      await client.query('commit');
      return plain;
    }).catch((error: { code?: string }) => {
      if (error.code === UNIQUE_VIOLATION) throw new CannotStart(`登录名 ${login} 已有人使用，没有建立任何内容。`);
      if (NOT_MIGRATED.has(error.code ?? '')) throw new CannotStart('数据库还没有表结构，请先运行 npm run migrate。');
      throw error;
    });
    console.log(given.operator === undefined ? `已建立：${given.name}（根组织：${given.root}）` : '已建立平台运营账户。');
    console.log(
      `登录名：${login}\n一次性口令：${code}\n请在 ${CODE_DAYS} 天内用它设置口令（redeemOneTimeCode），只能使用一次，不会再次显示。`,
    );
  } finally {
    await database.stop();
  }
});

function readArguments() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch {
    throw new CannotStart(USAGE);
  }
}

function foundingOf({ name, root, short, prefix }: ReturnType<typeof readArguments>, at: Date) {
  return { name: name!, root: { kind: 'PROVINCE', name: root!, shortName: short ?? root!, docPrefix: prefix ?? null }, at } as const;
}
