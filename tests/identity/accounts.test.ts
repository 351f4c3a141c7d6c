import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type World, world } from '../support/world.ts';

const OPEN = `mutation ($input: OpenAccountInput!) { openAccount(input: $input) {
  person { id name phone login organization { name } appointments { roles post validTo } } oneTimeCode codeExpiresAt errors { code message path } } }`;
const RESET = `mutation ($input: ResetAccountInput!) { resetAccount(input: $input) { person { id } oneTimeCode codeExpiresAt errors { code path } } }`;
const REDEEM = `mutation ($input: RedeemOneTimeCodeInput!) { redeemOneTimeCode(input: $input) { token errors { code path } } }`;
const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { token errors { code } } }`;
const ME = `{ me { account { login } capacity { organization { name } roles } } }`;

const NEW_PASSWORD = '桃李不言，下自成蹊。';
const DAY = 24 * 3_600_000;

const someone = (w: World, more: Record<string, unknown> = {}) => ({
  organizationId: w.id('Organization', w.a.id),
  login: `wang.${w.federationId}`,
  personName: '王某',
  phone: '010-55500102',
  post: '工会干事',
  roles: ['REPORTER'],
  ...more,
});

const counts = (w: World) =>
  w.asSystem(async ({ db }) => {
    const { rows } = await sql<{ persons: number; appointments: number; lines: number }>`
      select (select count(*)::int from person) as persons, (select count(*)::int from appointment) as appointments,
             (select count(*)::int from audit_line) as lines`.execute(db);
    return rows[0]!;
  });

const redeem = async (w: World, login: string, code: string, newPassword = NEW_PASSWORD) =>
  (await w.nobody.ask(REDEEM, { input: { login, code, newPassword } })).redeemOneTimeCode;

describe.concurrent('openAccount', () => {
  test('an administrator opens an account below; the code sets the password once', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const administrator = await w.person(w.county, ['ADMINISTRATOR']);
    const input = someone(w);
    const { openAccount } = await w.as(administrator).ask(OPEN, { input });
    expect(openAccount).toEqual({
      person: {
        id: expect.any(String),
        name: '王某',
        phone: '010-55500102',
        login: input.login,
        organization: { name: '东山县第一纺织厂工会' },
        appointments: [{ roles: ['REPORTER'], post: '工会干事', validTo: null }],
      },
      oneTimeCode: expect.stringMatching(/^[A-HJKMNP-Z2-9]{16}$/),
      codeExpiresAt: '2021-05-13T01:00:00.000Z',
      errors: [],
    });
    const code: string = openAccount.oneTimeCode;
    const { token, errors } = await redeem(w, input.login, ` ${code.slice(0, 5).toLowerCase()}-${code.slice(5)} `);
    expect(errors).toEqual([]);
    expect(await w.as({ token }).ask(ME)).toEqual({
      me: { account: { login: input.login }, capacity: { organization: { name: '东山县第一纺织厂工会' }, roles: ['REPORTER'] } },
    });
    expect(await redeem(w, input.login, code)).toEqual({ token: null, errors: [{ code: 'INVALID_CODE', path: ['input', 'code'] }] });
    const signedIn = await w.nobody.ask(SIGN_IN, { input: { login: input.login, password: NEW_PASSWORD } });
    expect(signedIn.signIn.errors).toEqual([]);
  });

  test('the code ends after seven days, to the millisecond', async () => {
    const w = await world();
    const administrator = await w.person(w.county, ['ADMINISTRATOR']);
    const [early, late] = [someone(w), someone(w, { login: `zhao.${w.federationId}` })];
    const codes = [];
    for (const input of [early, late]) codes.push((await w.as(administrator).ask(OPEN, { input })).openAccount.oneTimeCode);
    w.clock.advance(7 * DAY - 1);
    expect((await redeem(w, early.login, codes[0])).errors).toEqual([]);
    w.clock.advance(1);
    expect((await redeem(w, late.login, codes[1])).errors).toEqual([{ code: 'INVALID_CODE', path: ['input', 'code'] }]);
  });

  test.for([
    ['another body of the level', 'sibling', {}, 'NOT_FOUND', ['input', 'organizationId']],
    ['the body above', 'city', {}, 'NOT_FOUND', ['input', 'organizationId']],
    ['an unusable login', 'a', { login: '王五' }, 'INVALID_LOGIN', ['input', 'login']],
    ['no role', 'a', { roles: [] }, 'TOO_SMALL', ['input', 'roles']],
    ['no name', 'a', { personName: ' ' }, 'TOO_SMALL', ['input', 'personName']],
  ] as const)('%s is refused, and nothing is written', async ([, place, more, code, path]) => {
    const w = await world();
    const administrator = await w.person(w.county, ['ADMINISTRATOR']);
    const before = await counts(w);
    const input = someone(w, { organizationId: w.id('Organization', w[place].id), ...more });
    const { openAccount } = await w.as(administrator).ask(OPEN, { input });
    expect(openAccount).toMatchObject({ person: null, oneTimeCode: null, errors: [{ code, path }] });
    expect(await counts(w)).toEqual(before);
  });

  test("a login that is taken is refused, also by another federation's", async () => {
    const [w, other] = [await world(), await world()];
    const taken = (await other.person(other.a)).login;
    const administrator = await w.person(w.county, ['ADMINISTRATOR']);
    const before = await counts(w);
    const { openAccount } = await w.as(administrator).ask(OPEN, { input: someone(w, { login: taken }) });
    expect(openAccount.errors).toEqual([{ code: 'LOGIN_TAKEN', message: '这个登录名已有人使用，请换一个', path: ['input', 'login'] }]);
    expect(await counts(w)).toEqual(before);
  });

  test("another federation's organization does not exist", async () => {
    const [w, other] = [await world(), await world()];
    const administrator = await w.person(w.province, ['ADMINISTRATOR']);
    const input = someone(w, { organizationId: w.id('Organization', other.a.id) });
    const { openAccount } = await w.as(administrator).ask(OPEN, { input });
    expect(openAccount.errors[0].code).toBe('NOT_FOUND');
  });

  test('no other role may, and no lent one', async () => {
    const w = await world();
    const before = await counts(w);
    const people = [];
    for (const role of ['ISSUING_OFFICER', 'REVIEWER', 'REPORTER', 'ANALYST'] as const) people.push(await w.person(w.county, [role]));
    for (const person of people) {
      const { errors, data } = await w.as(person).execute(OPEN, { input: someone(w) });
      expect([errors?.[0]?.extensions.code, data]).toEqual(['FORBIDDEN', null]);
    }
    const { errors } = await w.nobody.execute(OPEN, { input: someone(w) });
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await counts(w)).toEqual({ ...before, persons: 4, appointments: 4 });
  });
});

describe.concurrent('resetAccount', () => {
  test('ends the sessions and the password, and answers a new code', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const [administrator, reporter] = [await w.person(w.city, ['ADMINISTRATOR']), await w.person(w.a)];
    const input = { personId: w.id('Person', reporter.personId) };
    const { resetAccount } = await w.as(administrator).ask(RESET, { input });
    expect(resetAccount).toEqual({
      person: { id: input.personId },
      oneTimeCode: expect.any(String),
      codeExpiresAt: '2021-05-13T01:00:00.000Z',
      errors: [],
    });
    expect((await w.as(reporter).execute(ME)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await redeem(w, reporter.login, resetAccount.oneTimeCode)).errors).toEqual([]);
  });

  test('somebody out of reach does not exist', async () => {
    const [w, other] = [await world(), await world()];
    const administrator = await w.person(w.county, ['ADMINISTRATOR']);
    for (const person of [await w.person(w.city), await w.person(w.siblingUnit), await other.person(other.a)]) {
      const { resetAccount } = await w.as(administrator).ask(RESET, { input: { personId: w.id('Person', person.personId) } });
      expect(resetAccount).toMatchObject({ oneTimeCode: null, errors: [{ code: 'NOT_FOUND', path: ['input', 'personId'] }] });
      const theirs = person.login.endsWith(w.federationId) ? w : other;
      expect((await theirs.as(person).execute(ME)).errors).toBeUndefined();
    }
  });

  test('who also acts above cannot be taken over from below', async () => {
    const w = await world();
    const [above, below, reporter] = [
      await w.person(w.city, ['ADMINISTRATOR']),
      await w.person(w.county, ['ADMINISTRATOR']),
      await w.person(w.a),
    ];
    const APPOINT = `mutation ($input: AppointInput!) { appoint(input: $input) { appointment { id } errors { code } } }`;
    const personId = w.id('Person', reporter.personId);
    const office = { personId, organizationId: w.id('Organization', w.city.id), roles: ['REVIEWER'] };
    expect((await w.as(above).ask(APPOINT, { input: office })).appoint.errors).toEqual([]);
    const { resetAccount } = await w.as(below).ask(RESET, { input: { personId } });
    expect(resetAccount).toMatchObject({ oneTimeCode: null, errors: [{ code: 'ACTS_ELSEWHERE', path: ['input', 'personId'] }] });
    expect((await w.as(reporter).execute(ME)).errors).toBeUndefined();
    expect((await w.as(above).ask(RESET, { input: { personId } })).resetAccount.errors).toEqual([]);
  });
});

describe.concurrent('redeemOneTimeCode', () => {
  test.for([
    ['口令太短', 'PASSWORD_TOO_SHORT'],
    ['prefix LOGIN suffix', 'PASSWORD_HAS_LOGIN'],
  ] as const)('the new password %j is refused with %s, and the code stays good', async ([given, code]) => {
    const w = await world();
    const administrator = await w.person(w.county, ['ADMINISTRATOR']);
    const input = someone(w);
    const { oneTimeCode } = (await w.as(administrator).ask(OPEN, { input })).openAccount;
    const refused = await redeem(w, input.login, oneTimeCode, given.replace('LOGIN', input.login));
    expect(refused).toEqual({ token: null, errors: [{ code, path: ['input', 'newPassword'] }] });
    expect((await redeem(w, input.login, oneTimeCode)).errors).toEqual([]);
  });

  test('five wrong codes close the account to the right one', async () => {
    const w = await world();
    const administrator = await w.person(w.county, ['ADMINISTRATOR']);
    const input = someone(w);
    const { oneTimeCode } = (await w.as(administrator).ask(OPEN, { input })).openAccount;
    const refused = { token: null, errors: [{ code: 'INVALID_CODE', path: ['input', 'code'] }] };
    for (let attempt = 0; attempt < 5; attempt++) expect(await redeem(w, input.login, 'AAAAABBBBB')).toEqual(refused);
    expect(await redeem(w, input.login, oneTimeCode)).toEqual(refused);
    expect(await redeem(w, `nobody.${w.federationId}`, oneTimeCode)).toEqual(refused);
    w.clock.advance(15 * 60_000);
    expect((await redeem(w, input.login, oneTimeCode)).errors).toEqual([]);
  });
});
