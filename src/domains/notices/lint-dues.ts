import { addDays, dayOf, dueLabel, endOfDay } from '../../kit/time.ts';
import type { Today } from '../../kit/working-days.ts';
import { aboutDeliverable, type LintFacts, type LintFinding, type LintProposal } from './lint-finding.ts';
import type { DeliverableRow } from './notice.rows.ts';
import { readingNear, readingOf } from './read-phrase.ts';

/** Days of work that a level keeps for itself between its own due and its superior's (C-06). */
const SLACK = 3;

/** Three working days before the superior's due, unless that is already past. */
export function proposedDue(superiorDue: Date | null, { now, calendar }: Today): string | null {
  if (!superiorDue) return null;
  const day = calendar.before(addDays(dayOf(superiorDue), -1), SLACK);
  return day > dayOf(now) ? day : null;
}

/** What is to be said of a deliverable's due, alone and beside the superior's. Dues are compared as the exclusive ends that they are. */
export function lintDue(facts: LintFacts, row: DeliverableRow): LintFinding[] {
  const parent = facts.parents.get(row.inherits_id ?? '');
  const stays = facts.corrected.get(row.id)?.due_at?.getTime() === row.due_at?.getTime() && facts.corrected.has(row.id);
  if (stays) return [...unsaid(facts, row), ...ofPhrase(facts, row), ...afterParent(facts, row, parent)];
  return [...unsaid(facts, row), ...ofPhrase(facts, row), ...ofTime(facts, row, parent), ...ofDay(facts, row, parent)];
}

const say = (row: DeliverableRow, code: string, severity: LintFinding['severity'], message: string, proposal?: LintProposal) =>
  aboutDeliverable(row, 'due', { code, severity, message, ...(proposal && { proposal }) });

const lastDay = (end: Date): string => dayOf(new Date(end.getTime() - 1));
const dayLabel = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
const setDue = (day: string | null): LintProposal | undefined =>
  day === null ? undefined : { action: 'SET_DUE', day, label: `改为${dayLabel(day)}前` };

/** No due at all must be meant (C-61); one that was read out of a phrase must be confirmed. */
function unsaid(facts: LintFacts, row: DeliverableRow): LintFinding[] {
  const { title, due_at, due_phrase, due_confirmed, no_due, inherits_id } = row;
  if (due_at && !due_confirmed) {
    const label = dueLabel(due_at, { year: true });
    const proposal = { action: 'CONFIRM_DUE', dueAt: due_at.toISOString(), label: `确认为${label}` } as const;
    return [say(row, 'DUE_UNCONFIRMED', 'BLOCK', `“${title}”的期限“${due_phrase}”理解为${label}，请确认`, proposal)];
  }
  if (due_at || no_due || inherits_id) return [];
  const error = due_phrase === null ? null : readingOf(due_phrase, facts.context).error;
  if (error) return [say(row, 'PHRASE_UNREADABLE', 'BLOCK', `“${title}”的期限：${error.message}`)];
  const worded = due_phrase === null ? '没有截止时间' : `的期限“${due_phrase}”没有日期`;
  const proposal = { action: 'MARK_NO_DUE', label: '注明不设期限' } as const;
  return [say(row, 'DUE_MISSING', 'BLOCK', `“${title}”${worded}，请填写，或注明不设期限`, proposal)];
}

/** The day that was typed and the phrase that is printed must mean the same. */
function ofPhrase({ context }: LintFacts, row: DeliverableRow): LintFinding[] {
  const { title, due_phrase, due_at, due_shifted_from, due_confirmed } = row;
  if (due_phrase === null || !due_at || !due_confirmed) return [];
  const meant = due_shifted_from ? endOfDay(due_shifted_from) : due_at;
  const { reading } = readingNear(due_phrase, meant, context);
  if (reading?.kind === 'BY' || reading?.kind === 'WITHIN') {
    if (reading.end.getTime() === meant.getTime()) return [];
    const day = lastDay(reading.end);
    const proposal = endOfDay(day).getTime() === reading.end.getTime() ? setDue(day) : undefined;
    const message = `“${title}”的期限写作“${due_phrase}”，填写的却是${dueLabel(meant, { year: true })}`;
    return [say(row, 'PHRASE_DIFFERS', 'WARN', message, proposal)];
  }
  if (reading?.kind === 'UNDATED') {
    return [say(row, 'PHRASE_DIFFERS', 'WARN', `“${title}”的期限写作“${due_phrase}”，却填写了${dueLabel(meant, { year: true })}`)];
  }
  return [say(row, 'PHRASE_UNREADABLE', 'INFO', `“${title}”的期限写作“${due_phrase}”，无法核对与填写的日期是否一致`)];
}

/** Past, after the superior's, or too near to be handed on. */
function ofTime(facts: LintFacts, row: DeliverableRow, parent: DeliverableRow | undefined): LintFinding[] {
  const { today } = facts;
  const { title, due_at } = row;
  if (!due_at) return [];
  const isParents = parent?.due_at?.getTime() === due_at.getTime();
  if (due_at <= today.now) return isParents ? [] : [say(row, 'DUE_IN_PAST', 'BLOCK', `“${title}”的截止时间已经过去`)];
  const late = afterParent(facts, row, parent);
  if (late.length > 0) return late;
  const findings: LintFinding[] = [];
  if (isParents) {
    const message = `“${title}”的截止时间不早于上级（${dueLabel(due_at)}），没有留出审核汇总的时间`;
    findings.push(say(row, 'DUE_NOT_EARLIER_THAN_PARENT', 'WARN', message, setDue(proposedDue(parent.due_at, today))));
  }
  if (row.audience.length > 0 && proposedDue(due_at, today) === null) {
    findings.push(say(row, 'NO_TIME_LEFT', 'WARN', `“${title}”须由下级转发；下级再提前${SLACK}个工作日已没有时间`));
  } else if (today.calendar.between(dayOf(today.now), lastDay(due_at)) === 0) {
    findings.push(say(row, 'NO_TIME_LEFT', 'WARN', `“${title}”距截止已没有工作日`));
  }
  return findings;
}

function afterParent({ today }: LintFacts, row: DeliverableRow, parent: DeliverableRow | undefined): LintFinding[] {
  if (!parent?.due_at || !row.due_at || row.due_at <= parent.due_at) return [];
  const message = `“${row.title}”的截止时间不能晚于上级规定的时间（${dueLabel(parent.due_at)}）`;
  return [say(row, 'DUE_AFTER_PARENT', 'BLOCK', message, setDue(proposedDue(parent.due_at, today)))];
}

/** A last day on which nobody works; nothing is shifted by itself (C-52). A stretch of days ends where its name says. */
function ofDay({ today: { calendar, now } }: LintFacts, row: DeliverableRow, parent: DeliverableRow | undefined): LintFinding[] {
  const { title, due_at } = row;
  // What has to be changed anyway is not also found on a day off.
  if (!due_at || due_at <= now || (parent?.due_at && due_at >= parent.due_at)) return [];
  const day = lastDay(due_at);
  if (!calendar.knows(day)) {
    const message = `${day.slice(0, 4)}年的放假调休安排尚未录入，“${title}”的截止日是否为工作日无法核对`;
    return [say(row, 'CALENDAR_UNKNOWN_YEAR', 'INFO', message)];
  }
  const name = calendar.nameOf(day);
  if (name === null) return [];
  const next = calendar.onOrAfter(day);
  const fits = calendar.knows(next) && !(parent?.due_at && endOfDay(next) > parent.due_at);
  const proposal: LintProposal | undefined = fits
    ? { action: 'SHIFT_DUE', day: next, label: `顺延至${dayLabel(next)}` }
    : setDue(calendar.before(day, 1) > dayOf(now) ? calendar.before(day, 1) : null);
  return [say(row, 'DUE_ON_DAY_OFF', row.due_starts_at ? 'INFO' : 'WARN', `“${title}”的截止日${dayLabel(day)}不上班（${name}）`, proposal)];
}
