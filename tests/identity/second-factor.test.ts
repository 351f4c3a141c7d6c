import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newTotpSecret, stepOf } from '../../src/domains/identity/totp.ts';
import { readEnv } from '../../src/env.ts';
import { createServer } from '../../src/server.ts';
import { Client } from '../support/client.ts';
import { asAdministrator } from '../support/digest.ts';
import {
  codeAt,
  complete,
  COMPLETE,
  CONFIRM,
  ENROL,
  enrolled,
  givePassword,
  PASSWORD,
  SIGN_IN,
  signIn,
  told,
} from '../support/second-factor.ts';
import { world } from '../support/world.ts';

const ME = '{ me { account { login } capacity { organization { name } } secondFactor { enabled recoveryCodesLeft due } } }';
const REMOVE = 'mutation ($input: RemoveSecondFactorInput!) { removeSecondFactor(input: $input) { errors { code path } } }';
const RENEW = 'mutation ($input: RenewRecoveryCodesInput!) { renewRecoveryCodes(input: $input) { recoveryCodes errors { code path } } }';
const RESET = 'mutation ($input: ResetAccountInput!) { resetAccount(input: $input) { oneTimeCode errors { code } } }';
const REDEEM = 'mutation ($input: RedeemOneTimeCodeInput!) { redeemOneTimeCode(input: $input) { token challenge errors { code } } }';

const START = '2021-05-06T09:00:00+08:00';
const PERIOD = 30_000;
const WRONG = { token: null, errors: [{ code: 'SECOND_FACTOR_FAILED', path: ['input', 'code'] }] };

describe('a code of an authenticator', () => {
  test('is good in its period, the one before and the one after, whatever the instant', () => {
    const instants = fc.date({ min: new Date('2021-01-01T00:00:00Z'), max: new Date('2040-01-01T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, fc.integer({ min: -4, max: 4 }), (now, steps) => {
        const secret = newTotpSecret();
        const own = Math.floor(now.getTime() / PERIOD);
        const expected = Math.abs(steps) <= 1 ? own + steps : undefined;
        // Two periods may share a code once in a million; one of the three that are taken is then as good.
        const taken = [-1, 0, 1].find((step) => codeAt(secret, now, step) === codeAt(secret, now, steps));
        expect(stepOf(secret, codeAt(secret, now, steps), now)).toBe(taken === undefined ? expected : own + taken);
      }),
      { numRuns: 200 },
    );
  });
});

describe.concurrent('a second factor', () => {
  test('is set up with a first code; from then on a password alone opens nothing', async () => {
    const w = await world({ at: START });
    const person = await w.person(w.a);
    await givePassword(w, person);
    const other = await signIn(w, person);
    const client = w.as(person);
    const { enrolSecondFactor } = await client.ask(ENROL, { input: { password: PASSWORD } });
    const { secret, otpauthUri, errors } = enrolSecondFactor;
    expect(errors).toEqual([]);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(decodeURIComponent(otpauthUri)).toBe(
      `otpauth://totp/联动:${person.login}?issuer=联动&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
    );
    expect((await signIn(w, person)).token).toMatch(/^[\w-]{43}$/); // not confirmed yet
    const { confirmSecondFactor } = await client.ask(CONFIRM, { input: { code: codeAt(secret, w.clock.now()) } });
    expect(confirmSecondFactor).toEqual({ recoveryCodes: expect.any(Array), errors: [] });
    expect(confirmSecondFactor.recoveryCodes).toHaveLength(10);
    expect((await client.ask(ME)).me.secondFactor).toEqual({ enabled: true, recoveryCodesLeft: 10, due: false });
    expect((await w.as(other).execute(ME)).errors?.[0]?.extensions.code, 'other sessions end').toBe('UNAUTHENTICATED');

    const first = await signIn(w, person);
    expect(first).toEqual({
      token: null,
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      challengeExpiresAt: '2021-05-06T01:05:00.000Z',
      errors: [],
    });
    expect((await w.as({ token: first.challenge }).execute(ME)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    w.clock.advance(PERIOD);
    const { token } = await complete(w, first.challenge, ` ${codeAt(secret, w.clock.now()).replace(/^.../, '$& ')} `);
    expect((await w.as({ token }).ask(ME)).me).toEqual({
      account: { login: person.login },
      capacity: { organization: { name: '东山县第一纺织厂工会' } },
      secondFactor: { enabled: true, recoveryCodesLeft: 10, due: false },
    });
    expect(await told(w, person)).toMatchObject([
      { event: 'NEW_DEVICE' }, // the second sign-in, without a cookie
      { event: 'SECOND_FACTOR_CHANGED', detail: { how: 'ENABLED' }, actor_id: null },
      { event: 'NEW_DEVICE' },
    ]);
  });

  test('a code serves once, and none of an earlier period after it', async () => {
    const w = await world({ at: START });
    const person = await w.person(w.a);
    const { secret } = await enrolled(w, person);
    const attempt = async (steps: number) => {
      const { token, errors } = await complete(w, (await signIn(w, person)).challenge, codeAt(secret, w.clock.now(), steps));
      return token ? 'in' : errors[0].code;
    };
    expect(await attempt(0), 'used to confirm').toBe('SECOND_FACTOR_FAILED');
    w.clock.advance(2 * PERIOD);
    expect([await attempt(-2), await attempt(2)]).toEqual(['SECOND_FACTOR_FAILED', 'SECOND_FACTOR_FAILED']);
    expect([await attempt(-1), await attempt(-1)]).toEqual(['in', 'SECOND_FACTOR_FAILED']);
    expect([await attempt(1), await attempt(0)]).toEqual(['in', 'SECOND_FACTOR_FAILED']);
  });

  test('the same code twice at once opens one session', async () => {
    const w = await world({ at: START });
    const person = await w.person(w.a);
    const { secret } = await enrolled(w, person);
    w.clock.advance(PERIOD);
    const challenges = [await signIn(w, person), await signIn(w, person)].map(({ challenge }) => challenge as string);
    const code = codeAt(secret, w.clock.now());
    const answers = await Promise.all(challenges.map((challenge) => complete(w, challenge, code)));
    expect(answers.filter(({ token }) => token)).toHaveLength(1);
    const twice = await Promise.all([1, 2].map(() => complete(w, challenges[0]!, codeAt(secret, w.clock.now(), 1))));
    expect(twice.filter(({ token }) => token).length).toBeLessThanOrEqual(1);
  });

  test('the second step may take five minutes, to the millisecond, and a forged challenge is none', async () => {
    const w = await world({ at: START });
    const person = await w.person(w.a);
    const { secret } = await enrolled(w, person);
    w.clock.advance(PERIOD);
    const [early, late] = [await signIn(w, person), await signIn(w, person)];
    w.clock.advance(5 * 60_000 - 1);
    expect((await complete(w, early.challenge, codeAt(secret, w.clock.now()))).errors).toEqual([]);
    w.clock.advance(1);
    const refused = { token: null, errors: [{ code: 'INVALID_CHALLENGE', path: ['input', 'challenge'] }] };
    expect(await complete(w, late.challenge, codeAt(secret, w.clock.now(), 1))).toMatchObject(refused);
    expect(await complete(w, early.challenge, codeAt(secret, w.clock.now(), 1)), 'used').toMatchObject(refused);
    expect(await complete(w, 'A'.repeat(43), codeAt(secret, w.clock.now(), 1))).toMatchObject(refused);
  });

  test('five wrong codes close the account, whatever right passwords come between; a challenge takes five', async () => {
    const w = await world({ at: START });
    const person = await w.person(w.a);
    const { secret } = await enrolled(w, person);
    w.clock.advance(PERIOD);
    const right = () => codeAt(secret, w.clock.now());
    const wrong = () => (right() === '000000' ? '000001' : '000000');
    const open = await signIn(w, person);
    for (let attempt = 0; attempt < 5; attempt++) {
      expect(await complete(w, (await signIn(w, person)).challenge, wrong())).toMatchObject(WRONG);
    }
    expect(await complete(w, open.challenge, right())).toMatchObject(WRONG);
    expect((await signIn(w, person)).errors).toMatchObject([{ code: 'SIGN_IN_FAILED' }]);
    w.clock.advance(15 * 60_000);
    const again = await signIn(w, person);
    for (let attempt = 0; attempt < 4; attempt++) await complete(w, again.challenge, wrong());
    expect((await complete(w, again.challenge, right())).errors, 'the fifth').toEqual([]);
    w.clock.advance(PERIOD);
    const last = await signIn(w, person);
    await Promise.all(Array.from({ length: 6 }, () => complete(w, last.challenge, wrong())));
    expect((await complete(w, last.challenge, right())).errors).toMatchObject([{ code: 'INVALID_CHALLENGE' }]);
  });

  test('a recovery code serves once, the owner is told, and new ones void the old', async () => {
    const w = await world({ at: START });
    const person = await w.person(w.a);
    const { secret, recoveryCodes } = await enrolled(w, person);
    const [first, second] = recoveryCodes as [string, string];
    expect(first).toMatch(/^([A-HJKMNP-Z2-9]{4}-){3}[A-HJKMNP-Z2-9]{4}$/);
    const use = async (code: string) => complete(w, (await signIn(w, person)).challenge, code);
    const { token } = await use(first.toLowerCase().replaceAll('-', ' '));
    expect((await w.as({ token }).ask(ME)).me.secondFactor).toEqual({ enabled: true, recoveryCodesLeft: 9, due: false });
    expect(await use(first)).toMatchObject(WRONG);
    expect((await told(w, person)).map(({ detail }) => detail['how'])).toContain('RECOVERY_CODE_USED');
    w.clock.advance(PERIOD);
    const { renewRecoveryCodes } = await w.as({ token }).ask(RENEW, { input: { code: codeAt(secret, w.clock.now()) } });
    expect(renewRecoveryCodes.recoveryCodes).toHaveLength(10);
    expect(await use(second)).toMatchObject(WRONG);
    expect((await use(renewRecoveryCodes.recoveryCodes[9])).errors).toEqual([]);
  });

  test('is turned off with a code of its own, not by guessing with an open session', async () => {
    const w = await world({ at: START });
    const person = await w.person(w.a);
    const { secret } = await enrolled(w, person);
    w.clock.advance(PERIOD);
    const remove = async (code: string) => (await w.as(person).ask(REMOVE, { input: { code } })).removeSecondFactor.errors;
    const wrong = codeAt(secret, w.clock.now()) === '000000' ? '000001' : '000000';
    for (let attempt = 0; attempt < 5; attempt++) {
      expect(await remove(wrong)).toEqual([{ code: 'SECOND_FACTOR_FAILED', path: ['input', 'code'] }]);
    }
    expect(await remove(codeAt(secret, w.clock.now()))).toEqual([{ code: 'ACCOUNT_LOCKED', path: ['input', 'code'] }]);
    w.clock.advance(15 * 60_000);
    expect(await remove(codeAt(secret, w.clock.now()))).toEqual([]);
    expect((await signIn(w, person)).token).toMatch(/^[\w-]{43}$/);
  });

  test('is not replaced while it is on, and not set up without the password', async () => {
    const w = await world({ at: START });
    const person = await w.person(w.a);
    const wrong = await (await givePassword(w, person), w.as(person)).ask(ENROL, { input: { password: 'a wrong guess' } });
    expect(wrong.enrolSecondFactor).toEqual({
      secret: null,
      otpauthUri: null,
      errors: [{ code: 'WRONG_PASSWORD', path: ['input', 'password'] }],
    });
    await enrolled(w, person);
    const { enrolSecondFactor } = await w.as(person).ask(ENROL, { input: { password: PASSWORD } });
    expect(enrolSecondFactor).toEqual({ secret: null, otpauthUri: null, errors: [{ code: 'SECOND_FACTOR_ENABLED', path: ['input'] }] });
    const confirm = await w.as(await w.person(w.b)).ask(CONFIRM, { input: { code: '123456' } });
    expect(confirm.confirmSecondFactor.errors).toEqual([{ code: 'NOT_ENROLLED', path: ['input'] }]);
  });

  test('goes with the password when the level above resets the account', async () => {
    const w = await world({ at: START });
    const [person, administrator] = [await w.person(w.a), await w.person(w.county, ['ADMINISTRATOR'])];
    const { recoveryCodes } = await enrolled(w, person);
    const pending = await signIn(w, person);
    const { resetAccount } = await w.as(administrator).ask(RESET, { input: { personId: w.id('Person', person.personId) } });
    expect((await complete(w, pending.challenge, recoveryCodes[0]!)).errors).toMatchObject([{ code: 'INVALID_CHALLENGE' }]);
    const input = { login: person.login, code: resetAccount.oneTimeCode, newPassword: '桃李不言，下自成蹊。' };
    const { redeemOneTimeCode } = await w.nobody.ask(REDEEM, { input });
    expect(redeemOneTimeCode).toMatchObject({ challenge: null, errors: [] });
    expect((await w.as(redeemOneTimeCode).ask(ME)).me.secondFactor).toEqual({ enabled: false, recoveryCodesLeft: 0, due: false });
    expect(await told(w, person)).toMatchObject([
      { event: 'SECOND_FACTOR_CHANGED' },
      { event: 'PASSWORD_RESET', detail: { how: 'RESET' } },
      { event: 'PASSWORD_RESET', detail: { how: 'ONE_TIME_CODE' } },
    ]);
  });

  test('of the same one-time code twice at once one sets the password', async () => {
    const w = await world({ at: START });
    const [person, administrator] = [await w.person(w.a), await w.person(w.county, ['ADMINISTRATOR'])];
    const { resetAccount } = await w.as(administrator).ask(RESET, { input: { personId: w.id('Person', person.personId) } });
    const redeem = async (newPassword: string) => {
      const input = { login: person.login, code: resetAccount.oneTimeCode, newPassword };
      return (await w.nobody.ask(REDEEM, { input })).redeemOneTimeCode;
    };
    const answers = await Promise.all(['桃李不言，下自成蹊。', '夏雨润物，二〇二二年'].map(redeem));
    expect(answers.map(({ errors }) => errors.length).toSorted((a, b) => a - b)).toEqual([0, 1]);
  });

  test('the database holds no secret that can be read, and it opens for one account only', async () => {
    const w = await world({ at: START });
    const [person, other] = [await w.person(w.a), await w.person(w.b)];
    const { secret, recoveryCodes } = await enrolled(w, person);
    await enrolled(w, other);
    const dump = await asAdministrator(async (client) => {
      const { rows } = await client.query(
        `select f.*, array(select code_hash from app.recovery_code c where c.account_id = f.account_id) as codes
           from app.second_factor f where account_id = $1`,
        [person.accountId],
      );
      await client.query(
        'update app.second_factor set secret = (select secret from app.second_factor where account_id = $1) where account_id = $2',
        [person.accountId, other.accountId],
      );
      return rows[0] as { secret: Buffer; codes: Buffer[] };
    });
    const texts = [dump.secret, ...dump.codes].flatMap((bytes) => [bytes.toString('latin1'), bytes.toString('hex')]);
    for (const text of texts) expect(text).not.toContain(secret);
    for (const code of recoveryCodes) for (const text of texts) expect(text).not.toContain(code.replaceAll('-', ''));
    w.clock.advance(PERIOD);
    const { errors } = await complete(w, (await signIn(w, other)).challenge, codeAt(secret, w.clock.now()));
    expect(errors).toMatchObject([{ code: 'SECOND_FACTOR_UNAVAILABLE' }]);
  });

  test('in production without a key none is set up, and a recovery code still opens what was', async () => {
    const w = await world({ at: START });
    const [person, late] = [await w.person(w.a), await w.person(w.b)];
    const { secret, recoveryCodes } = await enrolled(w, person);
    await givePassword(w, late);
    w.clock.advance(PERIOD);
    const env = { ...readEnv({ NODE_ENV: 'test' }), production: true };
    const server = await createServer({ orm: w.orm, env, clock: w.clock });
    const nobody = new Client(server);
    const { enrolSecondFactor } = await new Client(server, { token: late.token }).ask(ENROL.replace('code path', 'code message path'), {
      input: { password: PASSWORD },
    });
    const message = '服务器没有配置密钥（SECRETS_KEY），暂时不能使用两步验证，请联系平台运维人员';
    expect(enrolSecondFactor).toEqual({
      secret: null,
      otpauthUri: null,
      errors: [{ code: 'SECOND_FACTOR_UNAVAILABLE', message, path: ['input'] }],
    });
    const { challenge } = (await nobody.ask(SIGN_IN, { input: { login: person.login, password: PASSWORD } })).signIn;
    const attempt = async (code: string) => (await nobody.ask(COMPLETE, { input: { challenge, code } })).completeSignIn.errors;
    expect(await attempt(codeAt(secret, w.clock.now()))).toMatchObject([{ code: 'SECOND_FACTOR_UNAVAILABLE', message }]);
    expect(await attempt(recoveryCodes[0]!)).toEqual([]);
    await server.close();
  });
});
