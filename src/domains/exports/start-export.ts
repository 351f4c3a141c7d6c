import { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { parseInput } from '../../kit/input.ts';
import type { SheetFormat } from '../../kit/sheet/read-sheet.ts';
import { assertGate, permitted } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { JobRow } from '../jobs/job.rows.ts';
import { choicesOf, type Opened, seesPeople } from './column-set.ts';
import { columnSets } from './column-sets.ts';
import { type ExportList, exportListLabels } from './export.lists.ts';

export interface RequestExport {
  readonly list: ExportList;
  /** As the query that shows the list takes them, ids as the API hands them out. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Keys of the columns; all that the viewer may see when there are none. */
  readonly columns: readonly string[];
  readonly format: SheetFormat;
}

/**
 * The list that was asked for, as far as it is in the viewer's reach.
 * @throws ZodError, Refusal FORBIDDEN, NOT_FOUND, UNKNOWN_COLUMN
 */
export async function openList(ctx: ViewerContext, asked: RequestExport): Promise<Opened<never>> {
  const set = columnSets[asked.list];
  assertGate(permitted(ctx.ability.can(...set.may)), ['input', 'list']);
  const known = new Set(choicesOf(ctx, set).map(({ key }) => key));
  const unknown = asked.columns.findIndex((key) => !known.has(key));
  if (unknown !== -1) throw new Refusal('UNKNOWN_COLUMN', '没有这一列', ['input', 'columns', String(unknown)]);
  const { arguments: given } = parseInput(z.object({ arguments: set.schema }), { arguments: asked.arguments });
  const opened = await set.open(ctx, given as never);
  if (!opened) throw notFound(['input', 'arguments']);
  const chosen = asked.columns.length > 0 ? new Set(asked.columns) : known;
  const seen = opened.columns.filter(({ key, personal }) => chosen.has(key) && (!personal || seesPeople(ctx)));
  return { ...opened, columns: seen, details: (opened.details ?? []).filter(({ key }) => chosen.has(key)) };
}

/**
 * What was chosen is still for the viewer, whose roles may have changed since.
 * @throws Refusal FORBIDDEN
 */
export function assertStillSees(ctx: ViewerContext, { list }: RequestExport, columns: readonly { readonly personal?: true }[]): void {
  assertGate(permitted(ctx.ability.can(...columnSets[list].may)), ['input', 'list']);
  assertGate(permitted(seesPeople(ctx) || !columns.some(({ personal }) => personal)), ['input', 'columns']);
}

/**
 * Has a list written into a file behind the request, in the name of whoever asks.
 * @throws ZodError, Refusal FORBIDDEN, NOT_FOUND, UNKNOWN_COLUMN
 */
export async function requestExport(ctx: ViewerContext, asked: RequestExport): Promise<JobRow> {
  const { about } = await openList(ctx, asked);
  const title = [exportListLabels[asked.list], about].filter(Boolean).join('：');
  const job = await enqueue(ctx, { kind: 'EXPORT_LIST', title: title.slice(0, 200), input: { ...asked } });
  await record(ctx, { operation: 'requestExport', subjectType: 'Job', subjectId: job.id, detail: { ...asked } });
  return job;
}
