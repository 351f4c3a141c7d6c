import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { divide, percent, sum } from '../../kit/decimal.ts';
import type { FormField } from '../../kit/form.ts';
import { lineageOf } from '../../kit/tree.ts';
import type { Scope } from '../obligations/scope.ts';
import { type FigureRow, readFigures, readFiguresAt, readOwnFigures } from '../submissions/rollup.read.ts';

/** A number that is asked for, with how it is added up. */
export interface Definition {
  readonly deliverableId: string;
  readonly issuerId: string;
  readonly field: string;
  readonly label: string;
  readonly type: 'NUMBER' | 'RATE';
  /** In Chinese. */
  readonly formula: string;
}

const FORMULAS = {
  NUMBER: '报到本级的各单位数值之和；平均值＝合计÷份数，四舍五入保留两位小数',
  RATE: '报到本级的各单位分子之和÷分母之和，四舍五入保留两位小数；没有分母时无数据',
};

/** The numbers that the node and the bodies above it ask for; what is asked further down is none of its figures. */
export async function definitionsOf(ctx: ViewerContext, { deliverable, places }: Scope): Promise<Definition[]> {
  const above = [...new Set(places.flatMap(lineageOf))];
  const { rows } = await sql<{ id: string; issuer_id: string; fields: FormField[] }>`
    select d.id, d.issuer_id, d.fields from deliverable d
     where d.federation_id = ${ctx.viewer.federationId} and d.root_id = ${deliverable.root_id} and d.published_at is not null and d.path = any (${above})
     order by d.path, d.id`.execute(ctx.db);
  return rows.flatMap(({ id, issuer_id, fields }) =>
    fields.flatMap(({ key, label, type }) =>
      type === 'NUMBER' || type === 'RATE'
        ? [{ deliverableId: id, issuerId: issuer_id, field: key, label, type, formula: FORMULAS[type] }]
        : [],
    ),
  );
}

/** One number of one body; exact decimals as text. */
export interface FigureValue {
  readonly deliverableId: string;
  readonly field: string;
  readonly answers: number;
  /** Sum of a number, or of a rate's numerators. */
  readonly sum: string;
  /** Sum of a rate's denominators; null for a plain number. */
  readonly base: string | null;
  readonly mean: string | null;
  readonly percent: string | null;
}

/** A value for every definition, in order; nothing answered is a sum of 0 and no mean. */
export function valuesOf(definitions: readonly Definition[], rows: readonly FigureRow[]): FigureValue[] {
  return definitions.map(({ deliverableId, field, type }) => {
    const found = rows.filter((row) => row.deliverable_id === deliverableId && row.field === field);
    const [amount, base] = [sum(found.map((row) => row.amount)), sum(found.map((row) => row.base))];
    const answers = found.reduce((count, row) => count + row.answers, 0);
    const isRate = type === 'RATE';
    return {
      deliverableId,
      field,
      answers,
      sum: amount,
      base: isRate ? base : null,
      mean: isRate || answers === 0 ? null : divide(amount, String(answers), 2),
      percent: isRate ? percent(amount, base, 2) : null,
    };
  });
}

export const totalsOf = (ctx: ViewerContext, { deliverable, places }: Scope): Promise<FigureRow[]> =>
  readFigures(ctx.db, ctx.viewer.federationId, deliverable.root_id, places);

/** The sums of one line, what the body answered itself among them; gathered over the lines of a page. */
export async function lineFiguresOf(ctx: ViewerContext, rootId: string, place: string): Promise<readonly FigureRow[]> {
  const own = await ctx.loaders.batched(`figures of ${rootId}, own`, place, async (places) =>
    Map.groupBy(await readOwnFigures(ctx.db, ctx.viewer.federationId, rootId, places), (row) => row.place),
  );
  return [...(await figuresBelow(ctx, rootId, place)), ...(own ?? [])];
}

/** The sums of a body's own level alone, as it sends them up; gathered likewise. */
export async function figuresBelow(ctx: ViewerContext, rootId: string, place: string): Promise<readonly FigureRow[]> {
  const found = await ctx.loaders.batched(`figures of ${rootId}, below`, place, async (places) =>
    Map.groupBy(await readFiguresAt(ctx.db, ctx.viewer.federationId, rootId, places), (row) => row.place),
  );
  return found ?? [];
}
