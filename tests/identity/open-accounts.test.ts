import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { digestOf } from '../support/digest.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const OPEN = `mutation ($input: OpenAccountsInput!) { openAccounts(input: $input) { remaining printableList errors { code message path }
  accounts { organization { name } person { name login appointments { post roles } } login oneTimeCode codeExpiresAt } } }`;
const REDEEM = `mutation ($input: RedeemOneTimeCodeInput!) { redeemOneTimeCode(input: $input) { token errors { code } } }`;
const ME = `{ me { capacity { organization { name } roles } } }`;

interface Opened {
  readonly organization: { readonly name: string };
  readonly login: string;
  readonly oneTimeCode: string;
}

const open = async (w: World, by: TestPerson, more: object = {}) => {
  const input = { loginPrefix: prefixOf(w), roles: ['REPORTER'], ...more };
  return (await w.as(by).ask(OPEN, { input })).openAccounts;
};
const prefixOf = (w: World) => `dongshan.${w.federationId}`;
const named = (w: World, ...units: readonly PlantedOrganization[]) => units.map(({ id }) => w.id('Organization', id));
const administrator = (w: World) => w.person(w.county, ['ADMINISTRATOR']);

describe.concurrent('openAccounts', () => {
  test('each unit directly below that has nobody gets an account, in pages, and the code lets its person in once', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const [by, prefix] = [await administrator(w), prefixOf(w)];
    await w.person(w.b);
    const first = await open(w, by, { first: 2 });
    expect(first).toMatchObject({
      errors: [],
      remaining: 1,
      accounts: [
        {
          organization: { name: '东山县第一纺织厂工会' },
          person: { name: '第一纺织厂工会干事', login: `${prefix}-0001`, appointments: [{ post: '工会干事', roles: ['REPORTER'] }] },
          login: `${prefix}-0001`,
          oneTimeCode: expect.stringMatching(/^[A-HJKMNP-Z2-9]{16}$/),
          codeExpiresAt: '2021-05-13T01:00:00.000Z',
        },
        { organization: { name: '东山县人民医院工会' }, login: `${prefix}-0003` },
      ],
    });
    const second = await open(w, by);
    expect(second).toMatchObject({ errors: [], remaining: 0, accounts: [{ organization: { name: '东山县供水公司工会' } }] });
    expect((await open(w, by)).errors).toEqual([
      { code: 'NOBODY_LEFT', message: '直属下级都已有人任职，没有需要开户的单位', path: ['input', 'parentId'] },
    ]);

    const [{ login, oneTimeCode: code }] = first.accounts as [Opened];
    const redeem = async () =>
      (await w.nobody.ask(REDEEM, { input: { login, code, newPassword: '桃李不言，下自成蹊。' } })).redeemOneTimeCode;
    const { token } = await redeem();
    expect(await w.as({ token }).ask(ME)).toEqual({
      me: { capacity: { organization: { name: '东山县第一纺织厂工会' }, roles: ['REPORTER'] } },
    });
    expect((await redeem()).errors).toEqual([{ code: 'INVALID_CODE' }]);
  });

  test('the printable list holds every code, loads nothing, and writes names as text', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const [odd] = await w.plant([{ parentId: w.county.id, kind: 'GRASSROOTS', name: '<b>甲&乙</b>工会', shortName: '甲乙' }]);
    const { accounts, printableList: html } = await open(w, await administrator(w));
    expect(accounts).toHaveLength(5);
    for (const { login, oneTimeCode, organization } of accounts as Opened[]) {
      expect(html).toContain(`登录名：${login}<br>`);
      expect(html).toContain(`一次性口令：${oneTimeCode.match(/.{4}/g)!.join('-')}<`);
      if (organization.name !== odd!.name) expect(html).toContain(`<b>${organization.name}</b>`);
    }
    expect(html).toContain('<b>&lt;b&gt;甲&amp;乙&lt;/b&gt;工会</b>');
    expect(html).toContain('有效期：2021年5月13日09:00止');
    expect(html).not.toMatch(/<script|https?:|src=|href=|url\(|@import/);
  });

  test('under an idempotency key the codes are shown once, and nothing is opened twice', async () => {
    const w = await world();
    const [by, input] = [await administrator(w), { idempotencyKey: 'batch-1' }];
    expect((await open(w, by, input)).errors).toEqual([]);
    const before = await digestOf(w.federationId);
    expect(await open(w, by, input)).toMatchObject({
      accounts: null,
      printableList: null,
      errors: [{ code: 'ALREADY_DONE', message: '这一步已经办过，其中的密钥只显示一次' }],
    });
    expect(await digestOf(w.federationId)).toEqual(before);
  });

  test('only hashes are kept', async () => {
    const w = await world();
    const { accounts } = await open(w, await administrator(w));
    const kept = JSON.stringify(await w.asSystem(async ({ db }) => (await sql`select detail from audit_line`.execute(db)).rows));
    for (const { oneTimeCode, login } of accounts as Opened[]) {
      expect(kept).not.toContain(oneTimeCode);
      const { rows } = await w.asSystem(({ db }) =>
        sql<{ one_time_hash: string }>`select one_time_hash from app.account_for_sign_in(${login})`.execute(db),
      );
      expect(rows[0]!.one_time_hash).toMatch(/^\$sha256\$/);
    }
  });

  test('named units are opened, or none of them', async () => {
    const w = await world();
    const by = await administrator(w);
    expect((await open(w, by, { organizationIds: named(w, w.c, w.a) })).accounts).toMatchObject([
      { organization: { name: '东山县第一纺织厂工会' } },
      { organization: { name: '东山县人民医院工会' } },
    ]);
    const before = await digestOf(w.federationId);
    const refused = async (code: string, path: string, more: object) => {
      expect(await open(w, by, more)).toMatchObject({ accounts: null, printableList: null, errors: [{ code, path: ['input', path] }] });
      expect(await digestOf(w.federationId), code).toEqual(before);
    };
    await refused('HAS_ACCOUNT', 'organizationIds', { organizationIds: named(w, w.d, w.a) });
    await refused('NOT_FOUND', 'organizationIds', { organizationIds: named(w, w.d, w.siblingUnit) });
    await refused('NOT_FOUND', 'organizationIds', { organizationIds: named(w, w.branch) });
    await refused('NOT_FOUND', 'parentId', { parentId: w.id('Organization', w.sibling.id) });
    await refused('TOO_BIG', 'organizationIds', { organizationIds: Array.from({ length: 101 }, () => named(w, w.d)[0]) });
    await refused('INVALID_LOGIN', 'loginPrefix', { loginPrefix: '东山' });
  });

  test('of two batches at once each unit gets one account', async () => {
    const w = await world();
    const by = await administrator(w);
    const answers = await Promise.all([open(w, by), open(w, by)]);
    const outcomes: string[] = answers.map(({ errors }) => errors[0]?.code ?? 'opened');
    expect(outcomes.toSorted()).toEqual(['NOBODY_LEFT', 'opened']);
    const { rows } = await w.asSystem(({ db }) =>
      sql<{ count: number }>`select count(*)::int as count from appointment where post_id is not null group by organization_id`.execute(db),
    );
    expect(rows.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1]);
  });

  test("logins that another federation's units have are not given again", async () => {
    const [w, other] = [await world(), await world()];
    await open(other, await administrator(other), { loginPrefix: prefixOf(w) });
    const by = await administrator(w);
    const before = await digestOf(w.federationId);
    expect((await open(w, by)).errors).toMatchObject([{ code: 'LOGIN_TAKEN', path: ['input', 'loginPrefix'] }]);
    expect(await digestOf(w.federationId)).toEqual(before);
  });
});
