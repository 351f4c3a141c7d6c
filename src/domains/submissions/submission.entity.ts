import { defineEntity, p } from '@mikro-orm/core';
import type { Answers, AnswersByAsker } from '../../kit/form.ts';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';
import { Obligation } from '../obligations/obligation.entity.ts';
import type { AbsentUnit, PrefilledAnswer, SheetResults, SlipItem } from './submission.shapes.ts';

/** A page being filled in: the unit's alone, in whatever hands, until it submits. */
export const SubmissionDraft = defineEntity({
  name: 'SubmissionDraft',
  tableName: 'submission_draft',
  properties: {
    ...tenant,
    obligation: () => ref(() => Obligation, 'obligation_id'),
    organizationId: p.uuid(),
    answers: p.json<AnswersByAsker>(),
    /** Answers that were taken over from what was accepted before. */
    prefilled: p.json<PrefilledAnswer[]>().nullable(),
    updatedAt: instant(),
    updatedById: p.uuid(),
    version: p.integer().default(1),
  },
  uniques: [{ name: 'submission_draft_key', properties: ['federationId', 'obligation'] }],
  rowLevelSecurity: 'force',
  policies: walls.own,
});

export const SUBMISSION_STATES = ['SUBMITTED', 'RETURNED', 'ACCEPTED', 'WITHDRAWN'] as const;

/** What a unit answered, as it stands now; its versions and parts are beside it. */
export const Submission = defineEntity({
  name: 'Submission',
  tableName: 'submission',
  properties: {
    ...tenant,
    obligation: () => ref(() => Obligation, 'obligation_id'),
    rootId: p.uuid(),
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    filedPath: path(),
    askerPath: path(),
    state: word(SUBMISSION_STATES),
    /** The body that has to act next: a reviewer, the unit when returned, nobody when it has arrived. */
    holderId: p.uuid().nullable(),
    /** When the holder accepted it without being the last to ask: it waits to be handed on. */
    clearedAt: instant().nullable(),
    /** Highest level that has it in hand: 1 is the province; after a return, that of the body it was returned to. */
    reachedLevel: p.integer(),
    /** When each level first received it, by level: decides on-time per level, whatever is returned later. */
    firstReachedAt: p.json<Record<string, string>>(),
    number: p.integer(),
    receiptNumber: p.text(),
    nil: p.boolean(),
    /** Late by the unit's own due, and late by the root asker's. The first submission decides. */
    late: p.boolean(),
    lateForAsker: p.boolean(),
    firstSubmittedAt: instant(),
    submittedAt: instant(),
    submittedById: p.uuid(),
    /** Who had lent the capacity in which it was handed in: reviews it as little as who handed it in. */
    submittedOnBehalfOfId: p.uuid().nullable(),
    /** The version that stands was entered by another body for the unit (代录). */
    entered: p.boolean().default(false),
    /** Who of the unit confirmed it since. */
    confirmedById: p.uuid().nullable(),
    contentHash: p.text(),
    /** The handing-in that search knows; another one is looked for behind the requests. */
    indexedNumber: p.integer().nullable(),
    version: p.integer().default(1),
  },
  uniques: [
    { name: 'submission_obligation_key', properties: ['federationId', 'obligation'] },
    { name: 'submission_receipt_key', properties: ['federationId', 'receiptNumber'] },
  ],
  indexes: [
    { name: 'submission_path_index', properties: ['federationId', 'rootId', 'path'] },
    { name: 'submission_holder_index', properties: ['federationId', 'holderId', 'state', 'submittedAt', 'id'] },
    { name: 'submission_recent_index', properties: ['federationId', 'submittedAt', 'id'] },
    { name: 'submission_asker_index', properties: ['federationId', 'askerPath', 'submittedAt'] },
    { name: 'submission_unindexed_index', properties: ['federationId'], where: 'indexed_number is distinct from number' },
  ],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});

/** One handing-in, as it was: never changed. */
export const SubmissionVersion = defineEntity({
  name: 'SubmissionVersion',
  tableName: 'submission_version',
  properties: {
    ...tenant,
    submission: () => ref(() => Submission, 'submission_id'),
    number: p.integer(),
    path: path(),
    askerPath: path(),
    nil: p.boolean(),
    /** Why there is nothing to report, when the unit says it. */
    nilReason: p.text().nullable(),
    submittedAt: instant(),
    submittedById: p.uuid(),
    submittedOnBehalfOfId: p.uuid().nullable(),
    contentHash: p.text(),
  },
  uniques: [{ name: 'submission_version_key', properties: ['federationId', 'submission', 'number'] }],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});

export const CHANNELS = ['PAPER', 'EMAIL', 'FAX', 'MESSAGE'] as const;

/** That a body entered a version for a unit from what it received in another way (代录, C-35), with the evidence. */
export const SubmissionEntry = defineEntity({
  name: 'SubmissionEntry',
  tableName: 'submission_entry',
  properties: {
    ...tenant,
    submission: () => ref(() => Submission, 'submission_id'),
    number: p.integer(),
    path: path(),
    askerPath: path(),
    /** The body whose act it was, and the person. */
    bodyId: p.uuid(),
    enteredById: p.uuid(),
    /** Post of whoever entered it, at that time. */
    post: p.text().nullable(),
    channel: word(CHANNELS),
    receivedAt: instant(),
    /** The time of receipt decides whether it is late, not that of entering. */
    receiptCounts: p.boolean(),
    reason: p.text().nullable(),
    /** The scan: its id as files have it, and its hash. */
    scanId: p.uuid(),
    scanSha256: p.text(),
    enteredAt: instant(),
    confirmedAt: instant().nullable(),
    confirmedById: p.uuid().nullable(),
  },
  uniques: [{ name: 'submission_entry_key', properties: ['federationId', 'submission', 'number'] }],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});

/** What one asker's questions were answered in one version; a second superior reaches its own part alone. */
export const SubmissionPart = defineEntity({
  name: 'SubmissionPart',
  tableName: 'submission_part',
  properties: {
    ...tenant,
    submission: () => ref(() => Submission, 'submission_id'),
    number: p.integer(),
    deliverableId: p.uuid(),
    askerId: p.uuid(),
    path: path(),
    askerPath: path(),
    /** The edition of the asker's notice whose form was answered. */
    edition: p.integer().default(1),
    answers: p.json<Answers>(),
    /** What its score sheets came to, so that the score stands whatever becomes of the program that scored them. */
    results: p.json<SheetResults>().nullable(),
  },
  uniques: [{ name: 'submission_part_key', properties: ['federationId', 'submission', 'number', 'deliverableId'] }],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});

export const STEPS = [
  'SUBMITTED',
  'RESUBMITTED',
  'ENTERED',
  'CONFIRMED',
  'REPLACED',
  'RETURNED',
  'ACCEPTED',
  'FORWARDED',
  'REFUSED',
  'WITHDRAWN',
] as const;

/** The timeline that the unit and every level see: who did what, when; no remark. */
export const SubmissionStep = defineEntity({
  name: 'SubmissionStep',
  tableName: 'submission_step',
  properties: {
    ...tenant,
    submission: () => ref(() => Submission, 'submission_id'),
    path: path(),
    askerPath: path(),
    kind: word(STEPS),
    number: p.integer(),
    organizationId: p.uuid(),
    toOrganizationId: p.uuid().nullable(),
    consolidationId: p.uuid().nullable(),
    happenedAt: instant(),
  },
  indexes: [{ name: 'submission_step_index', properties: ['federationId', 'submission', 'happenedAt'] }],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});

export const DECISIONS = ['ACCEPT', 'RETURN', 'FORWARD', 'DEFER', 'RESUME', 'RECUSE'] as const;

/** A reviewing body's own record of what it decided, with its remark: that body's alone. */
export const Review = defineEntity({
  name: 'Review',
  tableName: 'review',
  properties: {
    ...tenant,
    submission: () => ref(() => Submission, 'submission_id'),
    organizationId: p.uuid(),
    number: p.integer(),
    decision: word(DECISIONS),
    remark: p.text().nullable(),
    reviewerId: p.uuid(),
    decidedAt: instant(),
  },
  indexes: [
    { name: 'review_index', properties: ['federationId', 'submission'] },
    { name: 'review_decided_index', properties: ['federationId', 'organizationId', 'decidedAt'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.own,
});

/**
 * That a person stepped back from reviewing a submission (回避): in no capacity and in no body does that person decide on it.
 * Why is in the body's own record.
 */
export const Recusal = defineEntity({
  name: 'Recusal',
  tableName: 'recusal',
  properties: {
    ...tenant,
    submission: () => ref(() => Submission, 'submission_id'),
    accountId: p.uuid(),
    personId: p.uuid(),
    /** Where the body stands in which it was declared. */
    path: path(),
    recusedAt: instant(),
  },
  uniques: [{ name: 'recusal_key', properties: ['federationId', 'submission', 'personId'] }],
  rowLevelSecurity: 'force',
  policies: walls.selfOrSubtree,
});

export const PRINTS = ['TEXT', 'FILE'] as const;

/** The mark of a long text or of a file in one version, by which the same in another unit's submission is found. */
export const SubmissionPrint = defineEntity({
  name: 'SubmissionPrint',
  tableName: 'submission_print',
  properties: {
    ...tenant,
    submission: () => ref(() => Submission, 'submission_id'),
    number: p.integer(),
    rootId: p.uuid(),
    deliverableId: p.uuid(),
    field: p.text(),
    kind: word(PRINTS),
    /** SHA-256 in hexadecimal: of the text without white space, or of the file's content. */
    hash: p.text(),
    path: path(),
    askerPath: path(),
  },
  indexes: [
    { name: 'submission_print_hash_index', properties: ['federationId', 'rootId', 'hash'] },
    { name: 'submission_print_index', properties: ['federationId', 'submission'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});

/** What the unit (or the hop that let it pass) is told to mend, by when, and whom to ring. */
export const ReturnSlip = defineEntity({
  name: 'ReturnSlip',
  tableName: 'return_slip',
  properties: {
    ...tenant,
    submission: () => ref(() => Submission, 'submission_id'),
    round: p.integer(),
    /** To whom it is returned: the unit, or a body between. */
    organizationId: p.uuid(),
    path: path(),
    askerPath: path(),
    /** The body that returned it. */
    returnedById: p.uuid(),
    post: p.text().nullable(),
    phone: p.text().nullable(),
    reason: p.text(),
    items: p.json<SlipItem[]>(),
    resubmitDue: instant(),
    createdAt: instant(),
    answeredAt: instant().nullable(),
  },
  uniques: [{ name: 'return_slip_key', properties: ['federationId', 'submission', 'round'] }],
  indexes: [{ name: 'return_slip_open_index', properties: ['federationId', 'returnedById', 'answeredAt'] }],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});

/** A batch that one level sent to the next, with who is missing and why. */
export const Consolidation = defineEntity({
  name: 'Consolidation',
  tableName: 'consolidation',
  properties: {
    ...tenant,
    rootId: p.uuid(),
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    toOrganizationId: p.uuid(),
    number: p.integer(),
    submissionCount: p.integer(),
    absent: p.json<AbsentUnit[]>(),
    remark: p.text().nullable(),
    sentAt: instant(),
    sentById: p.uuid(),
  },
  uniques: [{ name: 'consolidation_key', properties: ['federationId', 'rootId', 'organization', 'number'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});
