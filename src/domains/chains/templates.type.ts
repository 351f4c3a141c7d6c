import { Field, ObjectType } from 'type-graphql';
import { FormField } from '../../kit/form.type.ts';
import { OrganizationKindEnum } from '../federation/organization.type.ts';
import type { ApprovalChain } from './chain.ts';
import { ApprovalChainType } from './chain.type.ts';

@ObjectType('ApplicationTemplate', { description: 'An application as it is usually asked for, to be copied into a deliverable.' })
export class ApplicationTemplateType {
  @Field(() => String, { description: 'Name for programs.' }) code!: string;
  @Field(() => String, { description: 'Title of the form.' }) title!: string;
  @Field(() => [OrganizationKindEnum], { description: 'Kinds of organization that may apply.' }) audience!: string[];
  @Field(() => [FormField], { description: 'The form.' }) fields!: FormField[];
  @Field(() => ApprovalChainType, { description: 'Who has to agree, in order.' }) chain!: ApprovalChain;
}
