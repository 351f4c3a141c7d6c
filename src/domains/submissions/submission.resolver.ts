import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { decodeId, IdArg, NIL_ID } from '../../kit/node-id.ts';
import { acceptSubmission } from './accept-submission.ts';
import { sendUp } from './consolidation.ts';
import { submissionEditor } from './editor.ts';
import { findSubmission } from './find-submission.ts';
import { forwardSubmissions } from './forward-submissions.ts';
import { listSubmissions } from './read-submissions.ts';
import { removeUpload } from './remove-upload.ts';
import { returnSubmission } from './return-submission.ts';
import { saveSubmissionDraft } from './save-draft.ts';
import { startSubmission } from './start-submission.ts';
import * as enums from './submission.enums.ts';
import * as inputs from './submission.input.ts';
import type { Given } from './submission.input.ts';
import type { SubmissionRow } from './submission.rows.ts';
import * as types from './submission.type.ts';
import { submitSubmission } from './submit-submission.ts';
import { withdrawSubmission } from './withdraw-submission.ts';

/** An id that bounds a list: absent means no bound, a malformed one bounds it to nothing. */
function bound(value: string | null | undefined, type: string): string | null {
  if (value === null || value === undefined) return null;
  const decoded = decodeId(value);
  return decoded?.type === type ? decoded.id : NIL_ID;
}

@Resolver()
export class SubmissionOperations {
  @Can('readDraft', 'Submission')
  @Query(() => types.SubmissionEditorType, { nullable: true, description: "The page of a task of one's own body, once begun." })
  submissionEditor(@IdArg('obligationId', 'Obligation', 'The task.') obligationId: string, @Ctx() ctx: ViewerContext) {
    return submissionEditor(ctx, obligationId);
  }

  @Can('read', 'Submission')
  @Query(() => types.SubmissionType, { nullable: true, description: 'A submission that the caller may read.' })
  submission(@IdArg('id', 'Submission', 'The submission.') id: string, @Ctx() ctx: ViewerContext) {
    return findSubmission(ctx, id);
  }

  @Can('read', 'Submission')
  @Query(() => types.SubmissionConnection, { description: 'What was handed in, newest first.' })
  submissions(
    @Arg('under', () => ID, { nullable: true, description: "The body below which it was filed; all of one's range when absent." }) under:
      | string
      | null
      | undefined,
    @Arg('deliverableId', () => ID, { nullable: true, description: 'Only of this deliverable, whoever hands it on.' }) deliverableId:
      | string
      | null
      | undefined,
    @Arg('state', () => enums.SubmissionStateEnum, { nullable: true, description: 'Only in this state.' }) state:
      | SubmissionRow['state']
      | null
      | undefined,
    @Arg('reach', () => enums.SubmissionReachEnum, {
      defaultValue: 'SUBTREE',
      description: "Whether it stands in one's range or was only asked for.",
    })
    reach: 'SUBTREE' | 'ASKED',
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    return listSubmissions(
      ctx,
      { under: bound(under, 'Organization'), deliverableId: bound(deliverableId, 'Deliverable'), state: state ?? null, reach },
      page,
    );
  }

  @Can('review', 'Submission')
  @Query(() => types.ReviewQueueType, { description: "What waits for a decision of one's own body, longest waiting first." })
  reviewQueue(
    @Arg('deliverableId', () => ID, { nullable: true, description: 'Only of this deliverable.' }) deliverableId: string | null | undefined,
    @Arg('currentId', () => ID, {
      nullable: true,
      description: 'The submission to show beside the queue; the longest waiting one when absent.',
    })
    currentId: string | null | undefined,
  ) {
    return { deliverableId: bound(deliverableId, 'Deliverable'), currentId: bound(currentId, 'Submission') };
  }

  @Can('forward', 'Submission')
  @Query(() => types.SendUpType, { nullable: true, description: "What one's own body is about to send up." })
  consolidation(
    @IdArg('deliverableId', 'Deliverable', "One's own or a superior's deliverable.") deliverableId: string,
    @Ctx() ctx: ViewerContext,
  ) {
    return sendUp(ctx, deliverableId);
  }

  @Can('fill', 'Submission')
  @Mutation(() => types.SubmissionEditorPayload, {
    description: 'Begins the page of a task and signs for the notices that ask for it; asked again, gives the same page.',
  })
  async startSubmission(
    @Input(() => inputs.StartSubmissionInput, inputs.startSubmissionInput) input: Given<typeof inputs.startSubmissionInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { editor: await startSubmission(ctx, input.obligationId) };
  }

  @Can('fill', 'Submission')
  @Mutation(() => types.SubmissionEditorPayload, { description: 'Keeps the answers that changed, right or wrong, and says what is wrong.' })
  async saveSubmissionDraft(
    @Input(() => inputs.SaveSubmissionDraftInput, inputs.saveSubmissionDraftInput) input: Given<typeof inputs.saveSubmissionDraftInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { editor: await saveSubmissionDraft(ctx, input) };
  }

  @Can('remove', 'File')
  @Mutation(() => types.SubmissionEditorPayload, {
    description: 'Takes a file out of a page; a version that was handed in with it keeps it.',
  })
  async removeUpload(
    @Input(() => inputs.RemoveUploadInput, inputs.removeUploadInput) input: Given<typeof inputs.removeUploadInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { editor: await removeUpload(ctx, input.fileId) };
  }

  @Can('fill', 'Submission')
  @Mutation(() => types.SubmissionPayload, { description: 'Hands a page in, first or again, or reports that there is nothing to report.' })
  submitSubmission(
    @Input(() => inputs.SubmitSubmissionInput, inputs.submitSubmissionInput) input: Given<typeof inputs.submitSubmissionInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return submitSubmission(ctx, input);
  }

  @Can('fill', 'Submission')
  @Mutation(() => types.SubmissionPayload, { description: 'Takes back what nobody above has acted on.' })
  async withdrawSubmission(
    @Input(() => inputs.WithdrawSubmissionInput, inputs.withdrawSubmissionInput) input: Given<typeof inputs.withdrawSubmissionInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    const submission = await withdrawSubmission(ctx, input);
    return { submission, editor: await submissionEditor(ctx, submission.obligation_id) };
  }

  @Can('review', 'Submission')
  @Mutation(() => types.ReviewPayload, { description: "Accepts what is in the hands of one's own body." })
  async acceptSubmission(
    @Input(() => inputs.AcceptSubmissionInput, inputs.acceptSubmissionInput) input: Given<typeof inputs.acceptSubmissionInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { submission: await acceptSubmission(ctx, input), queue: { deliverableId: input.queueDeliverableId, currentId: null } };
  }

  @Can('review', 'Submission')
  @Mutation(() => types.ReviewPayload, { description: 'Returns it to the unit, or to a body that had let it pass.' })
  async returnSubmission(
    @Input(() => inputs.ReturnSubmissionInput, inputs.returnSubmissionInput) input: Given<typeof inputs.returnSubmissionInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { submission: await returnSubmission(ctx, input), queue: { deliverableId: input.queueDeliverableId, currentId: null } };
  }

  @Can('forward', 'Submission')
  @Mutation(() => types.ForwardSubmissionsPayload, {
    description: 'Sends what was accepted here to the next body above, as a numbered batch.',
  })
  async forwardSubmissions(
    @Input(() => inputs.ForwardSubmissionsInput, inputs.forwardSubmissionsInput) input: Given<typeof inputs.forwardSubmissionsInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    const consolidation = await forwardSubmissions(ctx, input);
    ctx.loaders.clear();
    return { consolidation, sendUp: await sendUp(ctx, input.deliverableId) };
  }
}
