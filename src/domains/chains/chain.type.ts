import { Field, ObjectType } from 'type-graphql';
import { enumType } from '../../kit/enums.ts';
import { OrganizationKindEnum } from '../federation/organization.type.ts';
import type { Approver } from './chain.ts';

export const ApproverEnum = enumType<Approver>('Approver', 'Who gives the opinion of a step.', {
  UNIT_OUTSIDER: 'Somebody of the unit who has no account: entered by the unit with the scan, or signed by a link.',
  UNIT: 'Somebody of the unit.',
  LEVEL: 'Every body between the unit and the issuer, the lower one first.',
  ISSUER: 'The body that asks.',
});
export const approverLabels: Readonly<Record<Approver, string>> = {
  UNIT_OUTSIDER: '本单位（无账户人员）',
  UNIT: '本单位',
  LEVEL: '上级工会',
  ISSUER: '发文单位',
};

@ObjectType('ApprovalStep', { description: 'A step of an approval chain.' })
export class ApprovalStepType {
  @Field(() => String, { description: 'Name within the chain.' }) code!: string;
  @Field(() => String, { description: 'Heading on the form.' }) title!: string;
  @Field(() => String, { description: 'Whose opinion it is.' }) role!: string;
  @Field(() => ApproverEnum, { description: 'Who gives it.' }) by!: Approver;
  @Field(() => [OrganizationKindEnum], { description: 'LEVEL: only bodies of these kinds; none for all that no other step names.' })
  kinds!: string[];
  @Field(() => Boolean, { description: 'Agreeing takes a seal with evidence and date.' }) sealRequired!: boolean;
  @Field(() => Boolean, { description: 'Agreeing takes words.' }) opinionRequired!: boolean;
  @Field(() => Boolean, { description: "LEVEL: agreeing takes the body's own acceptance of the unit (本级验收)." })
  acceptanceRequired!: boolean;
}

@ObjectType('OverrideRule', {
  description: 'Answers that may be let pass: the recommending level says why, the issuer confirms it.',
})
export class OverrideRuleType {
  @Field(() => String, { description: 'Name within the chain.' }) code!: string;
  @Field(() => String, { description: 'Key of the question.' }) field!: string;
  @Field(() => String, { nullable: true, description: 'Of a table, the column that is looked at.' }) column!: string | null;
  @Field(() => [String], { description: 'The answers that it is about.' }) values!: string[];
  @Field(() => String, { description: 'What people read.' }) message!: string;
}

@ObjectType('ApprovalChain', { description: 'Who has to agree, in order (审批程序).' })
export class ApprovalChainType {
  @Field(() => [ApprovalStepType], { description: 'The steps, in order.' }) steps!: ApprovalStepType[];
  @Field(() => [OverrideRuleType], { description: 'Answers that may be let pass.' }) overrides!: OverrideRuleType[];
}
