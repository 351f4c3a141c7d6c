import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../orm.ts';
import { sealAudit } from '../audit/seal.ts';
import { clearStaged } from '../imports/clear-staged.ts';
import { forfeitOverdue } from '../obligations/forfeit.ts';
import { indexPending } from '../search/index-pending.ts';
import { fold } from '../submissions/rollup.fold.ts';
import type { Background } from './run-job.ts';

export interface Loops {
  /** Lets what is under way end, and starts nothing more. */
  stop(): Promise<void>;
}

type LoopSettings = Pick<Background, 'orm' | 'clock' | 'log'>;

interface Timed {
  readonly name: string;
  /** Milliseconds between two turns. */
  readonly every: number;
}

/** Something that is looked for again and again in one federation after the other. */
export type FederationLoop = Timed & { readonly work: (em: SqlEntityManager, federationId: string, now: Date) => Promise<unknown> };

/** The same, or at once for all of them. */
export type Loop =
  | FederationLoop
  | (Timed & { readonly workForAll: (em: SqlEntityManager, federationIds: readonly string[], now: Date) => Promise<unknown> });

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Changes that one fold takes; less means that none are left. */
const BATCH = 10_000;

/** The work that goes on behind requests, by how often it is looked for. */
const LOOPS: readonly Loop[] = [
  { name: 'fold', every: SECOND, work: foldAll },
  { name: 'seal', every: SECOND, work: sealAudit },
  { name: 'index', every: SECOND, work: indexPending },
  { name: 'sweep', every: MINUTE, work: (em, federationId, now) => forfeitOverdue(em, federationId, now, 'sweep') },
  { name: 'staged rows', every: MINUTE, work: clearStaged },
];

/**
 * Starts the background work of every federation: figures are folded, audit lines sealed and what was written is made
 * findable each second, what nobody handed in is given up each minute. A loop never overlaps with itself, a failure is
 * logged and tried again at the next turn, and several processes may run the same loops: each takes what no other holds.
 *
 * @param more loops of this process beside those
 */
export function startLoops(settings: LoopSettings, more: readonly Loop[] = []): Loops {
  const stopping = new AbortController();
  const running = [...LOOPS, ...more].map((loop) => run(settings, loop, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function run({ orm, clock, log }: LoopSettings, loop: Loop, stopping: AbortSignal): Promise<void> {
  const em = orm.em as SqlEntityManager;
  while (!stopping.aborted) {
    try {
      const federationIds = await federations(em);
      if ('workForAll' in loop) await loop.workForAll(em, federationIds, clock.now());
      else
        for (const federationId of federationIds) {
          if (stopping.aborted) break;
          await loop
            .work(em, federationId, clock.now())
            .catch((error: unknown) => log.error({ err: error, loop: loop.name, federationId }, 'background work failed'));
        }
    } catch (error) {
      log.error({ err: error, loop: loop.name }, 'background work failed');
    }
    await sleep(loop.every, undefined, { signal: stopping, ref: false }).catch(() => {});
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
