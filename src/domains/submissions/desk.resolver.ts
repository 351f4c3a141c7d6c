import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { PageArgs } from '../../kit/connection.ts';
import { currentOf, queueCounts, queueItems, type ReviewQueueRow } from './review-queue.ts';
import * as types from './submission.type.ts';

@Resolver(() => types.ReviewQueueType)
export class ReviewQueueResolver {
  @FieldResolver(() => types.ReviewQueueCounts, { description: 'How much work there is, within the same bound.' })
  counts(@Root() queue: ReviewQueueRow, @Ctx() ctx: ViewerContext) {
    return queueCounts(ctx, queue);
  }

  @FieldResolver(() => types.SubmissionConnection, { description: 'What waits for a decision, longest waiting first.' })
  async items(@Root() queue: ReviewQueueRow, @Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    const totalCount = async () => (await queueCounts(ctx, queue))[queue.set === 'DEFERRED' ? 'deferred' : 'pending'];
    return { ...(await queueItems(ctx, queue, page)), totalCount };
  }

  @FieldResolver(() => types.SubmissionType, { nullable: true, description: 'The one to look at now; null when nothing waits.' })
  current(@Root() queue: ReviewQueueRow, @Ctx() ctx: ViewerContext) {
    return currentOf(ctx, queue);
  }
}
