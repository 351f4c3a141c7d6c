import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';

/** Why a unit below is missing from what goes up, as its superior said ahead of a batch: appended, the last one counts. */
export const Absence = defineEntity({
  name: 'Absence',
  tableName: 'absence',
  properties: {
    ...tenant,
    rootId: p.uuid(),
    /** The body that says it, and where that stands. */
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    unitId: p.uuid(),
    reason: p.text(),
    /** The batch that it was said for: the next one at that time. */
    batchNumber: p.integer(),
    saidAt: instant(),
    saidById: p.uuid(),
  },
  indexes: [{ name: 'absence_index', properties: ['federationId', 'rootId', 'path'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});
