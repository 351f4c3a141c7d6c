import type { ViewerContext } from '../../context.ts';
import { alike } from '../../kit/canonical.ts';
import { demandsOf } from '../obligations/find-obligation.ts';
import { findDraft, obligationById } from '../submissions/own-obligation.ts';
import { printedAnswers, printedHash } from '../submissions/stamps.ts';
import type { PrintRow } from './print.rows.ts';

/** Whether the page still says what was printed, and which questions are answered otherwise. */
export async function standingOf(ctx: ViewerContext, print: PrintRow): Promise<{ stale: boolean; changed: string[] }> {
  const obligation = await obligationById(ctx, print.obligation_id);
  const ask = obligation && (await demandsOf(ctx, obligation)).find(({ id }) => id === print.deliverable_id);
  if (!ask) return { stale: true, changed: [] };
  const answers = (await findDraft(ctx, print.obligation_id))?.answers[ask.id] ?? {};
  const [before, now] = [printedAnswers(ask, print.answers), printedAnswers(ask, answers)];
  return {
    stale: printedHash(ask, answers) !== print.content_hash,
    changed: ask.fields.filter(({ key }) => !alike(before[key], now[key])).map(({ label }) => label),
  };
}
