import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';

/** Rows as the database hands them out; types behind Node carry their name. */
export type NotificationRow = Selectable<Tables['notification']> & { readonly __typename: 'Notification' };
export type DeliveryRow = Selectable<Tables['notification_delivery']>;

export const asNotification = (row: Selectable<Tables['notification']>): NotificationRow => ({ ...row, __typename: 'Notification' });
