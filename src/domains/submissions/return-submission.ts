import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { dayOf, endOfDay } from '../../kit/time.ts';
import { levelOf } from '../../kit/tree.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { calendarOf } from '../federation/calendar.ts';
import { record } from '../audit/record.ts';
import { postOfViewer } from '../federation/post-of-viewer.ts';
import { announce } from '../notifications/announce.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { noteReturn } from './approval.ts';
import { assertVersion } from './find-submission.ts';
import { obligationById } from './own-obligation.ts';
import { slipItems } from './slip-items.ts';
import { decided, decideOn, noteReview, noteStep } from './review.ts';
import { returnGate, unitReturnGate } from './review.gates.ts';
import type { returnSubmissionInput } from './review.input.ts';
import type { Given } from './submission.input.ts';
import type { SubmissionRow } from './submission.rows.ts';

type Input = Given<typeof returnSubmissionInput>;

/** Working days that a unit has to mend what was returned, when the slip says nothing else. */
export const USUAL_WORKING_DAYS = 3;

/**
 * Returns what is in the hands of my body: to the unit, whose door stands open until the slip's due, or to a body below
 * that had let it pass. It is no longer in hand for anybody above that body. After the close a body between no longer
 * returns to the unit. In an approval chain it is the opinion of the body's own step.
 *
 * @param toStep the unit's step of an approval chain that is to be done again
 * @throws Refusal NOT_FOUND, STALE_VERSION, WRONG_STATE, NOT_HOLDER, FOUR_EYES, NOT_PASSED, CLOSED, FIELD_UNKNOWN, DUE_IN_PAST, DUE_TOO_LATE
 */
export async function returnSubmission(ctx: ViewerContext, input: Input, toStep: string | null = null): Promise<SubmissionRow> {
  const returned = await decideOn(ctx, input.submissionId, async (submission) => {
    assertVersion(submission, input.version);
    assertGate(await returnGate(ctx, submission), ['input', 'submissionId']);
    const obligation = (await obligationById(ctx, submission.obligation_id))!;
    const to = await receiver(ctx, submission, obligation, input.toOrganizationId);
    if (to.isUnit) assertGate(unitReturnGate(ctx, obligation), ['input', 'submissionId']);
    const due = await resubmitDue(ctx, obligation, input.resubmitDue);
    await writeSlip(ctx, submission, input, to.organizationId, due);
    await giveBack(ctx, submission, to, due);
    await noteReturn(ctx, submission, to, { toStep, text: input.reason });
    await noteReview(ctx, submission, 'RETURN', input.remark);
    await noteStep(ctx, submission, 'RETURNED', to.organizationId);
    await tellReceiver(ctx, submission, to, { due, reason: input.reason });
  });
  const detail = { number: returned.number, toOrganizationId: returned.holder_id, reason: input.reason };
  await record(ctx, { operation: 'returnSubmission', subjectType: 'Submission', subjectId: input.submissionId, detail });
  return returned;
}

/** The unit's hand-in person first; of a body between, whoever reviews there. */
const tellReceiver = (
  ctx: ViewerContext,
  { id }: SubmissionRow,
  { organizationId, isUnit }: Receiver,
  { due, reason }: { readonly due: Date; readonly reason: string },
): Promise<void> =>
  announce(ctx, {
    event: 'SUBMISSION_RETURNED',
    subjectType: 'Submission',
    subjectId: id,
    audience: { organizationIds: [organizationId], ...(!isUnit && { roles: ['REVIEWER'] }) },
    detail: { due: due.toISOString(), reason },
  });

interface Receiver {
  readonly organizationId: string;
  /** 1 is the province. */
  readonly level: number;
  readonly isUnit: boolean;
}

/** The unit, or a body below mine that handed this submission on. */
async function receiver(
  ctx: ViewerContext,
  submission: SubmissionRow,
  obligation: ObligationRow,
  wanted: string | null,
): Promise<Receiver> {
  if (wanted === null || wanted === submission.organization_id) {
    return { organizationId: submission.organization_id, level: levelOf(submission.path), isUnit: true };
  }
  const nearest = await ctx.loaders.one('deliverable', obligation.deliverable_id);
  const passed =
    obligation.route === 'LEVEL_BY_LEVEL' && nearest
      ? await Promise.all(nearest.chain.map((id) => ctx.loaders.one('deliverable', id)))
      : [];
  const mine = passed.findIndex((hop) => hop?.issuer_id === ctx.viewer.organizationId);
  const hop = passed.slice(mine + 1).find((one) => one?.issuer_id === wanted);
  if (!hop) throw new Refusal('NOT_PASSED', '只能退回填报单位，或经手上报过它的下级', ['input', 'toOrganizationId']);
  return { organizationId: wanted, level: levelOf(hop.path), isUnit: false };
}

/**
 * Until when it may be handed in again. Whoever asked first sets what it likes; a body between grants no more than the
 * first asker's close, or the usual working days when that is nearer.
 */
async function resubmitDue(ctx: ViewerContext, { asker_id, closes_at }: ObligationRow, day: string | null): Promise<Date> {
  const usual = endOfDay((await calendarOf(ctx)).after(dayOf(ctx.now), USUAL_WORKING_DAYS));
  const due = day === null ? usual : endOfDay(day);
  const path = ['input', 'resubmitDue'];
  if (due <= ctx.now) throw new Refusal('DUE_IN_PAST', '重报期限已过', path);
  const mayGrantAny = asker_id === ctx.viewer.organizationId || closes_at === null;
  if (!mayGrantAny && due > closes_at && due > usual) throw new Refusal('DUE_TOO_LATE', '重报期限不能晚于发起单位的截止时间', path);
  return due;
}

async function writeSlip(
  ctx: ViewerContext,
  submission: SubmissionRow,
  { reason, items }: Input,
  organizationId: string,
  due: Date,
): Promise<void> {
  const pinned = JSON.stringify(await slipItems(ctx, submission, items));
  const { federationId, path } = ctx.viewer;
  // Behind the returning body's wall and not the second superior's: what stood there may be another asker's question.
  await sql`
    insert into return_slip (federation_id, id, submission_id, round, organization_id, path, asker_path, returned_by_id, post, phone, reason, items,
                             resubmit_due, created_at)
    select ${federationId}::uuid, ${uuid7()}::uuid, ${submission.id}::uuid,
           1 + (select count(*) from return_slip s where s.federation_id = ${federationId} and s.submission_id = ${submission.id}),
           ${organizationId}::uuid, ${submission.path}, ${path}, ${ctx.viewer.organizationId}::uuid, who.title, who.office_phone, ${reason}, ${pinned}::jsonb,
           ${due}::timestamptz, ${ctx.now}::timestamptz
      from (select 1) one
      left join ${postOfViewer(ctx)} who on true`.execute(ctx.db);
}

async function giveBack(ctx: ViewerContext, { federation_id, id, obligation_id }: SubmissionRow, to: Receiver, due: Date): Promise<void> {
  await sql`
    update return_slip set answered_at = ${ctx.now}
     where federation_id = ${federation_id} and submission_id = ${id} and organization_id = ${ctx.viewer.organizationId} and answered_at is null`.execute(
    ctx.db,
  );
  await sql`
    update submission set state = 'RETURNED', holder_id = ${to.organizationId}, cleared_at = null, reached_level = ${to.level}, version = version + 1
     where federation_id = ${federation_id} and id = ${id}`.execute(ctx.db);
  if (!to.isUnit) return decided(ctx, [obligation_id]);
  await sql`
    update obligation set state = 'RETURNED', provisional = false, resubmit_due = ${due}, version = version + 1
     where federation_id = ${federation_id} and id = ${obligation_id}`.execute(ctx.db);
}
