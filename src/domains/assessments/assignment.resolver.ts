import { Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { IdArg } from '../../kit/node-id.ts';
import { asFile } from '../files/file.rows.ts';
import * as types from './assignment.type.ts';
import { deferGate, recuseGate, scoreGate } from './judging.gates.ts';
import * as inputs from './judging.input.ts';
import { shown } from './judging.resolver.ts';
import { type AssignmentRow, roundState, roundStateLabels } from './judging.rows.ts';
import { declareConflict, deferAssignment, saveScoreLines, submitScores } from './mark.ts';
import type { SheetResult } from '../../kit/score/score-sheet.ts';
import { differencesOf } from './differences.ts';
import { panelScore } from './round-sheet.ts';
import { countAssignments, findAssignment, listAssignments, nextAssignment } from './read-assignments.ts';

const myState = ({ state, deferred_at }: AssignmentRow): types.MyState =>
  state === 'SUBMITTED' ? 'MARKED' : deferred_at ? 'DEFERRED' : 'TO_MARK';

/** What the unit gave itself, worked out again from its copied answer under the same sheet. */
function selfScore({ sheet, answers }: AssignmentRow): SheetResult | undefined {
  if (sheet.kind !== 'SCORE_SHEET') return undefined;
  return panelScore(sheet, answers.find(({ field }) => field === sheet.field)?.value);
}

/** What every act of a judge answers: the entry, the next one, how far the judge has come. */
const answer = (ctx: ViewerContext, assignment: AssignmentRow | null) => ({
  assignment,
  next: () => nextAssignment(ctx),
  counts: () => countAssignments(ctx),
});

@Resolver(() => types.AssignmentType)
export class JudgeAssignmentResolver {
  @Can('judge', 'JudgeAssignment')
  @Query(() => types.AssignmentConnection, { description: 'What the caller is to mark, in all rounds, what ends soonest first (E1).' })
  async judgeAssignments(@Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    return { ...(await listAssignments(ctx, page)), counts: () => countAssignments(ctx) };
  }

  @Can('judge', 'JudgeAssignment')
  @Query(() => types.AssignmentType, { nullable: true, description: 'What the caller is to mark next; none when nothing is left.' })
  nextAssignment(@Ctx() ctx: ViewerContext) {
    return nextAssignment(ctx);
  }

  @Can('judge', 'JudgeAssignment')
  @Query(() => types.AssignmentType, { nullable: true, description: 'An entry that the caller is to mark (E2).' })
  judgeAssignment(@IdArg('id', 'JudgeAssignment', 'The assignment.') id: string, @Ctx() ctx: ViewerContext) {
    return findAssignment(ctx, id);
  }

  @Can('judge', 'JudgeAssignment')
  @Mutation(() => types.JudgeAssignmentPayload, { description: 'Saves a mark without giving it.' })
  async saveScoreLines(
    @Input(() => inputs.SaveScoreLinesInput, inputs.saveScoreLinesInput) input: inputs.Given<typeof inputs.saveScoreLinesInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return answer(ctx, await saveScoreLines(ctx, input));
  }

  @Can('judge', 'JudgeAssignment')
  @Mutation(() => types.JudgeAssignmentPayload, {
    description: 'Gives a mark as it was saved; again to change it while the round is open.',
  })
  async submitScores(
    @Input(() => inputs.SubmitScoresInput, inputs.submitScoresInput) input: inputs.Given<typeof inputs.submitScoresInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return answer(ctx, await submitScores(ctx, input));
  }

  @Can('judge', 'JudgeAssignment')
  @Mutation(() => types.JudgeAssignmentPayload, { description: 'Puts an entry aside, or takes it up again.' })
  async deferAssignment(
    @Input(() => inputs.DeferAssignmentInput, inputs.deferAssignmentInput) input: inputs.Given<typeof inputs.deferAssignmentInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return answer(ctx, await deferAssignment(ctx, input));
  }

  @Can('judge', 'JudgeAssignment')
  @Mutation(() => types.JudgeAssignmentPayload, { description: 'Declares a relation to an entry and steps back from it for good (回避).' })
  async declareConflict(
    @Input(() => inputs.DeclareConflictInput, inputs.declareConflictInput) input: inputs.Given<typeof inputs.declareConflictInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    await declareConflict(ctx, input);
    return answer(ctx, null);
  }

  @FieldResolver() code(@Root() { ordinal }: AssignmentRow): string {
    return String(ordinal).padStart(3, '0');
  }
  @FieldResolver() unitName(@Root() { unit_name }: AssignmentRow): string {
    return unit_name;
  }
  @FieldResolver() round(@Root() assignment: AssignmentRow, @Ctx() ctx: ViewerContext): unknown {
    const state = roundState(assignment, ctx.now);
    return {
      name: assignment.round_name,
      opensAt: assignment.opens_at,
      closesAt: assignment.closes_at,
      state,
      stateLabel: roundStateLabels[state],
    };
  }
  @FieldResolver() myState(@Root() assignment: AssignmentRow): string {
    return myState(assignment);
  }
  @FieldResolver() myStateLabel(@Root() assignment: AssignmentRow): string {
    return types.myStateLabels[myState(assignment)];
  }
  @FieldResolver() async files(@Root() { id }: AssignmentRow, @Ctx() ctx: ViewerContext): Promise<unknown> {
    const files = await ctx.loaders.many('judge_file', 'assignment_id', id, { column: 'ordinal' });
    return files.map((file) => asFile(file.file_id, file));
  }
  @FieldResolver() contentHash(@Root() { content_hash }: AssignmentRow): string {
    return content_hash;
  }
  @FieldResolver() async myResponse(@Root() { id, sheet }: AssignmentRow, @Ctx() ctx: ViewerContext): Promise<unknown> {
    const [[response], marks] = await Promise.all([
      ctx.loaders.many('judge_response', 'assignment_id', id),
      ctx.loaders.many('judge_mark', 'assignment_id', id, { column: 'number' }),
    ]);
    return {
      version: response?.version ?? 0,
      score: response?.score ? shown(response.score) : null,
      answer: response?.answer ?? null,
      sheetScore: sheet.kind === 'SCORE_SHEET' ? panelScore(sheet, response?.answer) : null,
      note: response?.note ?? null,
      given: marks.map(({ number, score, note, marked_at }) => ({ number, score: shown(score), note, at: marked_at })),
    };
  }
  @FieldResolver() sheet(@Root() { sheet }: AssignmentRow): unknown {
    return sheet.kind === 'FREE_SCORE' ? sheet : null;
  }
  @FieldResolver() scoreSheet(@Root() { sheet }: AssignmentRow): unknown {
    return sheet.kind === 'SCORE_SHEET' ? sheet.sheet : null;
  }
  @FieldResolver() selfScore(@Root() assignment: AssignmentRow): unknown {
    return selfScore(assignment);
  }
  @FieldResolver() async differences(@Root() assignment: AssignmentRow, @Ctx() ctx: ViewerContext): Promise<unknown> {
    const [self, [response]] = [selfScore(assignment), await ctx.loaders.many('judge_response', 'assignment_id', assignment.id)];
    const mine = assignment.sheet.kind === 'SCORE_SHEET' ? panelScore(assignment.sheet, response?.answer) : undefined;
    return self && mine ? differencesOf(self, mine) : null;
  }
  @FieldResolver() position(@Root() { place, places }: AssignmentRow): unknown {
    return { index: place, of: places };
  }
  @FieldResolver() viewerCan(@Root() assignment: AssignmentRow, @Ctx() ctx: ViewerContext): unknown {
    return { score: scoreGate(ctx, assignment), defer: deferGate(ctx, assignment), recuse: recuseGate(ctx, assignment) };
  }
}
