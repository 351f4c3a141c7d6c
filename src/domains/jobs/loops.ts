import { setTimeout as sleep } from 'node:timers/promises';
import type { MikroORM, SqlEntityManager } from '@mikro-orm/postgresql';
import { type Kysely, sql } from 'kysely';
import type { Clock } from '../../kit/time.ts';
import type { Tables } from '../../orm.ts';
import { sealAudit } from '../audit/seal.ts';
import { forfeitOverdue } from '../obligations/forfeit.ts';
import { fold } from '../submissions/rollup.fold.ts';

/** Where failures are told; a request's logger fits. */
export interface Log {
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface Loops {
  /** Lets what is under way end, and starts nothing more. */
  stop(): Promise<void>;
}

interface LoopSettings {
  readonly orm: MikroORM;
  readonly clock: Clock;
  readonly log: Log;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Changes that one fold takes; less means that none are left. */
const BATCH = 10_000;

/** The work that goes on behind requests, by how often it is looked for. */
const LOOPS: readonly { name: string; every: number; work: (em: SqlEntityManager, federationId: string, now: Date) => Promise<unknown> }[] =
  [
    { name: 'fold', every: SECOND, work: foldAll },
    { name: 'seal', every: SECOND, work: sealAudit },
    { name: 'sweep', every: MINUTE, work: (em, federationId, now) => forfeitOverdue(em, federationId, now, 'sweep') },
  ];

/**
 * Starts the background work of every federation: figures are folded and audit lines sealed each second, what nobody
 * handed in is given up each minute. A loop never overlaps with itself, a failure is logged and tried again at the next
 * turn, and several processes may run the same loops: each takes what no other holds.
 */
export function startLoops(settings: LoopSettings): Loops {
  const stopping = new AbortController();
  const running = LOOPS.map((loop) => run(settings, loop, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function run({ orm, clock, log }: LoopSettings, { name, every, work }: (typeof LOOPS)[number], stopping: AbortSignal): Promise<void> {
  const em = orm.em as SqlEntityManager;
  while (!stopping.aborted) {
    try {
      for (const federationId of await federations(em)) {
        if (stopping.aborted) break;
        await work(em, federationId, clock.now()).catch((error: unknown) =>
          log.error({ err: error, loop: name, federationId }, 'background work failed'),
        );
      }
    } catch (error) {
      log.error({ err: error, loop: name }, 'background work failed');
    }
    await sleep(every, undefined, { signal: stopping, ref: false }).catch(() => {});
  }
}

async function foldAll(em: SqlEntityManager, federationId: string): Promise<void> {
  while ((await fold(em, federationId, BATCH)) === BATCH);
}

async function federations(em: SqlEntityManager): Promise<string[]> {
  const db = em.fork().getKysely() as unknown as Kysely<Tables>;
  const { rows } = await sql<{ id: string }>`select id from app.federations()`.execute(db);
  return rows.map(({ id }) => id);
}
