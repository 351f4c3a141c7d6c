import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
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

/** One indicator's line in a published result. */
export interface ResultLine {
  indicator: Indicator;
  numerator: number;
  denominator: number;
  points: string;
}

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
  },
  indexes: [{ name: 'evaluation_contribution_index', properties: ['federationId', 'evaluation', 'subject'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});

/** A subject's published result: frozen, readable by the subject. */
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
    lines: p.json<ResultLine[]>(),
    total: p.decimal().precision(12).scale(4),
    rank: p.integer(),
    publishedAt: instant(),
  },
  uniques: [{ name: 'evaluation_result_key', properties: ['federationId', 'evaluation', 'organization'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});
