import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { badRequest, notFound } from '../../kit/errors.ts';
import { encodeId, rowId } from '../../kit/node-id.ts';
import { callerWho, failureOf, idIn, type Routes, type WithContext } from '../../kit/route.ts';
import type { FileRow } from './file.rows.ts';
import { assertMayUpload, keepUpload } from './create-upload.ts';
import { TABLE_ENCODINGS } from './examine.ts';
import { findFile } from './find-file.ts';
import { assertMayKeep, keepGiven } from './keep-file.ts';
import { KEPT_PURPOSES } from './kept.entity.ts';
import { contentRange, rangeOf } from './range.ts';
import { assertNotTooOften } from './upload-rate.ts';
import { blobsOf, type FileStore, type StoredFile, storeFile } from './store-file.ts';

/** What somebody may put in; exports are made by the product alone. */
const GIVEN_PURPOSES = KEPT_PURPOSES.filter((purpose) => purpose !== 'EXPORT');

/**
 * Files over plain HTTP, beside GraphQL: the same sign-in, capacity and walls, no transaction while bytes travel.
 *
 * `PUT /files?obligationId=…&name=…` takes the raw content of an answer in, of a certain question with `&deliverableId=…&field=…`; `PUT /files?purpose=ATTACHMENT&name=…` that of
 * something to be attached within a day; both answer `{ file }` or `{ errors }`, errors as in a payload. `GET /files/:id`
 * hands one out; an unknown one and one out of reach answer alike.
 */
export const fileRoutes =
  (store: FileStore): Routes =>
  (app, withContext) => {
    void app.register(async (scope) => {
      // Bytes are never parsed, whatever they claim to be.
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_, payload, done) => done(null, payload));
      scope.setErrorHandler((error, request, reply) => {
        const known = failureOf(error);
        const status = known?.errors[0]?.code === 'FILE_TOO_LARGE' ? 413 : known?.status;
        return known ? reply.code(status!).send({ errors: known.errors }) : app.errorHandler(error as never, request, reply);
      });
      scope.put('/files', { bodyLimit: store.maxBytes }, (request, reply) => takeIn(store, withContext, request, reply));
      scope.get('/files/:id', (request, reply) => handOut(store, withContext, request, reply));
    });
  };

async function takeIn(store: FileStore, withContext: WithContext, request: FastifyRequest, reply: FastifyReply) {
  const { name, encodings, allowed, keep } = askedIn(request, store);
  // Strangers are turned away before a byte of theirs is kept.
  await withContext(request, reply, 'read', async (ctx) => {
    await assertNotTooOften(ctx);
    await allowed(ctx);
  });
  const content = (request.body ?? []) as AsyncIterable<Uint8Array>;
  const stored = await storeFile(store, name, content, encodings);
  try {
    const file = await withContext(request, reply, 'write', (ctx) => keep(ctx, stored));
    return await reply.code(201).send({ file: { ...file, __typename: undefined, id: encodeId('File', file.id) } });
  } catch (error) {
    await blobsOf(store).remove(stored.storageKey);
    throw error;
  }
}

async function handOut(store: FileStore, withContext: WithContext, request: FastifyRequest, reply: FastifyReply) {
  const fileId = idIn(request, 'File');
  const file = await withContext(request, reply, 'read', (ctx) => findFile(callerWho(ctx, 'download', 'File'), fileId));
  if (!file) throw notFound(['id']);
  const name = encodeURIComponent(file.name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  reply.headers({
    'content-type': file.mediaType,
    'content-disposition': `attachment; filename*=UTF-8''${name}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-store',
    'accept-ranges': 'bytes',
    etag: `"${file.sha256}"`,
  });
  const range = rangeOf(request.headers, file);
  if (range === 'none') return reply.code(416).header('content-range', `bytes */${file.size}`).send('');
  if (range === 'whole') return reply.header('content-length', file.size).send(blobsOf(store).read(file.storageKey));
  return reply
    .code(206)
    .headers({ 'content-range': contentRange(range, file), 'content-length': range.end - range.start + 1 })
    .send(blobsOf(store).read(file.storageKey, range));
}

interface Asked {
  readonly name: string;
  readonly encodings?: readonly string[];
  readonly allowed: (ctx: Context) => Promise<void>;
  readonly keep: (ctx: Context, stored: StoredFile) => Promise<FileRow>;
}

function askedIn(request: FastifyRequest, { maxBytes }: FileStore): Asked {
  const { obligationId, deliverableId, field, purpose, name } = request.query as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string') throw badRequest('须给出 name');
  if (typeof obligationId === 'string') {
    const wanted = {
      obligationId: rowId(obligationId, 'Obligation'),
      deliverableId: typeof deliverableId === 'string' ? rowId(deliverableId, 'Deliverable') : null,
      field: typeof field === 'string' ? field : null,
      name,
    };
    return {
      name,
      allowed: (ctx) => assertMayUpload(callerWho(ctx, 'upload', 'File'), wanted, null, maxBytes),
      keep: (ctx, stored) => keepUpload(callerWho(ctx, 'upload', 'File'), wanted, stored, maxBytes),
    };
  }
  const known = GIVEN_PURPOSES.find((one) => one === purpose);
  if (!known) throw badRequest(`须给出 obligationId，或者 purpose（${GIVEN_PURPOSES.join('、')}）`);
  return {
    name,
    ...(known === 'IMPORT' && { encodings: TABLE_ENCODINGS }),
    allowed: (ctx) => assertMayKeep(callerWho(ctx, 'keep', 'File')),
    keep: (ctx, stored) => keepGiven(callerWho(ctx, 'keep', 'File'), known, stored),
  };
}
