import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { announce } from '../notifications/announce.ts';
import { assertVersion } from './find-submission.ts';
import { decideOn } from './review.ts';
import { acceptGate } from './review.gates.ts';
import type { acceptSubmissionInput } from './review.input.ts';
import type { Given } from './submission.input.ts';
import type { SubmissionRow } from './submission.rows.ts';

/**
 * Accepts what is in the hands of my body. The body that asked first ends it; one between marks it as fit to be handed on.
 *
 * @throws Refusal NOT_FOUND, STALE_VERSION, WRONG_STATE, NOT_HOLDER (C-19), FOUR_EYES, RECUSED, ALREADY_ACCEPTED
 */
export async function acceptSubmission(
  ctx: ViewerContext,
  { submissionId, version, remark }: Given<typeof acceptSubmissionInput>,
): Promise<SubmissionRow> {
  const accepted = await decideOn(ctx, submissionId, async (submission) => {
    assertVersion(submission, version);
    assertGate(await acceptGate(ctx, submission), ['input', 'submissionId']);
    await acceptAll(ctx, [submission.id], remark);
  });
  const { number, state } = accepted;
  await record(ctx, { operation: 'acceptSubmission', subjectType: 'Submission', subjectId: submissionId, detail: { number, state } });
  await tellAccepted(ctx, [accepted]);
  return accepted;
}

/**
 * Accepts these, which may be accepted and are held, in a few statements however many: to be called inside `withRollup`. What
 * my body asked first for ends here; anything else waits to be handed on, and what came back to my body is answered.
 */
export async function acceptAll(ctx: ViewerContext, ids: readonly string[], remark: string | null): Promise<void> {
  const { federationId, organizationId, personId } = ctx.viewer;
  const these = sql`s.federation_id = ${federationId} and s.id = any (${[...ids]}::uuid[])`;
  const ends = sql`o.asker_id = ${organizationId}`;
  await sql`
    update submission s
       set state = case when ${ends} then 'ACCEPTED' else 'SUBMITTED' end, holder_id = case when ${ends} then null else s.holder_id end,
           cleared_at = case when ${ends} then s.cleared_at else ${ctx.now}::timestamptz end, version = s.version + 1
      from obligation o where ${these} and o.federation_id = s.federation_id and o.id = s.obligation_id`.execute(ctx.db);
  await sql`
    update obligation o set state = case when ${ends} then 'ACCEPTED' else o.state end, provisional = false, version = o.version + 1
      from submission s where ${these} and o.federation_id = s.federation_id and o.id = s.obligation_id and (${ends} or o.provisional)`.execute(
    ctx.db,
  );
  await sql`
    update return_slip set answered_at = ${ctx.now}
     where federation_id = ${federationId} and submission_id = any (${[...ids]}::uuid[]) and organization_id = ${organizationId} and answered_at is null`.execute(
    ctx.db,
  );
  await sql`
    insert into review (federation_id, id, submission_id, organization_id, number, decision, remark, reviewer_id, decided_at)
    select s.federation_id, app.uuid7(), s.id, ${organizationId}::uuid, s.number, 'ACCEPT', ${remark}::text, ${personId}::uuid, ${ctx.now}::timestamptz
      from submission s where ${these}`.execute(ctx.db);
  await sql`
    insert into submission_step (federation_id, id, submission_id, path, asker_path, kind, number, organization_id, happened_at)
    select s.federation_id, app.uuid7(), s.id, s.path, s.asker_path, 'ACCEPTED', s.number, ${organizationId}::uuid, ${ctx.now}::timestamptz
      from submission s where ${these}`.execute(ctx.db);
}

/** The units are told that their reports have passed here. */
export const tellAccepted = (ctx: ViewerContext, submissions: readonly SubmissionRow[]): Promise<void> =>
  announce(
    ctx,
    ...submissions.map(({ id, organization_id }) => ({
      event: 'SUBMISSION_ACCEPTED' as const,
      subjectType: 'Submission',
      subjectId: id,
      audience: { organizationIds: [organization_id] },
    })),
  );
