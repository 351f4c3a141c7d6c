import { defineEntity, p } from '@mikro-orm/core';
import { ids, instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';

export const EVALUATION_STATES = ['DRAFT', 'COMPUTED', 'PUBLISHED'] as const;
export const INDICATORS = ['REPORTING_RATE', 'ON_TIME_RATE', 'LEDGER_DELIVERED'] as const;
export type Indicator = (typeof INDICATORS)[number];

/** What an indicator is worth, as decimal text, and from which deliverables it is read. */
export interface IndicatorRule {
  indicator: Indicator;
  points: string;
  rootIds: string[];
}

/** One indicator's line of a subject, with the deliverables that it comes from. */
export interface ScoreLine {
  indicator: Indicator;
  /** What the indicator is worth. */
  weight: string;
  numerator: number;
  denominator: number;
  /** Points earned, four digits, half up; null without data, which is not 0 % (X-12). */
  points: string | null;
  sources: ScoreSource[];
}

/** What one deliverable brought, under the subject's own name or a predecessor's. */
export interface ScoreSource {
  title: string;
  noticeTitle: string;
  predecessorName: string | null;
  numerator: number;
  denominator: number;
}

/** Figures are replaced by computing again; those that were published are never taken away. */
const kept = [
  ...walls.subtree,
  { name: 'keep_published', type: 'restrictive', command: 'delete', using: (c: Record<string, string>) => `${c['publishedAt']} is null` },
] as typeof walls.subtree;

/** A year's appraisal of the bodies below one body (S0-10). */
export const Evaluation = defineEntity({
  name: 'Evaluation',
  tableName: 'evaluation',
  properties: {
    ...tenant,
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    year: p.integer(),
    title: p.text(),
    /** The tree of this day decides who is evaluated. */
    rosterDay: p.date(),
    subjectKinds: p.array().columnType('text[]').$type<string[]>(),
    indicators: p.json<IndicatorRule[]>(),
    state: word(EVALUATION_STATES),
    contentHash: p.text().nullable(),
    computedAt: instant().nullable(),
    publishedAt: instant().nullable(),
    version: p.integer().default(1),
  },
  uniques: [{ name: 'evaluation_key', properties: ['federationId', 'organization', 'year', 'title'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});

/** What one deliverable contributes to one subject's indicator; the evaluator's row until it is published. */
export const EvaluationContribution = defineEntity({
  name: 'EvaluationContribution',
  tableName: 'evaluation_contribution',
  properties: {
    ...tenant,
    evaluation: () => ref(() => Evaluation, 'evaluation_id'),
    path: path(),
    subject: () => ref(() => Organization, 'subject_id'),
    /** A predecessor's figures stand on a line of their own. */
    predecessorId: p.uuid().nullable(),
    indicator: word(INDICATORS),
    rootId: p.uuid(),
    filedPath: path(),
    numerator: p.integer(),
    denominator: p.integer(),
    /** The obligations behind the numerator, and those that keep it from the denominator, as they were when computed. */
    metIds: ids(),
    missedIds: ids(),
    publishedAt: instant().nullable(),
  },
  indexes: [{ name: 'evaluation_contribution_index', properties: ['federationId', 'evaluation', 'subject'] }],
  rowLevelSecurity: 'force',
  policies: kept,
});

/** What a subject has earned, at the evaluator's place: nobody below sees it. */
export const EvaluationScore = defineEntity({
  name: 'EvaluationScore',
  tableName: 'evaluation_score',
  properties: {
    ...tenant,
    evaluation: () => ref(() => Evaluation, 'evaluation_id'),
    path: path(),
    subject: () => ref(() => Organization, 'subject_id'),
    /** Place in the list: by rank, then by address. */
    ordinal: p.integer(),
    lines: p.json<ScoreLine[]>(),
    /** Sum of the points; null when no indicator has data. */
    total: p.decimal().precision(12).scale(4).nullable(),
    /** What the indicators that have data are worth together. */
    attainable: p.decimal().precision(12).scale(4),
    /** By total ÷ attainable; equal ones share a rank. */
    rank: p.integer().nullable(),
    publishedAt: instant().nullable(),
  },
  uniques: [{ name: 'evaluation_score_key', properties: ['federationId', 'evaluation', 'ordinal'] }],
  rowLevelSecurity: 'force',
  policies: kept,
});

/** A subject's published result: its own copy, at its own place, never changed. */
export const EvaluationResult = defineEntity({
  name: 'EvaluationResult',
  tableName: 'evaluation_result',
  properties: {
    ...tenant,
    evaluation: () => ref(() => Evaluation, 'evaluation_id'),
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    year: p.integer(),
    title: p.text(),
    evaluatorId: p.uuid(),
    lines: p.json<ScoreLine[]>(),
    total: p.decimal().precision(12).scale(4).nullable(),
    attainable: p.decimal().precision(12).scale(4),
    rank: p.integer().nullable(),
    /** How many bodies were evaluated. */
    subjectCount: p.integer(),
    publishedAt: instant(),
  },
  uniques: [{ name: 'evaluation_result_key', properties: ['federationId', 'evaluation', 'organization'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});
