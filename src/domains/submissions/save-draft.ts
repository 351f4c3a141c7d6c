import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal, stale } from '../../kit/errors.ts';
import type { Answer, AnswersByAsker } from '../../kit/form.ts';
import { keptAnswer } from '../../kit/form-answers.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { demandsOf } from '../obligations/find-obligation.ts';
import { draftGate } from '../obligations/gates.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import { disarm } from './arm.ts';
import { type EditorRow, editorOf } from './editor.ts';
import { openSlip, pinnedBy, submissionOf } from './find-submission.ts';
import { draftToChange, ownObligation } from './own-obligation.ts';
import { fieldOf } from './page.ts';
import type { Given, saveSubmissionDraftInput } from './submission.input.ts';
import type { DraftRow } from './submission.rows.ts';
import type { PrefilledAnswer } from './submission.shapes.ts';

type Input = Given<typeof saveSubmissionDraftInput>;

/**
 * Keeps what changed on the page, right or wrong; what is wrong comes back as findings, and stands in the way only of
 * submitting.
 *
 * @throws Refusal NOT_FOUND, NOT_OWN, NOT_STARTED, STALE_VERSION, FIELD_UNKNOWN, FIELD_LOCKED, and what the gate says
 */
export async function saveSubmissionDraft(ctx: ViewerContext, { obligationId, version, answers }: Input): Promise<EditorRow> {
  await ownObligation(ctx, obligationId);
  const draft = await draftToChange(ctx, obligationId);
  // Read after the page is held: a submission that was faster has changed it.
  const obligation = await ownObligation(ctx, obligationId);
  if (draft.version !== version) throw stale(['input', 'version'], { editor: await editorOf(ctx, obligation, draft) });
  assertGate(draftGate(obligation, ctx.now), ['input', 'obligationId']);
  const submission = await submissionOf(ctx, obligationId);
  const slip = submission && (await openSlip(ctx, submission));
  const changes = askedFor(await demandsOf(ctx, obligation), answers, pinnedBy(slip, obligation.organization_id));
  const saved = await keep(ctx, draft, merged(draft.answers, changes), lookedAt(draft.prefilled, changes));
  if (changes.length > 0) await disarm(ctx, obligationId);
  await record(ctx, {
    operation: 'saveSubmissionDraft',
    subjectType: 'Obligation',
    subjectId: obligationId,
    detail: { fields: answers.map(({ field }) => field) },
  });
  return editorOf(ctx, obligation, saved);
}

/**
 * The answers to what is asked and open, without what their questions do not know.
 * @throws Refusal FIELD_UNKNOWN, FIELD_LOCKED
 */
export function askedFor(asks: readonly DeliverableRow[], answers: Input['answers'], pinned: ReadonlySet<string> | null): Input['answers'] {
  const asked = new Map(asks.map((ask) => [ask.id, ask]));
  return answers.map(({ deliverableId, field, value }, index) => {
    const path = ['input', 'answers', String(index)];
    const ask = asked.get(deliverableId);
    const question = ask && fieldOf(ask, field);
    if (!question) throw new Refusal('FIELD_UNKNOWN', '没有这个填报项', [...path, 'field']);
    if (pinned && !pinned.has(`${deliverableId} ${field}`))
      throw new Refusal('FIELD_LOCKED', '退回时没有要求修改这一项，不能改动', [...path, 'field']);
    return { deliverableId, field, value: keptAnswer(question, value) };
  });
}

/** What was saved before with what is new on top; null takes an answer back. */
export function merged(before: AnswersByAsker, changes: Input['answers']): AnswersByAsker {
  const page = structuredClone(before);
  for (const { deliverableId, field, value } of changes) {
    const part = (page[deliverableId] ??= {});
    if (value === null || value === undefined) delete part[field];
    else part[field] = value as Answer;
  }
  return page;
}

/** What was taken over from before is confirmed by being sent, as it is or otherwise. */
function lookedAt(prefilled: DraftRow['prefilled'], changes: Input['answers']): DraftRow['prefilled'] {
  const touched = new Set(changes.map(({ deliverableId, field }) => `${deliverableId} ${field}`));
  const isSeen = ({ deliverableId, field, confirmed }: PrefilledAnswer) => confirmed || touched.has(`${deliverableId} ${field}`);
  return prefilled && prefilled.map((one) => Object.assign(one, { confirmed: isSeen(one) }));
}

async function keep(ctx: ViewerContext, draft: DraftRow, answers: AnswersByAsker, prefilled: DraftRow['prefilled']): Promise<DraftRow> {
  const { rows } = await sql<DraftRow>`
    update submission_draft
       set answers = ${JSON.stringify(answers)}::jsonb, prefilled = ${prefilled && JSON.stringify(prefilled)}::jsonb, updated_at = ${ctx.now}, updated_by_id = ${ctx.viewer.personId}, version = version + 1
     where federation_id = ${draft.federation_id} and id = ${draft.id} returning *`.execute(ctx.db);
  return rows[0]!;
}
