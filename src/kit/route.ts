import type { MikroORM } from '@mikro-orm/postgresql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Context, ViewerContext } from '../context.ts';
import { forbidden, notFound, secondFactorDue, unauthenticated, type UserError, userErrorsOf } from './errors.ts';
import { decodeId, NIL_ID } from './node-id.ts';
import type { Clock } from './time.ts';
import { paper, PRINT_HEADERS, printPage } from './print.ts';
import type { SecretBox } from './secret-box.ts';

/**
 * Does a plain route's work in a transaction like GraphQL's: the same sign-in, capacity and walls.
 * What it throws rolls back.
 */
export type WithContext = <Result>(
  request: FastifyRequest,
  reply: FastifyReply,
  mode: 'read' | 'write',
  work: (ctx: Context) => Promise<Result>,
) => Promise<Result>;

/** What goes on after a request stands on. */
export interface Standing {
  readonly orm: MikroORM;
  readonly clock: Clock;
  /** For secrets that must be read again; none in production without a key. */
  readonly box?: SecretBox | undefined;
}

/** Adds routes beside GraphQL. */
export type Routes = (app: FastifyInstance, withContext: WithContext, standing: Standing) => void;

/** Who asks a plain route, if they may: asked in the order in which GraphQL's root fields ask. */
export function callerWho(ctx: Context, action: string, subject: string): ViewerContext {
  if (!ctx.account) throw unauthenticated();
  if (ctx.account.secondFactorDue) throw secondFactorDue();
  if (!ctx.viewer) throw forbidden('您目前没有任何办事身份');
  if (!ctx.ability.can(action, subject)) throw forbidden();
  return ctx as ViewerContext;
}

/** What an expected failure is told with on a plain route; undefined for a fault. */
export function failureOf(error: unknown): { status: number; errors: readonly UserError[] } | undefined {
  if (error instanceof GraphQLError) {
    const { code, http } = error.extensions as { code?: string; http?: { status?: number } };
    return { status: http?.status ?? 400, errors: [{ code: code ?? 'BAD_REQUEST', message: error.message, path: [] }] };
  }
  const errors = userErrorsOf(error);
  return errors && { status: errors[0]?.code === 'NOT_FOUND' ? 404 : 422, errors };
}

/** The global id in `:id` of an address as the bare uuid; a malformed one becomes an id that no row has. */
export function idIn(request: FastifyRequest, type: string): string {
  const decoded = decodeId((request.params as { id: string }).id);
  return decoded?.type === type ? decoded.id : NIL_ID;
}

/** One page for paper: who may ask for it, and what it shows; undefined when there is none in reach. */
export interface Printed {
  /** As in `/print/receipts/:id`. */
  readonly url: string;
  /** GraphQL type of the id. */
  readonly type: string;
  readonly may: readonly [action: string, subject: string];
  readonly page: (ctx: ViewerContext, id: string, query: Readonly<Record<string, unknown>>) => Promise<string | undefined>;
}

/** Pages for paper over HTTP: a refusal is a page too, and an unknown id and one out of reach answer alike. */
export const printRoutes =
  (pages: readonly Printed[]): Routes =>
  (app, withContext) => {
    void app.register(async (scope) => {
      scope.setErrorHandler((error, request, reply) => {
        const known = failureOf(error);
        if (!known) return app.errorHandler(error as never, request, reply);
        const [first] = known.errors;
        return reply
          .code(known.status)
          .headers(PRINT_HEADERS)
          .send(printPage('不能打印', paper`<h1>不能打印</h1><p>${first!.message}</p>`));
      });
      for (const { url, type, may, page } of pages) {
        scope.get(url, async (request, reply) => {
          const query = request.query as Readonly<Record<string, unknown>>;
          const id = idIn(request, type);
          const shown = await withContext(request, reply, 'read', (ctx) => page(callerWho(ctx, ...may), id, query));
          if (shown === undefined) throw notFound(['id']);
          return reply.headers(PRINT_HEADERS).send(shown);
        });
      }
    });
  };
