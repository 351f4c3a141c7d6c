import { Field, GraphQLISODateTime, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../kit/errors.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { NoticeStepKindEnum } from './notice.enums.ts';

@ObjectType({ description: "That a document bears its body's seal." })
export class SealEvidence {
  @Field(() => String, { description: 'Number of the entry in the office system, or of the electronic seal.' }) reference!: string;
  @Field(() => String, { description: 'Date beside the seal, as 2021-04-21.' }) sealedOn!: string;
}

@ObjectType('NoticeStep', { description: 'What was done with a draft on its way to the signature; for its own body alone.' })
export class NoticeStepType {
  @Field(() => NoticeStepKindEnum, { description: 'What.' }) kind!: string;
  @Field(() => String, { description: 'What, in Chinese.' }) kindLabel!: string;
  @Field(() => GraphQLISODateTime, { description: 'When.' }) at!: Date;
  @Field(() => String, { nullable: true, description: 'Who; none where the person is out of sight.' }) by!: unknown;
  @Field(() => String, { nullable: true, description: 'For whom, where the capacity was lent.' }) onBehalfOf!: unknown;
  @Field(() => Int, { description: 'The version of the notice that it is about.' }) version!: number;
  @Field(() => String, { description: 'SHA-256 of what the draft said, in hexadecimal.' }) contentHash!: string;
  @Field(() => String, { nullable: true, description: 'What was said about it.' }) remark!: string | null;
  @Field(() => SealEvidence, { nullable: true, description: 'Evidence of the seal.' }) seal!: SealEvidence | null;
}

@ObjectType({ implements: Payload, description: 'Whether a body has to sign what it sends.' })
export class SigningPolicyPayload extends Payload {
  @Field(() => OrganizationType, { nullable: true, description: 'The body.' }) organization?: object | null;
}
