import type { FormField } from '../../kit/form.ts';
import type { BasisDocument, LedgerDefinition, NoticeContact } from './notice.shapes.ts';

/** What a draft of a correction says beside its content. */
export interface Amendment {
  /** Why; published with the edition. */
  reason: string;
  /** Whoever has answered is to answer what is changed. Otherwise answers under the old form stay valid. */
  reask: boolean;
  /** Last day to answer that, as 2021-05-28; the usual three working days when absent. */
  resubmitDue: string | null;
}

export const CHANGE_KINDS = [
  'TITLE',
  'BODY',
  'SIGNED_BY',
  'BASIS',
  'CONTACTS',
  'PARTICULARS',
  'ATTACHMENTS',
  'ADDRESSEES',
  'DELIVERABLE_ADDED',
  'DELIVERABLE_REMOVED',
  'DELIVERABLE_TITLE',
  'REQUIREMENT',
  'DUE_EARLIER',
  'DUE_LATER',
  'CLOSES',
  'FIELD_ADDED',
  'FIELD_REMOVED',
  'FIELD_CHANGED',
  'LEDGER',
  'COMPLETED_BY',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One thing in which an edition differs from the one before. */
export interface Change {
  kind: ChangeKind;
  /** What is asked for, where it is about that: its key in the notice and its id. */
  key: string | null;
  deliverableId: string | null;
  /** Key of the question, where it is about one. */
  field: string | null;
  /** As it was and as it is: instants as ISO text, texts as they are, anything else as JSON. */
  before: string | null;
  after: string | null;
  /** The same for people, in Chinese. */
  line: string;
}

/** What an edition of a notice said, beside what it asked for. */
export interface EditionContent {
  title: string;
  body: string;
  signed_by: string;
  basis: BasisDocument[];
  contacts: NoticeContact[];
}

/** What an edition asked for: columns of the deliverable as they were, instants as ISO text. */
export interface EditionDeliverable {
  id: string;
  key: string;
  ordinal: number;
  title: string;
  requirement: string;
  fields: FormField[];
  ledger: LedgerDefinition | null;
  due_phrase: string | null;
  due_at: string | null;
  closes_at: string | null;
  completed_by: string | null;
  inherits_id: string | null;
}
