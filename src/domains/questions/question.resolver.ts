import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { IdArg } from '../../kit/node-id.ts';
import { Gate, shut } from '../../kit/viewer-can.ts';
import { organizationById } from '../federation/organization.rows.ts';
import type { NoticeRow } from '../notices/notice.rows.ts';
import { NoticeType } from '../notices/notice.type.ts';
import { noticeOf } from '../notices/read-notices.ts';
import { answerQuestion, passQuestionUp } from './answer-question.ts';
import { askQuestion } from './ask-question.ts';
import { answerGate, askGateOf, passUpGate } from './question.gates.ts';
import * as inputs from './question.input.ts';
import type { AnswerRow, QuestionRow } from './question.rows.ts';
import * as types from './question.type.ts';
import { answersTo, countQuestions, findQuestion, listQuestions, type QuestionBox, questionsOf } from './read-questions.ts';

@Resolver(() => types.QuestionType)
export class QuestionResolver {
  @Can('read', 'Question')
  @Query(() => types.QuestionType, { nullable: true, description: 'A question that the caller may read.' })
  question(@IdArg('id', 'Question', 'The question.') id: string, @Ctx() ctx: ViewerContext) {
    return findQuestion(ctx, id);
  }

  @Can('readOpen', 'Question')
  @Query(() => types.QuestionConnection, { description: 'Questions of the own body, newest first.' })
  questions(
    @Arg('box', () => types.QuestionBoxEnum, { description: 'Which of the three.' }) box: QuestionBox,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    return listQuestions(ctx, box, page);
  }

  @Can('ask', 'Question')
  @Mutation(() => types.QuestionPayload, { description: 'Asks about a notice that was received, or that travels attached to one.' })
  async askQuestion(
    @Input(() => inputs.AskQuestionInput, inputs.askQuestionInput) input: z.output<typeof inputs.askQuestionInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { question: await askQuestion(ctx, input) };
  }

  @Can('answer', 'Question')
  @Mutation(() => types.QuestionPayload, { description: 'Answers a question for all who may read the notice; again to amend the answer.' })
  async answerQuestion(
    @Input(() => inputs.AnswerQuestionInput, inputs.answerQuestionInput) input: z.output<typeof inputs.answerQuestionInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { question: await answerQuestion(ctx, input) };
  }

  @Can('answer', 'Question')
  @Mutation(() => types.QuestionPayload, { description: 'Leaves a question to the body whose notice was handed on.' })
  async passQuestionUp(
    @Input(() => inputs.PassQuestionUpInput, inputs.passQuestionUpInput) input: z.output<typeof inputs.passQuestionUpInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { question: await passQuestionUp(ctx, input) };
  }

  @FieldResolver()
  stateLabel(@Root() { state }: QuestionRow): string {
    return types.questionStateLabels[state];
  }

  @FieldResolver()
  askedBy(@Root() { asker_id }: QuestionRow, @Ctx() ctx: ViewerContext): unknown {
    return asker_id ? organizationById(ctx, asker_id) : null;
  }

  @FieldResolver()
  askedAt(@Root() { asked_at }: QuestionRow): Date {
    return asked_at;
  }

  @FieldResolver()
  notice(@Root() { held_notice_id }: QuestionRow, @Ctx() ctx: ViewerContext): unknown {
    return noticeOf(ctx, held_notice_id);
  }

  @FieldResolver()
  holder(@Root() { holder_id }: QuestionRow, @Ctx() ctx: ViewerContext): unknown {
    return organizationById(ctx, holder_id);
  }

  @FieldResolver()
  passedBy(@Root() { passed_by_ids }: QuestionRow, @Ctx() ctx: ViewerContext): unknown[] {
    return passed_by_ids.map((id) => organizationById(ctx, id));
  }

  @FieldResolver()
  answers(@Root() question: QuestionRow, @Ctx() ctx: ViewerContext): unknown {
    return answersTo(ctx, question);
  }

  @FieldResolver()
  async answer(@Root() question: QuestionRow, @Ctx() ctx: ViewerContext): Promise<unknown> {
    return (await answersTo(ctx, question)).at(-1) ?? null;
  }

  @FieldResolver()
  async viewerCan(@Root() question: QuestionRow, @Ctx() ctx: ViewerContext): Promise<unknown> {
    return { answer: answerGate(ctx, question), passUp: await passUpGate(ctx, question) };
  }
}

@Resolver(() => types.QuestionAnswerType)
export class QuestionAnswerResolver {
  @FieldResolver()
  answeredBy(@Root() { answerer_id }: AnswerRow, @Ctx() ctx: ViewerContext): unknown {
    return organizationById(ctx, answerer_id);
  }

  @FieldResolver()
  answeredAt(@Root() { published_at }: AnswerRow): Date {
    return published_at;
  }
}

@Resolver(() => NoticeType)
export class NoticeQuestionsResolver {
  @FieldResolver(() => types.QuestionConnection, {
    description:
      'What was asked and answered about it and about what travels attached, and what the own body asks or has to answer; newest first.',
  })
  async questions(@Root() notice: NoticeRow, @Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    return { ...(await questionsOf(ctx, notice.id, page)), totalCount: () => countQuestions(ctx, notice.id) };
  }

  @FieldResolver(() => Gate, { description: 'Whether the caller may ask about it now.' })
  viewerCanAsk(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext): Gate | Promise<Gate> {
    return notice.state === 'DRAFT' ? shut('NOT_ISSUED', '文件尚未印发') : askGateOf(ctx, notice);
  }
}
