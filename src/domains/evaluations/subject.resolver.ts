import { Arg, Args, Ctx, FieldResolver, GraphQLISODateTime, Int, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { PageArgs } from '../../kit/connection.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { asDeliverable } from '../notices/notice.rows.ts';
import { DeliverableType } from '../notices/notice.type.ts';
import { asObligation } from '../obligations/obligation.rows.ts';
import { ObligationType } from '../obligations/obligation.type.ts';
import type { ScoreLine } from './evaluation.entity.ts';
import { type ContributionRow, indicatorLabels, NO_DATA, type ResultRow, type ScoreRow } from './evaluation.rows.ts';
import * as types from './evaluation.type.ts';
import { contributionsOf, type EvidenceRow, evidenceOf } from './read-evaluations.ts';

const labelled = (lines: readonly ScoreLine[]): types.EvaluationLine[] =>
  lines.map((line) => ({ ...line, label: indicatorLabels[line.indicator], pointsLabel: line.points ?? NO_DATA }));

const LINES = { description: 'One line per indicator.' } as const;
const TOTAL = { nullable: true, description: 'Sum of the points, four digits; null when no indicator has data.' } as const;
const TOTAL_LABEL = { description: 'The sum as people read it; 无数据 without data.' } as const;
const ATTAINABLE = { description: 'What the indicators with data are worth together.' } as const;

@Resolver(() => types.EvaluationSubjectType)
export class EvaluationSubjectResolver {
  @FieldResolver(() => OrganizationType, { description: 'The body.' })
  organization(@Root() score: ScoreRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, score.subject_id);
  }

  @FieldResolver(() => [types.EvaluationLine], LINES)
  lines(@Root() score: ScoreRow) {
    return labelled(score.lines);
  }

  @FieldResolver(() => String, TOTAL)
  total(@Root() score: ScoreRow) {
    return score.total;
  }

  @FieldResolver(() => String, TOTAL_LABEL)
  totalLabel(@Root() score: ScoreRow) {
    return score.total ?? NO_DATA;
  }

  @FieldResolver(() => String, ATTAINABLE)
  attainable(@Root() score: ScoreRow) {
    return score.attainable;
  }

  @FieldResolver(() => [types.EvaluationContributionType], {
    description: 'Where the figures come from, one row per deliverable, indicator and former body.',
  })
  contributions(@Root() score: ScoreRow, @Ctx() ctx: ViewerContext) {
    return contributionsOf(ctx, score);
  }
}

@Resolver(() => types.EvaluationContributionType)
export class EvaluationContributionResolver {
  @FieldResolver(() => String, { description: 'What is measured, in Chinese.' })
  label(@Root() row: ContributionRow) {
    return indicatorLabels[row.indicator];
  }

  @FieldResolver(() => OrganizationType, { description: 'The body for which it counts.' })
  organization(@Root() row: ContributionRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, row.subject_id);
  }

  @FieldResolver(() => OrganizationType, {
    nullable: true,
    description: 'The body whose figures these were before the other carried on for it.',
  })
  predecessor(@Root() row: ContributionRow, @Ctx() ctx: ViewerContext) {
    return row.predecessor_id ? organizationById(ctx, row.predecessor_id) : null;
  }

  @FieldResolver(() => DeliverableType, { nullable: true, description: 'The deliverable, as its first asker issued it.' })
  async source(@Root() row: ContributionRow, @Ctx() ctx: ViewerContext) {
    const deliverable = await ctx.loaders.one('deliverable', row.root_id);
    return deliverable ? asDeliverable(deliverable) : null;
  }

  @FieldResolver(() => types.EvaluationEvidenceConnection, {
    description: 'The obligations behind the figures, as they were when it was computed, in order of the tree.',
  })
  async evidence(
    @Root() row: ContributionRow,
    @Arg('met', () => Boolean, { defaultValue: true, description: 'Those that make up the numerator; false for those that it lacks.' })
    met: boolean,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    return { ...(await evidenceOf(ctx, row, met, page)), totalCount: met ? row.numerator : row.denominator - row.numerator };
  }
}

@Resolver(() => types.EvaluationEvidenceType)
export class EvaluationEvidenceResolver {
  @FieldResolver(() => ObligationType, {
    nullable: true,
    description: 'The obligation as it stands today; null when it is out of reach by now.',
  })
  async obligation(@Root() row: EvidenceRow, @Ctx() ctx: ViewerContext) {
    const obligation = await ctx.loaders.one('obligation', row.obligationId);
    return obligation ? asObligation(obligation) : null;
  }
}

@Resolver(() => types.EvaluationResultType)
export class EvaluationResultResolver {
  @FieldResolver(() => OrganizationType, { description: 'The body whose result it is.' })
  organization(@Root() result: ResultRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, result.organization_id);
  }

  @FieldResolver(() => OrganizationType, { description: 'The body that evaluated.' })
  evaluator(@Root() result: ResultRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, result.evaluator_id);
  }

  @FieldResolver(() => [types.EvaluationLine], LINES)
  lines(@Root() result: ResultRow) {
    return labelled(result.lines);
  }

  @FieldResolver(() => String, TOTAL)
  total(@Root() result: ResultRow) {
    return result.total;
  }

  @FieldResolver(() => String, TOTAL_LABEL)
  totalLabel(@Root() result: ResultRow) {
    return result.total ?? NO_DATA;
  }

  @FieldResolver(() => String, ATTAINABLE)
  attainable(@Root() result: ResultRow) {
    return result.attainable;
  }

  @FieldResolver(() => Int, { description: 'How many bodies were evaluated.' })
  subjectCount(@Root() result: ResultRow) {
    return result.subject_count;
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'When it was published.' })
  publishedAt(@Root() result: ResultRow) {
    return result.published_at;
  }
}
