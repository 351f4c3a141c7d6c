import type { ViewerContext } from '../../context.ts';
import { encodeId } from '../../kit/node-id.ts';
import type { SealAnswer } from '../../kit/form.ts';
import { asFile } from '../files/file.rows.ts';
import type { SubmissionRow } from './submission.rows.ts';

/** The seals of the version that stands, in the order of the questions, as far as the caller reads their parts. */
export async function sealsOf(ctx: ViewerContext, { id, number }: SubmissionRow) {
  const [parts, files] = await Promise.all([
    ctx.loaders.many('submission_part', 'submission_id', id),
    ctx.loaders.many('submission_file', 'submission_id', id, { column: 'ordinal' }),
  ]);
  const scans = new Map(files.filter((file) => file.number === number).map((file) => [encodeId('File', file.file_id), file]));
  const found = parts
    .filter((part) => part.number === number)
    .map(async ({ deliverable_id, answers }) => {
      const ask = await ctx.loaders.one('deliverable', deliverable_id);
      return (ask?.fields ?? []).flatMap(({ key, label, type }) => {
        if (type !== 'SEAL' || !answers[key]) return [];
        const { fileId, reference, date } = answers[key] as SealAnswer;
        const scan = scans.get(fileId ?? '');
        const file = scan ? asFile(scan.file_id, scan) : null;
        return [
          {
            deliverableId: encodeId('Deliverable', deliverable_id),
            field: key,
            label,
            file,
            printCode: scan?.print_code ?? null,
            reference: reference ?? null,
            date,
          },
        ];
      });
    });
  return (await Promise.all(found)).flat();
}
