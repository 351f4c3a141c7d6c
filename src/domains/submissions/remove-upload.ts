import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { namedFiles } from '../../kit/form-answers.ts';
import { encodeId } from '../../kit/node-id.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { dropUpload, findUpload } from '../files/file.service.ts';
import { draftGate } from '../obligations/gates.ts';
import { disarm } from './arm.ts';
import { type EditorRow, editorOf } from './editor.ts';
import { openSlip, pinnedBy, submissionOf } from './find-submission.ts';
import { holdDraft, ownObligation } from './own-obligation.ts';
import type { DraftRow } from './submission.rows.ts';

const PATH = ['input', 'fileId'];

/**
 * Takes a file out of a page, as any other change of it: an answer that names it has to be mended. What a return has
 * locked could not be mended, so its files stay.
 *
 * @returns the page; null when it was not begun
 * @throws Refusal NOT_FOUND, FIELD_LOCKED, and what the gate says
 */
export async function removeUpload(ctx: ViewerContext, fileId: string): Promise<EditorRow | null> {
  const upload = await findUpload(ctx, fileId);
  if (!upload) throw notFound(PATH);
  const draft = await holdDraft(ctx, upload.obligation_id);
  // Read after the page is held: it may just have been handed in.
  const obligation = await ownObligation(ctx, upload.obligation_id, PATH);
  assertGate(draftGate(obligation, ctx.now), PATH);
  const submission = await submissionOf(ctx, obligation.id);
  const pinned = pinnedBy(submission && (await openSlip(ctx, submission)), obligation.organization_id);
  if (draft && pinned && isLocked(draft, pinned, encodeId('File', fileId)))
    throw new Refusal('FIELD_LOCKED', '退回时没有要求修改这一项，它的附件不能取下', PATH);
  await disarm(ctx, obligation.id);
  await dropUpload(ctx, fileId);
  return draft ? editorOf(ctx, obligation, draft) : null;
}

/** Whether an answer that may not be changed names the file. */
function isLocked({ answers }: DraftRow, pinned: ReadonlySet<string>, file: string): boolean {
  return Object.entries(answers).some(([deliverableId, part]) =>
    Object.entries(part).some(([field, answer]) => !pinned.has(`${deliverableId} ${field}`) && namedFiles(answer).includes(file)),
  );
}
