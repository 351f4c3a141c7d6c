import type { ViewerContext } from '../../context.ts';
import { endOfDay } from '../../kit/time.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import type { EvaluationRow } from './evaluation.rows.ts';

const isOpen = ({ state }: EvaluationRow): Gate =>
  state === 'PUBLISHED' ? shut('ALREADY_PUBLISHED', '评价结果已公布，不能再更改') : open();

/** Figures may be computed again until they are published; those of a tree that is still to come are not. */
export const computeGate = (ctx: ViewerContext, evaluation: EvaluationRow): Gate =>
  firstShut(
    permitted(ctx.ability.can('compute', evaluation)),
    isOpen(evaluation),
    ctx.now < endOfDay(evaluation.roster_day)
      ? shut('ROSTER_DAY_AHEAD', '名单日尚未结束，不能计算', { opensAt: endOfDay(evaluation.roster_day) })
      : open(),
  );

export const publishGate = (ctx: ViewerContext, evaluation: EvaluationRow): Gate =>
  firstShut(
    permitted(ctx.ability.can('publish', evaluation)),
    isOpen(evaluation),
    evaluation.state === 'COMPUTED' ? open() : shut('NOT_COMPUTED', '请先计算，再公布'),
  );
