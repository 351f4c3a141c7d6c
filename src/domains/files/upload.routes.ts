import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal, userErrorsOf } from '../../kit/errors.ts';
import { encodeId } from '../../kit/node-id.ts';
import { callerWho, failureOf, idIn, type Routes, type Standing, type WithContext } from '../../kit/route.ts';
import { byTicket, keyIn, type Uploader } from './by-ticket.ts';
import { continueUpload, endReceiving, uploadToShow } from './continue-upload.ts';
import { createUpload } from './create-upload.ts';
import { dropUpload, type UploadRow } from './file.service.ts';
import { finishUpload } from './finish-upload.ts';
import { OffsetMismatch, receive, receivedBytes } from './receive.ts';
import { expiryOf } from './stored-object.ts';
import type { FileStore } from './store-file.ts';
import { assertBytes, assertVersion, checksumIn, metadataIn, numberIn, STATUSES, TUS, TUS_SERVER, wantedIn } from './tus.ts';
import { assertNotTooOften } from './upload-rate.ts';

/** How long the answer to the last byte waits for the look at the file, in milliseconds; the look goes on without it. */
const WAIT_FOR_LOOK = 10_000;

/** What is done when an upload was taken in, or refused. */
export type WhenFinished = (standing: Standing, upload: UploadRow) => Promise<unknown>;

/** One request about uploads. */
interface Asked {
  readonly store: FileStore;
  readonly whenFinished: WhenFinished;
  readonly standing: Standing;
  readonly by: Uploader;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/**
 * Uploads that survive whatever happens on the way, by the tus protocol, version 1.0.0, with creation, creation with content,
 * checksums, expiry and termination: any of its clients will do.
 *
 * `POST /uploads` begins one, for a task and mostly for a question of it: its `Upload-Metadata` names `filename`,
 * `obligationId`, and as far as they are known `deliverableId`, `field` and `sha256` (in hexadecimal). The id behind its
 * `Location` is the one that answers name the file with, from the beginning. `HEAD` tells how many bytes are here, `PATCH`
 * brings more, `DELETE` gives up. What becomes of it after the last byte, GraphQL says: `submissionEditor { files { state } }`.
 *
 * Another device brings the key of a ticket instead of a session: `Authorization: Upload <key>` (`redeemUploadTicket`).
 *
 * @param whenFinished what may have waited for it
 */
export const uploadRoutes =
  (store: FileStore, whenFinished: WhenFinished): Routes =>
  (app, withContext, standing) => {
    void app.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_, payload, done) => done(null, payload));
      scope.addHook('onRequest', async (_, reply) => void reply.headers({ ...TUS, 'cache-control': 'no-store' }));
      scope.setErrorHandler((error, request, reply) => {
        if (error instanceof OffsetMismatch) reply.header('upload-offset', error.here);
        const known = failureOf(error);
        const status = STATUSES[known?.errors[0]?.code ?? ''] ?? known?.status;
        return known ? reply.code(status!).send({ errors: known.errors }) : app.errorHandler(error as never, request, reply);
      });
      const asked = async (request: FastifyRequest, reply: FastifyReply): Promise<Asked> => {
        assertVersion(request);
        const key = keyIn(request.headers.authorization);
        const by = key === undefined ? bySession(withContext, request, reply) : await byTicket(standing, key);
        return { store, whenFinished, standing, request, reply, by };
      };
      scope.options('/uploads', (_, reply) => reply.code(204).headers(TUS_SERVER).header('tus-max-size', store.maxBytes).send());
      scope.post('/uploads', async (request, reply) => create(await asked(request, reply)));
      scope.head('/uploads/:id', async (request, reply) => show(await asked(request, reply)));
      scope.patch('/uploads/:id', async (request, reply) => proceed(await asked(request, reply)));
      scope.delete('/uploads/:id', async (request, reply) => giveUp(await asked(request, reply)));
      // Some networks let only GET and POST through.
      scope.post('/uploads/:id', async (request, reply) => {
        const method = String(request.headers['x-http-method-override']).toUpperCase();
        if (method === 'PATCH') return proceed(await asked(request, reply));
        if (method === 'DELETE') return giveUp(await asked(request, reply));
        throw new Refusal('METHOD', '须给出 X-HTTP-Method-Override: PATCH 或 DELETE', []);
      });
    });
  };

const bySession = (withContext: WithContext, request: FastifyRequest, reply: FastifyReply): Uploader => ({
  behind: (mode, work) => withContext(request, reply, mode, (ctx) => work(callerWho(ctx, 'upload', 'File'))),
  wanted: (asked) => asked,
  assertTheirs: () => {}, // the walls know
  begun: () => Promise.resolve(),
  assertMayGiveUp: () => {},
});

async function create(asked: Asked): Promise<FastifyReply> {
  const { store, by, request, reply } = asked;
  const metadata = metadataIn(request);
  const size = numberIn(request, 'upload-length');
  const said = { size, expectedSha256: metadata.get('sha256')?.toLowerCase() ?? null, maxBytes: store.maxBytes };
  const upload = await by.behind('write', async (ctx) => {
    await assertNotTooOften(ctx);
    const begun = await createUpload(ctx, by.wanted(wantedIn(metadata)), said);
    await by.begun(ctx, begun);
    return begun;
  });
  const id = encodeId('File', upload.id);
  reply.code(201).headers({ location: `/uploads/${id}`, 'upload-expires': expiryOf(upload.uploaded_at).toUTCString() });
  if (request.headers['content-type'] === undefined) return reply.header('upload-offset', 0).send();
  assertBytes(request);
  const received = await takeIn(asked, upload, 0);
  return reply.header('upload-offset', received).send();
}

async function show({ store, by, request, reply }: Asked): Promise<FastifyReply> {
  const fileId = idIn(request, 'File');
  by.assertTheirs(fileId);
  const { upload, expiresAt } = await by.behind('read', (ctx) => uploadToShow(ctx, fileId));
  const isOnItsWay = upload.state === 'UPLOADING';
  const here = isOnItsWay ? await receivedBytes(store, upload.storage_key) : upload.size;
  if (isOnItsWay && expiresAt) reply.header('upload-expires', expiresAt.toUTCString());
  return reply.code(200).headers({ 'upload-offset': here, 'upload-length': upload.size }).send();
}

async function proceed(asked: Asked): Promise<FastifyReply> {
  const { by, request, reply } = asked;
  assertBytes(request);
  const offset = numberIn(request, 'upload-offset');
  const fileId = idIn(request, 'File');
  by.assertTheirs(fileId);
  const upload = await by.behind('write', (ctx) => continueUpload(ctx, fileId));
  const received = await takeIn(asked, upload, offset);
  if (received < upload.size) reply.header('upload-expires', expiryOf(asked.standing.clock.now()).toUTCString());
  return reply.code(204).header('upload-offset', received).send();
}

async function giveUp({ by, request, reply }: Asked): Promise<FastifyReply> {
  by.assertMayGiveUp();
  await by.behind('write', async (ctx) => {
    const { upload } = await uploadToShow(ctx, idIn(request, 'File'));
    if (upload.state === 'STORED') throw new Refusal('ALREADY_STORED', '文件已上传完成，请在填报页取下', ['id']);
    await dropUpload(ctx, upload.id, ['id']);
  });
  return reply.code(204).send();
}

/** Writes what the request brings and, with the last byte, looks at the file; no transaction is open while bytes travel. */
async function takeIn({ store, whenFinished, standing, request }: Asked, upload: UploadRow, offset: number): Promise<number> {
  const em = standing.orm.em as SqlEntityManager;
  const { federation_id: federationId, storage_key: storageKey, size } = upload;
  let received: number;
  try {
    const content = (request.body ?? Readable.from([])) as Readable;
    received = await receive(store, { storageKey, size }, { offset, content, sha256: checksumIn(request) });
  } catch (error) {
    if (!request.raw.destroyed || userErrorsOf(error)) throw error;
    received = await receivedBytes(store, storageKey); // broken off: nobody is left to be told, and what came through stays
  } finally {
    await endReceiving(em, upload, standing.clock.now());
  }
  if (received === size) {
    const finish = async () => {
      const finished = await finishUpload({ em, clock: standing.clock, store }, federationId, storageKey);
      if (finished) await whenFinished(standing, finished);
    };
    const finishing = finish().catch((error: unknown) => request.log.error({ err: error, storageKey }, 'an upload could not be finished'));
    await Promise.race([finishing, sleep(WAIT_FOR_LOOK, undefined, { ref: false })]);
  }
  return received;
}
