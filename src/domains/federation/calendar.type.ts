import { Field, Int, ObjectType } from 'type-graphql';
import { Payload, UserError } from '../../kit/errors.ts';

@ObjectType('CalendarDay', { description: 'A day that is not what its weekday says.' })
export class CalendarDayType {
  @Field(() => String, { description: 'The day, as 2021-05-08.' }) day!: string;
  @Field(() => Boolean, { description: 'Whether it is worked.' }) working!: boolean;
  @Field(() => String, { description: 'Why, such as 劳动节 or 调休上班.' }) name!: string;
  @Field(() => String, { description: 'Number of the document that says so.' }) source!: string;
  @Field(() => Boolean, { description: "The federation's own, not the State Council's." }) own!: boolean;
}

@ObjectType('CalendarYear', { description: 'The working days of a year (工作日历): Monday to Friday, but for the days listed.' })
export class CalendarYearType {
  @Field(() => Int, { description: 'The year.' }) year!: number;
  @Field(() => Boolean, { description: 'Its arrangement has been published and is held here; otherwise nothing is guessed.' })
  known!: boolean;
  @Field(() => [String], { description: 'Numbers of the documents.' }) sources!: readonly string[];
  @Field(() => [CalendarDayType], { description: 'Its days, in order.' }) days!: readonly CalendarDayType[];
}

@ObjectType({ description: 'How many days are worked, or why that cannot be said.' })
export class WorkingDayCount {
  @Field(() => Int, { nullable: true, description: 'How many; none when a year of them is not known.' }) count!: number | null;
  @Field(() => UserError, { nullable: true, description: 'CALENDAR_UNKNOWN_YEAR, or INVALID_DATE.' }) error!: UserError | null;
}

@ObjectType({ implements: Payload, description: 'The year as it is now.' })
export class CalendarYearPayload extends Payload {
  @Field(() => CalendarYearType, { nullable: true, description: 'The year.' }) calendarYear?: CalendarYearType | null;
}
