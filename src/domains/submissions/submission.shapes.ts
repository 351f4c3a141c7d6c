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
