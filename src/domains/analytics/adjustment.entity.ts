import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';

/**
 * What a body puts beside a sum of its own level, and why (汇总表); appended. The sum itself and the answers behind it stay
 * what they are.
 */
export const FigureAdjustment = defineEntity({
  name: 'FigureAdjustment',
  tableName: 'figure_adjustment',
  properties: {
    ...tenant,
    rootId: p.uuid(),
    deliverableId: p.uuid(),
    field: p.text(),
    /** The body whose level it is. */
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    /** The sum as it was then, as exact decimal text. */
    original: p.text(),
    /** What is put beside it; none takes an earlier one back. */
    value: p.text().nullable(),
    note: p.text(),
    adjustedById: p.uuid(),
    capacityId: p.uuid(),
    adjustedAt: instant(),
  },
  indexes: [{ name: 'figure_adjustment_index', properties: ['federationId', 'organization', 'rootId'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});
