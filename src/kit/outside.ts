import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Names of this machine itself, as they stand in an address. */
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
const MAX_BYTES = 1024 * 1024;

/** An address that nobody on the way can read or change; on this machine itself, any. */
export function isPage(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
}

/** What is not the public internet (IANA's special-purpose registries): machines behind the firewall, this one, the cloud's own. */
const NOT_PUBLIC = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  NOT_PUBLIC.addSubnet(net, bits, 'ipv4');
}
/** Of IPv6 only what is given out to the internet, and nothing of that which carries another address inside. */
const GLOBAL = new BlockList();
GLOBAL.addSubnet('2000::', 3, 'ipv6');
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  NOT_PUBLIC.addSubnet(net, bits, 'ipv6');
}

/** Whether an IP address is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !NOT_PUBLIC.check(address, 'ipv4');
  return family === 6 && GLOBAL.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6');
}

/** An address that we do not go to, whoever names it. */
export class NotOutside extends Error {}

/** Looked at when a connection is made and not before: what a name leads to may change in between. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  dns.lookup(hostname, { ...options, all: true }, (error, found) => {
    const open = (found ?? []).filter(({ address }) => isPublicAddress(address));
    const [first] = open;
    if (error ?? !first) return done(error ?? new NotOutside(`${hostname} is not on the public internet`), '', 0);
    if (options.all) return done(null, open);
    done(null, first.address, first.family);
  });
};

/** As `fetch` takes it, as far as it is needed here. */
export interface Sent {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | URLSearchParams | ArrayBuffer | Uint8Array | ReadableStream | null | undefined;
  readonly signal?: AbortSignal | null | undefined;
}

export type OutsideFetch = (address: string, sent: Sent) => Promise<Response>;

/**
 * A `fetch` for addresses that a user of ours has written: https only, to the public internet only, follows no redirect and
 * reads no more than a megabyte. So nobody makes the server ask what stands behind its own firewall.
 *
 * @param inside hosts that the platform's operator lets it go to wherever they stand, as in an address; http only to this machine
 */
export function outsideFetch(inside: ReadonlySet<string>): OutsideFetch {
  return async (address, { method = 'GET', headers, body, signal }) => {
    const url = new URL(address);
    const isKnown = inside.has(url.hostname);
    if (!isPage(address)) throw new NotOutside(`${url.origin} is not https`);
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (!isKnown && isIP(literal) && !isPublicAddress(literal)) throw new NotOutside(`${url.hostname} is not on the public internet`);
    const content = body === undefined || body === null ? undefined : Buffer.from(await new Response(body as BodyInit).arrayBuffer());
    return await new Promise<Response>((resolve, reject) => {
      const { request } = url.protocol === 'https:' ? https : http;
      const options = {
        method,
        headers: { ...headers },
        agent: false, // no connection that was made without looking
        ...(!isKnown && { lookup: publicLookup }),
        ...(signal && { signal }),
      };
      request(url, options, (response) => void readWhole(response).then(resolve, reject))
        .on('error', reject)
        .end(content);
    });
  };
}

async function readWhole(response: http.IncomingMessage): Promise<Response> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_BYTES) throw new NotOutside('The answer is too large'); // which ends the connection
    pieces.push(piece);
  }
  const headers = new Headers();
  for (const [name, values] of Object.entries(response.headersDistinct)) for (const value of values ?? []) headers.append(name, value);
  const status = response.statusCode!;
  return new Response([204, 205, 304].includes(status) ? null : Buffer.concat(pieces), { status, headers });
}
