import type { ViewerContext } from '../../context.ts';
import { assignmentOf } from '../assessments/read-assignments.ts';
import { roundOf } from '../assessments/read-rounds.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { asJob } from '../jobs/job.rows.ts';
import { findDeliverable, noticeOf } from '../notices/read-notices.ts';
import { asObligation } from '../obligations/obligation.rows.ts';
import { asSubmission } from '../submissions/submission.rows.ts';
import type { NotificationRow } from './notification.rows.ts';

type Find = (ctx: ViewerContext, id: string) => Promise<object | undefined>;

/** How what a message is about is found, if it may be read in the present capacity: each gathered over a request. */
const SUBJECTS: Readonly<Record<string, Find>> = {
  Notice: noticeOf,
  Deliverable: findDeliverable,
  Obligation: async (ctx, id) => {
    const row = await ctx.loaders.one('obligation', id);
    return row && asObligation(row);
  },
  Submission: async (ctx, id) => {
    const row = await ctx.loaders.one('submission', id);
    return row && asSubmission(row);
  },
  JudgeAssignment: assignmentOf,
  JudgingRound: roundOf,
  Job: async (ctx, id) => {
    const row = await ctx.loaders.one('job', id);
    return row && asJob(row);
  },
};

/** What a notification is about; undefined when it is gone, or out of reach in the capacity that the caller acts in. */
export async function subjectOf(ctx: ViewerContext, { subject_type: type, subject_id: id }: NotificationRow): Promise<object | undefined> {
  const found = await SUBJECTS[type]?.(ctx, id);
  return found && { ...found, __typename: type };
}

/** Why there is nothing to open, in Chinese; null when there is. */
export async function missingBecause(ctx: ViewerContext, row: NotificationRow): Promise<string | null> {
  if (await subjectOf(ctx, row)) return null;
  if (row.organization_id === null || row.organization_id === ctx.viewer.organizationId) return '内容已撤销，或不在您的范围内';
  const body = await organizationById(ctx, row.organization_id);
  return `请切换到“${body?.name ?? '原单位'}”的身份查看`;
}
