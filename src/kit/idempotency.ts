import { createHash } from 'node:crypto';
import { type DocumentNode, print } from 'graphql';
import { sql } from 'kysely';
import { Extensions } from 'type-graphql';
import type { Context } from '../context.ts';
import { canonical } from './canonical.ts';
import { Refusal } from './errors.ts';
import { NIL_ID } from './node-id.ts';

type Data = Readonly<Record<string, unknown>>;

/** What a key stands for: who asked for what. */
export interface Claim {
  readonly key: string;
  readonly operation: string;
  readonly hash: string;
  /** The answer is shown once and never stored. */
  readonly secret: boolean;
}

const PATH = ['input', 'idempotencyKey'];
const MAX_LENGTH = 200;
/** Kept instead of an answer that must not be kept. */
const SECRET = JSON.stringify({ secret: true });

/** For mutations whose answer is shown once, such as a new token: it is never stored. */
export const SecretAnswer = (): MethodDecorator & PropertyDecorator => Extensions({ secretAnswer: true });

/** The same request in the same capacity, however it is laid out, has the same hash. */
export function hashOf(ctx: Context, document: DocumentNode, variables: Data): string {
  const asked = [ctx.viewer?.capacityId ?? null, print(document), variables];
  return createHash('sha256').update(canonical(asked)).digest('hex');
}

/**
 * Takes the key for this request. A twin that runs at the same time waits here until the first one
 * has ended.
 *
 * @returns the answer given before; undefined when the request is to be done
 * @throws Refusal IDEMPOTENCY_CONFLICT when the key was used for something else
 */
export async function claim(ctx: Context, { key, operation, hash }: Claim): Promise<Data | undefined> {
  if (key === '' || [...key].length > MAX_LENGTH) {
    throw new Refusal('INVALID_IDEMPOTENCY_KEY', `幂等键应为 1 到 ${MAX_LENGTH} 个字符`, PATH);
  }
  const owner = ownerOf(ctx);
  // A row without an answer is left by a mutation that refused and was kept: its key is free again.
  const taken = await sql`
    insert into request_key (federation_id, account_id, key, operation, request_hash, created_at)
    values (${owner.federation}, ${owner.account}, ${key}, ${operation}, ${hash}, ${ctx.now})
    on conflict (federation_id, account_id, key) do update
      set operation = excluded.operation, request_hash = excluded.request_hash
      where request_key.answer is null
    returning 1`.execute(ctx.db);
  if (taken.rows.length) return undefined;
  const { rows } = await sql<{ request_hash: string; answer: string }>`
    select request_hash, answer from request_key
    where federation_id = ${owner.federation} and account_id = ${owner.account} and key = ${key}
  `.execute(ctx.db);
  const [before] = rows;
  if (before?.request_hash !== hash) {
    throw new Refusal('IDEMPOTENCY_CONFLICT', '同一个幂等键不能用于不同的内容', PATH);
  }
  if (before.answer === SECRET) {
    throw new Refusal('ALREADY_DONE', '这一步已经办过，其中的密钥只显示一次', PATH);
  }
  return JSON.parse(before.answer) as Data;
}

/** Keeps what was answered, in the transaction that did it. */
export async function keep(ctx: Context, { key, secret }: Claim, answer: Data): Promise<void> {
  const owner = ownerOf(ctx);
  await sql`
    update request_key set answer = ${secret ? SECRET : JSON.stringify(answer)}
    where federation_id = ${owner.federation} and account_id = ${owner.account} and key = ${key}
  `.execute(ctx.db);
}

/** Without a capacity nobody is in a federation. */
const ownerOf = ({ account, viewer }: Context) => ({
  federation: viewer?.federationId ?? NIL_ID,
  account: account!.id,
});
