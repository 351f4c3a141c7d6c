import type { World } from './world.ts';

/** Contents that are what their endings say, as small as can be. */
export const CONTENTS = {
  jpg: Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'),
  png: Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6300010000050001', 'hex'),
  pdf: Buffer.from('%PDF-1.4\n%%EOF\n'),
  txt: Buffer.from('活动照片说明\n'),
  docx: zipOf({
    '[Content_Types].xml':
      '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    'word/document.xml': '<w:document/>',
  }),
  zip: zipOf({ 'a.txt': '甲' }),
} as const;

/** A zip whose entries are stored as they are. */
function zipOf(entries: Readonly<Record<string, string>>): Buffer {
  const [locals, centrals]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, text] of Object.entries(entries)) {
    const content = Buffer.from(text);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(content.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name), content]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), facts, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(locals.length, 4);
  end.writeUInt16LE(locals.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, Buffer.from('PK\x05\x06'), end]);
}

export interface FileAnswer {
  readonly status: number;
  readonly file?: {
    readonly id: string;
    readonly name: string;
    readonly size: number;
    readonly sha256: string;
    readonly mediaType: string;
  };
  readonly errors?: readonly { readonly code: string; readonly message: string; readonly path: readonly string[] }[];
}

type Caller = { readonly token: string } | undefined;

const bearer = (caller: Caller) => ({ ...(caller && { authorization: `Bearer ${caller.token}` }) });

/** `PUT /files` of an answer, as somebody. */
export const put = (w: World, caller: Caller, obligationId: string, name: string, payload: Buffer | string | undefined) =>
  putFor(w, caller, { obligationId, name }, payload);

/** `PUT /files` of something to be attached, as somebody. */
export const putAside = (w: World, caller: Caller, purpose: string, name: string, payload: Buffer | string) =>
  putFor(w, caller, { purpose, name }, payload);

async function putFor(w: World, caller: Caller, query: Record<string, string>, payload: Buffer | string | undefined): Promise<FileAnswer> {
  const response = await w.server.inject({
    method: 'PUT',
    url: '/files',
    query,
    headers: bearer(caller),
    ...(payload !== undefined && { payload }),
  });
  return { status: response.statusCode, ...response.json<Omit<FileAnswer, 'status'>>() };
}

/** `GET /files/<id>`, as somebody. */
export const get = (w: World, caller: Caller, id: string, headers: Readonly<Record<string, string>> = {}) =>
  w.server.inject({ method: 'GET', url: `/files/${id}`, headers: { ...bearer(caller), ...headers } });
