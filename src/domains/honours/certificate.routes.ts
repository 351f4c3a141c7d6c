import { tooOften } from '../../kit/errors.ts';
import { failureOf, type Routes } from '../../kit/route.ts';
import { paper } from '../../kit/print.ts';
import { WEB_HEADERS, webPage } from '../../kit/web-page.ts';
import { CERTIFICATE_RATE, certificatePage, CERTIFICATES, noCertificatePage, readCertificate } from './certificate.ts';

/** `GET /certificates/:code`: whether a certificate is one, for whoever holds it in hand; nobody need be signed in. */
export const certificateRoutes: Routes = (app, withContext) => {
  void app.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => {
      const known = failureOf(error);
      if (!known) return app.errorHandler(error as never, request, reply);
      const [first] = known.errors;
      return reply
        .code(known.status)
        .headers(WEB_HEADERS)
        .send(webPage('证书核验', paper`<h1>不能核验</h1><p>${first!.message}</p>`));
    });
    scope.get(`${CERTIFICATES}/:code`, async (request, reply) => {
      const { code } = request.params as { code: string };
      const page = await withContext(request, reply, 'read', async (ctx) => {
        if (!(await ctx.throttle('certificate', CERTIFICATE_RATE))) throw tooOften();
        const found = code.includes('\0') ? undefined : await readCertificate(ctx, code);
        return found && certificatePage(found, ctx.now);
      });
      return reply
        .code(page ? 200 : 404)
        .headers(WEB_HEADERS)
        .send(page ?? noCertificatePage());
    });
  });
};
