import { Field, Int, ObjectType } from 'type-graphql';
import { OrganizationType } from '../federation/organization.type.ts';
import * as enums from './honour.enums.ts';

@ObjectType('SubsidySpending', { description: 'What was spent of a subsidy.' })
export class SubsidySpendingType {
  @Field(() => Int, { description: 'Its number.' }) number!: number;
  @Field(() => enums.SubsidyUseEnum, { description: 'What for.' }) use!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) useLabel?: string;
  @Field(() => Int, { description: 'How much, in fen.' }) amountFen?: number;
  @Field(() => enums.PayeeEnum, { description: 'Whose account it went to.' }) payee!: string;
  @Field(() => String, { description: 'Name of the account.' }) payeeName?: string;
  @Field(() => String, { description: 'What was bought or held.' }) purpose!: string;
  @Field(() => String, { description: 'When.' }) spentOn?: string;
}

@ObjectType('Subsidy', { description: 'Money that came with a title; for the holder, those above it and the body that paid.' })
export class SubsidyType {
  @Field(() => Int, { description: 'How much, in fen.' }) amountFen?: number;
  @Field(() => Int, { description: 'What was spent of it, in fen.' }) spentFen?: number;
  @Field(() => [enums.SubsidyUseEnum], { description: 'What it may be spent on.' }) allowedUses?: string[];
  @Field(() => enums.PayeeEnum, { description: 'Whose account it went to.' }) payee!: string;
  @Field(() => String, { description: 'Name of the account.' }) payeeName?: string;
  @Field(() => String, { description: 'Day of the payment.' }) paidOn?: string;
  @Field(() => [SubsidySpendingType], { description: 'What was spent, first to last.' }) uses?: unknown[];
}

@ObjectType('MentoringPair', { description: 'A holder that helps a new union (帮促共建).' })
export class MentoringPairType {
  @Field(() => OrganizationType, { description: 'The union that is helped.' }) mentee?: unknown;
  @Field(() => enums.MenteeKindEnum, { description: 'What sort of union it is.' }) menteeKind?: string;
  @Field(() => String, { description: 'Since when.' }) startedOn?: string;
  @Field(() => String, { nullable: true, description: 'Until when; none while it goes on.' }) endedOn?: string | null;
}
