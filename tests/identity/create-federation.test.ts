import { execFile } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Connection, withClient } from '../../src/database/connection.ts';
import { freshDatabase } from '../support/database.ts';
import { world } from '../support/world.ts';

const COMMAND = path.resolve(import.meta.dirname, '../../src/cli/create-federation.ts');

const address = (connection: Connection): string =>
  'clientUrl' in connection
    ? connection.clientUrl
    : `postgres://${connection.user}@/${connection.dbName}?host=${encodeURIComponent(connection.host)}`;

let settings: Record<string, string>;
let owner: Connection;

beforeAll(async () => {
  const connections = await freshDatabase('founding');
  owner = connections.owner;
  settings = { DATABASE_URL: address(connections.application), MIGRATIONS_DATABASE_URL: address(connections.owner) };
});

/** Runs the command as its own process, as an operator would. */
function run(args: readonly string[], env: Record<string, string> = settings): Promise<{ code: number; out: string; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } }, (error, out, said) => {
      resolve({ code: error ? Number(error.code) : 0, out, said });
    });
  });
}

const count = (table: string) =>
  withClient(owner, async (client) => Number((await client.query(`select count(*) from ${table}`)).rows[0].count));

describe('npm run create-federation', () => {
  const arguments_ = [
    '--name',
    '青原省工会系统',
    '--root',
    '青原省总工会',
    '--short',
    '青原省',
    '--prefix',
    '青工发',
    '--login',
    'qingyuan',
  ];

  test('founds a federation, its root and its first administrator, and shows a one-time code', async () => {
    const { code, out, said } = await run(arguments_);
    expect([code, said]).toEqual([0, '']);
    const [first, login, secret, hint] = out.trim().split('\n');
    expect([first, login]).toEqual(['已建立：青原省工会系统（根组织：青原省总工会）', '登录名：qingyuan']);
    expect(secret).toMatch(/^一次性口令：[A-HJKMNP-Z2-9]{16}$/);
    expect(hint).toBe('请在 7 天内用它设置口令（redeemOneTimeCode），只能使用一次，不会再次显示。');
    expect([await count('app.federation'), await count('app.account')]).toEqual([1, 1]);
    const rows = await withClient(owner, async (client) => {
      await client.query('begin');
      await client.query('select app.system(id) from app.federation');
      return (
        await client.query(`
          select f.name as federation, o.path, o.kind, o.name, o.short_name, o.doc_prefix, p.roles, h.name as person, v.change
            from federation f join organization o using (federation_id) join appointment p on p.organization_id = o.id
            join person h on h.id = p.person_id join organization_version v on v.organization_id = o.id`)
      ).rows;
    });
    expect(rows).toEqual([
      {
        federation: '青原省工会系统',
        path: '0001.',
        kind: 'PROVINCE',
        name: '青原省总工会',
        short_name: '青原省',
        doc_prefix: '青工发',
        roles: ['ADMINISTRATOR'],
        person: '系统管理员',
        change: 'FOUNDED',
      },
    ]);
  });

  test('a second run with the same login changes nothing', async () => {
    const { code, out, said } = await run(arguments_);
    expect([code, out, said]).toEqual([1, '', '登录名 qingyuan 已有人使用，没有建立任何内容。\n']);
    expect([await count('app.federation'), await count('app.account')]).toEqual([1, 1]);
  });

  test.for([
    [['--name', '甲', '--login', 'abc'], '用法：'],
    [['--unknown', 'x'], '用法：'],
    [['--name', '甲', '--root', '乙', '--login', '王五'], '登录名应为 3 到 64 个小写字母、数字'],
  ] as const)('%j is refused', async ([args, message]) => {
    const { code, out, said } = await run(args);
    expect([code, out, said.slice(0, message.length)]).toEqual([1, '', message]);
    expect(await count('app.federation')).toBe(1);
  });

  test("without the owner's role it says what is missing", async () => {
    const { code, said } = await run(arguments_, { DATABASE_URL: settings['DATABASE_URL']! });
    expect([code, said]).toEqual([1, '请用 MIGRATIONS_DATABASE_URL 指定表的所有者角色；应用角色不能建立新的工会系统。\n']);
  });

  test('R-20: opens an account for the operator, who belongs to no federation', async () => {
    const { code, out } = await run(['--operator', 'yunwei']);
    expect([code, out.split('\n')[0]]).toEqual([0, '已建立平台运营账户。']);
    const rows = await withClient(
      owner,
      async (client) => (await client.query(`select operator, federation_id from app.account where login = 'yunwei'`)).rows,
    );
    expect(rows).toEqual([{ operator: true, federation_id: null }]);
  });
});

test('R-20: the operator redeems the code and sees the platform', async () => {
  const w = await world();
  const { login, code } = await w.operator();
  const REDEEM = `mutation ($input: RedeemOneTimeCodeInput!) { redeemOneTimeCode(input: $input) { token errors { code } } }`;
  const { redeemOneTimeCode } = await w.nobody.ask(REDEEM, { input: { login, code, newPassword: '守望相助，各安其位也' } });
  expect(redeemOneTimeCode.errors).toEqual([]);
  expect((await w.as(redeemOneTimeCode).execute('{ platform { federations { id } } }')).errors).toBeUndefined();
});
