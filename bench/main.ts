import fs from 'node:fs/promises';
import path from 'node:path';
import type { MikroORM, SqlEntityManager } from '@mikro-orm/postgresql';
import { withClient } from '../src/database/connection.ts';
import { projectRoot } from '../src/database/embedded-files.ts';
import { fold } from '../src/domains/submissions/rollup.fold.ts';
import { recount } from '../src/domains/submissions/rollup.recount.ts';
import { decodeId } from '../src/kit/node-id.ts';
import { asSystem } from '../src/kit/system.ts';
import { connect } from '../src/orm.ts';
import { CASES, type System } from './cases.ts';
import { type Server, startServer } from './child.ts';
import { startCluster } from './cluster.ts';
import { ISSUED, NOW } from './dates.ts';
import { compareDelivery } from './delivery.ts';
import { type BenchFederation, plantFederation } from './federation.ts';
import { statementGrowth } from './growth.ts';
import type { IssuedNotice } from './notice.ts';
import { readOptions } from './options.ts';
import { FUNCTIONS } from './peer-functions.ts';
import { type Effort, measure, type Result, type Servers } from './reads.ts';
import { type Findings, report } from './report.ts';
import { plantSubmissions } from './submissions.ts';

const CONNECTIONS = 8;
const options = readOptions();
const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);

const PROGRAMS: Readonly<Record<System, string>> = {
  product: path.join(import.meta.dirname, 'product.js'),
  bare: path.join(import.meta.dirname, 'bare.js'),
  // Run from where its packages are, by Node's own type stripping.
  postgraphile: path.join(projectRoot(), 'bench/postgraphile/server.ts'),
};

const started: Server[] = [];

async function start(system: System, clock: Date): Promise<Server> {
  const server = await startServer(system, PROGRAMS[system], {
    BENCH_SOCKET: cluster.socket,
    BENCH_DATABASE: 'liandong',
    BENCH_ROLE: 'liandong_app',
    BENCH_CLOCK: clock.toISOString(),
  });
  started.push(server);
  return server;
}

/** Statistics and visibility, as autovacuum leaves them after a while. */
const settle = () => withClient(cluster.superuser, (client) => client.query('vacuum analyze'));

const cluster = await startCluster();
try {
  const orm = await connect(cluster.application, { max: 4 });
  await withClient(cluster.superuser, (client) => client.query(FUNCTIONS));
  const findings = await run(orm);
  await orm.close();
  const text = report(findings, options);
  console.log(`\n${text}`);
  if (options.report) await fs.writeFile(options.report, text);
} finally {
  await Promise.all(started.map((server) => server.stop()));
  await cluster.stop();
}

async function run(orm: MikroORM): Promise<Findings> {
  const em = orm.em as SqlEntityManager;
  const federation = await plantFederation(cluster, orm, options.units, { perBody: CONNECTIONS, counties: CONNECTIONS });
  say(`planted ${federation.bodies} bodies and ${federation.units} units`);
  await settle();

  const issuing = await start('product', ISSUED);
  const delivery = await compareDelivery(cluster, issuing, federation.province.tokens[0]!, options.deliveries);
  await issuing.stop();
  say(`delivered ${delivery.length} notices to all of them`);

  const { notice } = delivery.at(-1)!;
  const folded = await plantSubmissions(cluster, federation.id, notice.deliverableId, (index) => index % 10 < 5);
  await foldAll(em, federation.id);
  const tail = await plantSubmissions(cluster, federation.id, notice.deliverableId, (index) => index % 10 === 5);
  await assertExact(em, federation.id, notice);
  await settle();
  say(`planted ${folded + tail} submissions, ${tail} of them not yet folded; the figures are equal to a recount`);

  const servers = await startAll();
  const reads = await measureAll(em, servers, federation, notice);
  const tokens = { province: federation.province.tokens[0]!, county: federation.counties[0]!.tokens[0]! };
  const growth = await statementGrowth(servers.product, tokens, notice.deliverableId);
  return { delivery, reads, growth, submissions: folded + tail, tail, bodies: federation.bodies };
}

async function startAll(): Promise<Servers> {
  const [product, bare, postgraphile] = await Promise.all([start('product', NOW), start('bare', NOW), start('postgraphile', NOW)]);
  return { product: product!, bare: bare!, postgraphile: postgraphile! };
}

async function measureAll(em: SqlEntityManager, servers: Servers, federation: BenchFederation, { deliverableId }: IssuedNotice) {
  const effort: Effort = { rounds: options.rounds, turn: options.seconds * 1000, warmUp: 3000, most: 20_000 };
  const one = async (title: string, asked: (typeof CASES)[keyof typeof CASES]): Promise<[string, Record<System, Result>]> => {
    const results = await measure(servers, asked, federation, { deliverableId, first: asked.first }, effort);
    say(`measured ${title}`);
    return [title, results];
  };
  const withTail = await one(`${CASES.rates.title}, with the unfolded tail`, CASES.rates);
  await foldAll(em, federation.id);
  await settle();
  return [await one(`${CASES.rates.title}, all folded`, CASES.rates), withTail, await one(CASES.submissions.title, CASES.submissions), await one(CASES.absent.title, CASES.absent)];
}

async function foldAll(em: SqlEntityManager, federationId: string): Promise<void> {
  while ((await fold(em, federationId)) > 0);
}

/** Planted rows that do not add up would make every figure after them worthless. */
async function assertExact(em: SqlEntityManager, federationId: string, { deliverableId }: IssuedNotice): Promise<void> {
  const wrong = await asSystem(em, federationId, ({ db }) => recount(db, federationId, decodeId(deliverableId)!.id));
  if (wrong.length) throw new Error(`${wrong.length} figures differ from a recount: ${JSON.stringify(wrong.slice(0, 3))}`);
}
