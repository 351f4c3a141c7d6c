import type { ViewerContext } from '../../context.ts';
import type { Answer, FormField } from '../../kit/form.ts';
import { checkAnswers, type Finding } from '../../kit/form-answers.ts';
import { compareSheets, type SheetDifference } from '../../kit/score/compare-sheets.ts';
import { encodeId } from '../../kit/node-id.ts';
import { overrideFindings } from './page.ts';
import type { PartRow, SubmissionRow } from './submission.rows.ts';

/** What is remarkable about the version that stands, as far as the caller reads its parts: what blocks was never handed in. */
export async function versionFindings(ctx: ViewerContext, { id, number, nil }: SubmissionRow): Promise<Finding[]> {
  if (nil) return [];
  const [parts, files] = await Promise.all([
    ctx.loaders.many('submission_part', 'submission_id', id),
    ctx.loaders.many('submission_file', 'submission_id', id, { column: 'ordinal' }),
  ]);
  const known = new Map(files.map(({ file_id, extension, media }) => [encodeId('File', file_id), { extension, facts: media }]));
  const found = parts
    .filter((part) => part.number === number)
    .map(async ({ deliverable_id, answers, results }) => {
      const asked = await ctx.loaders.one('deliverable', deliverable_id);
      const at = [encodeId('Deliverable', deliverable_id)];
      const wrong = checkAnswers(asked?.fields ?? [], answers, at, known, referenceDayOf(results));
      return asked ? wrong.concat(overrideFindings(asked, answers)) : wrong;
    });
  return (await Promise.all(found)).flat();
}

/** Vetoes look back from the same day as when it was handed in. */
const referenceDayOf = (results: PartRow['results']): string | undefined => Object.values(results ?? {})[0]?.referenceDay;

/** One answer that differs from that of the round before. */
export interface ChangedAnswer {
  readonly deliverableId: string;
  readonly field: FormField;
  readonly before: Answer | null;
  readonly after: Answer | null;
  /** Of a score sheet, in which items. */
  readonly sheet: SheetDifference | null;
  /** The slip that led to this round named it. */
  readonly asked: boolean;
}

/** What the unit changed between the last two versions, in the order of the questions; nothing in a first round. */
export async function diffFromLastRound(
  ctx: ViewerContext,
  { id, number, organization_id: unit }: SubmissionRow,
): Promise<ChangedAnswer[]> {
  if (number < 2) return [];
  const parts = await ctx.loaders.many('submission_part', 'submission_id', id);
  const slips = await ctx.loaders.many('return_slip', 'submission_id', id, { column: 'round', descending: true });
  const slip = slips.find(({ answered_at, organization_id }) => answered_at !== null && organization_id === unit);
  const named = new Set(slip?.items.map(({ deliverableId, field }) => `${deliverableId} ${field}`));
  const of = (round: number) => new Map(parts.filter((part) => part.number === round).map((part) => [part.deliverable_id, part]));
  const [before, after] = [of(number - 1), of(number)];
  const changed = [...new Set([...before.keys(), ...after.keys()])].map(async (deliverableId) => {
    const fields = (await ctx.loaders.one('deliverable', deliverableId))?.fields ?? [];
    const answerIn = (part: PartRow | undefined, key: string) => part?.answers[key] ?? null;
    return fields.flatMap((field) => {
      const [was, is] = [answerIn(before.get(deliverableId), field.key), answerIn(after.get(deliverableId), field.key)];
      if (JSON.stringify(was) === JSON.stringify(is)) return [];
      const day = referenceDayOf(after.get(deliverableId)?.results ?? null) ?? referenceDayOf(before.get(deliverableId)?.results ?? null);
      const sheet = field.sheet && day ? compareSheets(field.sheet, was, is, day) : null;
      return [{ deliverableId, field, before: was, after: is, sheet, asked: named.has(`${deliverableId} ${field.key}`) }];
    });
  });
  return (await Promise.all(changed)).flat();
}
