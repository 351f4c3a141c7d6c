import { GraphQLJSON } from 'graphql-scalars';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { Payload } from '../../kit/errors.ts';
import { FormField } from '../../kit/form.type.ts';
import { encodeId, Node } from '../../kit/node-id.ts';
import { SheetScoreType } from '../../kit/score/result.type.ts';
import type { SheetResult } from '../../kit/score/score-sheet.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import { UploadedFileType, UploadFailure } from '../files/upload.type.ts';
import { FileType } from '../files/file.type.ts';
import { DeliverableType, NoticeType } from '../notices/notice.type.ts';
import type { EditorRow } from './editor.ts';
import * as enums from './submission.enums.ts';
import type { SubmissionRow } from './submission.rows.ts';

@ObjectType({ description: 'An answer to one question.' })
export class Answer {
  @Field(() => ID, { description: 'Who asks: the deliverable.' }) deliverableId!: string;
  @Field(() => String, { description: 'Key of the field.' }) field!: string;
  @Field(() => GraphQLJSON, { nullable: true, description: 'The answer, in the shape of its kind of question.' }) value!: unknown;
}

@ObjectType('Finding', { description: 'What is wrong with an answer.' })
export class FindingType {
  @Field(() => String, { description: 'For programs, as in TEXT_TOO_LONG.' }) code!: string;
  @Field(() => enums.FindingSeverityEnum, { description: 'How much it weighs.' }) severity!: string;
  @Field(() => [String], { description: 'From the outside in: the deliverable that asks, the field, then row and column of a table.' })
  path!: string[];
  @Field(() => String, { description: 'For people, in Chinese.' }) message!: string;
}

@ObjectType({ description: 'What a filled score sheet comes to.' })
export class FieldScore {
  @Field(() => ID, { description: 'Who asks: the deliverable.' }) deliverableId!: string;
  @Field(() => String, { description: 'Key of the field.' }) field!: string;
  @Field(() => SheetScoreType, { description: 'The score.' }) score!: SheetResult;
}

/** Scores of a form as the API shows them. */
export const fieldScores = (
  deliverableId: string,
  scores: readonly { readonly field: { readonly key: string }; readonly score: SheetResult }[],
): FieldScore[] => scores.map(({ field, score }) => ({ deliverableId: encodeId('Deliverable', deliverableId), field: field.key, score }));

@ObjectType('PageFile', { description: 'A file of a page, on its way in or taken in, with what is wrong with it.' })
export class PageFileType extends UploadedFileType {
  @Field(() => [FindingType], { description: 'What is wrong with it as an answer, whether an answer names it yet or not.' })
  findings!: object[];
}

@ObjectType({ description: 'How many of the questions that must be right are right.' })
export class Checklist {
  @Field(() => Int, { description: 'How many are.' }) done!: number;
  @Field(() => Int, { description: 'Of how many.' }) total!: number;
}

@ObjectType({ description: 'The questions of one asker.' })
export class FormSection {
  @Field(() => DeliverableType, { description: 'What is asked, by whom, by when.' }) deliverable!: DeliverableType;
  @Field(() => [FormField], { description: 'The questions, in order.' }) fields!: FormField[];
  @Field(() => [String], { description: 'Keys that cannot be changed, because a return slip names others.' }) lockedFields!: string[];
}

@ObjectType({ description: 'An answer that a page took over: what the unit, or one merged into it, answered before and was accepted.' })
export class Prefill {
  @Field(() => ID, { description: 'Who asks: the deliverable.' }) deliverableId!: string;
  @Field(() => String, { description: 'Key of the field.' }) field!: string;
  @Field(() => GraphQLJSON, { description: 'What was answered then.' }) value!: unknown;
  @Field(() => NoticeType, { nullable: true, description: 'The notice that asked then, if the caller may read it.' }) notice!: unknown;
  @Field(() => ID, { description: 'What was handed in then.' }) submissionId!: string;
  @Field(() => Date, { description: 'When it was accepted.' }) approvedAt!: Date;
  @Field(() => Boolean, { description: 'The unit has looked at it. Until then the page cannot be handed in.' }) confirmed!: boolean;
}

@ObjectType('UploadEstimate', { description: 'How long the files that are on their way still need, as fast as they came so far.' })
export class UploadEstimateType {
  @Field(() => Float, { description: 'Bytes that are still to come.' }) bytesLeft!: number;
  @Field(() => Int, { nullable: true, description: 'How fast they came so far; null before any came.' }) bytesPerSecond!: number | null;
  @Field(() => Int, { nullable: true, description: 'How long they need at that speed.' }) secondsNeeded!: number | null;
  @Field(() => Int, { nullable: true, description: 'Until the due, or the close, that comes first; null when there is none.' })
  secondsLeft!: number | null;
  @Field(() => Boolean, { description: 'Whether they need longer than there is.' }) atRisk!: boolean;
  @Field(() => String, { nullable: true, description: 'That they do, in Chinese.' }) message!: string | null;
}

@ObjectType('AutoSubmit', { description: 'That the server is to hand a page in once its uploads are here.' })
export class AutoSubmitType {
  @Field(() => Boolean, { description: 'Whether it still waits; if not, it failed.' }) waiting!: boolean;
  @Field(() => Date, { description: 'Since when.' }) armedAt!: Date;
  @Field(() => Date, { nullable: true, description: 'Until when, exclusive: then the page stays as it is.' }) until!: Date | null;
  @Field(() => UploadFailure, { nullable: true, description: 'Why it could not be handed in.' }) failure!: UploadFailure | null;
}

export const SubmissionEditorGates = gatesOf('SubmissionEditor', {
  edit: 'Save answers.',
  submit: 'Hand the page in.',
  submitWhenUploadsComplete: 'Leave it to the server to hand the page in once its uploads are here.',
  withdraw: 'Take back what was handed in.',
});

@ObjectType('SubmissionEditor', { description: 'The page of a task as its unit fills it in; nobody else sees it.' })
export class SubmissionEditorType {}

export const SubmissionGates = gatesOf('Submission', {
  withdraw: 'Take it back.',
  resubmit: 'Hand it in again.',
  accept: 'Accept it.',
  return: 'Return it to be mended.',
  forward: 'Hand it on to the next body above.',
  confirm: 'Say that what was entered for the unit is right.',
  defer: 'Put it aside for later.',
  recuse: 'Step back from it for good (回避).',
});

@ObjectType('Submission', { implements: Node, description: 'What a unit handed in (报送件), as it stands now.' })
export class SubmissionType extends Node {
  @Field(() => enums.SubmissionStateEnum, { description: 'Where it stands.' }) state!: string;
  @Field(() => Int, { description: 'How many times it was handed in.' }) number!: number;
  @Field(() => Boolean, { description: 'The unit reports that there is nothing to report (零报告).' }) nil!: boolean;
  @Field(() => Boolean, { description: "First handed in after the unit's own due." }) late!: boolean;
  @Field(() => Int, { description: 'Pass it back when deciding on it or taking it back.' }) version!: number;
}

export const SubmissionConnection = connectionOf<SubmissionRow>('Submission', () => SubmissionType as never, { totalCount: true });

@ObjectType({ description: 'That something was sealed (盖章), with its evidence.' })
export class Seal {
  @Field(() => ID, { description: 'Who asks: the deliverable.' }) deliverableId!: string;
  @Field(() => String, { description: 'Key of the field.' }) field!: string;
  @Field(() => String, { description: 'What people read for the field.' }) label!: string;
  @Field(() => FileType, { nullable: true, description: 'The scan, with its hash; none for an electronic seal.' }) file!: unknown;
  @Field(() => String, { nullable: true, description: 'Code of the print that the scan came back against, as it stands on the paper.' })
  printCode!: string | null;
  @Field(() => String, { nullable: true, description: 'Reference of an electronic seal.' }) reference!: string | null;
  @Field(() => String, { description: 'The day that the seal names, as 2021-05-28.' }) date!: string;
}

@ObjectType({ description: 'That it arrived (回执).' })
export class SubmissionReceipt {
  @Field(() => String, { description: 'Number to quote; the same for every version.' }) number!: string;
  @Field(() => Date, { description: "When the version was handed in, by the server's clock." }) submittedAt!: Date;
  @Field(() => Int, { description: 'Which version.' }) version!: number;
  @Field(() => Boolean, { description: "First handed in before the unit's own due." }) onTime!: boolean;
  @Field(() => Boolean, { description: 'First handed in before the due of the body that asked first.' }) onTimeForAsker!: boolean;
  @Field(() => String, { description: 'SHA-256 of what was handed in, in hexadecimal.' }) contentHash!: string;
  @Field(() => [Seal], {
    description: 'The seals of the version, in the order of the questions, as far as the caller may read their parts.',
  })
  seals!: unknown[];
}

@ObjectType('SubmissionStep', { description: 'A line of the timeline.' })
export class SubmissionStepType {
  @Field(() => enums.StepKindEnum, { description: 'What happened.' }) kind!: string;
  @Field(() => Int, { description: 'To which version.' }) number!: number;
}

@ObjectType('SubmissionPart', { description: "What one asker's questions were answered." })
export class SubmissionPartType {}

@ObjectType('SubmissionVersion', { description: 'One handing-in, as it was.' })
export class SubmissionVersionType {
  @Field(() => Int, { description: 'Which one: 1 is the first.' }) number!: number;
  @Field(() => Boolean, { description: 'Whether it said that there is nothing to report.' }) nil!: boolean;
}

@ObjectType('SlipItem', { description: 'One thing to mend.' })
export class SlipItemType {
  @Field(() => ID, { description: 'Who asks: the deliverable.' }) deliverableId!: string;
  @Field(() => String, { description: 'Key of the field.' }) field!: string;
  @Field(() => String, {
    nullable: true,
    description: "What people read for the field; null when the question is out of the caller's sight.",
  })
  label!: string | null;
  @Field(() => String, { description: 'What is wrong with it.' }) comment!: string;
  @Field(() => String, { nullable: true, description: 'What stood there: a text, or JSON.' }) before!: string | null;
}

@ObjectType('ReturnSlip', { description: 'Why a submission was returned, what to mend, and by when (退回单).' })
export class ReturnSlipType {
  @Field(() => Int, { description: 'Which return: 1 is the first.' }) round!: number;
  @Field(() => String, { description: 'Why.' }) reason!: string;
  @Field(() => String, { nullable: true, description: 'Post of whoever returned it.' }) post!: string | null;
  @Field(() => String, { nullable: true, description: 'Office number to ring.' }) phone!: string | null;
}

@ObjectType('Review', { description: "A decision of the caller's own body, with its remark." })
export class ReviewType {
  @Field(() => enums.DecisionEnum, { description: 'What was decided.' }) decision!: string;
  @Field(() => Int, { description: 'On which version.' }) number!: number;
  @Field(() => String, { nullable: true, description: 'What the reviewer noted for the own body.' }) remark!: string | null;
}

@ObjectType({ description: 'How much work lies on a review desk.' })
export class ReviewQueueCounts {
  @Field(() => Int, { description: 'Waiting for a decision, without what the caller put aside or stepped back from.' }) pending!: number;
  @Field(() => Int, { description: 'Put aside by the caller: not done.' }) deferred!: number;
  @Field(() => Int, { description: 'Accepted here, waiting to be handed on.' }) cleared!: number;
  @Field(() => Int, { description: 'Returned by this body and not yet back.' }) returned!: number;
  @Field(() => Int, { description: 'Decided today, in Beijing time.' }) doneToday!: number;
}

@ObjectType('ReviewQueue', { description: 'The desk of a reviewing body (审核台).' })
export class ReviewQueueType {}

@ObjectType({ implements: Payload, description: 'The page as it is now.' })
export class SubmissionEditorPayload extends Payload {
  @Field(() => SubmissionEditorType, { nullable: true, description: 'The page; with STALE_VERSION, what somebody else saved.' })
  editor?: EditorRow | null;
}

@ObjectType({ implements: Payload, description: 'The submission as it is now.' })
export class SubmissionPayload extends Payload {
  @Field(() => SubmissionType, { nullable: true, description: 'The submission; with STALE_VERSION, as it is now.' })
  submission?: SubmissionRow | null;
  @Field(() => SubmissionEditorType, { nullable: true, description: 'Its page; with STALE_VERSION, what somebody else saved.' })
  editor?: EditorRow | null;
}
