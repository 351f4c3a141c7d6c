import type { Domain } from '../../kit/domain.ts';
import { ability } from './notification.ability.ts';
import { MeUnreadResolver, NotificationCountsResolver, NotificationResolver } from './notification.resolver.ts';
import { findNotification } from './read-notifications.ts';

export const notifications: Domain = {
  resolvers: [NotificationResolver, NotificationCountsResolver, MeUnreadResolver],
  ability,
  nodes: { Notification: findNotification },
};
