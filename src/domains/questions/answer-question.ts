import { sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { notFound, stale } from '../../kit/errors.ts';
import { widen } from '../../kit/system.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { announce } from '../notifications/announce.ts';
import { hopAbove } from './hop.ts';
import { answerGate, passUpGate } from './question.gates.ts';
import type { answerQuestionInput, passQuestionUpInput } from './question.input.ts';
import type { QuestionRow } from './question.rows.ts';
import { findQuestion } from './read-questions.ts';

const PATH = ['input', 'questionId'];

/**
 * Answers a question, first or again, for all who may read the notice under which it was asked.
 * @throws Refusal NOT_FOUND, NOT_HOLDER, STALE_VERSION, TREE_CHANGED
 */
export async function answerQuestion(ctx: ViewerContext, input: z.output<typeof answerQuestionInput>): Promise<QuestionRow> {
  await holdTree(ctx, 'share');
  const question = await questionToChange(ctx, input);
  assertGate(answerGate(ctx, question), PATH);
  assertVersion(question, input.version);
  const { federationId, organizationId, path, personId } = ctx.viewer;
  const { rows } = await sql<{ number: number }>`
    with answered as (
      update question set state = 'ANSWERED', version = version + 1 where federation_id = ${federationId} and id = ${question.id} returning *)
    insert into question_answer (federation_id, id, question_id, number, notice_id, path, answerer_id, asker_id, question, asked_at, text,
                                 answered_by_id, published_at)
    select q.federation_id, ${uuid7()}::uuid, q.id,
           1 + (select count(*)::int from question_answer a where a.federation_id = q.federation_id and a.question_id = q.id),
           q.held_notice_id, ${path}, ${organizationId}::uuid, case when not q.anonymous then q.organization_id end, q.text, q.asked_at, ${input.text},
           ${personId}::uuid, ${ctx.now}::timestamptz
      from answered q returning number`.execute(ctx.db);
  await announce(ctx, {
    event: 'QUESTION_ANSWERED',
    subjectType: 'Notice',
    subjectId: question.held_notice_id,
    audience: { organizationIds: [question.asker_id!], roles: ['REPORTER', 'ISSUING_OFFICER'] },
    detail: { questionId: question.id },
  });
  await record(ctx, { operation: 'answerQuestion', subjectType: 'Question', subjectId: question.id, detail: { number: rows[0]!.number } });
  return (await present(ctx, question.id))!;
}

/**
 * Leaves a question to the body whose notice was handed on; who passed it goes on reading it.
 * @throws Refusal NOT_FOUND, NOT_HOLDER, WRONG_STATE, NOBODY_ABOVE, STALE_VERSION, TREE_CHANGED
 */
export async function passQuestionUp(ctx: ViewerContext, input: z.output<typeof passQuestionUpInput>): Promise<QuestionRow> {
  await holdTree(ctx, 'share');
  const question = await questionToChange(ctx, input);
  assertGate(await passUpGate(ctx, question), PATH);
  assertVersion(question, input.version);
  const above = (await hopAbove(ctx, question.held_notice_id))!;
  // A second superior hands it to a body that stands outside of its own range.
  await widen(ctx, () =>
    sql`
      update question set holder_id = ${above.holderId}, asker_path = ${above.holderPath}, held_notice_id = ${above.noticeId},
             passed_by_ids = passed_by_ids || ${ctx.viewer.organizationId}::uuid, version = version + 1
       where federation_id = ${ctx.viewer.federationId} and id = ${question.id}`.execute(ctx.db),
  );
  await announce(ctx, {
    event: 'QUESTION_ASKED',
    subjectType: 'Notice',
    subjectId: above.noticeId,
    audience: { organizationIds: [above.holderId], roles: ['ISSUING_OFFICER'] },
    detail: { questionId: question.id },
  });
  await record(ctx, { operation: 'passQuestionUp', subjectType: 'Question', subjectId: question.id, detail: { to: above.holderId } });
  // A second superior has passed it out of its own range, and reads it again when it is answered.
  const passed = { ...question, holder_id: above.holderId, held_notice_id: above.noticeId, version: question.version + 1 };
  return (await present(ctx, question.id)) ?? passed;
}

/** Held for the change to come; what was only published to the caller's body cannot be, and is not its to change. */
async function questionToChange(ctx: ViewerContext, { questionId }: { questionId: string }): Promise<QuestionRow> {
  await sql`select from question where federation_id = ${ctx.viewer.federationId} and id = ${questionId} for update`.execute(ctx.db);
  const question = await findQuestion(ctx, questionId);
  if (!question) throw notFound(PATH);
  return question;
}

function assertVersion(question: QuestionRow, version: number): void {
  if (question.version !== version) throw stale(['input', 'version'], { question });
}

async function present(ctx: ViewerContext, id: string): Promise<QuestionRow | undefined> {
  ctx.loaders.clear();
  return findQuestion(ctx, id);
}
