import { createHash } from 'node:crypto';
import { canonical } from '../../kit/canonical.ts';
import type { AnswersByAsker } from '../../kit/form.ts';
import { namedFiles } from '../../kit/form-answers.ts';
import { encodeId } from '../../kit/node-id.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import { type PageFile, partsOf } from './page.ts';

/**
 * SHA-256, in hexadecimal, of what the steps of a unit agree to: answers and files without the seals, which are put under it
 * afterwards and are no part of what is sealed.
 */
export function signedHash(asks: readonly DeliverableRow[], page: AnswersByAsker, uploads: readonly PageFile[]): string {
  const hashes = new Map(uploads.map(({ id, sha256 }) => [encodeId('File', id), sha256]));
  const parts = partsOf(asks, page).map(({ ask, answers }) => {
    const signed = ask.fields.filter(({ key, type }) => type !== 'SEAL' && Object.hasOwn(answers, key));
    return {
      deliverableId: ask.id,
      answers: Object.fromEntries(signed.map(({ key }) => [key, answers[key]])),
      files: signed.flatMap(({ key, type }) => (type === 'FILE' ? namedFiles(answers[key]).map((id) => hashes.get(id) ?? null) : [])),
    };
  });
  return createHash('sha256').update(canonical(parts)).digest('hex');
}
