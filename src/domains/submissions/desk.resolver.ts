import { Args, Ctx, FieldResolver, GraphQLISODateTime, Int, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { PageArgs } from '../../kit/connection.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import type { Hop, MissingRow } from './batch.ts';
import { batchesOf, missingUnits, readyToSend, sendGate } from './consolidation.ts';
import { currentOf, queueCounts, queueItems, type ReviewQueueRow } from './review-queue.ts';
import type { ConsolidationRow } from './submission.rows.ts';
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

@Resolver(() => types.SendUpType)
export class SendUpResolver {
  @FieldResolver(() => types.SubmissionConnection, { description: 'Accepted here and not yet sent, in the order of the tree.' })
  ready(@Root() hop: Hop, @Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    return readyToSend(ctx, hop, page);
  }

  @FieldResolver(() => types.MissingUnitConnection, {
    description: 'Who would be missing if all that is ready were sent, in the order of the tree.',
  })
  missing(@Root() hop: Hop, @Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    return missingUnits(ctx, hop, page);
  }

  @FieldResolver(() => [types.ConsolidationType], { description: 'What was sent so far, first to last.' })
  batches(@Root() hop: Hop, @Ctx() ctx: ViewerContext) {
    return batchesOf(ctx, hop);
  }

  @FieldResolver(() => types.SendUpGates, { description: 'What the caller may do now.' })
  async viewerCan(@Root() hop: Hop, @Ctx() ctx: ViewerContext) {
    return { forward: await sendGate(ctx, hop) };
  }
}

@Resolver(() => types.MissingUnitType)
export class MissingUnitResolver {
  @FieldResolver(() => OrganizationType, { description: 'The unit.' })
  organization(@Root() row: MissingRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, row.organization_id);
  }
}

@Resolver(() => types.ConsolidationType)
export class ConsolidationResolver {
  @FieldResolver(() => OrganizationType, { description: 'Who sent it.' })
  organization(@Root() row: ConsolidationRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, row.organization_id);
  }

  @FieldResolver(() => OrganizationType, { description: 'To whom.' })
  toOrganization(@Root() row: ConsolidationRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, row.to_organization_id);
  }

  @FieldResolver(() => Int, { description: 'How many submissions went with it.' })
  submissionCount(@Root() row: ConsolidationRow) {
    return row.submission_count;
  }

  @FieldResolver(() => Int, { description: 'How many units were missing.' })
  absentCount(@Root() row: ConsolidationRow) {
    return row.absent.length;
  }

  @FieldResolver(() => [types.AbsentUnitType], { description: 'The first hundred of them, each with its reason.' })
  absent(@Root() row: ConsolidationRow, @Ctx() ctx: ViewerContext) {
    return Promise.all(
      row.absent
        .slice(0, 100)
        .map(async ({ organizationId, reason }) => ({ organization: await organizationById(ctx, organizationId), reason })),
    );
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'When.' })
  sentAt(@Root() row: ConsolidationRow) {
    return row.sent_at;
  }
}
