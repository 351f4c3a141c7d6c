import type { ViewerContext } from '../../context.ts';
import type { Paper } from '../../kit/paper/document.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { findSubmission } from '../submissions/find-submission.ts';
import { paperOf } from './paper-of.ts';

/**
 * What was handed in, on paper, for whoever reads it: the part of one asker, or the first one in reach; its receipt number is the
 * code. Undefined when none is in reach, or when it said that there is nothing to report.
 */
export async function submissionPaper(ctx: ViewerContext, id: string, deliverableId: string | null): Promise<Paper | undefined> {
  const submission = await findSubmission(ctx, id);
  if (!submission) return undefined;
  const parts = await ctx.loaders.many('submission_part', 'submission_id', id);
  const part = parts.find((one) => one.number === submission.number && (deliverableId === null || one.deliverable_id === deliverableId));
  const ask = part && (await ctx.loaders.one('deliverable', part.deliverable_id));
  if (!ask) return undefined;
  const filler = await organizationById(ctx, submission.organization_id);
  return paperOf(ask, part.answers, filler?.name ?? '', submission.receipt_number, ctx.now);
}
