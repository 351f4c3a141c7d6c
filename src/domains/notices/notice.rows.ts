import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';

/** Rows as the database hands them out; types behind Node carry their name. */
export type NoticeRow = Selectable<Tables['notice']> & { readonly __typename: 'Notice' };
export type DeliverableRow = Selectable<Tables['deliverable']> & { readonly __typename: 'Deliverable' };
export type DeliveryRow = Selectable<Tables['delivery']> & { readonly __typename: 'Delivery' };

export const asNotice = (row: Selectable<Tables['notice']>): NoticeRow => ({ ...row, __typename: 'Notice' });
export const asDeliverable = (row: Selectable<Tables['deliverable']>): DeliverableRow => ({ ...row, __typename: 'Deliverable' });
export const asDelivery = (row: Selectable<Tables['delivery']>): DeliveryRow => ({ ...row, __typename: 'Delivery' });
