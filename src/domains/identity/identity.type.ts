import { Field, GraphQLISODateTime, Int, ObjectType } from 'type-graphql';
import type { CapacityKind, Role } from '../../context.ts';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import type { DelegationState } from './delegations.ts';

export const RoleEnum = enumType('Role', 'What a person may do in an organization.', {
  ADMINISTRATOR: 'Keeps organizations, persons, accounts and tokens of the subtree (管理员).',
  ISSUING_OFFICER: 'Issues and forwards notices, keeps ledgers and evaluations (发文人员).',
  SIGNATORY: 'Signs what the organization issues: its chair, or who stands in (签发人).',
  REVIEWER: 'Reviews what reached the organization (审核人员).',
  REPORTER: 'Fills in and submits for the organization (填报人员).',
  ANALYST: 'Reads figures and what was submitted, nothing personal (分析人员).',
} satisfies Record<Role, string>);

export const CapacityKindEnum = enumType('CapacityKind', 'How somebody came to act.', {
  APPOINTMENT: 'By their own appointment.',
  DELEGATION: 'By a capacity that was lent to them.',
  TOKEN: 'By a read-only token of an organization.',
  LINK: 'By a link for one signature.',
  SYSTEM: 'The product itself.',
} satisfies Record<CapacityKind, string>);

@ObjectType('Account', { implements: Node, description: 'With what one signs in.' })
export class AccountType extends Node {
  @Field(() => String, { description: 'The name that one signs in with.' })
  login!: string;

  @Field(() => Boolean, { description: 'The operator of the platform, who sees ids and health and no business data.' })
  operator!: boolean;
}

@ObjectType('Person', { implements: Node, description: 'A human being with an account; shown to administrators above and to oneself.' })
export class PersonType extends Node {
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Phone number, as given.' })
  phone!: string | null;
}

@ObjectType('Appointment', { implements: Node, description: 'An office in an organization, and so a capacity to act in.' })
export class AppointmentType extends Node {
  @Field(() => [RoleEnum], { description: 'What it allows.' })
  roles!: readonly Role[];

  @Field(() => Int, { description: 'Pass it back when ending it.' })
  version!: number;
}

@ObjectType('Capacity', { implements: Node, description: 'One way in which the caller may act; its id goes into the header X-Capacity.' })
export class CapacityType extends Node {
  @Field(() => CapacityKindEnum, { description: 'How the caller came to it.' })
  kind!: CapacityKind;

  @Field(() => [RoleEnum], { description: 'What it allows.' })
  roles!: readonly Role[];

  @Field(() => String, { nullable: true, description: 'Name of who lent it.' })
  onBehalfOf!: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it ends, if that is known.' })
  until!: Date | null;

  @Field(() => Int, { description: 'How much waits in it: what the organization owes and has not sent, and what waits for its review.' })
  pending!: number;
}

@ObjectType('Delegation', { implements: Node, description: 'A capacity lent for a time: the holder acts, the audit names both.' })
export class DelegationType extends Node {
  @Field(() => [RoleEnum], { description: 'What was lent.' })
  roles!: readonly Role[];
}

export const DelegationStateEnum = enumType('DelegationState', 'How a lent capacity stands now.', {
  PLANNED: 'It has not begun (未开始).',
  ACTIVE: 'The holder may act (生效中).',
  ENDED: 'It is over, or was taken back (已结束).',
} satisfies Record<DelegationState, string>);

@ObjectType('ApiToken', { implements: Node, description: 'A read-only token of an organization.' })
export class ApiTokenType extends Node {
  @Field(() => String, { description: 'What it is for.' })
  name!: string;
}

@ObjectType({ description: 'Who is calling, and as what.' })
export class Me {
  @Field(() => AccountType, { nullable: true, description: "The account; none behind a token, which is an organization's and nobody's." })
  account!: AccountType | null;
}

export const PersonConnection = connectionOf('Person', () => PersonType);
export const DelegationConnection = connectionOf('Delegation', () => DelegationType);
export const ApiTokenConnection = connectionOf('ApiToken', () => ApiTokenType);

@ObjectType({ description: 'A federation, as the operator sees it.' })
export class PlatformFederation {
  @Field(() => String, { description: 'Its id.' })
  id!: string;

  @Field(() => GraphQLISODateTime, { description: 'When it was founded here.' })
  foundedAt!: Date;
}

@ObjectType('PlatformHealth', { description: 'How the installation is.' })
export class PlatformHealthType {
  @Field(() => String, { description: 'Version of PostgreSQL.' })
  databaseVersion!: string;

  @Field(() => Int, { description: 'Size of the database, in MiB.' })
  databaseMegabytes!: number;

  @Field(() => Int, { description: 'Connections to the database.' })
  openConnections!: number;
}

@ObjectType({ description: 'What the operator of the platform sees: ids and health.' })
export class Platform {
  @Field(() => [PlatformFederation], { description: 'The federations.' })
  federations!: PlatformFederation[];

  @Field(() => PlatformHealthType, { description: 'How the installation is.' })
  health!: PlatformHealthType;
}

@ObjectType({ implements: Payload, description: 'A new session.' })
export class SessionPayload extends Payload {
  @Field(() => String, { nullable: true, description: 'Secret of the session, for programs; a browser has got a cookie.' })
  token?: string;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When the session ends.' })
  expiresAt?: Date;

  @Field(() => String, {
    nullable: true,
    description: 'There is no session yet: pass this to completeSignIn with a code of the second factor.',
  })
  challenge?: string;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Until when the second step can be taken.' })
  challengeExpiresAt?: Date;
}

@ObjectType({ implements: Payload, description: 'Whether one is signed out.' })
export class SignOutPayload extends Payload {}

@ObjectType({ implements: Payload, description: 'Whether the password was changed.' })
export class ChangePasswordPayload extends Payload {}

@ObjectType({ implements: Payload, description: 'An account to be taken over with a one-time code.' })
export class OneTimeCodePayload extends Payload {
  @Field(() => PersonType, { nullable: true, description: 'Whose account it is.' })
  person?: PersonType;

  @Field(() => String, { nullable: true, description: 'To be handed to the person; shown once.' })
  oneTimeCode?: string;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When the code ends.' })
  codeExpiresAt?: Date;
}

@ObjectType({ description: 'An account that was opened in one of many units.' })
export class OpenedAccount {
  @Field(() => String, { description: 'Name to sign in with.' })
  login!: string;

  @Field(() => String, { description: 'To be handed to the person; shown once.' })
  oneTimeCode!: string;

  @Field(() => GraphQLISODateTime, { description: 'When the code ends.' })
  codeExpiresAt!: Date;
}

@ObjectType({ implements: Payload, description: 'Accounts to be taken over with one-time codes.' })
export class OpenAccountsPayload extends Payload {
  @Field(() => [OpenedAccount], { nullable: true, description: 'One per unit, in their order.' })
  accounts?: OpenedAccount[];

  @Field(() => Int, { nullable: true, description: 'Units directly below in which still nobody holds office.' })
  remaining?: number;

  @Field(() => String, {
    nullable: true,
    description: 'The codes as an HTML page to be printed and cut up; shown once and kept nowhere.',
  })
  printableList?: string;
}

@ObjectType({ implements: Payload, description: 'An appointment, as it is now.' })
export class AppointmentPayload extends Payload {
  @Field(() => AppointmentType, { nullable: true, description: 'The appointment.' })
  appointment?: AppointmentType;
}

@ObjectType({ implements: Payload, description: 'A delegation, as it is now.' })
export class DelegationPayload extends Payload {
  @Field(() => DelegationType, { nullable: true, description: 'The delegation.' })
  delegation?: DelegationType;
}

@ObjectType({ implements: Payload, description: 'A new token.' })
export class CreateApiTokenPayload extends Payload {
  @Field(() => ApiTokenType, { nullable: true, description: 'The token.' })
  apiToken?: ApiTokenType;

  @Field(() => String, { nullable: true, description: 'What a program sends as bearer; shown once.' })
  secret?: string;
}

@ObjectType({ implements: Payload, description: 'A token, as it is now.' })
export class ApiTokenPayload extends Payload {
  @Field(() => ApiTokenType, { nullable: true, description: 'The token.' })
  apiToken?: ApiTokenType;
}
