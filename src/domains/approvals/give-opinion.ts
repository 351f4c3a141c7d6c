import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal, stale } from '../../kit/errors.ts';
import { dayOf } from '../../kit/time.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { isUnitStep } from '../chains/chain.ts';
import type { OpinionRow } from '../chains/chain-of.ts';
import { type SealEvidence, writeOpinion } from '../chains/write-opinion.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { attachFiles } from '../files/attach-files.ts';
import { givenFiles } from '../files/keep-file.ts';
import { announce } from '../notifications/announce.ts';
import { findObligation } from '../obligations/find-obligation.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { editorOf } from '../submissions/editor.ts';
import { assertVersion, submissionOf } from '../submissions/find-submission.ts';
import { draftToChange, ownObligation } from '../submissions/own-obligation.ts';
import { returnSubmission } from '../submissions/return-submission.ts';
import { decideOn, noteStep } from '../submissions/review.ts';
import type { SubmissionRow } from '../submissions/submission.rows.ts';
import type { OpinionInput } from './approval.input.ts';
import { type ApprovalsRow, approvalsOf, type OpinionPlace, overridesOf, placeGates } from './approvals.ts';

const PATH = ['input', 'obligationId'];
const SCANS = new Set(['pdf', 'jpg', 'jpeg', 'png']);

/**
 * Gives the opinion of a step: a unit's outsider's as the unit enters it from the stamped paper, or a body's own. Agreeing lets
 * the next step come; a return goes back to an earlier one, by way of the spine where the submission has gone up; refusing ends
 * it with the reason.
 *
 * @throws Refusal NOT_FOUND, NO_APPROVALS, STEP_UNKNOWN, STALE_VERSION, TEXT_MISSING, SEAL_MISSING, SEAL_DATE_MISSING,
 * DATE_IN_FUTURE, FILE_UNKNOWN, SCAN_KIND, OVERRIDE_REASON_MISSING, OVERRIDE_UNCONFIRMED, and what the gates of the step say
 */
export async function giveOpinion(ctx: ViewerContext, input: OpinionInput): Promise<ObligationRow> {
  const known = await findObligation(ctx, input.obligationId);
  if (!known) throw notFound(PATH);
  const { row, place } = await placeIn(ctx, known, input.step);
  assertWords(ctx, input, place);
  if (isUnitStep(place.step)) await enterForUnit(ctx, input);
  else await giveForBody(ctx, input, row);
  ctx.loaders.clear();
  return (await findObligation(ctx, input.obligationId))!;
}

/** @throws Refusal NO_APPROVALS, STEP_UNKNOWN */
async function placeIn(ctx: ViewerContext, obligation: ObligationRow, code: string): Promise<{ row: ApprovalsRow; place: OpinionPlace }> {
  const row = await approvalsOf(ctx, obligation);
  if (!row) throw new Refusal('NO_APPROVALS', '这项任务没有审批程序', PATH);
  const { organizationId } = ctx.viewer;
  const places = row.standing.places.filter(({ step }) => step.code === code);
  const place = places.find(({ bodyId }) => bodyId === organizationId) ?? places[0];
  if (!place) throw new Refusal('STEP_UNKNOWN', '审批程序中没有这一步', ['input', 'step']);
  return { row, place };
}

function assertWords(ctx: ViewerContext, { opinion, text, seal, datedOn, toStep }: OpinionInput, { step }: OpinionPlace): void {
  if (text === null && (opinion !== 'AGREE' || step.opinionRequired))
    throw new Refusal('TEXT_MISSING', `请填写“${step.title}”的内容`, ['input', 'text']);
  if (datedOn !== null && datedOn > dayOf(ctx.now)) throw new Refusal('DATE_IN_FUTURE', '日期不能晚于今天', ['input', 'datedOn']);
  if (toStep !== null && opinion !== 'RETURN') throw new Refusal('NOT_A_RETURN', '只有退回可以指定步骤', ['input', 'toStep']);
  if (opinion !== 'AGREE' || !step.sealRequired) return;
  if (seal === null) throw new Refusal('SEAL_MISSING', `“${step.title}”须加盖公章：请附扫描件或填写电子印章编号`, ['input', 'seal']);
  if (datedOn === null) throw new Refusal('SEAL_DATE_MISSING', '请写明盖章日期', ['input', 'datedOn']);
}

/** The steps of people without an account, as the unit enters them, and those of the unit's own people. */
async function enterForUnit(ctx: ViewerContext, input: OpinionInput): Promise<void> {
  await holdTree(ctx, 'share');
  await ownObligation(ctx, input.obligationId);
  const draft = await draftToChange(ctx, input.obligationId);
  // Read after the page is held: whoever saved or handed in meanwhile has changed what is to be signed.
  ctx.loaders.clear();
  const obligation = await ownObligation(ctx, input.obligationId);
  if (draft.version !== input.version) throw stale(['input', 'version'], { editor: await editorOf(ctx, obligation, draft) });
  const { row, place } = await placeIn(ctx, obligation, input.step);
  assertGate((await placeGates(ctx, row, place))[input.opinion === 'AGREE' ? 'agree' : 'object'], ['input', 'step']);
  const to = earlier(row, place, input.toStep);
  const contentHash = 'page' in row.standing.present ? row.standing.present.page : '';
  const way = place.step.by === 'UNIT' ? 'SIGNED' : 'ENTERED';
  const given = { task: obligation, place, opinion: input.opinion, text: input.text, contentHash, version: null, way, to } as const;
  await put(ctx, input, given, obligation);
}

/** The step before the own one to which it goes back; undefined for the content itself. */
function earlier({ standing }: ApprovalsRow, place: OpinionPlace, toStep: string | null): OpinionPlace | undefined {
  if (toStep === null) return undefined;
  const own = standing.places.indexOf(place);
  const to = standing.places.findIndex(({ step }) => step.code === toStep);
  if (to < 0 || to >= own) throw new Refusal('NOT_EARLIER', '只能退回到前面的步骤', ['input', 'toStep']);
  return standing.places[to];
}

async function giveForBody(ctx: ViewerContext, input: OpinionInput, known: ApprovalsRow): Promise<void> {
  const submission = await submissionOf(ctx, input.obligationId);
  if (!submission) throw new Refusal('NOT_SUBMITTED', '申报单位还没有报送', PATH);
  if (input.opinion === 'RETURN') return goBack(ctx, input, known, submission);
  await decideOn(ctx, submission.id, async (held) => {
    assertVersion(held, input.version);
    ctx.loaders.clear();
    const { row, place } = await placeIn(ctx, known.obligation, input.step);
    assertGate((await placeGates(ctx, row, place))[input.opinion === 'AGREE' ? 'agree' : 'object'], ['input', 'step']);
    if (input.opinion === 'AGREE') await assertOverridden(ctx, input, row, place);
    const { content_hash: contentHash, number: version } = held;
    const given = { task: row.obligation, place, opinion: input.opinion, text: input.text, contentHash, version, way: 'SIGNED' } as const;
    await put(ctx, input, given, row.obligation);
    if (input.opinion === 'REFUSE') await end(ctx, held);
  });
}

async function goBack(ctx: ViewerContext, input: OpinionInput, known: ApprovalsRow, submission: SubmissionRow): Promise<void> {
  const { row, place } = await placeIn(ctx, known.obligation, input.step);
  assertGate((await placeGates(ctx, row, place)).object, ['input', 'step']);
  const to = earlier(row, place, input.toStep);
  const { id: submissionId } = submission;
  const { version, resubmitDue } = input;
  const slip = { submissionId, version, reason: input.text!, items: [], resubmitDue, remark: null };
  const toOrganizationId = to?.hopId ? to.bodyId : null;
  await returnSubmission(ctx, { ...slip, toOrganizationId } as never, to?.hopId === null ? to.step.code : null);
}

/** C-30, C-31: the recommending level says why; the issuer confirms that it was said, except of standards, which are only answered. */
async function assertOverridden(ctx: ViewerContext, input: OpinionInput, row: ApprovalsRow, { step }: OpinionPlace): Promise<void> {
  const rules = await overridesOf(ctx, row);
  const [rule] = rules;
  if (!rule) return;
  const said = row.standing.places.some(({ opinions }) =>
    opinions.some(({ opinion, standing }) => standing === 'STANDS' && opinion.override_reason !== null),
  );
  if (step.by === 'LEVEL' && step.kinds.length === 0 && !said && input.overrideReason === null)
    throw new Refusal('OVERRIDE_REASON_MISSING', `${rule.message}：请说明推荐理由`, ['input', 'overrideReason']);
  const toConfirm = rules.find(({ code }) => row.standing.chain.overrides.some((one) => one.code === code));
  if (step.by === 'ISSUER' && toConfirm && !input.confirmsOverride)
    throw new Refusal('OVERRIDE_UNCONFIRMED', `${toConfirm.message}：请确认推荐理由`, ['input', 'confirmsOverride']);
}

async function put(
  ctx: ViewerContext,
  input: OpinionInput,
  given: Omit<Parameters<typeof writeOpinion>[1], 'seal'>,
  obligation: ObligationRow,
): Promise<OpinionRow> {
  const seal = await evidence(ctx, input);
  const { datedOn, signerPost, overrideReason, confirmsOverride: overrideConfirmed } = input;
  const row = await writeOpinion(ctx, { ...given, seal, datedOn, signerPost, overrideReason, overrideConfirmed });
  if (seal.fileId) {
    const { path, asker_path: askerPath } = obligation;
    await attachFiles(
      ctx,
      { subjectType: 'ApprovalOpinion', subjectId: row.id, path, askerPath },
      [seal.fileId],
      ['input', 'seal', 'fileId'],
    );
  }
  const { step, opinion, way, content_hash: contentHash, seal_sha256: sealSha256, seal_reference: sealReference } = row;
  const detail = { step, opinion, way, contentHash, sealSha256, sealReference };
  await record(ctx, { operation: 'giveOpinion', subjectType: 'Obligation', subjectId: obligation.id, detail });
  return row;
}

/** @throws Refusal FILE_UNKNOWN, SCAN_KIND */
async function evidence(ctx: ViewerContext, { seal }: OpinionInput): Promise<SealEvidence> {
  if (!seal?.fileId) return { fileId: null, sha256: null, reference: seal?.reference ?? null };
  const [file] = await givenFiles(ctx, [seal.fileId]);
  if (!file) throw new Refusal('FILE_UNKNOWN', '没有这个扫描件，请重新上传', ['input', 'seal', 'fileId']);
  if (!SCANS.has(file.extension)) throw new Refusal('SCAN_KIND', '扫描件只接受 PDF 或图片', ['input', 'seal', 'fileId']);
  return { fileId: file.id, sha256: file.sha256, reference: seal.reference };
}

/** NOT_RECOMMENDED, NOT_APPROVED (F-03): nobody decides on it any more. */
async function end(ctx: ViewerContext, submission: SubmissionRow): Promise<void> {
  await sql`
    update submission set holder_id = null, cleared_at = null, version = version + 1
     where federation_id = ${submission.federation_id} and id = ${submission.id}`.execute(ctx.db);
  await noteStep(ctx, submission, 'REFUSED', null);
  await announce(ctx, {
    event: 'SUBMISSION_REFUSED',
    subjectType: 'Submission',
    subjectId: submission.id,
    audience: { organizationIds: [submission.organization_id] },
  });
}
