import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { userErrorsOf } from './kit/errors.ts';

/** Errors of PostgreSQL, and of waiting for it, after which the same request may succeed. */
const PASSING = new Set([
  '40001', // serialization failure
  '40P01', // deadlock
  '55P03', // a lock was not to be had in time
  '57014', // statement timeout
  '53300', // too many connections
  '57P01', // the server is being stopped
]);
const NO_CONNECTION = /timeout exceeded when trying to connect|Connection terminated/;

const INTERNAL = '系统出错，请稍后再试';

/** The last net: what failed in Apollo itself, outside of an operation. */
export function maskedByApollo(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const internal = formatted.extensions?.['code'] === 'INTERNAL_SERVER_ERROR';
  return internal ? { ...formatted, message: INTERNAL } : formatted;
}

/**
 * What a client is told of an error outside of a payload: expected ones with their code, passing
 * ones as BUSY, anything else as INTERNAL_SERVER_ERROR without a word of what it was; that is logged.
 */
export function masked(error: unknown, log: { error(fields: object, message: string): void }): GraphQLError {
  const cause = causeOf(error);
  const place = error instanceof GraphQLError ? { nodes: error.nodes, path: error.path } : {};
  if (cause instanceof GraphQLError) return retold(cause, place);
  const [refused] = userErrorsOf(cause) ?? [];
  if (refused) {
    const extensions = { code: refused.code, argument: refused.path };
    return new GraphQLError(refused.message, { ...place, extensions });
  }
  const busy = isPassing(cause);
  log.error({ err: cause }, busy ? 'busy' : 'internal error');
  return new GraphQLError(busy ? '系统繁忙，请稍后重试' : INTERNAL, {
    ...place,
    extensions: busy ? { code: 'BUSY', retryable: true, http: { status: 503 } } : { code: 'INTERNAL_SERVER_ERROR', http: { status: 500 } },
  });
}

type Place = Partial<Pick<GraphQLError, 'nodes' | 'path'>>;

/** One without a code is graphql's own, about the request. */
const retold = ({ message, extensions }: GraphQLError, place: Place): GraphQLError =>
  new GraphQLError(message, { ...place, extensions: { code: 'BAD_USER_INPUT', ...extensions } });

/** What a resolver threw, beneath graphql's own wrapper. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return PASSING.has(String(code)) || NO_CONNECTION.test(error.message);
}
