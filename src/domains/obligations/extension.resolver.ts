import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { dueOf } from '../../kit/due.ts';
import { Input } from '../../kit/input.ts';
import { decodeId, NIL_ID } from '../../kit/node-id.ts';
import { todayOf } from '../federation/calendar.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { lineOf } from './dues.ts';
import * as inputs from './extension.input.ts';
import { declineExtension, extendObligation, grantExtension, passExtensionUp, requestExtension } from './extensions.ts';
import type { ObligationRow } from './obligation.rows.ts';
import * as types from './obligation.type.ts';
import { listExtensionRequests } from './read-extensions.ts';
import { slackOf } from './slack.ts';

/** More time: asked for, granted inside one's own slack, or passed up. */
@Resolver(() => types.ObligationType)
export class ExtensionResolver {
  @Can('read', 'WorkItem')
  @Query(() => types.ObligationConnection, {
    description: "What others below owe and have asked more time for, waiting for the caller's body to decide; the most pressing first.",
  })
  async extensionRequests(
    @Arg('deliverableId', () => ID, { nullable: true, description: "Only about this; any level's." }) deliverableId:
      | string
      | null
      | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    if (!deliverableId) return listExtensionRequests(ctx, null, page);
    const decoded = decodeId(deliverableId);
    const asked = decoded?.type === 'Deliverable' ? await ctx.loaders.one('deliverable', decoded.id) : undefined;
    return listExtensionRequests(ctx, asked?.root_id ?? NIL_ID, page);
  }

  @Can('askExtension', 'Obligation')
  @Mutation(() => types.ObligationPayload, {
    description: 'Asks for more time, before the door shuts; the nearest body that asks decides.',
  })
  async requestExtension(
    @Input(() => inputs.RequestExtensionInput, inputs.requestExtensionInput) input: inputs.ExtendObligation,
    @Ctx() ctx: ViewerContext,
  ) {
    return { obligation: await requestExtension(ctx, input) };
  }

  @Can('extend', 'Obligation')
  @Mutation(() => types.ObligationPayload, { description: "Grants a request for more time, inside one's own slack." })
  async grantExtension(
    @Input(() => inputs.GrantExtensionInput, inputs.grantExtensionInput) input: inputs.GrantExtension,
    @Ctx() ctx: ViewerContext,
  ) {
    return { obligation: await grantExtension(ctx, input) };
  }

  @Can('extend', 'Obligation')
  @Mutation(() => types.ObligationPayload, { description: 'Declines a request for more time, with a reason.' })
  async declineExtension(
    @Input(() => inputs.DeclineExtensionInput, inputs.declineExtensionInput) input: inputs.AnswerExtension,
    @Ctx() ctx: ViewerContext,
  ) {
    return { obligation: await declineExtension(ctx, input) };
  }

  @Can('extend', 'Obligation')
  @Mutation(() => types.ObligationPayload, { description: 'Hands a request for more time on to the next body above that asks.' })
  async passExtensionUp(
    @Input(() => inputs.PassExtensionUpInput, inputs.passExtensionUpInput) input: inputs.AnswerExtension,
    @Ctx() ctx: ViewerContext,
  ) {
    return { obligation: await passExtensionUp(ctx, input) };
  }

  @Can('extend', 'Obligation')
  @Mutation(() => types.ObligationPayload, { description: "Gives one body more time unasked, inside one's own slack, with a reason." })
  async extendObligation(
    @Input(() => inputs.ExtendObligationInput, inputs.extendObligationInput) input: inputs.ExtendObligation,
    @Ctx() ctx: ViewerContext,
  ) {
    return { obligation: await extendObligation(ctx, input) };
  }

  @FieldResolver(() => types.ExtensionRequestType, { nullable: true, description: 'More time that was asked for and is not decided on.' })
  async extensionRequest(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    if (!row.extension_holder_id || (row.state !== 'OPEN' && row.state !== 'RETURNED')) return null;
    const events = await ctx.loaders.many('obligation_event', 'obligation_id', row.id, { column: 'happened_at' });
    const asked = events.findLast(({ kind }) => kind === 'EXTENSION_ASKED');
    const slack = await slackOf(ctx, row, await lineOf(ctx, row));
    return {
      holder: () => organizationById(ctx, row.extension_holder_id!),
      due: dueOf(row.extension_due, await todayOf(ctx)),
      reason: asked?.reason ?? '',
      askedAt: asked?.happened_at ?? ctx.now,
      grantableUntil: dueOf(slack?.until ?? null, await todayOf(ctx)),
    };
  }
}
