import { randomUUID } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { MikroORM } from '@mikro-orm/postgresql';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { callerOf, tellSession, throttlesOf } from './caller.ts';
import type { FileStore } from './domains/files/store-file.ts';
import type { Env } from './env.ts';
import { type CallerContext, gateway } from './executor.ts';
import { maskedByApollo } from './faults.ts';
import { answerError, explorer, failure, headersOf, loggerOptions, logRequests, wantsExplorer } from './http.ts';
import { limits } from './kit/limits.ts';
import { SecretBox } from './kit/secret-box.ts';
import type { Routes } from './kit/route.ts';
import type { Clock } from './kit/time.ts';
import { inTransaction } from './pipeline.ts';
import { createSchema } from './schema.ts';

const MAX_BODY = 1024 * 1024;
/** Answers of more bytes than fit into one packet go compressed to whoever takes that: most are read on a phone. */
const COMPRESSED_FROM = 1400;

export interface ServerOptions {
  readonly orm: MikroORM;
  readonly env: Pick<Env, 'production' | 'SECRETS_KEY' | 'LOG_LEVEL' | 'SECURE_COOKIES' | 'TRUST_PROXY'>;
  readonly clock: Clock;
  /** That of all domains, unless a test brings its own. */
  readonly schema?: GraphQLSchema;
  /** Where files lie, for what GraphQL tells of uploads. */
  readonly files?: FileStore;
  /** Whether requests can be served now, for `/readyz`. */
  readonly ready?: () => boolean | Promise<boolean>;
  /** Adds routes beside GraphQL: files, pages for paper. */
  readonly registerRoutes?: Routes;
}

/** The whole server, not yet listening; tests inject requests into the same one. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { orm, env, clock } = options;
  const schema = options.schema ?? createSchema();
  const backend = { orm, clock, box: SecretBox.of(env), files: options.files };
  const apollo = new ApolloServer<CallerContext>({
    gateway: gateway(schema, backend, { openIntrospection: !env.production }),
    nodeEnv: 'production',
    introspection: true, // the executor asks who calls
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    formatError: maskedByApollo,
    ...limits(schema),
  });
  await apollo.start();

  const app = Fastify({
    bodyLimit: MAX_BODY,
    forceCloseConnections: 'idle',
    trustProxy: env.TRUST_PROXY,
    genReqId: () => randomUUID(),
    exposeHeadRoutes: false,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    logger: loggerOptions(env.LOG_LEVEL),
  });
  await app.register(cookie, { hook: false }); // read where a caller is asked for
  await app.register(rateLimit, { global: false });
  await app.register(compress, { global: false });
  const throttles = throttlesOf(app);
  const callerOfRequest = (request: FastifyRequest, reply: FastifyReply) =>
    callerOf(request, throttles(request), (change) => tellSession(reply, env.SECURE_COOKIES, change));

  logRequests(app);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((_, reply) => reply.code(404).send(failure('NOT_FOUND', '没有这个地址')));
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_, reply) =>
    (await (options.ready?.() ?? true)) ? { status: 'ok' } : reply.code(503).send({ status: 'unavailable' }),
  );
  app.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    compress: { encodings: ['gzip'], threshold: COMPRESSED_FROM },
    async handler(request, reply) {
      if (!env.production && wantsExplorer(request)) return explorer(reply);
      const answer = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: request.method,
          headers: headersOf(request),
          search: new URL(request.url, 'http://localhost').search,
          body: request.body,
        },
        context: async () => ({ caller: callerOfRequest(request, reply), log: request.log }),
      });
      for (const [name, value] of answer.headers) reply.header(name, value);
      reply.code(answer.status ?? 200);
      return answer.body.kind === 'complete' ? answer.body.string : reply.send(answer.body.asyncIterator);
    },
  });
  options.registerRoutes?.(
    app,
    (request, reply, mode, work) =>
      inTransaction(backend, callerOfRequest(request, reply), mode, async (ctx) => ({
        result: await work(ctx),
        commit: true,
      })),
    backend,
  );
  app.addHook('onClose', () => apollo.stop());
  return app;
}
