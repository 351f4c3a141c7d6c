import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { submitGate } from '../obligations/gates.ts';
import type { LedgerView } from './ledger.rows.ts';

const ours = (ctx: ViewerContext, action: string, { obligation }: LedgerView): Gate =>
  firstShut(
    permitted(ctx.ability.can(action, 'Ledger')),
    obligation.organization_id === ctx.viewer.organizationId ? open() : shut('NOT_OURS', '只有建立台账的单位可以办理'),
  );

/** Freezing what is listed now; possible whenever it is open, so that it can be kept even if it comes late. */
export const closeGate = (ctx: ViewerContext, ledger: LedgerView): Gate =>
  firstShut(ours(ctx, 'close', ledger), ledger.state === 'OPEN' ? open() : shut('LEDGER_CLOSED', '台账已定稿'));

/** A closed one that was not sent, or that was returned or taken back. */
export const reopenGate = (ctx: ViewerContext, ledger: LedgerView): Gate =>
  firstShut(
    ours(ctx, 'reopen', ledger),
    ledger.state === 'OPEN' ? shut('LEDGER_OPEN', '台账尚未定稿') : open(),
    ledger.state === 'SENT' && ledger.obligation.state !== 'RETURNED' && ledger.obligation.state !== 'OPEN'
      ? shut('LEDGER_SENT', '台账已报送，退回后才能修改')
      : open(),
  );

/** A closed one, while the obligation may be handed in. */
export const sendGate = (ctx: ViewerContext, ledger: LedgerView): Gate =>
  firstShut(
    ours(ctx, 'send', ledger),
    ledger.state === 'OPEN' ? shut('LEDGER_OPEN', '台账尚未定稿，请先定稿再报送') : open(),
    ledger.state === 'SENT' ? shut('LEDGER_SENT', '台账已报送') : open(),
    submitGate(ledger.obligation, ctx.now),
  );
