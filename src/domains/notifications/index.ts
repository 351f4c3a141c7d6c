import type { Domain } from '../../kit/domain.ts';
import { ability } from './notification.ability.ts';
import { MeUnreadResolver, NotificationCountsResolver, NotificationResolver, PreferencesResolver } from './notification.resolver.ts';
import { findNotification } from './read-notifications.ts';

export const notifications: Domain = {
  resolvers: [NotificationResolver, NotificationCountsResolver, PreferencesResolver, MeUnreadResolver],
  ability,
  nodes: { Notification: findNotification },
};
