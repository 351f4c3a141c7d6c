import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import { SheetScoreType } from '../../kit/score/result.type.ts';
import { ScoreSheetType } from '../../kit/score/sheet.type.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { DeliverableType } from '../notices/notice.type.ts';
import { SubmissionType } from '../submissions/submission.type.ts';
import type { Aggregate } from './aggregate.ts';
import type { JudgeRow, ResultRow, RoundRow, RoundState } from './judging.rows.ts';
import type { EntryResult } from './read-rounds.ts';

export const AggregateEnum = enumType<Aggregate>('JudgingAggregate', 'What the marks of an entry come to.', {
  MEAN: 'Their mean.',
  TRIMMED_MEAN: 'Their mean without one highest and one lowest, from five marks up; below, the mean.',
  MEDIAN: 'The one in the middle, or the mean of the two.',
});
export const aggregateLabels: Readonly<Record<Aggregate, string>> = {
  MEAN: '平均分',
  TRIMMED_MEAN: '去掉一个最高分和一个最低分后的平均分',
  MEDIAN: '中位数',
};

export const RoundStateEnum = enumType<RoundState>('JudgingRoundState', 'How far a round has come.', {
  DRAFTING: 'The panel is being put together.',
  SCHEDULED: 'The panel is frozen; its window has not begun.',
  OPEN: 'Marks can be given.',
  ENDED: 'Its window has passed; it waits to be closed.',
  CLOSED: 'It was closed and has results.',
});

export const JudgeStateEnum = enumType<JudgeRow['state']>('JudgeState', 'Whether somebody is on the panel.', {
  SITTING: 'Is.',
  REPLACED: 'Was; somebody else took the place.',
});
export const judgeStateLabels = { SITTING: '在任', REPLACED: '已更换' } as const;

export const ResultStateEnum = enumType<ResultRow['state']>('JudgingResultState', 'Whether an entry has a score.', {
  SCORED: 'It had enough marks.',
  UNDER_COVERED: 'It had too few marks, so it has no score; that is not 0.',
});
export const resultStateLabels = { SCORED: '已计分', UNDER_COVERED: '评审份数不足' } as const;

@ObjectType('FreeScoreSheet', { description: 'A sheet of one mark between two bounds (评审打分).' })
export class SheetType {
  @Field(() => String, { description: 'The lowest mark, a decimal.' }) min!: string;
  @Field(() => String, { description: 'The highest mark, a decimal.' }) max!: string;
  @Field(() => Int, { description: 'Digits after the point, at most.' }) decimals!: number;
}

@ObjectType('JudgingCoverage', { description: 'How many marks a round has of those that it needs; never which.' })
export class CoverageType {
  @Field(() => Int, { description: 'Entries.' }) entries!: number;
  @Field(() => Int, { description: 'Marks that they need together.' }) required!: number;
  @Field(() => Int, { description: 'Marks given of those.' }) done!: number;
  @Field(() => Int, { description: 'Entries with fewer marks than they need.' }) underCovered!: number;
}

@ObjectType('Judge', { description: 'A member of a panel (评委).' })
export class JudgeType {
  @Field(() => ID, { description: 'For acts upon this seat.' }) id!: string;
  @Field(() => String, {
    nullable: true,
    description: "The person's name; none when the person belongs to a body out of the caller's range.",
  })
  name!: string | null;
  @Field(() => OrganizationType, { description: 'The body to which the person belonged when called.' }) organization?: unknown;
  @Field(() => JudgeStateEnum, { description: 'Whether still on the panel.' }) state!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) stateLabel?: string;
  @Field(() => String, { nullable: true, description: 'Why called, or replaced, where a reason was needed.' }) reason!: string | null;
}

@ObjectType('PanelMember', { description: 'A member of a panel, with how far the work has come.' })
export class PanelMemberType extends JudgeType {
  @Field(() => Int, { description: 'Entries proposed to them and not confirmed.' }) proposed!: number;
  @Field(() => Int, { description: 'Entries to be marked by them.' }) assigned!: number;
  @Field(() => Int, { description: 'How many of those are.' }) done!: number;
  @Field(() => Int, { description: 'Entries of the round that they must not judge.' }) recused!: number;
}

@ObjectType('CoveredEntry', { description: 'An entry of a round with how many judges it has.' })
export class CoveredEntryType {
  @Field(() => String, { description: 'Its number in the round.' }) code!: string;
  @Field(() => OrganizationType, { description: 'Whose it is.' }) organization?: unknown;
  @Field(() => SubmissionType, { nullable: true, description: 'What was handed in.' }) submission?: unknown;
  @Field(() => Int, { description: 'Judges who are to mark it.' }) assigned!: number;
  @Field(() => Int, { description: 'Marks given.' }) marks!: number;
}

@ObjectType('CountedMark', { description: 'A mark that counted.' })
export class CountedMarkType {
  @Field(() => JudgeType, { description: 'Who gave it.' }) judge?: unknown;
  @Field(() => String, { description: 'The mark, a decimal.' }) score!: string;
  @Field(() => SheetScoreType, { nullable: true, description: 'What the sheet came to that the judge filled in.' }) sheetScore?: unknown;
  @Field(() => String, { nullable: true, description: 'What it rests on.' }) note!: string | null;
}

@ObjectType('JudgingResult', { description: 'What the marks of an entry came to when its round was closed.' })
export class ResultType {
  @Field(() => String, { description: 'Number of the entry in the round.' }) code!: string;
  @Field(() => OrganizationType, { description: 'Whose entry it is.' }) organization?: unknown;
  @Field(() => SubmissionType, { nullable: true, description: 'What was handed in.' }) submission?: unknown;
  @Field(() => ResultStateEnum, { description: 'Whether it has a score.' }) state!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) stateLabel?: string;
  @Field(() => Int, { description: 'Marks that counted.' }) markCount!: number;
  @Field(() => String, { nullable: true, description: 'The score, a decimal; none for too few marks, which is not 0.' }) score?:
    | string
    | null;
  @Field(() => String, { nullable: true, description: 'Highest mark less lowest.' }) spread?: string | null;
  @Field(() => String, { nullable: true, description: 'What the unit gave itself under the same sheet.' }) selfScore?: string | null;
  @Field(() => Boolean, { description: "Score and the unit's own are five points or more apart, or a veto was seen otherwise." })
  highlighted!: boolean;
  @Field(() => [CountedMarkType], { description: 'The marks.' }) marks?: unknown[];
}

export const ResultConnection = connectionOf<EntryResult>('JudgingResult', () => ResultType as never);

export const RoundGates = gatesOf('JudgingRound', {
  assign: 'Call judges, propose and confirm who marks what.',
  open: 'Open it; the panel is frozen then.',
  replace: 'Change the panel, with a reason.',
  close: 'Close it.',
});

@ObjectType('JudgingRound', { implements: Node, description: 'A judging of what was accepted for a deliverable, by a panel (评审轮次).' })
export class RoundType extends Node {
  @Field(() => String, { description: 'Name.' }) name!: string;
  @Field(() => DeliverableType, { description: 'What is judged.' }) deliverable?: unknown;
  @Field(() => RoundStateEnum, { description: 'How far it has come.' }) state?: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) stateLabel?: string;
  @Field(() => Date, { description: 'From when marks can be given.' }) opensAt?: Date;
  @Field(() => Date, { description: 'Until when, exclusive.' }) closesAt?: Date;
  @Field(() => SheetType, { nullable: true, description: 'What a mark may be, where judges give one.' }) sheet?: object | null;
  @Field(() => ScoreSheetType, { nullable: true, description: 'What each judge fills in, where it is the sheet of the units.' })
  scoreSheet?: object | null;
  @Field(() => AggregateEnum, { description: 'What the marks of an entry come to.' }) aggregate!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) aggregateLabel?: string;
  @Field(() => Int, { description: 'Marks that an entry needs.' }) marksRequired?: number;
  @Field(() => Date, { nullable: true, description: 'Since when the panel is frozen.' }) openedAt?: Date | null;
  @Field(() => Date, { nullable: true, description: 'When it was closed.' }) closedAt?: Date | null;
  @Field(() => String, { nullable: true, description: 'Why it was closed with too few marks.' }) closeReason?: string | null;
  @Field(() => Int, { description: 'Pass it back when changing it.' }) version!: number;
  @Field(() => CoverageType, { description: 'How many marks there are.' }) coverage?: unknown;
  @Field(() => [PanelMemberType], { description: 'The panel, at most a hundred.' }) judges?: unknown[];
  @Field(() => [CoveredEntryType], { description: 'Entries with too few marks, worst first.' }) underCovered?: unknown[];
  @Field(() => [ResultType], { description: 'Entries on which the panel disagreed most; none before it is closed.' })
  disagreements?: unknown[];
  @Field(() => ResultConnection, { description: 'Results in the order of the entries; none before it is closed.' }) results?: unknown;
  @Field(() => RoundGates, { description: 'What the caller may do now.' }) viewerCan?: unknown;
}

export const RoundConnection = connectionOf<RoundRow>('JudgingRound', () => RoundType as never);

@ObjectType({ implements: Payload, description: 'The round as it is now.' })
export class JudgingRoundPayload extends Payload {
  @Field(() => RoundType, { nullable: true, description: 'The round; with STALE_VERSION, as somebody else left it.' })
  judgingRound?: RoundRow | null;
}
