import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { round as rounded } from '../../kit/decimal.ts';
import { Input } from '../../kit/input.ts';
import { bound, encodeId, IdArg } from '../../kit/node-id.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { asSubmission } from '../submissions/submission.rows.ts';
import type { CountedMark } from './aggregate.ts';
import { confirmAssignments, proposeAssignments } from './assign.ts';
import { addJudge, draftJudgingRound } from './draft-round.ts';
import { closeGate, draftGate, openGate, replaceGate } from './judging.gates.ts';
import * as inputs from './judging.input.ts';
import { type JudgeRow, type RoundRow, roundState, roundStateLabels } from './judging.rows.ts';
import * as types from './judging.type.ts';
import * as read from './read-rounds.ts';
import { panelScore } from './round-sheet.ts';
import { closeJudgingRound, openJudgingRound, replaceJudge } from './run-round.ts';

const FIRST = { defaultValue: 20, description: 'How many, 1 to 100.' } as const;
const clipped = (first: number): number => Math.min(Math.max(first, 1), 100);

@Resolver(() => types.RoundType)
export class JudgingRoundResolver {
  @Can('read', 'JudgingRound')
  @Query(() => types.RoundType, { nullable: true, description: "A round of the caller's body; not for members of its panel (R1)." })
  judgingRound(@IdArg('id', 'JudgingRound', 'The round.') id: string, @Ctx() ctx: ViewerContext) {
    return read.findRound(ctx, id);
  }

  @Can('read', 'JudgingRound')
  @Query(() => types.RoundConnection, { description: "Rounds of the caller's body, newest first; not those of whose panel the caller is." })
  judgingRounds(
    @Arg('deliverableId', () => ID, { nullable: true, description: 'Only those that judge what was accepted for this one.' })
    deliverableId: string | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    return read.listRounds(ctx, bound(deliverableId, 'Deliverable'), page);
  }

  @Can('manage', 'JudgingRound')
  @Mutation(() => types.JudgingRoundPayload, {
    description: "Begins a round over what is accepted for a deliverable of the caller's body.",
  })
  async draftJudgingRound(
    @Input(() => inputs.DraftJudgingRoundInput, inputs.draftJudgingRoundInput) input: inputs.Given<typeof inputs.draftJudgingRoundInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { judgingRound: await draftJudgingRound(ctx, input) };
  }

  @Can('manage', 'JudgingRound')
  @Mutation(() => types.JudgingRoundPayload, { description: 'Calls somebody to the panel of a round.' })
  async addJudge(
    @Input(() => inputs.AddJudgeInput, inputs.addJudgeInput) input: inputs.Given<typeof inputs.addJudgeInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { judgingRound: await addJudge(ctx, input) };
  }

  @Can('manage', 'JudgingRound')
  @Mutation(() => types.JudgingRoundPayload, {
    description:
      'Takes in what was accepted, and proposes who marks what: about the same number to everybody, nothing to whoever is recused.',
  })
  async proposeAssignments(
    @Input(() => inputs.ProposeAssignmentsInput, inputs.proposeAssignmentsInput) input: inputs.Given<typeof inputs.proposeAssignmentsInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { judgingRound: await proposeAssignments(ctx, input) };
  }

  @Can('manage', 'JudgingRound')
  @Mutation(() => types.JudgingRoundPayload, { description: 'Hands what was proposed to the judges, each with a frozen reading copy.' })
  async confirmAssignments(
    @Input(() => inputs.ConfirmAssignmentsInput, inputs.confirmAssignmentsInput) input: inputs.Given<typeof inputs.confirmAssignmentsInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { judgingRound: await confirmAssignments(ctx, input) };
  }

  @Can('manage', 'JudgingRound')
  @Mutation(() => types.JudgingRoundPayload, { description: 'Opens a round and freezes its panel.' })
  async openJudgingRound(
    @Input(() => inputs.OpenJudgingRoundInput, inputs.openJudgingRoundInput) input: inputs.Given<typeof inputs.openJudgingRoundInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { judgingRound: await openJudgingRound(ctx, input) };
  }

  @Can('manage', 'JudgingRound')
  @Mutation(() => types.JudgingRoundPayload, { description: "Puts somebody else in a judge's place; marks that were given stay." })
  async replaceJudge(
    @Input(() => inputs.ReplaceJudgeInput, inputs.replaceJudgeInput) input: inputs.Given<typeof inputs.replaceJudgeInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { judgingRound: await replaceJudge(ctx, input) };
  }

  @Can('manage', 'JudgingRound')
  @Mutation(() => types.JudgingRoundPayload, { description: 'Closes a round and works out its results.' })
  async closeJudgingRound(
    @Input(() => inputs.CloseJudgingRoundInput, inputs.closeJudgingRoundInput) input: inputs.Given<typeof inputs.closeJudgingRoundInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { judgingRound: await closeJudgingRound(ctx, input) };
  }

  @FieldResolver() deliverable(@Root() { deliverable_id }: RoundRow, @Ctx() ctx: ViewerContext): unknown {
    return ctx.loaders.one('deliverable', deliverable_id);
  }
  @FieldResolver() state(@Root() round: RoundRow, @Ctx() ctx: ViewerContext): string {
    return roundState(round, ctx.now);
  }
  @FieldResolver() stateLabel(@Root() round: RoundRow, @Ctx() ctx: ViewerContext): string {
    return roundStateLabels[roundState(round, ctx.now)];
  }
  @FieldResolver() opensAt(@Root() { opens_at }: RoundRow): Date {
    return opens_at;
  }
  @FieldResolver() closesAt(@Root() { closes_at }: RoundRow): Date {
    return closes_at;
  }
  @FieldResolver() sheet(@Root() { sheet }: RoundRow): unknown {
    return sheet.kind === 'FREE_SCORE' ? sheet : null;
  }
  @FieldResolver() scoreSheet(@Root() { sheet }: RoundRow): unknown {
    return sheet.kind === 'SCORE_SHEET' ? sheet.sheet : null;
  }
  @FieldResolver() aggregateLabel(@Root() { aggregate }: RoundRow): string {
    return types.aggregateLabels[aggregate];
  }
  @FieldResolver() marksRequired(@Root() { marks_required }: RoundRow): number {
    return marks_required;
  }
  @FieldResolver() openedAt(@Root() { opened_at }: RoundRow): Date | null {
    return opened_at;
  }
  @FieldResolver() closedAt(@Root() { closed_at }: RoundRow): Date | null {
    return closed_at;
  }
  @FieldResolver() closeReason(@Root() { close_reason }: RoundRow): string | null {
    return close_reason;
  }
  @FieldResolver() coverage(@Root() round: RoundRow, @Ctx() ctx: ViewerContext): unknown {
    return read.coverageOf(ctx, round);
  }
  @FieldResolver() judges(@Root() round: RoundRow, @Ctx() ctx: ViewerContext): unknown {
    return read.panelWithCounts(ctx, round);
  }
  @FieldResolver() underCovered(
    @Root() round: RoundRow,
    @Arg('first', () => Int, FIRST) first: number,
    @Ctx() ctx: ViewerContext,
  ): unknown {
    return read.underCovered(ctx, round, clipped(first));
  }
  @FieldResolver() disagreements(
    @Root() round: RoundRow,
    @Arg('first', () => Int, FIRST) first: number,
    @Ctx() ctx: ViewerContext,
  ): unknown {
    return read.disagreements(ctx, round, clipped(first));
  }
  @FieldResolver() results(@Root() round: RoundRow, @Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext): unknown {
    return read.listResults(ctx, round, page);
  }
  @FieldResolver() viewerCan(@Root() round: RoundRow, @Ctx() ctx: ViewerContext): unknown {
    return { assign: draftGate(ctx, round), open: openGate(ctx, round), replace: replaceGate(ctx, round), close: closeGate(ctx, round) };
  }
}

/** What a judge and a member of a panel have in common. */
const judgeFields = {
  id: ({ id }: JudgeRow): string => encodeId('Judge', id),
  name: async ({ person_id }: JudgeRow, ctx: ViewerContext): Promise<string | null> =>
    (await ctx.loaders.one('person', person_id))?.name ?? null,
  organization: ({ organization_id }: JudgeRow, ctx: ViewerContext): unknown => organizationById(ctx, organization_id),
  stateLabel: ({ state }: JudgeRow): string => types.judgeStateLabels[state],
};

@Resolver(() => types.JudgeType)
export class JudgeResolver {
  @FieldResolver() id(@Root() judge: JudgeRow): string {
    return judgeFields.id(judge);
  }
  @FieldResolver() name(@Root() judge: JudgeRow, @Ctx() ctx: ViewerContext): Promise<string | null> {
    return judgeFields.name(judge, ctx);
  }
  @FieldResolver() organization(@Root() judge: JudgeRow, @Ctx() ctx: ViewerContext): unknown {
    return judgeFields.organization(judge, ctx);
  }
  @FieldResolver() stateLabel(@Root() judge: JudgeRow): string {
    return judgeFields.stateLabel(judge);
  }
}

@Resolver(() => types.PanelMemberType)
export class PanelMemberResolver extends JudgeResolver {}

const code = ({ ordinal }: { readonly ordinal: number }): string => String(ordinal).padStart(3, '0');
const submissionOf = async (ctx: ViewerContext, id: string): Promise<unknown> => {
  const row = await ctx.loaders.one('submission', id);
  return row && asSubmission(row);
};

@Resolver(() => types.CoveredEntryType)
export class CoveredEntryResolver {
  @FieldResolver() code(@Root() entry: read.CoveredEntry): string {
    return code(entry);
  }
  @FieldResolver() organization(@Root() { organization_id }: read.CoveredEntry, @Ctx() ctx: ViewerContext): unknown {
    return organizationById(ctx, organization_id);
  }
  @FieldResolver() submission(@Root() { submission_id }: read.CoveredEntry, @Ctx() ctx: ViewerContext): unknown {
    return submissionOf(ctx, submission_id);
  }
}

@Resolver(() => types.ResultType)
export class JudgingResultResolver {
  @FieldResolver() code(@Root() result: read.EntryResult): string {
    return code(result);
  }
  @FieldResolver() organization(@Root() { organization_id }: read.EntryResult, @Ctx() ctx: ViewerContext): unknown {
    return organizationById(ctx, organization_id);
  }
  @FieldResolver() submission(@Root() { submission_id }: read.EntryResult, @Ctx() ctx: ViewerContext): unknown {
    return submissionOf(ctx, submission_id);
  }
  @FieldResolver() stateLabel(@Root() { state }: read.EntryResult): string {
    return types.resultStateLabels[state];
  }
  @FieldResolver() markCount(@Root() { mark_count }: read.EntryResult): number {
    return mark_count;
  }
  @FieldResolver() score(@Root() { score }: read.EntryResult): string | null {
    return score && shown(score);
  }
  @FieldResolver() selfScore(@Root() { self_score }: read.EntryResult): string | null {
    return self_score && shown(self_score);
  }
  /** Each with the sheet of its round, under which it is worked out again. */
  @FieldResolver() marks(@Root() { marks, sheet }: read.EntryResult): unknown {
    return marks.map((mark) => ({ ...mark, sheetScore: sheet.kind === 'SCORE_SHEET' ? panelScore(sheet, mark.answer) : null }));
  }
  @FieldResolver() spread(@Root() { spread }: read.EntryResult): string | null {
    return spread && shown(spread);
  }
}

/** Without zeros at the end that the column adds. */
export const shown = (decimal: string): string => {
  const text = rounded(decimal, 8);
  return text.replace(/\.?0+$/, '');
};

@Resolver(() => types.CountedMarkType)
export class CountedMarkResolver {
  @FieldResolver() judge(@Root() { judgeId }: CountedMark, @Ctx() ctx: ViewerContext): unknown {
    return ctx.loaders.one('judge', judgeId);
  }
  @FieldResolver() score(@Root() mark: CountedMark): string {
    return shown(mark.score);
  }
}
