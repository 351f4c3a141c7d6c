import { GraphQLJSON } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import { SheetScoreType } from '../../kit/score/result.type.ts';
import { ScoreSheetType } from '../../kit/score/sheet.type.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import { FileType } from '../files/file.type.ts';
import type { AssignmentRow } from './judging.rows.ts';
import { RoundStateEnum, SheetType } from './judging.type.ts';

export const MyStateEnum = enumType('JudgeAssignmentState', 'How far a judge has come with an entry.', {
  TO_MARK: 'To be marked.',
  DEFERRED: 'Put aside.',
  MARKED: 'Marked; can be changed while the round is open.',
});
export type MyState = keyof typeof MyStateEnum;
export const myStateLabels: Readonly<Record<MyState, string>> = { TO_MARK: '待评', DEFERRED: '暂缓', MARKED: '已评' };

@ObjectType('AssignedRound', { description: 'A round as somebody sees it who judges in it.' })
export class AssignedRoundType {
  @Field(() => String, { description: 'Name.' }) name!: string;
  @Field(() => Date, { description: 'From when marks can be given.' }) opensAt!: Date;
  @Field(() => Date, { description: 'Until when, exclusive.' }) closesAt!: Date;
  @Field(() => RoundStateEnum, { description: 'How far it has come.' }) state!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) stateLabel!: string;
}

@ObjectType('CopiedAnswer', { description: 'A question and its answer, as they were when the entry was handed to the judge.' })
export class CopiedAnswerType {
  @Field(() => String, { description: 'Key of the question.' }) field!: string;
  @Field(() => String, { description: 'The question.' }) label!: string;
  @Field(() => GraphQLJSON, { nullable: true, description: 'The answer, in the shape of its kind of question; people in it are left out.' })
  value!: unknown;
}

@ObjectType('GivenMark', { description: 'A mark that was given.' })
export class GivenMarkType {
  @Field(() => Int, { description: '1 is the first; the last one counts.' }) number!: number;
  @Field(() => String, { description: 'The mark, a decimal.' }) score!: string;
  @Field(() => String, { nullable: true, description: 'What it rests on.' }) note!: string | null;
  @Field(() => Date, { description: 'When.' }) at!: Date;
}

@ObjectType('MyResponse', { description: "The caller's own mark of an entry; nobody else reads it before the round is closed." })
export class MyResponseType {
  @Field(() => Int, { description: 'Pass it back when saving or giving it; 0 for none yet.' }) version!: number;
  @Field(() => String, { nullable: true, description: 'The mark as it was saved, a decimal.' }) score!: string | null;
  @Field(() => GraphQLJSON, { nullable: true, description: 'The score sheet as it was saved.' }) answer!: unknown;
  @Field(() => SheetScoreType, { nullable: true, description: 'What it comes to.' }) sheetScore!: object | null;
  @Field(() => String, { nullable: true, description: 'What it rests on.' }) note!: string | null;
  @Field(() => [GivenMarkType], { description: 'Marks that were given, first to last.' }) given!: object[];
}

@ObjectType('ItemDifference', { description: 'An item on which the panel and the unit disagree.' })
export class ItemDifferenceType {
  @Field(() => String, { description: 'Code of the item.' }) code!: string;
  @Field(() => String, { description: 'What the unit gave itself.' }) self!: string;
  @Field(() => String, { description: 'What the panel gave.' }) panel!: string;
  @Field(() => String, { description: "The panel's less the unit's." }) difference!: string;
}

@ObjectType('ScoreDifferences', { description: 'Two fillings of one sheet beside each other; neither replaces the other.' })
export class ScoreDifferencesType {
  @Field(() => String, { description: 'What the unit gave itself.' }) self!: string;
  @Field(() => String, { description: 'What the panel gave.' }) panel!: string;
  @Field(() => String, { description: "The panel's less the unit's." }) difference!: string;
  @Field(() => Boolean, { description: 'They are five points or more apart, or a veto was seen otherwise.' }) highlighted!: boolean;
  @Field(() => [ItemDifferenceType], { description: 'Items on which they disagree, in the order of the sheet.' }) items!: object[];
  @Field(() => [String], { description: 'Codes of the vetoes that one saw and the other did not.' }) vetoes!: string[];
}

@ObjectType('AssignmentPosition', { description: "Where an entry stands among the caller's own of its round." })
export class PositionType {
  @Field(() => Int, { description: 'From 1.' }) index!: number;
  @Field(() => Int, { description: 'Of how many.' }) of!: number;
}

export const AssignmentGates = gatesOf('JudgeAssignment', {
  score: 'Give a mark, or change it.',
  defer: 'Put it aside.',
  recuse: 'Declare a relation to it and step back.',
});

@ObjectType('JudgeAssignment', { implements: Node, description: 'An entry that the caller is to mark, with all that may be read of it.' })
export class AssignmentType extends Node {
  @Field(() => String, { description: 'Number of the entry in its round.' }) code?: string;
  @Field(() => String, { description: 'What it is called.' }) title!: string;
  @Field(() => String, { description: 'Name of the unit whose it is.' }) unitName?: string;
  @Field(() => AssignedRoundType, { description: 'The round.' }) round?: unknown;
  @Field(() => MyStateEnum, { description: 'How far the caller has come with it.' }) myState?: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) myStateLabel?: string;
  @Field(() => [CopiedAnswerType], { description: 'What the unit answered.' }) answers!: object[];
  @Field(() => [FileType], { description: 'Files that belong to it.' }) files?: unknown[];
  @Field(() => String, { description: 'SHA-256 of what the unit handed in, as its receipt says.' }) contentHash?: string;
  @Field(() => SheetType, { nullable: true, description: 'What a mark may be, where the caller gives one.' }) sheet?: object | null;
  @Field(() => ScoreSheetType, { nullable: true, description: 'What the caller fills in, where it is the sheet of the unit.' })
  scoreSheet?: object | null;
  @Field(() => SheetScoreType, { nullable: true, description: 'What the unit gave itself under the same sheet.' }) selfScore?: unknown;
  @Field(() => ScoreDifferencesType, {
    nullable: true,
    description: "The caller's own sheet beside the unit's, as far as it is filled in.",
  })
  differences?: unknown;
  @Field(() => MyResponseType, { description: "The caller's own mark." }) myResponse?: unknown;
  @Field(() => PositionType, { description: "Where it stands among the caller's own of its round." }) position?: unknown;
  @Field(() => AssignmentGates, { description: 'What the caller may do now.' }) viewerCan?: unknown;
}

@ObjectType('JudgeAssignmentCounts', { description: 'How far the caller has come, over all rounds.' })
export class AssignmentCountsType {
  @Field(() => Int, { description: 'Entries to be marked, the marked ones among them.' }) assigned!: number;
  @Field(() => Int, { description: 'How many are marked.' }) done!: number;
  @Field(() => Int, { description: 'How many were put aside.' }) deferred!: number;
  @Field(() => Int, { description: 'Entries from which the caller stepped back.' }) recused!: number;
}

export const AssignmentConnection = connectionOf<AssignmentRow>('JudgeAssignment', () => AssignmentType as never, {
  counts: () => AssignmentCountsType,
});

@ObjectType({ implements: Payload, description: 'The assignment as it is now, and what comes next.' })
export class JudgeAssignmentPayload extends Payload {
  @Field(() => AssignmentType, {
    nullable: true,
    description: 'The assignment; with STALE_VERSION, as it was left elsewhere. None once the caller has stepped back.',
  })
  assignment?: AssignmentRow | null;
  @Field(() => AssignmentType, { nullable: true, description: 'What is to be marked next; none when nothing is left.' }) next?: unknown;
  @Field(() => AssignmentCountsType, { nullable: true, description: 'How far the caller has come.' }) counts?: unknown;
}
