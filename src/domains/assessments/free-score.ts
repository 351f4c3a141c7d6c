import { compare, isDecimal } from '../../kit/decimal.ts';
import { Refusal } from '../../kit/errors.ts';

/** The score shape `freeScore`: one number between two bounds, with so many digits after the point; bounds as decimal text. */
export interface FreeScore {
  readonly kind: 'FREE_SCORE';
  readonly min: string;
  readonly max: string;
  readonly decimals: number;
}

/**
 * A mark that the sheet allows.
 *
 * @throws Refusal NOT_A_NUMBER, TOO_MANY_DECIMALS, SCORE_OUT_OF_RANGE
 */
export function assertScore({ min, max, decimals }: FreeScore, score: string, path: readonly string[]): void {
  if (!isDecimal(score)) throw new Refusal('NOT_A_NUMBER', '分数应为数字', path);
  if ((score.split('.')[1] ?? '').length > decimals) {
    throw new Refusal('TOO_MANY_DECIMALS', decimals === 0 ? '分数应为整数' : `分数最多${decimals}位小数`, path);
  }
  if (compare(score, min) < 0 || compare(score, max) > 0) throw new Refusal('SCORE_OUT_OF_RANGE', `分数应在 ${min} 至 ${max} 之间`, path);
}
