import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { closesAt, reviewGate } from '../obligations/gates.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { stepsToAcceptGate } from './approval.ts';
import { isRecused } from './reviewers.ts';
import type { SubmissionRow } from './submission.rows.ts';

const mayReview = (ctx: ViewerContext): Gate => permitted(ctx.ability.can('review', 'Submission'));

/** Whoever stepped back has nothing to decide any more. */
const notRecused = async (ctx: ViewerContext, { id }: SubmissionRow): Promise<Gate> =>
  (await isRecused(ctx, id)) ? shut('RECUSED', '您已回避这份报送') : open();

/** Deciding at all: codes of `reviewGate`, and RECUSED. */
const decideGate = async (ctx: ViewerContext, submission: SubmissionRow): Promise<Gate> =>
  firstShut(mayReview(ctx), reviewGate(submission, ctx.viewer), await notRecused(ctx, submission));

const notYetAccepted = ({ cleared_at }: SubmissionRow): Gate =>
  cleared_at ? shut('ALREADY_ACCEPTED', '本单位已审核通过，等待上报') : open();

/**
 * A body between accepts what it recommends: a score sheet below its threshold is not (S2-53), it is returned or stays where it
 * is. Whoever asked first decides freely.
 */
async function recommendable(ctx: ViewerContext, { id, number, obligation_id }: SubmissionRow): Promise<Gate> {
  const obligation = await ctx.loaders.one('obligation', obligation_id);
  if (!obligation || obligation.asker_id === ctx.viewer.organizationId) return open();
  const parts = await ctx.loaders.many('submission_part', 'submission_id', id);
  const scores = parts.flatMap((part) => (part.number === number ? Object.values(part.results ?? {}) : []));
  const low = scores.find(({ status }) => status === 'BELOW_THRESHOLD');
  return low ? shut('BELOW_THRESHOLD', `自评基础分 ${low.base} 分，没有达到推荐线，不能推荐`) : open();
}

/** Putting aside: what could be decided now, once per body that has it. */
export const deferGate = async (ctx: ViewerContext, submission: SubmissionRow): Promise<Gate> =>
  firstShut(await decideGate(ctx, submission), notYetAccepted(submission));

/** Accepting: the same, when the body's own steps of an approval chain are done; and only what may be recommended goes on. */
export async function acceptGate(ctx: ViewerContext, submission: SubmissionRow): Promise<Gate> {
  const gate = firstShut(await deferGate(ctx, submission), await stepsToAcceptGate(ctx, submission));
  return gate.allowed ? recommendable(ctx, submission) : gate;
}

/** Returning: also what was accepted here and has not gone up yet. */
export const returnGate = decideGate;

/** Stepping back: while it lies with my body; who handed it in does not decide anyway. */
export const recuseGate = async (ctx: ViewerContext, submission: SubmissionRow): Promise<Gate> =>
  firstShut(
    mayReview(ctx),
    submission.holder_id === ctx.viewer.organizationId ? open() : shut('NOT_HOLDER', '这份报送目前不由本单位审核'),
    (await isRecused(ctx, submission.id)) ? shut('ALREADY_RECUSED', '您已经回避') : open(),
  );

/** Giving back to the unit: once its door is shut, only whoever asked first opens it again (C-20). */
export function unitReturnGate(ctx: ViewerContext, obligation: ObligationRow): Gate {
  const end = closesAt(obligation);
  if (obligation.asker_id === ctx.viewer.organizationId || end === null || ctx.now < end) return open();
  return shut('CLOSED', '报送已截止，只有最初发文的单位可以退回填报单位');
}

/** Returning at all: to the unit, or to a body below mine that had let it pass, where there is one. */
export async function anyReturnGate(ctx: ViewerContext, submission: SubmissionRow, obligation: ObligationRow): Promise<Gate> {
  const nearest = await ctx.loaders.one('deliverable', obligation.deliverable_id);
  const isLowest = nearest?.issuer_id === ctx.viewer.organizationId;
  return isLowest ? firstShut(await returnGate(ctx, submission), unitReturnGate(ctx, obligation)) : returnGate(ctx, submission);
}
