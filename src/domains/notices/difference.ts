import { alike } from '../../kit/canonical.ts';
import { dueLabel } from '../../kit/time.ts';
import { type AttachmentRow, sameAttachments } from './attachments.ts';
import type { Change, ChangeKind } from './edition.shapes.ts';
import { fieldChanges } from './field-difference.ts';
import type { DeliverableRow, NoticeRow } from './notice.rows.ts';

/** What some notices say beside the rest. */
const PARTICULARS = ['award_year', 'award_kinds', 'declared_period', 'activities'] as const;

/** What a notice says, and what it asks for. */
export interface Said {
  readonly notice: Pick<NoticeRow, 'title' | 'body' | 'signed_by' | 'basis' | 'contacts' | (typeof PARTICULARS)[number]>;
  readonly attachments: readonly AttachmentRow[];
  readonly deliverables: readonly DeliverableRow[];
}

/** The deliverables of a correction beside those that they correct. */
export interface Matched {
  readonly pairs: readonly { readonly before: DeliverableRow; readonly after: DeliverableRow }[];
  readonly removed: readonly DeliverableRow[];
  readonly added: readonly DeliverableRow[];
}

/** One's own are known by their key, those handed on by what they inherit. */
export function match(before: readonly DeliverableRow[], after: readonly DeliverableRow[]): Matched {
  const same = (one: DeliverableRow) => (other: DeliverableRow) =>
    one.inherits_id === null ? other.inherits_id === null && other.key === one.key : other.inherits_id === one.inherits_id;
  return {
    pairs: before.flatMap((row) => {
      const found = after.find(same(row));
      return found ? [{ before: row, after: found }] : [];
    }),
    removed: before.filter((row) => !after.some(same(row))),
    added: after.filter((row) => !before.some(same(row))),
  };
}

/**
 * In what a correction differs from what stands, in the order in which people read it.
 * @param newAddressees how many bodies it goes to that the notice did not go to
 */
export function changesBetween(before: Said, after: Said, newAddressees: number): Change[] {
  const { pairs, removed, added } = match(before.deliverables, after.deliverables);
  return [
    ...textChanges(before.notice, after.notice),
    ...attachmentChanges(before.attachments, after.attachments),
    ...(newAddressees > 0 ? [change('ADDRESSEES', null, `增加主送单位${newAddressees}个`, null, String(newAddressees))] : []),
    ...removed.map((row) => change('DELIVERABLE_REMOVED', row, `取消报送任务“${row.title}”`)),
    ...pairs.flatMap((pair) => termChanges(pair.before, pair.after)),
    ...added.map((row) => change('DELIVERABLE_ADDED', row, `增加报送任务“${row.title}”${row.due_at ? `（${dueLabel(row.due_at)}）` : ''}`)),
  ];
}

function textChanges(before: Said['notice'], after: Said['notice']): Change[] {
  const changes: Change[] = [];
  if (before.title !== after.title)
    changes.push(change('TITLE', null, `标题由“${before.title}”改为“${after.title}”`, before.title, after.title));
  if (before.body !== after.body) changes.push(change('BODY', null, '正文有修改', ...passage(before.body, after.body)));
  if (before.signed_by !== after.signed_by)
    changes.push(change('SIGNED_BY', null, `落款由“${before.signed_by}”改为“${after.signed_by}”`, before.signed_by, after.signed_by));
  if (!alike(before.basis, after.basis)) changes.push(change('BASIS', null, '依据文件有修改', ...asJson(before.basis, after.basis)));
  if (!alike(before.contacts, after.contacts))
    changes.push(change('CONTACTS', null, '联系方式有修改', ...asJson(before.contacts, after.contacts)));
  const particulars = (notice: Said['notice']) => Object.fromEntries(PARTICULARS.map((name) => [name, notice[name]]));
  const [was, is] = [particulars(before), particulars(after)];
  if (!alike(was, is)) changes.push(change('PARTICULARS', null, '年度、奖项、活动或时间有修改', ...asJson(was, is)));
  return changes;
}

function attachmentChanges(before: Said['attachments'], after: Said['attachments']): Change[] {
  if (sameAttachments(before, after)) return [];
  const titles = (rows: Said['attachments']) => rows.map(({ ordinal, title }) => `${ordinal}. ${title}`);
  return [change('ATTACHMENTS', null, '附件有修改', ...asJson(titles(before), titles(after)))];
}

function termChanges(before: DeliverableRow, after: DeliverableRow): Change[] {
  const changes: Change[] = [];
  const of = (kind: ChangeKind, line: string, was: string | null, is: string | null) => changes.push(change(kind, before, line, was, is));
  if (before.title !== after.title) of('DELIVERABLE_TITLE', `报送任务“${before.title}”改为“${after.title}”`, before.title, after.title);
  if (before.requirement !== after.requirement)
    of('REQUIREMENT', `“${after.title}”的要求有修改`, ...passage(before.requirement, after.requirement));
  if (!sameInstant(before.due_at, after.due_at)) {
    const isEarlier = (after.due_at?.getTime() ?? Infinity) < (before.due_at?.getTime() ?? Infinity);
    const line = `“${after.title}”的截止时间由${shown(before.due_at)}${isEarlier ? '提前' : '推迟'}到${shown(after.due_at)}`;
    of(isEarlier ? 'DUE_EARLIER' : 'DUE_LATER', line, iso(before.due_at), iso(after.due_at));
  }
  const followsDue = sameInstant(before.closes_at, before.due_at) && sameInstant(after.closes_at, after.due_at);
  if (!sameInstant(before.closes_at, after.closes_at) && !followsDue)
    of(
      'CLOSES',
      `“${after.title}”的关闭时间由${shown(before.closes_at)}改为${shown(after.closes_at)}`,
      iso(before.closes_at),
      iso(after.closes_at),
    );
  for (const { kind, line, field, before: was, after: is } of fieldChanges(before.fields, after.fields)) {
    changes.push({ ...change(kind, before, `“${after.title}”${line}`, was, is), field });
  }
  if (!alike(before.ledger, after.ledger)) of('LEDGER', `台账“${after.title}”的栏目有修改`, ...asJson(before.ledger, after.ledger));
  if (before.completed_by !== after.completed_by)
    of('COMPLETED_BY', `“${after.title}”的完成标志有修改`, before.completed_by, after.completed_by);
  return changes;
}

function change(
  kind: ChangeKind,
  about: DeliverableRow | null,
  line: string,
  before: string | null = null,
  after: string | null = null,
): Change {
  return { kind, key: about?.key ?? null, deliverableId: about?.id ?? null, field: null, before, after, line };
}

/** The paragraphs that differ, without those that are alike before and behind them. */
function passage(before: string, after: string): [string, string] {
  const [was, is] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < was.length && head < is.length && was[head] === is[head]) head++;
  let tail = 0;
  while (tail < was.length - head && tail < is.length - head && was.at(-1 - tail) === is.at(-1 - tail)) tail++;
  const middle = (lines: readonly string[]) => lines.slice(head, lines.length - tail).join('\n');
  return [middle(was), middle(is)];
}

const asJson = (before: unknown, after: unknown): [string, string] => [JSON.stringify(before), JSON.stringify(after)];

const sameInstant = (one: Date | null, other: Date | null): boolean => one?.getTime() === other?.getTime();
const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;
const shown = (instant: Date | null): string => (instant ? dueLabel(instant) : '“无期限”');
