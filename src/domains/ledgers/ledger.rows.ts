import type { FormField } from '../../kit/form.ts';
import type { LedgerColumn } from '../notices/notice.shapes.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';

export type LedgerState = 'OPEN' | 'CLOSED' | 'SENT';

/** What one asker of the listed submissions asks. */
export interface ListedAsk {
  readonly deliverableId: string;
  readonly fields: readonly FormField[];
}

/**
 * A ledger as it stands. It is there from the day that it is owed; a row of the table is kept of it from its first
 * closing on, and until then its version is 0.
 */
export interface LedgerView {
  readonly __typename: 'Ledger';
  /** The obligation's. */
  readonly id: string;
  readonly obligation: ObligationRow;
  readonly title: string;
  readonly columns: readonly LedgerColumn[];
  /** Root of what is listed, its askers down to the body that asks for the ledger, and that body's due. */
  readonly listedRootId: string;
  readonly listedAsks: readonly ListedAsk[];
  readonly listedDueAt: Date | null;
  readonly state: LedgerState;
  readonly edition: number;
  /** Rows of the edition that is closed. */
  readonly rowCount: number;
  readonly contentHash: string | null;
  readonly closedAt: Date | null;
  readonly sentAt: Date | null;
  readonly version: number;
}

/** A line of a ledger, frozen or as it would be. */
export interface LedgerLine {
  /** Place in the closed ledger; null while it is open. */
  readonly ordinal: number | null;
  readonly organization_id: string;
  readonly obligation_id: string;
  /** In the order of the columns. */
  readonly cells: readonly (string | null)[];
}
