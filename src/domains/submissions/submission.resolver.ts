import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { bound, IdArg } from '../../kit/node-id.ts';
import { disarmSubmission } from './arm.ts';
import { submissionEditor } from './editor.ts';
import { findSubmission } from './find-submission.ts';
import { listSubmissions } from './read-submissions.ts';
import { removeUpload } from './remove-upload.ts';
import { saveSubmissionDraft } from './save-draft.ts';
import { startSubmission } from './start-submission.ts';
import * as enums from './submission.enums.ts';
import * as inputs from './submission.input.ts';
import type { Given } from './submission.input.ts';
import type { SubmissionRow } from './submission.rows.ts';
import * as types from './submission.type.ts';
import { submitSubmission } from './submit-submission.ts';
import { withdrawSubmission } from './withdraw-submission.ts';

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
  @Mutation(() => types.SubmissionPayload, {
    description:
      'Hands a page in, first or again, or reports that there is nothing to report; or waits for its uploads, without a submission as yet.',
  })
  submitSubmission(
    @Input(() => inputs.SubmitSubmissionInput, inputs.submitSubmissionInput) input: Given<typeof inputs.submitSubmissionInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return submitSubmission(ctx, input);
  }

  @Can('fill', 'Submission')
  @Mutation(() => types.SubmissionEditorPayload, {
    description: 'Takes back that the server is to hand a page in once its uploads are here.',
  })
  async disarmSubmission(
    @Input(() => inputs.DisarmSubmissionInput, inputs.disarmSubmissionInput) input: Given<typeof inputs.disarmSubmissionInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { editor: await disarmSubmission(ctx, input.obligationId) };
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
}
