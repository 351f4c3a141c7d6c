import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { badRequest } from '../../kit/errors.ts';
import { compare, isDecimal } from '../../kit/decimal.ts';
import { PhraseAmountType, phraseKindLabels, PhraseReadingType } from './phrase.type.ts';
import { type PhraseReadingRow, resolvePhrase } from './read-phrase.ts';

const LONGEST = 40;

@Resolver(() => PhraseReadingType)
export class PhraseResolver {
  @Can('read', 'Notice')
  @Query(() => PhraseReadingType, { description: 'What a phrase such as 5月28日前, 6月中旬 or 10个左右 means.' })
  async resolvePhrase(
    @Arg('phrase', () => String, { description: `The phrase, at most ${LONGEST} characters.` }) phrase: string,
    @Arg('year', () => Int, { nullable: true, description: 'The year of a phrase that names none.' }) year: number | null | undefined,
    @Arg('referenceDay', () => String, { nullable: true, description: 'The day from which is counted, as 2021-04-21; today when absent.' })
    referenceDay: string | null | undefined,
    @Ctx() ctx: ViewerContext,
  ) {
    if (phrase.length > LONGEST) throw badRequest(`期限表述最多 ${LONGEST} 个字`);
    return shownReading(await resolvePhrase(ctx, phrase, year ?? null, referenceDay ?? null));
  }
}

@Resolver(() => PhraseAmountType)
export class PhraseAmountResolver {
  @FieldResolver(() => Boolean, { description: 'Whether a number is within the bounds.' })
  fits(
    @Root() { min, max, minIncluded, maxIncluded }: PhraseAmountType,
    @Arg('value', () => String, { description: 'The number, as a decimal.' }) value: string,
  ) {
    if (value.length > 30 || !isDecimal(value)) throw badRequest('应为数字');
    const [above, below] = [min === null ? 1 : compare(value, min), max === null ? -1 : compare(value, max)];
    return (above > 0 || (above === 0 && minIncluded)) && (below < 0 || (below === 0 && maxIncluded));
  }
}

/** A reading as the API shows it. */
export function shownReading({ phrase, reading, label, error }: PhraseReadingRow): PhraseReadingType {
  const dated = reading?.kind === 'BY' || reading?.kind === 'WITHIN' ? reading : null;
  return {
    phrase,
    kind: reading?.kind ?? null,
    kindLabel: reading ? phraseKindLabels[reading.kind] : null,
    start: dated?.start ?? null,
    end: dated?.end ?? null,
    label,
    yearAssumed: dated?.yearAssumed ?? false,
    ambiguous: reading?.kind === 'AMOUNT' ? false : (reading?.ambiguous ?? false),
    note: reading?.kind === 'AMOUNT' ? null : (reading?.note ?? null),
    amount: reading?.kind === 'AMOUNT' ? reading : null,
    error,
  };
}
