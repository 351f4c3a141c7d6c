import { defineEntity, p } from '@mikro-orm/core';
import { ids, instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';
import { Deliverable } from '../notices/notice.entity.ts';
import { Submission } from '../submissions/submission.entity.ts';
import { AGGREGATES } from './aggregate.ts';
import type { RoundSheet } from './round-sheet.ts';

/** Terms of a round as those who judge in it see them: the round itself stands at the organiser's, out of their reach. */
const terms = {
  opensAt: instant(),
  /** Exclusive end. */
  closesAt: instant(),
  sheet: p.json<RoundSheet>(),
  /** Since when the panel is frozen. */
  openedAt: instant().nullable(),
  closedAt: instant().nullable(),
} as const;

/** One judging of what was accepted for one root deliverable, by a panel, within a window (S0-46). Stands at the organiser's. */
export const JudgingRound = defineEntity({
  name: 'JudgingRound',
  tableName: 'judging_round',
  properties: {
    ...tenant,
    deliverable: () => ref(() => Deliverable, 'deliverable_id'),
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    name: p.text(),
    ...terms,
    aggregate: word(AGGREGATES),
    /** Marks that an entry needs; with fewer it has no score, which is not 0. */
    marksRequired: p.integer(),
    /** Why it was closed before every entry had its marks. */
    closeReason: p.text().nullable(),
    createdById: p.uuid(),
    createdAt: instant(),
    version: p.integer().default(1),
  },
  uniques: [{ name: 'judging_round_key', properties: ['federationId', 'deliverable', 'name'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});

export const JUDGE_STATES = ['SITTING', 'REPLACED'] as const;

/** A member of a round's panel: seen by that person and the organiser. */
export const Judge = defineEntity({
  name: 'Judge',
  tableName: 'judge',
  properties: {
    ...tenant,
    round: () => ref(() => JudgingRound, 'round_id'),
    path: path(),
    /** Account of the person. */
    holderId: p.uuid(),
    personId: p.uuid(),
    /** The body to which the person belonged when called. */
    organizationId: p.uuid(),
    state: word(JUDGE_STATES),
    roundName: p.text(),
    ...terms,
    /** When and why somebody else took over; of who took over after the opening, why. */
    replacedAt: instant().nullable(),
    reason: p.text().nullable(),
    remindedAt: instant().nullable(),
    addedAt: instant(),
  },
  uniques: [{ name: 'judge_key', properties: ['federationId', 'round', 'personId'] }],
  indexes: [{ name: 'judge_holder_index', properties: ['federationId', 'holderId'] }],
  rowLevelSecurity: 'force',
  policies: walls.assigned,
});

/** What is judged in a round: one version of a submission, and whom it concerns. The organiser's alone. */
export const JudgingEntry = defineEntity({
  name: 'JudgingEntry',
  tableName: 'judging_entry',
  properties: {
    ...tenant,
    round: () => ref(() => JudgingRound, 'round_id'),
    submission: () => ref(() => Submission, 'submission_id'),
    /** The unit whose it is. */
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    ordinal: p.integer(),
    number: p.integer(),
    contentHash: p.text(),
    /** Persons who handed it in, and who decided on it on its way: none of them judges it. */
    concernedIds: ids(),
  },
  uniques: [
    { name: 'judging_entry_key', properties: ['federationId', 'round', 'submission'] },
    { name: 'judging_entry_ordinal_key', properties: ['federationId', 'round', 'ordinal'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});

/** PROPOSED: not yet seen by the judge · CONFIRMED: to be marked · SUBMITTED: marked · RELEASED: taken off the judge again. */
export const ASSIGNMENT_STATES = ['PROPOSED', 'CONFIRMED', 'SUBMITTED', 'RELEASED'] as const;

/** A question and what was answered, as a judge reads it. */
export interface CopiedAnswer {
  readonly field: string;
  readonly label: string;
  readonly value: unknown;
}

/** That one judge marks one entry, with all that the judge may read of it: frozen when it was confirmed. */
export const JudgeAssignment = defineEntity({
  name: 'JudgeAssignment',
  tableName: 'judge_assignment',
  properties: {
    ...tenant,
    round: () => ref(() => JudgingRound, 'round_id'),
    entry: () => ref(() => JudgingEntry, 'entry_id'),
    judge: () => ref(() => Judge, 'judge_id'),
    path: path(),
    holderId: p.uuid(),
    personId: p.uuid(),
    state: word(ASSIGNMENT_STATES),
    ordinal: p.integer(),
    title: p.text(),
    unitName: p.text(),
    answers: p.json<CopiedAnswer[]>(),
    /** SHA-256 of what was handed in, as its receipt says. */
    contentHash: p.text(),
    deferredAt: instant().nullable(),
    confirmedAt: instant().nullable(),
    submittedAt: instant().nullable(),
  },
  uniques: [{ name: 'judge_assignment_key', properties: ['federationId', 'entry', 'judge'] }],
  indexes: [
    { name: 'judge_assignment_holder_index', properties: ['federationId', 'holderId'] },
    { name: 'judge_assignment_round_index', properties: ['federationId', 'round'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.assigned,
});
