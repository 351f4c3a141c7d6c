import { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { dueOf } from '../../kit/due.ts';
import { idOf } from '../../kit/node-id.ts';
import { todayOf } from '../federation/calendar.ts';
import { organizationKindLabels } from '../federation/organization.kind.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { acknowledgedAt, demandsOf } from '../obligations/find-obligation.ts';
import { presentDue } from '../obligations/gates.ts';
import { LAMPS, lampOf } from '../obligations/lamp.ts';
import { listObligations } from '../obligations/list-obligations.ts';
import { OBLIGATION_STATES } from '../obligations/obligation.entity.ts';
import { lampLabels, obligationKindLabels, obligationStateLabels } from '../obligations/obligation.enums.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { FIGURES, type Figure } from '../obligations/obligation.type.ts';
import { findScope } from '../obligations/scope.ts';
import { type Column, columnSet, yesOrNo } from './column-set.ts';

const unit = (ctx: ViewerContext, { organization_id }: Pick<ObligationRow, 'organization_id'>) => organizationById(ctx, organization_id);

async function superior(ctx: ViewerContext, row: ObligationRow): Promise<string | null> {
  const parentId = (await unit(ctx, row))?.parent_id;
  return parentId ? ((await organizationById(ctx, parentId))?.name ?? null) : null;
}

/** Posts of the unit with their office numbers, as the directory shows them to everybody. */
async function offices(ctx: ViewerContext, { organization_id }: ObligationRow): Promise<string | null> {
  const posts = await ctx.loaders.many('post', 'organization_id', organization_id);
  return posts.flatMap(({ title, office_phone }) => (office_phone ? [`${title} ${office_phone}`] : [])).join('；') || null;
}

const columns: readonly Column<ObligationRow>[] = [
  { key: 'organization', heading: '单位', kind: 'TEXT', width: 36, value: async (ctx, row) => (await unit(ctx, row))?.name ?? null },
  {
    key: 'organizationKind',
    heading: '单位类别',
    kind: 'TEXT',
    value: async (ctx, row) => {
      const found = await unit(ctx, row);
      return found ? organizationKindLabels[found.kind] : null;
    },
  },
  { key: 'superior', heading: '上级', kind: 'TEXT', width: 30, value: superior },
  {
    key: 'what',
    heading: '报送事项',
    kind: 'TEXT',
    width: 30,
    value: async (ctx, row) => (await demandsOf(ctx, row))[0]?.title ?? '报送任务',
  },
  { key: 'kind', heading: '性质', kind: 'TEXT', width: 10, value: (_, { kind }) => obligationKindLabels[kind] },
  { key: 'state', heading: '状态', kind: 'TEXT', width: 12, value: (_, { state }) => obligationStateLabels[state] },
  { key: 'lamp', heading: '灯', kind: 'TEXT', width: 8, value: async (ctx, row) => lampLabels[lampOf(row, await todayOf(ctx)).colour] },
  { key: 'lampReason', heading: '亮灯原因', kind: 'TEXT', width: 24, value: async (ctx, row) => lampOf(row, await todayOf(ctx)).reason },
  {
    key: 'due',
    heading: '期限',
    kind: 'TEXT',
    width: 24,
    value: async (ctx, row) => dueOf(presentDue(row), await todayOf(ctx))?.label ?? null,
  },
  { key: 'due', heading: '截止时刻', kind: 'INSTANT', width: 20, value: (_, row) => presentDue(row) },
  {
    key: 'superiorDue',
    heading: '首要求单位的期限',
    kind: 'TEXT',
    width: 24,
    value: async (ctx, { asker_due_at }) => dueOf(asker_due_at, await todayOf(ctx))?.label ?? null,
  },
  {
    key: 'acknowledgedAt',
    heading: '签收时间',
    kind: 'INSTANT',
    width: 20,
    value: async (ctx, row) => (await acknowledgedAt(ctx, row)) ?? null,
  },
  { key: 'startedAt', heading: '开始填报', kind: 'INSTANT', width: 20, value: (_, { started_at }) => started_at },
  { key: 'submittedAt', heading: '首次报送', kind: 'INSTANT', width: 20, value: (_, { submitted_at }) => submitted_at },
  { key: 'nil', heading: '零报告', kind: 'TEXT', width: 8, value: (_, { nil }) => yesOrNo(nil) },
  { key: 'late', heading: '迟报', kind: 'TEXT', width: 8, value: (_, { late }) => yesOrNo(late) },
  { key: 'offices', heading: '办公电话', kind: 'TEXT', width: 30, value: offices },
];

export const obligations = columnSet({
  may: ['read', 'Obligation'],
  schema: z.strictObject({
    deliverableId: idOf('Deliverable'),
    under: idOf('Organization').optional(),
    behind: z.enum(Object.keys(FIGURES) as [Figure, ...Figure[]]).optional(),
    including: z.boolean().default(false),
    state: z.enum(OBLIGATION_STATES).optional(),
    lamp: z.enum(LAMPS).optional(),
    acknowledged: z.boolean().optional(),
    elsewhere: z.boolean().default(false),
  }),
  fixed: columns,
  open: async (ctx, { deliverableId, under, elsewhere, ...filter }) => {
    const scope = await findScope(ctx, deliverableId, under ?? ctx.viewer.organizationId);
    if (!scope) return undefined;
    const asked = { ...filter, rootId: scope.deliverable.root_id, places: elsewhere ? [] : scope.places };
    return { about: scope.deliverable.title, columns, page: (reader, page) => listObligations(reader, asked, page) };
  },
});
