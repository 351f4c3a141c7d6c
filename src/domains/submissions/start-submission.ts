import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import type { AnswersByAsker } from '../../kit/form.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate, firstShut } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { eligibleGate } from '../obligations/eligible-gate.ts';
import { draftGate } from '../obligations/gates.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { type EditorRow, submissionEditor } from './editor.ts';
import { submissionOf } from './find-submission.ts';
import { findDraft, ownObligation } from './own-obligation.ts';
import { prefillsOf } from './prefill.ts';
import type { PrefilledAnswer } from './submission.shapes.ts';

const PATH = ['input', 'obligationId'];

/**
 * Begins the page of a task, with what was answered before and accepted (S3-58), and signs for the notices that ask for it: who fills in has received. Asked again, gives the
 * same page.
 *
 * @throws Refusal NOT_FOUND, NOT_OWN, NOT_ELIGIBLE, NOT_A_FORM, and what the gate of the task says
 */
export async function startSubmission(ctx: ViewerContext, obligationId: string): Promise<EditorRow> {
  const obligation = await ownObligation(ctx, obligationId);
  if (!(await findDraft(ctx, obligationId))) {
    assertGate(firstShut(await eligibleGate(ctx, obligation), draftGate(obligation, ctx.now)), PATH);
    await assertForm(ctx, obligation);
    const standing = await standingAnswers(ctx, obligationId);
    const prefilled = standing ? [] : await prefillsOf(ctx, obligationId);
    await begin(ctx, obligation, standing ?? pageOf(prefilled), prefilled);
    const detail = { prefilled: prefilled.length };
    await record(ctx, { operation: 'startSubmission', subjectType: 'Obligation', subjectId: obligationId, detail });
  }
  return (await submissionEditor(ctx, obligationId))!;
}

/** What another body entered for this unit and stands: the page goes on from there. */
async function standingAnswers(ctx: ViewerContext, obligationId: string): Promise<AnswersByAsker | undefined> {
  const submission = await submissionOf(ctx, obligationId);
  if (!submission?.entered || submission.state === 'WITHDRAWN') return undefined;
  const parts = await ctx.loaders.many('submission_part', 'submission_id', submission.id);
  return Object.fromEntries(
    parts.filter(({ number }) => number === submission.number).map(({ deliverable_id, answers }) => [deliverable_id, answers]),
  );
}

const pageOf = (prefilled: readonly PrefilledAnswer[]): AnswersByAsker =>
  Object.fromEntries(
    [...Map.groupBy(prefilled, ({ deliverableId }) => deliverableId)].map(([deliverableId, answers]) => [
      deliverableId,
      Object.fromEntries(answers.map(({ field, value }) => [field, value])),
    ]),
  );

async function assertForm(ctx: ViewerContext, { deliverable_id }: ObligationRow): Promise<void> {
  const deliverable = await ctx.loaders.one('deliverable', deliverable_id);
  if (deliverable?.output === 'LEDGER') throw new Refusal('NOT_A_FORM', '台账由下级报送自动生成，不在这里填报', PATH);
}

async function begin(
  ctx: ViewerContext,
  obligation: ObligationRow,
  page: AnswersByAsker,
  prefilled: readonly PrefilledAnswer[],
): Promise<void> {
  const { federationId, organizationId, personId } = ctx.viewer;
  await sql`
    insert into submission_draft (federation_id, id, obligation_id, organization_id, answers, prefilled, updated_at, updated_by_id)
    values (${federationId}, ${uuid7()}, ${obligation.id}, ${organizationId}, ${JSON.stringify(page)}::jsonb,
            ${prefilled.length ? JSON.stringify(prefilled) : null}::jsonb, ${ctx.now}, ${personId})
    on conflict (federation_id, obligation_id) do nothing`.execute(ctx.db);
  await sql`
    update obligation set started_at = ${ctx.now}
     where federation_id = ${federationId} and id = ${obligation.id} and started_at is null`.execute(ctx.db);
  await sql`
    update delivery set acknowledged_at = ${ctx.now}, acknowledged_by_id = ${personId}
     where federation_id = ${federationId} and organization_id = ${organizationId} and acknowledged_at is null
       and notice_id in (select notice_id from deliverable where federation_id = ${federationId} and id = any (${obligation.asks}::uuid[]))
  `.execute(ctx.db);
}
