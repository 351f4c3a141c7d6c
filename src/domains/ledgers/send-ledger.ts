import type { ViewerContext } from '../../context.ts';
import { notFound, stale } from '../../kit/errors.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { demandsOf } from '../obligations/find-obligation.ts';
import { submissionOf } from '../submissions/find-submission.ts';
import { handIn } from '../submissions/hand-in.ts';
import { withRollup } from '../submissions/rollup.ts';
import { type LedgerStep, present } from './close-ledger.ts';
import { sendGate } from './ledger.gates.ts';
import type { LedgerView } from './ledger.rows.ts';
import { ledgerToChange } from './read-ledgers.ts';

/**
 * Hands a closed ledger in, first or again: a submission like any other, with the same doors, lateness, receipt, route and
 * figures; its content is the frozen edition, named by its hash.
 * @throws Refusal NOT_FOUND, NOT_OURS, LEDGER_OPEN, LEDGER_SENT, STALE_VERSION, what the gate of handing in says (CLOSED,
 * AUTO_FORFEIT, WRONG_STATE)
 */
export async function sendLedger(ctx: ViewerContext, { obligationId, version }: LedgerStep): Promise<LedgerView> {
  const submission = await withRollup(ctx, [obligationId], async () => {
    const ledger = await ledgerToChange(ctx, obligationId);
    assertGate(sendGate(ctx, ledger), ['input', 'obligationId']);
    if (ledger.version !== version) throw stale(['input', 'version'], { ledger });
    const { obligation } = ledger;
    const asks = await demandsOf(ctx, obligation);
    if (asks.length === 0) throw notFound(['input', 'obligationId']);
    const previous = await submissionOf(ctx, obligationId);
    const enclosure = { ledger: { edition: ledger.edition, sha256: ledger.contentHash! } };
    const sent = await handIn(ctx, { obligation, asks, page: {}, uploads: [], nil: false, nilReason: null, previous, enclosure });
    await ctx.db
      .updateTable('ledger')
      .set({ state: 'SENT', sent_at: ctx.now, version: ledger.version + 1 })
      .where('federation_id', '=', ctx.viewer.federationId)
      .where('id', '=', ledger.id)
      .execute();
    return sent;
  });
  const { number, late } = submission;
  const detail = { submission: submission.id, number, late, contentHash: submission.content_hash };
  await record(ctx, { operation: 'sendLedger', subjectType: 'Ledger', subjectId: obligationId, detail });
  return present(ctx, obligationId);
}
