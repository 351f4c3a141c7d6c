import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { notFound, Refusal, tooOften } from '../../kit/errors.ts';
import { parseInput } from '../../kit/input.ts';
import { failureOf, idIn, type Routes } from '../../kit/route.ts';
import type { SecretBox } from '../../kit/secret-box.ts';
import type { ThrottleRule } from '../../kit/throttle.ts';
import { formBodies, WEB_HEADERS } from '../../kit/web-page.ts';
import { completeSignInInput } from './identity.input.ts';
import { CALLBACK_PATH, type IdentityProviders, newAttempt, type Registration } from './identity-providers.ts';
import { begunVisit, type IssuerRow, issuerForSignIn, openVisit, takeVisit } from './issuer-visits.ts';
import { endIdentityLink } from './link-identity.ts';
import { linkedPage, refusedPage, SECOND_STEP_PATH, secondStepPage } from './oidc-pages.ts';
import { newToken, tokenHash } from './secret.ts';
import { signInByIssuer } from './sign-in-by-issuer.ts';
import { completeSignIn } from './sign-in.ts';

const RATE: ThrottleRule = { max: 30, seconds: 60 };
const START_PATH = '/oidc/start';
const LINK_PATH = '/oidc/link';
const COOKIE = 'liandong_sign_in';

/** Where a browser begins to sign in with an identity provider. */
export const startAddress = (globalId: string): string => `${START_PATH}/${globalId}`;

/** Where a browser goes on to link an account, in the session that began it. */
export const linkAddress = (state: string): string => `${LINK_PATH}/${state}`;

/**
 * Signing in with a federation's identity provider: `GET /oidc/start/:id?returnTo=/path` sends the browser there,
 * `GET /oidc/callback` takes it back, `POST /oidc/second-step` asks for the second factor where the provider does not vouch
 * for one; `GET /oidc/link/:state` sends somebody there who is signed in and links their account. Whatever is asked of the
 * provider is asked between two transactions, not in one.
 *
 * @param providers none on a server that has no address to send people back to
 * @param secure whether cookies go over https only
 */
export const oidcRoutes =
  (providers: IdentityProviders | undefined, secure: boolean): Routes =>
  (app, withContext, { box, clock }) => {
    void app.register(async (scope) => {
      formBodies(scope);
      scope.setErrorHandler((error, request, reply) => {
        const known = failureOf(error);
        if (!known) return app.errorHandler(error as never, request, reply);
        return send(reply, known.status, refusedPage(known.errors[0]!.message));
      });
      const throttled = async (ctx: Context) => {
        if (!(await ctx.throttle('oidc', RATE))) throw tooOften();
      };
      const known = (): IdentityProviders => {
        if (providers) return providers;
        throw new Refusal('NO_ADDRESS', '服务器没有配置访问地址（PUBLIC_URL），不能使用统一身份认证，请联系平台运维人员');
      };
      const addressOf = (request: FastifyRequest, issuer: IssuerRow, attempt: ReturnType<typeof newAttempt>) =>
        known()
          .addressOf(registrationOf(issuer, box), attempt, clock.now())
          .catch((error: unknown) => {
            request.log.error({ err: error }, 'identity provider');
            throw new Refusal('ISSUER_UNAVAILABLE', '身份提供方暂时无法访问，请稍后再试，或用口令登录');
          });

      scope.get(`${START_PATH}/:id`, async (request, reply) => {
        const id = idIn(request, 'TrustedIssuer');
        const issuer = await withContext(request, reply, 'read', async (ctx) => {
          await throttled(ctx);
          return issuerForSignIn(ctx, id);
        });
        if (!issuer) throw notFound(['id']);
        const [attempt, browser, returnTo] = [newAttempt(), newToken(), localPath(request.query)];
        const address = await addressOf(request, issuer, attempt);
        const visit = { issuerId: issuer.id, attempt, browser: tokenHash(browser), returnTo };
        if (!(await withContext(request, reply, 'write', (ctx) => openVisit(ctx, visit)))) throw notFound(['id']);
        return keepBrowser(reply, browser, secure).headers(NOWHERE_ELSE).redirect(address.href, 303);
      });

      scope.get(`${LINK_PATH}/:state`, async (request, reply) => {
        const { state } = request.params as { state: string };
        const begun = await withContext(request, reply, 'read', async (ctx) => {
          await throttled(ctx);
          return begunVisit(ctx, state);
        });
        if (!begun) throw begunElsewhere();
        const address = await addressOf(request, begun.issuer, begun.attempt);
        return reply.headers(NOWHERE_ELSE).redirect(address.href, 303);
      });

      scope.get(CALLBACK_PATH, async (request, reply) => {
        const { state, error: denied } = request.query as { state?: unknown; error?: unknown };
        const browser = app.parseCookie(request.headers.cookie ?? '')[COOKIE];
        if (typeof state !== 'string') throw begunElsewhere();
        const taken = await withContext(request, reply, 'write', async (ctx) => {
          await throttled(ctx);
          return takeVisit(ctx, state, browser);
        });
        if (!taken) throw begunElsewhere();
        const { issuer, attempt, accountId, returnTo } = taken;
        const claims = await known()
          .claimsOf(registrationOf(issuer, box), queryOf(request), attempt, clock.now())
          .catch((error: unknown) => {
            request.log.warn({ err: error }, 'identity provider');
            if (denied === 'access_denied') throw new Refusal('DENIED', '已在身份提供方取消登录');
            throw new Refusal('CLAIMS_REFUSED', '身份提供方的答复未通过核验，请重新登录');
          });
        if (accountId !== null) {
          const login = await withContext(request, reply, 'write', async (ctx) => {
            // Asked again: the session may have ended in the meantime.
            if (ctx.account?.id !== accountId) throw begunElsewhere();
            await endIdentityLink(ctx, issuer.id, claims.sub);
            return ctx.account.login;
          });
          return send(reply, 200, linkedPage(login));
        }
        const answer = await withContext(request, reply, 'write', (ctx) => signInByIssuer(ctx, issuer, claims));
        if ('token' in answer) return reply.headers(NOWHERE_ELSE).redirect(returnTo, 303);
        return send(reply, 200, secondStepPage({ challenge: answer.challenge, returnTo }));
      });

      scope.post(SECOND_STEP_PATH, async (request: FastifyRequest<{ Body: Readonly<Record<string, string>> }>, reply) => {
        const { challenge = '', code = '' } = request.body;
        const returnTo = localPath(request.body);
        const answer = await withContext(request, reply, 'write', async (ctx) => {
          await throttled(ctx);
          return completeSignIn(ctx, parseInput(completeSignInInput, { challenge, code }));
        });
        if ('token' in answer) return reply.headers(NOWHERE_ELSE).redirect(returnTo, 303);
        return send(reply, 422, secondStepPage({ challenge, returnTo, message: answer.errors[0]!.message }));
      });
    });
  };

/** What stands in our addresses here is told to nobody, and kept by no cache. */
const NOWHERE_ELSE = { 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' };

const send = (reply: FastifyReply, status: number, page: string) => reply.code(status).headers(WEB_HEADERS).send(page);

const begunElsewhere = (): Refusal => new Refusal('NOT_BEGUN', '登录已超时，或不是在这个浏览器中开始的，请重新登录');

const queryOf = ({ url }: FastifyRequest): string => (url.includes('?') ? url.slice(url.indexOf('?')) : '');

/** Opens the sealed secret; one that was sealed with another key is as good as lost. */
function registrationOf({ id, version, issuer, client_id: clientId, client_secret }: IssuerRow, box: SecretBox | undefined): Registration {
  if (client_secret === null) return { id, version, issuer, clientId };
  const clientSecret = box?.open(client_secret, id);
  if (clientSecret !== undefined) return { id, version, issuer, clientId, clientSecret };
  throw new Refusal('SECRETS_UNAVAILABLE', '服务器的密钥（SECRETS_KEY）缺失或已更换，请管理员重新填写身份提供方的客户端密钥');
}

/** Sent along when the identity provider sends the browser back, and to no other address of ours. */
const keepBrowser = (reply: FastifyReply, browser: string, secure: boolean): FastifyReply =>
  reply.header(
    'set-cookie',
    reply.server.serializeCookie(COOKIE, browser, { path: CALLBACK_PATH, httpOnly: true, sameSite: 'lax', secure, maxAge: 600 }),
  );

/** A path on this server, whatever was asked for: nobody is led elsewhere by a link to us. */
function localPath(given: unknown): string {
  const { returnTo } = given as { returnTo?: unknown };
  return typeof returnTo === 'string' && /^\/(?![/\\])[^\s\\]{0,500}$/.test(returnTo) ? returnTo : '/';
}
