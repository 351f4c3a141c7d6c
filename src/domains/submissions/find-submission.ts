import type { ViewerContext } from '../../context.ts';
import { notFound, stale } from '../../kit/errors.ts';
import { asSubmission, type SlipRow, type SubmissionRow } from './submission.rows.ts';

/** One submission, if it is in reach: the unit's, those above it, and a second superior that asked. */
export async function findSubmission(ctx: ViewerContext, id: string): Promise<SubmissionRow | undefined> {
  const row = await ctx.db
    .selectFrom('submission')
    .selectAll()
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && asSubmission(row);
}

/** What was handed in for a task; undefined when nothing was yet. */
export async function submissionOf(ctx: ViewerContext, obligationId: string): Promise<SubmissionRow | undefined> {
  const [row] = await ctx.loaders.many('submission', 'obligation_id', obligationId);
  return row && asSubmission(row);
}

/** @throws Refusal NOT_FOUND */
export async function knownSubmission(ctx: ViewerContext, id: string): Promise<SubmissionRow> {
  const submission = await findSubmission(ctx, id);
  if (!submission) throw notFound(['input', 'submissionId']);
  return submission;
}

/** @throws Refusal STALE_VERSION with the submission as it is now */
export function assertVersion(submission: SubmissionRow, version: number): void {
  if (submission.version !== version) throw stale(['input', 'version'], { submission });
}

/** The return slip that has not been answered yet, addressed to whom the submission is with. */
export async function openSlip(ctx: ViewerContext, submission: SubmissionRow): Promise<SlipRow | undefined> {
  const slips = await ctx.loaders.many('return_slip', 'submission_id', submission.id, { column: 'round', descending: true });
  return slips.find((slip) => slip.answered_at === null);
}

/** The fields that the unit may change while a slip names some, as `deliverable field`; null when it may change all. */
export function pinnedBy(slip: SlipRow | undefined, organizationId: string): ReadonlySet<string> | null {
  if (!slip || slip.organization_id !== organizationId || slip.items.length === 0) return null;
  return new Set(slip.items.map(({ deliverableId, field }) => `${deliverableId} ${field}`));
}
