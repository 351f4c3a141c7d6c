import { Ctx, FieldResolver, GraphQLISODateTime, ID, Resolver, Root } from 'type-graphql';
import type { Context, ViewerContext } from '../../context.ts';
import { encodeId } from '../../kit/node-id.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import type { ApiTokenRow } from './api-tokens.ts';
import { type CapacityRow, listCapacities } from './capacities.ts';
import { DELEGATION_LABELS, type DelegationRow, delegationState, lentBy } from './delegations.ts';
import * as types from './identity.type.ts';
import { LinkedIdentityType } from './issuer.type.ts';
import { linkedIdentities } from './link-identity.ts';
import type { OpenWorkLine as OpenWorkRow } from './open-work.ts';
import { OpenWorkLine } from './handover.type.ts';
import type { OpenedAccount } from './open-accounts.ts';
import type { AppointmentRow, PersonRow } from './people.ts';
import { appointmentsOf, loginOf, ownPerson } from './persons.ts';
import { ownSecondFactor } from './second-factor.ts';
import { SecondFactor, SecondFactorRuleEnum, SignInPolicyType } from './second-factor.type.ts';
import { RULE_LABELS, type SignInPolicyRow } from './sign-in-policy.ts';

@Resolver(() => types.Me)
export class MeResolver {
  @FieldResolver(() => types.PersonType, { nullable: true, description: 'The human being; none behind an operator or a token.' })
  person(@Ctx() ctx: Context) {
    return ctx.viewer?.kind === 'TOKEN' ? null : ownPerson(ctx);
  }

  @FieldResolver(() => types.CapacityType, { nullable: true, description: 'The capacity that this request acts in.' })
  async capacity(@Ctx() ctx: Context) {
    return (await capacities(ctx)).find(({ id }) => id === ctx.viewer?.capacityId);
  }

  @FieldResolver(() => [types.CapacityType], { description: 'Everything that the caller may act as now.' })
  capacities(@Ctx() ctx: Context) {
    return capacities(ctx);
  }

  @FieldResolver(() => SecondFactor, { nullable: true, description: "The second factor of one's own account; none behind a token." })
  async secondFactor(@Ctx() ctx: Context) {
    return ctx.viewer?.kind === 'TOKEN' ? null : { ...(await ownSecondFactor(ctx)), due: ctx.account!.secondFactorDue };
  }

  @FieldResolver(() => [LinkedIdentityType], { description: 'Identity providers that one can sign in with; none behind a token.' })
  linkedIdentities(@Ctx() ctx: Context) {
    return ctx.viewer?.kind === 'TOKEN' ? [] : linkedIdentities(ctx);
  }

  @FieldResolver(() => [types.DelegationType], { description: "What the caller has lent, within the present capacity's range." })
  lent(@Ctx() ctx: Context) {
    return ctx.viewer && ctx.viewer.kind !== 'TOKEN' ? lentBy(ctx as ViewerContext) : [];
  }
}

/** Read once per request, whichever fields ask. */
const capacities = async (ctx: Context): Promise<readonly CapacityRow[]> =>
  (await ctx.loaders.batched('capacities', 'mine', async () => new Map([['mine', await listCapacities(ctx)]])))!;

@Resolver(() => types.CapacityType)
export class CapacityResolver {
  @FieldResolver(() => OrganizationType, { description: 'For whom one acts.' })
  organization(@Root() { organizationId }: CapacityRow, @Ctx() ctx: Context) {
    return organizationById(ctx, organizationId);
  }
}

@Resolver(() => types.PersonType)
export class PersonResolver {
  @FieldResolver(() => String, { nullable: true, description: 'Name of the account.' })
  login(@Root() person: PersonRow, @Ctx() ctx: Context) {
    return loginOf(ctx, person.account_id);
  }

  @FieldResolver(() => OrganizationType, { description: 'Where the person belongs.' })
  organization(@Root() person: PersonRow, @Ctx() ctx: Context) {
    return organizationById(ctx, person.organization_id);
  }

  @FieldResolver(() => [types.AppointmentType], {
    description: "Offices, first ones first, ended ones included, within the caller's range.",
  })
  appointments(@Root() person: PersonRow, @Ctx() ctx: Context) {
    return appointmentsOf(ctx, person.id);
  }
}

@Resolver(() => types.OpenedAccount)
export class OpenedAccountResolver {
  @FieldResolver(() => OrganizationType, { description: 'Where.' })
  organization(@Root() { organizationId }: OpenedAccount, @Ctx() ctx: Context) {
    return organizationById(ctx, organizationId);
  }

  @FieldResolver(() => types.PersonType, { nullable: true, description: 'Who stands behind it until a name is known.' })
  person(@Root() { personId }: OpenedAccount, @Ctx() ctx: Context) {
    return ctx.loaders.one('person', personId);
  }
}

@Resolver(() => types.AppointmentType)
export class AppointmentResolver {
  @FieldResolver(() => types.PersonType, { nullable: true, description: 'Who holds it.' })
  person(@Root() appointment: AppointmentRow, @Ctx() ctx: Context) {
    return ctx.loaders.one('person', appointment.person_id);
  }

  @FieldResolver(() => OrganizationType, { description: 'Where.' })
  organization(@Root() appointment: AppointmentRow, @Ctx() ctx: Context) {
    return organizationById(ctx, appointment.organization_id);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Title of the post.' })
  async post(@Root() appointment: AppointmentRow, @Ctx() ctx: Context) {
    return appointment.post_id && (await ctx.loaders.one('post', appointment.post_id))?.title;
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'Since when.' })
  validFrom(@Root() appointment: AppointmentRow) {
    return appointment.valid_from;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'The instant from which it no longer holds.' })
  validTo(@Root() appointment: AppointmentRow) {
    return appointment.valid_to;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why it ended.' })
  endReason(@Root() appointment: AppointmentRow) {
    return appointment.end_reason;
  }
}

@Resolver(() => types.DelegationType)
export class DelegationResolver {
  @FieldResolver(() => OrganizationType, { description: 'For whom the holder acts.' })
  organization(@Root() delegation: DelegationRow, @Ctx() ctx: Context) {
    return organizationById(ctx, delegation.organization_id);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Login of the holder.' })
  holderLogin(@Root() delegation: DelegationRow, @Ctx() ctx: Context) {
    return loginOf(ctx, delegation.holder_id);
  }

  @FieldResolver(() => types.PersonType, { nullable: true, description: "Who lent it, within the caller's range." })
  async lender(@Root() delegation: DelegationRow, @Ctx() ctx: Context) {
    const appointment = await ctx.loaders.one('appointment', delegation.appointment_id);
    return appointment && ctx.loaders.one('person', appointment.person_id);
  }

  @FieldResolver(() => types.DelegationStateEnum, { description: 'How it stands now.' })
  state(@Root() delegation: DelegationRow, @Ctx() { now }: Context) {
    return delegationState(delegation, now);
  }

  @FieldResolver(() => String, { description: 'The same in Chinese.' })
  stateLabel(@Root() delegation: DelegationRow, @Ctx() { now }: Context) {
    return DELEGATION_LABELS[delegationState(delegation, now)];
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'The instant from which it holds.' })
  from(@Root() delegation: DelegationRow) {
    return delegation.valid_from;
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'The instant from which it no longer holds.' })
  until(@Root() delegation: DelegationRow) {
    return delegation.ended_at ?? delegation.valid_to;
  }
}

@Resolver(() => types.ApiTokenType)
export class ApiTokenResolver {
  @FieldResolver(() => OrganizationType, { description: 'Whose range it reads.' })
  organization(@Root() token: ApiTokenRow, @Ctx() ctx: Context) {
    return organizationById(ctx, token.organization_id);
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'When it was made.' })
  createdAt(@Root() token: ApiTokenRow) {
    return token.created_at;
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'When it ends.' })
  expiresAt(@Root() token: ApiTokenRow) {
    return token.expires_at;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When it was revoked.' })
  revokedAt(@Root() token: ApiTokenRow) {
    return token.revoked_at;
  }
}

@Resolver(() => SignInPolicyType)
export class SignInPolicyResolver {
  @FieldResolver(() => OrganizationType, { description: 'In which body, and everywhere below it.' })
  organization(@Root() policy: SignInPolicyRow, @Ctx() ctx: Context) {
    return organizationById(ctx, policy.organization_id);
  }

  @FieldResolver(() => SecondFactorRuleEnum, { description: 'Who must use a second factor.' })
  secondFactor(@Root() policy: SignInPolicyRow) {
    return policy.second_factor;
  }

  @FieldResolver(() => String, { description: 'The same in Chinese.' })
  secondFactorLabel(@Root() policy: SignInPolicyRow) {
    return RULE_LABELS[policy.second_factor];
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'Since when it is so.' })
  updatedAt(@Root() policy: SignInPolicyRow) {
    return policy.updated_at;
  }
}

@Resolver(() => OpenWorkLine)
export class OpenWorkResolver {
  @FieldResolver(() => ID, { description: 'Id of the obligation, or of the submission.' })
  subjectId(@Root() { kind, id }: OpenWorkRow) {
    return encodeId(kind === 'OBLIGATION' ? 'Obligation' : 'Submission', id);
  }

  @FieldResolver(() => OrganizationType, { description: 'Whose it is: the body itself, or the unit that handed in.' })
  organization(@Root() line: OpenWorkRow, @Ctx() ctx: Context) {
    return organizationById(ctx, line.organization_id);
  }
}
