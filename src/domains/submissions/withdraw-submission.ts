import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { assertVersion, findSubmission, knownSubmission } from './find-submission.ts';
import { refreshDue } from '../obligations/dues.ts';
import { findObligation } from '../obligations/find-obligation.ts';
import { withRollup } from './rollup.ts';
import { withdrawalGate } from './submission.gates.ts';
import type { Given, withdrawSubmissionInput } from './submission.input.ts';
import type { SubmissionRow } from './submission.rows.ts';

const PATH = ['input', 'submissionId'];

/**
 * Takes back what nobody above has acted on; what comes later counts as handed in for the first time.
 *
 * @throws Refusal NOT_FOUND, STALE_VERSION, NOT_OWN, ALREADY_REVIEWED, WRONG_STATE, CLOSED, AUTO_FORFEIT
 */
export async function withdrawSubmission(
  ctx: ViewerContext,
  { submissionId, version }: Given<typeof withdrawSubmissionInput>,
): Promise<SubmissionRow> {
  const { obligation_id: obligationId, organization_id: unit } = await knownSubmission(ctx, submissionId);
  if (unit !== ctx.viewer.organizationId) throw new Refusal('NOT_OWN', '只有填报单位可以撤回', PATH);
  await withRollup(ctx, [obligationId], async () => {
    const submission = await knownSubmission(ctx, submissionId);
    assertVersion(submission, version);
    const steps = await ctx.loaders.many('submission_step', 'submission_id', submissionId);
    assertGate(withdrawalGate(ctx, submission, (await findObligation(ctx, obligationId))!, steps), PATH);
    await takeBack(ctx, submission);
  });
  await record(ctx, { operation: 'withdrawSubmission', subjectType: 'Submission', subjectId: submissionId });
  return (await findSubmission(ctx, submissionId))!;
}

async function takeBack(
  ctx: ViewerContext,
  { federation_id, id, obligation_id, path, asker_path, number, organization_id }: SubmissionRow,
): Promise<void> {
  await sql`
    update submission set state = 'WITHDRAWN', holder_id = null, version = version + 1
     where federation_id = ${federation_id} and id = ${id}`.execute(ctx.db);
  await sql`
    update obligation set state = 'OPEN', provisional = false, submitted_at = null, nil = false, late = false, version = version + 1
     where federation_id = ${federation_id} and id = ${obligation_id}`.execute(ctx.db);
  // It is judged by the dues as they are when it comes again.
  await refreshDue(ctx, { federation_id, id: obligation_id });
  await sql`
    insert into submission_step (federation_id, id, submission_id, path, asker_path, kind, number, organization_id, happened_at)
    values (${federation_id}, ${uuid7()}, ${id}, ${path}, ${asker_path}, 'WITHDRAWN', ${number}, ${organization_id}, ${ctx.now})`.execute(
    ctx.db,
  );
}
