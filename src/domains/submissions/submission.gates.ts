import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { draftGate, submitGate, withdrawGate } from '../obligations/gates.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { stepsToSubmitGate } from './approval.ts';
import { waitsForUploads } from './arm.ts';
import { confirmGate } from './entry.gates.ts';
import { submissionOf } from './find-submission.ts';
import type { EditorRow } from './editor.ts';
import { obligationById } from './own-obligation.ts';
import { acceptGate, anyReturnGate, deferGate, recuseGate } from './review.gates.ts';
import type { StepRow, SubmissionRow } from './submission.rows.ts';

/** What somebody else did to a submission: from then on it is no longer the unit's to take back. */
const ACTED = new Set<StepRow['kind']>(['RETURNED', 'ACCEPTED', 'FORWARDED', 'REFUSED']);

const holds = (ctx: ViewerContext, action: string): Gate => permitted(ctx.ability.can(action, 'Submission'));

const isOurs = (ctx: ViewerContext, { organization_id }: { readonly organization_id: string }): Gate =>
  organization_id === ctx.viewer.organizationId ? open() : shut('NOT_OWN', '只有填报单位可以办理');

/** Taking back: only before anybody acted on it, and while it could still be handed in again. */
export const withdrawalGate = (ctx: ViewerContext, submission: SubmissionRow, obligation: ObligationRow, steps: readonly StepRow[]): Gate =>
  firstShut(
    holds(ctx, 'fill'),
    isOurs(ctx, submission),
    steps.some(({ kind }) => ACTED.has(kind)) ? shut('ALREADY_REVIEWED', '上级已经办理，不能撤回') : open(),
    withdrawGate(obligation, ctx.now),
  );

/** Handing on: what this body has accepted and another one above asks for. */
export const forwardGate = (ctx: ViewerContext, submission: SubmissionRow): Gate =>
  firstShut(
    holds(ctx, 'forward'),
    submission.holder_id === ctx.viewer.organizationId ? open() : shut('NOT_HOLDER', '这份报送目前不由本单位审核'),
    submission.cleared_at ? open() : shut('NOT_ACCEPTED', '审核通过后才能上报'),
  );

/** Every button on a submission (G4, G5, V1). */
export async function submissionGates(ctx: ViewerContext, submission: SubmissionRow) {
  const obligation = await obligationById(ctx, submission.obligation_id);
  const steps = await ctx.loaders.many('submission_step', 'submission_id', submission.id);
  const gone = shut('NOT_FOUND', '没有这项任务，或不在您的范围内');
  return {
    withdraw: obligation ? withdrawalGate(ctx, submission, obligation, steps) : gone,
    resubmit: obligation ? firstShut(holds(ctx, 'fill'), isOurs(ctx, submission), submitGate(obligation, ctx.now)) : gone,
    accept: await acceptGate(ctx, submission),
    return: obligation ? await anyReturnGate(ctx, submission, obligation) : gone,
    forward: forwardGate(ctx, submission),
    confirm: confirmGate(ctx, submission),
    defer: await deferGate(ctx, submission),
    recuse: await recuseGate(ctx, submission),
  };
}

/** Every button on the unit's page (G2). */
export async function editorGates(ctx: ViewerContext, editor: EditorRow) {
  const { obligation, checklist, findings } = editor;
  const submission = await submissionOf(ctx, obligation.id);
  const edit = firstShut(holds(ctx, 'fill'), isOurs(ctx, obligation), draftGate(obligation, ctx.now));
  const fill = firstShut(holds(ctx, 'fill'), isOurs(ctx, obligation));
  const incomplete = shut('INCOMPLETE', `还有 ${checklist.total - checklist.done} 项未填好`);
  const door = firstShut(submitGate(obligation, ctx.now), await stepsToSubmitGate(ctx, editor));
  return {
    edit,
    submit: firstShut(fill, checklist.done < checklist.total ? incomplete : open(), door),
    submitWhenUploadsComplete: firstShut(fill, checklist.done < checklist.total && !waitsForUploads(findings) ? incomplete : open(), door),
    withdraw: submission ? (await submissionGates(ctx, submission)).withdraw : shut('WRONG_STATE', '还没有报送'),
  };
}
