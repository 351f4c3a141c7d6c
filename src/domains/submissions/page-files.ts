import type { ViewerContext } from '../../context.ts';
import { uploadsOf } from '../files/file.service.ts';
import type { PageFile } from './page.ts';
import type { SubmissionRow } from './submission.rows.ts';

/**
 * The files that the answers of a unit's page may name: those that it has put in, oldest first, and those that came with
 * what a body above entered for it, which it never put in itself.
 */
export async function pageFilesOf(ctx: ViewerContext, obligationId: string, submission: SubmissionRow | undefined): Promise<PageFile[]> {
  const uploads = await uploadsOf(ctx, obligationId);
  if (!submission) return uploads;
  const entries = await ctx.loaders.many('submission_entry', 'submission_id', submission.id);
  if (entries.length === 0) return uploads;
  const entered = new Set(entries.map(({ number }) => number));
  const files = await ctx.loaders.many('submission_file', 'submission_id', submission.id, { column: 'ordinal' });
  const known = new Set(uploads.map(({ id }) => id));
  const theirs = files.filter(({ number, file_id }) => entered.has(number) && !known.has(file_id));
  return [
    ...uploads,
    ...new Map(theirs.map((file) => [file.file_id, { ...file, id: file.file_id, uploaded_at: file.submitted_at }])).values(),
  ];
}
