import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { isDay } from '../../kit/time.ts';

const line = (most: number) => z.string().trim().min(1).max(most);

const calendarDaySchema = z
  .object({
    day: z
      .string()
      .refine(isDay, { message: '日期不存在', params: { code: 'INVALID_DATE' } })
      .meta({ graphql: String, description: 'The day, as 2027-02-06.' }),
    working: z.boolean().meta({ description: 'Whether it is worked.' }),
    name: line(20).meta({ description: 'Why, such as 春节 or 调休上班.' }),
  })
  .meta({ description: 'A day that is not what its weekday, or the State Council, says.' });
const CalendarDayInput = inputType('CalendarDayInput', calendarDaySchema);

export const setCalendarDaysInput = z
  .object({
    year: z.int().min(1992).max(2100).meta({ description: 'The year of all days.' }),
    source: line(200).meta({ description: 'Number of the document that says so.' }),
    completesYear: z
      .boolean()
      .default(false)
      .meta({ description: "They are the year's whole arrangement: from now on working days of this year are counted, not estimated." }),
    days: z
      .array(calendarDaySchema)
      .min(1)
      .max(150)
      .meta({ graphql: [CalendarDayInput], description: 'The days, each once.' }),
  })
  .superRefine(({ year, days }, check) => {
    const seen = new Set<string>();
    for (const [index, { day }] of days.entries()) {
      const path = ['days', index, 'day'];
      if (!day.startsWith(`${year}-`))
        check.addIssue({ code: 'custom', message: `不是${year}年的日期`, path, params: { code: 'OTHER_YEAR' } });
      if (seen.has(day)) check.addIssue({ code: 'custom', message: '日期重复', path, params: { code: 'DAY_REPEATED' } });
      seen.add(day);
    }
  })
  .meta({ description: 'Days that the whole federation works or not.' });
export const SetCalendarDaysInput = inputType('SetCalendarDaysInput', setCalendarDaysInput);
