import type { SheetAnswer } from '../../kit/score/sheet.ts';

/** An example that was worked out by hand: the sheet is not published unless it comes to the same. */
export interface WorkedExample {
  title: string;
  answer: SheetAnswer;
  /** The day from which vetoes look back, as 2023-10-31. */
  referenceDay: string;
  base: string;
  bonus: string;
  /** Points lost by item, only of those that lose some; null where the example does not say. */
  lost: ItemLoss[] | null;
  /** Codes of the vetoes that hold. */
  vetoes: string[];
}

export interface ItemLoss {
  item: string;
  amount: string;
}
