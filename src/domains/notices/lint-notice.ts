import type { ViewerContext } from '../../context.ts';
import { addDays, dayOf, dueLabel } from '../../kit/time.ts';
import type { Today } from '../../kit/working-days.ts';
import { todayOf } from '../federation/calendar.ts';
import type { DeliverableRow, NoticeRow } from './notice.rows.ts';

/** Something legal that is worth a second look before a notice goes out. */
export interface LintFinding {
  readonly code: string;
  /** Key of the deliverable it is about. */
  readonly key: string;
  readonly message: string;
  /** A day that would mend it, as 2021-05-25; null when none is left. */
  readonly proposedDue: string | null;
}

/** Days of work that a level keeps for itself between its own due and its superior's (C-06). */
const SLACK = 3;

/** Three working days before the superior's due, unless that is already past. */
export function proposedDue(superiorDue: Date | null, { now, calendar }: Today): string | null {
  if (!superiorDue) return null;
  const day = calendar.before(addDays(dayOf(superiorDue), -1), SLACK);
  return day > dayOf(now) ? day : null;
}

/**
 * What a draft's body should know and may override: a due that leaves no time to gather what comes in, because it is not
 * earlier than the superior's (C-06). A later one is not a finding but a fault, and keeps the notice from being sent.
 */
export async function lintNotice(ctx: ViewerContext, notice: NoticeRow): Promise<readonly LintFinding[]> {
  const rows = await ctx.loaders.many('deliverable', 'notice_id', notice.id, { column: 'ordinal' });
  const parents = await Promise.all(rows.map(async ({ inherits_id: id }) => (id ? ctx.loaders.one('deliverable', id) : undefined)));
  const today = await todayOf(ctx);
  return rows.flatMap((row, index) => findingsOf(row, parents[index], today));
}

type Due = Pick<DeliverableRow, 'key' | 'title' | 'due_at'>;

function findingsOf({ key, title, due_at }: Due, parent: Due | undefined, today: Today): LintFinding[] {
  if (!due_at || !parent?.due_at || due_at < parent.due_at) return [];
  const message = `“${title}”的截止时间不早于上级（${dueLabel(parent.due_at)}），没有留出审核汇总的时间`;
  return [{ code: 'DUE_NOT_EARLIER_THAN_PARENT', key, message, proposedDue: proposedDue(parent.due_at, today) }];
}
