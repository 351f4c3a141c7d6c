import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { NOTIFICATION_EVENTS } from './events.ts';
import { CHANNELS } from './notification.entity.ts';
import { ChannelEnum, NotificationEventEnum } from './notification.enums.ts';

export const notificationsInput = z
  .object({
    notificationIds: z
      .array(idOf('Notification'))
      .min(1)
      .max(100)
      .meta({ description: "Some of the caller's notifications; all of them or none are marked." }),
  })
  .meta({ description: "Some of the caller's notifications." });
export const MarkNotificationsReadInput = inputType('MarkNotificationsReadInput', notificationsInput);
export const MarkNotificationsDoneInput = inputType('MarkNotificationsDoneInput', notificationsInput);

export const preferencesInput = z
  .object({
    channel: z.enum(CHANNELS).meta({ graphql: ChannelEnum, description: 'By which way messages outside are wished.' }),
    muted: z
      .array(z.enum(NOTIFICATION_EVENTS))
      .max(NOTIFICATION_EVENTS.length)
      .default([])
      .meta({ graphql: [NotificationEventEnum], description: 'Events whose message outside is switched off; they stay in the inbox.' }),
    digestByMail: z.boolean().default(false).meta({ description: 'Whether digests come by mail, too.' }),
    email: z.email().max(254).nullable().default(null).meta({ description: 'Where mail goes; none: no mail.' }),
    version: z.int().min(0).meta({ description: 'The version that was read; 0 when nothing was set yet.' }),
  })
  .meta({ description: 'How the caller wishes to be told.' });
export const SetNotificationPreferencesInput = inputType('SetNotificationPreferencesInput', preferencesInput);
