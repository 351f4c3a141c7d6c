import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal, stale, type UserError } from '../../kit/errors.ts';
import { widen } from '../../kit/system.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { holdCorrected } from '../obligations/correct-obligations.ts';
import { withRollup } from '../submissions/rollup.ts';
import { noticeToAmend } from './amend-notice.ts';
import { applyCorrection } from './apply-correction.ts';
import { attachmentsOf } from './attachments.ts';
import { amendGate, issueCorrectionGate } from './correction.gates.ts';
import type { IssueCorrection } from './correction.input.ts';
import { compareAddressees, type Compared, correctionFaults } from './correction-rules.ts';
import { changesBetween, match } from './difference.ts';
import type { Change } from './edition.shapes.ts';
import { closingInstant } from './issue-notice.ts';
import { publishAnswers } from './lint-answer.ts';
import { type AnsweredFinding, lintNotice, parentsOf } from './lint-notice.ts';
import { asDeliverable, asNotice, type DeliverableRow, type NoticeRow } from './notice.rows.ts';
import { noticeToChange } from './read-notices.ts';
import { assertAsSigned } from './sign-off.ts';

const SUBJECT = ['input', 'noticeId'];

/** A correction that is ready to be applied: what differs, and what hangs on it. */
export interface Correction extends Compared {
  /** The superior's notice, of a forwarding. */
  readonly superior: NoticeRow | undefined;
  /** By what earlier corrections of this notice are handed on, and the superior's are. */
  readonly passOns: readonly string[];
  readonly changes: readonly Change[];
}

/**
 * Makes a draft the next edition of the notice that it corrects, for everybody below at once: earlier dues draw later ones
 * to them, what is no longer asked for is cancelled, what is new is delivered. Who handed the notice on owes to hand this on.
 * A few statements, however many bodies.
 * @throws Refusal NOT_FOUND, NOT_CORRECTION, ALREADY_ISSUED, NOT_SIGNED, STALE_VERSION, RECALLED, NOTHING_CHANGED, and
 * everything else that is wrong with it at once
 */
export async function issueCorrection(ctx: ViewerContext, input: IssueCorrection): Promise<NoticeRow> {
  // What is asked changes at every hop: nobody hands on, is addressed or moves meanwhile.
  await holdTree(ctx, 'change');
  const draft = await noticeToChange(ctx, input.noticeId);
  assertGate(await issueCorrectionGate(ctx, draft), SUBJECT);
  if (draft.version !== input.version) throw stale(['input', 'version'], { notice: draft });
  const signature = await assertAsSigned(ctx, draft);
  const notice = await noticeToAmend(ctx, draft.amends_id!);
  assertGate(amendGate(ctx, notice), SUBJECT);
  const correction = await compare(ctx, notice, draft);
  await publishAnswers(ctx, draft, await assertRight(ctx, correction), notice.id);

  const held = await widen(ctx, () => holdCorrected(ctx, correction));
  const amended = await withRollup(ctx, held, () => widen(ctx, () => applyCorrection(ctx, correction)));
  const { reason, reask } = draft.amendment!;
  const detail = {
    edition: amended.edition,
    reason,
    reask,
    changes: correction.changes.map(({ kind }) => kind),
    contentHash: signature?.content_hash ?? null,
  };
  await record(ctx, { operation: 'issueCorrection', subjectType: 'Notice', subjectId: notice.id, detail });
  ctx.loaders.clear();
  return amended;
}

/** In what a draft of a correction differs from what it corrects. */
export async function compare(ctx: ViewerContext, notice: NoticeRow, draft: NoticeRow): Promise<Correction> {
  const rows = await deliverablesOf(ctx, [notice.id, draft.id, ...(notice.forwards_id ? [notice.forwards_id] : [])]);
  const ever = rows.filter((row) => row.notice_id === notice.id);
  // A draft says only what closes apart from the due; what was sent has the instant.
  const drafted = rows
    .filter((row) => row.notice_id === draft.id)
    .map((row) => Object.assign(row, row.inherits_id ? {} : { closes_at: closingInstant(row) }));
  const standing = ever.filter(({ withdrawn_at, output }) => !withdrawn_at && output !== 'CORRECTION');
  const addressees = await compareAddressees(ctx, notice, draft);
  const superior = notice.forwards_id ? await ctx.loaders.one('notice', notice.forwards_id) : undefined;
  return {
    notice,
    draft,
    drafted,
    ever,
    addressees,
    superior: superior && asNotice(superior),
    passOns: rows.filter(({ output }) => output === 'CORRECTION').map(({ id }) => id),
    parents: await parentsOf(ctx, drafted),
    ...match(standing, drafted),
    changes: changesBetween(
      { notice, deliverables: standing, attachments: await attachmentsOf(ctx, notice.id) },
      { notice: draft, deliverables: drafted, attachments: await attachmentsOf(ctx, draft.id) },
      addressees.gained,
    ),
  };
}

async function deliverablesOf(ctx: ViewerContext, noticeIds: readonly string[]): Promise<DeliverableRow[]> {
  const { rows } = await sql<DeliverableRow>`
    select * from deliverable where federation_id = ${ctx.viewer.federationId} and notice_id = any (${[...noticeIds]}::uuid[]) order by ordinal
  `.execute(ctx.db);
  return rows.map(asDeliverable);
}

async function assertRight(ctx: ViewerContext, correction: Correction): Promise<readonly AnsweredFinding[]> {
  const { changes, notice, draft, superior } = correction;
  const findings = await lintNotice(ctx, draft);
  const errors = await correctionFaults(ctx, correction, findings);
  if (errors.length) throw Refusal.ofAll(errors as [UserError, ...UserError[]]);
  const passesOn = superior !== undefined && superior.edition > notice.based_on;
  if (changes.length === 0 && !passesOn) throw new Refusal('NOTHING_CHANGED', '更正稿与现行文件没有差别', SUBJECT);
  return findings.filter(({ answer }) => answer);
}
