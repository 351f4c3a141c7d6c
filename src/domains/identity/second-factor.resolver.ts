import { Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { z } from 'zod';
import type { Context, ViewerContext } from '../../context.ts';
import { Can, SignedIn } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { SecretAnswer } from '../../kit/idempotency.ts';
import { Input } from '../../kit/input.ts';
import { Throttled } from '../../kit/throttle.ts';
import * as inputs from './identity.input.ts';
import { confirmSecondFactor, enrolSecondFactor, removeSecondFactor, renewRecoveryCodes } from './second-factor.ts';
import * as types from './second-factor.type.ts';
import { AT_THE_DOOR } from './session.resolver.ts';
import { listSignInPolicies, setSignInPolicy } from './sign-in-policy.ts';

@Resolver()
export class SecondFactorResolver {
  @SignedIn()
  @Throttled(AT_THE_DOOR)
  @SecretAnswer()
  @Mutation(() => types.EnrolSecondFactorPayload, {
    description: "Makes a second factor for one's own account; it is off until it is confirmed.",
  })
  enrolSecondFactor(
    @Input(() => inputs.EnrolSecondFactorInput, inputs.enrolSecondFactorInput) input: z.output<typeof inputs.enrolSecondFactorInput>,
    @Ctx() ctx: Context,
  ) {
    return enrolSecondFactor(ctx, input);
  }

  @SignedIn()
  @Throttled(AT_THE_DOOR)
  @SecretAnswer()
  @Mutation(() => types.RecoveryCodesPayload, { description: 'Turns the second factor on, and ends every other session.' })
  confirmSecondFactor(
    @Input(() => inputs.ConfirmSecondFactorInput, inputs.confirmSecondFactorInput) input: z.output<typeof inputs.confirmSecondFactorInput>,
    @Ctx() ctx: Context,
  ) {
    return confirmSecondFactor(ctx, input);
  }

  @SignedIn()
  @Throttled(AT_THE_DOOR)
  @SecretAnswer()
  @Mutation(() => types.RecoveryCodesPayload, { description: 'Gives new recovery codes; those before are void.' })
  renewRecoveryCodes(
    @Input(() => inputs.RenewRecoveryCodesInput, inputs.renewRecoveryCodesInput) input: z.output<typeof inputs.renewRecoveryCodesInput>,
    @Ctx() ctx: Context,
  ) {
    return renewRecoveryCodes(ctx, input);
  }

  @SignedIn()
  @Throttled(AT_THE_DOOR)
  @Mutation(() => types.RemoveSecondFactorPayload, { description: "Turns one's own second factor off." })
  removeSecondFactor(
    @Input(() => inputs.RemoveSecondFactorInput, inputs.removeSecondFactorInput) input: z.output<typeof inputs.removeSecondFactorInput>,
    @Ctx() ctx: Context,
  ) {
    return removeSecondFactor(ctx, input);
  }

  @Can('read', 'SignInPolicy')
  @Query(() => types.SignInPolicyConnection, {
    description: "Who must use a second factor: rules that hold for one's body, and those of the subtree.",
  })
  signInPolicies(@Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    return listSignInPolicies(ctx, page);
  }

  @Can('set', 'SignInPolicy')
  @Mutation(() => types.SignInPolicyPayload, { description: 'Says who must use a second factor in a body of the subtree and below it.' })
  async setSignInPolicy(
    @Input(() => inputs.SetSignInPolicyInput, inputs.setSignInPolicyInput) input: z.output<typeof inputs.setSignInPolicyInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { signInPolicy: await setSignInPolicy(ctx, input) };
  }
}
