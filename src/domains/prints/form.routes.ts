import { buffer } from 'node:stream/consumers';
import type { FastifyReply } from 'fastify';
import type { ViewerContext } from '../../context.ts';
import { badRequest, notFound } from '../../kit/errors.ts';
import { rowId } from '../../kit/node-id.ts';
import type { Paper } from '../../kit/paper/document.ts';
import { DOCX, writeDocx } from '../../kit/paper/write-docx.ts';
import { writePdf } from '../../kit/paper/write-pdf.ts';
import { callerWho, failureOf, idIn, type Routes } from '../../kit/route.ts';
import { findPrint } from './print.rows.ts';
import { submissionPaper } from './submission-paper.ts';

const FORMATS = {
  docx: { mediaType: DOCX, write: (paper: Paper, at: Date): Promise<Buffer> => buffer(writeDocx(paper, at)) },
  pdf: { mediaType: 'application/pdf', write: writePdf },
} as const;
type Format = keyof typeof FORMATS;

interface Found {
  readonly paper: Paper;
  readonly at: Date;
}

/**
 * Forms as filled, as files for paper: `GET /print/forms/:printId/docx` or `/pdf` of a print of one's own body,
 * `GET /print/submissions/:submissionId/docx?deliverableId=` or `/pdf` of what was handed in, for whoever reads it. An unknown
 * id and one out of reach answer alike. A file is written outside of the transaction, the same each time.
 */
export const formRoutes: Routes = (app, withContext) => {
  void app.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => {
      const known = failureOf(error);
      return known ? reply.code(known.status).send({ errors: known.errors }) : app.errorHandler(error as never, request, reply);
    });
    const serve = (
      url: string,
      type: string,
      action: string,
      find: (ctx: ViewerContext, id: string, query: Readonly<Record<string, unknown>>) => Promise<Found | undefined>,
    ) =>
      scope.get(`${url}/:id/:format`, async (request, reply) => {
        const { format } = request.params as { format: string };
        if (!Object.hasOwn(FORMATS, format)) throw badRequest('只有 docx 和 pdf 两种文件');
        const query = request.query as Readonly<Record<string, unknown>>;
        const id = idIn(request, type);
        const found = await withContext(request, reply, 'read', (ctx) => {
          callerWho(ctx, 'download', 'File');
          return find(callerWho(ctx, action, 'Submission'), id, query);
        });
        if (!found) throw notFound(['id']);
        return send(reply, format as Format, found);
      });
    serve('/print/forms', 'FormPrint', 'readDraft', async (ctx, id) => {
      const print = await findPrint(ctx, id);
      return print && { paper: print.paper, at: print.printed_at };
    });
    serve('/print/submissions', 'Submission', 'read', async (ctx, id, { deliverableId }) => {
      const paper = await submissionPaper(ctx, id, typeof deliverableId === 'string' ? rowId(deliverableId, 'Deliverable') : null);
      return paper && { paper, at: ctx.now };
    });
  });
};

async function send(reply: FastifyReply, format: Format, { paper, at }: Found) {
  const { mediaType, write } = FORMATS[format];
  const name = encodeURIComponent(`${paper.title}-${paper.code}.${format}`);
  const content = await write(paper, at);
  return reply
    .headers({
      'content-type': mediaType,
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    })
    .send(content);
}
