import { describe, expect, test } from 'vitest';
import { moveOrganization } from '../federation/operations.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const CREATE = `mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) {
  apiToken { id name createdAt expiresAt revokedAt organization { name } } secret errors { code path } } }`;
const REVOKE = `mutation ($input: RevokeApiTokenInput!) { revokeApiToken(input: $input) { apiToken { revokedAt } errors { code path } } }`;
const LIST = `{ apiTokens { nodes { id name } } }`;
const ME = `{ me { account { login } person { name } lent { id } capacities { kind organization { name } roles pending } capacity { kind } } }`;

const create = async (w: World, by: TestPerson, more: Record<string, unknown> = {}) =>
  (await w.as(by).ask(CREATE, { input: { name: '统计接口', expiresAt: '2022-05-06T09:00:00+08:00', ...more } })).createApiToken;

describe.concurrent('createApiToken', () => {
  test('an analyst gets a secret once, and the token reads as its organization for at most a year', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const analyst = await w.person(w.city, ['ANALYST']);
    const { apiToken, secret, errors } = await create(w, analyst, { organizationId: w.id('Organization', w.county.id) });
    expect(errors).toEqual([]);
    expect(apiToken).toEqual({
      id: expect.any(String),
      name: '统计接口',
      createdAt: '2021-05-06T01:00:00.000Z',
      expiresAt: '2022-05-06T01:00:00.000Z',
      revokedAt: null,
      organization: { name: '东山县总工会' },
    });
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(await w.as({ token: secret }).ask(ME)).toEqual({
      me: {
        account: null,
        person: null,
        lent: [],
        capacity: { kind: 'TOKEN' },
        capacities: [{ kind: 'TOKEN', organization: { name: '东山县总工会' }, roles: ['ANALYST'], pending: 0 }],
      },
    });
    w.clock.set('2022-05-06T08:59:59.999+08:00');
    expect((await w.as({ token: secret }).execute(ME)).errors).toBeUndefined();
    w.clock.advance(1);
    expect((await w.as({ token: secret }).execute(ME)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  test.for([
    ['an expiry in the past', { expiresAt: '2021-05-06T09:00:00+08:00' }, 'INVALID_EXPIRY', 'expiresAt'],
    ['more than a year', { expiresAt: '2022-05-06T09:00:00.001+08:00' }, 'INVALID_EXPIRY', 'expiresAt'],
    ['no name', { name: '' }, 'TOO_SMALL', 'name'],
  ] as const)('%s is refused', async ([, more, code, argument]) => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const analyst = await w.person(w.city, ['ANALYST']);
    expect(await create(w, analyst, more)).toEqual({ apiToken: null, secret: null, errors: [{ code, path: ['input', argument] }] });
    expect(await w.as(analyst).ask(LIST)).toEqual({ apiTokens: { nodes: [] } });
  });

  test('a body out of reach does not exist', async () => {
    const [w, other] = [await world({ at: '2021-05-06T09:00:00+08:00' }), await world()];
    const analyst = await w.person(w.city, ['ANALYST']);
    for (const place of [w.province, w.otherCity, other.city]) {
      const refused = await create(w, analyst, { organizationId: w.id('Organization', place.id) });
      expect(refused).toEqual({ apiToken: null, secret: null, errors: [{ code: 'NOT_FOUND', path: ['input', 'organizationId'] }] });
    }
  });

  test('neither other roles nor a token make one, and a token changes nothing', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const input = { name: '统计接口', expiresAt: '2021-06-01T00:00:00+08:00' };
    const others = await w.person(w.city, ['ISSUING_OFFICER', 'REVIEWER', 'REPORTER']);
    const { secret } = await create(w, await w.person(w.city, ['ADMINISTRATOR']));
    for (const caller of [w.as(others), w.as({ token: secret })]) {
      const { data, errors } = await caller.execute(CREATE, { input });
      expect([data ?? null, errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
    }
    for (const mutation of ['signOut(input: {})', 'changePassword(input: { currentPassword: "x", newPassword: "0123456789" })']) {
      const { errors } = await w.as({ token: secret }).execute(`mutation { ${mutation} { errors { code } } }`);
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
    expect((await w.as({ token: secret }).execute(ME)).errors).toBeUndefined();
  });
});

describe.concurrent('a token whose organization is moved away from its maker', () => {
  const move = async (w: World, parent: 'county' | 'otherCounty', version: number) => {
    w.clock.advance(1000);
    const administrator = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    const [organizationId, parentId] = [w.id('Organization', w.a.id), w.id('Organization', w[parent].id)];
    return moveOrganization(administrator, { organizationId, parentId, version, reason: '调整' });
  };

  test('does not stand until it is back; its maker sees and ends it all the same', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const analyst = await w.person(w.county, ['ANALYST']);
    const { apiToken, secret } = await create(w, analyst, { organizationId: w.id('Organization', w.a.id) });
    const token = w.as({ token: secret });
    expect((await move(w, 'otherCounty', 1)).errors).toEqual([]);
    expect((await token.execute(ME)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await w.as(analyst).ask(LIST)).apiTokens.nodes).toEqual([{ id: apiToken.id, name: '统计接口' }]);
    expect((await move(w, 'county', 2)).errors).toEqual([]);
    expect((await token.execute(ME)).errors).toBeUndefined();

    expect((await move(w, 'otherCounty', 3)).errors).toEqual([]);
    const revoke = async (person: TestPerson) => (await w.as(person).ask(REVOKE, { input: { apiTokenId: apiToken.id } })).revokeApiToken;
    expect((await revoke(await w.person(w.county, ['ADMINISTRATOR']))).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await revoke(analyst)).toEqual({ apiToken: { revokedAt: '2021-05-06T01:00:03.000Z' }, errors: [] });
  });
});

describe.concurrent('apiTokens and revokeApiToken', () => {
  test("an administrator sees and ends the subtree's, an analyst the own ones", async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const [administrator, analyst, colleague] = [
      await w.person(w.city, ['ADMINISTRATOR']),
      await w.person(w.county, ['ANALYST']),
      await w.person(w.county, ['ANALYST']),
    ];
    const mine = await create(w, analyst, { name: '甲' });
    const theirs = await create(w, colleague, { name: '乙' });
    const names = async (person: TestPerson) => (await w.as(person).ask(LIST)).apiTokens.nodes.map(({ name }: { name: string }) => name);
    expect(await names(administrator)).toEqual(['乙', '甲']);
    expect(await names(analyst)).toEqual(['甲']);
    expect(await names(await w.person(w.sibling, ['ADMINISTRATOR']))).toEqual([]);

    const revoke = async (person: TestPerson, apiTokenId: string) =>
      (await w.as(person).ask(REVOKE, { input: { apiTokenId } })).revokeApiToken;
    const notFound = { apiToken: null, errors: [{ code: 'NOT_FOUND', path: ['input', 'apiTokenId'] }] };
    expect(await revoke(analyst, theirs.apiToken.id)).toEqual(notFound);
    expect(await revoke(await w.person(w.sibling, ['ADMINISTRATOR']), mine.apiToken.id)).toEqual(notFound);
    expect((await w.as({ token: theirs.secret }).execute(ME)).errors).toBeUndefined();
    expect(await revoke(analyst, mine.apiToken.id)).toEqual({ apiToken: { revokedAt: '2021-05-06T01:00:00.000Z' }, errors: [] });
    expect(await revoke(administrator, theirs.apiToken.id)).toEqual({ apiToken: { revokedAt: '2021-05-06T01:00:00.000Z' }, errors: [] });
    for (const { secret } of [mine, theirs]) {
      expect((await w.as({ token: secret }).execute(ME)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
    expect((await revoke(administrator, mine.apiToken.id)).errors).toEqual([{ code: 'ALREADY_ENDED', path: ['input', 'apiTokenId'] }]);
  });
});
