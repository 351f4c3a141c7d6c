import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { encodeId } from '../../kit/node-id.ts';
import type { ReviewFailure } from './accept-submissions.ts';
import { holdsContacts, seesContacts } from './contacts.ts';
import { fieldOf } from './page.ts';
import { duplicatesOf } from './prints.ts';
import * as types from './review.type.ts';
import type { SubmissionRow } from './submission.rows.ts';
import { asSubmission } from './submission.rows.ts';
import { FindingType, SubmissionType } from './submission.type.ts';
import { diffFromLastRound, versionFindings } from './version-findings.ts';

@Resolver(() => SubmissionType)
export class ReviewedSubmissionResolver {
  @FieldResolver(() => [FindingType], {
    description: 'What is remarkable about the answers that stand, as far as the caller may read them.',
  })
  findings(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    return versionFindings(ctx, row);
  }

  @FieldResolver(() => [types.DuplicateType], {
    description: "The same texts and files in other units' submissions of the same deliverable, within the caller's range; of at most 20.",
  })
  async duplicates(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    const found = await duplicatesOf(ctx, row.id);
    return found.map(({ other_id, deliverable_id, field, kind }) => ({
      kind,
      field,
      deliverableId: encodeId('Deliverable', deliverable_id),
      submission: async () => {
        const other = await ctx.loaders.one('submission', other_id);
        return other ? asSubmission(other) : null;
      },
      label: async () => {
        const ask = await ctx.loaders.one('deliverable', deliverable_id);
        return (ask && fieldOf(ask, field)?.label) ?? null;
      },
    }));
  }

  @FieldResolver(() => [types.ChangedAnswerType], {
    description: 'What the unit changed since the version before, in the order of the questions; nothing in a first round.',
  })
  async diffFromLastRound(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    const changed = await diffFromLastRound(ctx, row);
    const isShown = seesContacts(ctx.viewer);
    return changed.map(({ deliverableId, field, before, after, asked, sheet }) => {
      const hidden = !isShown && holdsContacts(field);
      const answers = hidden ? { before: null, after: null } : { before, after };
      return Object.assign(answers, {
        deliverableId: encodeId('Deliverable', deliverableId),
        field: field.key,
        label: field.label,
        asked,
        sheet,
      });
    });
  }
}

@Resolver(() => types.ReviewFailureType)
export class ReviewFailureResolver {
  @FieldResolver()
  submissionId(@Root() { submissionId }: ReviewFailure): string {
    return encodeId('Submission', submissionId);
  }
}
