import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal, stale, type UserError } from '../../kit/errors.ts';
import type { Finding } from '../../kit/form-answers.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { demandsOf } from '../obligations/find-obligation.ts';
import { submitGate } from '../obligations/gates.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { type EditorRow, editorOf } from './editor.ts';
import { openSlip, pinnedBy, submissionOf } from './find-submission.ts';
import { handIn } from './hand-in.ts';
import { draftToChange, ownObligation } from './own-obligation.ts';
import { draftFindings } from './page.ts';
import { pageFilesOf } from './page-files.ts';
import { withRollup } from './rollup.ts';
import type { Given, submitSubmissionInput } from './submission.input.ts';
import type { DraftRow, SubmissionRow } from './submission.rows.ts';

type Input = Given<typeof submitSubmissionInput>;

/**
 * Hands the page in, first or again, or reports that there is nothing to report. Of two at once, one succeeds.
 *
 * @throws Refusal NOT_FOUND, NOT_OWN, NOT_STARTED, STALE_VERSION, what the gate says (CLOSED, AUTO_FORFEIT, WRONG_STATE),
 * NIL_NOT_OWED, FIELD_LOCKED, and every blocking finding under `input.answers.<deliverable>.<field>`
 */
export async function submitSubmission(ctx: ViewerContext, input: Input): Promise<{ submission: SubmissionRow; editor: EditorRow }> {
  await ownObligation(ctx, input.obligationId);
  const { submission, draft } = await withRollup(ctx, [input.obligationId], () => submitHeld(ctx, input));
  const { number, nil, late } = submission;
  await record(ctx, {
    operation: 'submitSubmission',
    subjectType: 'Submission',
    subjectId: submission.id,
    detail: { number, nil, late, contentHash: submission.content_hash },
  });
  ctx.loaders.clear();
  return { submission, editor: await editorOf(ctx, await ownObligation(ctx, input.obligationId), draft) };
}

async function submitHeld(
  ctx: ViewerContext,
  { obligationId, version, nil, nilReason }: Input,
): Promise<{ submission: SubmissionRow; draft: DraftRow }> {
  const obligation = await ownObligation(ctx, obligationId);
  assertGate(submitGate(obligation, ctx.now), ['input', 'obligationId']);
  const draft = await draftToChange(ctx, obligationId);
  if (draft.version !== version) throw stale(['input', 'version'], { editor: await editorOf(ctx, obligation, draft) });
  const asks = await demandsOf(ctx, obligation);
  if (asks.length === 0) throw notFound(['input', 'obligationId']);
  const previous = await submissionOf(ctx, obligationId);
  const uploads = await pageFilesOf(ctx, obligationId, previous);
  if (nil) await assertNil(ctx, obligation, previous);
  else assertRight(draftFindings(asks, draft, uploads));
  const submission = await handIn(ctx, {
    obligation,
    asks,
    page: draft.answers,
    uploads,
    nil,
    nilReason: nil ? nilReason : null,
    previous,
  });
  return { submission, draft };
}

/**
 * Who was only invited need not say that there is nothing, and a slip that names fields asks for answers.
 * @throws Refusal NIL_NOT_OWED, FIELD_LOCKED
 */
export async function assertNil(ctx: ViewerContext, obligation: ObligationRow, previous: SubmissionRow | undefined): Promise<void> {
  if (obligation.kind === 'INVITED') throw new Refusal('NIL_NOT_OWED', '自愿参加的活动不需要零报告', ['input', 'nil']);
  const slip = previous && (await openSlip(ctx, previous));
  if (pinnedBy(slip, obligation.organization_id)) throw new Refusal('FIELD_LOCKED', '退回时已指定修改项，不能改为零报告', ['input', 'nil']);
}

/** @throws Refusal with every blocking finding under `input.answers.<deliverable>.<field>` */
export function assertRight(findings: readonly Finding[]): void {
  const [first, ...rest] = findings
    .filter(({ severity }) => severity === 'BLOCK')
    .map(({ code, message, path }): UserError => ({ code, message, path: ['input', 'answers', ...path] }));
  if (first) throw Refusal.ofAll([first, ...rest]);
}
