import type net from 'node:net';
import pg from 'pg';
import { connect } from '../src/orm.ts';
import { createServer } from '../src/server.ts';
import { countStatements, serveParent } from './statements.ts';

/** The product itself, in production mode, at a standing clock. Requests are not logged, as on the other two. */
const { BENCH_SOCKET: host, BENCH_DATABASE: dbName, BENCH_ROLE: user, BENCH_CLOCK: at } = process.env as Record<string, string>;

countStatements(pg.Client);
const orm = await connect({ host: host!, dbName: dbName!, user: user! }, { max: 10 });
const clock = { now: () => new Date(at!) };
const env = { production: true, LOG_LEVEL: 'warn', SECURE_COOKIES: false, TRUST_PROXY: false } as const;
const server = await createServer({ orm, env, clock });
await server.listen({ host: '127.0.0.1', port: 0 });
serveParent((server.server.address() as net.AddressInfo).port);
