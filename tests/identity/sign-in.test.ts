import { describe, expect, test } from 'vitest';
import { withClient } from '../../src/database/connection.ts';
import { hashPassword } from '../../src/domains/identity/password.ts';
import { plantPeople } from '../../src/domains/federation/found.ts';
import { testDatabase } from '../support/database.ts';
import { type World, world } from '../support/world.ts';

const SIGN_IN = `mutation SignIn($input: SignInInput!) {
  signIn(input: $input) { token expiresAt errors { code message path } } }`;
const ME = `{ me { account { login operator } person { name login } capacity { organization { name } roles } } }`;
const SIGN_OUT = `mutation { signOut(input: {}) { errors { code } } }`;
const CHANGE = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { errors { code path } } }`;

const PASSWORD = '春风化雨，二〇二一年';
const HOUR = 3_600_000;
const FAILED = {
  token: null,
  expiresAt: null,
  errors: [{ code: 'SIGN_IN_FAILED', message: '登录名或口令不正确；连续输错五次，账户会锁定十五分钟', path: ['input'] }],
};

/** A reporter of unit `a` who has a password. */
async function known(w: World): Promise<string> {
  const login = `li.${w.federationId}`;
  const seed = { organizationId: w.a.id, login, name: '李某', roles: ['REPORTER'] as const, passwordHash: await hashPassword(PASSWORD) };
  await w.asSystem(({ db }) => plantPeople(db, w.federationId, [seed], w.clock.now()));
  return login;
}

const signIn = async (w: World, login: string, password: string) =>
  (await w.nobody.ask(SIGN_IN, { input: { login, password } })).signIn as { token: string; expiresAt: string; errors: unknown[] };

describe.concurrent('signIn', () => {
  test('who knows the password gets a session of twelve hours, and acts as what they are', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const login = await known(w);
    const { token, expiresAt, errors } = await signIn(w, ` ${login.toUpperCase()} `, PASSWORD);
    expect(errors).toEqual([]);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(expiresAt).toBe('2021-05-06T13:00:00.000Z');
    expect(await w.as({ token }).ask(ME)).toEqual({
      me: {
        account: { login, operator: false },
        person: { name: '李某', login },
        capacity: { organization: { name: '东山县第一纺织厂工会' }, roles: ['REPORTER'] },
      },
    });
    w.clock.advance(12 * HOUR - 1);
    expect((await w.as({ token }).execute(ME)).errors).toBeUndefined();
    w.clock.advance(1);
    expect((await w.as({ token }).execute(ME)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  test('a browser gets a cookie that no script can read, and may use it instead', async () => {
    const w = await world();
    const input = { login: await known(w), password: PASSWORD };
    const { headers } = await w.nobody.execute(SIGN_IN, { input });
    const [cookie] = headers['set-cookie'] as [string];
    expect(cookie).toMatch(/^liandong_session=[\w-]{43}; Path=\/; Expires=Thu, 06 May 2021 13:00:00 GMT; HttpOnly; SameSite=Lax$/);
    const session = { headers: { cookie: cookie.split(';')[0]! } };
    const client = w.as({ token: undefined as never }, session);
    expect((await client.ask(ME)).me.account.login).toBe(input.login);
    const out = await client.execute(SIGN_OUT);
    expect(String(out.headers['set-cookie'])).toMatch(/^liandong_session=; Path=\/; Expires=Thu, 01 Jan 1970/);
    expect((await client.execute(ME)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  test("clears away the account's sessions that are over", async () => {
    const w = await world();
    const login = await known(w);
    for (let turn = 0; turn < 3; turn++) await signIn(w, login, PASSWORD);
    const { owner } = await testDatabase();
    const sessions = () =>
      withClient(owner, async (client) => {
        const { rows } = await client.query(
          'select count(*)::int from app.session s join app.account a on a.id = s.account_id where a.login = $1',
          [login],
        );
        return rows[0].count as number;
      });
    expect(await sessions()).toBe(3);
    w.clock.advance(12 * HOUR);
    await signIn(w, login, PASSWORD);
    expect(await sessions()).toBe(1);
  });

  test('a wrong password and an unknown login are answered alike', async () => {
    const w = await world();
    expect(await signIn(w, await known(w), '不是这个口令呀！')).toEqual(FAILED);
    expect(await signIn(w, `nobody.${w.federationId}`, PASSWORD)).toEqual(FAILED);
  });

  test('five failures in a row close the account for a quarter of an hour, even to the right password', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const login = await known(w);
    for (let attempt = 0; attempt < 4; attempt++) expect(await signIn(w, login, 'wrong password')).toEqual(FAILED);
    expect((await signIn(w, login, PASSWORD)).errors).toEqual([]);
    for (let attempt = 0; attempt < 5; attempt++) expect(await signIn(w, login, 'wrong password')).toEqual(FAILED);
    w.clock.advance(HOUR / 4 - 1);
    expect(await signIn(w, login, PASSWORD)).toEqual(FAILED);
    w.clock.advance(1);
    expect((await signIn(w, login, PASSWORD)).errors).toEqual([]);
  });

  test('the thirty-first attempt from one address within a minute is refused', async () => {
    const w = await world();
    const input = { login: `nobody.${w.federationId}`, password: 'x' };
    const answers = await Promise.all(Array.from({ length: 31 }, () => w.nobody.execute(SIGN_IN, { input })));
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'ANSWERED');
    expect(codes.filter((code) => code === 'ANSWERED')).toHaveLength(30);
    expect(codes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(1);
  });
});

describe.concurrent('signOut', () => {
  test('ends the session that it came with and no other', async () => {
    const w = await world();
    const login = await known(w);
    const [first, second] = [await signIn(w, login, PASSWORD), await signIn(w, login, PASSWORD)];
    expect(await w.as(first).ask(SIGN_OUT)).toEqual({ signOut: { errors: [] } });
    expect((await w.as(first).execute(ME)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await w.as(second).ask(ME)).me.account.login).toBe(login);
  });

  test('asks for a session', async () => {
    const w = await world();
    expect((await w.nobody.execute(SIGN_OUT)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe.concurrent('changePassword', () => {
  test('sets the password and ends every other session', async () => {
    const w = await world();
    const login = await known(w);
    const [here, elsewhere] = [await signIn(w, login, PASSWORD), await signIn(w, login, PASSWORD)];
    const input = { currentPassword: PASSWORD, newPassword: '夏雨润物，二〇二二年' };
    expect(await w.as(here).ask(CHANGE, { input })).toEqual({ changePassword: { errors: [] } });
    expect((await w.as(here).execute(ME)).errors).toBeUndefined();
    expect((await w.as(elsewhere).execute(ME)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await signIn(w, login, PASSWORD)).toEqual(FAILED);
    expect((await signIn(w, login, input.newPassword)).errors).toEqual([]);
  });

  test.for([
    [{ currentPassword: '不是当前的口令啊', newPassword: '夏雨润物，二〇二二年' }, 'WRONG_PASSWORD', ['input', 'currentPassword']],
    [{ currentPassword: PASSWORD, newPassword: PASSWORD }, 'UNCHANGED_PASSWORD', ['input', 'newPassword']],
    [{ currentPassword: PASSWORD, newPassword: '九个字不够长呀呀' }, 'PASSWORD_TOO_SHORT', ['input', 'newPassword']],
  ] as const)('%j is refused with %s, and the password stays', async ([input, code, path]) => {
    const w = await world();
    const login = await known(w);
    const session = await signIn(w, login, PASSWORD);
    expect(await w.as(session).ask(CHANGE, { input })).toEqual({ changePassword: { errors: [{ code, path }] } });
    expect((await signIn(w, login, PASSWORD)).errors).toEqual([]);
  });

  test("five wrong guesses with somebody's open session close the account", async () => {
    const w = await world();
    const login = await known(w);
    const session = await signIn(w, login, PASSWORD);
    const input = { currentPassword: 'a wrong guess', newPassword: '夏雨润物，二〇二二年' };
    for (let attempt = 0; attempt < 5; attempt++) await w.as(session).ask(CHANGE, { input });
    const right = { ...input, currentPassword: PASSWORD };
    expect((await w.as(session).ask(CHANGE, { input: right })).changePassword.errors[0].code).toBe('ACCOUNT_LOCKED');
  });
});
