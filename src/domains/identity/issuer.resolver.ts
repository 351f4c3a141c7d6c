import { Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { Context, ViewerContext } from '../../context.ts';
import { Can, Public, SignedIn } from '../../kit/access.ts';
import { SecretAnswer } from '../../kit/idempotency.ts';
import { Input } from '../../kit/input.ts';
import { encodeId } from '../../kit/node-id.ts';
import { Throttled } from '../../kit/throttle.ts';
import * as inputs from './issuer.input.ts';
import * as types from './issuer.type.ts';
import { beginIdentityLink, type LinkedIdentity, linkIdentity, unlinkIdentity } from './link-identity.ts';
import { linkAddress, startAddress } from './oidc.routes.ts';
import { AT_THE_DOOR } from './session.resolver.ts';
import { listSignInIssuers, listTrustedIssuers, saveTrustedIssuer, type SignInIssuer, type TrustedIssuerRow } from './trusted-issuers.ts';

const BEGINS = 'Where a browser begins, on this server; `?returnTo=/path` leads on from there.';

@Resolver(() => types.TrustedIssuerType)
export class TrustedIssuerResolver {
  @Public()
  @Query(() => [types.SignInIssuerType], { description: 'Identity providers that can be signed in with, beside passwords.' })
  signInIssuers(@Ctx() ctx: Context) {
    return listSignInIssuers(ctx);
  }

  @Can('read', 'TrustedIssuer')
  @Query(() => [types.TrustedIssuerType], { description: "The federation's identity providers, first ones first." })
  trustedIssuers(@Ctx() ctx: ViewerContext) {
    return listTrustedIssuers(ctx);
  }

  @Can('save', 'TrustedIssuer')
  @Mutation(() => types.TrustedIssuerPayload, { description: 'Adds an identity provider to the federation, or changes how one is used.' })
  async saveTrustedIssuer(
    @Input(() => inputs.SaveTrustedIssuerInput, inputs.saveTrustedIssuerInput) input: z.output<typeof inputs.saveTrustedIssuerInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { trustedIssuer: await saveTrustedIssuer(ctx, input) };
  }

  @SignedIn()
  @Throttled(AT_THE_DOOR)
  @SecretAnswer()
  @Mutation(() => types.BeginIdentityLinkPayload, {
    description: "Begins to link one's own account with who one is at an identity provider; the browser goes on from there.",
  })
  async beginIdentityLink(
    @Input(() => inputs.BeginIdentityLinkInput, inputs.beginIdentityLinkInput) input: z.output<typeof inputs.beginIdentityLinkInput>,
    @Ctx() ctx: Context,
  ) {
    const begun = await beginIdentityLink(ctx, input);
    return 'state' in begun ? { address: linkAddress(begun.state), expiresAt: begun.expiresAt } : begun;
  }

  @SignedIn()
  @Mutation(() => types.UnlinkIdentityPayload, { description: "Ends one's own link: the identity provider no longer signs one in." })
  async unlinkIdentity(
    @Input(() => inputs.UnlinkIdentityInput, inputs.unlinkIdentityInput) input: z.output<typeof inputs.unlinkIdentityInput>,
    @Ctx() ctx: Context,
  ) {
    await unlinkIdentity(ctx, input);
    return {};
  }

  @Can('reset', 'Account')
  @Mutation(() => types.LinkIdentityPayload, {
    description: "Links the account of somebody of the subtree with who they are at the federation's identity provider.",
  })
  async linkIdentity(
    @Input(() => inputs.LinkIdentityInput, inputs.linkIdentityInput) input: z.output<typeof inputs.linkIdentityInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { person: await linkIdentity(ctx, input) };
  }

  @FieldResolver(() => String, { description: 'Under what the federation is registered there.' })
  clientId(@Root() { client_id }: TrustedIssuerRow) {
    return client_id;
  }

  @FieldResolver(() => Boolean, { description: 'A secret of the registration is kept.' })
  hasSecret(@Root() { has_secret }: TrustedIssuerRow) {
    return has_secret;
  }

  @FieldResolver(() => Boolean, { description: 'Its word that two kinds of proof were given stands for the second factor.' })
  acceptsAmr(@Root() { accepts_amr }: TrustedIssuerRow) {
    return accepts_amr;
  }

  @FieldResolver(() => String, { description: BEGINS })
  address(@Root() { id }: TrustedIssuerRow) {
    return startAddress(encodeId('TrustedIssuer', id));
  }
}

@Resolver(() => types.SignInIssuerType)
export class SignInIssuerResolver {
  @FieldResolver(() => String, { description: BEGINS })
  address(@Root() { id }: SignInIssuer) {
    return startAddress(encodeId('TrustedIssuer', id));
  }
}

@Resolver(() => types.LinkedIdentityType)
export class LinkedIdentityResolver {
  @FieldResolver(() => ID, { description: 'Which provider; pass it to unlinkIdentity.' })
  issuerId(@Root() { issuerId }: LinkedIdentity) {
    return encodeId('TrustedIssuer', issuerId);
  }
}
