import type { WorkingCalendar } from '../working-days.ts';

/** From when to when, as an organiser words it. */
export interface DatedReading {
  /** BY: until an end, whenever it begins. WITHIN: from a beginning to an end. */
  readonly kind: 'BY' | 'WITHIN';
  /** The first instant; null where the phrase names no beginning. */
  readonly start: Date | null;
  /** The exclusive end. */
  readonly end: Date;
  /** The phrase names no year: it was taken from the year given, or from the reference day. */
  readonly yearAssumed: boolean;
  /** It can be meant otherwise, as `note` says. */
  readonly ambiguous: boolean;
  readonly note: string | null;
}

/** No date, on purpose (适时, X-07); or none where one would be needed (及时, C-61). */
export interface UndatedReading {
  readonly kind: 'UNDATED';
  readonly ambiguous: boolean;
  readonly note: string | null;
}

/** How much, with how far it may be missed. Bounds are decimals as text; null is none. */
export interface AmountReading {
  readonly kind: 'AMOUNT';
  readonly value: string;
  readonly unit: string;
  readonly min: string | null;
  readonly max: string | null;
  /** Whether the bound itself is within; 以上 and 不超过 include it. */
  readonly minIncluded: boolean;
  readonly maxIncluded: boolean;
  /** Beyond the bounds is remarked and never refused (左右, X-10). */
  readonly warnOnly: boolean;
}

export type Reading = DatedReading | UndatedReading | AmountReading;

export interface PhraseContext {
  /** The year of phrases that name none; without it that of the reference day, or the next when it would be over. */
  readonly year?: number | undefined;
  /** The day from which is counted, such as that of the notice. */
  readonly referenceDay: string;
  readonly calendar: WorkingCalendar;
}

/** Why a phrase cannot be read, for programs and for people. */
export class PhraseFault extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
