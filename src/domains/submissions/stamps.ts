import { createHash } from 'node:crypto';
import { canonical } from '../../kit/canonical.ts';
import type { Answers, AnswersByAsker } from '../../kit/form.ts';
import { type Finding, isBlank, namedFiles } from '../../kit/form-answers.ts';
import { encodeId } from '../../kit/node-id.ts';
import { isPrinted } from '../../kit/paper/form-paper.ts';
import type { PageFile } from '../files/file.rows.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';

type Ask = Pick<DeliverableRow, 'id' | 'fields'>;

/** What of the answers stands on paper. */
export const printedAnswers = ({ fields }: Pick<Ask, 'fields'>, answers: Answers): Answers =>
  Object.fromEntries(fields.filter((field) => isPrinted(field) && !isBlank(answers[field.key])).map(({ key }) => [key, answers[key]!]));

/** SHA-256 of it in hexadecimal: a seal is good for exactly this. */
export const printedHash = (ask: Ask, answers: Answers): string =>
  createHash('sha256')
    .update(canonical({ deliverableId: ask.id, answers: printedAnswers(ask, answers) }))
    .digest('hex');

/**
 * Scans that came back against a print whose content was changed since: the seal says something else than the page, and a new
 * one is asked for. A scan that came back against no print is not compared with anything.
 */
export function staleStamps(asks: readonly Ask[], page: AnswersByAsker, uploads: readonly PageFile[]): Finding[] {
  const stamped = new Map(uploads.filter(({ print_hash: hash }) => hash).map((upload) => [encodeId('File', upload.id), upload]));
  if (stamped.size === 0) return [];
  return asks.flatMap((ask) => {
    const answers = page[ask.id] ?? {};
    const hash = printedHash(ask, answers);
    const seals = ask.fields.filter(({ type }) => type === 'SEAL');
    return seals.flatMap(({ key, label }) => {
      const scan = stamped.get(namedFiles(answers[key])[0] ?? '');
      if (!scan || scan.print_hash === hash) return [];
      const message = `“${label}”盖的是打印件 ${scan.print_code!} 的内容，此后内容已修改，请重新打印、盖章并上传扫描件`;
      return [{ code: 'STAMP_STALE', severity: 'BLOCK' as const, path: [encodeId('Deliverable', ask.id), key, 'fileId'], message }];
    });
  });
}
