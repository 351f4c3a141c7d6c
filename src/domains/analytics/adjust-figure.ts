import { type Selectable, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { sum } from '../../kit/decimal.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import type { Tables } from '../../orm.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { findScope, type Scope } from '../obligations/scope.ts';
import { hopOf } from '../submissions/batch.ts';
import { type Definition, definitionsOf, totalsOf } from './figures.ts';

export type AdjustmentRow = Selectable<Tables['figure_adjustment']>;

interface Adjusting {
  readonly deliverableId: string;
  readonly field: string;
  readonly note: string;
  /** Null takes an earlier one back. */
  readonly value: string | null;
}

/**
 * Puts a number beside a sum of the viewer's own level, with a note: the sum, the answers behind it and what other levels
 * say stay what they are, and every level above reads both (汇总表). The last row of a question counts.
 *
 * @throws Refusal NOT_FOUND; NOT_IN_CHAIN when the body neither asks nor hands on; NOT_A_NUMBER; TOO_PRECISE; NOT_ADJUSTED
 *   when there is nothing to take back; TREE_CHANGED
 */
export async function adjustFigure(ctx: ViewerContext, input: Adjusting): Promise<Scope> {
  await holdTree(ctx, 'share');
  const { viewer } = ctx;
  const scope = await findScope(ctx, input.deliverableId, viewer.organizationId);
  if (!scope) throw notFound(['input', 'deliverableId']);
  const definition = (await definitionsOf(ctx, scope)).find(
    ({ deliverableId, field }) => deliverableId === input.deliverableId && field === input.field,
  );
  await assertAdjustable(ctx, definition, input);
  const before = (await adjustmentsOf(ctx, scope.deliverable.root_id, viewer.organizationId)).find(
    (row) => row.deliverable_id === input.deliverableId && row.field === input.field,
  );
  if (input.value === null && !before) throw new Refusal('NOT_ADJUSTED', '这个数没有调整过', ['input', 'field']);
  const rows = await totalsOf(ctx, scope);
  const original = sum(
    rows.filter((row) => row.deliverable_id === input.deliverableId && row.field === input.field).map((row) => row.amount),
  );
  await ctx.db
    .insertInto('figure_adjustment')
    .values({
      federation_id: viewer.federationId,
      id: uuid7(),
      root_id: scope.deliverable.root_id,
      deliverable_id: input.deliverableId,
      field: input.field,
      organization_id: viewer.organizationId,
      path: viewer.path,
      original,
      value: input.value,
      note: input.note,
      adjusted_by_id: viewer.personId,
      capacity_id: viewer.capacityId,
      adjusted_at: ctx.now,
    })
    .execute();
  await record(ctx, {
    operation: input.value === null ? 'withdrawFigureAdjustment' : 'adjustFigure',
    subjectType: 'Deliverable',
    subjectId: input.deliverableId,
    detail: { field: input.field, original, value: input.value, note: input.note },
  });
  ctx.loaders.clear();
  return scope;
}

async function assertAdjustable(
  ctx: ViewerContext,
  definition: Definition | undefined,
  { deliverableId, field, value }: Adjusting,
): Promise<void> {
  const path = ['input', 'field'];
  const asked = await ctx.loaders.one('deliverable', deliverableId);
  const question = asked?.fields.find(({ key }) => key === field);
  if (!question) throw notFound(path);
  if (definition?.type !== 'NUMBER') throw new Refusal('NOT_A_NUMBER', '只有数值的合计可以调整', path);
  if (!(await hopOf(ctx, deliverableId)))
    throw new Refusal('NOT_IN_CHAIN', '本单位既不发起也不转发这项任务，没有可调整的合计', ['input', 'deliverableId']);
  const digits = value?.split('.')[1]?.length ?? 0;
  if (digits > question.scale) throw new Refusal('TOO_PRECISE', `最多保留 ${question.scale} 位小数`, ['input', 'value']);
}

/** What a body has put beside the sums of its own level and not taken back, the last of each question; gathered over a request. */
export async function adjustmentsOf(ctx: ViewerContext, rootId: string, organizationId: string): Promise<readonly AdjustmentRow[]> {
  const found = await ctx.loaders.batched(`adjustments of ${rootId}`, organizationId, async (organizationIds) => {
    const { rows } = await sql<AdjustmentRow>`
      select * from (
        select distinct on (organization_id, deliverable_id, field) * from figure_adjustment
         where federation_id = ${ctx.viewer.federationId} and root_id = ${rootId} and organization_id = any (${organizationIds}::uuid[])
         order by organization_id, deliverable_id, field, adjusted_at desc, id desc) last
       where value is not null`.execute(ctx.db);
    return Map.groupBy(rows, (row) => row.organization_id);
  });
  return found ?? [];
}
