import type { FastifyRequest } from 'fastify';
import { badRequest, Refusal } from '../../kit/errors.ts';
import { rowId } from '../../kit/node-id.ts';
import type { Wanted } from './create-upload.ts';

/** What every answer about uploads says, as the tus protocol asks. */
export const TUS = { 'tus-resumable': '1.0.0' } as const;
/** What the server can do beyond the core of the protocol. */
export const TUS_SERVER = {
  'tus-version': '1.0.0',
  'tus-extension': 'creation,creation-with-upload,checksum,expiration,termination',
  'tus-checksum-algorithm': 'sha256',
} as const;

/** Statuses that the protocol, or HTTP, has for refusals; others are 422. */
export const STATUSES: Readonly<Record<string, number>> = {
  FILE_TOO_LARGE: 413,
  OFFSET_MISMATCH: 409,
  ALREADY_STORED: 409,
  UPLOAD_FAILED: 410,
  CHECKSUM_MISMATCH: 460,
  TUS_VERSION: 412,
  NOT_BYTES: 415,
  METHOD: 405,
  TICKET_KEY: 401,
  CAPACITY_ENDED: 403,
  TICKET_USED: 409,
};

/** @throws Refusal TUS_VERSION */
export function assertVersion(request: FastifyRequest): void {
  if (request.headers['tus-resumable'] !== TUS['tus-resumable'])
    throw new Refusal('TUS_VERSION', `上传协议版本不符，应为 Tus-Resumable: ${TUS['tus-resumable']}`, []);
}

/** @throws Refusal NOT_BYTES */
export function assertBytes(request: FastifyRequest): void {
  if (request.headers['content-type'] !== 'application/offset+octet-stream')
    throw new Refusal('NOT_BYTES', '应为 Content-Type: application/offset+octet-stream', []);
}

/** @throws GraphQLError BAD_USER_INPUT when the header is missing or no count of bytes */
export function numberIn(request: FastifyRequest, header: string): number {
  const value = request.headers[header];
  if (typeof value !== 'string' || !/^\d{1,15}$/.test(value)) throw badRequest(`须给出 ${header}，为字节数`);
  return Number(value);
}

/** `Upload-Metadata`: names, each with a value in base 64. */
export function metadataIn(request: FastifyRequest): ReadonlyMap<string, string> {
  const header = request.headers['upload-metadata'];
  if (typeof header !== 'string') throw badRequest('须给出 upload-metadata');
  const pairs = header.split(',').map((pair) => pair.trim().split(/ +/));
  return new Map(pairs.map(([name = '', value = '']) => [name, Buffer.from(value, 'base64').toString()]));
}

/** What the metadata say that is to be put in; an id that was never handed out is one that nobody has. */
export function wantedIn(metadata: ReadonlyMap<string, string>): Wanted {
  const [name, deliverableId, sha256] = [metadata.get('filename'), metadata.get('deliverableId'), metadata.get('sha256')];
  if (name === undefined) throw badRequest('upload-metadata 须给出 filename');
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(sha256)) throw badRequest('upload-metadata 的 sha256 应为 64 位十六进制数');
  return {
    name,
    obligationId: rowId(metadata.get('obligationId') ?? '', 'Obligation'),
    deliverableId: deliverableId === undefined ? null : rowId(deliverableId, 'Deliverable'),
    field: metadata.get('field') ?? null,
  };
}

/** `Upload-Checksum`: that of the piece alone. */
export function checksumIn(request: FastifyRequest): Buffer | null {
  const header = request.headers['upload-checksum'];
  if (header === undefined) return null;
  const [algorithm, value = ''] = String(header).split(' ');
  const hash = Buffer.from(value, 'base64');
  if (algorithm !== 'sha256' || hash.length !== 32) throw badRequest('Upload-Checksum 只支持 sha256');
  return hash;
}
