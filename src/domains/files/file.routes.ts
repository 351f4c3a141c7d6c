import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { badRequest, notFound } from '../../kit/errors.ts';
import { decodeId, encodeId, NIL_ID } from '../../kit/node-id.ts';
import { callerWho, failureOf, idIn, type Routes, type WithContext } from '../../kit/route.ts';
import { assertMayUpload, findFile, keepUpload } from './file.service.ts';
import { type FileStore, pathOf, storeFile } from './store-file.ts';

/**
 * Files over plain HTTP, beside GraphQL: the same sign-in, capacity and walls, no transaction while bytes travel.
 *
 * `PUT /files?obligationId=…&name=…` takes the raw content in and answers `{ file }` or `{ errors }`, errors as in a
 * payload. `GET /files/:id` hands one out; an unknown one and one out of reach answer alike.
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
  const { obligationId, name } = namedIn(request);
  // Strangers are turned away before a byte of theirs is kept.
  await withContext(request, reply, 'read', (ctx) => assertMayUpload(uploader(ctx), obligationId));
  const content = (request.body ?? []) as AsyncIterable<Uint8Array>;
  const stored = await storeFile(store, name, content);
  try {
    const file = await withContext(request, reply, 'write', (ctx) => keepUpload(uploader(ctx), obligationId, stored));
    return await reply.code(201).send({ file: { ...file, __typename: undefined, id: encodeId('File', file.id) } });
  } catch (error) {
    await fs.rm(pathOf(store.directory, stored.storageKey), { force: true });
    throw error;
  }
}

async function handOut({ directory }: FileStore, withContext: WithContext, request: FastifyRequest, reply: FastifyReply) {
  const fileId = idIn(request, 'File');
  const file = await withContext(request, reply, 'read', (ctx) => findFile(callerWho(ctx, 'read', 'File'), fileId));
  if (!file) throw notFound(['id']);
  const name = encodeURIComponent(file.name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return reply
    .headers({
      'content-type': file.mediaType,
      'content-length': file.size,
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    })
    .send(createReadStream(pathOf(directory, file.storageKey)));
}

function namedIn(request: FastifyRequest): { obligationId: string; name: string } {
  const { obligationId, name } = request.query as Readonly<Record<string, unknown>>;
  if (typeof obligationId !== 'string' || typeof name !== 'string') throw badRequest('须给出 obligationId 和 name');
  const decoded = decodeId(obligationId);
  return { obligationId: decoded?.type === 'Obligation' ? decoded.id : NIL_ID, name };
}

const uploader = (ctx: Context) => callerWho(ctx, 'upload', 'File');
