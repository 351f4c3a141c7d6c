import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal, stale } from '../../kit/errors.ts';
import { printCode } from '../../kit/paper/print-code.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { record } from '../audit/record.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { demandsOf } from '../obligations/find-obligation.ts';
import { editorOf } from '../submissions/editor.ts';
import { draftToChange, ownObligation } from '../submissions/own-obligation.ts';
import { printedHash } from '../submissions/stamps.ts';
import { paperOf } from './paper-of.ts';
import type { printSubmissionInput } from './print.input.ts';
import { asPrint, type PrintRow } from './print.rows.ts';

/** Most prints of one task. */
const MOST_PRINTS = 200;

/**
 * Freezes what one asker's form now says as a print with a code, to be sealed and scanned. The page need not be complete: its
 * seal is what is often missing.
 *
 * @throws Refusal NOT_FOUND, NOT_OWN, NOT_STARTED, STALE_VERSION, TOO_MANY_PRINTS
 */
export async function printSubmission(
  ctx: ViewerContext,
  { obligationId, deliverableId, version }: z.output<typeof printSubmissionInput>,
): Promise<PrintRow> {
  const obligation = await ownObligation(ctx, obligationId);
  const draft = await draftToChange(ctx, obligationId);
  if (draft.version !== version) throw stale(['input', 'version'], { editor: await editorOf(ctx, obligation, draft) });
  const ask = (await demandsOf(ctx, obligation)).find(({ id }) => id === deliverableId);
  if (!ask) throw notFound(['input', 'deliverableId']);
  const { count } = await ctx.db
    .selectFrom('form_print')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('obligation_id', '=', obligationId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= MOST_PRINTS) throw new Refusal('TOO_MANY_PRINTS', `一项任务最多打印 ${MOST_PRINTS} 次`, ['input', 'obligationId']);
  const filler = await organizationById(ctx, obligation.organization_id);
  const [id, answers] = [uuid7(), draft.answers[ask.id] ?? {}];
  const code = printCode(id);
  const row = await ctx.db
    .insertInto('form_print')
    .values({
      federation_id: ctx.viewer.federationId,
      id,
      organization_id: ctx.viewer.organizationId,
      obligation_id: obligationId,
      deliverable_id: ask.id,
      code,
      content_hash: printedHash(ask, answers),
      paper: JSON.stringify(paperOf(ask, answers, filler?.name ?? '', code, ctx.now)) as never,
      answers: JSON.stringify(answers) as never,
      draft_version: draft.version,
      printed_at: ctx.now,
      printed_by_id: ctx.viewer.personId,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await record(ctx, {
    operation: 'printSubmission',
    subjectType: 'Obligation',
    subjectId: obligationId,
    detail: { code, contentHash: row.content_hash, draftVersion: draft.version },
  });
  return asPrint(row);
}
