import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal, stale } from '../../kit/errors.ts';
import type { AnswersByAsker } from '../../kit/form.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { attachedFiles, attachFiles } from '../files/attach-files.ts';
import { givenFiles } from '../files/keep-file.ts';
import { decodeId } from '../../kit/node-id.ts';
import { namedFiles } from '../../kit/form-answers.ts';
import { announce } from '../notifications/announce.ts';
import { demandsOf, findObligation } from '../obligations/find-obligation.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { enterGate } from '../obligations/enter-gate.ts';
import type { submitOnBehalfInput } from './entry.input.ts';
import { openSlip, pinnedBy, submissionOf } from './find-submission.ts';
import { handIn } from './hand-in.ts';
import { hasOtherReviewer } from './reviewers.ts';
import { assertRight, findingsOf, inOpenFields, knownFiles, type StoredPageFile } from './page.ts';
import { withRollup } from './rollup.ts';
import { askedFor, merged } from './save-draft.ts';
import type { Given } from './submission.input.ts';
import type { EntryRow, SubmissionRow } from './submission.rows.ts';
import { postOf } from './post.ts';
import { assertNil } from './submit-submission.ts';

type Input = Given<typeof submitOnBehalfInput>;

const PATH = ['input', 'obligationId'];
const SCANS = new Set(['pdf', 'jpg', 'jpeg', 'png']);

/**
 * Enters a unit's report from what came on paper, by mail or otherwise (代录): a submission like any other, marked as entered,
 * with the scan as evidence. What counts is the time of entering, or that of receipt where the receiver itself records it
 * (C-35): then the doors and dues of that moment hold. Whoever enters never reviews it. Where the body has no other reviewer
 * and another one above asks, it waits to be sent up as it is, and that one reviews it.
 *
 * @throws Refusal NOT_FOUND, STALE_VERSION, NOT_ABOVE, NOT_A_FORM, ALREADY_SUBMITTED, what the gate of handing in says,
 * RECEIVED_IN_FUTURE, RECEIVED_TOO_EARLY, NOT_RECEIVER, REASON_MISSING, SCAN_KIND, FILE_UNKNOWN, NIL_NOT_OWED, FIELD_UNKNOWN,
 * FIELD_LOCKED, and every blocking finding
 */
export async function submitOnBehalf(ctx: ViewerContext, input: Input): Promise<SubmissionRow> {
  if (!(await findObligation(ctx, input.obligationId))) throw notFound(PATH);
  const { submission, entry } = await withRollup(ctx, [input.obligationId], () => enterHeld(ctx, input));
  const { number, nil, late, content_hash: contentHash, organization_id: unit } = submission;
  const { channel, received_at: receivedAt, receipt_counts: receiptCounts, reason, scan_sha256: scanSha256 } = entry;
  const evidence = { channel, receivedAt: receivedAt.toISOString(), receiptCounts, reason, scanSha256 };
  await record(ctx, {
    operation: 'submitOnBehalf',
    subjectType: 'Submission',
    subjectId: submission.id,
    detail: { number, nil, late, forOrganizationId: unit, contentHash, ...evidence },
  });
  await announce(ctx, {
    event: 'SUBMISSION_ENTERED_ON_BEHALF',
    subjectType: 'Submission',
    subjectId: submission.id,
    audience: { organizationIds: [unit] },
  });
  ctx.loaders.clear();
  return submission;
}

async function enterHeld(ctx: ViewerContext, input: Input): Promise<{ submission: SubmissionRow; entry: EntryRow }> {
  const obligation = (await findObligation(ctx, input.obligationId))!;
  const at = input.receiptCounts ? input.receivedAt : ctx.now;
  assertGate(await enterGate(ctx, obligation, at), PATH);
  if (obligation.version !== input.version) throw stale(['input', 'version'], { obligation });
  await assertReceipt(ctx, obligation, input);
  const asks = await demandsOf(ctx, obligation);
  const previous = await submissionOf(ctx, obligation.id);
  const { scan, files } = await filesGiven(ctx, input);
  const pinned = pinnedBy(previous && (await openSlip(ctx, previous)), obligation.organization_id);
  const page = merged(await standing(ctx, previous), askedFor(asks, input.answers, pinned));
  if (input.nil) assertNil(obligation, pinned);
  else assertRight(inOpenFields(findingsOf(asks, page, knownFiles(files), ctx.now), pinned, previous));
  const submission = await handIn(ctx, {
    obligation,
    asks,
    page,
    uploads: files,
    nil: input.nil,
    nilReason: input.nil ? input.nilReason : null,
    previous,
    enclosure: { scan: scan.sha256 },
    entry: { at, isCleared: await nobodyElseReviews(ctx, obligation) },
  });
  const scans = (await attachedFiles(ctx, 'Submission', submission.id)).map(({ id }) => id);
  const { path, id: subjectId } = submission;
  await attachFiles(ctx, { subjectType: 'Submission', subjectId, path }, [...scans, scan.id], ['input', 'scanFileId']);
  return { submission, entry: await writeEntry(ctx, submission, input, scan) };
}

/** @throws Refusal RECEIVED_IN_FUTURE, RECEIVED_TOO_EARLY, NOT_RECEIVER, REASON_MISSING */
async function assertReceipt(ctx: ViewerContext, obligation: ObligationRow, { receivedAt, receiptCounts, reason }: Input): Promise<void> {
  const path = ['input', 'receivedAt'];
  if (receivedAt > ctx.now) throw new Refusal('RECEIVED_IN_FUTURE', '收到时间不能晚于现在', path);
  if (receivedAt < obligation.created_at) throw new Refusal('RECEIVED_TOO_EARLY', '收到时间不能早于任务下达的时间', path);
  if (!receiptCounts) return;
  const receiver = await ctx.loaders.one('deliverable', obligation.route === 'DIRECT' ? obligation.root_id : obligation.deliverable_id);
  if (receiver?.issuer_id !== ctx.viewer.organizationId)
    throw new Refusal('NOT_RECEIVER', '只有直接接收这份报送的单位可以按收到时间登记', ['input', 'receiptCounts']);
  if (reason === null) throw new Refusal('REASON_MISSING', '按收到时间登记的，请说明原因', ['input', 'reason']);
}

interface Enclosed {
  readonly scan: StoredPageFile;
  readonly files: readonly StoredPageFile[];
}

/** The scan, and what the answers name, as they were put in by whoever enters. */
async function filesGiven(ctx: ViewerContext, { scanFileId, answers }: Input): Promise<Enclosed> {
  const named = answers.flatMap(({ value }) => namedFiles(value)).map((id) => decodeId(id)?.id);
  const given = await givenFiles(ctx, [scanFileId, ...named.filter((id) => id !== undefined)]);
  const scan = given.find(({ id }) => id === scanFileId);
  if (!scan) throw new Refusal('FILE_UNKNOWN', '没有这个扫描件，请重新上传', ['input', 'scanFileId']);
  if (!SCANS.has(scan.extension)) throw new Refusal('SCAN_KIND', '扫描件只接受 PDF 或图片', ['input', 'scanFileId']);
  return { scan, files: given };
}

/** What stands already, of a report that was returned. */
async function standing(ctx: ViewerContext, previous: SubmissionRow | undefined): Promise<AnswersByAsker> {
  if (previous?.state !== 'RETURNED') return {};
  const parts = await ctx.loaders.many('submission_part', 'submission_id', previous.id);
  return Object.fromEntries(
    parts.filter(({ number }) => number === previous.number).map(({ deliverable_id, answers }) => [deliverable_id, answers]),
  );
}

/** Whether what I enter lies with my own body, nobody else here may review it, and a body above asks for it too. */
async function nobodyElseReviews(ctx: ViewerContext, { route, deliverable_id, asker_id }: ObligationRow): Promise<boolean> {
  const { organizationId } = ctx.viewer;
  const nearest = await ctx.loaders.one('deliverable', deliverable_id);
  if (route === 'DIRECT' || asker_id === organizationId || nearest?.issuer_id !== organizationId) return false;
  return !(await hasOtherReviewer(ctx));
}

async function writeEntry(ctx: ViewerContext, of: SubmissionRow, input: Input, scan: StoredPageFile): Promise<EntryRow> {
  return ctx.db
    .insertInto('submission_entry')
    .values({
      federation_id: of.federation_id,
      id: uuid7(),
      submission_id: of.id,
      number: of.number,
      path: of.path,
      asker_path: of.asker_path,
      body_id: ctx.viewer.organizationId,
      entered_by_id: ctx.viewer.personId,
      post: await postOf(ctx),
      channel: input.channel,
      received_at: input.receivedAt,
      receipt_counts: input.receiptCounts,
      reason: input.reason,
      scan_id: scan.id,
      scan_sha256: scan.sha256,
      entered_at: ctx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
