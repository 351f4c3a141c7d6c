import { Ctx, Mutation, Resolver } from 'type-graphql';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { Public, SignedIn } from '../../kit/access.ts';
import { SecretAnswer } from '../../kit/idempotency.ts';
import { Input } from '../../kit/input.ts';
import { Throttled } from '../../kit/throttle.ts';
import * as inputs from './identity.input.ts';
import { ChangePasswordPayload, SessionPayload, SignOutPayload } from './identity.type.ts';
import { changePassword, completeSignIn, redeemOneTimeCode, signIn, signOut } from './sign-in.ts';

/** A whole office may sign in from one address in a minute; guessing passwords needs more. */
export const AT_THE_DOOR = { max: 30, seconds: 60 };

@Resolver()
export class SessionResolver {
  @Public()
  @Throttled(AT_THE_DOOR)
  @SecretAnswer()
  @Mutation(() => SessionPayload, {
    description: 'Opens a session of twelve hours, or asks for the second factor of an account that has one.',
  })
  signIn(@Input(() => inputs.SignInInput, inputs.signInInput) input: z.output<typeof inputs.signInInput>, @Ctx() ctx: Context) {
    return signIn(ctx, input);
  }

  @Public()
  @Throttled(AT_THE_DOOR)
  @SecretAnswer()
  @Mutation(() => SessionPayload, { description: 'The second step of signing in.' })
  completeSignIn(
    @Input(() => inputs.CompleteSignInInput, inputs.completeSignInInput) input: z.output<typeof inputs.completeSignInInput>,
    @Ctx() ctx: Context,
  ) {
    return completeSignIn(ctx, input);
  }

  @Public()
  @Throttled(AT_THE_DOOR)
  @SecretAnswer()
  @Mutation(() => SessionPayload, { description: 'Sets a password with a one-time code, and signs in.' })
  redeemOneTimeCode(
    @Input(() => inputs.RedeemOneTimeCodeInput, inputs.redeemInput) input: z.output<typeof inputs.redeemInput>,
    @Ctx() ctx: Context,
  ) {
    return redeemOneTimeCode(ctx, input);
  }

  @SignedIn()
  @Mutation(() => SignOutPayload, { description: 'Ends the session that the request came with.' })
  async signOut(@Input(() => inputs.SignOutInput, inputs.signOutInput) _: z.output<typeof inputs.signOutInput>, @Ctx() ctx: Context) {
    await signOut(ctx);
    return {};
  }

  @SignedIn()
  @Throttled(AT_THE_DOOR)
  @Mutation(() => ChangePasswordPayload, { description: "Changes one's own password and ends every other session." })
  changePassword(
    @Input(() => inputs.ChangePasswordInput, inputs.changePasswordInput) input: z.output<typeof inputs.changePasswordInput>,
    @Ctx() ctx: Context,
  ) {
    return changePassword(ctx, input);
  }
}
