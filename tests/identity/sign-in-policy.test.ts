import { describe, expect, test } from 'vitest';
import { digestOf } from '../support/digest.ts';
import { codeAt, complete, CONFIRM, ENROL, enrolled, givePassword, PASSWORD, signIn } from '../support/second-factor.ts';
import { appointToo, type TestPerson, type World, world } from '../support/world.ts';

const SET = `mutation ($input: SetSignInPolicyInput!) { setSignInPolicy(input: $input) {
  signInPolicy { version secondFactor secondFactorLabel updatedAt organization { name } } errors { code path } } }`;
const LIST = '{ signInPolicies { nodes { secondFactor organization { name } } } }';
const ME = '{ me { account { login } secondFactor { enabled due } capacities { id } capacity { id } } }';
const WORK = '{ workItems { counts { total } } }';
const START = '2021-05-06T09:00:00+08:00';

const set = async (w: World, by: TestPerson, place: { id: string }, secondFactor: string, version = 0) =>
  (await w.as(by).ask(SET, { input: { organizationId: w.id('Organization', place.id), secondFactor, version } })).setSignInPolicy;

/** What comes of a piece of work in a capacity. */
const works = async (w: World, person: Pick<TestPerson, 'token'>, capacity?: string) =>
  (await w.as(person, capacity === undefined ? {} : { capacity }).execute(WORK)).errors?.[0]?.extensions.code ?? 'works';

describe.concurrent('setSignInPolicy', () => {
  test('administrators below can do nothing but set a second factor up; with it they go on, and nobody else is asked', async () => {
    const w = await world({ at: START });
    const [boss, administrator, reporter] = [
      await w.person(w.city, ['ADMINISTRATOR']),
      await w.person(w.county, ['ADMINISTRATOR', 'REVIEWER']),
      await w.person(w.county),
    ];
    const outside = await w.person(w.otherCity, ['ADMINISTRATOR']);
    await enrolled(w, boss);
    const { signInPolicy, errors } = await set(w, boss, w.city, 'ADMINISTRATORS');
    expect(errors).toEqual([]);
    expect(signInPolicy).toEqual({
      version: 1,
      secondFactor: 'ADMINISTRATORS',
      secondFactorLabel: '管理员必须使用',
      updatedAt: '2021-05-06T01:00:00.000Z',
      organization: { name: '石门市总工会' },
    });
    expect(await works(w, administrator)).toBe('SECOND_FACTOR_REQUIRED');
    for (const person of [boss, reporter, outside]) expect(await works(w, person)).toBe('works');
    const { errors: refused } = await w.as(administrator).execute(WORK);
    expect(refused?.[0]?.message).toBe('本单位要求使用两步验证，请先启用，或用它重新登录');
    const { me } = await w.as(administrator, { capacity: administrator.capacityId }).ask(ME);
    expect(me).toMatchObject({ account: { login: administrator.login }, secondFactor: { enabled: false, due: true }, capacity: null });
    expect(me.capacities).toHaveLength(1);

    const { secret } = await enrolled(w, administrator);
    expect(await works(w, administrator)).toBe('works');
    w.clock.advance(30_000);
    const { token } = await complete(w, (await signIn(w, administrator)).challenge, codeAt(secret, w.clock.now()));
    expect(await works(w, { token })).toBe('works');
  });

  test('a session from before the second factor is not strong, and an office that asks for none stays usable', async () => {
    const w = await world({ at: START });
    const [boss, person] = [await w.person(w.city, ['ADMINISTRATOR']), await w.person(w.otherCity)];
    const administering = await appointToo(w, person, w.county, ['ADMINISTRATOR']);
    await enrolled(w, boss);
    await set(w, boss, w.city, 'ADMINISTRATORS');
    expect(await works(w, person)).toBe('works');
    expect(await works(w, person, administering)).toBe('SECOND_FACTOR_REQUIRED');
    await enrolled(w, person);
    expect(await works(w, person, administering)).toBe('works');
  });

  test('a lent administration asks for it too; a read-only token does not', async () => {
    const w = await world({ at: START });
    const [boss, lender, holder] = [
      await w.person(w.city, ['ADMINISTRATOR']),
      await w.person(w.county, ['ADMINISTRATOR']),
      await w.person(w.b),
    ];
    const lent = await w
      .as(lender)
      .ask('mutation($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { delegation { id } } }', {
        input: { holderLogin: holder.login, roles: ['ADMINISTRATOR'], until: '2021-05-20T00:00:00+08:00' },
      });
    const { createApiToken } = await w
      .as(lender)
      .ask('mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret } }', {
        input: { name: '统计', expiresAt: '2021-12-31T00:00:00+08:00' },
      });
    await enrolled(w, boss);
    await set(w, boss, w.city, 'ADMINISTRATORS');
    const acting = w.as(holder, { headers: { 'x-capacity': Buffer.from(lentId(lent)).toString('base64url') } });
    expect((await acting.execute(WORK)).errors?.[0]?.extensions.code).toBe('SECOND_FACTOR_REQUIRED');
    expect((await w.as({ token: createApiToken.secret }).execute('{ organizations { totalCount } }')).errors).toBeUndefined();
  });

  test('the strictest rule on the way up holds: a body below cannot loosen it, and may be stricter', async () => {
    const w = await world({ at: START });
    const [boss, below, reporter] = [
      await w.person(w.city, ['ADMINISTRATOR']),
      await w.person(w.county, ['ADMINISTRATOR']),
      await w.person(w.a),
    ];
    for (const person of [boss, below]) await enrolled(w, person);
    await set(w, boss, w.city, 'ADMINISTRATORS');
    expect((await set(w, below, w.county, 'NOBODY')).errors).toEqual([]);
    const administrator = await w.person(w.b, ['ADMINISTRATOR']);
    expect(await works(w, administrator)).toBe('SECOND_FACTOR_REQUIRED');
    expect((await set(w, below, w.county, 'EVERYBODY', 1)).errors).toEqual([]);
    expect(await works(w, reporter)).toBe('SECOND_FACTOR_REQUIRED');
    expect((await set(w, below, w.county, 'NOBODY', 2)).errors).toEqual([]);
    expect(await works(w, reporter)).toBe('works');
    expect((await w.as(below).ask(LIST)).signInPolicies.nodes).toEqual([
      { secondFactor: 'ADMINISTRATORS', organization: { name: '石门市总工会' } },
      { secondFactor: 'NOBODY', organization: { name: '东山县总工会' } },
    ]);
    const before = await digestOf(w.federationId);
    expect((await set(w, below, w.city, 'NOBODY', 1)).errors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'organizationId'] }]);
    expect((await set(w, below, w.county, 'NOBODY', 2)).errors).toEqual([{ code: 'STALE_VERSION', path: ['input', 'version'] }]);
    expect(await digestOf(w.federationId)).toEqual(before);
  });

  test('who turned it off after having it sets it up anew before acting again', async () => {
    const w = await world({ at: START });
    const [boss, administrator] = [await w.person(w.city, ['ADMINISTRATOR']), await w.person(w.county, ['ADMINISTRATOR'])];
    await enrolled(w, boss);
    const { recoveryCodes } = await enrolled(w, administrator);
    await set(w, boss, w.city, 'ADMINISTRATORS');
    const REMOVE = 'mutation ($input: RemoveSecondFactorInput!) { removeSecondFactor(input: $input) { errors { code } } }';
    expect((await w.as(administrator).ask(REMOVE, { input: { code: recoveryCodes[0]! } })).removeSecondFactor.errors).toEqual([]);
    expect(await works(w, administrator)).toBe('SECOND_FACTOR_REQUIRED');
    w.clock.advance(30_000);
    const { enrolSecondFactor } = await w.as(administrator).ask(ENROL, { input: { password: PASSWORD } });
    const code = codeAt(enrolSecondFactor.secret, w.clock.now());
    expect((await w.as(administrator).ask(CONFIRM, { input: { code } })).confirmSecondFactor.errors).toEqual([]);
    expect(await works(w, administrator)).toBe('works');
  });

  test('a move brings the rules of the new superiors', async () => {
    const w = await world({ at: START });
    const [boss, administrator] = [await w.person(w.province, ['ADMINISTRATOR']), await w.person(w.county, ['ADMINISTRATOR'])];
    await enrolled(w, boss);
    await set(w, boss, w.otherCity, 'ADMINISTRATORS');
    expect(await works(w, administrator)).toBe('works');
    const { moveOrganization } = await w
      .as(boss)
      .ask('mutation($input: MoveOrganizationInput!) { moveOrganization(input: $input) { errors { code } } }', {
        input: {
          organizationId: w.id('Organization', w.county.id),
          version: 1,
          parentId: w.id('Organization', w.otherCity.id),
          reason: '区划调整',
        },
      });
    expect(moveOrganization.errors).toEqual([]);
    expect(await works(w, administrator)).toBe('SECOND_FACTOR_REQUIRED');
    await givePassword(w, administrator);
    expect((await signIn(w, administrator)).token, 'signing in itself stays possible').toMatch(/^[\w-]{43}$/);
  });
});

/** The capacity that a delegation gives, as the API names it. */
const lentId = (lent: { delegateCapacity: { delegation: { id: string } } }): string =>
  Buffer.from(lent.delegateCapacity.delegation.id, 'base64url').toString().replace('Delegation:', 'Capacity:');
