import { Field, GraphQLISODateTime, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import { JobType } from '../jobs/job.type.ts';
import * as enums from './notification.enums.ts';
import type { NotificationRow } from './notification.rows.ts';

@ObjectType('NotificationDelivery', { description: 'What went outside of the inbox about a notification.' })
export class NotificationDeliveryType {
  @Field(() => enums.ChannelEnum, { description: 'By which way.' }) channel!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) channelLabel!: string;
  @Field(() => enums.DeliveryStateEnum, { description: 'How far it has come.' }) state!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) stateLabel!: string;
  @Field(() => GraphQLISODateTime, { description: 'From when on it may go; after a failure, when it is tried again.' }) dueAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was taken by whoever carries it.' }) sentAt!: Date | null;
  @Field(() => Int, { description: 'How often it was tried.' }) attempts!: number;
  @Field(() => String, { nullable: true, description: 'Why it was skipped, or what went wrong last; a code.' }) failure!: string | null;
}

@ObjectType('Notification', {
  implements: Node,
  description: "That one person is told of one thing (消息). An inbox is the person's own, whatever capacity they act in.",
})
export class NotificationType extends Node {
  @Field(() => enums.NotificationEventEnum, { description: 'What happened.' }) event!: string;
  @Field(() => enums.NotificationReasonEnum, { description: 'Why the person is told.' }) reason!: string;
  @Field(() => String, { description: 'Who asks, what, by when, in Chinese.' }) excerpt!: string;
}

@ObjectType({ description: 'How many are told for one reason.' })
export class ReasonCount {
  @Field(() => enums.NotificationReasonEnum, { description: 'The reason.' }) reason!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) label!: string;
  @Field(() => Int, { description: 'How many.' }) count!: number;
}

@ObjectType({ description: 'An inbox, counted.' })
export class NotificationCounts {
  @Field(() => Int, { description: 'All of the list.' }) total!: number;
  @Field(() => Int, { description: 'Those that were not read.' }) unread!: number;
  @Field(() => [ReasonCount], { description: 'By reason; reasons for which there are none are left out.' }) byReason!: ReasonCount[];
}

export const NotificationConnection = connectionOf<NotificationRow>('Notification', () => NotificationType as never, {
  counts: () => NotificationCounts,
});

@ObjectType({ description: 'An event, and whether its message outside may be switched off.' })
export class EventPreference {
  @Field(() => enums.NotificationEventEnum, { description: 'The event.' }) event!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) label!: string;
  @Field(() => Boolean, { description: 'It is switched off.' }) muted!: boolean;
  @Field(() => Boolean, { description: 'It may be switched off.' }) canBeMuted!: boolean;
}

@ObjectType('NotificationPreferences', { description: 'How the caller wishes to be told.' })
export class PreferencesType {
  @Field(() => enums.ChannelEnum, { description: 'By which way messages outside are wished; another one is taken where it does not lead.' })
  channel!: string;
  @Field(() => Boolean, { description: 'Digests come by mail, too.' }) digestByMail!: boolean;
  @Field(() => String, { nullable: true, description: 'Where mail goes.' }) email!: string | null;
  @Field(() => String, { nullable: true, description: 'Where short messages go; kept by whoever keeps the account.' }) phone!:
    | string
    | null;
  @Field(() => Int, { description: 'Rises with every change.' }) version!: number;
}

@ObjectType('Pulse', { description: 'What an open page asks for every half minute, to fetch again only what changed.' })
export class PulseType {
  @Field(() => GraphQLISODateTime, { description: 'To be passed as `since` the next time.' }) now!: Date;
  @Field(() => [enums.PulseTopicEnum], { description: 'What may have changed since.' }) changed!: string[];
  @Field(() => Int, { description: 'Notifications that were not read.' }) unreadCount!: number;
  @Field(() => [JobType], { description: 'What the caller has started and is under way, or has ended since; at most twenty.' })
  jobs!: unknown[];
}

@ObjectType({ implements: Payload, description: 'The notifications as they are now.' })
export class NotificationsPayload extends Payload {
  @Field(() => [NotificationType], { nullable: true, description: 'The notifications, in the order in which they were named.' })
  notifications?: NotificationRow[] | null;
  @Field(() => Int, { nullable: true, description: 'How many are left that were not read.' }) unreadCount?: number | null;
}

@ObjectType({ implements: Payload, description: 'The preferences as they are now.' })
export class PreferencesPayload extends Payload {
  @Field(() => PreferencesType, { nullable: true, description: 'The preferences; with STALE_VERSION, as they were set elsewhere.' })
  preferences?: unknown;
}
