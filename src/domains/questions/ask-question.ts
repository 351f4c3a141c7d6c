import { sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { findNotice } from '../notices/read-notices.ts';
import { announce } from '../notifications/announce.ts';
import { hopTo } from './hop.ts';
import { askGate } from './question.gates.ts';
import type { askQuestionInput } from './question.input.ts';
import type { QuestionRow } from './question.rows.ts';
import { findQuestion } from './read-questions.ts';

/** Most open questions of one body under one notice: whoever has more should ring. */
const MOST_OPEN = 20;

/**
 * Asks about a notice. It goes to the body that sent the notice to the caller's, which answers it or passes it up.
 * @throws Refusal NOT_FOUND, OWN_NOTICE, NOT_RECEIVED, TOO_MANY_OPEN, TREE_CHANGED
 */
export async function askQuestion(
  ctx: ViewerContext,
  { noticeId, text, anonymous }: z.output<typeof askQuestionInput>,
): Promise<QuestionRow> {
  await holdTree(ctx, 'share');
  const path = ['input', 'noticeId'];
  const notice = await findNotice(ctx, noticeId);
  if (!notice || notice.state === 'DRAFT') throw notFound(path);
  const hop = await hopTo(ctx, noticeId);
  assertGate(askGate(ctx, notice, hop), path);
  const { federationId, organizationId, personId } = ctx.viewer;
  await assertFew(ctx, hop!.noticeId);
  const id = uuid7();
  await ctx.db
    .insertInto('question')
    .values({
      federation_id: federationId,
      id,
      notice_id: noticeId,
      held_notice_id: hop!.noticeId,
      organization_id: organizationId,
      path: ctx.viewer.path,
      holder_id: hop!.holderId,
      asker_path: hop!.holderPath,
      passed_by_ids: [],
      text,
      anonymous,
      state: 'OPEN',
      asked_at: ctx.now,
      asked_by_id: personId,
    })
    .execute();
  await announce(ctx, {
    event: 'QUESTION_ASKED',
    subjectType: 'Notice',
    subjectId: hop!.noticeId,
    audience: { organizationIds: [hop!.holderId], roles: ['ISSUING_OFFICER'] },
    detail: { questionId: id },
  });
  await record(ctx, { operation: 'askQuestion', subjectType: 'Question', subjectId: id, detail: { noticeId, holderId: hop!.holderId } });
  return (await findQuestion(ctx, id))!;
}

async function assertFew({ db, viewer }: ViewerContext, heldNoticeId: string): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from question
     where federation_id = ${viewer.federationId} and organization_id = ${viewer.organizationId} and held_notice_id = ${heldNoticeId} and state = 'OPEN'`.execute(
    db,
  );
  if (rows[0]!.count >= MOST_OPEN) {
    throw new Refusal('TOO_MANY_OPEN', `本单位就这份文件已有${MOST_OPEN}个问题尚未答复，请电话联系`, ['input', 'noticeId']);
  }
}
