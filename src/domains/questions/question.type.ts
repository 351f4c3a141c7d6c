import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { NoticeType } from '../notices/notice.type.ts';
import type { QuestionRow, QuestionState } from './question.rows.ts';
import type { QuestionBox } from './read-questions.ts';

export const QuestionStateEnum = enumType<QuestionState>('QuestionState', 'Whether a question was answered.', {
  OPEN: 'Not yet: seen by who asks and who answers.',
  ANSWERED: 'Yes: seen by all who may read the notice.',
});
export const questionStateLabels: Readonly<Record<QuestionState, string>> = { OPEN: '待答复', ANSWERED: '已答复' };

export const QuestionBoxEnum = enumType<QuestionBox>('QuestionBox', 'A list of questions of one body.', {
  ASKED: 'What it asked.',
  TO_ANSWER: 'What it has to answer.',
  ANSWERED: 'What it answered.',
});

@ObjectType('QuestionAnswer', { description: 'An answer to a question; one given again stands beside the earlier ones.' })
export class QuestionAnswerType {
  @Field(() => Int, { description: '1 is the first; the last one counts.' }) number!: number;
  @Field(() => String, { description: 'The answer.' }) text!: string;
  @Field(() => OrganizationType, { description: 'Who answered.' }) answeredBy?: unknown;
  @Field(() => Date, { description: 'When.' }) answeredAt?: Date;
}

export const QuestionGates = gatesOf('Question', { answer: 'Answer it, or amend the answer.', passUp: 'Leave it to the body above.' });

@ObjectType('Question', { implements: Node, description: 'What a body that received a notice asks about it.' })
export class QuestionType extends Node {
  @Field(() => String, { description: 'What is asked.' }) text!: string;
  @Field(() => Boolean, { description: 'The asker is named only to those who answer.' }) anonymous!: boolean;
  @Field(() => QuestionStateEnum, { description: 'Whether it was answered.' }) state!: QuestionState;
  @Field(() => String, { description: 'The same, in Chinese.' }) stateLabel?: string;
  @Field(() => Int, { description: 'Pass it back when answering it; 0 for those who only read it.' }) version!: number;
  @Field(() => OrganizationType, { nullable: true, description: 'Who asks; none when the caller is not to know.' }) askedBy?: unknown;
  @Field(() => Date, { description: 'When.' }) askedAt?: Date;
  @Field(() => NoticeType, { nullable: true, description: 'The notice under which it is, or is to be, answered.' }) notice?: unknown;
  @Field(() => OrganizationType, { description: 'Who has to answer, or answered.' }) holder?: unknown;
  @Field(() => [OrganizationType], { description: 'Who passed it up, in order; for who asks and who answers.' }) passedBy?: unknown[];
  @Field(() => [QuestionAnswerType], { description: 'The answers, first to last.' }) answers?: unknown[];
  @Field(() => QuestionAnswerType, { nullable: true, description: 'The answer that counts.' }) answer?: unknown;
  @Field(() => QuestionGates, { description: 'What the caller may do now.' }) viewerCan?: unknown;
}

export const QuestionConnection = connectionOf<QuestionRow>('Question', () => QuestionType as never, { totalCount: true });

@ObjectType({ implements: Payload, description: 'The question as it is now.' })
export class QuestionPayload extends Payload {
  @Field(() => QuestionType, { nullable: true, description: 'The question; with STALE_VERSION, as somebody else left it.' })
  question?: QuestionRow | null;
}
