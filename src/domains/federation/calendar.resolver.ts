import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { Input } from '../../kit/input.ts';
import { calendarYear, countWorkingDays, setCalendarDays } from './calendar.ts';
import * as inputs from './calendar.input.ts';
import * as types from './calendar.type.ts';

@Resolver()
export class CalendarResolver {
  @Can('read', 'Calendar')
  @Query(() => types.CalendarYearType, { description: 'The working days of a year.' })
  calendarYear(@Arg('year', () => Int, { description: 'The year.' }) year: number, @Ctx() ctx: ViewerContext) {
    return calendarYear(ctx, year);
  }

  @Can('read', 'Calendar')
  @Query(() => types.WorkingDayCount, { description: 'How many working days lie after one day, up to and including another.' })
  workingDays(
    @Arg('after', () => String, { description: 'The day before the first that counts, as 2021-05-06.' }) after: string,
    @Arg('until', () => String, { description: 'The last day that counts.' }) until: string,
    @Ctx() ctx: ViewerContext,
  ) {
    return countWorkingDays(ctx, after, until);
  }

  @Can('decide', 'Calendar')
  @Mutation(() => types.CalendarYearPayload, {
    description: "Sets days that the whole federation works or not; the top body's administrator.",
  })
  async setCalendarDays(
    @Input(() => inputs.SetCalendarDaysInput, inputs.setCalendarDaysInput) input: z.output<typeof inputs.setCalendarDaysInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { calendarYear: await setCalendarDays(ctx, input) };
  }
}
