import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, GraphQLISODateTime, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs, pageOf } from '../../kit/connection.ts';
import { Due, dueOf } from '../../kit/due.ts';
import { Input } from '../../kit/input.ts';
import { IdArg } from '../../kit/node-id.ts';
import { todayOf } from '../federation/calendar.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { NoticeContact } from '../notices/notice.type.ts';
import { deliveryHere, noticeOf } from '../notices/read-notices.ts';
import { awaitedFrom, correctionsOf } from './corrections-of.ts';
import { reopenObligation, waiveObligation } from './decide-obligation.ts';
import { acknowledgedAt, demandsOf, findObligation } from './find-obligation.ts';
import { presentDue } from './gates.ts';
import { type LampColour, lampOf } from './lamp.ts';
import { listObligations } from './list-obligations.ts';
import * as enums from './obligation.enums.ts';
import { obligationGates } from './obligation.gates.ts';
import * as inputs from './obligation.input.ts';
import type { ObligationEventRow, ObligationRow } from './obligation.rows.ts';
import * as types from './obligation.type.ts';
import { bodyNamed, findScope } from './scope.ts';

@ArgsType()
class ObligationsArgs extends PageArgs {
  @Field(() => types.FigureEnum, { nullable: true, description: 'Only those that this number of the board counts.' })
  behind?: types.Figure | null;

  @Field(() => Boolean, { defaultValue: false, description: "With the body's own obligation, as a line of the board above counts it." })
  including!: boolean;

  @Field(() => enums.ObligationStateEnum, { nullable: true, description: 'Only this state.' })
  state?: ObligationRow['state'] | null;

  @Field(() => enums.LampEnum, { nullable: true, description: 'Only this lamp, as the clock stands.' })
  lamp?: LampColour | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those whose notice was signed for, or was not.' })
  acknowledged?: boolean | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Instead, what the caller's body asked as a second superior of units elsewhere.",
  })
  elsewhere!: boolean;
}

@Resolver(() => types.ObligationType)
export class ObligationResolver {
  @Can('read', 'Obligation')
  @Query(() => types.ObligationType, { nullable: true, description: "What a body in the caller's range owes." })
  obligation(@IdArg('id', 'Obligation', 'The obligation.') id: string, @Ctx() ctx: ViewerContext) {
    return findObligation(ctx, id);
  }

  @Can('read', 'Obligation')
  @Query(() => types.ObligationConnection, { description: 'The named list behind a number of the progress board, in order of the tree.' })
  async obligations(
    @IdArg('deliverableId', 'Deliverable', "What is asked for; any level's.") deliverableId: string,
    @Arg('under', () => ID, { nullable: true, description: "The body below which to list; the caller's own when absent." }) under:
      | string
      | null
      | undefined,
    @Args(() => ObligationsArgs) { elsewhere, ...filter }: ObligationsArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    const scope = await findScope(ctx, deliverableId, bodyNamed(ctx, under));
    if (!scope) return { ...pageOf([], filter, () => []), totalCount: 0, counts: { byLamp: [], byState: [] } };
    return listObligations(ctx, { ...filter, rootId: scope.deliverable.root_id, places: elsewhere ? [] : scope.places }, filter);
  }

  @Can('waive', 'Obligation')
  @Mutation(() => types.ObligationPayload, { description: 'Lets one unit off; only the body that asked first may.' })
  async waiveObligation(
    @Input(() => inputs.WaiveObligationInput, inputs.waiveObligationInput) input: inputs.WaiveObligation,
    @Ctx() ctx: ViewerContext,
  ) {
    return { obligation: await waiveObligation(ctx, input) };
  }

  @Can('reopen', 'Obligation')
  @Mutation(() => types.ObligationPayload, {
    description: 'Opens the door again for one unit, with a reason and a new due; only the body that asked first may.',
  })
  async reopenObligation(
    @Input(() => inputs.ReopenObligationInput, inputs.reopenObligationInput) input: inputs.ReopenObligation,
    @Ctx() ctx: ViewerContext,
  ) {
    return { obligation: await reopenObligation(ctx, input) };
  }

  @FieldResolver(() => String, { description: 'The kind, in Chinese.' })
  kindLabel(@Root() row: ObligationRow) {
    return enums.obligationKindLabels[row.kind];
  }

  @FieldResolver(() => String, { description: 'The state, in Chinese.' })
  stateLabel(@Root() row: ObligationRow) {
    return enums.obligationStateLabels[row.state];
  }

  @FieldResolver(() => OrganizationType, { description: 'The body that owes it.' })
  organization(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, row.organization_id);
  }

  @FieldResolver(() => OrganizationType, { description: 'The body that asked first.' })
  askedBy(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, row.asker_id);
  }

  @FieldResolver(() => String, { description: 'What is to be handed in.' })
  async what(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    const [first] = await demandsOf(ctx, row);
    return first?.title ?? '报送任务';
  }

  @FieldResolver(() => enums.LampEnum, { description: 'How urgent it is, as the clock stands.' })
  async lamp(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    return lampOf(row, await todayOf(ctx)).colour;
  }

  @FieldResolver(() => String, { description: 'The lamp, in Chinese.' })
  async lampLabel(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    return enums.lampLabels[lampOf(row, await todayOf(ctx)).colour];
  }

  @FieldResolver(() => String, { description: 'Why the lamp shows, in Chinese.' })
  async lampReason(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    return lampOf(row, await todayOf(ctx)).reason;
  }

  @FieldResolver(() => Due, {
    nullable: true,
    description: "The unit's own due: the strictest of those who ask, or a later one that was granted.",
  })
  async due(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    const end = presentDue(row);
    const asks = end && (await demandsOf(ctx, row));
    const worded = asks ? asks.find(({ due_at }) => due_at?.getTime() === end.getTime()) : undefined;
    return dueOf(end, await todayOf(ctx), worded?.due_phrase ?? null);
  }

  @FieldResolver(() => Due, { nullable: true, description: 'The due of the body that asked first.' })
  async superiorDue(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    const root = await ctx.loaders.one('deliverable', row.root_id);
    return dueOf(row.asker_due_at, await todayOf(ctx), root?.due_phrase ?? null);
  }

  @FieldResolver(() => GraphQLISODateTime, {
    nullable: true,
    description: 'From this instant on nothing is accepted; none when late reports always are.',
  })
  closesAt(@Root() row: ObligationRow) {
    return row.closes_at;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When somebody began to fill it in.' })
  startedAt(@Root() row: ObligationRow) {
    return row.started_at;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When it was first handed in.' })
  submittedAt(@Root() row: ObligationRow) {
    return row.submitted_at;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When the body signed for the notice.' })
  async acknowledgedAt(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    if (row.organization_id === ctx.viewer.organizationId) return (await deliveryHere(ctx, row.notice_id))?.acknowledged_at ?? null;
    return (await acknowledgedAt(ctx, row)) ?? null;
  }

  @FieldResolver(() => [types.DemandType], { description: "Everybody's demands on the one page, the highest body's first." })
  async demands(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    const asks = await demandsOf(ctx, row);
    return asks.map((ask) => ({
      deliverable: ask,
      askedBy: () => organizationById(ctx, ask.issuer_id),
      notice: () => noticeOf(ctx, ask.notice_id),
      text: ask.requirement,
      due: async () => dueOf(ask.due_at, await todayOf(ctx), ask.due_phrase),
      inherited: ask.id !== row.deliverable_id,
      fields: ask.fields,
    }));
  }

  @FieldResolver(() => Int, { description: 'How many questions the page asks.' })
  async fieldCount(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    return (await demandsOf(ctx, row)).reduce((count, { fields }) => count + fields.length, 0);
  }

  @FieldResolver(() => [NoticeContact], { description: "Whom to ask, the nearest body's contacts first." })
  async contacts(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    const asks = await demandsOf(ctx, row);
    const notices = await Promise.all([...new Set(asks.map(({ notice_id }) => notice_id))].map((id) => ctx.loaders.one('notice', id)));
    return notices.toReversed().flatMap((notice) => notice?.contacts ?? []);
  }

  @FieldResolver(() => [types.ObligationCorrectionType], { description: 'What was corrected since the body was asked, the latest first.' })
  async corrections(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    return (await correctionsOf(ctx, row)).map(({ notice, edition }) => ({
      notice: () => noticeOf(ctx, notice.id),
      by: () => organizationById(ctx, notice.issuer_id),
      edition: edition.number,
      reason: edition.reason,
      lines: edition.changes.map(({ line }) => line),
      publishedAt: edition.published_at,
    }));
  }

  @FieldResolver(() => [types.AwaitedCorrectionType], {
    description: "Bodies above that have not handed on what their superior has corrected; the superior's part holds at once all the same.",
  })
  awaits(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    return awaitedFrom(ctx, row);
  }

  @FieldResolver(() => [types.ObligationEventType], { description: 'What was decided about it, in order.' })
  async events(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    const events = await ctx.loaders.many('obligation_event', 'obligation_id', row.id, { column: 'happened_at' });
    return events.map((event) => eventOf(ctx, event));
  }

  @FieldResolver(() => types.ObligationGates, { description: 'What the caller may do about it now.' })
  viewerCan(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    return obligationGates(ctx, row);
  }
}

const eventOf = (ctx: ViewerContext, event: ObligationEventRow) => ({
  kind: event.kind,
  label: enums.eventLabels[event.kind],
  reason: event.reason,
  decidedBy: () => (event.actor_organization_id ? organizationById(ctx, event.actor_organization_id) : null),
  heldBy: () => (event.held_by_id ? organizationById(ctx, event.held_by_id) : null),
  due: async () => dueOf(event.new_due_at, await todayOf(ctx)),
  happenedAt: event.happened_at,
});
