import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Obligation } from './obligation.entity.ts';

export const REMINDER_EVENTS = ['REMINDED', 'DUE_SOON', 'OVERDUE', 'NOT_SIGNED'] as const;

/** That a body was to be reminded of something, by one above it (催办) or by the clock: one row for each occasion. */
export const Reminder = defineEntity({
  name: 'Reminder',
  tableName: 'reminder',
  properties: {
    ...tenant,
    organizationId: p.uuid(),
    path: path(),
    askerPath: path(),
    /** What it owes, or the notice that it has not signed for. */
    subjectId: p.uuid(),
    rootId: p.uuid().nullable(),
    event: word(REMINDER_EVENTS),
    /** Which of them: the due and how long before it, or the job. A body is reminded once of each. */
    occasion: p.text(),
    /** The run that wrote it, with others. */
    batchId: p.uuid(),
    /** The body that reminds; none when the clock does. */
    byOrganizationId: p.uuid().nullable(),
    happenedAt: instant(),
  },
  uniques: [{ name: 'reminder_key', properties: ['federationId', 'subjectId', 'organizationId', 'occasion'] }],
  indexes: [
    { name: 'reminder_batch_index', properties: ['federationId', 'batchId', 'id'] },
    { name: 'reminder_root_index', properties: ['federationId', 'rootId', 'path'], where: `event = 'REMINDED'` },
  ],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});

export const CALL_OUTCOMES = ['PROMISED', 'NOTED', 'NOT_REACHED', 'DECLINED'] as const;

/** That a body rang a unit about what it owes: that body's own note. */
export const PhoneCall = defineEntity({
  name: 'PhoneCall',
  tableName: 'phone_call',
  properties: {
    ...tenant,
    organizationId: p.uuid(),
    obligation: () => ref(() => Obligation, 'obligation_id'),
    callerId: p.uuid(),
    outcome: word(CALL_OUTCOMES),
    note: p.text().nullable(),
    calledAt: instant(),
  },
  indexes: [{ name: 'phone_call_index', properties: ['federationId', 'obligation'] }],
  rowLevelSecurity: 'force',
  policies: walls.own,
});
