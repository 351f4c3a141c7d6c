import { z } from 'zod';
import { encodeId, idOf } from '../../kit/node-id.ts';
import { isDay } from '../../kit/time.ts';
import { ORGANIZATION_STATUSES } from '../federation/federation.entity.ts';
import { ORGANIZATION_KINDS, organizationKindLabels } from '../federation/organization.kind.ts';
import { organizationStatusLabels } from '../federation/organization.labels.ts';
import type { OrganizationRow } from '../federation/organization.rows.ts';
import { ancestorsOf, asOfDay, listOrganizations } from '../federation/read-organizations.ts';
import { type Column, columnSet, whole } from './column-set.ts';

/** Headings that a table of organizations to be imported has, too: what is exported can be filled up and taken in below others. */
const columns: readonly Column<OrganizationRow>[] = [
  { key: 'id', heading: '编号', kind: 'TEXT', width: 20, value: (_, { id }) => encodeId('Organization', id) },
  {
    key: 'parentId',
    heading: '上级组织编号',
    kind: 'TEXT',
    width: 20,
    value: (_, { parent_id }) => parent_id && encodeId('Organization', parent_id),
  },
  {
    key: 'ancestors',
    heading: '上级组织',
    kind: 'TEXT',
    width: 40,
    value: async (ctx, row) => (await ancestorsOf(ctx, row)).map(({ name }) => name).join('/'),
  },
  { key: 'kind', heading: '类别', kind: 'TEXT', value: (_, { kind }) => organizationKindLabels[kind] },
  { key: 'name', heading: '名称', kind: 'TEXT', width: 40, value: (_, { name }) => name },
  { key: 'shortName', heading: '简称', kind: 'TEXT', value: (_, { short_name }) => short_name },
  { key: 'docPrefix', heading: '机关代字', kind: 'TEXT', value: (_, { doc_prefix }) => doc_prefix },
  { key: 'level', heading: '层级', kind: 'NUMBER', width: 8, value: (_, { level }) => whole(level) },
  { key: 'status', heading: '状态', kind: 'TEXT', width: 10, value: (_, { status }) => organizationStatusLabels[status] },
];

export const organizations = columnSet({
  may: ['read', 'Organization'],
  schema: z.strictObject({
    under: idOf('Organization').optional(),
    asOf: z
      .string()
      .refine(isDay, { message: '日期不存在', params: { code: 'INVALID_DATE' } })
      .optional(),
    kinds: z.array(z.enum(ORGANIZATION_KINDS)).max(ORGANIZATION_KINDS.length).optional(),
    status: z.enum(ORGANIZATION_STATUSES).nullable().default('ACTIVE'),
    search: z.string().max(100).optional(),
  }),
  fixed: columns,
  open: async (_, { under, asOf, kinds, status, search }) => {
    const filter = { underId: under ?? null, asOf: asOfDay(asOf), kinds: kinds ?? null, status, search: search ?? null };
    return { about: null, columns, page: (ctx, page) => listOrganizations(ctx, filter, page) };
  },
});
