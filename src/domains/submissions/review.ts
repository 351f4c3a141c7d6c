import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { findSubmission, knownSubmission } from './find-submission.ts';
import { withRollup } from './rollup.ts';
import type { SubmissionRow } from './submission.rows.ts';

/**
 * A decision on one submission: holds its task, so that of two reviewers at once the second sees what the first did.
 *
 * @param decide is given the submission as it is once held
 * @returns the submission afterwards
 * @throws Refusal NOT_FOUND
 */
export async function decideOn(
  ctx: ViewerContext,
  submissionId: string,
  decide: (submission: SubmissionRow) => Promise<void>,
): Promise<SubmissionRow> {
  const { obligation_id } = await knownSubmission(ctx, submissionId);
  await withRollup(ctx, [obligation_id], async () => decide(await knownSubmission(ctx, submissionId)));
  return (await findSubmission(ctx, submissionId))!;
}

/** Somebody above has decided: what was entered for a unit can no longer be replaced by its own. */
export async function decided(ctx: ViewerContext, obligationIds: readonly string[]): Promise<void> {
  await sql`
    update obligation set provisional = false, version = version + 1
     where federation_id = ${ctx.viewer.federationId} and id = any (${[...obligationIds]}::uuid[]) and provisional`.execute(ctx.db);
}

/** The reviewing body's own record, with its remark, which nobody else reads. */
export async function noteReview(
  ctx: ViewerContext,
  submission: SubmissionRow,
  decision: 'ACCEPT' | 'RETURN' | 'DEFER' | 'RESUME' | 'RECUSE',
  remark: string | null,
): Promise<void> {
  await sql`
    insert into review (federation_id, id, submission_id, organization_id, number, decision, remark, reviewer_id, decided_at)
    values (${submission.federation_id}, ${uuid7()}, ${submission.id}, ${ctx.viewer.organizationId}, ${submission.number}, ${decision}, ${remark},
            ${ctx.viewer.personId}, ${ctx.now})`.execute(ctx.db);
}

/** The line of the timeline, which the unit and everybody above it see. */
export async function noteStep(
  ctx: ViewerContext,
  submission: SubmissionRow,
  kind: 'ACCEPTED' | 'RETURNED' | 'REFUSED',
  toOrganizationId: string | null,
): Promise<void> {
  await sql`
    insert into submission_step (federation_id, id, submission_id, path, asker_path, kind, number, organization_id, to_organization_id, happened_at)
    values (${submission.federation_id}, ${uuid7()}, ${submission.id}, ${submission.path}, ${submission.asker_path}, ${kind}, ${submission.number},
            ${ctx.viewer.organizationId}, ${toOrganizationId}, ${ctx.now})`.execute(ctx.db);
}
