import { Field, GraphQLISODateTime, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import type { SecondFactorRule } from './sign-in-policy.ts';

export const SecondFactorRuleEnum = enumType('SecondFactorRule', 'Who must use a second factor.', {
  NOBODY: 'Nobody needs to (不要求).',
  ADMINISTRATORS: 'Whoever acts as administrator (管理员必须使用).',
  EVERYBODY: 'Whoever acts at all (所有人必须使用).',
} satisfies Record<SecondFactorRule, string>);

@ObjectType({ description: "The second factor of one's own account." })
export class SecondFactor {
  @Field(() => Boolean, { description: 'Signing in asks for it.' })
  enabled!: boolean;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Since when.' })
  confirmedAt!: Date | null;

  @Field(() => Int, { description: 'Recovery codes that were not used yet.' })
  recoveryCodesLeft!: number;

  @Field(() => Boolean, {
    description: 'The capacity that the request came in asks for one, and nothing can be done in it until it was passed.',
  })
  due!: boolean;
}

@ObjectType('SignInPolicy', {
  implements: Node,
  description: 'Who must use a second factor in a body and below it; the strictest on the way up holds.',
})
export class SignInPolicyType extends Node {
  @Field(() => Int, { description: 'Pass it back when changing it.' })
  version!: number;
}

export const SignInPolicyConnection = connectionOf('SignInPolicy', () => SignInPolicyType);

@ObjectType({ implements: Payload, description: 'A second factor that is to be confirmed.' })
export class EnrolSecondFactorPayload extends Payload {
  @Field(() => String, { nullable: true, description: 'For typing into an authenticator, in base32; shown once.' })
  secret?: string;

  @Field(() => String, { nullable: true, description: 'The same for a QR code; shown once.' })
  otpauthUri?: string;
}

@ObjectType({ implements: Payload, description: 'Codes for when the authenticator is lost.' })
export class RecoveryCodesPayload extends Payload {
  @Field(() => [String], { nullable: true, description: 'Each is good once in place of a code of the authenticator; shown once.' })
  recoveryCodes?: string[];
}

@ObjectType({ implements: Payload, description: 'Whether the second factor is off.' })
export class RemoveSecondFactorPayload extends Payload {}

@ObjectType({ implements: Payload, description: 'A rule, as it is now.' })
export class SignInPolicyPayload extends Payload {
  @Field(() => SignInPolicyType, { nullable: true, description: 'The rule.' })
  signInPolicy?: SignInPolicyType;
}
