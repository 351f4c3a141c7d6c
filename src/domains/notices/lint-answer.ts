import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal, stale } from '../../kit/errors.ts';
import { json } from '../../kit/sql.ts';
import { dayOf, endOfDay } from '../../kit/time.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { contentHash } from './content-hash.ts';
import type { LintFinding, LintProposal } from './lint-finding.ts';
import type { answerLintFindingInput, confirmLintProposalInput } from './lint.input.ts';
import { answersOf, type LintAnswerRow, lintNotice } from './lint-notice.ts';
import { editGate } from './notice.gates.ts';
import { asNotice, type DeliverableRow, type NoticeRow } from './notice.rows.ts';
import { noticeToChange } from './read-notices.ts';
import { appendStep } from './sign-off.ts';
import { revised } from './write-content.ts';

/**
 * Says why something that was found may stay as it is. It holds as long as the facts do, and goes out with the notice.
 * @throws Refusal NOT_FOUND, ALREADY_ISSUED, FINDING_GONE, FINDING_BLOCKS
 */
export async function answerLintFinding(ctx: ViewerContext, input: z.output<typeof answerLintFindingInput>): Promise<NoticeRow> {
  await holdTree(ctx, 'share');
  const notice = await noticeToChange(ctx, input.noticeId);
  assertGate(editGate(ctx, notice), ['input', 'noticeId']);
  const finding = await find(ctx, notice, input.finding);
  if (finding.severity === 'BLOCK') throw new Refusal('FINDING_BLOCKS', '这一问题必须修改，不能只作说明', ['input', 'finding']);
  await append(ctx, notice, finding, input.answer, null);
  await record(ctx, {
    operation: 'answerLintFinding',
    subjectType: 'Notice',
    subjectId: notice.id,
    detail: { code: finding.code, key: finding.key, answer: input.answer },
  });
  ctx.loaders.clear();
  return notice;
}

/**
 * Takes what is proposed to mend a finding: changes the draft, which begins its way to the signature anew.
 * @throws Refusal as above, STALE_VERSION, NO_PROPOSAL
 */
export async function confirmLintProposal(ctx: ViewerContext, input: z.output<typeof confirmLintProposalInput>): Promise<NoticeRow> {
  await holdTree(ctx, 'share');
  const notice = await noticeToChange(ctx, input.noticeId);
  assertGate(editGate(ctx, notice), ['input', 'noticeId']);
  if (notice.version !== input.version) throw stale(['input', 'version'], { notice });
  const finding = await find(ctx, notice, input.finding);
  const { proposal } = finding;
  if (!proposal) throw new Refusal('NO_PROPOSAL', '这一问题没有可直接采用的建议，请修改文稿或说明理由', ['input', 'finding']);
  const rows = await ctx.loaders.many('deliverable', 'notice_id', notice.id, { column: 'ordinal' });
  await apply(
    ctx,
    notice,
    proposal,
    rows.find(({ key }) => key === finding.key),
  );
  const changed = await ctx.db
    .updateTable('notice')
    .set({ ...columnsOf(notice, proposal), ...revised(ctx, notice), updated_at: ctx.now, version: notice.version + 1 })
    .where('federation_id', '=', notice.federation_id)
    .where('id', '=', notice.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await append(ctx, notice, finding, `采用建议：${proposal.label}`, proposal);
  ctx.loaders.clear();
  const now = asNotice(changed);
  if (notice.stage !== 'DRAFTING') await appendStep(ctx, now, { kind: 'REVISED' }, await contentHash(ctx, now));
  const detail = { code: finding.code, key: finding.key, proposal };
  await record(ctx, { operation: 'confirmLintProposal', subjectType: 'Notice', subjectId: notice.id, detail });
  return now;
}

async function find(ctx: ViewerContext, notice: NoticeRow, fingerprint: string): Promise<LintFinding> {
  if (!/^[0-9a-f]{24}$/u.test(fingerprint)) throw notFound(['input', 'finding']);
  const found = (await lintNotice(ctx, notice)).find((finding) => finding.fingerprint === fingerprint);
  if (!found) throw new Refusal('FINDING_GONE', '这一问题已不存在，或内容已有变化，请重新核对', ['input', 'finding']);
  return found;
}

/** What a proposal changes in the deliverable that the finding is about. */
async function apply(
  ctx: ViewerContext,
  notice: NoticeRow,
  proposal: LintProposal,
  row: Readonly<Omit<DeliverableRow, '__typename'>> | undefined,
): Promise<void> {
  if (!row) return;
  const columns = dueOf(proposal, row);
  if (!columns) return;
  await ctx.db.updateTable('deliverable').set(columns).where('federation_id', '=', notice.federation_id).where('id', '=', row.id).execute();
}

function dueOf(proposal: LintProposal, row: Pick<DeliverableRow, 'due_at'>) {
  switch (proposal.action) {
    case 'SET_DUE':
      return { due_at: endOfDay(proposal.day), due_starts_at: null, due_confirmed: true, no_due: false, due_shifted_from: null };
    case 'SHIFT_DUE':
      return { due_at: endOfDay(proposal.day), due_confirmed: true, due_shifted_from: dayOf(new Date(row.due_at!.getTime() - 1)) };
    case 'CONFIRM_DUE':
      return { due_confirmed: true };
    case 'MARK_NO_DUE':
      return { no_due: true, due_confirmed: true };
    default:
      return undefined;
  }
}

/** What it changes in the notice itself. */
function columnsOf({ activities }: NoticeRow, proposal: LintProposal) {
  if (proposal.action === 'SET_TITLE') return { title: proposal.text };
  if (proposal.action !== 'ADD_ALIAS') return {};
  const { name, alias } = proposal;
  return { activities: json(activities.map((one) => (one.name === name ? { ...one, aliases: [...one.aliases, alias] } : one))) };
}

async function append(
  ctx: ViewerContext,
  notice: NoticeRow,
  finding: LintFinding,
  answer: string,
  proposal: LintProposal | null,
): Promise<void> {
  await ctx.db
    .insertInto('lint_answer')
    .values({
      federation_id: notice.federation_id,
      id: uuid7(),
      notice_id: notice.id,
      path: notice.path,
      published_at: null,
      fingerprint: finding.fingerprint,
      code: finding.code,
      key: finding.key,
      severity: finding.severity,
      message: finding.message,
      answer,
      proposal: proposal && json(proposal),
      answered_by_id: ctx.viewer.personId,
      answered_at: ctx.now,
    })
    .execute();
}

/**
 * Lets those answers go out with the notice that still hold: to what is still found, and proposals whose effect still stands.
 * @param open the findings that go out answered
 * @param toId the notice with which they go; another one than was written for a correction
 */
export async function publishAnswers(
  ctx: ViewerContext,
  notice: NoticeRow,
  open: readonly { readonly answer: LintAnswerRow | null }[],
  toId: string = notice.id,
): Promise<void> {
  const taken = (await answersOf(ctx, notice.id)).filter(({ proposal }) => proposal);
  const rows = await ctx.loaders.many('deliverable', 'notice_id', notice.id, { column: 'ordinal' });
  const standing = taken.filter(({ proposal, key }) =>
    stands(
      proposal as LintProposal,
      notice,
      rows.find((row) => row.key === key),
    ),
  );
  const ids = new Set([...open.flatMap(({ answer }) => answer?.id ?? []), ...standing.map(({ id }) => id)]);
  if (ids.size === 0) return;
  await ctx.db
    .updateTable('lint_answer')
    .set({ published_at: ctx.now, notice_id: toId })
    .where('federation_id', '=', notice.federation_id)
    .where('id', 'in', [...ids])
    .execute();
}

function stands(
  proposal: LintProposal,
  { title, activities }: NoticeRow,
  row: Pick<DeliverableRow, 'due_at' | 'no_due'> | undefined,
): boolean {
  switch (proposal.action) {
    case 'SET_DUE':
    case 'SHIFT_DUE':
      return row?.due_at?.getTime() === endOfDay(proposal.day).getTime();
    case 'CONFIRM_DUE':
      return row?.due_at?.getTime() === Date.parse(proposal.dueAt);
    case 'MARK_NO_DUE':
      return row?.no_due === true;
    case 'ADD_ALIAS':
      return activities.some(({ name, aliases }) => name === proposal.name && aliases.includes(proposal.alias));
    case 'SET_TITLE':
      return title === proposal.text;
  }
}
