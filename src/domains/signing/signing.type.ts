import { Field, GraphQLISODateTime, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import type { InvitationState } from './invitation.rows.ts';

export const InvitationStateEnum = enumType('SigningInvitationState', 'How a request for a signature stands now.', {
  OPEN: 'It waits (待签署).',
  SIGNED: 'Signed (已签署).',
  DECLINED: 'Given back with a reason (已退回).',
  EXPIRED: 'Its time passed (已过期).',
  REVOKED: 'It was made void (已作废).',
} satisfies Record<InvitationState, string>);

@ObjectType('SigningInvitation', {
  implements: Node,
  description: 'A request for one signature of somebody without an account; for its own body alone.',
})
export class SigningInvitationType extends Node {
  @Field(() => String, { description: 'In what role.' })
  step!: string;

  @Field(() => String, { nullable: true, description: 'What the signer is told beside.' })
  message!: string | null;

  @Field(() => String, { nullable: true, description: 'What the signer said.' })
  opinion!: string | null;
}

export const SigningInvitationConnection = connectionOf('SigningInvitation', () => SigningInvitationType);

@ObjectType({ description: 'A line of what is to be signed.' })
export class ShownLine {
  @Field(() => String, { description: 'What it is.' })
  label!: string;

  @Field(() => String, { description: 'What it says.' })
  text!: string;
}

@ObjectType({ description: 'What a link shows to whoever holds it: enough to sign, and nothing that leads further.' })
export class SigningLink {
  @Field(() => InvitationStateEnum, { description: 'How it stands.' })
  state!: InvitationState;

  @Field(() => String, { description: 'The same in Chinese, with by whom and when.' })
  stateLabel!: string;

  @Field(() => String, { description: 'Who asks.' })
  organizationName!: string;

  @Field(() => String, { description: 'Who is asked.' })
  signerName!: string;

  @Field(() => String, { nullable: true, description: "Title of the signer's post." })
  signerPost!: string | null;

  @Field(() => String, { description: 'In what role.' })
  step!: string;

  @Field(() => String, { nullable: true, description: 'What the signer is told beside; while it waits.' })
  message!: string | null;

  @Field(() => String, { description: 'Title of what is to be signed.' })
  title!: string;

  @Field(() => [ShownLine], { description: 'What it says; empty once it does not wait any more.' })
  lines!: readonly ShownLine[];

  @Field(() => Boolean, { description: 'Signing takes the reference of an electronic seal.' })
  sealRequired!: boolean;

  @Field(() => GraphQLISODateTime, { description: 'When the link ends.' })
  expiresAt!: Date;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was signed or given back.' })
  answeredAt!: Date | null;
}

@ObjectType({ implements: Payload, description: 'A link to be handed to the signer.' })
export class InviteToSignPayload extends Payload {
  @Field(() => SigningInvitationType, { nullable: true, description: 'The request.' })
  invitation?: SigningInvitationType;

  @Field(() => String, { nullable: true, description: 'Secret of the link; shown once.' })
  token?: string;

  @Field(() => String, { nullable: true, description: 'Its address on this server, from the first slash on; shown once.' })
  address?: string;
}

@ObjectType({ implements: Payload, description: 'A request for a signature, as it is now.' })
export class SigningInvitationPayload extends Payload {
  @Field(() => SigningInvitationType, { nullable: true, description: 'The request.' })
  invitation?: SigningInvitationType;
}

@ObjectType({ implements: Payload, description: 'What the link shows now.' })
export class SigningLinkPayload extends Payload {
  @Field(() => SigningLink, { nullable: true, description: 'The link.' })
  link?: SigningLink;
}
