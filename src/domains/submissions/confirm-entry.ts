import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { confirmGate } from './entry.gates.ts';
import type { confirmEntryInput } from './entry.input.ts';
import { assertVersion, findSubmission, knownSubmission } from './find-submission.ts';
import { withRollup } from './rollup.ts';
import type { Given } from './submission.input.ts';
import type { SubmissionRow } from './submission.rows.ts';

const PATH = ['input', 'submissionId'];

/**
 * The unit says that what was entered for it is right: from then on it is as its own, and can be taken back as such.
 * Whoever confirms it never reviews it either.
 *
 * @throws Refusal NOT_FOUND, STALE_VERSION, NOT_OWN, NOT_ENTERED, ALREADY_CONFIRMED
 */
export async function confirmEntry(ctx: ViewerContext, { submissionId, version }: Given<typeof confirmEntryInput>): Promise<SubmissionRow> {
  const { obligation_id: obligationId } = await knownSubmission(ctx, submissionId);
  await withRollup(ctx, [obligationId], async () => {
    const submission = await knownSubmission(ctx, submissionId);
    assertVersion(submission, version);
    assertGate(confirmGate(ctx, submission), PATH);
    await confirm(ctx, submission);
  });
  await record(ctx, { operation: 'confirmEntry', subjectType: 'Submission', subjectId: submissionId });
  return (await findSubmission(ctx, submissionId))!;
}

async function confirm(ctx: ViewerContext, { federation_id, id, obligation_id, number, path, asker_path }: SubmissionRow): Promise<void> {
  const { organizationId, personId } = ctx.viewer;
  await sql`
    update submission set confirmed_by_id = ${personId}, version = version + 1 where federation_id = ${federation_id} and id = ${id}`.execute(
    ctx.db,
  );
  await sql`
    update submission_entry set confirmed_at = ${ctx.now}, confirmed_by_id = ${personId}
     where federation_id = ${federation_id} and submission_id = ${id} and number = ${number}`.execute(ctx.db);
  await sql`
    update obligation set provisional = false, version = version + 1 where federation_id = ${federation_id} and id = ${obligation_id}`.execute(
    ctx.db,
  );
  await sql`
    insert into submission_step (federation_id, id, submission_id, path, asker_path, kind, number, organization_id, happened_at)
    values (${federation_id}, ${uuid7()}, ${id}, ${path}, ${asker_path}, 'CONFIRMED', ${number}, ${organizationId}, ${ctx.now})`.execute(
    ctx.db,
  );
}
