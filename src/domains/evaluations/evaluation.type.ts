import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import type { Indicator } from './evaluation.entity.ts';
import type { ContributionRow, EvaluationRow, ResultRow, ScoreRow } from './evaluation.rows.ts';
import type { EvidenceRow } from './read-evaluations.ts';

export const IndicatorEnum = enumType('EvaluationIndicator', 'What an evaluation measures.', {
  REPORTING_RATE: "Of what was expected from the subject's range, how much the evaluator received.",
  ON_TIME_RATE: "The same, received in time by the evaluator's due.",
  LEDGER_DELIVERED: "Whether the subject's own ledger was handed in, in time or late.",
});

export const EvaluationStateEnum = enumType('EvaluationState', 'How far an evaluation has come.', {
  DRAFT: 'It says what is measured; no figure was looked at.',
  COMPUTED: 'It has figures, which may be computed again.',
  PUBLISHED: 'It is frozen, and each subject can read its own result.',
});

@ObjectType({ description: 'An indicator of an evaluation, with its weight.' })
export class EvaluationRule {
  @Field(() => IndicatorEnum, { description: 'What is measured.' }) indicator!: Indicator;
  @Field(() => String, { description: 'What is measured, in Chinese.' }) label!: string;
  @Field(() => String, { description: 'What it is worth, an exact decimal.' }) points!: string;
  @Field(() => [ID], { description: 'The deliverables that it is read from, as their first asker issued them.' }) deliverableIds!: string[];
}

@ObjectType({ description: "What one deliverable brought, under the subject's own name or a predecessor's." })
export class EvaluationSource {
  @Field(() => String, { description: 'What was to be handed in.' }) title!: string;
  @Field(() => String, { description: 'Title of the notice that asked for it.' }) noticeTitle!: string;
  @Field(() => String, { nullable: true, description: 'The body whose figures these were before the subject carried on for it.' })
  predecessorName!: string | null;
  @Field(() => Int, { description: 'How many met it.' }) numerator!: number;
  @Field(() => Int, { description: 'Of how many.' }) denominator!: number;
}

@ObjectType({ description: "One indicator's line of a subject." })
export class EvaluationLine {
  @Field(() => IndicatorEnum, { description: 'What is measured.' }) indicator!: Indicator;
  @Field(() => String, { description: 'What is measured, in Chinese.' }) label!: string;
  @Field(() => String, { description: 'What the indicator is worth, an exact decimal.' }) weight!: string;
  @Field(() => Int, { description: 'How many met it, over all sources.' }) numerator!: number;
  @Field(() => Int, { description: 'Of how many.' }) denominator!: number;
  @Field(() => String, { nullable: true, description: 'Points earned, four digits, half up; null without data, which is not 0 %.' })
  points!: string | null;
  @Field(() => String, { description: 'Points as people read them; 无数据 without data.' }) pointsLabel!: string;
  @Field(() => [EvaluationSource], { description: 'Where the figures come from.' }) sources!: EvaluationSource[];
}

@ObjectType('EvaluationEvidence', { description: 'An obligation behind a number.' })
export class EvaluationEvidenceType {}

export const EvaluationEvidenceConnection = connectionOf<EvidenceRow>('EvaluationEvidence', () => EvaluationEvidenceType as never, {
  totalCount: true,
});

@ObjectType('EvaluationContribution', {
  implements: Node,
  description: "What one deliverable contributes to one subject's indicator (S0-10).",
})
export class EvaluationContributionType extends Node {
  @Field(() => IndicatorEnum, { description: 'What is measured.' })
  indicator!: Indicator;

  @Field(() => Int, { description: 'How many met it.' })
  numerator!: number;

  @Field(() => Int, { description: 'Of how many.' })
  denominator!: number;
}

export const EvaluationContributionConnection = connectionOf<ContributionRow>(
  'EvaluationContribution',
  () => EvaluationContributionType as never,
);

@ObjectType('EvaluationSubject', { description: 'A body that is evaluated, and what it has earned.' })
export class EvaluationSubjectType {
  @Field(() => Int, {
    nullable: true,
    description: 'Rank by the share earned of what could be earned; equal shares have the same; null without data.',
  })
  rank!: number | null;
}

export const EvaluationSubjectConnection = connectionOf<ScoreRow>('EvaluationSubject', () => EvaluationSubjectType as never, {
  totalCount: true,
});

export const EvaluationGates = gatesOf('Evaluation', {
  compute: 'Compute its figures, again if need be.',
  publish: 'Freeze it and let each subject read its result.',
});

@ObjectType('Evaluation', { implements: Node, description: "A year's evaluation (年度评价) of the bodies directly below one body." })
export class EvaluationType extends Node {
  @Field(() => Int, { description: 'Year that is evaluated.' })
  year!: number;

  @Field(() => String, { description: 'Title.' })
  title!: string;

  @Field(() => EvaluationStateEnum, { description: 'How far it has come.' })
  state!: string;

  @Field(() => [EvaluationRule], { description: 'What is measured.' })
  indicators!: EvaluationRule[];

  @Field(() => Int, { description: 'Pass it back when computing or publishing.' })
  version!: number;
}

export const EvaluationConnection = connectionOf<EvaluationRow>('Evaluation', () => EvaluationType as never);

@ObjectType('EvaluationResult', { implements: Node, description: "A body's own published result; it never changes." })
export class EvaluationResultType extends Node {
  @Field(() => Int, { description: 'Year that was evaluated.' })
  year!: number;

  @Field(() => String, { description: 'Title of the evaluation.' })
  title!: string;

  @Field(() => Int, { nullable: true, description: 'Rank among the bodies evaluated; null without data.' })
  rank!: number | null;
}

export const EvaluationResultConnection = connectionOf<ResultRow>('EvaluationResult', () => EvaluationResultType as never);

@ObjectType({ implements: Payload, description: 'The evaluation as it is now.' })
export class EvaluationPayload extends Payload {
  @Field(() => EvaluationType, { nullable: true, description: 'The evaluation; with STALE_VERSION, as somebody else left it.' })
  evaluation?: EvaluationRow | null;
}
