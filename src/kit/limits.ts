import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import {
  defaultFieldResolver,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type ValidationContext,
  visit,
} from 'graphql';
// Its ESM build loads a second graphql.
import { fieldExtensionsEstimator, getComplexity, simpleEstimator } from 'graphql-query-complexity/cjs';
import { MAX_ROWS } from './connection.ts';
import { badRequest } from './errors.ts';

const MAX_COST = 5000;

/** armor throws inside validate(), which would be answered as a fault; reported, it is a 400. */
const reported = {
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null, error: GraphQLError) => context!.reportError(error)],
};

/** Apollo options that keep a request small: what it may hold, cost, and be told when refused. */
export function limits(schema: GraphQLSchema) {
  return {
    parseOptions: { maxTokens: 400 },
    validationOptions: { maxErrors: 5 },
    validationRules: [
      maxAliasesRule({ n: 15, allowList: [], ...reported }),
      maxDirectivesRule({ n: 10, ...reported }),
      maxDepthRule({ n: 10, ...reported }),
    ],
    hideSchemaDetailsFromClientErrors: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false as const,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), requestLimits(schema), legacyStatus],
  };
}

/** A list costs what one row costs, times the rows asked for; it gives 1 to 100 of them. */
export function priceLists(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (!field.args.some((arg) => arg.name === 'first')) continue;
      field.extensions = { ...field.extensions, complexity: costOfList };
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (source, args, ctx, info) => {
        const first = args['first'] as number;
        if (first < 1 || first > MAX_ROWS) throw badRequest(`first 应在 1 到 ${MAX_ROWS} 之间`);
        return resolve(source, args, ctx, info);
      };
    }
  }
}

/** A negative `first` must not make a negative cost. */
function costOfList({ args, childComplexity }: { args: { first: number }; childComplexity: number }) {
  return 1 + Math.min(Math.max(args.first, 1), MAX_ROWS) * childComplexity;
}

interface Facts {
  /** Whether it asks for the schema itself. */
  readonly introspects: boolean;
  /** Whether a literal in it holds what cannot be stored. */
  readonly unstorable: boolean;
}

const known = new WeakMap<DocumentNode, Facts>();

/** What a document asks for, looked up once per document. */
export function factsOf(document: DocumentNode): Facts {
  const before = known.get(document);
  if (before) return before;
  let [introspects, unstorable] = [false, false];
  visit(document, {
    Field: ({ name }) => void (introspects ||= name.value === '__schema' || name.value === '__type'),
    StringValue: ({ value }) => void (unstorable ||= !isStorable(value)),
  });
  const facts = { introspects, unstorable };
  known.set(document, facts);
  return facts;
}

const MAX_DEPTH = 32;

/**
 * Variables nested a thousand deep would exhaust the stack of whatever walks through them, and some
 * characters cannot be stored.
 */
function refuseVariables(variables: object): void {
  const waiting: [value: object, depth: number][] = [[variables, 1]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, depth] = next;
    if (depth > MAX_DEPTH) throw badRequest('变量嵌套太深', 'TOO_DEEP');
    for (const [key, item] of Object.entries(value)) {
      if (!isStorable(key) || (typeof item === 'string' && !isStorable(item))) throw unstorable();
      if (typeof item === 'object' && item !== null) waiting.push([item, depth + 1]);
    }
  }
}

/** PostgreSQL's text holds no U+0000; half a surrogate pair would be kept as another character than was sent. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

const unstorable = () => badRequest('内容含有不可用的字符：U+0000 或不完整的字符');

function requestLimits(schema: GraphQLSchema): ApolloServerPlugin {
  const estimators = [fieldExtensionsEstimator(), simpleEstimator({ defaultComplexity: 1 })];
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request }) {
          if (operation) refuseShape(operation);
          const variables = request.variables ?? {};
          refuseVariables(variables);
          if (factsOf(document).unstorable) throw unstorable();
          let cost: number;
          try {
            const { operationName } = request;
            cost = getComplexity({
              schema,
              query: document,
              variables,
              estimators,
              ...(operationName && { operationName }),
            });
          } catch {
            return; // the variables do not fit: coercion says so before anything runs, with their names
          }
          if (!(cost <= MAX_COST)) {
            throw badRequest(`查询太大：${cost}，上限 ${MAX_COST}`, 'TOO_EXPENSIVE');
          }
        },
      };
    },
  };
}

/** One request does one thing: one transaction, one answer to keep under an idempotency key. */
function refuseShape({ operation, selectionSet: { selections } }: OperationDefinitionNode): void {
  if (operation === OperationTypeNode.SUBSCRIPTION) throw badRequest('不支持订阅', 'BAD_REQUEST');
  if (operation !== OperationTypeNode.MUTATION) return;
  const [only, ...others] = selections;
  if (others.length || only?.kind !== Kind.FIELD || only.directives?.length) {
    throw badRequest('一次请求只能办一件事', 'ONE_MUTATION');
  }
}

/**
 * GraphQL over HTTP: a client that speaks only application/json reads a well-formed answer under
 * 200, even a refusal; one that accepts application/graphql-response+json is told by the status.
 */
const legacyStatus: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response, document, errors }) {
        const accepted = request.http?.headers.get('accept') ?? '';
        const understands = accepted.includes('application/graphql-response+json');
        const syntax = errors?.[0]?.extensions['code'] === 'GRAPHQL_PARSE_FAILED';
        if (response.http.status === 400 && !understands && (document || syntax)) {
          response.http.status = 200;
        }
      },
    };
  },
};
