import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Refusal, type UserError } from '../../kit/errors.ts';
import { HOLIDAY_YEARS } from '../../kit/holidays.data.ts';
import type { SystemContext } from '../../kit/system.ts';
import { daysBetween, isDay } from '../../kit/time.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { nationalCalendar, type SpecialDay, type Today, WorkingCalendar } from '../../kit/working-days.ts';
import type { Tables } from '../../orm.ts';
import { record } from '../audit/record.ts';
import type { setCalendarDaysInput } from './calendar.input.ts';
import { holdTree } from './tree-lock.ts';

/** A day as it is shown: what it is, who says so, and whether that is the federation itself. */
export interface CalendarDayRow extends SpecialDay {
  readonly source: string;
  readonly own: boolean;
}

type OwnDay = SpecialDay & { readonly source: string; readonly completes_year: boolean };

/** The federation's own days, all years; read once per request. */
async function ownDays(ctx: ViewerContext): Promise<readonly OwnDay[]> {
  const found = await ctx.loaders.batched(
    'calendar days',
    ctx.viewer.federationId,
    async ([federationId]) => new Map([[federationId!, await daysOf(ctx.db, federationId!)]]),
  );
  return found ?? [];
}

async function daysOf(db: Kysely<Tables>, federationId: string): Promise<readonly OwnDay[]> {
  const { rows } = await sql<OwnDay>`
    select day::text, working, name, source, completes_year from calendar_day where federation_id = ${federationId} order by day`.execute(
    db,
  );
  return rows;
}

/** What the caller's federation works and what not: the State Council's days, and its own over them. */
export const calendarOf = async (ctx: ViewerContext): Promise<WorkingCalendar> => over(await ownDays(ctx));

function over(days: readonly OwnDay[]): WorkingCalendar {
  if (days.length === 0) return nationalCalendar;
  const years = days.filter((day) => day.completes_year).map(({ day }) => Number(day.slice(0, 4)));
  return new WorkingCalendar({ days, years });
}

/** By what dues and lamps are told in this request. */
export const todayOf = async (ctx: ViewerContext): Promise<Today> => ({ now: ctx.now, calendar: await calendarOf(ctx) });

/** By what the product itself goes in a federation. */
export const todayIn = async ({ db, federationId }: SystemContext, now: Date): Promise<Today> => ({
  now,
  calendar: over(await daysOf(db, federationId)),
});

export interface CalendarYearRow {
  readonly year: number;
  readonly known: boolean;
  readonly sources: readonly string[];
  readonly days: readonly CalendarDayRow[];
}

/** The days of one year that are not what their weekday says, and where that is written. */
export async function calendarYear(ctx: ViewerContext, year: number): Promise<CalendarYearRow> {
  const calendar = await calendarOf(ctx);
  const inYear = ({ day }: { day: string }) => day.startsWith(`${year}-`);
  const own = (await ownDays(ctx)).filter(inYear).map((one) => shown(one, one.source, true));
  const sources = HOLIDAY_YEARS.find((one) => one.year === year)?.sources ?? [];
  const national = nationalCalendar.specialDays
    .filter(inYear)
    .filter(({ day }) => !own.some((one) => one.day === day))
    .map((one) => shown(one, sources.join('、'), false));
  return {
    year,
    known: calendar.knows(`${year}-01-01`),
    sources: [...sources, ...new Set(own.map(({ source }) => source))],
    days: [...national, ...own].toSorted((a, b) => (a.day < b.day ? -1 : 1)),
  };
}

const shown = ({ day, working, name }: SpecialDay, source: string, own: boolean): CalendarDayRow => ({ day, working, name, source, own });

const LONGEST = 3660;

/** Counted, never estimated: what cannot be known is said so. */
export async function countWorkingDays(
  ctx: ViewerContext,
  after: string,
  until: string,
): Promise<{ count: number | null; error: UserError | null }> {
  const failed = (code: string, message: string, path: string) => ({ count: null, error: { code, message, path: [path] } });
  for (const [name, day] of [['after', after] as const, ['until', until] as const]) {
    if (!isDay(day)) return failed('INVALID_DATE', '日期不存在', name);
  }
  if (daysBetween(after, until) > LONGEST) return failed('TOO_FAR', '起止日期相隔太远', 'until');
  const calendar = await calendarOf(ctx);
  try {
    calendar.assertKnown(after, until, ['until']);
  } catch (error) {
    if (error instanceof Refusal) return { count: null, error: error.errors[0]! };
    throw error;
  }
  return { count: calendar.between(after, until), error: null };
}

/** Writes days of the whole federation down; a day that stands already is overwritten, and the audit keeps what was said. */
export async function setCalendarDays(ctx: ViewerContext, input: z.output<typeof setCalendarDaysInput>): Promise<CalendarYearRow> {
  await holdTree(ctx, 'share');
  const { federationId, path, personId } = ctx.viewer;
  await ctx.db
    .insertInto('calendar_day')
    .values(
      input.days.map(({ day, working, name }) => ({
        federation_id: federationId,
        id: uuid7(),
        path,
        day,
        working,
        name,
        source: input.source,
        completes_year: input.completesYear,
        decided_by_id: personId,
        decided_at: ctx.now,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['federation_id', 'day']).doUpdateSet((now) => ({
        working: now.ref('excluded.working'),
        name: now.ref('excluded.name'),
        source: now.ref('excluded.source'),
        completes_year: sql<boolean>`calendar_day.completes_year or excluded.completes_year`,
        decided_by_id: now.ref('excluded.decided_by_id'),
        decided_at: now.ref('excluded.decided_at'),
      })),
    )
    .execute();
  await record(ctx, {
    operation: 'setCalendarDays',
    subjectType: 'Federation',
    subjectId: federationId,
    detail: { year: input.year, source: input.source, completesYear: input.completesYear, days: input.days },
  });
  ctx.loaders.clear();
  return calendarYear(ctx, input.year);
}
