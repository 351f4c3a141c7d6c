import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { z } from 'zod';
import type { Context, ViewerContext } from '../../context.ts';
import { Can, Operator, SignedIn } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { SecretAnswer } from '../../kit/idempotency.ts';
import { Input } from '../../kit/input.ts';
import { IdArg } from '../../kit/node-id.ts';
import { type OneTimeCode, openAccount, resetAccount } from './accounts.ts';
import { createApiToken, listApiTokens, revokeApiToken } from './api-tokens.ts';
import { appoint, endAppointment } from './appointments.ts';
import { type DelegationState, delegateCapacity, endDelegation, listDelegations } from './delegations.ts';
import { handOverPost } from './hand-over-post.ts';
import { HandOverPostPayload } from './handover.type.ts';
import * as inputs from './identity.input.ts';
import * as types from './identity.type.ts';
import { openAccounts } from './open-accounts.ts';
import { findPerson } from './people.ts';
import { listPersons } from './persons.ts';
import { listFederations, readHealth } from './platform.ts';

const withPerson = async (ctx: ViewerContext, code: OneTimeCode) => ({ ...code, person: await findPerson(ctx, code.personId) });

@Resolver()
export class IdentityResolver {
  @SignedIn()
  @Query(() => types.Me, { description: 'Who is calling, and as what.' })
  me(@Ctx() { account, viewer }: Context) {
    return { account: viewer?.kind === 'TOKEN' ? null : account };
  }

  @Operator()
  @Query(() => types.Platform, { description: 'Ids and health, for the operator of the platform.' })
  async platform(@Ctx() ctx: Context) {
    return { federations: await listFederations(ctx), health: await readHealth(ctx) };
  }

  @Can('read', 'Person')
  @Query(() => types.PersonConnection, { description: 'Who belongs to a body of the subtree, or holds an office in it.' })
  persons(
    @IdArg('organizationId', 'Organization', 'The body.') organizationId: string,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    return listPersons(ctx, organizationId, page);
  }

  @Can('open', 'Account')
  @SecretAnswer()
  @Mutation(() => types.OneTimeCodePayload, { description: 'Opens an account for somebody new in the subtree.' })
  async openAccount(
    @Input(() => inputs.OpenAccountInput, inputs.openAccountInput) input: z.output<typeof inputs.openAccountInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return withPerson(ctx, await openAccount(ctx, input));
  }

  @Can('open', 'Account')
  @SecretAnswer()
  @Mutation(() => types.OpenAccountsPayload, { description: 'Opens an account in each unit directly below that has nobody in office.' })
  openAccounts(
    @Input(() => inputs.OpenAccountsInput, inputs.openAccountsInput) input: z.output<typeof inputs.openAccountsInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return openAccounts(ctx, input);
  }

  @Can('reset', 'Account')
  @SecretAnswer()
  @Mutation(() => types.OneTimeCodePayload, { description: 'Takes a password away, ends the sessions, answers a new one-time code.' })
  async resetAccount(
    @Input(() => inputs.ResetAccountInput, inputs.resetAccountInput) input: z.output<typeof inputs.resetAccountInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return withPerson(ctx, await resetAccount(ctx, input));
  }

  @Can('create', 'Appointment')
  @Mutation(() => types.AppointmentPayload, { description: 'Gives somebody of the subtree a further office in it.' })
  async appoint(
    @Input(() => inputs.AppointInput, inputs.appointInput) input: z.output<typeof inputs.appointInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { appointment: await appoint(ctx, input) };
  }

  @Can('end', 'Appointment')
  @Mutation(() => types.AppointmentPayload, { description: 'Ends an office now.' })
  async endAppointment(
    @Input(() => inputs.EndAppointmentInput, inputs.endAppointmentInput) input: z.output<typeof inputs.endAppointmentInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { appointment: await endAppointment(ctx, input) };
  }

  @Can('end', 'Appointment')
  @SecretAnswer()
  @Mutation(() => HandOverPostPayload, { description: 'Gives a post to somebody else: the work goes on, the history stays whose it is.' })
  async handOverPost(
    @Input(() => inputs.HandOverPostInput, inputs.handOverPostInput) input: z.output<typeof inputs.handOverPostInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    const { oneTimeCode, ...handover } = await handOverPost(ctx, input);
    return { handover, ...(oneTimeCode && (await withPerson(ctx, oneTimeCode))) };
  }

  @Can('read', 'Delegation')
  @Query(() => types.DelegationConnection, {
    description: "Lent capacities, newest first: those that the caller lent or was lent, an administrator's whole subtree's.",
  })
  delegations(
    @Arg('state', () => types.DelegationStateEnum, { nullable: true, description: 'Only those in this state now.' })
    state: DelegationState | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    return listDelegations(ctx, state, page);
  }

  @Can('create', 'Delegation')
  @Mutation(() => types.DelegationPayload, { description: 'Lends the capacity that the caller acts in.' })
  async delegateCapacity(
    @Input(() => inputs.DelegateCapacityInput, inputs.delegateCapacityInput) input: z.output<typeof inputs.delegateCapacityInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { delegation: await delegateCapacity(ctx, input) };
  }

  @Can('end', 'Delegation')
  @Mutation(() => types.DelegationPayload, { description: 'Takes a lent capacity back.' })
  async endDelegation(
    @Input(() => inputs.EndDelegationInput, inputs.endDelegationInput) input: z.output<typeof inputs.endDelegationInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { delegation: await endDelegation(ctx, input) };
  }

  @Can('read', 'ApiToken')
  @Query(() => types.ApiTokenConnection, { description: "Tokens, newest first: an administrator's subtree's, an analyst's own." })
  apiTokens(@Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    return listApiTokens(ctx, page);
  }

  @Can('create', 'ApiToken')
  @SecretAnswer()
  @Mutation(() => types.CreateApiTokenPayload, { description: 'Makes a read-only token of an organization.' })
  async createApiToken(
    @Input(() => inputs.CreateApiTokenInput, inputs.createApiTokenInput) input: z.output<typeof inputs.createApiTokenInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    const { row, secret } = await createApiToken(ctx, input);
    return { apiToken: row, secret };
  }

  @Can('revoke', 'ApiToken')
  @Mutation(() => types.ApiTokenPayload, { description: 'Ends a token now.' })
  async revokeApiToken(
    @Input(() => inputs.RevokeApiTokenInput, inputs.revokeApiTokenInput) input: z.output<typeof inputs.revokeApiTokenInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { apiToken: await revokeApiToken(ctx, input) };
  }
}
