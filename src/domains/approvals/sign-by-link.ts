import { createHash } from 'node:crypto';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { encodeId } from '../../kit/node-id.ts';
import { dayOf } from '../../kit/time.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import type { OpinionRow } from '../chains/chain-of.ts';
import { writeOpinion } from '../chains/write-opinion.ts';
import { type EditorRow, submissionEditor } from '../submissions/editor.ts';
import { draftToChange, ownObligation } from '../submissions/own-obligation.ts';
import { type ApprovalsRow, approvalsOf, type OpinionPlace, unitStepGate } from './approvals.ts';

/** The step that somebody of the unit without an account may sign now, as it is shown to them. */
export interface SignableStep {
  readonly row: ApprovalsRow;
  readonly place: OpinionPlace;
  readonly editor: EditorRow;
  /** SHA-256 of the page and the step: another text, or another step, is not what was shown. */
  readonly contentHash: string;
}

/** @throws Refusal NOT_FOUND, NOT_OWN, NO_APPROVALS, OUT_OF_ORDER, and what the gate of the step says */
export async function stepToSign(ctx: ViewerContext, obligationId: string, path: readonly string[]): Promise<SignableStep> {
  const obligation = await ownObligation(ctx, obligationId, path);
  const row = await approvalsOf(ctx, obligation);
  if (!row) throw new Refusal('NO_APPROVALS', '这项任务没有审批程序', path);
  const place = row.standing.next;
  if (!place || place.step.by !== 'UNIT_OUTSIDER') throw new Refusal('OUT_OF_ORDER', '现在没有需要本单位人员签署的意见', path);
  assertGate(await unitStepGate(ctx, row, place), path);
  const editor = await submissionEditor(ctx, obligationId);
  if (!editor || !('page' in row.standing.present)) throw notFound(path);
  const contentHash = createHash('sha256').update(`${row.standing.present.page} ${place.step.code}`).digest('hex');
  return { row, place, editor, contentHash };
}

/** What the page says, line by line, and what was said about it before: whoever signs can look nothing up. */
export function linesToSign({ row, place, editor }: SignableStep): { label: string; text: string }[] {
  const names = new Map(editor.uploads.map(({ id, name }) => [encodeId('File', id), name]));
  const answers = editor.asks.flatMap(({ id, fields }) =>
    fields
      .filter(({ type }) => type !== 'SEAL')
      .map(({ key, label }) => ({ label, text: plain(editor.draft.answers[id]?.[key] ?? null, names) })),
  );
  const before = row.standing.places.slice(0, row.standing.places.indexOf(place)).map(({ step, opinions }) => {
    const { text, dated_on: day } = opinions.findLast(({ standing }) => standing === 'STANDS')?.opinion ?? { text: null, dated_on: null };
    return { label: step.title, text: [text ?? '同意', day].filter(Boolean).join('，') };
  });
  return [...answers, ...before].filter(({ text }) => text !== '');
}

function plain(value: unknown, names: ReadonlyMap<string, string>): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one) => plain(one, names)).join('；');
  return typeof value === 'object'
    ? Object.values(value)
        .map((one) => plain(one, names))
        .filter(Boolean)
        .join(' ')
    : '';
}

export interface LinkAnswer {
  readonly opinion: 'AGREE' | 'RETURN';
  readonly text: string | null;
  readonly sealReference: string | null;
  readonly contentHash: string;
}

/**
 * The opinion of somebody without an account, by a link that is good once. Agreeing where a seal is wanted takes the reference of
 * an electronic one: who has only a stamp signs on paper, and the unit enters that.
 *
 * @throws Refusal SUBJECT_CHANGED, SEAL_MISSING, and what the gate of the step says
 */
export async function signStep(ctx: ViewerContext, obligationId: string, given: LinkAnswer): Promise<OpinionRow> {
  const path = ['input', 'token'];
  await draftToChange(ctx, obligationId);
  ctx.loaders.clear();
  const { row, place, contentHash } = await stepToSign(ctx, obligationId, path);
  if (contentHash !== given.contentHash)
    throw new Refusal('SUBJECT_CHANGED', '申报表在链接发出后有变动，请联系发出链接的单位重新发送', path);
  if (given.opinion === 'AGREE' && place.step.sealRequired && given.sealReference === null)
    throw new Refusal('SEAL_MISSING', `“${place.step.title}”须加盖公章：请填写电子印章编号，或在纸质表上盖章后交本单位经办人录入`, [
      'input',
      'sealReference',
    ]);
  return writeOpinion(ctx, {
    task: row.obligation,
    place,
    opinion: given.opinion,
    text: given.text ?? '同意',
    contentHash: (row.standing.present as { page: string }).page,
    version: null,
    way: 'LINK',
    datedOn: dayOf(ctx.now),
    seal: { fileId: null, sha256: null, reference: given.sealReference },
  });
}
