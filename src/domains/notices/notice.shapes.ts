import type { OrganizationKind } from '../federation/organization.kind.ts';

/** A policy document that the notice rests on (S0-16). */
export interface BasisDocument {
  number: string | null;
  title: string;
  /** Where in the text it is cited, such as the goal that rests on it (S3-06). */
  reference: string | null;
}

/** An activity that a text names (S3-24): its right name, and how else the text writes it (C-53). */
export interface NamedActivity {
  name: string;
  aliases: string[];
  reference: string | null;
  noticeId: string | null;
}

/** Whom to ask about what; names and numbers stay verbatim and in order (S0-11, S0-53, X-15, X-18). */
export interface NoticeContact {
  purpose: string | null;
  department: string;
  names: string[];
  phones: string[];
  email: string | null;
}

/** 主送机关: groups below the issuer by kind, single bodies and saved groups added, single bodies left out. */
export interface AddresseeExpression {
  groups: { kinds: OrganizationKind[]; scope: 'CHILDREN' | 'SUBTREE' | 'AFFILIATED' }[];
  organizationIds: string[];
  /** Saved groups of the issuer: whoever is in them when the notice is sent. */
  addressGroupIds?: string[];
  exceptIds: string[];
}

/** What a ledger lists: one row per obligation of a deliverable, one column per fact or answer. */
export interface LedgerDefinition {
  /** Key, in the same notice, of the deliverable whose submissions are listed. */
  of: string;
  columns: LedgerColumn[];
}

export interface LedgerColumn {
  key: string;
  label: string;
  source: 'ORGANIZATION' | 'SUPERIOR' | 'STATE' | 'SUBMITTED_AT' | 'ON_TIME' | 'ANSWER';
  /** Field of the form, for ANSWER. */
  field: string | null;
}

/** That a document bears the body's seal: where that can be seen, and the date printed beside it. */
export interface SealEvidence {
  /** Number of the entry in the office system or of the electronic seal. */
  reference: string;
  /** As 2021-04-21. */
  sealedOn: string;
}
