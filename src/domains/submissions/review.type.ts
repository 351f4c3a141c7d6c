import { GraphQLJSON } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../kit/errors.ts';
import { SheetDifferenceType } from '../../kit/score/result.type.ts';
import type { ReviewFailure as Failure } from './accept-submissions.ts';
import type { ReviewQueueRow } from './review-queue.ts';
import { PrintKindEnum } from './submission.enums.ts';
import type { SubmissionRow } from './submission.rows.ts';
import { ReviewQueueType, SubmissionType } from './submission.type.ts';

@ObjectType('Duplicate', { description: "The same text or file in another unit's submission of the same deliverable." })
export class DuplicateType {
  @Field(() => SubmissionType, { nullable: true, description: 'The other submission.' }) submission!: unknown;
  @Field(() => PrintKindEnum, { description: 'What is the same.' }) kind!: string;
  @Field(() => ID, { description: 'Who asks: the deliverable.' }) deliverableId!: string;
  @Field(() => String, { description: 'Key of the field, in the submission at hand.' }) field!: string;
  @Field(() => String, { nullable: true, description: 'What people read for the field.' }) label!: string | null;
}

@ObjectType('ChangedAnswer', { description: 'An answer that differs from that of the round before.' })
export class ChangedAnswerType {
  @Field(() => ID, { description: 'Who asks: the deliverable.' }) deliverableId!: string;
  @Field(() => String, { description: 'Key of the field.' }) field!: string;
  @Field(() => String, { description: 'What people read for the field.' }) label!: string;
  @Field(() => GraphQLJSON, { nullable: true, description: 'What stood there in the round before.' }) before!: unknown;
  @Field(() => GraphQLJSON, { nullable: true, description: 'What stands there now.' }) after!: unknown;
  @Field(() => SheetDifferenceType, { nullable: true, description: 'Of a score sheet: in which items, and what that means for its score.' })
  sheet!: SheetDifferenceType | null;
  @Field(() => Boolean, { description: 'The slip that was answered named it.' }) asked!: boolean;
}

@ObjectType('ReviewFailure', { description: 'A submission that did not go with the others, and why.' })
export class ReviewFailureType {
  @Field(() => ID, { description: 'The submission.' }) submissionId!: string;
  @Field(() => String, { description: 'Why not, for programs.' }) code!: string;
  @Field(() => String, { description: 'Why not, for people, in Chinese.' }) message!: string;
}

@ObjectType({ implements: Payload, description: 'What was decided, and what is next.' })
export class ReviewPayload extends Payload {
  @Field(() => SubmissionType, { nullable: true, description: 'The submission; with STALE_VERSION, as it is now.' })
  submission?: SubmissionRow | null;
  @Field(() => ReviewQueueType, { nullable: true, description: 'The desk afterwards, with the next one.' }) queue?: ReviewQueueRow | null;
}

@ObjectType({ implements: Payload, description: 'What was accepted together, what was not, and what is next.' })
export class AcceptSubmissionsPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'How many were accepted.' }) acceptedCount?: number | null;
  @Field(() => [ReviewFailureType], { nullable: true, description: 'Those that were not, each with its reason.' })
  failures?: readonly Failure[] | null;
  @Field(() => ReviewQueueType, { nullable: true, description: 'The desk afterwards, with the next one.' }) queue?: ReviewQueueRow | null;
}
