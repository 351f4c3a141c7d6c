import type { Answers, AnswersByAsker, FormField } from '../../kit/form.ts';
import { checkAnswers, checkFile, checklistOf, type Finding, type KnownFile, type KnownFiles, namedFiles } from '../../kit/form-answers.ts';
import { decodeId, encodeId } from '../../kit/node-id.ts';
import { Refusal, type UserError } from '../../kit/errors.ts';
import type { PageFile } from '../files/file.rows.ts';
import { overridesNeeded } from '../chains/chain-of.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import { referenceDayOf } from './sheet-scores.ts';
import { staleStamps } from './stamps.ts';
import type { DraftRow, SubmissionRow } from './submission.rows.ts';

export type { PageFile } from '../files/file.rows.ts';

/** A file of a page, once it is in and was looked at. */
export type StoredPageFile = PageFile & { readonly media_type: string; readonly sha256: string };

export const isStored = (file: PageFile): file is StoredPageFile => file.media_type !== null && file.sha256 !== null;

const asKnownFile = ({ extension, state, failure = null, media = null }: PageFile): KnownFile => ({
  extension,
  unfinished: state === 'UPLOADING' || state === 'PROBING',
  failure,
  facts: media,
});

/** How answers name files: by the ids that the API hands out. */
export const knownFiles = (uploads: readonly PageFile[]): KnownFiles =>
  new Map(uploads.map((upload) => [encodeId('File', upload.id), asKnownFile(upload)]));

const answersTo = (page: AnswersByAsker, deliverableId: string): Answers => page[deliverableId] ?? {};

/** What is wrong on the page; a path begins with the asker's deliverable, as the API names it, then the field. */
export function findingsOf(asks: readonly DeliverableRow[], page: AnswersByAsker, files: KnownFiles, now: Date): Finding[] {
  return asks.flatMap((ask) => [
    ...checkAnswers(ask.fields, answersTo(page, ask.id), [encodeId('Deliverable', ask.id)], files, referenceDayOf(ask, now)),
    ...overrideFindings(ask, answersTo(page, ask.id)),
  ]);
}

/** Answers with which a unit may apply, but is not usually recommended (S2-07): said to the unit and to whoever reviews. */
export function overrideFindings(
  { id, root_id, approvals }: Pick<DeliverableRow, 'id' | 'root_id' | 'approvals'>,
  answers: Answers,
): Finding[] {
  if (!approvals || id !== root_id) return [];
  return overridesNeeded(approvals, id, { [id]: answers }).map(({ field, message }): Finding => ({
    code: 'OVERRIDE_NEEDED',
    severity: 'WARN',
    path: [encodeId('Deliverable', id), field],
    message,
  }));
}

/**
 * The same for a page that is being filled in: what it took over stands in the way until the unit has looked at it.
 */
export function draftFindings(
  asks: readonly DeliverableRow[],
  { answers, prefilled }: DraftRow,
  uploads: readonly PageFile[],
  now: Date,
): Finding[] {
  const labels = new Map(asks.flatMap(({ id, fields }) => fields.map(({ key, label }) => [`${id} ${key}`, label])));
  // A correction may have dropped the question.
  const unseen = (prefilled ?? []).filter(({ confirmed, deliverableId, field }) => !confirmed && labels.has(`${deliverableId} ${field}`));
  return [
    ...findingsOf(asks, answers, knownFiles(uploads), now),
    ...staleStamps(asks, answers, uploads),
    ...unseen.map(({ deliverableId, field }): Finding => ({
      code: 'PREFILL_UNCONFIRMED',
      severity: 'BLOCK',
      path: [encodeId('Deliverable', deliverableId), field],
      message: `“${labels.get(`${deliverableId} ${field}`) ?? field}”沿用了以前审核通过的数据，请核对确认`,
    })),
  ];
}

/**
 * Without what is locked, when something was returned to be mended in places: that was right when it was handed in, and an
 * answer under an older form stays valid. Nothing of a nil report was ever right.
 *
 * @param pinned the questions that may be answered, as `deliverable field`; null when all may
 */
export function inOpenFields(
  findings: readonly Finding[],
  pinned: ReadonlySet<string> | null,
  previous: SubmissionRow | undefined,
): Finding[] {
  if (!pinned || !previous || previous.nil) return [...findings];
  const isOpen = ({ path: [asker, field] }: Finding) => pinned.has(`${decodeId(asker!)?.id} ${field}`);
  return findings.filter(isOpen);
}

/** How many of the questions that must be right are right. */
export function checklist(asks: readonly DeliverableRow[], findings: readonly Finding[]): { done: number; total: number } {
  const questions = asks.flatMap(({ id, fields }) => fields.map((field) => ({ field, at: [encodeId('Deliverable', id), field.key] })));
  return checklistOf(questions, findings);
}

/** Only what was asked, part by part. */
export function partsOf(
  asks: readonly DeliverableRow[],
  page: AnswersByAsker,
): { readonly ask: DeliverableRow; readonly answers: Answers }[] {
  return asks.map((ask) => {
    const given = answersTo(page, ask.id);
    return { ask, answers: Object.fromEntries(ask.fields.flatMap(({ key }) => (Object.hasOwn(given, key) ? [[key, given[key]!]] : []))) };
  });
}

/** Answers to one asker as the API shows them, in the order of its questions as far as these are in sight. */
export function answersInOrder(deliverableId: string, fields: readonly FormField[], answers: Answers) {
  const keys = new Set([...fields.map(({ key }) => key), ...Object.keys(answers)]);
  return [...keys]
    .filter((key) => Object.hasOwn(answers, key))
    .map((key) => ({ deliverableId: encodeId('Deliverable', deliverableId), field: key, value: answers[key] as unknown }));
}

/** The question with this key; undefined when none is asked. */
export const fieldOf = (ask: Pick<DeliverableRow, 'fields'>, key: string): FormField | undefined =>
  ask.fields.find((field) => field.key === key);

interface Page {
  readonly asks: readonly DeliverableRow[];
  readonly draft: { readonly answers: AnswersByAsker };
  readonly findings: readonly Finding[];
}

/** What is wrong with one file: where the answers name it, else as an answer to the question that it was put in for. */
export function findingsOfFile({ asks, draft, findings }: Page, upload: PageFile): Finding[] {
  const file = encodeId('File', upload.id);
  for (const { id, fields } of asks) {
    for (const question of fields) {
      const { key, type } = question;
      const place = namedFiles(answersTo(draft.answers, id)[key]).indexOf(file);
      if (place < 0) continue;
      if (type === 'SHEET') return checkFile(question, asKnownFile(upload), [encodeId('Deliverable', id), key]);
      const at = [encodeId('Deliverable', id), key, type === 'SEAL' ? 'fileId' : String(place)];
      return findings.filter(({ path }) => at.every((part, index) => path[index] === part));
    }
  }
  const ask = asks.find(({ id }) => id === upload.deliverable_id);
  const question = ask && upload.field ? fieldOf(ask, upload.field) : undefined;
  return question ? checkFile(question, asKnownFile(upload), [encodeId('Deliverable', ask!.id), question.key]) : [];
}

/** @throws Refusal with every blocking finding under `input.answers.<deliverable>.<field>` */
export function assertRight(findings: readonly Finding[]): void {
  const [first, ...rest] = findings
    .filter(({ severity }) => severity === 'BLOCK')
    .map(({ code, message, path }): UserError => ({ code, message, path: ['input', 'answers', ...path] }));
  if (first) throw Refusal.ofAll([first, ...rest]);
}
