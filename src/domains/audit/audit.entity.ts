import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, tenant } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';

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
  indexes: [{ name: 'audit_line_subject_index', properties: ['federationId', 'subjectId'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
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
  policies: walls.subtree,
});

/** Lines that wait to be sealed. */
export const AuditPending = defineEntity({
  name: 'AuditPending',
  tableName: 'audit_pending',
  properties: { federationId: p.uuid().primary(), lineId: p.uuid().primary(), path: path() },
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});
