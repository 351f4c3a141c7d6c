import { Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { Input } from '../../kit/input.ts';
import { answerLintFinding, confirmLintProposal } from './lint-answer.ts';
import type { LintProposal } from './lint-finding.ts';
import * as inputs from './lint.input.ts';
import { type AnsweredFinding, answersOf, type LintAnswerRow, lintNotice } from './lint-notice.ts';
import * as types from './lint.type.ts';
import type { NoticeRow } from './notice.rows.ts';
import { NoticePayload, NoticeType } from './notice.type.ts';

@Resolver(() => NoticeType)
export class LintResolver {
  @Can('draft', 'Notice')
  @Mutation(() => NoticePayload, { description: 'Says why something that was found may stay as it is; recipients read it.' })
  async answerLintFinding(
    @Input(() => inputs.AnswerLintFindingInput, inputs.answerLintFindingInput) input: z.output<typeof inputs.answerLintFindingInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notice: await answerLintFinding(ctx, input) };
  }

  @Can('draft', 'Notice')
  @Mutation(() => NoticePayload, { description: 'Mends a draft as proposed.' })
  async confirmLintProposal(
    @Input(() => inputs.ConfirmLintProposalInput, inputs.confirmLintProposalInput) input: z.output<typeof inputs.confirmLintProposalInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notice: await confirmLintProposal(ctx, input) };
  }

  @FieldResolver(() => [types.NoticeLintFindingType], {
    description: 'What is to be mended or answered before it is sent; of a draft alone.',
  })
  async lint(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    return notice.state === 'DRAFT' ? (await lintNotice(ctx, notice)).map((finding) => shownFinding(ctx, finding)) : [];
  }

  @FieldResolver(() => [types.LintAnswerType], { description: 'What its body said to what was found in it, as it went out.' })
  async lintAnswers(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    const answers = await answersOf(ctx, notice.id);
    return answers.filter(({ published_at }) => published_at || notice.state === 'DRAFT').map((answer) => shownAnswer(ctx, answer));
  }
}

const shownFinding = (ctx: ViewerContext, finding: AnsweredFinding): types.NoticeLintFindingType => ({
  code: finding.code,
  severity: finding.severity,
  severityLabel: types.lintSeverityLabels[finding.severity],
  key: finding.key,
  path: finding.path,
  message: finding.message,
  fingerprint: finding.fingerprint,
  proposal: finding.proposal && shownProposal(finding.proposal),
  answer: finding.answer && shownAnswer(ctx, finding.answer),
});

const shownProposal = (proposal: LintProposal): types.LintProposalType => ({
  action: proposal.action,
  label: proposal.label,
  day: 'day' in proposal ? proposal.day : null,
  text: 'text' in proposal ? proposal.text : 'alias' in proposal ? proposal.alias : null,
});

const shownAnswer = (ctx: ViewerContext, answer: LintAnswerRow): types.LintAnswerType => ({
  code: answer.code,
  key: answer.key,
  message: answer.message,
  answer: answer.answer,
  mended: answer.proposal !== null,
  answeredAt: answer.answered_at,
  confirmedBy: async () => (await ctx.loaders.one('person', answer.answered_by_id))?.name ?? null,
});
