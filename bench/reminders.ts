import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { withClient } from '../src/database/connection.ts';
import { plantPeople } from '../src/domains/federation/found.ts';
import { asSystem } from '../src/kit/system.ts';
import { connect } from '../src/orm.ts';
import { type Server, startServer } from './child.ts';
import { startCluster } from './cluster.ts';
import { FOUNDED, ISSUED } from './dates.ts';
import { plantFederation } from './federation.ts';
import { graphql, issueToAll } from './notice.ts';

/*
 * 200,000 units are reminded of one due in the background: once by workers that are killed with kill -9 again and again, once
 * by one that is left alone. Then everybody is counted: each unit reminded once, each person told once. Any difference ends
 * the program with 1.
 */
const { values } = parseArgs({ options: { units: { type: 'string', default: '200000' }, kills: { type: 'string', default: '12' } } });
const [units, kills] = [Number(values.units), Number(values.kills)];
const DAY_AND_HOUR = 25 * 3_600_000;
const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);
const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

const cluster = await startCluster();
const orm = await connect(cluster.application, { max: 4 });
const em = orm.em as SqlEntityManager;
const settings = (clock: Date) => ({
  BENCH_SOCKET: cluster.socket,
  BENCH_DATABASE: 'liandong',
  BENCH_ROLE: 'liandong_app',
  BENCH_CLOCK: clock.toISOString(),
  BENCH_FILES: '/nonexistent',
});

let federationId = '';
let failed = false;
let worker: ChildProcess | undefined;

async function run(): Promise<void> {
  const federation = await plantFederation(cluster, orm, units, { perBody: 2, counties: 1 });
  federationId = federation.id;
  await plantReporters();
  await withClient(cluster.superuser, (client) => client.query('vacuum analyze'));
  say(`planted ${federation.bodies} bodies and ${units} units with somebody who reports in each`);

  const tokens = [federation.province.tokens[0]!, federation.province.tokens[1]!] as const;
  const deliverableId = await atServer(ISSUED, (server) => issueToAll(server, tokens, 1).then((notice) => notice.deliverableId));
  const delivered = await timed(ISSUED, 0, () => count('NOTICE_DELIVERED').then(({ told }) => told === units));
  say(`issued to all of them; told them in ${seconds(delivered.took)}`);

  for (const [at, blows] of [
    [ISSUED, kills],
    [new Date(ISSUED.getTime() + DAY_AND_HOUR), 0],
  ] as const) {
    const jobId = await atServer(at, (server) => remind(server, tokens[0], deliverableId));
    const { took, times } = await timed(at, blows, () => isDone(jobId), isMoving);
    say(`reminded ${units} units in ${seconds(took)}, killed ${times} times`);
    await examine(blows === 0 ? 2 : 1);
  }
}

/** Somebody for every unit, in one go. */
async function plantReporters(): Promise<void> {
  const { rows } = await asSystem(em, federationId, ({ db }) =>
    sql<{ id: string }>`
      select id from organization u where kind = any (${['TOWNSHIP_STREET', 'VILLAGE_COMMUNITY', 'REGIONAL_OR_SECTOR_JOINT', 'GRASSROOTS', 'BRANCH']}::text[]) order by path`.execute(
      db,
    ),
  );
  const people = rows.map(({ id }, index) => ({
    organizationId: id,
    login: `unit-${index}`,
    name: '填报人',
    roles: ['REPORTER'] as const,
  }));
  for (let start = 0; start < people.length; start += 50_000)
    await asSystem(em, federationId, ({ db }) => plantPeople(db, federationId, people.slice(start, start + 50_000), FOUNDED));
}

async function atServer<Result>(clock: Date, work: (server: Server) => Promise<Result>): Promise<Result> {
  const server = await startServer('product', path.join(import.meta.dirname, 'product.js'), settings(clock));
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

/** @returns the job that goes on with it, as its row's id */
async function remind({ port }: Server, token: string, deliverableId: string): Promise<string> {
  const document = `mutation($input: RemindObligationsInput!) { remindObligations(input: $input) { errors { code message } toRemind job { id } } }`;
  const { data, errors } = await graphql<{ remindObligations: { toRemind: number; errors: unknown[]; job: { id: string } | null } }>(
    port,
    token,
    document,
    {
      input: { deliverableId },
    },
  );
  const answer = data?.remindObligations;
  if (answer?.toRemind !== units) throw new Error(`Not all are to be reminded: ${JSON.stringify(answer ?? errors)}`);
  return Buffer.from(answer.job!.id, 'base64url').toString().split(':')[1]!;
}

/** Runs workers, one after the other, until the work is done; the first ones are killed while it moves. */
async function timed(
  clock: Date,
  blows: number,
  isAll: () => Promise<boolean>,
  moves = () => Promise.resolve(true),
): Promise<{ took: number; times: number }> {
  const began = performance.now();
  worker = await startWorker(clock);
  let times = 0;
  while (!(await isAll())) {
    await sleep(100);
    if (times === blows || !(await moves())) continue;
    await sleep(300 + Math.random() * 1500);
    if (await isAll()) break;
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    times++;
    say(`kill -9 number ${times}: ${await standing()}`);
    worker = await startWorker(clock);
  }
  const took = performance.now() - began;
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  return { took, times };
}

async function startWorker(clock: Date): Promise<ChildProcess> {
  const child = fork(path.join(import.meta.dirname, 'worker.js'), [], {
    env: { PATH: process.env['PATH'], TZ: 'UTC', NODE_ENV: 'production', ...settings(clock) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--enable-source-maps'],
  });
  await once(child, 'message');
  return child;
}

interface Standing {
  readonly done: number;
  readonly untold: number;
  readonly told: number;
}

let before: Standing | undefined;

const look = (): Promise<Standing> =>
  asSystem(em, federationId, async ({ db }) => {
    const { rows } = await sql<Standing>`
      select (select coalesce(sum(done), 0)::int from job) as done, (select count(*)::int from announcement where told_at is null) as untold,
             (select count(*)::int from notification where event = 'REMINDED') as told`.execute(db);
    return rows[0]!;
  });

async function standing(): Promise<string> {
  const { done, untold, told } = await look();
  return `${done} units written down, ${told} people told, ${untold} lines waiting`;
}

/** Whether it has gone on since one last looked. */
async function isMoving(): Promise<boolean> {
  const now = await look();
  const moved = before !== undefined && (now.done > before.done || now.told > before.told);
  before = now;
  return moved;
}

const isDone = (jobId: string): Promise<boolean> =>
  asSystem(em, federationId, async ({ db }) => {
    const { rows } = await sql<{ done: boolean }>`
      select exists (select from job where id = ${jobId} and state = 'DONE')
         and not exists (select from announcement where told_at is null and tell_at <= (select max(happened_at) from announcement)) as done`.execute(
      db,
    );
    return rows[0]!.done;
  });

const count = (event: string): Promise<{ told: number; people: number; units: number }> =>
  asSystem(em, federationId, async ({ db }) => {
    const { rows } = await sql<{ told: number; people: number; units: number }>`
      select count(*)::int as told, count(distinct account_id)::int as people, count(distinct organization_id)::int as units
        from notification where event = ${event}`.execute(db);
    return rows[0]!;
  });

/** Every unit so many times, no more and no less. */
async function examine(times: number): Promise<void> {
  const { told, people, units: reached } = await count('REMINDED');
  const { rows } = await asSystem(em, federationId, ({ db }) =>
    sql<{ written: number; wrong: number; odd: number }>`
      select (select count(*)::int from reminder where event = 'REMINDED') as written,
             (select count(*)::int from (select from reminder where event = 'REMINDED' group by subject_id having count(*) <> ${times}::int) x) as wrong,
             (select count(*)::int from (select from notification where event = 'REMINDED' group by account_id having count(*) <> ${times}::int) x) as odd`.execute(
      db,
    ),
  );
  const { written, wrong, odd } = rows[0]!;
  const isRight = written === units * times && wrong === 0 && told === units * times && people === units && reached === units && odd === 0;
  failed ||= !isRight;
  say(
    `${isRight ? 'right' : 'WRONG'}: ${written} reminders of ${units} units, ${told} notifications to ${people} people of ${reached} units; ${wrong + odd} of them not exactly ${times} times`,
  );
}

try {
  await run();
  if (process.env['STATEMENTS']) {
    const { rows } = await withClient(cluster.superuser, (client) =>
      client.query(
        'select round(total_exec_time) as ms, calls, left(query, 260) as q from bench.pg_stat_statements order by total_exec_time desc limit 14',
      ),
    );
    for (const row of rows) console.log(row.ms, row.calls, row.q.replaceAll(/\s+/g, ' '));
  }
} finally {
  worker?.kill('SIGKILL');
  await orm.close();
  await cluster.stop();
}
process.exitCode = failed ? 1 : 0;
