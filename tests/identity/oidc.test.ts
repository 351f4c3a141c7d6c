import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../src/orm.ts';
import { testDatabase } from '../support/database.ts';
import { asAdministrator, digestOf } from '../support/digest.ts';
import { CLIENT, identityProvider, type TestProvider, type Visitor } from '../support/identity-provider.ts';
import { codeAt, enrolled, givePassword, PASSWORD, told } from '../support/second-factor.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const SAVE = `mutation ($input: SaveTrustedIssuerInput!) { saveTrustedIssuer(input: $input) { errors { code message path }
  trustedIssuer { id issuer clientId hasSecret label acceptsAmr enabled version address } } }`;
const ISSUERS = '{ signInIssuers { label federationName address } }';
const ME =
  '{ me { account { login } capacity { organization { name } } secondFactor { enabled due } linkedIdentities { label issuerId } } }';
const RESET = 'mutation ($input: ResetAccountInput!) { resetAccount(input: $input) { errors { code } } }';
const END = 'mutation ($input: EndAppointmentInput!) { endAppointment(input: $input) { errors { code } } }';
const POLICY = 'mutation ($input: SetSignInPolicyInput!) { setSignInPolicy(input: $input) { errors { code } } }';
const LINK = 'mutation ($input: LinkIdentityInput!) { linkIdentity(input: $input) { errors { code message path } person { name } } }';
const BEGIN = 'mutation ($input: BeginIdentityLinkInput!) { beginIdentityLink(input: $input) { errors { code path } address expiresAt } }';
const UNLINK = 'mutation ($input: UnlinkIdentityInput!) { unlinkIdentity(input: $input) { errors { code path } } }';

const CALLBACK = 'http://127.0.0.1:4000/oidc/callback';
const START = '2021-05-06T09:00:00+08:00';
const ELSEWHERE = '登录已超时，或不是在这个浏览器中开始的，请重新登录';
const UNLINKED = '此身份尚未关联本系统的账户';

let provider: TestProvider;
beforeAll(async () => {
  provider = await identityProvider(CALLBACK);
});
afterAll(() => provider.stop());

interface Trusted {
  readonly id: string;
  /** Where a browser begins. */
  readonly start: string;
  readonly boss: TestPerson;
}

/** The federation takes the provider's word. */
async function trust(w: World, more: object = {}, issuer = provider.issuer): Promise<Trusted> {
  const boss = await w.person(w.province, ['ADMINISTRATOR']);
  const input = { issuer, ...CLIENT, label: '统一身份认证', ...more };
  const { errors, trustedIssuer } = (await w.as(boss).ask(SAVE, { input })).saveTrustedIssuer;
  if (errors.length) throw new Error(JSON.stringify(errors));
  return { id: trustedIssuer.id, start: trustedIssuer.address, boss };
}

const subjectOf = (person: TestPerson): string => `sub-${person.personId}`;
const named = (person: TestPerson, more: Partial<Visitor> = {}): Visitor => ({ sub: subjectOf(person), ...more });

const link = async (w: World, { id, boss }: Trusted, person: TestPerson, subject = subjectOf(person)) =>
  (await w.as(boss).ask(LINK, { input: { personId: w.id('Person', person.personId), issuerId: id, subject } })).linkIdentity;

/** Somebody of a grassroots union whom the provider knows. */
async function linked(w: World, trusted: Trusted): Promise<TestPerson> {
  const person = await w.person(w.a);
  expect((await link(w, trusted, person)).errors).toEqual([]);
  return person;
}

interface Shown {
  readonly status: number;
  readonly location: string | undefined;
  readonly cookies: Readonly<Record<string, string>>;
  readonly body: string;
}

async function send(w: World, options: object): Promise<Shown> {
  const { statusCode: status, headers, body } = await w.server.inject(options);
  const cookies = Object.fromEntries(
    [headers['set-cookie'] ?? []].flat().map((line) => {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      return [name!, value!];
    }),
  );
  return { status, location: headers.location, cookies, body };
}

const get = (w: World, url: string, cookies: Readonly<Record<string, string>> = {}) =>
  send(w, {
    url,
    headers: {
      cookie: Object.entries(cookies)
        .map(([name, value]) => `${name}=${value}`)
        .join('; '),
    },
  });
const post = (w: World, url: string, form: Readonly<Record<string, string>>) =>
  send(w, {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  });

/** From our start page through the provider to where it sends the browser back, not opened yet. */
async function go(
  w: World,
  start: string,
  visitor: Visitor,
  { at = provider, session = {} }: { at?: TestProvider; session?: object } = {},
) {
  const begun = await get(w, start, session as Record<string, string>);
  if (begun.status !== 303) throw new Error(`${begun.status} ${begun.body}`);
  const back = await at.visit(begun.location!, visitor);
  return { begun, back: back.pathname + back.search, cookies: { ...session, ...begun.cookies } };
}

/** The whole way: what the browser is shown in the end. */
async function signIn(w: World, start: string, visitor: Visitor, at = provider): Promise<Shown> {
  const { back, cookies } = await go(w, start, visitor, { at });
  return get(w, back, cookies);
}

const sessionOf = ({ token }: { readonly token: string }) => ({ liandong_session: token });
const meOf = async (w: World, { cookies }: Shown) => (await w.as({ token: cookies['liandong_session']! }).ask(ME)).me;

/** Turned away with these words, nobody signed in and nothing changed. */
function expectRefused(shown: Shown, words: string): void {
  expect([shown.status, shown.cookies['liandong_session']]).toEqual([422, undefined]);
  expect(shown.body).toContain(words);
}

describe.concurrent('signing in with an identity provider', () => {
  test('who is linked comes in as with a password, is written down, and goes on to where they wanted to', async () => {
    const w = await world({ at: START });
    const trusted = await trust(w);
    const { id, start } = trusted;
    const person = await linked(w, trusted);
    const { signInIssuers } = await w.nobody.ask(ISSUERS);
    expect(signInIssuers).toContainEqual({ label: '统一身份认证', federationName: '河东省总工会', address: start });
    const { begun, back, cookies } = await go(w, `${start}?returnTo=/tasks%3Fid%3D1`, named(person));
    const asked = new URL(begun.location!);
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      client_id: 'liandong',
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    const shown = await get(w, back, cookies);
    expect([shown.status, shown.location]).toEqual([303, '/tasks?id=1']);
    expect(Object.keys(shown.cookies).toSorted()).toEqual(['liandong_device', 'liandong_session']);
    expect(await meOf(w, shown)).toEqual({
      account: { login: person.login },
      capacity: { organization: { name: '东山县第一纺织厂工会' } },
      secondFactor: { enabled: false, due: false },
      linkedIdentities: [{ label: '统一身份认证', issuerId: id }],
    });
    const lines = await asAdministrator(
      async (client) =>
        (
          await client.query(`select person_id, detail from audit_line where federation_id = $1 and operation = 'signInByIssuer'`, [
            w.federationId,
          ])
        ).rows,
    );
    expect(lines).toEqual([{ person_id: person.personId, detail: { issuerId: expect.any(String) } }]);
    const again = await signIn(w, start, named(person));
    expect([again.status, again.location]).toEqual([303, '/']);
    expect(await told(w, person), 'another browser').toMatchObject([{ event: 'IDENTITY_LINKED' }, { event: 'NEW_DEVICE' }]);
  });

  test('no account is opened and none is guessed: an unknown subject, another federation’s, and one whose claims name a login', async () => {
    const [w, abroad] = [await world({ at: START }), await world({ at: START })];
    const [trusted, foreign] = [await trust(w), await trust(abroad)];
    const person = await w.person(w.a);
    const foreigner = await linked(abroad, foreign);
    const before = await digestOf(w.federationId);
    expectRefused(await signIn(w, trusted.start, { sub: person.login }), UNLINKED);
    const claims = { preferred_username: person.login, email: person.login, email_verified: true };
    expectRefused(await signIn(w, trusted.start, named(person, { forged: { claims } })), UNLINKED);
    expectRefused(await signIn(w, trusted.start, named(foreigner)), UNLINKED);
    expect(await digestOf(w.federationId)).toEqual(before);
    expect((await signIn(abroad, foreign.start, named(foreigner))).status).toBe(303);
  });

  test('an answer serves once, in the browser that began, within ten minutes; a forged state serves nobody', async () => {
    const w = await world({ at: START });
    const trusted = await trust(w);
    const { start } = trusted;
    const person = await linked(w, trusted);
    const refused = async (url: string, cookies: Readonly<Record<string, string>>) => expectRefused(await get(w, url, cookies), ELSEWHERE);
    const first = await go(w, start, named(person));
    await refused(first.back.replace(/state=[^&]+/, `state=${'A'.repeat(43)}`), first.cookies);
    await refused(first.back.replace(/state=[^&]+&?/, ''), first.cookies);
    expect((await get(w, first.back, first.cookies)).status).toBe(303);
    await refused(first.back, first.cookies);

    const second = await go(w, start, named(person));
    const mine = await go(w, start, named(person));
    await refused(second.back, mine.cookies); // somebody else's answer in my browser
    await refused(second.back, second.cookies); // and it is spent
    await refused(mine.back, {});

    const late = await go(w, start, named(person));
    w.clock.advance(10 * 60_000);
    await refused(late.back, late.cookies);
    const intime = await go(w, start, named(person));
    w.clock.advance(10 * 60_000 - 1);
    expect((await get(w, intime.back, intime.cookies)).status).toBe(303);
  });

  test('the same answer twice at once opens one session', async () => {
    const w = await world({ at: START });
    const trusted = await trust(w);
    const { back, cookies } = await go(w, trusted.start, named(await linked(w, trusted)));
    const shown = await Promise.all([get(w, back, cookies), get(w, back, cookies)]);
    expect(shown.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422]);
  });

  test('a code that is not ours, a token that is not for us, and a refusal there are told and open nothing', async () => {
    const w = await world({ at: START });
    const trusted = await trust(w);
    const { start } = trusted;
    const person = await linked(w, trusted);
    const unproven = '身份提供方的答复未通过核验，请重新登录';
    const { back, cookies } = await go(w, start, named(person));
    expectRefused(await get(w, back.replace(/code=[^&]+/, 'code=forged'), cookies), unproven);
    const other = await go(w, start, named(await w.person(w.b)));
    const swapped = await go(w, start, named(person));
    const code = /code=([^&]+)/.exec(other.back)![1]!;
    expectRefused(await get(w, swapped.back.replace(/code=[^&]+/, `code=${code}`), swapped.cookies), unproven); // PKCE does not fit
    const past = Math.floor(Date.now() / 1000) - 7200;
    const forgeries: readonly NonNullable<Visitor['forged']>[] = [
      { claims: { nonce: 'A'.repeat(43) } },
      { claims: { nonce: undefined } },
      { claims: { aud: 'another-client' } },
      { claims: { iss: 'https://sso.example.org' } },
      { claims: { iat: past - 60, exp: past } },
      { by: 'another key' },
      { by: 'nobody' },
    ];
    for (const forged of forgeries) {
      const shown = await signIn(w, start, named(person, { forged }));
      expect(shown.status, JSON.stringify(forged)).toBe(422);
      expectRefused(shown, unproven);
    }
    expectRefused(await signIn(w, start, named(person, { declines: true })), '已在身份提供方取消登录');
    expect((await signIn(w, start, named(person, { forged: {} }))).status, 'the same, not forged').toBe(303);
  });

  test.for(['https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', 'javascript:alert(1)', '/a b', ''])(
    'nobody is led to %j afterwards',
    async (returnTo) => {
      const w = await world({ at: START });
      const trusted = await trust(w);
      const person = await linked(w, trusted);
      const shown = await signIn(w, `${trusted.start}?returnTo=${encodeURIComponent(returnTo)}`, named(person));
      expect([shown.status, shown.location]).toEqual([303, '/']);
    },
  );

  test('a second factor is asked for here, unless the provider vouches for one and is believed', async () => {
    const w = await world({ at: START });
    const trusted = await trust(w);
    const { id, start, boss } = trusted;
    const person = await linked(w, trusted);
    const { secret } = await enrolled(w, person);
    w.clock.advance(30_000);
    const shown = await signIn(w, `${start}?returnTo=/tasks`, named(person, { amr: ['pwd', 'otp'] }));
    expect([shown.status, shown.cookies['liandong_session']]).toEqual([200, undefined]);
    const [, challenge] = /name="challenge" value="([\w-]{43})"/.exec(shown.body)!;
    expectRefused(await post(w, '/oidc/second-step', { challenge: challenge!, code: '12345', returnTo: '/tasks' }), '验证码不正确');
    const right = { challenge: challenge!, code: codeAt(secret, w.clock.now()), returnTo: '/tasks' };
    const passed = await post(w, '/oidc/second-step', right);
    expect([passed.status, passed.location]).toEqual([303, '/tasks']);
    expect((await meOf(w, passed)).account.login).toBe(person.login);
    expectRefused(await post(w, '/oidc/second-step', right), '登录已超时或尝试次数过多');

    await w.as(boss).ask(SAVE, { input: { issuerId: id, version: 1, label: '统一身份认证', acceptsAmr: true } });
    for (const [amr, status] of [
      [['pwd', 'otp'], 303],
      [['mfa'], 303],
      [['pwd'], 200],
      [['otp'], 200],
      [undefined, 200],
    ] as const) {
      expect((await signIn(w, start, named(person, amr && { amr }))).status, String(amr)).toBe(status);
    }
  });

  test('where a body demands a second factor, the word of a provider that is believed is one', async () => {
    const w = await world({ at: START });
    const administrator = await w.person(w.county, ['ADMINISTRATOR']);
    const trusted = await trust(w, { acceptsAmr: true });
    await link(w, trusted, administrator);
    const input = { organizationId: w.id('Organization', w.county.id), secondFactor: 'ADMINISTRATORS' };
    expect((await w.as(trusted.boss).ask(POLICY, { input })).setSignInPolicy.errors).toEqual([]);
    const weak = await signIn(w, trusted.start, named(administrator, { amr: ['pwd'] }));
    expect(await meOf(w, weak)).toMatchObject({ capacity: null, secondFactor: { enabled: false, due: true } });
    const strong = await signIn(w, trusted.start, named(administrator, { amr: ['pwd', 'hwk'] }));
    expect(await meOf(w, strong)).toMatchObject({ capacity: { organization: { name: '东山县总工会' } }, secondFactor: { due: false } });
  });

  test('who no longer holds any office, and whose account is closed, is not let in', async () => {
    const w = await world({ at: START });
    const trusted = await trust(w);
    const person = await linked(w, trusted);
    const input = { appointmentId: w.id('Appointment', person.capacityId), reason: '退休', version: 1 };
    expect((await w.as(trusted.boss).ask(END, { input })).endAppointment.errors).toEqual([]);
    expectRefused(await signIn(w, trusted.start, named(person)), '您的任职已经结束，不能再登录');
    const another = await linked(w, trusted);
    await asAdministrator((client) =>
      client.query('update app.account set disabled_at = $2 where id = $1', [another.accountId, w.clock.now()]),
    );
    expectRefused(await signIn(w, trusted.start, named(another)), UNLINKED);
  });

  test('a provider that is switched off, not to be reached, or whose secret cannot be read', async () => {
    const w = await world({ at: START });
    const trusted = await trust(w);
    const person = await linked(w, trusted);
    const underway = await go(w, trusted.start, named(person));
    await w.as(trusted.boss).ask(SAVE, { input: { issuerId: trusted.id, version: 1, label: '统一身份认证', enabled: false } });
    expectRefused(await get(w, underway.back, underway.cookies), ELSEWHERE);
    expect((await get(w, trusted.start)).status).toBe(404);
    expect((await w.nobody.ask(ISSUERS)).signInIssuers).not.toContainEqual(expect.objectContaining({ address: trusted.start }));
    expect((await get(w, '/oidc/start/forged')).status).toBe(404);
    expect((await get(w, `/oidc/start/${w.id('TrustedIssuer', w.federationId)}`)).status).toBe(404);

    const free = await new Promise<number>((resolve) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port } = probe.address() as AddressInfo;
        probe.close(() => resolve(port));
      });
    });
    const unavailable = '身份提供方暂时无法访问，请稍后再试，或用口令登录';
    expectRefused(await get(w, (await trust(w, {}, `http://127.0.0.1:${free}`)).start), unavailable);
    // What stands behind the firewall is not asked, though it would answer.
    expectRefused(await get(w, (await trust(w, {}, provider.issuer.replace('http://127.0.0.1', 'https://127.0.0.2'))).start), unavailable);
    expectRefused(await get(w, (await trust(w, {}, 'https://169.254.169.254')).start), unavailable);

    const { id, start } = await trust(w, { clientId: 'another' });
    await asAdministrator((client) =>
      client.query(
        `update app.trusted_issuer set client_secret = client_secret || '\\x00' where client_id = 'another' and federation_id = $1`,
        [w.federationId],
      ),
    );
    expectRefused(await get(w, start), '请管理员重新填写身份提供方的客户端密钥');
    expect(id).toBeDefined();
  });

  test('no connection to the database is held while the provider is waited for', async () => {
    const orm = await connect((await testDatabase()).application, { max: 1 });
    let between = 0;
    const slow = await identityProvider(CALLBACK, {
      beforeToken: async () => {
        await w.nobody.ask('{ signInIssuers { label } }'); // would wait for the only connection until it fails
        between++;
      },
    });
    const w = await world({ at: START, orm });
    const trusted = await trust(w, {}, slow.issuer);
    const shown = await signIn(w, trusted.start, named(await linked(w, trusted)), slow);
    expect([shown.status, between]).toEqual([303, 1]);
    await slow.stop();
    await orm.close();
  });
});

describe.concurrent('linking an account', () => {
  /** Begins in the person's session; answers the address that the browser opens. */
  const begin = async (w: World, person: TestPerson, issuerId: string, password = PASSWORD) =>
    (await w.as(person).ask(BEGIN, { input: { issuerId, password } })).beginIdentityLink;

  test('one links one’s own by the password and by signing in there, in the same session; and ends it', async () => {
    const w = await world({ at: START });
    const { id, start } = await trust(w);
    const [person, stranger] = [await w.person(w.a), await w.person(w.b)];
    await givePassword(w, person);
    expect(await begin(w, person, id, 'not the password')).toMatchObject({ errors: [{ code: 'WRONG_PASSWORD' }], address: null });
    const { address, errors } = await begin(w, person, id);
    expect(errors).toEqual([]);
    expect(address).toMatch(/^\/oidc\/link\/[\w-]{43}$/);
    expectRefused(await get(w, address, sessionOf(stranger)), ELSEWHERE);
    expectRefused(await get(w, address), ELSEWHERE);

    // Whoever gets hold of the answer is not the session that began; and whoever answers in it is not let in elsewhere.
    const stolen = await go(w, address, named(person), { session: sessionOf(person) });
    expectRefused(await get(w, stolen.back, sessionOf(stranger)), ELSEWHERE);
    expectRefused(await get(w, stolen.back, sessionOf(person)), ELSEWHERE); // and it is spent
    expectRefused(await signIn(w, start, named(person)), UNLINKED);

    const own = await begin(w, person, id);
    const { back, cookies } = await go(w, own.address, named(person), { session: sessionOf(person) });
    const done = await get(w, back, cookies);
    expect([done.status, done.cookies]).toEqual([200, {}]);
    expect(done.body).toContain(`账户 ${person.login} 已与您在身份提供方的身份关联`);
    expect((await meOf(w, await signIn(w, start, named(person)))).account.login).toBe(person.login);
    expect(await told(w, person)).toContainEqual({ event: 'IDENTITY_LINKED', detail: { how: 'OWN' }, actor_id: null });

    expect((await w.as(person).ask(UNLINK, { input: { issuerId: id } })).unlinkIdentity.errors).toEqual([]);
    expectRefused(await signIn(w, start, named(person)), UNLINKED);
    expect((await w.as(person).ask(UNLINK, { input: { issuerId: id } })).unlinkIdentity.errors).toEqual([
      { code: 'NOT_FOUND', path: ['input', 'issuerId'] },
    ]);
  });

  test('a subject is one account’s and an account one subject’s; another takes its place, another account’s is refused', async () => {
    const w = await world({ at: START });
    const trusted = await trust(w);
    const [person, colleague] = [await linked(w, trusted), await w.person(w.b)];
    await givePassword(w, colleague);
    const before = await digestOf(w.federationId);
    expect((await link(w, trusted, colleague, subjectOf(person))).errors).toMatchObject([{ code: 'LINKED_OTHERWISE' }]);
    const own = await begin(w, colleague, trusted.id);
    const { back, cookies } = await go(w, own.address, named(person), { session: sessionOf(colleague) });
    expectRefused(await get(w, back, cookies), '此身份已与另一个账户关联');
    expect(await digestOf(w.federationId)).toEqual(before);
    expect((await link(w, trusted, person, `new-${person.personId}`)).errors).toEqual([]);
    expectRefused(await signIn(w, trusted.start, named(person)), UNLINKED);
    expect((await signIn(w, trusted.start, { sub: `new-${person.personId}` })).status).toBe(303);
  });

  test('a reset of the account ends its links, and what was begun', async () => {
    const w = await world({ at: START });
    const trusted = await trust(w);
    const person = await linked(w, trusted);
    await givePassword(w, person);
    const { address } = await begin(w, person, trusted.id);
    const { back, cookies } = await go(w, address, named(person), { session: sessionOf(person) });
    const { resetAccount } = await w.as(trusted.boss).ask(RESET, { input: { personId: w.id('Person', person.personId) } });
    expect(resetAccount.errors).toEqual([]);
    expectRefused(await get(w, back, cookies), ELSEWHERE);
    expectRefused(await signIn(w, trusted.start, named(person)), UNLINKED);
  });

  test('an administrator links whom they may reset, at the federation’s own provider', async () => {
    const [w, abroad] = [await world({ at: START }), await world({ at: START })];
    const [trusted, foreign] = [await trust(w), await trust(abroad)];
    const [county, outside] = [await w.person(w.county, ['ADMINISTRATOR']), await w.person(w.city)];
    const person = await w.person(w.a);
    const before = await digestOf(w.federationId);
    expect((await link(w, { ...trusted, boss: county }, outside)).errors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'personId'] },
    ]);
    expect((await link(w, { ...foreign, boss: county }, person)).errors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'issuerId'] },
    ]);
    expect((await begin(w, person, foreign.id)).errors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'issuerId'] }]);
    expect(await digestOf(w.federationId)).toEqual(before);
    expect((await link(w, { ...trusted, boss: county }, person)).person).toEqual({ name: person.name });
  });
});

describe.concurrent('saveTrustedIssuer', () => {
  const save = async (w: World, by: TestPerson, input: object) => (await w.as(by).ask(SAVE, { input })).saveTrustedIssuer;
  const sso = { issuer: 'https://sso.example.org', clientId: 'liandong', label: '统一身份认证' };

  test('adds one and changes how it is used; its secret is sealed and never shown', async () => {
    const w = await world({ at: START });
    const by = await w.person(w.province, ['ADMINISTRATOR']);
    const { trustedIssuer, errors } = await save(w, by, { ...sso, clientSecret: 'not to be read' });
    expect(errors).toEqual([]);
    const saved = { ...sso, id: expect.any(String), hasSecret: true, acceptsAmr: false, enabled: true, version: 1 };
    expect(trustedIssuer).toEqual({ ...saved, address: `/oidc/start/${trustedIssuer.id}` });
    const changed = await save(w, by, { issuerId: trustedIssuer.id, version: 1, label: '单点登录', acceptsAmr: true, enabled: false });
    expect(changed.trustedIssuer).toMatchObject({
      issuer: sso.issuer,
      hasSecret: true,
      label: '单点登录',
      acceptsAmr: true,
      enabled: false,
      version: 2,
    });
    expect((await save(w, by, { issuerId: trustedIssuer.id, version: 1, label: '旧' })).errors).toMatchObject([{ code: 'STALE_VERSION' }]);
    const dump = await asAdministrator(async (client) => [
      ...(await client.query('select * from app.trusted_issuer')).rows,
      ...(await client.query('select * from audit_line where federation_id = $1', [w.federationId])).rows,
    ]);
    for (const read of [JSON.stringify(dump), dump.map(({ client_secret: sealed }) => String(sealed)).join()]) {
      expect(read).not.toContain('not to be read');
    }
  });

  test('https only, none twice, and only at the root of the federation', async () => {
    const w = await world({ at: START });
    const [by, below] = [await w.person(w.province, ['ADMINISTRATOR']), await w.person(w.city, ['ADMINISTRATOR'])];
    await save(w, by, sso);
    const before = await digestOf(w.federationId);
    for (const [more, code, path] of [
      [{ issuer: 'http://sso.example.org' }, 'NOT_HTTPS', 'issuer'],
      [{ issuer: 'http://169.254.169.254' }, 'NOT_HTTPS', 'issuer'],
      [{ issuer: 'https://user:secret@sso.example.org' }, 'NOT_HTTPS', 'issuer'],
      [{ issuer: 'file:///etc/passwd' }, 'NOT_HTTPS', 'issuer'],
      [{}, 'ISSUER_EXISTS', 'issuer'],
      [{ issuer: undefined }, 'ISSUER_REQUIRED', 'issuer'],
      [{ clientId: undefined }, 'ISSUER_REQUIRED', 'clientId'],
    ] as const) {
      expect((await save(w, by, { ...sso, ...more })).errors, code).toMatchObject([{ code, path: ['input', path] }]);
    }
    const refused = await w.as(below).execute(SAVE, { input: sso });
    expect([refused.data, refused.errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
    expect(await digestOf(w.federationId)).toEqual(before);
  });

  test("another federation's is not found, and may be the same provider", async () => {
    const [w, other] = [await world({ at: START }), await world({ at: START })];
    const [by, foreign] = [await w.person(w.province, ['ADMINISTRATOR']), await other.person(other.province, ['ADMINISTRATOR'])];
    const { trustedIssuer } = await save(w, by, sso);
    expect((await save(other, foreign, { issuerId: trustedIssuer.id, version: 1, label: '别家' })).errors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'issuerId'] },
    ]);
    expect((await save(other, foreign, sso)).errors).toEqual([]);
    expect((await other.as(foreign).ask('{ trustedIssuers { id } }')).trustedIssuers).toHaveLength(1);
  });
});
