import { type RawBuilder, sql } from 'kysely';
import { dayOf, daysBetween, startOfDay } from '../../kit/time.ts';
import type { Today } from '../../kit/working-days.ts';
import { presentDue } from './gates.ts';
import type { ObligationRow } from './obligation.rows.ts';

export const LAMPS = ['GREY', 'GREEN', 'BLUE', 'YELLOW', 'RED'] as const;
export type LampColour = (typeof LAMPS)[number];

export interface Lamp {
  readonly colour: LampColour;
  /** Why, in Chinese. */
  readonly reason: string;
}

/** Blue begins when so many working days are left. */
const SOON = 3;

const lamp = (colour: LampColour, reason: string): Lamp => ({ colour, reason });

type Facts = Pick<ObligationRow, 'kind' | 'state' | 'late' | 'due_at' | 'late_policy' | 'closes_at' | 'reopened_until' | 'resubmit_due'>;

/** How urgent an obligation is, computed from the clock whenever it is shown. {@link lampColour} says the same in SQL. */
export function lampOf(obligation: Facts, today: Today): Lamp {
  const { kind, state, late } = obligation;
  if (state === 'WAIVED') return lamp('GREY', '免予报送');
  if (state === 'CANCELLED') return lamp('GREY', '已取消');
  if (state === 'FORFEITED') return lamp('RED', '逾期未报，视为放弃');
  if (state === 'SUBMITTED' || state === 'ACCEPTED') {
    if (late) return lamp('YELLOW', '已报送，逾期');
    return lamp('GREEN', kind === 'ORGANISE' ? '已完成' : '已按时报送');
  }
  const byDue = lampOfDue(presentDue(obligation), today);
  if (kind === 'INVITED' && byDue.colour === 'RED')
    return state === 'RETURNED' ? lamp('YELLOW', '已退回，待修改') : lamp('GREY', '报名已截止');
  if (state === 'RETURNED' && byDue.colour !== 'RED') return lamp('YELLOW', '已退回，待修改');
  return byDue;
}

/** How urgent something is that waits to be done by a due. */
export function lampOfDue(due: Date | null, at: Today): Lamp {
  if (!due) return lamp('GREY', '无期限');
  const { now, calendar } = at;
  const [today, last] = [dayOf(now), dayOf(new Date(due.getTime() - 1))];
  if (now >= due) {
    const days = daysBetween(last, today);
    return lamp('RED', days === 0 ? '今日已逾期' : `已逾期${days}天`);
  }
  if (due > blueUntil(at)) return lamp('GREY', `还剩${daysBetween(today, last)}天`);
  const days = calendar.between(today, last);
  return lamp('BLUE', today === last ? '今日到期' : days === 0 ? '到期前已无工作日' : `还剩${days}个工作日`);
}

/** Dues up to this instant are near. */
const blueUntil = ({ now, calendar }: Today): Date => startOfDay(calendar.after(dayOf(now), SOON + 1));

/** The due that counts today, of an obligation `o`. */
export const presentDueOf = sql<Date | null>`greatest(o.due_at, o.reopened_until, case when o.state = 'RETURNED' then o.resubmit_due end)`;

/** {@link lampOf} of an obligation `o`, as SQL. */
export const lampColour = (today: Today): RawBuilder<LampColour> => sql<LampColour>`case
  when o.state in ('WAIVED', 'CANCELLED') then 'GREY'
  when o.state = 'FORFEITED' then 'RED'
  when o.state in ('SUBMITTED', 'ACCEPTED') then case when o.late then 'YELLOW' else 'GREEN' end
  when o.kind <> 'INVITED' and ${presentDueOf} <= ${today.now}::timestamptz then 'RED'
  when o.state = 'RETURNED' then 'YELLOW'
  when ${presentDueOf} > ${today.now}::timestamptz and ${presentDueOf} <= ${blueUntil(today)}::timestamptz then 'BLUE'
  else 'GREY' end`;

/** {@link lampOfDue} of a due, as SQL. */
export const lampColourOfDue = (due: RawBuilder<unknown>, today: Today): RawBuilder<LampColour> => sql<LampColour>`case
  when ${due} <= ${today.now}::timestamptz then 'RED'
  when ${due} <= ${blueUntil(today)}::timestamptz then 'BLUE'
  else 'GREY' end`;

/** {@link isOverdue} of an obligation `o`, as SQL. */
export const overdue = (now: Date): RawBuilder<boolean> =>
  sql<boolean>`(o.kind <> 'INVITED' and o.state in ('OPEN', 'RETURNED') and coalesce(${presentDueOf} <= ${now}::timestamptz, false))`;
