import 'reflect-metadata';
import { Field, Int, ObjectType } from 'type-graphql';
import { percent } from './decimal.ts';

@ObjectType({ description: 'A share, kept as its two counts.' })
export class Rate {
  @Field(() => Int, { description: 'How many did.' })
  numerator!: number;

  @Field(() => Int, { description: 'Of how many.' })
  denominator!: number;

  @Field(() => String, {
    nullable: true,
    description: 'In percent with two digits, half up; null when there is nothing to share.',
  })
  percent!: string | null;
}

/** A rate from its two counts; a denominator of 0 is "no data", never 0 % (X-12). */
export const rateOf = (numerator: number, denominator: number): Rate => ({
  numerator,
  denominator,
  percent: percent(String(numerator), String(denominator), 2),
});
