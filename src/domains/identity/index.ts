import type { ViewerContext } from '../../context.ts';
import type { Domain, FindNode } from '../../kit/domain.ts';
import { findApiToken } from './api-tokens.ts';
import { listCapacities } from './capacities.ts';
import { findDelegation } from './delegations.ts';
import { ability } from './identity.ability.ts';
import * as fields from './identity.fields.ts';
import { IdentityResolver } from './identity.resolver.ts';
import { findAppointment, findPerson } from './people.ts';
import { SecondFactorResolver } from './second-factor.resolver.ts';
import { SessionResolver } from './session.resolver.ts';
import { LinkedIdentityResolver, SignInIssuerResolver, TrustedIssuerResolver } from './issuer.resolver.ts';
import { findSignInPolicy } from './sign-in-policy.ts';
import { findTrustedIssuer } from './trusted-issuers.ts';

/** A row that only those find who may read its kind. */
const readable =
  <Row extends object>(type: string, find: (ctx: ViewerContext, id: string) => Promise<Row | undefined>): FindNode =>
  async (ctx, id) => {
    const row = ctx.ability.can('read', type) ? await find(ctx, id) : undefined;
    return row && { ...row, __typename: type };
  };

export const identity: Domain = {
  resolvers: [
    SessionResolver,
    SecondFactorResolver,
    TrustedIssuerResolver,
    SignInIssuerResolver,
    LinkedIdentityResolver,
    IdentityResolver,
    ...Object.values(fields),
  ],
  ability,
  nodes: {
    Person: readable('Person', findPerson),
    Appointment: readable('Appointment', findAppointment),
    Delegation: readable('Delegation', findDelegation),
    SignInPolicy: readable('SignInPolicy', findSignInPolicy),
    TrustedIssuer: readable('TrustedIssuer', findTrustedIssuer),
    ApiToken: readable('ApiToken', findApiToken),
    // One's own and nobody else's.
    Account: async ({ account }, id) => (account?.id === id ? account : undefined),
    Capacity: async (ctx, id) => (await listCapacities(ctx)).find((capacity) => capacity.id === id),
  },
};
