import { Arg, Args, Ctx, FieldResolver, GraphQLISODateTime, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { encodeId, IdArg } from '../../kit/node-id.ts';
import { organizationKindLabels } from '../federation/organization.kind.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { DepartmentType } from '../federation/people.type.ts';
import { acknowledgeDelivery } from './acknowledge-delivery.ts';
import { deliveredAddressees, resolveAddressees } from './addressees.ts';
import { formatDocNumber } from './doc-number.ts';
import { draftForwarding, draftNotice, saveNoticeDraft } from './draft-notice.ts';
import { forwardNotice, issueNotice } from './issue-notice.ts';
import { copyGate } from './copy-notice.gates.ts';
import { amendGate, confirmGate, issueCorrectionGate, recallGate } from './correction.gates.ts';
import * as enums from './notice.enums.ts';
import * as gates from './notice.gates.ts';
import * as inputs from './notice.input.ts';
import { asDeliverable, asNotice, type NoticeRow } from './notice.rows.ts';
import * as types from './notice.type.ts';
import { countDeliveries, deliveryHere, findNotice, listDeliveries, listNotices, noticeOf } from './read-notices.ts';

@Resolver(() => types.NoticeType)
export class NoticeResolver {
  @Can('read', 'Notice')
  @Query(() => types.NoticeType, { nullable: true, description: 'A notice that the caller may read.' })
  notice(@IdArg('id', 'Notice', 'The notice.') id: string, @Ctx() ctx: ViewerContext) {
    return findNotice(ctx, id);
  }

  @Can('read', 'Notice')
  @Query(() => types.NoticeConnection, { description: "Drafts of one's own body, what it issued, or what it received; newest first." })
  notices(
    @Arg('box', () => types.NoticeBoxEnum, { description: 'Which of the three.' }) box: types.NoticeBox,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    return listNotices(ctx, box, page);
  }

  @Can('draft', 'Notice')
  @Mutation(() => types.NoticePayload, { description: "Begins a notice of one's own." })
  async draftNotice(
    @Input(() => inputs.DraftNoticeInput, inputs.draftNoticeInput) input: z.output<typeof inputs.draftNoticeInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notice: await draftNotice(ctx, input) };
  }

  @Can('draft', 'Notice')
  @Mutation(() => types.NoticePayload, { description: 'Saves a draft, whole.' })
  async saveNoticeDraft(
    @Input(() => inputs.SaveNoticeDraftInput, inputs.saveNoticeDraftInput) input: z.output<typeof inputs.saveNoticeDraftInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notice: await saveNoticeDraft(ctx, input) };
  }

  @Can('issue', 'Notice')
  @Mutation(() => types.NoticePayload, { description: "Sends one's own notice to its addressees." })
  async issueNotice(
    @Input(() => inputs.IssueNoticeInput, inputs.issueNoticeInput) input: z.output<typeof inputs.issueNoticeInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notice: await issueNotice(ctx, input) };
  }

  @Can('forward', 'Notice')
  @Mutation(() => types.NoticePayload, { description: 'Prepares the forwarding of a received notice; asked again, gives the same draft.' })
  async draftForwarding(
    @Input(() => inputs.DraftForwardingInput, inputs.draftForwardingInput) input: z.output<typeof inputs.draftForwardingInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notice: await draftForwarding(ctx, input.noticeId) };
  }

  @Can('forward', 'Notice')
  @Mutation(() => types.NoticePayload, { description: "Hands a superior's notice on under one's own number." })
  async forwardNotice(
    @Input(() => inputs.ForwardNoticeInput, inputs.issueNoticeInput) input: z.output<typeof inputs.issueNoticeInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notice: await forwardNotice(ctx, input) };
  }

  @Can('acknowledge', 'Notice')
  @Mutation(() => types.AcknowledgeDeliveryPayload, { description: 'Signs for a notice (签收).' })
  async acknowledgeDelivery(
    @Input(() => inputs.AcknowledgeDeliveryInput, inputs.acknowledgeDeliveryInput) input: z.output<typeof inputs.acknowledgeDeliveryInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { delivery: await acknowledgeDelivery(ctx, input.noticeId) };
  }

  @FieldResolver(() => String, { description: 'Its kind, in Chinese.' })
  kindLabel(@Root() notice: NoticeRow) {
    return enums.noticeKindLabels[notice.kind];
  }

  @FieldResolver(() => String, { description: 'Its state, in Chinese.' })
  stateLabel(@Root() notice: NoticeRow) {
    return notice.recalled_at ? '已撤回' : enums.noticeStateLabels[notice.state];
  }

  @FieldResolver(() => String, { description: 'The level that its title names, in Chinese.' })
  levelLabel(@Root() notice: NoticeRow) {
    return enums.noticeLevelLabels[notice.level];
  }

  @FieldResolver(() => types.DocNumberType, { nullable: true, description: 'Its number; a notice may have none.' })
  docNumber(@Root() { doc_prefix: prefix, doc_year: year, doc_seq: sequence }: NoticeRow) {
    if (prefix === null || year === null || sequence === null) return null;
    return { prefix, year, sequence, canonical: formatDocNumber({ prefix, year, sequence }) };
  }

  @FieldResolver(() => String, { description: 'Who signs, as printed.' })
  signedBy(@Root() notice: NoticeRow) {
    return notice.signed_by;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Date printed under the text, as 2021-04-21.' })
  issuedOn(@Root() notice: NoticeRow) {
    return notice.issued_on;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When it was sent.' })
  publishedAt(@Root() notice: NoticeRow) {
    return notice.published_at;
  }

  @FieldResolver(() => OrganizationType, { description: 'The body that writes it.' })
  issuer(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, notice.issuer_id);
  }

  @FieldResolver(() => DepartmentType, { nullable: true, description: 'Sub-body that signs.' })
  department(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    return notice.department_id ? ctx.loaders.one('department', notice.department_id) : null;
  }

  @FieldResolver(() => types.NoticeType, { nullable: true, description: "The superior's notice that travels attached." })
  forwards(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    return notice.forwards_id ? noticeOf(ctx, notice.forwards_id) : null;
  }

  @FieldResolver(() => types.NoticeType, { nullable: true, description: 'The notice that it is based on.' })
  derivedFrom(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    return notice.derived_from_id ? noticeOf(ctx, notice.derived_from_id) : null;
  }

  @FieldResolver(() => types.NoticeType, { nullable: true, description: "The same notice of the time before, such as last year's." })
  previous(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    return notice.previous_id ? noticeOf(ctx, notice.previous_id) : null;
  }

  @FieldResolver(() => types.Addressees, { description: 'Whom it goes to.' })
  addressees(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    const ours = notice.issuer_id === ctx.viewer.organizationId;
    const ids = (list: readonly string[], type = 'Organization') => (ours ? list.map((id) => encodeId(type, id)) : []);
    return {
      groups: notice.addressees.groups,
      organizationIds: ids(notice.addressees.organizationIds),
      addressGroupIds: ids(notice.addressees.addressGroupIds ?? [], 'AddressGroup'),
      exceptIds: ids(notice.addressees.exceptIds),
      resolvedCount: async () =>
        notice.state === 'DRAFT' ? (await resolveAddressees(ctx, notice.addressees)).count : notice.delivered_count,
      byKind: async () => {
        const drafted = async () => (await resolveAddressees(ctx, notice.addressees)).byKind;
        const byKind = notice.state === 'DRAFT' ? await drafted() : await deliveredAddressees(ctx, notice.id);
        return byKind.map(({ kind, count }) => ({ kind, kindLabel: organizationKindLabels[kind], count }));
      },
    };
  }

  @FieldResolver(() => [types.DeliverableType], { description: 'What it asks for, in order.' })
  async deliverables(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    const rows = await ctx.loaders.many('deliverable', 'notice_id', notice.id, { column: 'ordinal' });
    return rows.filter(({ withdrawn_at, output }) => !withdrawn_at && output !== 'CORRECTION').map(asDeliverable);
  }

  @FieldResolver(() => types.DeliveryType, { nullable: true, description: "How it reached the caller's organization." })
  delivery(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    return deliveryHere(ctx, notice.id);
  }

  @FieldResolver(() => types.DeliveryConnection, { description: "To whom in the caller's range it went, in order of the tree." })
  deliveries(
    @Root() notice: NoticeRow,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('acknowledged', () => Boolean, { nullable: true, description: 'Only those that have signed, or that have not.' }) acknowledged:
      | boolean
      | null
      | undefined,
    @Ctx() ctx: ViewerContext,
  ) {
    const filter = { ...page, acknowledged: acknowledged ?? null };
    return listDeliveries(ctx, notice.id, filter).then((found) => ({
      ...found,
      totalCount: () => countDeliveries(ctx, notice.id, filter),
    }));
  }

  @FieldResolver(() => types.NoticeGates, { description: 'What the caller may do with it now.' })
  async viewerCan(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    const delivery = await deliveryHere(ctx, notice.id);
    const superior = notice.forwards_id ? await ctx.loaders.one('notice', notice.forwards_id) : undefined;
    return {
      edit: gates.editGate(ctx, notice),
      submitForReview: gates.submitForReviewGate(ctx, notice),
      review: gates.reviewDraftGate(ctx, notice),
      sign: gates.signGate(ctx, notice),
      returnDraft: gates.returnDraftGate(ctx, notice),
      // Asked for only where they are shown: they read more.
      issue: () => gates.issueGate(ctx, notice),
      acknowledge: gates.acknowledgeGate(ctx, delivery),
      forward: () => (notice.state === 'DRAFT' ? gates.sendForwardGate(ctx, notice) : gates.forwardGate(ctx, delivery)),
      amend: amendGate(ctx, notice),
      issueCorrection: () => issueCorrectionGate(ctx, notice),
      recall: () => recallGate(ctx, notice),
      copy: copyGate(ctx, notice),
      confirmCorrection: confirmGate(ctx, notice, superior && asNotice(superior)),
    };
  }
}
