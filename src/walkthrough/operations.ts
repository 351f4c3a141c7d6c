import { mutation } from '../kit/http-client.ts';

const NOTICE = `notice { id version title docNumber { canonical }
  basis { number title } contacts { purpose department names phones email }
  addressees { resolvedCount byKind { kindLabel count } }
  deliverables { id key title dueLabel inherits { id } } }`;

export interface NoticeAnswer {
  readonly notice: {
    readonly id: string;
    readonly version: number;
    readonly title: string;
    readonly docNumber: { readonly canonical: string } | null;
    readonly basis: readonly { readonly number: string; readonly title: string }[];
    readonly contacts: readonly {
      readonly purpose: string | null;
      readonly department: string;
      readonly names: readonly string[];
      readonly phones: readonly string[];
      readonly email: string | null;
    }[];
    readonly addressees: {
      readonly resolvedCount: number;
      readonly byKind: readonly { readonly kindLabel: string; readonly count: number }[];
    };
    readonly deliverables: readonly {
      readonly id: string;
      readonly key: string;
      readonly title: string;
      readonly dueLabel: string | null;
      readonly inherits: { readonly id: string } | null;
    }[];
  };
}

export const draftNotice = mutation('draftNotice', NOTICE);
export const saveNoticeDraft = mutation('saveNoticeDraft', NOTICE);
export const submitNoticeForReview = mutation('submitNoticeForReview', NOTICE);
export const reviewNotice = mutation('reviewNotice', NOTICE);
export const signNotice = mutation('signNotice', NOTICE);
export const issueNotice = mutation('issueNotice', NOTICE);
export const draftForwarding = mutation('draftForwarding', NOTICE);
export const forwardNotice = mutation('forwardNotice', NOTICE);
export const acknowledgeDelivery = mutation('acknowledgeDelivery', 'delivery { acknowledgedAt }');

/** A notice with what it hands on. */
export const attached = `query Attached($id: ID!) { notice(id: $id) { title
  forwards { docNumber { canonical } issuedOn signedBy deliverables { title dueLabel } } } }`;

export interface AttachedAnswer {
  readonly notice: {
    readonly title: string;
    readonly forwards: {
      readonly docNumber: { readonly canonical: string };
      readonly issuedOn: string;
      readonly signedBy: string;
      readonly deliverables: readonly { readonly title: string; readonly dueLabel: string }[];
    };
  };
}

/** One task of one's own body, with everybody's demands. */
export const task = `query Task($deliverableId: ID!) { obligations(deliverableId: $deliverableId, including: true, first: 1) {
  nodes { id organization { name } demands { askedBy { shortName } due { label } fields { key label } } } } }`;

export interface TaskAnswer {
  readonly obligations: {
    readonly nodes: readonly {
      readonly id: string;
      readonly organization: { readonly name: string };
      readonly demands: readonly {
        readonly askedBy: { readonly shortName: string };
        readonly due: { readonly label: string } | null;
        readonly fields: readonly { readonly key: string; readonly label: string }[];
      }[];
    }[];
  };
}

const EDITOR =
  'editor { version sections { deliverable { id } fields { key } lockedFields } checklist { done total } findings { code message } }';

export interface EditorAnswer {
  readonly editor: {
    readonly version: number;
    readonly sections: readonly {
      readonly deliverable: { readonly id: string };
      readonly fields: readonly { readonly key: string }[];
      readonly lockedFields: readonly string[];
    }[];
    readonly checklist: { readonly done: number; readonly total: number };
    readonly findings: readonly { readonly code: string; readonly message: string }[];
  };
}

export const startSubmission = mutation('startSubmission', EDITOR);
export const saveSubmissionDraft = mutation('saveSubmissionDraft', EDITOR);
export const submitSubmission = mutation('submitSubmission', 'submission { id number receipt { number onTime onTimeForAsker } }');
export const readEditor = `query Editor($obligationId: ID!) { submissionEditor(obligationId: $obligationId) { ${EDITOR.slice('editor { '.length)} }`;

export interface SubmitAnswer {
  readonly submission: {
    readonly id: string;
    readonly number: number;
    readonly receipt: { readonly number: string; readonly onTime: boolean; readonly onTimeForAsker: boolean };
  };
}

const DECISION = 'submission { stateLabel } queue { counts { pending cleared } }';
export const acceptSubmission = mutation('acceptSubmission', DECISION);
export const returnSubmission = mutation(
  'returnSubmission',
  DECISION.replace('stateLabel', 'stateLabel returnSlip { round due { label } }'),
);

/** What waits on a reviewing body's desk. */
export const reviewQueue = `query Desk($deliverableId: ID!) { reviewQueue(deliverableId: $deliverableId) {
  items(first: 50) { nodes { id version nil organization { name shortName } obligation { what } } } } }`;

export interface QueueAnswer {
  readonly reviewQueue: {
    readonly items: {
      readonly nodes: readonly {
        readonly id: string;
        readonly version: number;
        readonly nil: boolean;
        readonly organization: { readonly name: string; readonly shortName: string };
        readonly obligation: { readonly what: string };
      }[];
    };
  };
}

export const readSubmission = `query Submission($id: ID!) { submission(id: $id) { stateLabel number
  timeline { kindLabel number at organization { shortName } toOrganization { shortName } } } }`;

export interface TimelineAnswer {
  readonly submission: {
    readonly stateLabel: string;
    readonly timeline: readonly {
      readonly kindLabel: string;
      readonly number: number;
      readonly at: string;
      readonly organization: { readonly shortName: string };
      readonly toOrganization: { readonly shortName: string } | null;
    }[];
  } | null;
}

/** What would go up now, and who would be missing. */
export const sendUp = `query SendUp($deliverableId: ID!) { consolidation(deliverableId: $deliverableId) {
  ready(first: 50) { totalCount } missing(first: 50) { nodes { organization { id shortName } reason } } } }`;

export interface SendUpAnswer {
  readonly consolidation: {
    readonly ready: { readonly totalCount: number };
    readonly missing: {
      readonly nodes: readonly {
        readonly organization: { readonly id: string; readonly shortName: string };
        readonly reason: string | null;
      }[];
    };
  };
}

export const forwardSubmissions = mutation(
  'forwardSubmissions',
  'consolidation { id number submissionCount absentCount absent { organization { shortName } reason } toOrganization { shortName } }',
);

export interface BatchAnswer {
  readonly consolidation: {
    readonly id: string;
    readonly number: number;
    readonly submissionCount: number;
    readonly absentCount: number;
    readonly absent: readonly { readonly organization: { readonly shortName: string }; readonly reason: string }[];
    readonly toOrganization: { readonly shortName: string };
  };
}
