import { Field, GraphQLISODateTime, ObjectType } from 'type-graphql';
import { enumType } from '../../kit/enums.ts';
import { UserError } from '../../kit/errors.ts';

export const PhraseKindEnum = enumType('PhraseKind', 'What sort of thing a phrase names.', {
  BY: 'An end, whenever it begins (5月28日前, 3月底).',
  WITHIN: 'A beginning and an end (6月中旬, 8月份, 4月20日—5月28日).',
  UNDATED: 'No date (适时).',
  AMOUNT: 'How much, not when (10个左右, 不少于4张).',
});

export const phraseKindLabels = { BY: '截止时间', WITHIN: '时间段', UNDATED: '不设期限', AMOUNT: '数量' } as const;

@ObjectType('PhraseAmount', { description: 'How much, and how far it may be missed.' })
export class PhraseAmountType {
  @Field(() => String, { description: 'The number itself, as a decimal.' }) value!: string;
  @Field(() => String, { description: 'What is counted, such as 个 or 分钟.' }) unit!: string;
  @Field(() => String, { nullable: true, description: 'The least, as a decimal; none when there is none.' }) min!: string | null;
  @Field(() => String, { nullable: true, description: 'The most.' }) max!: string | null;
  @Field(() => Boolean, { description: 'The least itself is enough (以上, 不少于).' }) minIncluded!: boolean;
  @Field(() => Boolean, { description: 'The most itself is in order (不超过, 以内).' }) maxIncluded!: boolean;
  @Field(() => Boolean, { description: 'What misses the bounds is remarked and never refused (左右).' }) warnOnly!: boolean;
}

@ObjectType('PhraseReading', { description: 'What a phrase of a notice means, to be shown back and confirmed.' })
export class PhraseReadingType {
  @Field(() => String, { description: 'The phrase.' }) phrase!: string;
  @Field(() => PhraseKindEnum, { nullable: true, description: 'What it names; none when it cannot be read.' }) kind!: string | null;
  @Field(() => String, { nullable: true, description: 'The kind, in Chinese.' }) kindLabel!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'The first instant, where it names a beginning.' }) start!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'The exclusive end.' }) end!: Date | null;
  @Field(() => String, { nullable: true, description: 'As people read it: 5月28日24:00止（含当日）.' }) label!: string | null;
  @Field(() => Boolean, { description: 'It names no year.' }) yearAssumed!: boolean;
  @Field(() => Boolean, { description: 'It can be meant otherwise.' }) ambiguous!: boolean;
  @Field(() => String, { nullable: true, description: 'In which sense it was taken, in Chinese.' }) note!: string | null;
  @Field(() => PhraseAmountType, { nullable: true, description: 'For AMOUNT.' }) amount!: PhraseAmountType | null;
  @Field(() => UserError, { nullable: true, description: 'Why it cannot be read.' }) error!: UserError | null;
}
