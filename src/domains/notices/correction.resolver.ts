import { Ctx, FieldResolver, GraphQLISODateTime, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { Input } from '../../kit/input.ts';
import { amendNotice } from './amend-notice.ts';
import * as inputs from './correction.input.ts';
import * as types from './correction.type.ts';
import { issueCorrection } from './issue-correction.ts';
import type { NoticeRow } from './notice.rows.ts';
import { NoticePayload, NoticeType } from './notice.type.ts';
import { confirmCorrection } from './pass-on-correction.ts';
import { draftedChanges, editionsOf, shownChange, shownEdition } from './read-editions.ts';
import { noticeOf } from './read-notices.ts';
import { recallNotice } from './recall-notice.ts';

/** Editions: what was published stays as it was, and what is wrong with it is put right by the next one. */
@Resolver(() => NoticeType)
export class CorrectionResolver {
  @Can('amend', 'Notice')
  @Mutation(() => NoticePayload, {
    description: 'Begins the correction of a notice that was sent: answers with the draft of its next edition, the same when asked again.',
  })
  async amendNotice(@Input(() => inputs.AmendNoticeInput, inputs.amendNoticeInput) input: inputs.AmendNotice, @Ctx() ctx: ViewerContext) {
    return { notice: await amendNotice(ctx, input) };
  }

  @Can('amend', 'Notice')
  @Mutation(() => NoticePayload, {
    description: 'Makes a draft the next edition of the notice that it corrects, for everybody below; answers with that notice.',
  })
  async issueCorrection(
    @Input(() => inputs.IssueCorrectionInput, inputs.issueCorrectionInput) input: inputs.IssueCorrection,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notice: await issueCorrection(ctx, input) };
  }

  @Can('amend', 'Notice')
  @Mutation(() => NoticePayload, { description: "Confirms that a superior's correction changes nothing below." })
  async confirmCorrection(
    @Input(() => inputs.ConfirmCorrectionInput, inputs.confirmCorrectionInput) input: inputs.ConfirmCorrection,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notice: await confirmCorrection(ctx, input) };
  }

  @Can('recall', 'Notice')
  @Mutation(() => NoticePayload, {
    description: 'Takes a notice back, with everything that hands it on: nothing of it is owed any more, all of it stays readable.',
  })
  async recallNotice(
    @Input(() => inputs.RecallNoticeInput, inputs.recallNoticeInput) input: inputs.RecallNotice,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notice: await recallNotice(ctx, input) };
  }

  @FieldResolver(() => types.NoticeRecallType, { nullable: true, description: 'That it was taken back.' })
  recall(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    if (!notice.recalled_at) return null;
    const { recalled_at: at, recall_reason: reason, recalled_with_id: withId } = notice;
    return { at, reason, with: () => (withId ? noticeOf(ctx, withId) : null) };
  }

  @FieldResolver(() => Int, { description: 'The edition at which it stands.' })
  edition(@Root() notice: NoticeRow) {
    return notice.edition;
  }

  @FieldResolver(() => [types.NoticeEditionType], { description: 'Every edition, the first one first; none of a draft.' })
  async editions(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    return (await editionsOf(ctx, notice)).map((edition) => shownEdition(ctx, notice, edition));
  }

  @FieldResolver(() => NoticeType, { nullable: true, description: 'Of a draft: the notice whose next edition it is to be.' })
  amends(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    return notice.amends_id ? noticeOf(ctx, notice.amends_id) : null;
  }

  @FieldResolver(() => types.NoticeAmendmentType, {
    nullable: true,
    description: 'Of a draft of a correction: why, and who is asked again.',
  })
  amendment(@Root() notice: NoticeRow) {
    return notice.amendment;
  }

  @FieldResolver(() => [types.NoticeChange], { description: 'Of a draft of a correction: in what it differs from what stands.' })
  async changes(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    return (await draftedChanges(ctx, notice)).map(shownChange);
  }

  @FieldResolver(() => Int, { description: "Of a forwarding: the edition of the superior's notice that it hands on." })
  basedOn(@Root() notice: NoticeRow) {
    return notice.based_on;
  }

  @FieldResolver(() => GraphQLISODateTime, {
    nullable: true,
    description: 'Of a draft: when a correction from above last changed what it inherits.',
  })
  rebasedAt(@Root() notice: NoticeRow) {
    return notice.state === 'DRAFT' ? notice.rebased_at : null;
  }

  @FieldResolver(() => Boolean, {
    description: 'A superior has corrected what it hands on, and the body that handed it on has not passed that on.',
  })
  async awaitsCorrection(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    const superior = notice.forwards_id && notice.state === 'ISSUED' ? await ctx.loaders.one('notice', notice.forwards_id) : undefined;
    return superior !== undefined && superior.edition > notice.based_on;
  }
}
