import 'reflect-metadata';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import { withClient } from './database/connection.ts';
import { migrate, pendingMigrations } from './database/migrate.ts';
import { type Database, openDatabase } from './database/open.ts';
import { assertWalled } from './database/walled.ts';
import type { DemoAccount } from './demo/index.ts';
import { startBackground } from './domains/jobs/background.ts';
import { messagingOf } from './domains/notifications/messaging.ts';
import { type Env, readEnv } from './env.ts';
import { CannotStart, orExplain } from './exit.ts';
import { systemClock } from './kit/time.ts';
import { connect } from './orm.ts';
import { routes } from './routes.ts';
import { createServer } from './server.ts';
import { stopOnSignals } from './stop.ts';

const USUAL_PORT = 4000;

/** Settings → database → migrations and walls → background work → demonstration → HTTP. */
await orExplain(async () => {
  const { units } = readArguments();
  const env = readEnv();
  const database = await openDatabase(env);
  void database.lost.then((words) => {
    console.error(`数据库意外停止，服务随之结束。\n${words}`);
    process.exit(1);
  });
  try {
    await prepare(database);
    const orm = await connect(database.application, { max: env.DATABASE_POOL_SIZE });
    const files = { directory: env.FILES_DIR, maxBytes: env.MAX_FILE_MB * 1024 * 1024 };
    const app = await createServer({ orm, env, clock: systemClock, ready: () => answers(orm), files, registerRoutes: routes(files, env) });
    const background = await startBackground(
      { orm, clock: systemClock, log: app.log, files, messaging: messagingOf(env) },
      database.application,
    );
    stopOnSignals(app, env.SHUTDOWN_GRACE_SECONDS, async () => {
      await background.stop();
      await orm.close();
      await database.stop();
    });
    const accounts = env.production || !env.DEMO ? [] : await demonstrate(database, units);
    await listen(app, env);
    announce(app, database, accounts);
  } catch (error) {
    await database.stop();
    throw error;
  }
});

function readArguments(): { units: number } {
  const usage = '用法：npm start -- [--units 基层单位数]（1 到 200000，默认 2000，只在第一次启动、装入演示数据时起作用）';
  let given: string;
  try {
    given = parseArgs({ options: { units: { type: 'string', default: '2000' } } }).values.units;
  } catch {
    throw new CannotStart(usage);
  }
  if (!/^\d{1,6}$/.test(given) || Number(given) < 1 || Number(given) > 200_000) throw new CannotStart(usage);
  return { units: Number(given) };
}

/** A database of ours is brought up to date, a foreign one only looked at: changing it is somebody's decision. */
async function prepare({ owner, application, superuser }: Database): Promise<void> {
  if (superuser && owner) await migrate({ owner, application });
  else {
    const pending = await pendingMigrations(application);
    if (pending.length > 0) throw new CannotStart(`数据库结构不是最新，请先运行 npm run migrate。未执行：${pending.join('、')}`);
  }
  await assertWalled(application);
}

/** Whether the database answers now; what `/readyz` says. */
async function answers(orm: MikroORM): Promise<boolean> {
  const tooLate = sleep(2000, false, { ref: false });
  const answer = orm.em.getConnection().execute('select 1');
  return Promise.race([
    tooLate,
    answer.then(
      () => true,
      () => false,
    ),
  ]);
}

/** Loads the demonstration federation into an embedded database that is empty; says whose accounts one may use. */
async function demonstrate({ superuser, owner }: Database, units: number): Promise<readonly DemoAccount[]> {
  if (!superuser || !owner) return [];
  const { demoAccounts, loadDemo } = await import('./demo/index.ts');
  // Behind the walls nothing can be counted before a federation is known.
  const count = await withClient(superuser, (client) => client.query('select from federation limit 1'));
  if (count.rowCount === 0) {
    console.log(`数据库是空的，正在装入演示数据（河北省各级工会和 ${units} 个基层工会）…`);
    await loadDemo({ owner, units, now: systemClock.now(), log: (line) => console.log(`  ${line}`) });
  }
  return demoAccounts;
}

/** Listens where the settings say; when they name no port and the usual one is taken, on a free one. */
async function listen(app: FastifyInstance, { HOST: host, PORT }: Env): Promise<void> {
  try {
    await app.listen({ host, port: PORT ?? (await usualOrFree(host)) });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new CannotStart(`PORT：端口 ${PORT} 已被占用；请换一个，或者不设 PORT，由系统选一个空闲的。`);
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new CannotStart(`HOST、PORT：不能在 ${host}:${PORT} 上提供服务（${code}）。`);
    throw error;
  }
}

/** {@link USUAL_PORT} when nobody listens there, else 0, which means any free one. */
async function usualOrFree(host: string): Promise<number> {
  const probe = net.createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen({ host, port: USUAL_PORT }, () => resolve(true));
  });
  await new Promise((resolve) => probe.close(resolve));
  return isFree ? USUAL_PORT : 0;
}

function announce(app: FastifyInstance, database: Database, accounts: readonly DemoAccount[]): void {
  const lines = [`联动已启动：${app.listeningOrigin}/graphql`, `数据：${database.place}`];
  if (accounts.length > 0)
    lines.push('演示账户：', ...accounts.map(({ login, password, title }) => `  ${login}  口令 ${password}  ${title}`));
  console.log(lines.join('\n'));
}
