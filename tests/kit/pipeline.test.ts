import { createHash, randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { Ctx, Field, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Context } from '../../src/context.ts';
import { withClient } from '../../src/database/connection.ts';
import { Can, Operator, Public, SignedIn } from '../../src/kit/access.ts';
import { Payload, Refusal, unauthenticated } from '../../src/kit/errors.ts';
import { SecretAnswer } from '../../src/kit/idempotency.ts';
import { Input, inputType } from '../../src/kit/input.ts';
import { encodeId, NIL_ID } from '../../src/kit/node-id.ts';
import { Throttled } from '../../src/kit/throttle.ts';
import { AdjustableClock } from '../../src/kit/time.ts';
import { connect } from '../../src/orm.ts';
import { createSchema } from '../../src/schema.ts';
import { createServer } from '../../src/server.ts';
import type { WithContext } from '../../src/kit/route.ts';
import { testDatabase } from '../support/database.ts';

const leaveMark = z
  .object({
    mark: z.string().min(1).max(20).meta({ description: 'What is written.' }),
    after: z.enum(['refuse', 'fault', 'busy', 'answer']).optional().meta({ graphql: String, description: 'What happens after.' }),
  })
  .meta({ description: 'How a mark is left.' });
const LeaveMarkInput = inputType('LeaveMarkInput', leaveMark);

@ObjectType({ implements: Payload, description: 'The mark.' })
class LeaveMarkPayload extends Payload {
  @Field(() => String, { nullable: true, description: 'As written.' })
  mark?: string;
}

type Ending = z.output<typeof leaveMark>['after'];
let runs = 0;

/** Leaves a row that the caller can read back, then ends in different ways. */
async function leave(ctx: Context, { mark, after }: z.output<typeof leaveMark>) {
  runs++;
  await sql`
    insert into request_key (federation_id, account_id, key, operation, request_hash, answer, created_at)
    values (${NIL_ID}, ${ctx.account!.id}, ${`mark:${mark}`}, 'mark', '', '{}', ${ctx.now})`.execute(ctx.db);
  if (after === 'refuse') throw new Refusal('NO_MARK', '不能写', ['input', 'mark'], { mark: 'instead' });
  if (after === 'fault') throw new Error('a secret of the inside');
  if (after === 'busy') throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
  if (after === 'answer') return { errors: [{ code: 'COUNTED', message: '已记一次', path: [] }] };
  return { mark };
}

@Resolver()
class ProbeResolver {
  @SignedIn()
  @Query(() => [String], { description: 'Marks left.' })
  async marks(@Ctx() { db }: Context) {
    const { rows } = await sql<{ key: string }>`select key from request_key where operation = 'mark' order by key`.execute(db);
    return rows.map(({ key }) => key);
  }

  @Public()
  @Query(() => String, { description: 'Tries to write.' })
  async write(@Ctx() { db }: Context) {
    await sql`insert into request_key (federation_id) values (null)`.execute(db);
    return 'written';
  }

  @Operator()
  @Query(() => String, { description: 'For the operator.' })
  operate() {
    return 'ok';
  }

  @Can('read', 'Anything')
  @Query(() => String, { description: 'For those who may.' })
  guarded() {
    return 'ok';
  }

  @Public()
  @Throttled({ max: 2, seconds: 60 })
  @Query(() => String, { description: 'Twice a minute.' })
  seldom() {
    return 'ok';
  }

  @SignedIn()
  @Mutation(() => LeaveMarkPayload, { description: 'Leaves a mark.' })
  leaveMark(@Input(() => LeaveMarkInput, leaveMark) input: z.output<typeof leaveMark>, @Ctx() ctx: Context) {
    return leave(ctx, input);
  }

  @SignedIn()
  @SecretAnswer()
  @Mutation(() => LeaveMarkPayload, { description: 'Leaves a mark that is told once.' })
  leaveSecret(@Input(() => LeaveMarkInput, leaveMark) input: z.output<typeof leaveMark>, @Ctx() ctx: Context) {
    return leave(ctx, input);
  }

  @Public()
  @Mutation(() => LeaveMarkPayload, { description: 'Changes the session.' })
  changeSession(@Input(() => LeaveMarkInput, leaveMark) { mark, after }: z.output<typeof leaveMark>, @Ctx() { reply, now }: Context) {
    reply.setSession(mark, new Date(now.getTime() + 3_600_000));
    if (after === 'refuse') throw new Refusal('NO', '不', []);
    if (after === 'answer') reply.clearSession();
    return { mark };
  }
}

/** A plain route beside GraphQL, as files have. */
const registerRoutes = (server: FastifyInstance, withContext: WithContext) =>
  server.post<{ Params: { mark: string }; Querystring: { after?: Ending } }>('/marks/:mark', (request, reply) =>
    withContext(request, reply, 'write', async (ctx) => {
      if (!ctx.account) throw unauthenticated();
      return leave(ctx, { mark: request.params.mark, after: request.query.after });
    }),
  );

const clock = new AdjustableClock('2026-01-05T09:00:00+08:00');
const token = `t-${randomUUID()}`;
let app: FastifyInstance;
let orm: MikroORM;

beforeAll(async () => {
  const { owner, application } = await testDatabase();
  await withClient(owner, async (client) => {
    const id = randomUUID();
    await client.query('insert into app.account (id, login, operator, created_at) values ($1, $2, true, $3)', [
      id,
      `op-${id}`,
      clock.now(),
    ]);
    await client.query('insert into app.session (token_hash, account_id, created_at, expires_at) values ($1, $2, $3, $4)', [
      createHash('sha256').update(token).digest(),
      id,
      clock.now(),
      new Date('2026-01-06T00:00:00Z'),
    ]);
  });
  orm = await connect(application, { max: 4 });
  const env = { production: true, LOG_LEVEL: 'silent', SECURE_COOKIES: true, TRUST_PROXY: false } as const;
  app = await createServer({ orm, env, clock, schema: createSchema([ProbeResolver]), registerRoutes });
});

afterAll(async () => {
  await app?.close();
  await orm?.close();
});

async function ask(query: string, options: { variables?: object; headers?: Record<string, string>; as?: string | null } = {}) {
  const { variables = {}, headers = {}, as = token } = options;
  const answer = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { accept: 'application/graphql-response+json', ...(as !== null && { authorization: `Bearer ${as}` }), ...headers },
    payload: { query, variables },
  });
  return { status: answer.statusCode, headers: answer.headers, ...answer.json() };
}

const LEAVE = 'mutation Leave($input: LeaveMarkInput!) { done: leaveMark(input: $input) { __typename mark errors { code message path } } }';
const left = async (mark: string) => ((await ask('{ marks }')).data.marks as string[]).includes(`mark:${mark}`);

describe('who asks', () => {
  it('answers UNAUTHENTICATED without a token and with a wrong one, and never rows', async () => {
    for (const as of [null, 'wrong']) {
      const answer = await ask('{ marks }', { as });
      expect(answer).toMatchObject({ status: 401, errors: [{ message: '请先登录', extensions: { code: 'UNAUTHENTICATED' } }] });
      expect(answer.data ?? null).toBeNull();
    }
  });

  it('answers public fields to everybody', async () => {
    expect(await ask('{ clock { now } }', { as: 'wrong' })).toMatchObject({
      status: 200,
      data: { clock: { now: '2026-01-05T01:00:00.000Z' } },
    });
  });

  it('takes the session from the cookie', async () => {
    expect(await ask('{ operate }', { as: null, headers: { cookie: `a=b; liandong_session=${token}` } })).toMatchObject({
      data: { operate: 'ok' },
    });
  });

  it("forbids what the ability does not hold, and a capacity that is not the account's", async () => {
    expect(await ask('{ guarded }')).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    const headers = { 'x-capacity': encodeId('Capacity', randomUUID()) };
    expect(await ask('{ operate }', { headers })).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(await ask('{ operate }', { headers: { 'x-capacity': 'nonsense' } })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  it('opens the schema to those who are signed in', async () => {
    expect(await ask('{ __schema { queryType { name } } }', { as: null })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'INTROSPECTION_DISABLED' } }],
    });
    expect(await ask('{ __schema { queryType { name } } }')).toMatchObject({
      status: 200,
      data: { __schema: { queryType: { name: 'Query' } } },
    });
  });

  it('counts what is throttled per operation', async () => {
    const answers = [await ask('{ seldom }'), await ask('{ seldom }'), await ask('{ seldom }')];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  });
});

describe('a mutation', () => {
  it('that refuses undoes what it wrote and answers data', async () => {
    const answer = await ask(LEAVE, { variables: { input: { mark: 'r1', after: 'refuse' } } });
    expect(answer).toMatchObject({
      status: 200,
      data: { done: { mark: 'instead', errors: [{ code: 'NO_MARK', message: '不能写', path: ['input', 'mark'] }] } },
    });
    expect(await left('r1')).toBe(false);
  });

  it('that answers errors keeps what it wrote', async () => {
    const answer = await ask(LEAVE, { variables: { input: { mark: 'a1', after: 'answer' } } });
    expect(answer.data.done.errors).toEqual([{ code: 'COUNTED', message: '已记一次', path: [] }]);
    expect(await left('a1')).toBe(true);
  });

  it('that faults leaves nothing and tells nothing', async () => {
    const answer = await ask(LEAVE, { variables: { input: { mark: 'f1', after: 'fault' } } });
    expect(answer).toMatchObject({
      status: 500,
      errors: [{ message: '系统出错，请稍后再试', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    expect(JSON.stringify(answer)).not.toContain('secret of the inside');
    expect(await left('f1')).toBe(false);
  });

  it('that meets a deadlock says that it may be tried again', async () => {
    const answer = await ask(LEAVE, { variables: { input: { mark: 'b1', after: 'busy' } } });
    expect(answer).toMatchObject({
      status: 503,
      errors: [{ message: '系统繁忙，请稍后重试', extensions: { code: 'BUSY', retryable: true } }],
    });
  });

  it('with a bad input answers why, in Chinese, with the path', async () => {
    const answer = await ask(LEAVE, { variables: { input: { mark: '' } } });
    expect(answer.data.done.errors).toEqual([{ code: 'TOO_SMALL', message: '不能为空', path: ['input', 'mark'] }]);
  });

  it('cannot hide in a query', async () => {
    expect(await ask('{ write }')).toMatchObject({ status: 500, errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
  });
});

describe('an idempotency key', () => {
  const input = (mark: string, more: object = {}) => ({ variables: { input: { mark, idempotencyKey: `key-${mark}`, ...more } } });

  it('has the same request done once and answered alike', async () => {
    const before = runs;
    const first = await ask(LEAVE, input('k1'));
    const again = await ask(LEAVE.replace('mark errors', 'mark\n errors'), input('k1'));
    expect(again.data).toEqual(first.data);
    expect(first.data.done).toMatchObject({ __typename: 'LeaveMarkPayload', mark: 'k1', errors: [] });
    expect(runs - before).toBe(1);
  });

  it('has ten at once done once', async () => {
    const before = runs;
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(LEAVE, input('k2'))));
    for (const { data } of answers) expect(data.done.mark).toBe('k2');
    expect(runs - before).toBe(1);
  });

  it('with other content is a conflict, as data', async () => {
    await ask(LEAVE, input('k3'));
    const other = await ask(LEAVE, input('k3', { mark: 'k3-other' }));
    expect(other.data.done).toEqual({
      __typename: 'LeaveMarkPayload',
      mark: null,
      errors: [{ code: 'IDEMPOTENCY_CONFLICT', message: '同一个幂等键不能用于不同的内容', path: ['input', 'idempotencyKey'] }],
    });
    expect(await left('k3-other')).toBe(false);
  });

  it.each(['refuse', 'answer', 'fault'])('is free again after a mutation ended in: %s', async (after) => {
    await ask(LEAVE, input(`k4-${after}`, { mark: `no-${after}`, after }));
    const corrected = await ask(LEAVE, input(`k4-${after}`));
    expect(corrected.data.done).toMatchObject({ mark: `k4-${after}`, errors: [] });
  });

  it('never keeps an answer that is shown once', async () => {
    const secret = LEAVE.replace('leaveMark(', 'leaveSecret(');
    expect((await ask(secret, input('k5'))).data.done.mark).toBe('k5');
    expect((await ask(secret, input('k5'))).data.done).toMatchObject({ mark: null, errors: [{ code: 'ALREADY_DONE' }] });
  });

  it('is of 1 to 200 characters', async () => {
    const answer = await ask(LEAVE, input('k6', { idempotencyKey: 'x'.repeat(201) }));
    expect(answer.data.done.errors).toMatchObject([{ code: 'INVALID_IDEMPOTENCY_KEY', path: ['input', 'idempotencyKey'] }]);
  });
});

describe('a plain route', () => {
  const put = (address: string, as?: string) =>
    app.inject({ method: 'POST', url: address, headers: as === undefined ? {} : { authorization: `Bearer ${as}` } });

  it('works in a transaction of the caller', async () => {
    expect((await put('/marks/p1', token)).json()).toEqual({ mark: 'p1' });
    expect(await left('p1')).toBe(true);
    expect((await put('/marks/p2')).json()).toEqual({ errors: [{ message: '请先登录', extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it.each([
    ['refuse', 422, 'NO_MARK'],
    ['busy', 503, 'BUSY'],
    ['fault', 500, 'INTERNAL_SERVER_ERROR'],
  ])('leaves nothing when it ends in: %s', async (after, status, code) => {
    const answer = await put(`/marks/p-${after}?after=${after}`, token);
    expect([answer.statusCode, answer.json().errors[0].extensions.code]).toEqual([status, code]);
    expect(await left(`p-${after}`)).toBe(false);
  });
});

describe('the session cookie', () => {
  const CHANGE = 'mutation ($input: LeaveMarkInput!) { changeSession(input: $input) { mark } }';

  it('is set out of the reach of scripts and other sites', async () => {
    const { headers } = await ask(CHANGE, { variables: { input: { mark: 'secret' } }, as: null });
    expect(headers['set-cookie']).toBe(
      'liandong_session=secret; Path=/; Expires=Mon, 05 Jan 2026 02:00:00 GMT; HttpOnly; Secure; SameSite=Lax',
    );
  });

  it('stays as it was when the mutation refuses', async () => {
    const { headers } = await ask(CHANGE, { variables: { input: { mark: 'secret', after: 'refuse' } }, as: null });
    expect(headers['set-cookie']).toBeUndefined();
  });
});
