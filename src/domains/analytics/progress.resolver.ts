import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { type Page, PageArgs } from '../../kit/connection.ts';
import { compare } from '../../kit/decimal.ts';
import { Input } from '../../kit/input.ts';
import { encodeId, IdArg } from '../../kit/node-id.ts';
import { firstShut, open, permitted, shut } from '../../kit/viewer-can.ts';
import { organizationById, type OrganizationRow } from '../federation/organization.rows.ts';
import { lastRemindedBelow } from '../obligations/chase.ts';
import { bodyNamed, findScope, type Scope } from '../obligations/scope.ts';
import type { ChildCounterRow } from '../submissions/rollup.read.ts';
import { readCounters } from '../submissions/rollup.read.ts';
import { dailyOf } from './daily.ts';
import { adjustFigure, adjustmentsOf } from './adjust-figure.ts';
import * as inputs from './adjustment.input.ts';
import { type Definition, definitionsOf, figuresBelow, type FigureValue, lineFiguresOf, totalsOf, valuesOf } from './figures.ts';
import { bodyAt, ownObligation } from './line.ts';
import { figuresOf, type LineOrder, listLines, ratesElsewhere } from './progress.ts';
import { previousCounters, previousLine, previousRatesOf, previousValues } from './previous.ts';
import * as types from './progress.type.ts';

@ArgsType()
class LinesArgs extends PageArgs {
  @Field(() => types.LineOrderEnum, { defaultValue: 'TREE', description: 'How they are ordered.' })
  order!: LineOrder;
}

/** A board as its resolvers hand it on: everything that was counted, and where. */
type Board = ReturnType<typeof figuresOf> & { readonly scope: Scope };
type Figures = { readonly scope: Scope; readonly definitions: readonly Definition[] };

const withNodes = <Row, Shown>(page: Page<Row>, show: (row: Row) => Shown): Page<Shown> => {
  const edges = page.edges.map(({ node, cursor }) => ({ node: show(node), cursor }));
  return { edges, nodes: edges.map(({ node }) => node), pageInfo: page.pageInfo };
};

@Resolver(() => types.ReportingProgressType)
export class ReportingProgressResolver {
  @Can('read', 'ReportingProgress')
  @Query(() => types.ReportingProgressType, {
    nullable: true,
    description: 'The progress board of one body for one deliverable; null when either is out of reach.',
  })
  async reportingProgress(
    @IdArg('deliverableId', 'Deliverable', "What is asked for; any level's.") deliverableId: string,
    @Arg('organizationId', () => ID, { nullable: true, description: "The body; the caller's own when absent." }) organizationId:
      | string
      | null
      | undefined,
    @Ctx() ctx: ViewerContext,
  ) {
    const scope = await findScope(ctx, deliverableId, bodyNamed(ctx, organizationId));
    if (!scope) return null;
    const { deliverable, organization, places } = scope;
    const counters = await readCounters(ctx.db, ctx.viewer.federationId, deliverable.root_id, places);
    const previous = async () => previousRatesOf(counters, await previousCounters(ctx, deliverable.root_id, organization.id));
    return { ...figuresOf(ctx, deliverable.root_id, places, counters, false), previous, scope, deliverable, organization, asOf: ctx.now };
  }

  @FieldResolver(() => types.ProgressLineConnection, { description: 'The bodies directly below, with the same columns.' })
  async children(@Root() { scope }: Board, @Args(() => LinesArgs) { order, ...page }: LinesArgs, @Ctx() ctx: ViewerContext) {
    return withNodes(await listLines(ctx, scope, order, page), (row) => lineOf(ctx, scope, row));
  }

  @FieldResolver(() => [types.DayCountType], {
    description: 'The day curve: of what is in hand now, what came up first on which day, in order; days without any are left out.',
  })
  daily(@Root() { scope }: Board, @Ctx() ctx: ViewerContext) {
    return dailyOf(ctx, scope.deliverable.root_id, scope.places);
  }

  @FieldResolver()
  elsewhere(@Root() { scope }: Board, @Ctx() ctx: ViewerContext): ReturnType<typeof ratesElsewhere> | null {
    return scope.organization.id === ctx.viewer.organizationId ? ratesElsewhere(ctx, scope.deliverable.root_id) : null;
  }
}

function lineOf(ctx: ViewerContext, { deliverable: { root_id: rootId }, places }: Scope, row: ChildCounterRow) {
  const body = () => bodyAt(ctx, row.place);
  return {
    ...figuresOf(ctx, rootId, [row.place], row, true),
    previous: async () => {
      const organization = await body();
      return organization ? previousRatesOf(row, await previousLine(ctx, rootId, places, organization.id)) : null;
    },
    organization: body,
    own: () => ownObligation(ctx, rootId, row.place),
    lastRemindedAt: async () => (await lastRemindedBelow(ctx, rootId, row.place)) ?? null,
    viewerCan: async () => ({ open: openGate(ctx, await body()), remind: remindLineGate(ctx, row, await body()) }),
  };
}

const openGate = (ctx: ViewerContext, body: OrganizationRow | undefined) =>
  body?.path.startsWith(ctx.viewer.path) ? open() : shut('OUT_OF_RANGE', '该单位已不在本单位范围内');

/** Reminding whoever is absent at or below a line. */
const remindLineGate = (ctx: ViewerContext, { expected, received }: ChildCounterRow, body: OrganizationRow | undefined) =>
  firstShut(
    permitted(ctx.ability.can('remind', 'Obligation')),
    openGate(ctx, body),
    expected > received ? open() : shut('NOBODY_TO_REMIND', '没有需要催办的单位'),
  );

@Resolver(() => types.FiguresType)
export class FiguresResolver {
  @Can('read', 'ReportingProgress')
  @Query(() => types.FiguresType, {
    nullable: true,
    description: 'Sums and means of the number answers that reached one body; null when it or the deliverable is out of reach.',
  })
  async figures(
    @IdArg('deliverableId', 'Deliverable', "What is asked for; any level's.") deliverableId: string,
    @Arg('organizationId', () => ID, { nullable: true, description: "The body; the caller's own when absent." }) organizationId:
      | string
      | null
      | undefined,
    @Ctx() ctx: ViewerContext,
  ) {
    const scope = await findScope(ctx, deliverableId, bodyNamed(ctx, organizationId));
    if (!scope) return null;
    return figuresAt(ctx, scope);
  }

  @Can('adjust', 'Figure')
  @Mutation(() => types.FiguresPayload, {
    description: "Puts a number beside a sum of one's own level, with a note; the sum stays (汇总表).",
  })
  async adjustFigure(
    @Input(() => inputs.AdjustFigureInput, inputs.adjustFigureInput) input: z.output<typeof inputs.adjustFigureInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { figures: await figuresAt(ctx, await adjustFigure(ctx, input)) };
  }

  @Can('adjust', 'Figure')
  @Mutation(() => types.FiguresPayload, { description: 'Takes back what was put beside a sum; that it stood there is kept.' })
  async withdrawFigureAdjustment(
    @Input(() => inputs.WithdrawFigureAdjustmentInput, inputs.withdrawFigureAdjustmentInput)
    input: z.output<typeof inputs.withdrawFigureAdjustmentInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { figures: await figuresAt(ctx, await adjustFigure(ctx, { ...input, value: null })) };
  }

  @FieldResolver(() => [types.FigureDefinition], { description: 'The numbers, in order of who asks.' })
  definitions(@Root() { definitions }: Figures, @Ctx() ctx: ViewerContext) {
    return definitions.map(({ deliverableId, issuerId, ...definition }) => ({
      ...definition,
      deliverableId: encodeId('Deliverable', deliverableId),
      askedBy: () => organizationById(ctx, issuerId),
    }));
  }

  @FieldResolver(() => [types.FigureValueType], { description: 'One for each definition, in order.' })
  async totals(@Root() { scope, definitions }: Figures, @Ctx() ctx: ViewerContext) {
    const values = valuesOf(definitions, await totalsOf(ctx, scope));
    return shown(ctx, scope, scope.organization.id, definitions, values, async () => values);
  }

  @FieldResolver(() => types.FigureLineConnection, { description: 'The bodies directly below, in order of the tree.' })
  async children(@Root() { scope, definitions }: Figures, @Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    const rootId = scope.deliverable.root_id;
    return withNodes(await listLines(ctx, scope, 'TREE', page), ({ place }) => ({
      organization: () => bodyAt(ctx, place),
      values: async () => {
        const values = valuesOf(definitions, await lineFiguresOf(ctx, rootId, place));
        const own = async () => valuesOf(definitions, await figuresBelow(ctx, rootId, place));
        return shown(ctx, scope, (await bodyAt(ctx, place))!.id, definitions, values, own, true);
      },
    }));
  }
}

async function figuresAt(ctx: ViewerContext, scope: Scope) {
  const { deliverable, organization } = scope;
  return { scope, deliverable, organization, asOf: ctx.now, definitions: await definitionsOf(ctx, scope) };
}

/** Values as the API shows them, each with what the body put beside it and with the time before. */
function shown(
  ctx: ViewerContext,
  { deliverable: { root_id: rootId } }: Scope,
  organizationId: string,
  definitions: readonly Definition[],
  values: readonly FigureValue[],
  ownLevel: () => Promise<readonly FigureValue[]>,
  isLine = false,
) {
  let past: ReturnType<typeof previousValues> | undefined;
  const before = () => (past ??= previousValues(ctx, rootId, organizationId, definitions, values, isLine));
  return values.map((value, index) => ({
    ...value,
    deliverableId: encodeId('Deliverable', value.deliverableId),
    adjustment: async () => {
      const rows = await adjustmentsOf(ctx, rootId, organizationId);
      const row = rows.find(({ deliverable_id, field }) => deliverable_id === value.deliverableId && field === value.field);
      if (!row) return null;
      const isStale = compare((await ownLevel())[index]!.sum, row.original) !== 0;
      const adjustedBy = () => organizationById(ctx, row.organization_id);
      return { value: row.value, original: row.original, isStale, note: row.note, adjustedBy, adjustedAt: row.adjusted_at };
    },
    previous: async () => (await before())[index] ?? null,
  }));
}
