import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import type { NotificationEvent } from './events.ts';
import type { Reason } from './policy.ts';

/** That one person is told of one thing: an inbox is a person's own, whatever capacity they act in. */
export const Notification = defineEntity({
  name: 'Notification',
  tableName: 'notification',
  properties: {
    ...tenant,
    accountId: p.uuid(),
    announcementId: p.uuid(),
    /** For which body the person is told; none when it is about the account. */
    organizationId: p.uuid().nullable(),
    event: p.text().$type<NotificationEvent>(),
    reason: p.text().$type<Reason>(),
    actorOrganizationId: p.uuid().nullable(),
    subjectType: p.text(),
    subjectId: p.uuid(),
    /** Who asks, what, by when, in Chinese: what a message outside says, too. No personal data. */
    excerpt: p.text(),
    createdAt: instant(),
    readAt: instant().nullable(),
    /** When it was put aside, or what it asks for was done. */
    doneAt: instant().nullable(),
    /** When others were told that nobody reads it. */
    escalatedAt: instant().nullable(),
  },
  // Whoever is killed while telling tells nobody twice.
  uniques: [{ name: 'notification_key', properties: ['federationId', 'announcementId', 'subjectId', 'accountId'] }],
  indexes: [
    { name: 'notification_inbox_index', properties: ['federationId', 'accountId', 'createdAt', 'id'] },
    { name: 'notification_unread_index', properties: ['federationId', 'accountId'], where: 'read_at is null and done_at is null' },
    { name: 'notification_open_index', properties: ['federationId', 'subjectId'], where: 'done_at is null' },
    {
      name: 'notification_return_index',
      properties: ['federationId', 'createdAt'],
      where: `event = 'SUBMISSION_RETURNED' and read_at is null and done_at is null and escalated_at is null`,
    },
  ],
  rowLevelSecurity: 'force',
  policies: walls.selfOrProduct,
});

export const CHANNELS = ['SMS', 'WECOM', 'EMAIL'] as const;
export type Channel = (typeof CHANNELS)[number];
export const DELIVERY_STATES = ['PENDING', 'SENT', 'FAILED', 'SKIPPED', 'MERGED'] as const;

/** A notification on its way outside. Its id is the message's: a receiver that sees it twice may drop the second. */
export const NotificationDelivery = defineEntity({
  name: 'NotificationDelivery',
  tableName: 'notification_delivery',
  properties: {
    ...tenant,
    accountId: p.uuid(),
    notification: () => ref(() => Notification, 'notification_id'),
    channel: word(CHANNELS),
    state: word(DELIVERY_STATES),
    /** From when on it may go; after a failure, when it is tried again. */
    dueAt: instant(),
    /** Neither quiet hours nor a holiday hold it up. */
    anyHour: p.boolean(),
    attempts: p.integer().default(0),
    /** Until then one process has it in hand; one that died is not waited for any longer. */
    claimedUntil: instant().nullable(),
    /** MERGED: the one whose message says this, too. */
    mergedIntoId: p.uuid().nullable(),
    sentAt: instant().nullable(),
    /** Why it was skipped, or what went wrong last, as a code. Never what a receiver answered. */
    failure: p.text().nullable(),
  },
  indexes: [
    { name: 'notification_delivery_due_index', properties: ['federationId', 'dueAt', 'id'], where: `state = 'PENDING'` },
    { name: 'notification_delivery_index', properties: ['federationId', 'notification'] },
    { name: 'notification_delivery_account_index', properties: ['federationId', 'accountId', 'sentAt'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.selfOrProduct,
});

/** How one person wishes to be told; without a row, as usual. */
export const NotificationPreference = defineEntity({
  name: 'NotificationPreference',
  tableName: 'notification_preference',
  properties: {
    federationId: p.uuid().primary(),
    accountId: p.uuid().primary(),
    channel: word(CHANNELS),
    /** Events whose message outside is switched off. */
    muted: p.array().columnType('text[]').$type<NotificationEvent[]>(),
    digestByMail: p.boolean(),
    version: p.integer(),
  },
  rowLevelSecurity: 'force',
  policies: walls.selfOrProduct,
});

/** How far something that is done by the clock has come in one federation: held while it is done, so that one does it. */
export const Sweep = defineEntity({
  name: 'Sweep',
  tableName: 'sweep',
  properties: {
    federationId: p.uuid().primary(),
    name: p.text().primary(),
    path: path(),
    /** What fell due up to then is done. */
    until: instant(),
    /** Within the next round, behind which row the next piece begins. */
    cursor: p.json<Record<string, unknown>>(),
  },
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});
