import { mutation } from '../kit/http-client.ts';

/** What lies on the workbench of one's own body, and what it waits for. */
export const workbench = `query Workbench { open: workItems(first: 20) { ...Work } waiting: workItems(state: WAITING, first: 20) { ...Work } }
  fragment Work on WorkItemConnection { nodes { verb title lampReason progress { label } } }`;

interface WorkAnswer {
  readonly nodes: readonly {
    readonly verb: string;
    readonly title: string;
    readonly lampReason: string;
    readonly progress: { readonly label: string } | null;
  }[];
}

export interface WorkbenchAnswer {
  readonly open: WorkAnswer;
  readonly waiting: WorkAnswer;
}

const LEDGER = `ledger { version stateLabel title edition rowCount contentHash columns { label } rows(first: 50) { nodes { cells } } }`;

export interface LedgerAnswer {
  readonly ledger: {
    readonly version: number;
    readonly stateLabel: string;
    readonly title: string;
    readonly edition: number;
    readonly rowCount: number;
    readonly contentHash: string | null;
    readonly columns: readonly { readonly label: string }[];
    readonly rows: { readonly nodes: readonly { readonly cells: readonly (string | null)[] }[] };
  };
}

export const readLedger = `query Ledger($obligationId: ID!) { ledger(obligationId: $obligationId) { ${LEDGER.slice('ledger { '.length)} }`;
export const closeLedger = mutation('closeLedger', LEDGER);
export const sendLedger = mutation('sendLedger', LEDGER);

const EVALUATION = 'evaluation { id version state stateLabel contentHash }';

export interface EvaluationAnswer {
  readonly evaluation: {
    readonly id: string;
    readonly version: number;
    readonly state: string;
    readonly stateLabel: string;
    readonly contentHash: string | null;
  };
}

export const draftEvaluation = mutation('draftEvaluation', EVALUATION);
export const computeEvaluation = mutation('computeEvaluation', EVALUATION);
export const publishEvaluation = mutation('publishEvaluation', EVALUATION);
const EVIDENCE = 'nodes { obligation { organization { shortName } } }';
export const readEvaluation = `query Evaluation($id: ID!) { evaluation(id: $id) { stateLabel contentHash
  children(first: 20) { nodes { rank total attainable organization { name }
    lines { label weight numerator denominator points }
    contributions { label numerator denominator source { title } met: evidence(first: 20) { ${EVIDENCE} } missed: evidence(met: false, first: 20) { ${EVIDENCE} } } } } } }`;

interface Evidence {
  readonly nodes: readonly { readonly obligation: { readonly organization: { readonly shortName: string } } | null }[];
}

export interface EvaluationTable {
  readonly evaluation: {
    readonly stateLabel: string;
    readonly contentHash: string | null;
    readonly children: {
      readonly nodes: readonly {
        readonly rank: number | null;
        readonly total: string | null;
        readonly attainable: string;
        readonly organization: { readonly name: string };
        readonly lines: readonly {
          readonly label: string;
          readonly weight: string;
          readonly numerator: number;
          readonly denominator: number;
          readonly points: string | null;
        }[];
        readonly contributions: readonly {
          readonly label: string;
          readonly numerator: number;
          readonly denominator: number;
          readonly source: { readonly title: string } | null;
          readonly met: Evidence;
          readonly missed: Evidence;
        }[];
      }[];
    };
  };
}

export const ownResults = `query Results { evaluationResults(year: 2021, first: 5) { nodes { title rank total subjectCount } } }`;

const RATES = 'expected received receivedOnTime reportingRate { percent } onTimeRate { percent }';

/** A body's own board and sums; the body is the caller's. */
export const progress = `query Progress($deliverableId: ID!) {
  reportingProgress(deliverableId: $deliverableId) { rates { ${RATES} } overdue
    children(first: 50) { nodes { organization { name } rates { ${RATES} } } } }
  figures(deliverableId: $deliverableId) { totals { field sum } } }`;

export interface RatesAnswer {
  readonly expected: number;
  readonly received: number;
  readonly receivedOnTime: number;
  readonly reportingRate: { readonly percent: string | null };
  readonly onTimeRate: { readonly percent: string | null };
}

export interface ProgressAnswer {
  readonly reportingProgress: {
    readonly rates: RatesAnswer;
    readonly overdue: number;
    readonly children: { readonly nodes: readonly { readonly organization: { readonly name: string }; readonly rates: RatesAnswer }[] };
  };
  readonly figures: { readonly totals: readonly { readonly field: string; readonly sum: string }[] };
}

/** The named list behind a number of one's own board. */
export const behind = `query Behind($deliverableId: ID!, $behind: ObligationFigure!) {
  obligations(deliverableId: $deliverableId, behind: $behind, first: 50) { totalCount nodes { organization { shortName } stateLabel lampReason } } }`;

export interface BehindAnswer {
  readonly obligations: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly organization: { readonly shortName: string };
      readonly stateLabel: string;
      readonly lampReason: string;
    }[];
  };
}

export const createApiToken = mutation('createApiToken', 'secret');
