import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal, stale } from '../../kit/errors.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { unitStepsGate } from '../chains/chain.gates.ts';
import { demandsOf } from '../obligations/find-obligation.ts';
import { submitGate } from '../obligations/gates.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { sendWith, standingOnPage } from './approval.ts';
import { armSubmission, disarm, waitsForUploads } from './arm.ts';
import { type EditorRow, editorOf, submissionEditor } from './editor.ts';
import { openSlip, pinnedBy, submissionOf } from './find-submission.ts';
import { handIn } from './hand-in.ts';
import { draftToChange, ownObligation } from './own-obligation.ts';
import { assertRight, draftFindings, inOpenFields } from './page.ts';
import { pageFilesOf } from './page-files.ts';
import { withRollup } from './rollup.ts';
import type { Given, submitSubmissionInput } from './submission.input.ts';
import type { DraftRow, SubmissionRow } from './submission.rows.ts';

type Input = Given<typeof submitSubmissionInput>;

/**
 * Hands the page in, first or again, or reports that there is nothing to report; or leaves it to the server to do so as soon as
 * its uploads are here, when nothing but they stand in the way. Of two at once, one succeeds.
 *
 * @returns no submission when it waits for uploads
 * @throws Refusal NOT_FOUND, NOT_OWN, NOT_STARTED, STALE_VERSION, what the gate says (CLOSED, AUTO_FORFEIT, WRONG_STATE),
 * STEP_MISSING, STEP_STALE, STEP_REFUSED, NIL_NOT_OWED, FIELD_LOCKED, and every blocking finding under `input.answers.<deliverable>.<field>`
 */
export async function submitSubmission(ctx: ViewerContext, input: Input): Promise<{ submission: SubmissionRow | null; editor: EditorRow }> {
  const { obligationId, version } = input;
  await ownObligation(ctx, obligationId);
  if (input.whenUploadsComplete && !input.nil) {
    const editor = await submissionEditor(ctx, obligationId);
    if (editor && waitsForUploads(editor.findings)) return { submission: null, editor: await armSubmission(ctx, obligationId, version) };
  }
  const { submission, draft } = await handInPage(ctx, input, () => disarm(ctx, obligationId));
  return { submission, editor: await editorOf(ctx, await ownObligation(ctx, obligationId), draft) };
}

/**
 * Hands the page in.
 * @param whenHeld done once nobody else can change the page, before it is handed in
 */
export async function handInPage(
  ctx: ViewerContext,
  page: Pick<Input, 'obligationId' | 'version' | 'nil' | 'nilReason'>,
  whenHeld: () => Promise<unknown>,
): Promise<{ submission: SubmissionRow; draft: DraftRow }> {
  const held = await withRollup(ctx, [page.obligationId], () => submitHeld(ctx, page, whenHeld));
  const { id, number, nil, late, content_hash: contentHash } = held.submission;
  await record(ctx, {
    operation: 'submitSubmission',
    subjectType: 'Submission',
    subjectId: id,
    detail: { number, nil, late, contentHash },
  });
  ctx.loaders.clear();
  return held;
}

async function submitHeld(
  ctx: ViewerContext,
  { obligationId, version, nil, nilReason }: Pick<Input, 'obligationId' | 'version' | 'nil' | 'nilReason'>,
  whenHeld: () => Promise<unknown>,
): Promise<{ submission: SubmissionRow; draft: DraftRow }> {
  const obligation = await ownObligation(ctx, obligationId);
  assertGate(submitGate(obligation, ctx.now), ['input', 'obligationId']);
  const draft = await draftToChange(ctx, obligationId);
  if (draft.version !== version) throw stale(['input', 'version'], { editor: await editorOf(ctx, obligation, draft) });
  const asks = await demandsOf(ctx, obligation);
  if (asks.length === 0) throw notFound(['input', 'obligationId']);
  const previous = await submissionOf(ctx, obligationId);
  const uploads = await pageFilesOf(ctx, obligationId, previous);
  const slip = previous && (await openSlip(ctx, previous));
  const pinned = pinnedBy(slip, obligation.organization_id);
  if (nil) assertNil(obligation, pinned);
  else assertRight(inOpenFields(draftFindings(asks, draft, uploads, ctx.now), pinned, previous));
  const standing = await standingOnPage(ctx, { obligation, asks, draft, uploads });
  if (standing) assertGate(unitStepsGate(standing), ['input', 'obligationId']);
  await whenHeld();
  const submission = await handIn(ctx, {
    obligation,
    asks,
    page: draft.answers,
    uploads,
    nil,
    nilReason: nil ? nilReason : null,
    previous,
  });
  await sendWith(ctx, standing, submission.number);
  return { submission, draft };
}

/**
 * Who was only invited need not say that there is nothing, and a slip that names fields asks for answers.
 * @throws Refusal NIL_NOT_OWED, FIELD_LOCKED
 */
export function assertNil(obligation: ObligationRow, pinned: ReadonlySet<string> | null): void {
  if (obligation.kind === 'INVITED') throw new Refusal('NIL_NOT_OWED', '自愿参加的活动不需要零报告', ['input', 'nil']);
  if (pinned) throw new Refusal('FIELD_LOCKED', '退回时已指定修改项，不能改为零报告', ['input', 'nil']);
}
