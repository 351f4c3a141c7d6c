import { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import type { Page } from '../../kit/connection.ts';
import { idOf } from '../../kit/node-id.ts';
import type { Rate } from '../../kit/rate.ts';
import { type Definition, definitionsOf, type FigureValue, lineFiguresOf, valuesOf } from '../analytics/figures.ts';
import { bodyAt } from '../analytics/line.ts';
import { figuresOf, LINE_ORDERS, listLines } from '../analytics/progress.ts';
import { LAMPS } from '../obligations/lamp.ts';
import { lampLabels, obligationStateLabels } from '../obligations/obligation.enums.ts';
import { findScope, type Scope } from '../obligations/scope.ts';
import type { ChildCounterRow } from '../submissions/rollup.read.ts';
import { type Column, columnSet, whole } from './column-set.ts';

type Line = ReturnType<typeof figuresOf> & { readonly place: string };

const rate = (
  key: string,
  heading: string,
  of: (line: Line) => Rate | Promise<Rate>,
  counts: readonly [numerator: string, denominator: string] | null = null,
): Column<Line>[] => [
  ...(counts
    ? ([
        { key, heading: counts[0], kind: 'NUMBER', value: async (_, line) => whole((await of(line)).numerator) },
        { key, heading: counts[1], kind: 'NUMBER', value: async (_, line) => whole((await of(line)).denominator) },
      ] satisfies Column<Line>[])
    : []),
  { key, heading: `${heading}（%）`, kind: 'NUMBER', scale: 2, value: async (_, line) => (await of(line)).percent },
];

const lineColumns: readonly Column<Line>[] = [
  {
    key: 'organization',
    heading: '单位',
    kind: 'TEXT',
    width: 36,
    value: async (ctx, { place }) => (await bodyAt(ctx, place))?.name ?? null,
  },
  { key: 'expected', heading: '应报', kind: 'NUMBER', value: (_, { rates }) => whole(rates.expected) },
  { key: 'received', heading: '已报', kind: 'NUMBER', value: (_, { rates }) => whole(rates.received) },
  { key: 'receivedOnTime', heading: '按时报送', kind: 'NUMBER', value: (_, { rates }) => whole(rates.receivedOnTime) },
  ...rate('reportingRate', '报送率', ({ rates }) => rates.reportingRate),
  ...rate('onTimeRate', '按时率', ({ rates }) => rates.onTimeRate),
  ...rate('acknowledged', '签收率', (line) => line.acknowledged(), ['已签收', '应签收']),
  ...(Object.keys(obligationStateLabels) as (keyof typeof obligationStateLabels)[]).map((state): Column<Line> => ({
    key: 'byState',
    heading: `状态：${obligationStateLabels[state]}`,
    kind: 'NUMBER',
    value: (_, { byState }) => whole(byState.find((one) => one.state === state)?.count ?? 0),
  })),
  { key: 'overdue', heading: '逾期', kind: 'NUMBER', value: async (_, line) => whole(await line.overdue()) },
  { key: 'nil', heading: '零报告', kind: 'NUMBER', value: (_, { nil }) => whole(nil) },
  { key: 'late', heading: '迟报', kind: 'NUMBER', value: (_, { late }) => whole(late) },
  ...LAMPS.map((lamp): Column<Line> => ({
    key: 'byLamp',
    heading: `灯：${lampLabels[lamp]}`,
    kind: 'NUMBER',
    value: async (_, line) => whole((await line.byLamp()).find((one) => one.lamp === lamp)?.count ?? 0),
  })),
  ...rate('invited', '参加率', ({ invited }) => invited.rate, ['已参加', '受邀']),
];

const shown = <Row>({ nodes, edges, pageInfo }: Page<ChildCounterRow>, show: (row: ChildCounterRow) => Row): Page<Row> => {
  const rows = nodes.map(show);
  return { nodes: rows, edges: edges.map(({ cursor }, index) => ({ cursor, node: rows[index]! })), pageInfo };
};

const where = {
  deliverableId: idOf('Deliverable'),
  organizationId: idOf('Organization').optional(),
};

const scopeOf = (ctx: ViewerContext, { deliverableId, organizationId }: { deliverableId: string; organizationId?: string | undefined }) =>
  findScope(ctx, deliverableId, organizationId ?? ctx.viewer.organizationId);

const about = ({ deliverable, organization }: Scope): string => `${organization.short_name} ${deliverable.title}`;

/** The bodies directly below one, as its board shows them. */
export const progress = columnSet({
  may: ['read', 'ReportingProgress'],
  schema: z.strictObject({ ...where, order: z.enum(LINE_ORDERS).default('TREE') }),
  fixed: lineColumns,
  open: async (ctx, given) => {
    const scope = await scopeOf(ctx, given);
    if (!scope) return undefined;
    return {
      about: about(scope),
      columns: lineColumns,
      page: async (reader, page) =>
        shown(await listLines(reader, scope, given.order, page), (row): Line => ({
          ...figuresOf(reader, scope.deliverable.root_id, [row.place], row, true),
          place: row.place,
        })),
    };
  },
});

interface FigureLine {
  readonly place: string;
  readonly values: () => Promise<readonly FigureValue[]>;
}

const organization: Column<FigureLine> = {
  key: 'organization',
  heading: '单位',
  kind: 'TEXT',
  width: 36,
  value: async (ctx, { place }) => (await bodyAt(ctx, place))?.name ?? null,
};

/** Digits that sums of answers keep. */
const MOST_DIGITS = 6;

function figureColumns({ label, type }: Definition, index: number): Column<FigureLine>[] {
  const of = (heading: string, pick: (value: FigureValue) => string | null, scale?: number): Column<FigureLine> => ({
    key: 'figures',
    heading: `${label}：${heading}`,
    kind: 'NUMBER',
    ...(scale !== undefined && { scale }),
    value: async (_, line) => pick((await line.values())[index]!),
  });
  const answers = of('份数', (value) => whole(value.answers));
  return type === 'RATE'
    ? [
        of('分子', ({ sum }) => sum, MOST_DIGITS),
        of('分母', ({ base }) => base, MOST_DIGITS),
        of('占比（%）', ({ percent }) => percent, 2),
        answers,
      ]
    : [of('合计', ({ sum }) => sum, MOST_DIGITS), of('平均', ({ mean }) => mean, 2), answers];
}

/** Sums and means of the bodies directly below one. */
export const figures = columnSet({
  may: ['read', 'ReportingProgress'],
  schema: z.strictObject(where),
  fixed: [organization],
  expanding: [{ key: 'figures', heading: '各项数据', personal: false, expands: true }],
  open: async (ctx, given) => {
    const scope = await scopeOf(ctx, given);
    if (!scope) return undefined;
    const definitions = await definitionsOf(ctx, scope);
    return {
      about: about(scope),
      columns: [organization, ...definitions.flatMap(figureColumns)],
      page: async (reader, page) =>
        shown(await listLines(reader, scope, 'TREE', page), ({ place }): FigureLine => ({
          place,
          values: async () => valuesOf(definitions, await lineFiguresOf(reader, scope.deliverable.root_id, place)),
        })),
    };
  },
});
