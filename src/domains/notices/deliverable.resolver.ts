import { Ctx, FieldResolver, GraphQLISODateTime, Int, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { dueLabel } from '../../kit/time.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import * as enums from './notice.enums.ts';
import { asDeliverable, type DeliverableRow, type DeliveryRow } from './notice.rows.ts';
import * as types from './notice.type.ts';
import { signersPost } from './signers-post.ts';
import { noticeOf } from './read-notices.ts';

@Resolver(() => types.DeliverableType)
export class DeliverableResolver {
  @FieldResolver(() => String, { nullable: true, description: 'The due as the notice words it.' })
  duePhrase(@Root() row: DeliverableRow) {
    return row.due_phrase;
  }

  @FieldResolver(() => GraphQLISODateTime, {
    nullable: true,
    description: 'Exclusive end of the time to report; none when there is no date.',
  })
  dueAt(@Root() row: DeliverableRow) {
    return row.due_at;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'First instant of a due that names a beginning (6月中旬).' })
  dueStartsAt(@Root() row: DeliverableRow) {
    return row.due_starts_at;
  }

  @FieldResolver(() => Boolean, { description: 'False while what was read out of the phrase waits to be confirmed.' })
  dueConfirmed(@Root() row: DeliverableRow) {
    return row.due_confirmed;
  }

  @FieldResolver(() => Boolean, { description: 'It is said that there is no due (适时).' })
  noDue(@Root() row: DeliverableRow) {
    return row.no_due;
  }

  @FieldResolver(() => String, { nullable: true, description: 'The last day as worded, where the due moved to the next working day.' })
  dueShiftedFrom(@Root() row: DeliverableRow) {
    return row.due_shifted_from;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The due that this level had set, where a correction from above drew it nearer; until the level corrects it itself.',
  })
  pulledFromLabel(@Root() row: DeliverableRow) {
    return row.pulled_from && dueLabel(row.pulled_from);
  }

  @FieldResolver(() => String, { nullable: true, description: 'The due as people read it: 5月28日24:00止（含当日）.' })
  dueLabel(@Root() row: DeliverableRow) {
    return row.due_at && dueLabel(row.due_at);
  }

  @FieldResolver(() => GraphQLISODateTime, {
    nullable: true,
    description: 'From this instant on nothing is accepted; none when late reports always are.',
  })
  closesAt(@Root() row: DeliverableRow) {
    return row.closes_at;
  }

  @FieldResolver(() => enums.LatePolicyEnum, { description: 'What happens to what comes late.' })
  latePolicy(@Root() row: DeliverableRow) {
    return row.late_policy;
  }

  @FieldResolver(() => String, { description: 'The late policy, in Chinese.' })
  latePolicyLabel(@Root() row: DeliverableRow) {
    return enums.latePolicyLabels[row.late_policy];
  }

  @FieldResolver(() => String, { description: 'The route, in Chinese.' })
  routeLabel(@Root() row: DeliverableRow) {
    return enums.routeLabels[row.route];
  }

  @FieldResolver(() => Int, { description: 'Days of grace, for GRACE.' })
  graceDays(@Root() row: DeliverableRow) {
    return row.grace_days;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Key of the deliverable whose receipt ends the duty to organise this one.' })
  completedBy(@Root() row: DeliverableRow) {
    return row.completed_by;
  }

  @FieldResolver(() => Boolean, { description: 'Handed on from a superior: its terms and fields cannot be changed here.' })
  locked(@Root() row: DeliverableRow) {
    return row.inherits_id !== null;
  }

  @FieldResolver(() => types.DeliverableType, { nullable: true, description: "The superior's deliverable that this level hands on." })
  async inherits(@Root() row: DeliverableRow, @Ctx() ctx: ViewerContext) {
    const parent = row.inherits_id ? await ctx.loaders.one('deliverable', row.inherits_id) : undefined;
    return parent ? asDeliverable(parent) : null;
  }

  @FieldResolver(() => OrganizationType, { description: 'The body that asks.' })
  asker(@Root() row: DeliverableRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, row.issuer_id);
  }

  @FieldResolver(() => types.NoticeType, { nullable: true, description: 'The notice that asks.' })
  notice(@Root() row: DeliverableRow, @Ctx() ctx: ViewerContext) {
    return noticeOf(ctx, row.notice_id);
  }
}

@Resolver(() => types.DeliveryType)
export class DeliveryResolver {
  @FieldResolver(() => OrganizationType, { description: 'The body that received it.' })
  organization(@Root() row: DeliveryRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, row.organization_id);
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'When it arrived.' })
  deliveredAt(@Root() row: DeliveryRow) {
    return row.delivered_at;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When it was signed for.' })
  acknowledgedAt(@Root() row: DeliveryRow) {
    return row.acknowledged_at;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Post of whoever signed for it, as it was then; none while nobody has, or when no post of theirs is known.',
  })
  acknowledgedByPost(@Root() row: DeliveryRow, @Ctx() ctx: ViewerContext) {
    return signersPost(ctx, row);
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When it was handed on.' })
  forwardedAt(@Root() row: DeliveryRow) {
    return row.forwarded_at;
  }
}
