import { dueLabel } from '../../kit/time.ts';
import { readingLabel } from '../../kit/phrase/label.ts';
import { aboutDeliverable, aboutNotice, type LintFacts, type LintFinding } from './lint-finding.ts';
import type { DeliverableRow } from './notice.rows.ts';
import { readingOf } from './read-phrase.ts';

/** What keeps a deliverable from being sent beside its due: a close that cannot be, and names that lead nowhere. */
export function lintDeliverable({ deliverables, parents, corrected, today }: LintFacts, row: DeliverableRow): LintFinding[] {
  const { key, title, due_at, closes_at } = row;
  const isOwn = !parents.has(row.inherits_id ?? '');
  const closedBefore = corrected.get(row.id)?.closes_at?.getTime() === closes_at?.getTime();
  const named = (other: string | null) => other === null || deliverables.some((one) => one.key === other && one.key !== key);
  const block = (code: string, field: string, message: string) => aboutDeliverable(row, field, { code, severity: 'BLOCK', message });
  const findings: LintFinding[] = [];
  if (isOwn && closes_at && closes_at <= today.now && !closedBefore && !(due_at && due_at <= today.now)) {
    findings.push(block('CLOSES_IN_PAST', 'closes', `“${title}”的关闭时间已经过去`));
  }
  if (isOwn && due_at && closes_at && closes_at < due_at) {
    findings.push(block('CLOSES_BEFORE_DUE', 'closes', `“${title}”的关闭时间早于截止时间`));
  }
  if (!named(row.completed_by)) {
    findings.push(block('UNKNOWN_KEY', 'completedBy', `“${title}”指定的完成标志不在本文件的报送任务中`));
  }
  if (row.output === 'LEDGER' && isOwn) {
    if (!(row.ledger && named(row.ledger.of))) {
      findings.push(block('LEDGER_WITHOUT_SOURCE', 'ledger', `台账“${title}”没有指明列出哪一项报送任务`));
    }
    const source = deliverables.find((one) => one.key === row.ledger?.of && one.key !== key);
    if (source?.due_at && due_at && due_at <= source.due_at) {
      const message = `台账“${title}”的截止时间不晚于所列“${source.title}”（${dueLabel(source.due_at)}），届时可能尚未报齐`;
      findings.push(aboutDeliverable(row, 'due', { code: 'LEDGER_NOT_AFTER_SOURCE', severity: 'WARN', message }));
    }
  }
  return findings;
}

export function lintAddressees({ addressees, addresseesGone, groupsGone }: LintFacts): LintFinding[] {
  const block = (code: string, message: string, field: string) => aboutNotice(field, { code, severity: 'BLOCK', message });
  return [
    ...(addressees ? [] : [block('NO_ADDRESSEES', '没有解析到任何主送单位', 'addressees')]),
    ...(addresseesGone.length
      ? [block('ADDRESSEE_GONE', `主送机关中的${addresseesGone.join('、')}已撤并或不在下级范围内，请移除`, 'addressees.organizationIds')]
      : []),
    ...(groupsGone ? [block('ADDRESS_GROUP_GONE', '主送机关中有已删除的地址组', 'addressees.addressGroupIds')] : []),
  ];
}

interface Window {
  readonly row: DeliverableRow;
  readonly start: Date;
  readonly end: Date;
}

/** Windows of one notice that overlap or leave days between, and what lies outside of the period that it declares (C-08, C-09). */
export function lintWindows({ notice, deliverables, context }: LintFacts): LintFinding[] {
  const windows = deliverables
    .flatMap((row): Window[] => (row.due_starts_at && row.due_at ? [{ row, start: row.due_starts_at, end: row.due_at }] : []))
    .toSorted((one, other) => one.start.getTime() - other.start.getTime() || one.end.getTime() - other.end.getTime());
  const findings = windows.slice(1).flatMap((window, index): LintFinding[] => {
    const before = windows[index]!;
    if (window.start.getTime() === before.end.getTime()) return [];
    const overlap = window.start < before.end;
    const message = overlap
      ? `“${before.row.title}”与“${window.row.title}”的时间段重叠`
      : `“${before.row.title}”结束（${dueLabel(before.end)}）与“${window.row.title}”开始之间有空档`;
    return [aboutDeliverable(window.row, 'due', { code: overlap ? 'WINDOW_OVERLAP' : 'WINDOW_GAP', severity: 'INFO', message })];
  });
  const { declared_period: phrase } = notice;
  if (phrase === null) return findings;
  const { reading } = readingOf(phrase, context);
  if (reading?.kind !== 'WITHIN' && reading?.kind !== 'BY') {
    return [
      ...findings,
      aboutNotice('declaredPeriod', { code: 'PERIOD_UNREADABLE', severity: 'INFO', message: `活动时间“${phrase}”无法核对` }),
    ];
  }
  const outside = deliverables.filter(({ due_at, due_starts_at }) => {
    const begins = due_starts_at ?? due_at;
    return due_at && (due_at > reading.end || (reading.start && begins && begins < reading.start));
  });
  return findings.concat(
    outside.map((row) => {
      const message = `“${row.title}”（${dueLabel(row.due_at!)}）不在声明的活动时间“${phrase}”（${readingLabel(reading, context.referenceDay)}）之内`;
      return aboutDeliverable(row, 'due', { code: 'PERIOD_EXCEEDED', severity: 'WARN', message });
    }),
  );
}

/** Questions that are open elsewhere: reuse what is reported there instead of asking twice (S3-58). */
export function lintQuestions({ deliverables, repeated }: LintFacts): LintFinding[] {
  const byNotice = Map.groupBy(repeated, ({ key, notice }) => `${key}\n${notice}`);
  return [...byNotice.values()].flatMap((same) => {
    const row = deliverables.find(({ key }) => key === same[0]!.key);
    if (!row) return [];
    const labels = same.map(({ label }) => `“${label}”`).join('、');
    const message = `“${row.title}”的${labels}已由《${same[0]!.notice}》要求填报且尚未截止，可直接取用，避免重复报送`;
    return [aboutDeliverable(row, 'fields', { code: 'QUESTION_REPEATED', severity: 'WARN', message })];
  });
}
