import { notFound, tooOften } from '../../kit/errors.ts';
import { writePdf } from '../../kit/paper/write-pdf.ts';
import { callerWho, failureOf, idIn, type Routes } from '../../kit/route.ts';
import { paper } from '../../kit/print.ts';
import { WEB_HEADERS, webPage } from '../../kit/web-page.ts';
import { CERTIFICATE_RATE, certificatePage, certificatePaper, CERTIFICATES, noCertificatePage, readCertificate } from './certificate.ts';

const PDF_HEADERS = { 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' };

/**
 * `GET /certificates/:code`: whether a certificate is one, for whoever holds it in hand; nobody need be signed in.
 * `GET /print/certificates/:titleId/pdf`: the certificate, for whoever may read the title; written outside of the transaction.
 */
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
    scope.get('/print/certificates/:id/pdf', async (request, reply) => {
      const id = idIn(request, 'Title');
      const found = await withContext(request, reply, 'read', async (ctx) => {
        const paper = await certificatePaper(callerWho(ctx, 'read', 'Title'), id);
        return paper && { paper, at: ctx.now };
      });
      if (!found) throw notFound(['id']);
      const bytes = await writePdf(found.paper, found.at);
      return reply.headers(PDF_HEADERS).send(bytes);
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
