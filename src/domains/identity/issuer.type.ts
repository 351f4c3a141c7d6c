import { Field, GraphQLISODateTime, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import { PersonType } from './identity.type.ts';

@ObjectType('SignInIssuer', { description: 'A way to sign in beside passwords, as somebody who is about to sign in sees it.' })
export class SignInIssuerType {
  @Field(() => String, { description: 'What it is called.' })
  label!: string;

  @Field(() => String, { description: 'Whose it is.' })
  federationName!: string;
}

@ObjectType('TrustedIssuer', { implements: Node, description: 'An identity provider whose word a federation takes for who somebody is.' })
export class TrustedIssuerType extends Node {
  @Field(() => String, { description: 'Its address.' })
  issuer!: string;

  @Field(() => String, { description: 'What the page for signing in calls it.' })
  label!: string;

  @Field(() => Boolean, { description: 'It can be signed in with.' })
  enabled!: boolean;

  @Field(() => Int, { description: 'Pass it back when changing it.' })
  version!: number;
}

@ObjectType('LinkedIdentity', { description: "One's own account at an identity provider, with which one can sign in." })
export class LinkedIdentityType {
  @Field(() => String, { description: 'What the provider is called.' })
  label!: string;

  @Field(() => GraphQLISODateTime, { description: 'Since when.' })
  linkedAt!: Date;
}

@ObjectType({ implements: Payload, description: 'An identity provider, as it is used now.' })
export class TrustedIssuerPayload extends Payload {
  @Field(() => TrustedIssuerType, { nullable: true, description: 'The identity provider.' })
  trustedIssuer?: TrustedIssuerType;
}

@ObjectType({ implements: Payload, description: 'A link that was begun.' })
export class BeginIdentityLinkPayload extends Payload {
  @Field(() => String, { nullable: true, description: 'What the browser opens next, on this server and in this session; shown once.' })
  address?: string;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Until when it can be ended.' })
  expiresAt?: Date;
}

@ObjectType({ implements: Payload, description: 'Whose account was linked.' })
export class LinkIdentityPayload extends Payload {
  @Field(() => PersonType, { nullable: true, description: 'The person.' })
  person?: PersonType;
}

@ObjectType({ implements: Payload, description: 'Whether the link has ended.' })
export class UnlinkIdentityPayload extends Payload {}
