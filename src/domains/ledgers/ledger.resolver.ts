import { Args, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { IdArg } from '../../kit/node-id.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { asObligation } from '../obligations/obligation.rows.ts';
import { ObligationType } from '../obligations/obligation.type.ts';
import { submissionOf } from '../submissions/find-submission.ts';
import { SubmissionType } from '../submissions/submission.type.ts';
import { closeLedger, reopenLedger } from './close-ledger.ts';
import { closeGate, reopenGate, sendGate } from './ledger.gates.ts';
import * as inputs from './ledger.input.ts';
import type { LedgerLine, LedgerView } from './ledger.rows.ts';
import * as types from './ledger.type.ts';
import { countLines, findLedger, listLines } from './read-ledgers.ts';
import { sendLedger } from './send-ledger.ts';

@Resolver(() => types.LedgerType)
export class LedgerResolver {
  @Can('read', 'Ledger')
  @Query(() => types.LedgerType, { nullable: true, description: 'The ledger that an obligation asks for.' })
  ledger(@IdArg('obligationId', 'Obligation', 'The obligation.') obligationId: string, @Ctx() ctx: ViewerContext) {
    return findLedger(ctx, obligationId);
  }

  @Can('close', 'Ledger')
  @Mutation(() => types.LedgerPayload, { description: 'Freezes the rows of a ledger as they read now.' })
  async closeLedger(
    @Input(() => inputs.CloseLedgerInput, inputs.closeLedgerInput) input: z.output<typeof inputs.closeLedgerInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { ledger: await closeLedger(ctx, input) };
  }

  @Can('reopen', 'Ledger')
  @Mutation(() => types.LedgerPayload, { description: 'Opens a closed ledger again, before it is sent or when it came back.' })
  async reopenLedger(
    @Input(() => inputs.ReopenLedgerInput, inputs.reopenLedgerInput) input: z.output<typeof inputs.reopenLedgerInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { ledger: await reopenLedger(ctx, input) };
  }

  @Can('send', 'Ledger')
  @Mutation(() => types.LedgerPayload, { description: 'Hands a closed ledger in to the body that asked for it.' })
  async sendLedger(
    @Input(() => inputs.SendLedgerInput, inputs.sendLedgerInput) input: z.output<typeof inputs.sendLedgerInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { ledger: await sendLedger(ctx, input) };
  }

  @FieldResolver(() => String, { description: 'How far it has come, in Chinese.' })
  stateLabel(@Root() { state }: LedgerView) {
    return types.ledgerStateLabels[state];
  }

  @FieldResolver(() => ObligationType, { description: 'The obligation that asks for it.' })
  obligation(@Root() { obligation }: LedgerView) {
    return obligation;
  }

  @FieldResolver(() => SubmissionType, { nullable: true, description: 'What was handed in, with its receipt; none before it was sent.' })
  submission(@Root() { id }: LedgerView, @Ctx() ctx: ViewerContext) {
    return submissionOf(ctx, id);
  }

  @FieldResolver(() => OrganizationType, { description: 'The body that owes it.' })
  organization(@Root() { obligation }: LedgerView, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, obligation.organization_id);
  }

  @FieldResolver(() => Int, { description: 'How many rows it has, or would have if it were closed now.' })
  rowCount(@Root() ledger: LedgerView, @Ctx() ctx: ViewerContext) {
    return countLines(ctx, ledger);
  }

  @FieldResolver(() => types.LedgerRowConnection, {
    description: 'Its rows in order of the tree: as units stand now while it is open, as they stood when it was closed.',
  })
  async rows(@Root() ledger: LedgerView, @Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    return { ...(await listLines(ctx, ledger, page)), totalCount: () => countLines(ctx, ledger) };
  }

  @FieldResolver(() => types.LedgerGates, { description: 'What the caller may do with it now.' })
  viewerCan(@Root() ledger: LedgerView, @Ctx() ctx: ViewerContext) {
    return { close: closeGate(ctx, ledger), reopen: reopenGate(ctx, ledger), send: sendGate(ctx, ledger) };
  }
}

@Resolver(() => types.LedgerRowType)
export class LedgerRowResolver {
  @FieldResolver(() => OrganizationType, { description: 'The unit.' })
  organization(@Root() row: LedgerLine, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, row.organization_id);
  }

  @FieldResolver(() => ObligationType, {
    nullable: true,
    description: 'What the unit owes, as it stands today; null when it is out of reach by now.',
  })
  async obligation(@Root() row: LedgerLine, @Ctx() ctx: ViewerContext) {
    const obligation = await ctx.loaders.one('obligation', row.obligation_id);
    return obligation ? asObligation(obligation) : null;
  }
}
