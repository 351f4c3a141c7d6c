import { Arg, Args, Ctx, FieldResolver, GraphQLISODateTime, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { encodeId, IdArg } from '../../kit/node-id.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { OrganizationKindEnum, OrganizationType } from '../federation/organization.type.ts';
import { computeEvaluation } from './compute-evaluation.ts';
import { draftEvaluation } from './draft-evaluation.ts';
import { computeGate, publishGate } from './evaluation.gates.ts';
import * as inputs from './evaluation.input.ts';
import { type EvaluationRow, evaluationStateLabels, indicatorLabels } from './evaluation.rows.ts';
import * as types from './evaluation.type.ts';
import { publishEvaluation } from './publish-evaluation.ts';
import { countScores, findEvaluation, listContributions, listEvaluations, listResults, listScores } from './read-evaluations.ts';

const YEAR = { nullable: true, description: 'Only of this year.' } as const;

@Resolver(() => types.EvaluationType)
export class EvaluationResolver {
  @Can('read', 'Evaluation')
  @Query(() => types.EvaluationType, {
    nullable: true,
    description: 'An evaluation: while it is being made, for its own body; once published, for all above it.',
  })
  evaluation(@IdArg('id', 'Evaluation', 'The evaluation.') id: string, @Ctx() ctx: ViewerContext) {
    return findEvaluation(ctx, id);
  }

  @Can('read', 'Evaluation')
  @Query(() => types.EvaluationConnection, { description: 'Evaluations that the caller may read, newest first.' })
  evaluations(
    @Arg('year', () => Int, YEAR) year: number | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    return listEvaluations(ctx, year ?? null, page);
  }

  @Can('read', 'EvaluationResult')
  @Query(() => types.EvaluationResultConnection, { description: "Published results of the caller's own organization, newest first." })
  evaluationResults(
    @Arg('year', () => Int, YEAR) year: number | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    return listResults(ctx, year ?? null, page);
  }

  @Can('read', 'Evaluation')
  @Query(() => types.EvaluationContributionConnection, {
    description: 'What counts in the evaluations of a year, organization by organization: for export.',
  })
  evaluationContributions(
    @Arg('year', () => Int, { description: 'The year.' }) year: number,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    return listContributions(ctx, year, page);
  }

  @Can('draft', 'Evaluation')
  @Mutation(() => types.EvaluationPayload, { description: 'Begins an evaluation of the bodies directly below.' })
  async draftEvaluation(
    @Input(() => inputs.DraftEvaluationInput, inputs.draftEvaluationInput) input: z.output<typeof inputs.draftEvaluationInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { evaluation: await draftEvaluation(ctx, input) };
  }

  @Can('compute', 'Evaluation')
  @Mutation(() => types.EvaluationPayload, { description: 'Computes the figures of an evaluation, again if need be.' })
  async computeEvaluation(
    @Input(() => inputs.ComputeEvaluationInput, inputs.computeEvaluationInput) input: z.output<typeof inputs.computeEvaluationInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { evaluation: await computeEvaluation(ctx, input) };
  }

  @Can('publish', 'Evaluation')
  @Mutation(() => types.EvaluationPayload, { description: 'Freezes an evaluation and gives each subject its result.' })
  async publishEvaluation(
    @Input(() => inputs.PublishEvaluationInput, inputs.publishEvaluationInput) input: z.output<typeof inputs.publishEvaluationInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { evaluation: await publishEvaluation(ctx, input) };
  }

  @FieldResolver(() => String, { description: 'How far it has come, in Chinese.' })
  stateLabel(@Root() evaluation: EvaluationRow) {
    return evaluationStateLabels[evaluation.state];
  }

  @FieldResolver(() => OrganizationType, { description: 'The body that evaluates.' })
  organization(@Root() evaluation: EvaluationRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, evaluation.organization_id);
  }

  @FieldResolver(() => String, { description: 'The tree at the end of this day, as 2021-12-31, decides who is evaluated.' })
  rosterDay(@Root() evaluation: EvaluationRow) {
    return evaluation.roster_day;
  }

  @FieldResolver(() => [OrganizationKindEnum], { description: 'Kinds of the bodies that are evaluated.' })
  subjectKinds(@Root() evaluation: EvaluationRow) {
    return evaluation.subject_kinds;
  }

  @FieldResolver(() => [types.EvaluationRule], { description: 'What is measured.' })
  indicators(@Root() evaluation: EvaluationRow) {
    return evaluation.indicators.map(({ indicator, points, rootIds }) => ({
      indicator,
      label: indicatorLabels[indicator],
      points,
      deliverableIds: rootIds.map((id) => encodeId('Deliverable', id)),
    }));
  }

  @FieldResolver(() => String, { nullable: true, description: 'SHA-256 of the published scores, in hex.' })
  contentHash(@Root() evaluation: EvaluationRow) {
    return evaluation.content_hash;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When its figures were computed last.' })
  computedAt(@Root() evaluation: EvaluationRow) {
    return evaluation.computed_at;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When it was published.' })
  publishedAt(@Root() evaluation: EvaluationRow) {
    return evaluation.published_at;
  }

  @FieldResolver(() => types.EvaluationSubjectConnection, {
    description: 'The bodies that are evaluated, by rank; empty before it is computed.',
  })
  async children(@Root() evaluation: EvaluationRow, @Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    return { ...(await listScores(ctx, evaluation, page)), totalCount: () => countScores(ctx, evaluation) };
  }

  @FieldResolver(() => types.EvaluationGates, { description: 'What the caller may do with it now.' })
  viewerCan(@Root() evaluation: EvaluationRow, @Ctx() ctx: ViewerContext) {
    return { compute: computeGate(ctx, evaluation), publish: publishGate(ctx, evaluation) };
  }
}
