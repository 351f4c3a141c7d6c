import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { Input } from '../../kit/input.ts';
import type { OrganizationRow } from '../federation/organization.rows.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { type DocNumber, formatDocNumber } from './doc-number.ts';
import { nextNumber, proposedNumber } from './next-number.ts';
import { noticeStageLabels, noticeStepKindLabels } from './notice.enums.ts';
import type { NoticeRow } from './notice.rows.ts';
import { DocNumberType, NoticePayload, NoticeType } from './notice.type.ts';
import { type NoticeStepRow, returnNoticeDraft, reviewNotice, signNotice, stepsOf, submitNoticeForReview } from './sign-off.ts';
import * as inputs from './sign-off.input.ts';
import { NoticeStepType, SigningPolicyPayload } from './sign-off.type.ts';
import { mustSign, setSigningPolicy } from './signing-policy.ts';

const canonical = (number: DocNumber) => ({ ...number, canonical: formatDocNumber(number) });

@Resolver(() => NoticeType)
export class SignOffResolver {
  @Can('draft', 'Notice')
  @Query(() => DocNumberType, { description: 'The next free number of the own body; proposed, not reserved.' })
  async nextDocNumber(
    @Arg('prefix', () => String, { description: 'Code of the body (机关代字), such as 石工办字.' }) prefix: string,
    @Arg('year', () => Int, { description: 'The year.' }) year: number,
    @Ctx() ctx: ViewerContext,
  ) {
    return canonical(await nextNumber(ctx, prefix, year));
  }

  @Can('draft', 'Notice')
  @Mutation(() => NoticePayload, { description: 'Gives a draft to be reviewed (送核).' })
  async submitNoticeForReview(
    @Input(() => inputs.SubmitNoticeForReviewInput, inputs.submitNoticeForReviewInput)
    input: z.output<typeof inputs.submitNoticeForReviewInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notice: await submitNoticeForReview(ctx, input) };
  }

  @Can('review', 'Notice')
  @Mutation(() => NoticePayload, { description: 'Finds a draft fit to be signed (核稿); not by whoever wrote it.' })
  async reviewNotice(
    @Input(() => inputs.ReviewNoticeInput, inputs.reviewNoticeInput) input: z.output<typeof inputs.reviewNoticeInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notice: await reviewNotice(ctx, input) };
  }

  @Can('sign', 'Notice')
  @Mutation(() => NoticePayload, { description: 'Signs a reviewed draft (签发); not by whoever wrote it.' })
  async signNotice(
    @Input(() => inputs.SignNoticeInput, inputs.signNoticeInput) input: z.output<typeof inputs.signNoticeInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notice: await signNotice(ctx, input) };
  }

  @Can('review', 'Notice')
  @Mutation(() => NoticePayload, { description: 'Gives a draft back to be changed; a signature ends with it.' })
  async returnNoticeDraft(
    @Input(() => inputs.ReturnNoticeDraftInput, inputs.returnNoticeDraftInput) input: z.output<typeof inputs.returnNoticeDraftInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notice: await returnNoticeDraft(ctx, input) };
  }

  @Can('decideSigning', 'Notice')
  @Mutation(() => SigningPolicyPayload, {
    description: 'Decides whether a body has to sign what it sends; provinces and cities always have to.',
  })
  async setSigningPolicy(
    @Input(() => inputs.SetSigningPolicyInput, inputs.setSigningPolicyInput) input: z.output<typeof inputs.setSigningPolicyInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { organization: await setSigningPolicy(ctx, input) };
  }

  @FieldResolver(() => String, { description: 'How far it has come towards its signature, in Chinese.' })
  stageLabel(@Root() { stage }: NoticeRow) {
    return noticeStageLabels[stage];
  }

  @FieldResolver(() => Boolean, { description: 'It may be sent only once it is signed; of an issued notice, that it was.' })
  signingRequired(@Root() { state, stage, issuer_id }: NoticeRow, @Ctx() ctx: ViewerContext) {
    return state === 'DRAFT' ? mustSign(ctx, issuer_id) : stage === 'SIGNED';
  }

  @FieldResolver(() => [NoticeStepType], { description: 'Its way to the signature, oldest first; empty for all but its own body.' })
  async steps(@Root() { id }: NoticeRow, @Ctx() ctx: ViewerContext) {
    return (await stepsOf(ctx, id)).map((step) => shown(ctx, step));
  }

  @FieldResolver(() => DocNumberType, {
    nullable: true,
    description: "The next free number under its body's usual prefix; of a draft alone.",
  })
  async proposedNumber(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    const number = notice.state === 'DRAFT' ? await proposedNumber(ctx, notice) : null;
    return number && canonical(number);
  }
}

@Resolver(() => OrganizationType)
export class OrganizationSigningResolver {
  @FieldResolver(() => Boolean, { description: "What it issues or hands on must be signed; as far as the caller's range shows." })
  mustSign(@Root() { id }: OrganizationRow, @Ctx() ctx: ViewerContext) {
    return mustSign(ctx, id);
  }
}

const shown = (ctx: ViewerContext, step: NoticeStepRow): NoticeStepType => ({
  kind: step.kind,
  kindLabel: noticeStepKindLabels[step.kind],
  at: step.happened_at,
  by: () => nameOf(ctx, step.person_id),
  onBehalfOf: () => (step.on_behalf_of_id ? nameOf(ctx, step.on_behalf_of_id) : null),
  version: step.version,
  contentHash: step.content_hash,
  remark: step.remark,
  seal: step.seal,
});

const nameOf = async (ctx: ViewerContext, personId: string): Promise<string | null> =>
  (await ctx.loaders.one('person', personId))?.name ?? null;
