import { defineEntity, p } from '@mikro-orm/core';
import { instant, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';

export const JOB_KINDS = ['DELIVERY'] as const;
export const JOB_STATES = ['WAITING', 'RUNNING', 'DONE', 'FAILED'] as const;

/** Long work that somebody started, with its progress; theirs, in whatever capacity. */
export const Job = defineEntity({
  name: 'Job',
  tableName: 'job',
  properties: {
    ...tenant,
    accountId: p.uuid(),
    kind: word(JOB_KINDS),
    state: word(JOB_STATES),
    subjectId: p.uuid(),
    done: p.integer().default(0),
    total: p.integer(),
    failure: p.text().nullable(),
    createdAt: instant(),
    finishedAt: instant().nullable(),
  },
  indexes: [{ name: 'job_account_index', properties: ['federationId', 'accountId', 'createdAt'] }],
  rowLevelSecurity: 'force',
  policies: walls.self,
});
