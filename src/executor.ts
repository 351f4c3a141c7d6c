import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type FieldNode,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { Context } from './context.ts';
import { masked } from './faults.ts';
import { badRequest, forbidden, Refusal } from './kit/errors.ts';
import { type Claim, claim, hashOf, keep } from './kit/idempotency.ts';
import { factsOf } from './kit/limits.ts';
import { outcomeOf, refuseInstead } from './kit/mutations.ts';
import { type Backend, type Caller, type Ended, inTransaction } from './pipeline.ts';

type Gateway = ApolloServerOptionsWithGateway<CallerContext>['gateway'];
type Variables = Readonly<Record<string, unknown>>;
type Answer = ExecutionResult<Record<string, unknown>>;

/** What Apollo carries through a request; the resolvers' context is made inside the transaction. */
export interface CallerContext {
  readonly caller: Caller;
  readonly log: { error(fields: object, message: string): void };
}

/** One operation, ready to run. */
interface Asked {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
  readonly run: (ctx: Context) => Promise<Answer> | Answer;
}

export interface ExecutorOptions {
  /** Whether those who are not signed in may read the schema. */
  readonly openIntrospection: boolean;
}

/**
 * Apollo hands execution over to a gateway; this one is in the same process. It runs one operation
 * in one transaction with the walls set. Plugins, error codes and statuses stay Apollo's.
 */
export function gateway(schema: GraphQLSchema, backend: Backend, options: ExecutorOptions): Gateway {
  return {
    load: async () => ({
      executor: async ({ document, request, context }) => {
        const { caller, log } = context as CallerContext;
        // Apollo's own operation name is null for an unknown one, which would run the only operation.
        const operationName = request.operationName ?? null;
        const operation = getOperationAST(document, operationName);
        if (!operation) return (await execute({ schema, document, operationName })) as Answer;

        const definitions = operation.variableDefinitions ?? [];
        const variableValues = request.variables ?? {};
        const variables = getVariableValues(schema, definitions, variableValues, { maxErrors: 10 });
        if (variables.errors) return { errors: variables.errors };

        const run = async (contextValue: Context) =>
          (await execute({ schema, document, operationName, variableValues, contextValue })) as Answer;
        const asked = { document, operation, variables: variableValues, run };
        try {
          const isQuery = operation.operation === OperationTypeNode.QUERY;
          const answer = isQuery
            ? await answerQuery(backend, options, caller, asked)
            : await answerMutation(schema, backend, caller, asked, variables.coerced);
          return presentable(answer, log);
        } catch (error) {
          return { errors: [masked(error, log)] };
        }
      },
    }),
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    stop: async () => {},
  };
}

function answerQuery(backend: Backend, { openIntrospection }: ExecutorOptions, caller: Caller, { document, run }: Asked): Promise<Answer> {
  return inTransaction(backend, caller, 'read', async (ctx) => {
    if (!ctx.account && !openIntrospection && factsOf(document).introspects) {
      throw badRequest('登录后才能查看接口结构', 'INTROSPECTION_DISABLED');
    }
    return { result: await run(ctx), commit: true };
  });
}

function answerMutation(
  schema: GraphQLSchema,
  backend: Backend,
  caller: Caller,
  { document, operation, variables, run }: Asked,
  coerced: Variables,
): Promise<Answer> {
  // The limits let one plain field through.
  const node = operation.selectionSet.selections[0] as FieldNode;
  const field = schema.getMutationType()!.getFields()[node.name.value]!;
  const { input } = getArgumentValues(field, node, coerced) as { input?: Keyed };
  const key = input?.idempotencyKey ?? undefined;
  return inTransaction(backend, caller, 'write', async (ctx) => {
    if (ctx.viewer?.kind === 'TOKEN') throw forbidden('只读令牌不能办理业务');
    if (key === undefined || !ctx.account) return ended(ctx, await run(ctx));
    const secret = field.extensions['secretAnswer'] === true;
    const claimed = { key, operation: field.name, hash: hashOf(ctx, document, variables), secret };
    return answerOnce(ctx, claimed, run);
  });
}

interface Keyed {
  readonly idempotencyKey?: string | null;
}

/** What comes again under its key is answered as it was answered. */
async function answerOnce(ctx: Context, claimed: Claim, run: Asked['run']): Promise<Ended<Answer>> {
  try {
    const data = await claim(ctx, claimed);
    if (data) return { result: { data }, commit: false };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuseInstead(ctx, error);
  }
  const answer = await run(ctx);
  if (outcomeOf(ctx) === 'done' && !answer.errors) await keep(ctx, claimed, answer.data!);
  return ended(ctx, answer);
}

/** A refusal that was thrown has written nothing, and a fault must not leave anything. */
const ended = (ctx: Context, result: Answer): Ended<Answer> => ({
  result,
  commit: !result.errors && outcomeOf(ctx) !== 'undone',
});

/** Masks what is internal; an answer that has data keeps its 200, as GraphQL over HTTP asks. */
function presentable(answer: Answer, log: CallerContext['log']): Answer {
  if (!answer.errors) return answer;
  const errors = answer.errors.map((error) => masked(error, log));
  if (answer.data) for (const { extensions } of errors) delete extensions['http'];
  return { ...answer, errors };
}
