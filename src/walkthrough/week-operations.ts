import { mutation } from '../kit/http-client.ts';

const NOTICE = 'notice { id version title edition }';
export interface EditionAnswer {
  readonly notice: { readonly id: string; readonly version: number; readonly title: string; readonly edition: number };
}
export const amendNotice = mutation(
  'amendNotice',
  `notice { id version title docNumber { canonical } basis { number title } contacts { purpose department names phones email }
  addressees { resolvedCount byKind { kindLabel count } } deliverables { id key title dueLabel inherits { id } } }`,
);
export const issueCorrection = mutation('issueCorrection', NOTICE);
export const confirmCorrection = mutation('confirmCorrection', NOTICE);

/** What a notice asks for as it stands, and what its editions changed. */
export const standing = `query Standing($id: ID!) { notice(id: $id) { version title issuer { id shortName }
  deliverables { id key dueLabel pulledFromLabel } editions { number reason lines } } }`;
export interface StandingAnswer {
  readonly notice: {
    readonly version: number;
    readonly title: string;
    readonly issuer: { readonly id: string; readonly shortName: string };
    readonly deliverables: readonly {
      readonly id: string;
      readonly key: string;
      readonly dueLabel: string;
      readonly pulledFromLabel: string | null;
    }[];
    readonly editions: readonly { readonly number: number; readonly reason: string; readonly lines: readonly string[] }[];
  };
}

const TASK = `id version stateLabel due { label } awaits { message } events { label decidedBy { shortName } heldBy { shortName } }
  submission { returnSlip { items { label } } } extensionRequest { holder { shortName } grantableUntil { label } }`;
export interface OwedAnswer {
  readonly id: string;
  readonly version: number;
  readonly stateLabel: string;
  readonly due: { readonly label: string } | null;
  readonly awaits: readonly { readonly message: string }[];
  readonly events: readonly {
    readonly label: string;
    readonly decidedBy: { readonly shortName: string } | null;
    readonly heldBy: { readonly shortName: string } | null;
  }[];
  readonly submission: { readonly returnSlip: { readonly items: readonly { readonly label: string }[] } | null } | null;
  readonly extensionRequest: {
    readonly holder: { readonly shortName: string };
    readonly grantableUntil: { readonly label: string } | null;
  } | null;
}
export const owed = `query Owed($id: ID!) { obligation(id: $id) { ${TASK} } }`;
/** Tasks to hand a correction on. */
export const toPassOn = '{ workItems(kinds: [PASS_ON]) { nodes { verb title } } }';

export const requestExtension = mutation('requestExtension', 'obligation { id }');
export const grantExtension = mutation('grantExtension', 'obligation { id }');
export const passExtensionUp = mutation('passExtensionUp', 'obligation { id }');

export const submitOnBehalf = mutation('submitOnBehalf', 'submission { entry { mark channelLabel scan { name } } }');
export interface EntryAnswer {
  readonly submission: {
    readonly entry: { readonly mark: string; readonly channelLabel: string; readonly scan: { readonly name: string } };
  };
}
export const acceptSubmissions = mutation('acceptSubmissions', 'acceptedCount failures { code }');

export const persons = `query Persons($organizationId: ID!) { persons(organizationId: $organizationId, first: 50) {
  nodes { name appointments { id version post } } } }`;
export interface PersonsAnswer {
  readonly persons: {
    readonly nodes: readonly {
      readonly name: string;
      readonly appointments: readonly { readonly id: string; readonly version: number; readonly post: string | null }[];
    }[];
  };
}
export const handOverPost = mutation('handOverPost', 'oneTimeCode person { login } handover { open { total lines { kind title } } }');
export interface HandoverAnswer {
  readonly oneTimeCode: string;
  readonly handover: {
    readonly open: { readonly total: number; readonly lines: readonly { readonly kind: string; readonly title: string }[] };
  };
}
/** Who did what with something that has an id. */
export const trail = `query Trail($subjectId: ID!) { auditLines(subjectId: $subjectId) { nodes { operation personName } } }`;
export interface TrailAnswer {
  readonly auditLines: { readonly nodes: readonly { readonly operation: string; readonly personName: string | null }[] };
}
