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
import { absent } from './cases/absent.ts';
import type { Case, System } from './cases/case.ts';
import { rates } from './cases/rates.ts';
import { submissions } from './cases/submissions.ts';
import { type Server, startServer } from './child.ts';
import { startCluster } from './cluster.ts';
import { ISSUED, NOW } from './dates.ts';
import { compareDelivery } from './delivery.ts';
import { type BenchFederation, plantFederation } from './federation.ts';
import { statementGrowth } from './growth.ts';
import type { IssuedNotice } from './notice.ts';
import { readOptions } from './options.ts';
import { FUNCTIONS } from './peer-functions.ts';
import { type Effort, measure, type Results, type Servers } from './reads.ts';
import { type Findings, report } from './report.ts';
import { plantSubmissions } from './submissions.ts';

const CONNECTIONS = 8;
const options = readOptions();
const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);

const PROGRAMS = {
  product: path.join(import.meta.dirname, 'product.js'),
  bare: path.join(import.meta.dirname, 'bare.js'),
  // Run from where its packages are, by Node's own type stripping.
  postgraphile: path.join(projectRoot(), 'bench/postgraphile/server.ts'),
} as const satisfies Partial<Record<System, string>>;

const started: Server[] = [];

async function start(system: keyof typeof PROGRAMS, clock: Date): Promise<Server> {
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
  const delivery = await compareDelivery(
    cluster,
    issuing,
    [federation.province.tokens[0]!, federation.province.tokens[1]!],
    options.deliveries,
  );
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
  return { product, bare, postgraphile, functions: postgraphile };
}

async function measureAll(em: SqlEntityManager, servers: Servers, federation: BenchFederation, { deliverableId }: IssuedNotice) {
  const { rounds, seconds, warmUp } = options;
  const effort: Effort = { rounds, turn: seconds * 1000, warmUp: { most: warmUp, lasts: 60_000 }, most: 20_000 };
  const one = async (asked: Case, under = ''): Promise<readonly [title: string, results: Results]> => {
    const results = await measure(servers, asked, federation, { deliverableId, first: asked.first }, effort);
    say(`measured ${asked.title}${under}`);
    return [`${asked.title}${under}`, results];
  };
  const withTail = await one(rates, ', with the unfolded tail');
  await foldAll(em, federation.id);
  await settle();
  return [await one(rates, ', all folded'), withTail, await one(submissions), await one(absent)];
}

async function foldAll(em: SqlEntityManager, federationId: string): Promise<void> {
  while ((await fold(em, federationId)) > 0);
}

/** Planted rows that do not add up would make every figure after them worthless. */
async function assertExact(em: SqlEntityManager, federationId: string, { deliverableId }: IssuedNotice): Promise<void> {
  const wrong = await asSystem(em, federationId, ({ db }) => recount(db, federationId, decodeId(deliverableId)!.id));
  if (wrong.length) throw new Error(`${wrong.length} figures differ from a recount: ${JSON.stringify(wrong.slice(0, 3))}`);
}
