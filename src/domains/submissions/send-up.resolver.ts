import { Args, Ctx, FieldResolver, GraphQLISODateTime, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { dueOf } from '../../kit/due.ts';
import { Input } from '../../kit/input.ts';
import { IdArg } from '../../kit/node-id.ts';
import { todayOf } from '../federation/calendar.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import type { Hop, MissingRow } from './batch.ts';
import { batchesOf, explainGate, missingUnits, readyToSend, sendGate, sendUp } from './consolidation.ts';
import { explainMissingUnit } from './explain-missing.ts';
import { forwardSubmissions } from './forward-submissions.ts';
import * as types from './send-up.type.ts';
import { changedSinceBatch } from './since-batch.ts';
import { batchChangeLabels } from './submission.enums.ts';
import {
  ExplainMissingUnitInput,
  explainMissingUnitInput,
  ForwardSubmissionsInput,
  forwardSubmissionsInput,
  type Given,
} from './submission.input.ts';
import type { ConsolidationRow } from './submission.rows.ts';
import { SubmissionConnection } from './submission.type.ts';

@Resolver()
export class SendUpOperations {
  @Can('forward', 'Submission')
  @Query(() => types.SendUpType, { nullable: true, description: "What one's own body is about to send up." })
  consolidation(
    @IdArg('deliverableId', 'Deliverable', "One's own or a superior's deliverable.") deliverableId: string,
    @Ctx() ctx: ViewerContext,
  ) {
    return sendUp(ctx, deliverableId);
  }

  @Can('forward', 'Submission')
  @Mutation(() => types.ForwardSubmissionsPayload, {
    description: 'Sends what was accepted here to the next body above, as a numbered batch.',
  })
  async forwardSubmissions(
    @Input(() => ForwardSubmissionsInput, forwardSubmissionsInput) input: Given<typeof forwardSubmissionsInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    const consolidation = await forwardSubmissions(ctx, input);
    ctx.loaders.clear();
    return { consolidation, sendUp: await sendUp(ctx, input.deliverableId) };
  }

  @Can('forward', 'Submission')
  @Mutation(() => types.SendUpPayload, { description: 'Says why units below have not come up, ahead of the batch that goes without them.' })
  async explainMissingUnit(
    @Input(() => ExplainMissingUnitInput, explainMissingUnitInput) input: Given<typeof explainMissingUnitInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    await explainMissingUnit(ctx, input);
    ctx.loaders.clear();
    return { sendUp: await sendUp(ctx, input.deliverableId) };
  }
}

@Resolver(() => types.SendUpType)
export class SendUpResolver {
  @FieldResolver(() => SubmissionConnection, { description: 'Accepted here and not yet sent, in the order of the tree.' })
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

  @FieldResolver()
  async missedDues(@Root() { above }: Hop, @Ctx() ctx: ViewerContext): Promise<unknown[]> {
    const chain = await Promise.all((above?.chain ?? []).map((id) => ctx.loaders.one('deliverable', id)));
    const missed = chain.flatMap((ask) => (ask?.due_at && ask.due_at <= ctx.now ? [{ ask, end: ask.due_at }] : []));
    return Promise.all(
      missed.map(async ({ ask, end }) => {
        const askedBy = await organizationById(ctx, ask.issuer_id);
        const due = dueOf(end, await todayOf(ctx), ask.due_phrase)!;
        return { askedBy, due, message: `现在上报已超过${askedBy?.name ?? '上级'}规定的${due.label}` };
      }),
    );
  }

  @FieldResolver()
  async changedSinceBatch(@Root() hop: Hop, @Ctx() ctx: ViewerContext): Promise<unknown> {
    const found = await changedSinceBatch(ctx, hop, await batchesOf(ctx, hop));
    if (!found) return null;
    const { batch, counts, units } = found;
    return {
      batchNumber: batch.number,
      since: batch.sent_at,
      arrived: counts.ARRIVED,
      accepted: counts.ACCEPTED,
      returned: counts.RETURNED,
      withdrawn: counts.WITHDRAWN,
      units: units.map(({ organization_id, kind, at }) => ({
        organization: () => organizationById(ctx, organization_id),
        kind,
        kindLabel: batchChangeLabels[kind],
        at,
      })),
    };
  }

  @FieldResolver(() => types.SendUpGates, { description: 'What the caller may do now.' })
  async viewerCan(@Root() hop: Hop, @Ctx() ctx: ViewerContext) {
    return { forward: await sendGate(ctx, hop), explain: explainGate(ctx, hop) };
  }
}

@Resolver(() => types.MissingUnitType)
export class MissingUnitResolver {
  @FieldResolver(() => OrganizationType, { description: 'The unit.' })
  organization(@Root() row: MissingRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, row.organization_id);
  }

  @FieldResolver(() => OrganizationType, { nullable: true, description: 'Who said so; null where nobody had to, or nobody did.' })
  explainedBy(@Root() row: MissingRow, @Ctx() ctx: ViewerContext) {
    return row.said_by ? organizationById(ctx, row.said_by) : null;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When.' })
  explainedAt(@Root() row: MissingRow) {
    return row.said_at;
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
