import type { ViewerContext } from '../../context.ts';
import { dueLabel } from '../../kit/time.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { lineOf } from './dues.ts';
import { closesAt } from './gates.ts';
import type { ObligationRow } from './obligation.rows.ts';

const holds = (ctx: ViewerContext, action: string): Gate => permitted(ctx.ability.can(action, 'Obligation'));

const SETTLED: Readonly<Partial<Record<ObligationRow['state'], Gate>>> = {
  SUBMITTED: shut('ALREADY_SUBMITTED', '已报送，无需延期'),
  ACCEPTED: shut('ALREADY_ACCEPTED', '已办结，无需延期'),
  FORFEITED: shut('FORFEITED', '已视为放弃，不能延期；确需补报的，请联系发文单位重新开放'),
  WAIVED: shut('WAIVED', '已免予报送，无需延期'),
  CANCELLED: shut('CANCELLED', '任务已取消，无需延期'),
};

/** What is still to be handed in and has a due can be given more time. */
const extendable = ({ state, due_at }: ObligationRow): Gate =>
  SETTLED[state] ?? (due_at ? open() : shut('NO_DUE', '这项任务没有截止时间，无需延期'));

/** Asking for more time: the body itself, once, before the door shuts (G1). */
export function askExtensionGate(ctx: ViewerContext, obligation: ObligationRow): Gate {
  const end = closesAt(obligation);
  return firstShut(
    holds(ctx, 'askExtension'),
    obligation.organization_id === ctx.viewer.organizationId ? open() : shut('NOT_OWN', '只有填报单位可以办理'),
    extendable(obligation),
    end && end <= ctx.now ? shut('CLOSED', `报送已截止（${dueLabel(end)}），如需补报，请联系发文单位为本单位重新开放`) : open(),
    obligation.extension_holder_id ? shut('ALREADY_ASKED', '已提出延期申请，等待答复') : open({ closesAt: end }),
  );
}

/** Granting, declining, passing up: the body with which the request lies. */
export const decideExtensionGate = (ctx: ViewerContext, obligation: ObligationRow): Gate =>
  firstShut(
    holds(ctx, 'extend'),
    obligation.extension_holder_id === ctx.viewer.organizationId ? open() : shut('NOT_HOLDER', '没有等待本单位答复的延期申请'),
    extendable(obligation),
  );

/** Giving more time unasked (B2): whoever asks on the body's line. How much is for the slack to say. */
export async function extendGate(ctx: ViewerContext, obligation: ObligationRow): Promise<Gate> {
  const may = firstShut(holds(ctx, 'extend'), extendable(obligation));
  if (!may.allowed) return may;
  const line = await lineOf(ctx, obligation);
  return line.some(({ issuer_id }) => issuer_id === ctx.viewer.organizationId) ? open() : shut('NOT_ASKER', '只有要求报送的单位可以延期');
}
