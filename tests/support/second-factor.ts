import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { hashPassword } from '../../src/domains/identity/password.ts';
import type { Client } from './client.ts';
import type { TestPerson, World } from './world.ts';

export const PASSWORD = '春风化雨，二〇二一年';
const PERIOD = 30_000;

export const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { token challenge challengeExpiresAt errors { code message path } } }`;
export const COMPLETE = `mutation ($input: CompleteSignInInput!) { completeSignIn(input: $input) { token expiresAt errors { code message path } } }`;
export const ENROL = `mutation ($input: EnrolSecondFactorInput!) { enrolSecondFactor(input: $input) { secret otpauthUri errors { code path } } }`;
export const CONFIRM = `mutation ($input: ConfirmSecondFactorInput!) { confirmSecondFactor(input: $input) { recoveryCodes errors { code path } } }`;

/** The code that an authenticator shows at an instant, `steps` periods later. */
export const codeAt = (secret: string, at: Date, steps = 0): string =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: at.getTime() + steps * PERIOD });

export async function givePassword(w: World, person: TestPerson): Promise<void> {
  const hash = await hashPassword(PASSWORD);
  await w.asSystem(({ db }) => sql`select app.set_password(${person.accountId}::uuid, ${hash})`.execute(db));
}

/** Sets up a second factor in the present period, whose code is thereby used. */
export async function enrolled(w: World, person: TestPerson, client: Client = w.as(person)) {
  await givePassword(w, person);
  const { enrolSecondFactor } = await client.ask(ENROL, { input: { password: PASSWORD } });
  const secret: string = enrolSecondFactor.secret;
  const { confirmSecondFactor } = await client.ask(CONFIRM, { input: { code: codeAt(secret, w.clock.now()) } });
  if (confirmSecondFactor.errors.length) throw new Error(JSON.stringify(confirmSecondFactor.errors));
  return { secret, recoveryCodes: confirmSecondFactor.recoveryCodes as readonly string[] };
}

/** The first step, as somebody who knows the password. */
export const signIn = async (w: World, { login }: { login: string }, password = PASSWORD) =>
  (await w.nobody.ask(SIGN_IN, { input: { login, password } })).signIn;

/** The second step. */
export const complete = async (w: World, challenge: string, code: string) =>
  (await w.nobody.ask(COMPLETE, { input: { challenge, code } })).completeSignIn;

/** What was announced to an account, oldest first. */
export const told = (w: World, { accountId }: Pick<TestPerson, 'accountId'>) =>
  w.asSystem(async ({ db }) => {
    const { rows } = await sql<{ event: string; detail: Record<string, unknown>; actor_id: string | null }>`
      select event, detail, actor_id from announcement where audience->'accountIds' ? ${accountId} order by id`.execute(db);
    return rows;
  });
