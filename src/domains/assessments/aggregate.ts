import { add, compare, divide, subtract, sum } from '../../kit/decimal.ts';

export const AGGREGATES = ['MEAN', 'TRIMMED_MEAN', 'MEDIAN'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** From so many marks up the highest and the lowest are left out of a trimmed mean. */
export const TRIM_FROM = 5;

/** A mark that counted, of which member of the panel, with its note. */
export interface CountedMark {
  readonly judgeId: string;
  readonly score: string;
  readonly note: string | null;
  /** The sheet as the judge filled it, where there is one. */
  readonly answer: unknown;
}

/**
 * What marks come to, exactly, with so many digits after the point, half up. A trimmed mean leaves out one highest and one
 * lowest from five marks up and is the mean below; the median of an even number is the mean of the two in the middle.
 *
 * @returns null for no marks: none is not 0
 */
export function aggregate(method: Aggregate, scores: readonly string[], digits: number): string | null {
  if (scores.length === 0) return null;
  const sorted = scores.toSorted(compare);
  if (method === 'MEDIAN') {
    const middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 === 1 ? divide(sorted[middle]!, '1', digits) : divide(add(sorted[middle - 1]!, sorted[middle]!), '2', digits);
  }
  const counted = method === 'TRIMMED_MEAN' && sorted.length >= TRIM_FROM ? sorted.slice(1, -1) : sorted;
  return divide(sum(counted), String(counted.length), digits);
}

/** Highest less lowest; null for no marks. */
export function spread(scores: readonly string[]): string | null {
  const sorted = scores.toSorted(compare);
  return sorted.length === 0 ? null : subtract(sorted.at(-1)!, sorted[0]!);
}
