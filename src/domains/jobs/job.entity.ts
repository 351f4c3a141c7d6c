import { defineEntity, p } from '@mikro-orm/core';
import { instant, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import type { JobKind } from './job.kinds.ts';

export const JOB_STATES = ['QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED'] as const;

/**
 * Work that goes on behind a request and is shown to whoever started it (W3). How far it has come is written in the
 * transaction of each piece of work, so that one that is killed goes on where it stood and does nothing twice.
 */
export const Job = defineEntity({
  name: 'Job',
  tableName: 'job',
  properties: {
    ...tenant,
    accountId: p.uuid(),
    /** In which capacity it was started; it goes on as long as that stands. */
    capacityId: p.uuid(),
    organizationId: p.uuid(),
    kind: p.text().$type<JobKind>(),
    state: word(JOB_STATES),
    /** What it is about, in Chinese: a line of the list. */
    title: p.text(),
    input: p.json<Record<string, unknown>>(),
    /** What is being done now, in Chinese. */
    phase: p.text(),
    done: p.integer().default(0),
    /** Null until it is known. */
    total: p.integer().nullable(),
    /** Where the next piece begins; only the kind's handler reads it. */
    cursor: p.json<Record<string, unknown>>(),
    /** What came out, in words or numbers that the kind defines. */
    result: p.json<Record<string, unknown>>(),
    resultFileId: p.uuid().nullable(),
    failureCount: p.integer().default(0),
    /** Counts the runs; a run that has been overtaken by a later one can write nothing more. */
    attempt: p.integer().default(0),
    /** Runs in a row that failed without having done a piece. */
    failedRuns: p.integer().default(0),
    cancelRequestedAt: instant().nullable(),
    dispatchedAt: instant().nullable(),
    createdAt: instant(),
    startedAt: instant().nullable(),
    finishedAt: instant().nullable(),
  },
  indexes: [
    { name: 'job_account_index', properties: ['federationId', 'accountId', 'id'] },
    { name: 'job_waiting_index', properties: ['federationId', 'id'], where: `state = 'QUEUED' and dispatched_at is null` },
  ],
  rowLevelSecurity: 'force',
  policies: walls.selfOrProduct,
});

/** What a job could not do, row by row. */
export const JobFailure = defineEntity({
  name: 'JobFailure',
  tableName: 'job_failure',
  properties: {
    ...tenant,
    accountId: p.uuid(),
    job: () => ref(() => Job, 'job_id'),
    /** Line of the file, or place in the list; none when it concerns the whole. */
    row: p.integer().nullable(),
    column: p.text().nullable(),
    code: p.text(),
    /** In Chinese. */
    message: p.text(),
  },
  indexes: [{ name: 'job_failure_index', properties: ['federationId', 'job', 'row', 'id'] }],
  rowLevelSecurity: 'force',
  policies: walls.selfOrProduct,
});
