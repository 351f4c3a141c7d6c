import { Args, ArgsType, Ctx, Field, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { Refusal } from '../../kit/errors.ts';
import { Input } from '../../kit/input.ts';
import { bound } from '../../kit/node-id.ts';
import { acceptSubmission } from './accept-submission.ts';
import { acceptSubmissions } from './accept-submissions.ts';
import { deferReview, recuseFromReview } from './recuse.ts';
import { returnSubmission } from './return-submission.ts';
import type { ReviewFilter } from './review-filter.ts';
import * as inputs from './review.input.ts';
import type { ReviewQueueRow } from './review-queue.ts';
import * as types from './review.type.ts';
import { QueueSetEnum } from './submission.enums.ts';
import type { Given } from './submission.input.ts';
import type { SubmissionRow } from './submission.rows.ts';
import { ReviewQueueType } from './submission.type.ts';

@ArgsType()
class QueueArgs {
  @Field(() => ID, { nullable: true, description: 'Only of this deliverable.' })
  deliverableId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only of units below this body.' })
  under?: string | null;

  @Field(() => QueueSetEnum, { defaultValue: 'PENDING', description: 'What waits, or what was put aside.' })
  set!: ReviewFilter['set'];

  @Field(() => Boolean, { nullable: true, description: 'Only what was handed in again, or only what was not.' })
  again?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Only what came after the unit's own due, or only what did not." })
  late?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Only reports that there is nothing to report, or only others.' })
  nil?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Only what a body entered for a unit, or only others.' })
  entered?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'The submission to show beside the queue; the longest waiting one when absent.' })
  currentId?: string | null;
}

/** Does an act on the desk and answers with the desk and the next one on it, also when somebody else was faster. */
async function onDesk(filter: ReviewFilter, act: () => Promise<SubmissionRow>) {
  const queue: ReviewQueueRow = { ...filter, currentId: null };
  try {
    return { submission: await act(), queue };
  } catch (error) {
    if (error instanceof Refusal && 'submission' in error.extra) Object.assign(error.extra, { queue });
    throw error;
  }
}

@Resolver()
export class ReviewOperations {
  @Can('review', 'Submission')
  @Query(() => ReviewQueueType, { description: "What waits for a decision of one's own body, longest waiting first." })
  reviewQueue(@Args(() => QueueArgs) { deliverableId, under, set, again, late, nil, entered, currentId }: QueueArgs): ReviewQueueRow {
    return {
      deliverableId: bound(deliverableId, 'Deliverable'),
      under: bound(under, 'Organization'),
      set,
      again: again ?? null,
      late: late ?? null,
      nil: nil ?? null,
      entered: entered ?? null,
      currentId: bound(currentId, 'Submission'),
    };
  }

  @Can('review', 'Submission')
  @Mutation(() => types.ReviewPayload, { description: "Accepts what is in the hands of one's own body." })
  acceptSubmission(
    @Input(() => inputs.AcceptSubmissionInput, inputs.acceptSubmissionInput) input: Given<typeof inputs.acceptSubmissionInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return onDesk(input.queue, () => acceptSubmission(ctx, input));
  }

  @Can('review', 'Submission')
  @Mutation(() => types.AcceptSubmissionsPayload, {
    description: 'Accepts many at once, of one filter and without findings; those that may not be are named with the reason.',
  })
  async acceptSubmissions(
    @Input(() => inputs.AcceptSubmissionsInput, inputs.acceptSubmissionsInput) input: Given<typeof inputs.acceptSubmissionsInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    const { accepted, failures } = await acceptSubmissions(ctx, input);
    return { acceptedCount: accepted.length, failures, queue: { ...input.queue, currentId: null } };
  }

  @Can('review', 'Submission')
  @Mutation(() => types.ReviewPayload, { description: 'Returns it to the unit, or to a body that had let it pass.' })
  returnSubmission(
    @Input(() => inputs.ReturnSubmissionInput, inputs.returnSubmissionInput) input: Given<typeof inputs.returnSubmissionInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return onDesk(input.queue, () => returnSubmission(ctx, input));
  }

  @Can('review', 'Submission')
  @Mutation(() => types.ReviewPayload, { description: 'Puts it aside for later, or takes it up again; nothing is decided.' })
  deferReview(
    @Input(() => inputs.DeferReviewInput, inputs.deferReviewInput) input: Given<typeof inputs.deferReviewInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return onDesk(input.queue, () => deferReview(ctx, input));
  }

  @Can('review', 'Submission')
  @Mutation(() => types.ReviewPayload, { description: 'Steps back from it for good (回避): somebody else has to decide.' })
  recuseFromReview(
    @Input(() => inputs.RecuseFromReviewInput, inputs.recuseFromReviewInput) input: Given<typeof inputs.recuseFromReviewInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return onDesk(input.queue, () => recuseFromReview(ctx, input));
  }
}
