import 'reflect-metadata';
import { Field, GraphQLISODateTime, Int, ObjectType } from 'type-graphql';
import { dayOf, daysBetween, dueLabel } from './time.ts';
import type { Today } from './working-days.ts';

@ObjectType({ description: 'By when something is due, and how much time is left.' })
export class Due {
  @Field(() => String, { nullable: true, description: 'As the notice words it.' })
  phrase!: string | null;

  @Field(() => String, { description: 'As people read it: 5月28日24:00止（含当日）.' })
  label!: string;

  @Field(() => GraphQLISODateTime, { description: 'The exclusive end.' })
  closesAt!: Date;

  @Field(() => Int, { description: 'Days until the last day; 0 on it, negative after it.' })
  daysLeft!: number;

  @Field(() => Int, { description: 'Working days after today until the last day; 0 when there are none.' })
  workingDaysLeft!: number;

  @Field(() => Boolean, { description: 'The holidays until then are known; otherwise working days are an estimate, Monday to Friday.' })
  calendarKnown!: boolean;

  @Field(() => Boolean, { description: 'The end has passed.' })
  isPast!: boolean;
}

/** Working days are only counted this far ahead. */
const FAR = 400;

/** A due as it is shown now; null when there is none. */
export function dueOf(end: Date | null, { now, calendar }: Today, phrase: string | null = null): Due | null {
  if (!end) return null;
  const [today, last] = [dayOf(now), dayOf(new Date(end.getTime() - 1))];
  const daysLeft = daysBetween(today, last);
  const workingDaysLeft = daysLeft > FAR ? Math.floor((daysLeft * 5) / 7) : calendar.between(today, last);
  const calendarKnown = daysLeft <= FAR && (daysLeft <= 0 || calendar.knows(today, last));
  return { phrase, label: dueLabel(end), closesAt: end, daysLeft, workingDaysLeft, calendarKnown, isPast: now >= end };
}
