import { HeaderMap } from '@apollo/server';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { masked } from './faults.ts';

/** A failure outside of GraphQL, in the same shape. */
export const failure = (code: string, message: string) => ({
  errors: [{ message, extensions: { code } }],
});

const FAILURES: Readonly<Record<number, readonly [string, string]>> = {
  404: ['NOT_FOUND', '没有这个地址'],
  413: ['TOO_LARGE', '内容太大'],
  415: ['UNSUPPORTED_MEDIA_TYPE', '不支持这种内容格式'],
  429: ['TOO_MANY_REQUESTS', '操作太频繁，请稍后再试'],
};

/**
 * What a client is told when a request ends outside of GraphQL. A refusal of a plain route has its
 * code and message; what is internal goes to the log.
 */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  if (error.statusCode !== undefined && error.statusCode < 500) {
    const [code, message] = FAILURES[error.statusCode] ?? ['BAD_REQUEST', '请求格式不正确'];
    return reply.code(error.statusCode).send(failure(code, message));
  }
  const { message, extensions } = masked(error, request.log);
  const code = String(extensions['code']);
  const { status = code === 'NOT_FOUND' ? 404 : 422 } = (extensions['http'] ?? {}) as { status?: number };
  return reply.code(status).send(failure(code, message));
}

/**
 * Structured lines on standard output. Of an error only what says where it happened: PostgreSQL
 * puts values of rows into an error's detail.
 */
export const loggerOptions = (level: string) => ({
  level,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  serializers: {
    err: (error: Error & { code?: string; constraint?: string; table?: string }) => ({
      type: error.name,
      message: error.message,
      stack: error.stack ?? '',
      code: error.code,
      table: error.table,
      constraint: error.constraint,
    }),
  },
});

/** One line per request, and its id in the answer. The query string may hold data: it is left out. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        path: request.url.split('?', 1)[0],
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    );
  });
}

/** Headers as Apollo takes them. */
export function headersOf(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/** Somebody opened the address in a browser. */
export function wantsExplorer(request: FastifyRequest): boolean {
  const { accept = '' } = request.headers;
  return request.method === 'GET' && accept.includes('text/html') && !request.url.includes('query=');
}

const FIRST_QUERY = `# 联动 GraphQL 接口。Ctrl+Enter 运行；登录后即可使用全部查询。
query Clock {
  clock {
    now
  }
}
`;

/** An explorer that needs nothing from the network; 9 MB, so it is loaded when first asked for. */
export async function explorer(reply: FastifyReply): Promise<FastifyReply> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const page = renderGraphiQL({ endpoint: '/graphql', title: '联动', defaultQuery: FIRST_QUERY });
  return reply.type('text/html; charset=utf-8').send(page);
}
