import type { Answers, AnswersByAsker, FormField } from '../../kit/form.ts';
import { checkAnswers, checklistOf, type Finding, type KnownFiles } from '../../kit/form-answers.ts';
import { encodeId } from '../../kit/node-id.ts';
import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import type { DraftRow } from './submission.rows.ts';

/** A file that answers of a page may name, wherever it was put in. */
export type PageFile = Pick<Selectable<Tables['upload']>, 'id' | 'name' | 'extension' | 'media_type' | 'size' | 'sha256' | 'storage_key'>;

/** How answers name files: by the ids that the API hands out. */
export const knownFiles = (uploads: readonly PageFile[]): KnownFiles => new Map(uploads.map((file) => [encodeId('File', file.id), file]));

const answersTo = (page: AnswersByAsker, deliverableId: string): Answers => page[deliverableId] ?? {};

/** What is wrong on the page; a path begins with the asker's deliverable, as the API names it, then the field. */
export function findingsOf(asks: readonly DeliverableRow[], page: AnswersByAsker, files: KnownFiles): Finding[] {
  return asks.flatMap(({ id, fields }) => checkAnswers(fields, answersTo(page, id), [encodeId('Deliverable', id)], files));
}

/**
 * The same for a page that is being filled in: what it took over stands in the way until the unit has looked at it.
 */
export function draftFindings(asks: readonly DeliverableRow[], { answers, prefilled }: DraftRow, uploads: readonly PageFile[]): Finding[] {
  const unseen = (prefilled ?? []).filter(({ confirmed }) => !confirmed);
  const labels = new Map(asks.flatMap(({ id, fields }) => fields.map(({ key, label }) => [`${id} ${key}`, label])));
  return [
    ...findingsOf(asks, answers, knownFiles(uploads)),
    ...unseen.map(({ deliverableId, field }): Finding => ({
      code: 'PREFILL_UNCONFIRMED',
      severity: 'BLOCK',
      path: [encodeId('Deliverable', deliverableId), field],
      message: `“${labels.get(`${deliverableId} ${field}`) ?? field}”沿用了以前审核通过的数据，请核对确认`,
    })),
  ];
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
