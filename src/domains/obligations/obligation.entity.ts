import { defineEntity, p } from '@mikro-orm/core';
import { ids, instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';
import { Deliverable, LATE_POLICIES, ROUTES } from '../notices/notice.entity.ts';

export const OBLIGATION_KINDS = ['REPORT', 'ORGANISE', 'INVITED'] as const;
/** F-07. Overdue is not among them: it is computed from the clock. */
export const OBLIGATION_STATES = ['OPEN', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'FORFEITED', 'WAIVED', 'CANCELLED'] as const;

/** A body above the unit that asks, and by when; instants as ISO text. */
export interface Hop {
  deliverableId: string;
  dueAt: string | null;
}

/** By the level of the body, as text. */
export type Hops = Record<string, Hop>;

/** Instants as ISO text, by the id of an asker's deliverable. */
export type GrantedDues = Record<string, string>;

/** What one body owes, to whom, by when: one row however many superiors ask for it. */
export const Obligation = defineEntity({
  name: 'Obligation',
  tableName: 'obligation',
  properties: {
    ...tenant,
    kind: word(OBLIGATION_KINDS),
    state: word(OBLIGATION_STATES),
    /** The lowest hop's version of what is asked; its chain leads up to the root. */
    deliverable: () => ref(() => Deliverable, 'deliverable_id'),
    rootId: p.uuid(),
    noticeId: p.uuid(),
    /** Every asker's deliverable, the root's first, the lowest hop's last; a second superior's behind. */
    asks: ids(),
    organization: () => ref(() => Organization, 'organization_id'),
    /** Where the organization stands today: the wall. */
    path: path(),
    /** Where it stood when this was delivered: figures use it and it is never rewritten. */
    filedPath: path(),
    /**
     * Highest level whose figures count it: the root issuer's when this was delivered, the unit's own when the asker does
     * not stand above it. Written once, like `filedPath`.
     */
    countsFrom: p.integer(),
    /** Who above the unit asks, by level (1 is the province), with the due as it was when the unit first answered. */
    hops: p.json<Hops>(),
    /** Issuer of the root. */
    askerId: p.uuid(),
    /** The second superior that asks too; otherwise the root issuer's path. */
    askerPath: path(),
    /** The unit's own due: the strictest of the hops (exclusive end). */
    dueAt: instant().nullable(),
    /** The root asker's due. */
    askerDueAt: instant().nullable(),
    /** After this instant the root's owner accepts nothing. */
    closesAt: instant().nullable(),
    route: word(ROUTES),
    latePolicy: word(LATE_POLICIES),
    /** A door opened for this unit by name, with its new due (C-05). */
    reopenedUntil: instant().nullable(),
    /** The door of a return slip. */
    resubmitDue: instant().nullable(),
    /** Dues that were granted to this body alone, by the deliverable of the asker that granted it. */
    granted: p.json<GrantedDues>().default('{}'),
    /** The body that has to decide on a later due that was asked for; null when none waits. */
    extensionHolderId: p.uuid().nullable(),
    /** The due that was asked for (exclusive end). */
    extensionDue: instant().nullable(),
    startedAt: instant().nullable(),
    submittedAt: instant().nullable(),
    /** What stands was entered for the unit by another body, and nobody has decided on it: the unit may hand in its own instead. */
    provisional: p.boolean().default(false),
    nil: p.boolean().default(false),
    late: p.boolean().default(false),
    createdAt: instant(),
    version: p.integer().default(1),
  },
  uniques: [{ name: 'obligation_key', properties: ['federationId', 'organization', 'rootId'] }],
  indexes: [
    // None by root and path: the planner takes a wall for one row, and would read all that it lets through instead of what
    // a query names.
    { name: 'obligation_root_filed_index', properties: ['federationId', 'rootId', 'filedPath'] },
    { name: 'obligation_work_index', properties: ['federationId', 'organization', 'state', 'dueAt'] },
    { name: 'obligation_waiting_index', properties: ['federationId', 'id'], where: `state in ('OPEN', 'RETURNED')` },
    { name: 'obligation_asker_index', properties: ['federationId', 'askerPath', 'rootId'] },
    {
      name: 'obligation_forfeit_index',
      properties: ['federationId', 'closesAt'],
      where: `late_policy = 'AUTO_FORFEIT' and state in ('OPEN', 'RETURNED', 'SUBMITTED')`,
    },
    { name: 'obligation_extension_index', properties: ['federationId', 'extensionHolderId'], where: 'extension_holder_id is not null' },
  ],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});

export const OBLIGATION_EVENTS = [
  'WAIVED',
  'REOPENED',
  'FORFEITED',
  'MERGED',
  'CARRIED_ON',
  'CANCELLED',
  'EXTENSION_ASKED',
  'EXTENSION_PASSED_UP',
  'EXTENSION_DECLINED',
  'EXTENDED',
  'DUE_CHANGED',
  'ASKED_AGAIN',
  'PASSED_ON',
  'CONFIRMED',
  'RENEWED',
] as const;

/** Who changed an obligation by decision, and why: appended, never overwritten. */
export const ObligationEvent = defineEntity({
  name: 'ObligationEvent',
  tableName: 'obligation_event',
  properties: {
    ...tenant,
    obligation: () => ref(() => Obligation, 'obligation_id'),
    path: path(),
    askerPath: path(),
    kind: word(OBLIGATION_EVENTS),
    actorOrganizationId: p.uuid().nullable(),
    reason: p.text(),
    /** The due that was decided, or asked for. */
    newDueAt: instant().nullable(),
    /** FORFEITED: the body in whose hands it was when the time ran out. EXTENSION_ASKED, EXTENSION_PASSED_UP: who is to decide. */
    heldById: p.uuid().nullable(),
    /** MERGED: the successor's own obligation, which stands for this one from now on. */
    replacedById: p.uuid().nullable(),
    happenedAt: instant(),
  },
  indexes: [{ name: 'obligation_event_index', properties: ['federationId', 'obligation'] }],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});
