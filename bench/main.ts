import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { parseArgs } from 'node:util';
import { withClient } from '../src/database/connection.ts';
import { fold } from '../src/domains/submissions/rollup.fold.ts';
import { recount } from '../src/domains/submissions/rollup.recount.ts';
import { decodeId } from '../src/kit/node-id.ts';
import { asSystem } from '../src/kit/system.ts';
import { connect } from '../src/orm.ts';
import { startServer } from './child.ts';
import { startCluster } from './cluster.ts';
import { ISSUED } from './dates.ts';
import { compareDelivery } from './delivery.ts';
import { plantFederation } from './federation.ts';
import { plantSubmissions } from './submissions.ts';

const { values } = parseArgs({ options: { units: { type: 'string', default: '200000' } } });
const units = Number(values.units);

const timed = async <Result>(what: string, work: Promise<Result>): Promise<Result> => {
  const began = performance.now();
  const result = await work;
  console.log(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
};
const cluster = await startCluster();
try {
  const orm = await connect(cluster.application, { max: 4 });
  const federation = await timed('federation', plantFederation(cluster, orm, units, { perBody: 8, counties: 8 }));
  await withClient(cluster.superuser, (c) => c.query('vacuum analyze'));
  const settings = { BENCH_SOCKET: cluster.socket, BENCH_DATABASE: 'liandong', BENCH_ROLE: 'liandong_app' };
  const product = await startServer('product', `${import.meta.dirname}/product.js`, { ...settings, BENCH_CLOCK: ISSUED.toISOString() });
  const rounds = await compareDelivery(cluster, product, federation.province.tokens[0]!, 3);
  console.log(rounds);
  await product.stop();
  const { deliverableId } = rounds.at(-1)!.notice;
  console.log(await timed('submissions', plantSubmissions(cluster, federation.id, deliverableId, (i) => i % 10 < 5)));
  await timed('fold', (async () => { while ((await fold(orm.em as SqlEntityManager, federation.id)) > 0); })());
  console.log(await timed('tail', plantSubmissions(cluster, federation.id, deliverableId, (i) => i % 10 === 5)));
  await withClient(cluster.superuser, (c) => c.query('vacuum analyze'));
  console.log(await timed('recount', asSystem(orm.em as SqlEntityManager, federation.id, ({ db }) => recount(db, federation.id, decodeId(deliverableId)!.id))));
  await orm.close();
} finally {
  await cluster.stop();
}
