import { type GraphQLInputField, GraphQLInputObjectType, getNullableType, GraphQLString, type GraphQLSchema } from 'graphql';
import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { Refusal, userErrorsOf } from './errors.ts';

/**
 * What became of a mutation. `undone`: it refused and everything it wrote is gone. `refused`: it
 * answered errors and what it wrote stays.
 */
export type Outcome = 'done' | 'undone' | 'refused';

const outcomes = new WeakMap<Context, Outcome>();
const preset = new WeakMap<Context, Refusal>();

/** What became of the mutation of this request; undefined while it has not ended, or faulted. */
export const outcomeOf = (ctx: Context): Outcome | undefined => outcomes.get(ctx);

/** Makes the request's mutation answer this refusal instead of running. */
export function refuseInstead(ctx: Context, refusal: Refusal): void {
  preset.set(ctx, refusal);
}

/**
 * Runs every mutation in a savepoint. One that throws an expected failure undoes what it did and
 * answers why, as data; one that succeeds answers an empty list of errors.
 */
export function answerRefusals(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const resolve = field.resolve!;
    field.resolve = async (source, args, ctx: Context, info) => {
      try {
        const instead = preset.get(ctx);
        if (instead) throw instead;
        const work = async () => (await resolve(source, args, ctx, info)) as Answer;
        const answer = { errors: [], ...(await inSavepoint(ctx, work)) };
        outcomes.set(ctx, answer.errors.length ? 'refused' : 'done');
        return answer;
      } catch (error) {
        const errors = userErrorsOf(error);
        if (!errors) throw error;
        outcomes.set(ctx, 'undone');
        return { ...(error instanceof Refusal && error.extra), errors };
      }
    };
  }
}

interface Answer {
  readonly errors?: readonly unknown[];
}

/**
 * Does the work or none of it; a failure leaves the transaction usable. What was read before is
 * forgotten either way, because the work may have changed it.
 */
export async function inSavepoint<Result>(ctx: Context, work: () => Promise<Result>): Promise<Result> {
  await sql`savepoint work`.execute(ctx.db);
  try {
    const result = await work();
    await ctx.em.flush();
    await sql`release savepoint work`.execute(ctx.db);
    return result;
  } catch (error) {
    await sql`rollback to savepoint work`.execute(ctx.db);
    ctx.em.clear();
    throw error;
  } finally {
    ctx.loaders.clear();
  }
}

/**
 * Every mutation takes one argument, `input`, which may carry an idempotency key.
 *
 * @throws Error naming the mutations that take anything else
 */
export function acceptIdempotencyKeys(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const [input, ...others] = field.args;
    const type = input && getNullableType(input.type);
    if (input?.name !== 'input' || others.length || !(type instanceof GraphQLInputObjectType)) {
      throw new Error(`Mutation.${field.name} must take one argument, input`);
    }
    type.getFields()['idempotencyKey'] = IDEMPOTENCY_KEY;
  }
}

const IDEMPOTENCY_KEY: GraphQLInputField = {
  name: 'idempotencyKey',
  description: 'Chosen by the client, 1 to 200 characters: the same request under the same key is done once and answered alike.',
  type: GraphQLString,
  defaultValue: undefined,
  deprecationReason: undefined,
  extensions: {},
  astNode: undefined,
};
