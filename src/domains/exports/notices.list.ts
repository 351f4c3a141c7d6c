import { z } from 'zod';
import { idOf } from '../../kit/node-id.ts';
import { organizationKindLabels } from '../federation/organization.kind.ts';
import { organizationById } from '../federation/organization.rows.ts';
import type { DeliveryRow } from '../notices/notice.rows.ts';
import { countDeliveries, findNotice, listDeliveries } from '../notices/read-notices.ts';
import { signersPost } from '../notices/signers-post.ts';
import { type Column, columnSet } from './column-set.ts';

const columns: readonly Column<DeliveryRow>[] = [
  {
    key: 'organization',
    heading: '单位',
    kind: 'TEXT',
    width: 36,
    value: async (ctx, row) => (await organizationById(ctx, row.organization_id))?.name ?? null,
  },
  {
    key: 'organizationKind',
    heading: '单位类别',
    kind: 'TEXT',
    value: async (ctx, row) => {
      const found = await organizationById(ctx, row.organization_id);
      return found ? organizationKindLabels[found.kind] : null;
    },
  },
  { key: 'deliveredAt', heading: '送达时间', kind: 'INSTANT', width: 20, value: (_, { delivered_at }) => delivered_at },
  { key: 'acknowledgedAt', heading: '签收时间', kind: 'INSTANT', width: 20, value: (_, { acknowledged_at }) => acknowledged_at },
  { key: 'acknowledgedByPost', heading: '签收人职务', kind: 'TEXT', value: async (ctx, row) => (await signersPost(ctx, row)) ?? null },
  { key: 'forwardedAt', heading: '转发时间', kind: 'INSTANT', width: 20, value: (_, { forwarded_at }) => forwarded_at },
];

/** To whom a notice went, and who has signed for it. */
export const deliveries = columnSet({
  may: ['read', 'Notice'],
  schema: z.strictObject({ noticeId: idOf('Notice'), acknowledged: z.boolean().optional() }),
  fixed: columns,
  open: async (ctx, { noticeId, acknowledged }) => {
    const notice = await findNotice(ctx, noticeId);
    if (!notice) return undefined;
    const filter = { acknowledged: acknowledged ?? null };
    return {
      about: notice.title,
      columns,
      page: async (reader, page) => ({
        ...(await listDeliveries(reader, noticeId, { ...page, ...filter })),
        totalCount: () => countDeliveries(reader, noticeId, filter),
      }),
    };
  },
});
