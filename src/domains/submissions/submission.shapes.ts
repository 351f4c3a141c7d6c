import type { Answer } from '../../kit/form.ts';
import type { SheetResult } from '../../kit/score/score-sheet.ts';

/** What the score sheets of a part came to when it was handed in, by field key. */
export type SheetResults = Record<string, SheetResult>;

/** One thing to mend: which field of which asker, what is wrong, and what stood there. */
export interface SlipItem {
  deliverableId: string;
  field: string;
  comment: string;
  before: string | null;
}

/** A unit that a batch goes up without. */
export interface AbsentUnit {
  organizationId: string;
  reason: string;
}

/** An answer that a page took over from what the unit, or the one it goes on for, answered before and was accepted. */
export interface PrefilledAnswer {
  deliverableId: string;
  field: string;
  value: Answer;
  /** Where it comes from. */
  submissionId: string;
  noticeId: string;
  /** When that was accepted, as ISO text. */
  approvedAt: string;
  /** The unit has looked at it: confirmed, changed or taken back. */
  confirmed: boolean;
}
