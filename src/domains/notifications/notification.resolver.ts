import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, GraphQLISODateTime, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { Context, ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { Node } from '../../kit/node-id.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { Me } from '../identity/identity.type.ts';
import { markNotificationsDone, markNotificationsRead } from './change-notifications.ts';
import { NOTIFICATION_EVENTS } from './events.ts';
import * as enums from './notification.enums.ts';
import * as inputs from './notification.input.ts';
import type { NotificationRow } from './notification.rows.ts';
import * as types from './notification.type.ts';
import { OPTIONAL_EVENTS, policies } from './policy.ts';
import { type Preferences, readPreferences, setPreferences } from './preferences.ts';
import { pulse } from './pulse.ts';
import { deliveriesOf, listNotifications, type NotificationCounting, unreadCount } from './read-notifications.ts';
import { missingBecause, subjectOf } from './subjects.ts';

@ArgsType()
class NotificationsArgs extends PageArgs {
  @Field(() => Boolean, { defaultValue: false, description: 'Instead, those that were put aside.' })
  done!: boolean;
}

@Resolver(() => types.NotificationType)
export class NotificationResolver {
  @Can('read', 'Notification')
  @Query(() => types.NotificationConnection, { description: "The caller's inbox in all capacities (W2), newest first." })
  notifications(@Args(() => NotificationsArgs) { done, ...page }: NotificationsArgs, @Ctx() ctx: ViewerContext) {
    return listNotifications(ctx, done, page);
  }

  @Can('read', 'Notification')
  @Query(() => types.PulseType, { description: 'What may have changed for the caller since an instant.' })
  pulse(
    @Arg('since', () => GraphQLISODateTime, { description: 'The `now` of the last pulse, or of the screen.' }) since: Date,
    @Ctx() ctx: ViewerContext,
  ) {
    return pulse(ctx, since);
  }

  @Can('read', 'Notification')
  @Query(() => types.PreferencesType, { description: 'How the caller wishes to be told.' })
  notificationPreferences(@Ctx() ctx: ViewerContext) {
    return readPreferences(ctx);
  }

  @Can('handle', 'Notification')
  @Mutation(() => types.NotificationsPayload, { description: 'Notes that the caller has read them.' })
  async markNotificationsRead(
    @Input(() => inputs.MarkNotificationsReadInput, inputs.notificationsInput) input: z.output<typeof inputs.notificationsInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notifications: await markNotificationsRead(ctx, input.notificationIds), unreadCount: await unreadCount(ctx) };
  }

  @Can('handle', 'Notification')
  @Mutation(() => types.NotificationsPayload, {
    description: 'Puts them aside; what asks for work is put aside by itself when that is done.',
  })
  async markNotificationsDone(
    @Input(() => inputs.MarkNotificationsDoneInput, inputs.notificationsInput) input: z.output<typeof inputs.notificationsInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notifications: await markNotificationsDone(ctx, input.notificationIds), unreadCount: await unreadCount(ctx) };
  }

  @Can('handle', 'Notification')
  @Mutation(() => types.PreferencesPayload, { description: 'Sets how the caller wishes to be told.' })
  async setNotificationPreferences(
    @Input(() => inputs.SetNotificationPreferencesInput, inputs.preferencesInput) input: z.output<typeof inputs.preferencesInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { preferences: await setPreferences(ctx, input) };
  }

  @FieldResolver(() => String, { description: 'What happened, in Chinese.' })
  eventLabel(@Root() { event }: NotificationRow) {
    return policies[event].label;
  }

  @FieldResolver(() => String, { description: 'Why the person is told, in Chinese.' })
  reasonLabel(@Root() { reason }: NotificationRow) {
    return enums.reasonLabels[reason];
  }

  @FieldResolver(() => OrganizationType, { nullable: true, description: 'The body whose act it was; none when the clock tells.' })
  actor(@Root() { actor_organization_id: id }: NotificationRow, @Ctx() ctx: ViewerContext) {
    return id && organizationById(ctx, id);
  }

  @FieldResolver(() => OrganizationType, {
    nullable: true,
    description: 'The body for which the person is told: in its capacity it is opened.',
  })
  organization(@Root() { organization_id: id }: NotificationRow, @Ctx() ctx: ViewerContext) {
    return id && organizationById(ctx, id);
  }

  @FieldResolver(() => Node, { nullable: true, description: 'What it is about, if that can be read in the present capacity.' })
  async subject(@Root() row: NotificationRow, @Ctx() ctx: ViewerContext) {
    return (await subjectOf(ctx, row)) ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why there is no subject to open, in Chinese.' })
  subjectMessage(@Root() row: NotificationRow, @Ctx() ctx: ViewerContext) {
    return missingBecause(ctx, row);
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'When the person was told.' })
  createdAt(@Root() row: NotificationRow) {
    return row.created_at;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When it was read.' })
  readAt(@Root() row: NotificationRow) {
    return row.read_at;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When it was put aside, or what it asks for was done.' })
  doneAt(@Root() row: NotificationRow) {
    return row.done_at;
  }

  @FieldResolver(() => [types.NotificationDeliveryType], { description: 'What went outside about it.' })
  async deliveries(@Root() row: NotificationRow, @Ctx() ctx: ViewerContext) {
    return (await deliveriesOf(ctx, row)).map(({ channel, state, due_at, sent_at, attempts, failure }) => ({
      channel,
      channelLabel: enums.channelLabels[channel],
      state,
      stateLabel: enums.deliveryStateLabels[state],
      dueAt: due_at,
      sentAt: sent_at,
      attempts,
      failure,
    }));
  }
}

@Resolver(() => types.PreferencesType)
export class PreferencesResolver {
  @FieldResolver(() => [types.EventPreference], { description: 'Every event that has a message outside.' })
  events(@Root() { muted }: Preferences) {
    return NOTIFICATION_EVENTS.filter((event) => policies[event].outside !== 'NONE').map((event) => ({
      event,
      label: policies[event].label,
      muted: muted.includes(event),
      canBeMuted: OPTIONAL_EVENTS.includes(event),
    }));
  }
}

@Resolver(() => types.NotificationCounts)
export class NotificationCountsResolver {
  @FieldResolver(() => [types.ReasonCount])
  byReason(@Root() { byReason }: NotificationCounting) {
    return byReason.map(({ reason, count }) => ({ reason, label: enums.reasonLabels[reason], count }));
  }
}

@Resolver(() => Me)
export class MeUnreadResolver {
  @FieldResolver(() => Int, { description: 'Notifications that were not read, in all capacities.' })
  unreadCount(@Ctx() ctx: Context) {
    return unreadCount(ctx);
  }
}
