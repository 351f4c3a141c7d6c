import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { World } from './world.ts';

/** Whoever asks, by a session or by the key of a ticket. */
export type Uploader = { readonly token: string } | { readonly key: string } | undefined;

export interface Begun {
  readonly obligationId: string;
  readonly name: string;
  readonly size: number;
  readonly deliverableId?: string;
  readonly field?: string;
  readonly sha256?: string;
}

export interface UploadAnswer {
  readonly status: number;
  /** As the API names the file, and answers do. */
  readonly id: string;
  readonly offset: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly errors: readonly { readonly code: string; readonly message: string; readonly path: readonly string[] }[] | undefined;
  readonly body: string;
}

type Place = Pick<World, 'server'>;

export const credentials = (who: Uploader): Record<string, string> =>
  who === undefined ? {} : { authorization: 'key' in who ? `Upload ${who.key}` : `Bearer ${who.token}` };

const base64 = (text: string) => Buffer.from(text).toString('base64');

export const metadataOf = ({ name, obligationId, deliverableId, field, sha256 }: Begun): string =>
  Object.entries({ filename: name, obligationId, deliverableId, field, sha256 })
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(',');

/** One request of the tus protocol. */
export async function tus(
  { server }: Place,
  who: Uploader,
  method: 'POST' | 'HEAD' | 'PATCH' | 'DELETE' | 'OPTIONS',
  url: string,
  headers: Record<string, string> = {},
  payload?: Buffer,
): Promise<UploadAnswer> {
  const answer = await server.inject({
    method,
    url,
    headers: { 'tus-resumable': '1.0.0', ...credentials(who), ...headers },
    ...(payload && { payload }),
  });
  const offset = answer.headers['upload-offset'];
  const location = answer.headers.location ?? '';
  return {
    status: answer.statusCode,
    id: location.split('/').at(-1)!,
    offset: offset === undefined ? undefined : Number(offset),
    headers: answer.headers,
    errors: answer.body.startsWith('{') ? answer.json<{ errors: UploadAnswer['errors'] }>().errors : undefined,
    body: answer.body,
  };
}

/** Begins an upload; with `content`, brings its first bytes along. */
export const begin = (w: Place, who: Uploader, begun: Begun, content?: Buffer): Promise<UploadAnswer> =>
  tus(
    w,
    who,
    'POST',
    '/uploads',
    {
      'upload-length': String(begun.size),
      'upload-metadata': metadataOf(begun),
      ...(content && { 'content-type': 'application/offset+octet-stream' }),
    },
    content,
  );

export const look = (w: Place, who: Uploader, id: string): Promise<UploadAnswer> => tus(w, who, 'HEAD', `/uploads/${id}`);

export const send = (
  w: Place,
  who: Uploader,
  id: string,
  offset: number,
  content: Buffer,
  headers: Record<string, string> = {},
): Promise<UploadAnswer> =>
  tus(
    w,
    who,
    'PATCH',
    `/uploads/${id}`,
    { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream', ...headers },
    content,
  );

/** Puts a whole file in; answers its id. */
export async function upload(w: Place, who: Uploader, begun: Omit<Begun, 'size'>, content: Buffer): Promise<string> {
  const { id, status, body } = await begin(w, who, { ...begun, size: content.length }, content);
  if (status !== 201) throw new Error(`Refused: ${status} ${body}`);
  return id;
}

/** The server on a port of its own, for what only a real connection can do. */
export async function listening(server: FastifyInstance): Promise<number> {
  if (!server.server.listening) await server.listen({ port: 0, host: '127.0.0.1' });
  return (server.server.address() as AddressInfo).port;
}

/** A connection that has brought some bytes and says that more will come. */
export interface Slow {
  readonly write: (content: Buffer) => Promise<void>;
  /** Breaks off without a word. */
  readonly cut: () => void;
  /** Ends as announced; answers with the status, or 0 when the server broke off. */
  readonly end: (content?: Buffer) => Promise<number>;
  /** Status of the answer, 0 when there is none. */
  readonly answer: Promise<number>;
}

export function slowly(port: number, who: Uploader, id: string, offset: number, length: number): Slow {
  const request = http.request({
    port,
    method: 'PATCH',
    path: `/uploads/${id}`,
    headers: {
      'tus-resumable': '1.0.0',
      'upload-offset': offset,
      'content-type': 'application/offset+octet-stream',
      'content-length': length,
      ...credentials(who),
    },
  });
  const answer = new Promise<number>((resolve) => {
    request.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', () => resolve(0));
    request.on('close', () => resolve(0));
  });
  request.flushHeaders();
  return {
    answer,
    write: (content) => new Promise((resolve) => request.write(content, () => resolve())),
    cut: () => void request.destroy(),
    end: (content) => {
      request.end(content);
      return answer;
    },
  };
}
