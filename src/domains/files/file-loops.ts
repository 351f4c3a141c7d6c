import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Clock } from '../../kit/time.ts';
import type { Loop } from '../jobs/loops.ts';
import type { FileStore } from './store-file.ts';
import { expireUploads, finishLeft, purgeReleased, removeOrphans } from './sweep-files.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What is looked for behind requests about files: finished uploads after a crash, given-up ones, bytes that nothing needs. */
export function fileLoops({ clock, files }: { readonly clock: Clock; readonly files: FileStore }): Loop[] {
  const finishing = (em: SqlEntityManager) => ({ em, clock, store: files });
  return [
    { name: 'finish uploads', every: 10 * SECOND, work: (em, federationId, now) => finishLeft(finishing(em), federationId, now) },
    { name: 'expire uploads', every: 5 * MINUTE, work: (em, federationId, now) => expireUploads(finishing(em), federationId, now) },
    { name: 'purge files', every: 10 * MINUTE, work: (em, federationId, now) => purgeReleased(finishing(em), federationId, now) },
    { name: 'orphaned files', every: 6 * HOUR, workForAll: (em, federationIds, now) => removeOrphans(finishing(em), federationIds, now) },
  ];
}
