import type { FastifyInstance } from 'fastify';
import { encodeId } from '../../src/kit/node-id.ts';

/** A document that codegen typed, or its bare text, whose answer is then untyped. */
export interface Document<Result, Variables> {
  toString(): string;
  __apiType?: (variables: Variables) => Result;
}

/** What a test says of who it is. */
export interface Credentials {
  /** Secret of a session or of an API token; without one, nobody. */
  readonly token?: string | undefined;
  /** Id of the capacity to act in, as in the database. */
  readonly capacity?: string | undefined;
  /** Further headers, such as a cookie. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string } & Readonly<Record<string, unknown>>;
}

export interface Answer<Result> {
  readonly status: number;
  readonly data: Result | null | undefined;
  readonly errors: readonly AnswerError[] | undefined;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
}

/** Variables may be left out where the document takes none. */
type Given<Variables> = object extends Variables ? [variables?: Variables] : [variables: Variables];

// Bare text says nothing of its answer; the assertions of the test do.
// oxlint-disable-next-line typescript/no-explicit-any
type Untyped = any;

/** The API as one caller sees it: every request goes through HTTP, as a client's would. */
export class Client {
  readonly #app: FastifyInstance;
  readonly #credentials: Credentials;

  constructor(app: FastifyInstance, credentials: Credentials = {}) {
    this.#app = app;
    this.#credentials = credentials;
  }

  /** The whole answer, errors and all. */
  execute(document: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer<Untyped>>;
  execute<Result, Variables>(document: Document<Result, Variables>, ...given: Given<Variables>): Promise<Answer<Result>>;
  execute(document: Document<unknown, unknown>, variables?: unknown): Promise<Answer<unknown>> {
    return execute(document, variables, this.#app, this.#credentials);
  }

  /** The data of an answer; throws when the answer has errors beside its payload. */
  ask(document: string, variables?: Readonly<Record<string, unknown>>): Promise<Untyped>;
  ask<Result, Variables>(document: Document<Result, Variables>, ...given: Given<Variables>): Promise<Result>;
  async ask(document: Document<unknown, unknown>, variables?: unknown): Promise<unknown> {
    const { data, errors } = await execute(document, variables, this.#app, this.#credentials);
    if (errors) throw new Error(`The request failed: ${JSON.stringify(errors)}`);
    return data;
  }
}

async function execute(
  document: Document<unknown, unknown>,
  variables: unknown,
  app: FastifyInstance,
  { token, capacity, headers }: Credentials,
): Promise<Answer<unknown>> {
  const response = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(capacity !== undefined && { 'x-capacity': encodeId('Capacity', capacity) }),
      ...headers,
    },
    payload: JSON.stringify({ query: document.toString(), variables }),
  });
  const body = response.json<{ data?: unknown; errors?: AnswerError[] }>();
  return { status: response.statusCode, data: body.data, errors: body.errors, headers: response.headers };
}
