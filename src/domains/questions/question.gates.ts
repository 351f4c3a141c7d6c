import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import type { NoticeRow } from '../notices/notice.rows.ts';
import { noticeOf } from '../notices/read-notices.ts';
import { type Hop, hopTo } from './hop.ts';
import type { QuestionRow } from './question.rows.ts';

/** Whoever received a notice asks about it, or about one that travels attached. Codes: FORBIDDEN, OWN_NOTICE, NOT_RECEIVED. */
export const askGate = (ctx: ViewerContext, notice: NoticeRow, hop: Hop | undefined): Gate =>
  firstShut(
    permitted(ctx.ability.can('ask', 'Question')),
    notice.issuer_id === ctx.viewer.organizationId ? shut('OWN_NOTICE', '这是本单位的文件') : open(),
    hop ? open() : shut('NOT_RECEIVED', '只有收到这份文件的单位可以提问'),
  );

/** The same for a button. */
export const askGateOf = async (ctx: ViewerContext, notice: NoticeRow): Promise<Gate> => askGate(ctx, notice, await hopTo(ctx, notice.id));

const holds = (ctx: ViewerContext, { holder_id }: QuestionRow): Gate =>
  firstShut(
    permitted(ctx.ability.can('answer', 'Question')),
    holder_id === ctx.viewer.organizationId ? open() : shut('NOT_HOLDER', '这个问题不由本单位答复'),
  );

/** An answer is amended by another one. Codes: FORBIDDEN, NOT_HOLDER. */
export const answerGate = holds;

/** What is not answered yet goes to the body whose notice was handed on. Codes: FORBIDDEN, NOT_HOLDER, WRONG_STATE, NOBODY_ABOVE. */
export async function passUpGate(ctx: ViewerContext, question: QuestionRow): Promise<Gate> {
  const gate = firstShut(holds(ctx, question), question.state === 'OPEN' ? open() : shut('WRONG_STATE', '已经答复，不能再转上级'));
  if (!gate.allowed) return gate;
  const notice = await noticeOf(ctx, question.held_notice_id);
  return notice?.forwards_id ? open() : shut('NOBODY_ABOVE', '这份文件不是转发件，没有上级可转');
}
