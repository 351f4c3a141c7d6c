import { createHash } from 'node:crypto';
import type { UserError } from '../../kit/errors.ts';
import type { PhraseContext } from '../../kit/phrase/reading.ts';
import type { Today } from '../../kit/working-days.ts';
import type { AttachmentRow } from './attachments.ts';
import type { DeliverableRow, NoticeRow } from './notice.rows.ts';

/** BLOCK keeps a notice from being sent, WARN until it is answered; INFO is only said. */
export type LintSeverity = 'BLOCK' | 'WARN' | 'INFO';

/** What would mend a finding, and can be done by the product when it is confirmed. */
export type LintProposal = { readonly label: string } & (
  | { readonly action: 'SET_DUE' | 'SHIFT_DUE'; readonly day: string }
  | { readonly action: 'CONFIRM_DUE'; readonly dueAt: string }
  | { readonly action: 'MARK_NO_DUE' }
  | { readonly action: 'ADD_ALIAS'; readonly name: string; readonly alias: string }
  | { readonly action: 'SET_TITLE'; readonly text: string }
);

export interface LintFinding {
  readonly code: string;
  readonly severity: LintSeverity;
  /** Key of the deliverable it is about; null for the notice. */
  readonly key: string | null;
  /** Where in the content, as the input names it. */
  readonly path: readonly string[];
  /** In Chinese, with the facts that it rests on. */
  readonly message: string;
  readonly proposal: LintProposal | null;
  readonly fingerprint: string;
}

/** Everything that rules look at. */
export interface LintFacts {
  readonly notice: NoticeRow;
  readonly deliverables: readonly DeliverableRow[];
  /** Superiors' deliverables, by their ids. */
  readonly parents: ReadonlyMap<string, DeliverableRow>;
  /** What a correction corrects, by the id of the deliverable that says it anew: a due that stays as it was may have passed. */
  readonly corrected: ReadonlyMap<string, DeliverableRow>;
  readonly attachments: readonly AttachmentRow[];
  readonly addressees: number;
  /** Single bodies that it names and that cannot be addressed today. */
  readonly addresseesGone: readonly string[];
  /** A saved group of addressees that it names was deleted. */
  readonly groupsGone: boolean;
  /** The earlier notice that it goes on from, if any. */
  readonly previous: NoticeRow | undefined;
  /** An issued notice of another body with the same number. */
  readonly sameNumber: NoticeRow | undefined;
  readonly repeated: readonly RepeatedQuestion[];
  readonly today: Today;
  readonly context: PhraseContext;
}

/** A question of the draft that an open notice of the same body, or of one above, asks as well. */
export interface RepeatedQuestion {
  /** Deliverable and field of the draft. */
  readonly key: string;
  readonly label: string;
  /** Title of the notice that asks it. */
  readonly notice: string;
}

export type LintRule = (facts: LintFacts) => readonly LintFinding[];

type Given = Pick<LintFinding, 'code' | 'severity' | 'message'> & Partial<Pick<LintFinding, 'proposal'>>;

/** A finding about the notice itself; the field as `addressees.addressGroupIds`. */
export const aboutNotice = (field: string, given: Given): LintFinding => finding(given, null, field.split('.'));

/** A finding about one of its deliverables. */
export const aboutDeliverable = ({ key, inherits_id }: DeliverableRow, field: string, given: Given): LintFinding =>
  finding(given, key, [inherits_id ? 'inherited' : 'deliverables', key, field]);

/** Why something of a draft's content is refused. */
export const fault = (code: string, message: string, ...path: string[]): UserError => ({
  code,
  message,
  path: ['input', 'content', ...path],
});

function finding({ proposal = null, ...given }: Given, key: string | null, path: readonly string[]): LintFinding {
  const fingerprint = createHash('sha256').update([given.code, key, given.message].join('\n')).digest('hex').slice(0, 24);
  return { ...given, key, path, proposal, fingerprint };
}
