import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import type { MediaFacts } from '../../kit/file-rules.ts';
import { walls } from '../../kit/walls.ts';
import { facts } from '../files/file.entity.ts';
import { JudgeAssignment, JudgingEntry, JudgingRound } from './judging.entity.ts';
import type { CountedMark } from './aggregate.ts';

/** A file of a reading copy: the judge reaches it through the assignment alone. */
export const JudgeFile = defineEntity({
  name: 'JudgeFile',
  tableName: 'judge_file',
  properties: {
    ...tenant,
    assignment: () => ref(() => JudgeAssignment, 'assignment_id'),
    path: path(),
    holderId: p.uuid(),
    /** As answers name it. */
    fileId: p.uuid(),
    ordinal: p.integer(),
    ...facts,
    media: p.json<MediaFacts>().nullable(),
  },
  uniques: [{ name: 'judge_file_key', properties: ['federationId', 'assignment', 'ordinal'] }],
  indexes: [{ name: 'judge_file_file_index', properties: ['federationId', 'fileId'] }],
  rowLevelSecurity: 'force',
  policies: walls.assigned,
});

/** That a judge declared a relation to an entry (回避), and which. */
export const JudgeConflict = defineEntity({
  name: 'JudgeConflict',
  tableName: 'judge_conflict',
  properties: {
    ...tenant,
    round: () => ref(() => JudgingRound, 'round_id'),
    entry: () => ref(() => JudgingEntry, 'entry_id'),
    path: path(),
    accountId: p.uuid(),
    personId: p.uuid(),
    reason: p.text(),
    declaredAt: instant(),
  },
  uniques: [{ name: 'judge_conflict_key', properties: ['federationId', 'entry', 'personId'] }],
  indexes: [{ name: 'judge_conflict_round_index', properties: ['federationId', 'round'] }],
  rowLevelSecurity: 'force',
  policies: walls.selfOrSubtree,
});

/** A mark being thought about: the judge's alone, until it is given. */
export const JudgeResponse = defineEntity({
  name: 'JudgeResponse',
  tableName: 'judge_response',
  properties: {
    ...tenant,
    /** No foreign key: what is judged stands where the judge cannot hold it. */
    assignmentId: p.uuid(),
    accountId: p.uuid(),
    score: p.decimal().precision(12).scale(4).nullable(),
    /** The sheet as far as it is filled, where there is one. */
    answer: p.json<object>().nullable(),
    note: p.text().nullable(),
    updatedAt: instant(),
    version: p.integer().default(1),
  },
  uniques: [{ name: 'judge_response_key', properties: ['federationId', 'assignmentId'] }],
  rowLevelSecurity: 'force',
  policies: walls.selfOrProduct,
});

/** A mark that was given, one row each time: the last one counts. The judge's alone; the product reads them when the round is closed. */
export const JudgeMark = defineEntity({
  name: 'JudgeMark',
  tableName: 'judge_mark',
  properties: {
    ...tenant,
    /** No foreign key: what is judged stands where the judge cannot hold it. */
    assignmentId: p.uuid(),
    accountId: p.uuid(),
    number: p.integer(),
    score: p.decimal().precision(12).scale(4),
    answer: p.json<object>().nullable(),
    note: p.text().nullable(),
    markedAt: instant(),
  },
  uniques: [{ name: 'judge_mark_key', properties: ['federationId', 'assignmentId', 'number'] }],
  rowLevelSecurity: 'force',
  policies: [...walls.selfOrProduct, { name: 'keep_proof', type: 'restrictive', command: 'update', using: () => 'false' }],
});

/** UNDER_COVERED: too few marks, so no score; never 0. */
export const RESULT_STATES = ['SCORED', 'UNDER_COVERED'] as const;

/** What the marks of an entry came to when the round was closed, with each of them. Stands at the organiser's. */
export const JudgingResult = defineEntity({
  name: 'JudgingResult',
  tableName: 'judging_result',
  properties: {
    ...tenant,
    round: () => ref(() => JudgingRound, 'round_id'),
    entry: () => ref(() => JudgingEntry, 'entry_id'),
    path: path(),
    state: word(RESULT_STATES),
    markCount: p.integer(),
    score: p.decimal().precision(16).scale(8).nullable(),
    /** Highest mark less lowest. */
    spread: p.decimal().precision(12).scale(4).nullable(),
    /** What the unit gave itself under the same sheet. */
    selfScore: p.decimal().precision(12).scale(4).nullable(),
    /** The two are five points or more apart, or somebody of the panel saw a veto otherwise (C-40). */
    highlighted: p.boolean().default(false),
    marks: p.json<CountedMark[]>(),
    createdAt: instant(),
  },
  uniques: [{ name: 'judging_result_key', properties: ['federationId', 'round', 'entry'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});
