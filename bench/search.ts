import fs from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import { withClient } from '../src/database/connection.ts';
import { indexPending } from '../src/domains/search/index-pending.ts';
import { asSystem } from '../src/kit/system.ts';
import { connect } from '../src/orm.ts';
import { createServer } from '../src/server.ts';
import { startServer } from './child.ts';
import { startCluster } from './cluster.ts';
import { ISSUED, NOW } from './dates.ts';
import { plantFederation } from './federation.ts';
import { issueToAll } from './notice.ts';
import { type Plan, planOf, type Sent, watched } from './plans.ts';
import { plantSubmissions } from './submissions.ts';

/*
 * What a search costs in a federation of 200,000 units of which six in ten have answered, for the province and for one county:
 * statements, milliseconds, and the plan of every statement that looks something up, behind the same walls. Long texts of the
 * caller's whole range are read by design (docs/decisions/0020): for the province that is all of them. A plan that reads a whole
 * table of that size for the county ends the program with 1.
 */
const { values } = parseArgs({
  options: {
    units: { type: 'string', default: '200000' },
    turns: { type: 'string', default: '20' },
    report: { type: 'string' },
  },
});
const [units, turns] = [Number(values.units), Number(values.turns)];
const FIRST = 20;
const DOCUMENT = `query ($text: String!) { search(text: $text, first: ${FIRST}) { counts { kind count isCapped }
  nodes { id matchLabel excerpt { text hit } organization { name } notice { title } submission { state organization { name } } } } }`;

const lines: string[] = [];
const say = (line: string) => {
  console.log(line);
  lines.push(line);
};
const stamp = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);

interface Found {
  readonly counts: readonly { readonly kind: string; readonly count: number; readonly isCapped: boolean }[];
  readonly nodes: readonly { readonly id: string }[];
}

interface Met {
  readonly found: Found;
  readonly sent: readonly Sent[];
  /** Milliseconds of each turn, sorted. */
  readonly took: readonly number[];
}

const cluster = await startCluster();
const sent: Sent[] = [];
const orm = await connect(cluster.application, { max: 4, onPoolCreated: watched(sent) });
const em = orm.em as SqlEntityManager;

async function run(): Promise<void> {
  const federation = await plantFederation(cluster, orm, units, { perBody: 2, counties: 1 });
  const product = await issuing();
  const notice = await issueToAll(product, [federation.province.tokens[0]!, federation.province.tokens[1]!], 1);
  await product.stop();
  const answered = await plantSubmissions(cluster, federation.id, notice.deliverableId, (index) => index % 10 < 6);
  const began = performance.now();
  const indexed = await indexPending(em, federation.id);
  stamp(`made ${indexed} things findable in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  await withClient(cluster.superuser, (client) => client.query('vacuum analyze'));

  const server = await createServer({
    orm,
    clock: { now: () => NOW },
    env: { production: true, LOG_LEVEL: 'warn', SECURE_COOKIES: false, TRUST_PROXY: false },
  });
  const [county] = federation.counties;
  const { name, receipt } = await sample(federation.id, county!.path);
  const texts = {
    'a unit by its whole name': name,
    'the two characters that most names hold': '工会',
    'a document by its number': '冀工办字〔2021〕1号',
    'a receipt by its number': receipt,
    'words of one answer in forty': '服务活动5次',
    'words of one answer in three hundred': '走访职工204人次',
    'words that stand nowhere': '乌篷船',
  };
  say(`# Search among ${units} units and ${answered} submissions\n`);
  for (const [who, token] of [
    ['province', federation.province.tokens[0]!],
    ['county', county!.tokens[0]!],
  ] as const) {
    say(`## As the ${who}\n`);
    for (const [title, text] of Object.entries(texts)) {
      const whole = await show(title, text, await ask(server, token, text));
      if (who === 'county' && whole > 0) process.exitCode = 1;
    }
  }
  await server.close();
}

/** The product's server in a process of its own, for the notice. */
const issuing = () =>
  startServer('product', path.join(import.meta.dirname, 'product.js'), {
    BENCH_SOCKET: cluster.socket,
    BENCH_DATABASE: 'liandong',
    BENCH_ROLE: 'liandong_app',
    BENCH_CLOCK: ISSUED.toISOString(),
  });

/** A unit of the county that has answered, and the number of its receipt. */
const sample = (federationId: string, countyPath: string): Promise<{ name: string; receipt: string }> =>
  asSystem(em, federationId, async ({ db }) => {
    const found = await db
      .selectFrom('submission as s')
      .innerJoin('organization as o', (join) =>
        join.onRef('o.federation_id', '=', 's.federation_id').onRef('o.id', '=', 's.organization_id'),
      )
      .where('s.path', '>', countyPath)
      .orderBy('s.path')
      .select(['o.name', 's.receipt_number as receipt'])
      .limit(1)
      .executeTakeFirstOrThrow();
    return found;
  });

async function ask(server: FastifyInstance, token: string, text: string): Promise<Met> {
  const took: number[] = [];
  let found: Found | undefined;
  for (let turn = 0; turn < turns; turn++) {
    sent.length = 0;
    const began = performance.now();
    const answer = await server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      payload: { query: DOCUMENT, variables: { text } },
    });
    took.push(performance.now() - began);
    const { data, errors } = answer.json<{ data?: { search: Found }; errors?: unknown }>();
    if (!data) throw new Error(`search for ${text}: ${JSON.stringify(errors)}`);
    found = data.search;
  }
  return { found: found!, sent: [...sent], took: took.toSorted((a, b) => a - b) };
}

/** @returns how many tables were read from end to end */
async function show(title: string, text: string, { found, sent: statements, took }: Met): Promise<number> {
  const counts = found.counts.map(({ kind, count, isCapped }) => `${kind} ${count}${isCapped ? '+' : ''}`).join(', ');
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))]!.toFixed(1);
  say(`### ${title}: ${text}\n`);
  say(`${counts}; ${found.nodes.length} shown; ${statements.length} statements; p50 ${at(0.5)} ms, p95 ${at(0.95)} ms\n`);
  say('| looked up in | ms | pages | nodes |\n| --- | ---: | ---: | --- |');
  const explained = await plans(statements);
  for (const plan of explained) {
    say(`| ${plan.tables.join(', ')} | ${plan.took.toFixed(1)} | ${plan.pages} | ${plan.nodes.join('; ')} |`);
    for (const table of plan.whole) say(`| (reads the whole of ${table}) | | | |`);
  }
  say('');
  return explained.reduce((sum, { whole }) => sum + whole.length, 0);
}

/** The statements of one request once more, behind the same walls, those that look something up explained. */
const plans = (statements: readonly Sent[]): Promise<Plan[]> =>
  withClient(cluster.application, async (client) => {
    const explained: Plan[] = [];
    for (const statement of statements) {
      if (/search_|starts_with/.test(statement.text)) explained.push(await planOf(client, statement, units / 10));
      else if (!/^(commit|rollback)/i.test(statement.text)) await client.query(statement.text, [...statement.values]);
    }
    await client.query('rollback');
    return explained;
  });

try {
  await run();
  if (values.report) await fs.writeFile(values.report, `${lines.join('\n')}\n`);
} finally {
  await orm.close();
  await cluster.stop();
}
