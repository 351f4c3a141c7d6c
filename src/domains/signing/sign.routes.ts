import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { tooOften } from '../../kit/errors.ts';
import { failureOf, type Routes } from '../../kit/route.ts';
import { formBodies, WEB_HEADERS, webPage } from '../../kit/web-page.ts';
import { paper } from '../../kit/print.ts';
import { parseInput } from '../../kit/input.ts';
import { declineToSign, signOpinion } from './answer-invitation.ts';
import { LINK_PATH, LINK_RATE } from './link.ts';
import { linkView } from './link-view.ts';
import { invalidPage, linkPage } from './link-page.ts';
import { readLink } from './read-invitations.ts';
import { declineToSignInput, signOpinionInput } from './signing.input.ts';

/**
 * The page behind a link for signing: `GET /sign?token=…` shows it, `POST /sign` signs or gives back. For a telephone,
 * without script; whoever holds the link needs no account and gets none.
 */
export const signRoutes: Routes = (app, withContext) => {
  void app.register(async (scope) => {
    formBodies(scope);
    scope.setErrorHandler((error, request, reply) => {
      const known = failureOf(error);
      if (!known) return app.errorHandler(error as never, request, reply);
      const [first] = known.errors;
      return send(reply, known.status, webPage('不能签署', paper`<h1>不能签署</h1><p>${first!.message}</p>`));
    });
    const throttled = async (ctx: Context) => {
      if (!(await ctx.throttle('sign page', LINK_RATE))) throw tooOften();
    };
    scope.get(LINK_PATH, async (request, reply) => {
      const { token } = request.query as { token?: unknown };
      const page = await withContext(request, reply, 'read', async (ctx) => {
        await throttled(ctx);
        const link = typeof token === 'string' ? await readLink(ctx, token) : undefined;
        return link && linkPage(linkView(link, ctx.now), token as string);
      });
      return page === undefined ? send(reply, 404, invalidPage()) : send(reply, 200, page);
    });
    scope.post(LINK_PATH, async (request: FastifyRequest<{ Body: Readonly<Record<string, string>> }>, reply) => {
      const { token = '', act, words = '', seal = '' } = request.body;
      const page = await withContext(request, reply, 'write', async (ctx) => {
        await throttled(ctx);
        const link =
          act === 'decline'
            ? await declineToSign(ctx, parseInput(declineToSignInput, { token, reason: words }))
            : await signOpinion(
                ctx,
                parseInput(signOpinionInput, {
                  token,
                  ...(words.trim() && { opinion: words }),
                  ...(seal.trim() && { sealReference: seal }),
                }),
              );
        return linkPage(linkView(link, ctx.now), token);
      });
      return send(reply, 200, page);
    });
  });
};

const send = (reply: FastifyReply, status: number, page: string) => reply.code(status).headers(WEB_HEADERS).send(page);
