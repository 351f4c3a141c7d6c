import { defineEntity, p } from '@mikro-orm/core';
import { ids, instant, tenant } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';

/** Bodies that one body addresses together again and again, under a name of its own. */
export const AddressGroup = defineEntity({
  name: 'AddressGroup',
  tableName: 'address_group',
  properties: {
    ...tenant,
    organizationId: p.uuid(),
    name: p.text(),
    memberIds: ids(),
    updatedAt: instant(),
    updatedById: p.uuid(),
    removedAt: instant().nullable(),
    version: p.integer().default(1),
  },
  indexes: [{ name: 'address_group_index', properties: ['federationId', 'organizationId', 'name'] }],
  rowLevelSecurity: 'force',
  policies: walls.own,
});
