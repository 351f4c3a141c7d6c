import { defineEntity, p } from '@mikro-orm/core';
import { ids, instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';
import { Deliverable, Notice, NOTICE_LEVELS } from '../notices/notice.entity.ts';
import { Submission } from '../submissions/submission.entity.ts';
import type { DecidedLine } from './award-list.shapes.ts';

/** 模范职工之家, 模范职工小家; 通报表扬, which is an honour without plaque or money (S2-62); anything else by its name. */
export const TITLE_KINDS = ['HOME', 'SMALL_HOME', 'COMMENDATION', 'OTHER'] as const;
export const AWARD_LIST_STATES = ['DRAFT', 'PROPOSED', 'DECIDED', 'NAMING', 'NAMED'] as const;
/** S2-54, S2-59: what lets an application stand before others. */
export const PRIORITIES = ['NEW_EMPLOYMENT', 'NEW_GROUPS', 'INDUSTRIAL_WORKERS', 'ONLINE_WORK'] as const;
/** S2-73, S2-74: what a home may be known for. */
export const AWARD_TAGS = ['SHARED_HOME', 'PARTY_BUILDING', 'SMART', 'HARMONY', 'VITALITY'] as const;
/** S2-58: what a subsidy may be spent on. */
export const SUBSIDY_USES = ['FACILITIES', 'ACTIVITIES', 'TRAINING', 'OTHER'] as const;

/** What the organiser of an activity proposes to be honoured: the applications that it accepted, in order. */
export const AwardList = defineEntity({
  name: 'AwardList',
  tableName: 'award_list',
  properties: {
    ...tenant,
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    /** What the applications answer: its root, which the organiser issued. */
    root: () => ref(() => Deliverable, 'root_id'),
    state: word(AWARD_LIST_STATES),
    /** The honour's name, as it is printed. */
    name: p.text(),
    kind: word(TITLE_KINDS),
    level: word(NOTICE_LEVELS),
    awardYear: p.integer().nullable(),
    period: p.text().nullable(),
    /** Last day of the honour; for good without one. */
    validUntil: p.date().nullable(),
    /** For each that is named, in fen; 0 without money. */
    subsidyFen: p.integer().default(0),
    subsidyUses: p.array().columnType('text[]').$type<(typeof SUBSIDY_USES)[number][]>(),
    /** Days of publicity (公示) before the decision; 0 is none (C-67). */
    objectionDays: p.integer().default(0),
    proposedAt: instant().nullable(),
    /** Exclusive end of the publicity. */
    objectionsUntil: instant().nullable(),
    /** Persons behind the list, with those on whose behalf they wrote: none of them decides on it. */
    authorIds: ids(),
    /** First day of the honour; the day of the circular without one. */
    effectiveFrom: p.date().nullable(),
    /** The circular by which it is made known. */
    notice: () => ref(() => Notice, 'notice_id').nullable(),
    createdAt: instant(),
    updatedAt: instant(),
    version: p.integer().default(1),
  },
  uniques: [{ name: 'award_list_name_key', properties: ['federationId', 'root', 'name'] }],
  indexes: [
    { name: 'award_list_organization_index', properties: ['federationId', 'organization', 'createdAt'] },
    { name: 'award_list_notice_index', properties: ['federationId', 'notice'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});

/** One application on a list. Priority moves it forward and never adds a point (C-39). */
export const AwardLine = defineEntity({
  name: 'AwardLine',
  tableName: 'award_line',
  properties: {
    ...tenant,
    list: () => ref(() => AwardList, 'list_id'),
    path: path(),
    submission: () => ref(() => Submission, 'submission_id'),
    organization: () => ref(() => Organization, 'organization_id'),
    /** The place that was given to it by name; the others follow, those with priority first. */
    wantedRank: p.integer().nullable(),
    rank: p.integer(),
    proposed: p.boolean(),
    /** Why it is not proposed. */
    reason: p.text().nullable(),
    /** Why a unit that holds such an honour already stands for it again (S2-07, C-31). */
    holderReason: p.text().nullable(),
    priorities: p.array().columnType('text[]').$type<(typeof PRIORITIES)[number][]>(),
    priorityReason: p.text().nullable(),
    tags: p.array().columnType('text[]').$type<(typeof AWARD_TAGS)[number][]>(),
    /** As the decision that counts says; null before one. */
    approved: p.boolean().nullable(),
    decisionReason: p.text().nullable(),
  },
  uniques: [{ name: 'award_line_key', properties: ['federationId', 'list', 'submission'] }],
  indexes: [{ name: 'award_line_submission_index', properties: ['federationId', 'submission'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});

/** What was said against a list while it was public, and what came of it. */
export const AwardObjection = defineEntity({
  name: 'AwardObjection',
  tableName: 'award_objection',
  properties: {
    ...tenant,
    list: () => ref(() => AwardList, 'list_id'),
    path: path(),
    number: p.integer(),
    /** The application that it is about; null when it is about the list. */
    submissionId: p.uuid().nullable(),
    /** Who objects, as far as it may be written down: a post, a unit, 匿名来信. */
    source: p.text(),
    text: p.text(),
    receivedOn: p.date(),
    recordedById: p.uuid(),
    recordedAt: instant(),
    answer: p.text().nullable(),
    answeredById: p.uuid().nullable(),
    answeredAt: instant().nullable(),
  },
  uniques: [{ name: 'award_objection_key', properties: ['federationId', 'list', 'number'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});

/** What the deciding body resolved: appended, never changed; of several about one list the last one counts. */
export const AwardDecision = defineEntity({
  name: 'AwardDecision',
  tableName: 'award_decision',
  properties: {
    ...tenant,
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    list: () => ref(() => AwardList, 'list_id').nullable(),
    /** The title that is revoked, when it is about no list. */
    titleId: p.uuid().nullable(),
    number: p.integer(),
    /** The body that resolved it, such as 党组会议. */
    decidingBody: p.text(),
    minutesNumber: p.text(),
    decidedOn: p.date(),
    text: p.text(),
    lines: p.json<DecidedLine[]>(),
    decidedById: p.uuid(),
    onBehalfOfId: p.uuid().nullable(),
    capacityId: p.uuid(),
    recordedAt: instant(),
    /** SHA-256 of all of it and of its evidence, as `decision-hash.ts` writes it out. */
    contentHash: p.text(),
  },
  uniques: [{ name: 'award_decision_key', properties: ['federationId', 'list', 'number'] }],
  indexes: [{ name: 'award_decision_title_index', properties: ['federationId', 'titleId'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});
