import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, tenant } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';

/** The product itself, in the whole of a federation. */
const SYSTEM = `current_setting('app.lo') = '' and current_setting('app.hi') = '~'`;
/** What proves something is never rewritten by a request; only the address follows a move. */
const unchanged = { name: 'keep_proof', type: 'restrictive', command: 'update', using: () => SYSTEM } as const;
const sealedAway = { name: 'keep_pending', type: 'restrictive', command: 'delete', using: () => SYSTEM } as const;

/** Who did what to what, written in the transaction that does it. */
export const AuditLine = defineEntity({
  name: 'AuditLine',
  tableName: 'audit_line',
  properties: {
    ...tenant,
    /** Where the acting body stands. */
    path: path(),
    happenedAt: instant(),
    operation: p.text(),
    personId: p.uuid().nullable(),
    onBehalfOfId: p.uuid().nullable(),
    capacityId: p.uuid().nullable(),
    organizationId: p.uuid().nullable(),
    subjectType: p.text(),
    subjectId: p.uuid(),
    detail: p.json<Record<string, unknown>>(),
    requestId: p.text(),
  },
  indexes: [
    { name: 'audit_line_subject_index', properties: ['federationId', 'subjectId'] },
    { name: 'audit_line_recent_index', properties: ['federationId', 'happenedAt'] },
  ],
  rowLevelSecurity: 'force',
  policies: [...walls.subtree, unchanged],
});

/** A link of the hash chain over audit lines; beside them, so that a line is never updated. */
export const AuditSeal = defineEntity({
  name: 'AuditSeal',
  tableName: 'audit_seal',
  properties: {
    federationId: p.uuid().primary(),
    number: p.integer().primary(),
    path: path(),
    lineIds: p.array().columnType('uuid[]').$type<string[]>(),
    previousHash: p.text(),
    hash: p.text(),
    sealedAt: instant(),
  },
  rowLevelSecurity: 'force',
  policies: [...walls.subtree, unchanged],
});

/** Lines that wait to be sealed. */
export const AuditPending = defineEntity({
  name: 'AuditPending',
  tableName: 'audit_pending',
  properties: { federationId: p.uuid().primary(), lineId: p.uuid().primary(), path: path() },
  rowLevelSecurity: 'force',
  policies: [...walls.subtree, sealedAway],
});
