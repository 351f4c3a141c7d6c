import type { ViewerContext } from '../../context.ts';
import type { Finding } from '../../kit/form-answers.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import { demandsOf, findObligation } from '../obligations/find-obligation.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { openSlip, pinnedBy, submissionOf } from './find-submission.ts';
import { findDraft } from './own-obligation.ts';
import { checklist, draftFindings, inOpenFields, type PageFile } from './page.ts';
import { pageFilesOf } from './page-files.ts';
import type { DraftRow, SlipRow, SubmissionRow } from './submission.rows.ts';

/** The unit's page as it fills it in (G2, G5): questions of every asker, answers, what is wrong with them. */
export interface EditorRow {
  readonly obligation: ObligationRow;
  readonly draft: DraftRow;
  readonly asks: readonly DeliverableRow[];
  readonly uploads: readonly PageFile[];
  readonly submission: SubmissionRow | undefined;
  /** The slip that is to be answered, while it is returned. */
  readonly slip: SlipRow | undefined;
  readonly pinned: ReadonlySet<string> | null;
  readonly findings: readonly Finding[];
  readonly checklist: { readonly done: number; readonly total: number };
}

/** The page of a task of my own; null when nobody here has begun it, or it is not in reach. */
export async function submissionEditor(ctx: ViewerContext, obligationId: string): Promise<EditorRow | null> {
  const obligation = await findObligation(ctx, obligationId);
  if (!obligation || obligation.organization_id !== ctx.viewer.organizationId) return null;
  const draft = await findDraft(ctx, obligationId);
  return draft ? editorOf(ctx, obligation, draft) : null;
}

/** The same from rows that are known. */
export async function editorOf(ctx: ViewerContext, obligation: ObligationRow, draft: DraftRow): Promise<EditorRow> {
  const asks = await demandsOf(ctx, obligation);
  const submission = await submissionOf(ctx, obligation.id);
  const uploads = await pageFilesOf(ctx, obligation.id, submission);
  const slip = submission && (await openSlip(ctx, submission));
  const pinned = pinnedBy(slip, obligation.organization_id);
  const findings = inOpenFields(draftFindings(asks, draft, uploads, ctx.now), pinned, submission);
  return {
    obligation,
    draft,
    asks,
    uploads,
    submission,
    slip: slip?.organization_id === obligation.organization_id ? slip : undefined,
    pinned,
    findings,
    checklist: checklist(asks, findings),
  };
}
