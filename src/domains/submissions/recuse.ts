import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { announce } from '../notifications/announce.ts';
import { assertVersion, findSubmission, knownSubmission } from './find-submission.ts';
import { noteReview } from './review.ts';
import { deferGate, recuseGate } from './review.gates.ts';
import { hasOtherReviewer } from './reviewers.ts';
import type { deferReviewInput, recuseFromReviewInput } from './review.input.ts';
import type { Given } from './submission.input.ts';
import type { SubmissionRow } from './submission.rows.ts';

const PATH = ['input', 'submissionId'];

/**
 * Puts a submission aside for the viewer, or takes it up again: nobody decides anything, colleagues see it as before, and it
 * is counted apart from what is done.
 *
 * @throws Refusal NOT_FOUND, STALE_VERSION, WRONG_STATE, NOT_HOLDER, FOUR_EYES, RECUSED, ALREADY_ACCEPTED
 */
export async function deferReview(
  ctx: ViewerContext,
  { submissionId, version, resume, remark }: Given<typeof deferReviewInput>,
): Promise<SubmissionRow> {
  const submission = await knownSubmission(ctx, submissionId);
  assertVersion(submission, version);
  assertGate(await deferGate(ctx, submission), PATH);
  await noteReview(ctx, submission, resume ? 'RESUME' : 'DEFER', remark);
  await record(ctx, { operation: 'deferReview', subjectType: 'Submission', subjectId: submissionId, detail: { resume } });
  return submission;
}

/**
 * Steps back from a submission for good (回避): it is no longer on the viewer's desk, and in no capacity does the viewer decide
 * on it. A colleague who reviews is told, or, where there is none, who administers the body.
 *
 * @throws Refusal NOT_FOUND, STALE_VERSION, WRONG_STATE, NOT_HOLDER, ALREADY_RECUSED
 */
export async function recuseFromReview(
  ctx: ViewerContext,
  { submissionId, version, reason }: Given<typeof recuseFromReviewInput>,
): Promise<SubmissionRow> {
  const submission = await knownSubmission(ctx, submissionId);
  assertVersion(submission, version);
  assertGate(await recuseGate(ctx, submission), PATH);
  const { federationId, accountId, personId, organizationId, path } = ctx.viewer;
  await sql`
    insert into recusal (federation_id, id, submission_id, account_id, person_id, path, recused_at)
    values (${federationId}, ${uuid7()}, ${submissionId}, ${accountId}, ${personId}, ${path}, ${ctx.now})
    on conflict (federation_id, submission_id, person_id) do nothing`.execute(ctx.db);
  await noteReview(ctx, submission, 'RECUSE', reason);
  await record(ctx, { operation: 'recuseFromReview', subjectType: 'Submission', subjectId: submissionId });
  const roles = (await hasOtherReviewer(ctx)) ? ['REVIEWER'] : ['ADMINISTRATOR'];
  const audience = { organizationIds: [organizationId], roles };
  await announce(ctx, { event: 'REVIEW_RECUSED', subjectType: 'Submission', subjectId: submissionId, audience });
  ctx.loaders.clear();
  return (await findSubmission(ctx, submissionId))!;
}
