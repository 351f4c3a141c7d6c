import { Field, GraphQLISODateTime, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { Rate } from '../../kit/rate.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { DeliverableType } from '../notices/notice.type.ts';
import { LampCount, ObligationType, StateCount } from '../obligations/obligation.type.ts';
import type { LineOrder } from './progress.ts';

@ObjectType({ description: 'The five rates.' })
export class Rates {
  @Field(() => Int, { description: 'Reports that are expected (应报).' }) expected!: number;
  @Field(() => Int, { description: 'Reports that have come so far up (已报).' }) received!: number;
  @Field(() => Int, { description: 'Those of them that came in time (按时报送).' }) receivedOnTime!: number;
  @Field(() => Rate, { description: 'Received of expected (报送率).' }) reportingRate!: Rate;
  @Field(() => Rate, { description: 'Received in time of expected (按时率).' }) onTimeRate!: Rate;
}

@ObjectType({ description: 'How many of the invited took part.' })
export class InvitedCounts {
  @Field(() => Int, { description: 'Invited.' }) eligible!: number;
  @Field(() => Int, { description: 'Invited and taken part.' }) entered!: number;
  @Field(() => Rate, { description: 'Taken part of invited.' }) rate!: Rate;
}

@ObjectType({ description: 'The rates of the time before, from the notice that this one names as its predecessor (与上年同期对比).' })
export class PreviousRates {
  @Field(() => Rates, { description: 'The five rates then.' }) rates!: Rates;
  @Field(() => String, { nullable: true, description: 'Reporting rate now less then, in percentage points; none when one has no data.' })
  reportingRateChange!: string | null;
  @Field(() => String, { nullable: true, description: 'On-time rate now less then, in percentage points; none when one has no data.' })
  onTimeRateChange!: string | null;
}

@ObjectType({ description: 'What every line of a board shows.' })
abstract class BoardLine {
  @Field(() => OrganizationType, { description: 'The body.' }) organization!: unknown;
  @Field(() => Rates, { description: 'The five rates.' }) rates!: Rates;
  @Field(() => InvitedCounts, { description: 'Those who were invited.' }) invited!: InvitedCounts;
  @Field(() => [StateCount], { description: 'Reports by state; states that nobody is in are left out.' }) byState!: StateCount[];
  @Field(() => [LampCount], { description: 'Expected reports by lamp, as the clock stands.' }) byLamp!: LampCount[];
  @Field(() => Int, { description: 'Expected reports that are not handed in and whose due has passed, as the clock stands.' })
  overdue!: number;
  @Field(() => Int, { description: 'Received, and there was nothing to report.' }) nil!: number;
  @Field(() => Int, { description: "Received, and late by the unit's own due." }) late!: number;
  @Field(() => Rate, { description: 'Bodies that have signed for the notice, of those it reached, as the tree stands today.' })
  acknowledged!: Rate;
  @Field(() => PreviousRates, {
    nullable: true,
    description: 'The same of the time before, of the body and those that were merged into it; none when there is no data.',
  })
  previous!: PreviousRates | null;
}

@ObjectType('DayCount', { description: 'What came up on one day in Beijing.' })
export class DayCountType {
  @Field(() => String, { description: 'The day, as in 2021-05-28.' }) day!: string;
  @Field(() => Int, { description: 'Reports that came up first on it.' }) received!: number;
  @Field(() => Int, { description: 'Reports that had come up by its end.' }) total!: number;
}

export const ProgressLineGates = gatesOf('ProgressLine', {
  open: 'Look at its own board.',
  remind: 'Remind whoever is absent at or below it (催办).',
});

@ObjectType('ProgressLine', {
  description: 'A body directly below, as it was filed: one that was merged since keeps its line. Counts its own report too.',
})
export class ProgressLineType extends BoardLine {
  @Field(() => ObligationType, { nullable: true, description: 'What the body owes itself, if it does.' }) own!: unknown;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When somebody at or below it was last reminded.' })
  lastRemindedAt!: Date | null;
  @Field(() => ProgressLineGates, { description: 'What the caller may do.' }) viewerCan!: unknown;
}

export const ProgressLineConnection = connectionOf('ProgressLine', () => ProgressLineType);

export const LineOrderEnum = enumType<LineOrder>('ProgressOrder', 'How the lines of a board are ordered.', {
  TREE: 'As the tree is.',
  REPORTING_RATE: 'Lowest reporting rate first.',
  ON_TIME_RATE: 'Lowest on-time rate first.',
});

@ObjectType('ReportingProgress', {
  description: 'A progress board (进度看板): what has come up to one body of what is expected below it. Live and exact.',
})
export class ReportingProgressType extends BoardLine {
  @Field(() => GraphQLISODateTime, { description: 'The instant that the figures are of.' }) asOf!: Date;
  @Field(() => DeliverableType, { description: 'What is asked for.' }) deliverable!: unknown;
  @Field(() => Rates, {
    nullable: true,
    description:
      "What the caller's body asked, as a second superior, of units elsewhere: never part of the figures above. None for another body.",
  })
  elsewhere!: Rates | null;
}

@ObjectType({ description: 'A number that is asked for, and how it is added up.' })
export class FigureDefinition {
  @Field(() => ID, { description: 'The deliverable whose question it is.' }) deliverableId!: string;
  @Field(() => String, { description: 'Key of the question.' }) field!: string;
  @Field(() => String, { description: 'The question.' }) label!: string;
  @Field(() => OrganizationType, { description: 'Who asks it.' }) askedBy!: unknown;
  @Field(() => String, { description: 'How it is computed, in Chinese.' }) formula!: string;
}

@ObjectType({ description: 'What a body has put beside a sum of its own level, with why; the sum stays what it is.' })
export class FigureAdjustment {
  @Field(() => String, { description: 'What it put there.' }) value!: string;
  @Field(() => String, { description: 'The sum as it was then.' }) original!: string;
  @Field(() => Boolean, { description: 'The sum has changed since.' }) isStale!: boolean;
  @Field(() => String, { description: 'Why.' }) note!: string;
  @Field(() => OrganizationType, { description: 'The body.' }) adjustedBy!: unknown;
  @Field(() => GraphQLISODateTime, { description: 'When.' }) adjustedAt!: Date;
}

@ObjectType({ description: 'The same number of the time before (与上年同期对比).' })
export class PreviousFigure {
  @Field(() => Int, { description: 'How many answers were in it.' }) answers!: number;
  @Field(() => String, { description: 'Sum; of a rate, of its numerators.' }) sum!: string;
  @Field(() => String, { nullable: true, description: 'Of a rate, in percent.' }) percent!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Now less then: of sums, of a rate in percentage points; none when one has no data.',
  })
  change!: string | null;
}

@ObjectType('FigureValue', { description: 'One number of one body; exact decimals as text.' })
export class FigureValueType {
  @Field(() => ID, { description: 'The deliverable whose question it is.' }) deliverableId!: string;
  @Field(() => String, { description: 'Key of the question.' }) field!: string;
  @Field(() => Int, { description: 'How many answers are in it.' }) answers!: number;
  @Field(() => String, { description: 'Sum; of a rate, of its numerators.' }) sum!: string;
  @Field(() => String, { nullable: true, description: 'Of a rate, the sum of its denominators.' }) base!: string | null;
  @Field(() => String, { nullable: true, description: 'Mean, with two digits, half up; none without answers, or of a rate.' }) mean!:
    | string
    | null;
  @Field(() => String, {
    nullable: true,
    description: 'Of a rate, in percent with two digits, half up; none when there is no denominator.',
  })
  percent!: string | null;
  @Field(() => FigureAdjustment, { nullable: true, description: 'What the body put beside the sum of its level.' })
  adjustment!: unknown;
  @Field(() => PreviousFigure, { nullable: true, description: 'The same of the time before; none when there is no data.' })
  previous!: unknown;
}

@ObjectType('FigureLine', { description: 'The numbers of a body directly below, its own answers included.' })
export class FigureLineType {
  @Field(() => OrganizationType, { description: 'The body.' }) organization!: unknown;
  @Field(() => [FigureValueType], { description: 'One for each definition, in order.' }) values!: FigureValueType[];
}

export const FigureLineConnection = connectionOf('FigureLine', () => FigureLineType);

@ObjectType('Figures', { description: 'Sums and means of number answers that reached one body. Live and exact.' })
export class FiguresType {
  @Field(() => GraphQLISODateTime, { description: 'The instant that the figures are of.' }) asOf!: Date;
  @Field(() => DeliverableType, { description: 'What is asked for.' }) deliverable!: unknown;
  @Field(() => OrganizationType, { description: 'The body.' }) organization!: unknown;
  @Field(() => [FigureDefinition], { description: 'The numbers, in order of who asks.' }) definitions!: unknown[];
  @Field(() => [FigureValueType], { description: 'One for each definition, in order.' }) totals!: FigureValueType[];
}

@ObjectType({ implements: Payload, description: "The figures of the caller's own level as they are now." })
export class FiguresPayload extends Payload {
  @Field(() => FiguresType, { nullable: true, description: 'The figures.' }) figures?: unknown;
}
