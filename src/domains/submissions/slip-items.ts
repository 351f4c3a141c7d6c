import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import type { Answer } from '../../kit/form.ts';
import { fieldOf } from './page.ts';
import type { SlipItem } from './submission.shapes.ts';
import type { SubmissionRow } from './submission.rows.ts';

interface Wanted {
  readonly deliverableId: string;
  readonly field: string;
  readonly comment: string;
}

/**
 * What is to be mended, with what stood there; only questions whose answers the reviewer can read.
 * @throws Refusal FIELD_UNKNOWN, ITEM_REPEATED
 */
export async function slipItems(ctx: ViewerContext, submission: SubmissionRow, wanted: readonly Wanted[]): Promise<SlipItem[]> {
  const parts = await ctx.loaders.many('submission_part', 'submission_id', submission.id, { column: 'number' });
  const current = new Map(parts.filter(({ number }) => number === submission.number).map((part) => [part.deliverable_id, part]));
  const named = new Set<string>();
  const items: SlipItem[] = [];
  for (const [index, { deliverableId, field, comment }] of wanted.entries()) {
    const path = ['input', 'items', String(index), 'field'];
    const part = current.get(deliverableId);
    const ask = part && (await ctx.loaders.one('deliverable', deliverableId));
    if (!part || !ask || !fieldOf(ask, field)) throw new Refusal('FIELD_UNKNOWN', '没有这个填报项', path);
    const name = `${deliverableId} ${field}`;
    if (named.has(name)) throw new Refusal('ITEM_REPEATED', '同一填报项只需指出一次', path);
    named.add(name);
    items.push({ deliverableId, field, comment, before: shown(part.answers[field]) });
  }
  return items;
}

/** A text as it is, anything else as JSON; null when nothing was answered. */
function shown(answer: Answer | undefined): string | null {
  if (answer === null || answer === undefined) return null;
  return typeof answer === 'string' ? answer : JSON.stringify(answer);
}
