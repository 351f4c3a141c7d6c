import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { READS, type Reader } from './bare-reads.ts';
import { countStatements, serveParent } from './statements.ts';

/**
 * What the same reads cost at least: one statement each, written by hand and prepared, behind a handler of Node's own
 * HTTP server. Signs in and sets the walls by the same function and works in one transaction, as the product does.
 */
const { BENCH_SOCKET: host, BENCH_DATABASE: database, BENCH_ROLE: user, BENCH_CLOCK: at } = process.env as Record<string, string>;

countStatements(pg.Client);
const pool = new pg.Pool({ host, database, user, max: 10 });
const now = new Date(at!);

interface Entered {
  readonly federation_id: string;
  readonly path: string;
}

async function answer(url: URL, secret: string): Promise<object> {
  const read: Reader | undefined = READS[url.pathname];
  if (!read) throw new Error(`nothing is served at ${url.pathname}`);
  const client = await pool.connect();
  try {
    await client.query('start transaction read only');
    const token = createHash('sha256').update(secret).digest();
    const { rows } = await client.query<Entered>({ name: 'enter', text: 'select * from app.enter($1, null, $2)', values: [token, now] });
    const { federation_id, path } = rows[0]!;
    const page = await read({
      federationId: federation_id,
      path,
      rootId: url.searchParams.get('deliverable')!,
      first: Number(url.searchParams.get('first')),
      query: async (name, text, values) => (await client.query({ name, text, values: [...values] })).rows,
    });
    await client.query('commit');
    return page;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

const server = http.createServer((request, response) => {
  const secret = (request.headers.authorization ?? '').slice('Bearer '.length);
  answer(new URL(request.url!, 'http://127.0.0.1'), secret).then(
    (data) => send(200, { data }),
    (error: Error) => send(500, { errors: [{ message: error.message }] }),
  );
  function send(status: number, content: object): void {
    const body = Buffer.from(JSON.stringify(content));
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length }).end(body);
  }
});
server.listen({ host: '127.0.0.1', port: 0 }, () => serveParent((server.address() as AddressInfo).port));
