import { Ctx, FieldResolver, GraphQLISODateTime, Mutation, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { Input } from '../../kit/input.ts';
import { lastRemindedAt } from './chase.ts';
import type { ObligationRow } from './obligation.rows.ts';
import { ObligationType } from './obligation.type.ts';
import { phoneCallsOf, recordPhoneCall } from './phone-calls.ts';
import { remindObligations } from './remind-obligations.ts';
import * as inputs from './reminder.input.ts';
import * as types from './reminder.type.ts';

/** Pressing for what is not handed in: reminders (催办) and calls. */
@Resolver(() => ObligationType)
export class ReminderResolver {
  @Can('remind', 'Obligation')
  @Mutation(() => types.RemindObligationsPayload, {
    description: 'Reminds those who have not handed in, behind the request; each body once in 24 hours.',
  })
  remindObligations(
    @Input(() => inputs.RemindObligationsInput, inputs.remindObligationsInput) input: inputs.RemindObligations,
    @Ctx() ctx: ViewerContext,
  ) {
    return remindObligations(ctx, input);
  }

  @Can('recordCall', 'Obligation')
  @Mutation(() => types.RecordPhoneCallPayload, { description: 'Notes that the caller has rung a unit about what it owes.' })
  async recordPhoneCall(
    @Input(() => inputs.RecordPhoneCallInput, inputs.recordPhoneCallInput) input: inputs.RecordPhoneCall,
    @Ctx() ctx: ViewerContext,
  ) {
    return { obligation: await recordPhoneCall(ctx, input) };
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When somebody above last reminded the body of it.' })
  async lastRemindedAt(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    return (await lastRemindedAt(ctx, row.id)) ?? null;
  }

  @FieldResolver(() => [types.PhoneCallType], { description: "When the caller's own body rang about it, first calls first." })
  async phoneCalls(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    return (await phoneCallsOf(ctx, row)).map((call) => ({
      calledAt: call.called_at,
      outcome: call.outcome,
      outcomeLabel: types.callOutcomeLabels[call.outcome],
      note: call.note,
      caller: async () => (await ctx.loaders.one('person', call.caller_id))?.name ?? null,
    }));
  }
}
