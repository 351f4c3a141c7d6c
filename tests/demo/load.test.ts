import { expect, inject, test } from 'vitest';
import { withClient } from '../../src/database/connection.ts';
import { demoAccounts, loadDemo } from '../../src/demo/index.ts';
import { demoPlan } from '../../src/demo/plan.ts';
import { spread, unitsOf } from '../../src/demo/spread.ts';
import { verifyPassword } from '../../src/domains/identity/password.ts';
import { freshDatabase, inDatabase } from '../support/database.ts';

const NOW = new Date('2021-04-20T09:00:00+08:00');

/** The cluster's administrator in the database, whom no wall binds. */
async function database(name: string) {
  const connections = await freshDatabase(name);
  const { dbName } = connections.owner as { dbName: string };
  const admin = inDatabase(inject('cluster').admin, dbName);
  const ask = <Row extends object>(text: string) => withClient(admin, async (client) => (await client.query<Row>(text)).rows);
  return { ...connections, ask };
}

test('the demonstration has exactly as many units as asked, and an account for every part', async () => {
  const { owner, ask } = await database('demo');
  const lines: string[] = [];
  const units = 500;
  await loadDemo({ owner, units, now: NOW, log: (line) => lines.push(line) });
  expect(lines.slice(-4)).toEqual([
    '已建立基层工会 500 个',
    '已印发一份省级通知，市、县已转发',
    '已发布两份自查打分表，印发一份市级创建通知，县已转发',
    '演示数据已装入',
  ]);
  expect(
    await ask(
      `select t.title, t.number, o.name as issuer, jsonb_array_length(t.examples) as examples,
              (select count(*)::int from jsonb_array_elements(t.sheet -> 'groups') g, jsonb_array_elements(g -> 'items')) as items
         from score_sheet_template t join organization o on o.id = t.issuer_id where t.published_at is not null order by t.id`,
    ),
  ).toEqual([
    { title: '模范职工之家自查打分表', number: 1, issuer: '石家庄市总工会', examples: 3, items: 34 },
    { title: '模范职工小家自查打分表', number: 1, issuer: '石家庄市总工会', examples: 2, items: 22 },
  ]);
  const notices = await ask<{ number: string }>(
    `select doc_prefix || doc_year || '.' || doc_seq as number from notice where state = 'ISSUED' and doc_seq is not null order by published_at`,
  );
  expect(notices.map(({ number }) => number)).toEqual(
    ['冀工办字2023.8', '石工办字2023.13', '正定工字2023.5'].map((text) => text.replace('2023', NOW.toISOString().slice(0, 4))),
  );

  const primary = `kind in ('TOWNSHIP_STREET', 'VILLAGE_COMMUNITY', 'REGIONAL_OR_SECTOR_JOINT', 'GRASSROOTS', 'BRANCH', 'CITY_DIRECT_GRASSROOTS')`;
  expect(await ask(`select count(*)::int from organization where ${primary}`)).toEqual([{ count: units }]);
  expect(await ask(`select count(*)::int from organization where kind = 'COUNTY_DISTRICT'`)).toEqual([{ count: 165 }]);
  expect(await ask(`select count(*)::int from organization_version where valid_to is null`)).toEqual(
    await ask(`select count(*)::int from organization`),
  );
  // Every body counts at least as many places as it has given out.
  expect(
    await ask(`select o.name from organization o join organization p on p.id = o.parent_id
                where left(o.path, -5) <> p.path or left(right(o.path, 5), 4)::int > p.next_child`),
  ).toEqual([]);

  const accounts = await ask<{ login: string; password_hash: string }>('select login, password_hash from app.account order by login');
  expect(accounts.map(({ login }) => login)).toEqual(demoAccounts.map(({ login }) => login).toSorted());
  for (const { login, password } of demoAccounts) {
    expect(await verifyPassword(password, accounts.find((account) => account.login === login)!.password_hash)).toBe(true);
  }
  expect(
    await ask(
      'select o.name, b.name as body from affiliation a join organization o on o.id = a.organization_id join organization b on b.id = a.body_id',
    ),
  ).toEqual([{ name: expect.stringMatching(/^正定县.*工会委员会$/), body: '石家庄市教育工会' }]);
});

test.each([1, 7, 39, 41, 210, 2000, 200_000])('%i units are spread exactly, the followed county first', (units) => {
  const plan = demoPlan();
  const shares = spread(plan, units);
  expect(shares.reduce((sum, share) => sum + share.units, 0)).toBe(units);
  expect(shares[0]!.place.name).toBe('正定县总工会');
  expect(shares[0]!.units).toBeGreaterThanOrEqual(Math.min(units, 40));
  expect(new Set(shares.map(({ place }) => place.key)).size).toBe(shares.length);
  for (const share of shares) expect(unitsOf(share)).toHaveLength(share.units);
});

test('killed half way, nothing of it is there', async () => {
  const { owner, ask } = await database('half');
  let killed: Promise<unknown> | undefined;
  const log = () => {
    // The bodies above the units are written by now, the units are not.
    killed ??= ask('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');
  };
  await expect(loadDemo({ owner, units: 40_000, now: NOW, log })).rejects.toThrow(/terminat|connection/i);
  expect(await killed).toHaveLength(1);
  expect(
    await ask('select (select count(*)::int from organization) as bodies, (select count(*)::int from app.federation) as federations'),
  ).toEqual([{ bodies: 0, federations: 0 }]);
});
