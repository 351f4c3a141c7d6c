import fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { homeFor, serverAccount } from '../database/embedded-files.ts';
import { startEmbedded } from '../database/embedded.ts';
import { migrate } from '../database/migrate.ts';
import { prepareRoles } from '../database/roles.ts';
import { encodeId } from '../kit/node-id.ts';
import { Caller } from './caller.ts';
import { upTo } from './chance.ts';
import { examine, type Ways } from './examine.ts';
import { Journal } from './journal.ts';
import { cityStep, countyStep, reviewStep } from './office-writer.ts';
import { plantScene, type Scene } from './scene.ts';
import { unitStep } from './unit-writer.ts';
import { Victim } from './victim.ts';

export interface TortureOptions {
  readonly kills: number;
  readonly print: (line: string) => void;
}

/** Mutations that must have been acknowledged since the last start before the server is killed again. */
const WORK_BETWEEN = 60;
/** How long that may take, in milliseconds. */
const PATIENCE = 60_000;
/** Every so many kills postgres dies with node. */
const BOTH = 3;

/**
 * Kills the server again and again under writers that never give up, and then compares what they were told with what is
 * there.
 *
 * @returns one line per difference; none when all is well
 */
export async function torture({ kills, print }: TortureOptions): Promise<string[]> {
  const home = homeFor(serverAccount(), `torture-${process.pid}`);
  const victim = new Victim(home);
  try {
    const scene = await withDatabase(home, async (connections) => {
      await migrate(connections);
      return plantScene(connections);
    });
    await victim.start();
    const journal = await struggle(victim, scene, kills, print);
    await victim.stop();
    return await withDatabase(home, (connections) => examine(connections, scene.federationId, journal, print));
  } finally {
    await victim.stop();
    await fs.rm(home, { recursive: true, force: true });
  }
}

async function withDatabase<Result>(home: string, work: (connections: Ways) => Promise<Result>): Promise<Result> {
  const database = await startEmbedded({ name: 'torture', dataDir: home, patience: 10_000 });
  try {
    const connections = await prepareRoles(database.socket);
    return await work({ ...connections, superuser: { ...connections.owner, user: 'postgres' } });
  } finally {
    await database.stop();
  }
}

/** Sixteen writers at work while the server is killed under them. */
async function struggle(victim: Victim, { writers }: Scene, kills: number, print: (line: string) => void): Promise<Journal> {
  const journal = new Journal();
  const callers = writers.map((seed, index) => new Caller(victim, journal, seed, index));
  for (const caller of callers) await caller.signIn();
  const steps = stepsOf(callers);
  const stopping = new AbortController();
  const working = Promise.all(steps.map((step) => keepOn(step, stopping.signal)));
  try {
    await Promise.race([working, killRepeatedly(victim, journal, kills, stopping.signal, print)]);
  } finally {
    stopping.abort();
  }
  await working;
  return journal;
}

/** What each writer does when it is its turn. */
function stepsOf(callers: readonly Caller[]): (() => Promise<boolean>)[] {
  const [city, ...counties] = callers.filter(({ seed }) => seed.part === 'ISSUER');
  const countyIds = counties.map(({ seed }) => encodeId('Organization', seed.organizationId));
  return callers.map((caller) => {
    const below = caller.seed.organizationId === city!.seed.organizationId ? countyIds : [];
    if (caller.seed.part === 'UNIT') return () => unitStep(caller);
    if (caller.seed.part === 'REVIEWER') return () => reviewStep(caller, below);
    return () => (caller === city ? cityStep(caller, below) : countyStep(caller, below));
  });
}

async function keepOn(step: () => Promise<boolean>, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) await sleep((await step()) ? upTo(10) : 100);
}

async function killRepeatedly(
  victim: Victim,
  journal: Journal,
  kills: number,
  stopping: AbortSignal,
  print: (line: string) => void,
): Promise<void> {
  for (let number = 1; number <= kills && !stopping.aborted; number++) {
    const before = journal.done.length;
    const since = Date.now();
    await sleep(300 + upTo(1200));
    while (journal.done.length < before + WORK_BETWEEN) {
      if (victim.hasEnded || Date.now() - since > PATIENCE) throw new Error(`服务没有进展：\n${victim.words}`);
      await sleep(10);
    }
    const andPostgres = number % BOTH === 0;
    await victim.kill({ andPostgres });
    const killedAt = Date.now();
    const done = journal.done.length - before;
    await victim.start();
    const seconds = ((Date.now() - killedAt) / 1000).toFixed(1);
    print(`第 ${number} 次 kill -9：${andPostgres ? '服务和数据库' : '服务'}；此前办成 ${done} 项，${seconds} 秒后恢复`);
  }
  await sleep(1500);
}
