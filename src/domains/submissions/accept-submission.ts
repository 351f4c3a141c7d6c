import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { announce } from '../notifications/announce.ts';
import { assertVersion } from './find-submission.ts';
import { obligationById } from './own-obligation.ts';
import { decided, decideOn, noteReview, noteStep } from './review.ts';
import { acceptGate } from './submission.gates.ts';
import type { acceptSubmissionInput, Given } from './submission.input.ts';
import type { SubmissionRow } from './submission.rows.ts';

/**
 * Accepts what is in the hands of my body. The body that asked first ends it; one between marks it as fit to be handed on.
 *
 * @throws Refusal NOT_FOUND, STALE_VERSION, WRONG_STATE, NOT_HOLDER (C-19), FOUR_EYES, ALREADY_ACCEPTED
 */
export async function acceptSubmission(
  ctx: ViewerContext,
  { submissionId, version, remark }: Given<typeof acceptSubmissionInput>,
): Promise<SubmissionRow> {
  const accepted = await decideOn(ctx, submissionId, async (submission) => {
    assertVersion(submission, version);
    assertGate(acceptGate(ctx, submission), ['input', 'submissionId']);
    await ((await isLastToAsk(ctx, submission)) ? end(ctx, submission) : clear(ctx, submission));
    await noteReview(ctx, submission, 'ACCEPT', remark);
    await noteStep(ctx, submission, 'ACCEPTED', null);
  });
  const { number, state, organization_id } = accepted;
  await announce(ctx, {
    event: 'SUBMISSION_ACCEPTED',
    subjectType: 'Submission',
    subjectId: submissionId,
    audience: { organizationIds: [organization_id] },
  });
  await record(ctx, { operation: 'acceptSubmission', subjectType: 'Submission', subjectId: submissionId, detail: { number, state } });
  return accepted;
}

async function isLastToAsk(ctx: ViewerContext, { obligation_id }: SubmissionRow): Promise<boolean> {
  const obligation = await obligationById(ctx, obligation_id);
  return obligation?.asker_id === ctx.viewer.organizationId;
}

async function end(ctx: ViewerContext, { federation_id, id, obligation_id }: SubmissionRow): Promise<void> {
  await sql`
    update submission set state = 'ACCEPTED', holder_id = null, version = version + 1
     where federation_id = ${federation_id} and id = ${id}`.execute(ctx.db);
  await sql`
    update obligation set state = 'ACCEPTED', provisional = false, version = version + 1
     where federation_id = ${federation_id} and id = ${obligation_id}`.execute(ctx.db);
}

/** What came back to this body is answered by passing it again. */
async function clear(ctx: ViewerContext, { federation_id, id, obligation_id }: SubmissionRow): Promise<void> {
  await decided(ctx, [obligation_id]);
  await sql`
    update submission set state = 'SUBMITTED', cleared_at = ${ctx.now}, version = version + 1
     where federation_id = ${federation_id} and id = ${id}`.execute(ctx.db);
  await sql`
    update return_slip set answered_at = ${ctx.now}
     where federation_id = ${federation_id} and submission_id = ${id} and organization_id = ${ctx.viewer.organizationId} and answered_at is null`.execute(
    ctx.db,
  );
}
