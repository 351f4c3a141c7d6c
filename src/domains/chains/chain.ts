import type { OrganizationKind } from '../federation/organization.kind.ts';

/**
 * Who gives the opinion of a step: somebody of the unit without an account, such as its administration or its party
 * organization; somebody of the unit; the bodies between the unit and the issuer; the issuer.
 */
export const APPROVERS = ['UNIT_OUTSIDER', 'UNIT', 'LEVEL', 'ISSUER'] as const;
export type Approver = (typeof APPROVERS)[number];

/** One step of a chain, as data; the order of the list is the order in which opinions are given. */
export interface ApprovalStep {
  /** Name within the chain, for programs. */
  code: string;
  /** Heading on the form, such as 本单位行政意见. */
  title: string;
  /** Whose opinion it is, in words: 本单位行政负责人. */
  role: string;
  by: Approver;
  /** LEVEL: only bodies of these kinds; none for every body between that no other step names. */
  kinds: OrganizationKind[];
  /** Agreeing takes a seal with its evidence and its date. */
  sealRequired: boolean;
  /** Agreeing takes words. */
  opinionRequired: boolean;
  /** LEVEL: agreeing takes that the body has inspected the unit itself and found it up to standard (C-36). */
  acceptanceRequired: boolean;
}

/**
 * Answers that are out of order but may be let pass (C-31): the unit is warned, the recommending level says why it
 * nevertheless recommends, the issuer confirms that.
 */
export interface OverrideRule {
  code: string;
  /** Key of the question, in the same form; of a table, the column that is looked at. */
  field: string;
  column: string | null;
  /** The answers that it is about. */
  values: string[];
  /** What the unit and the bodies above read. */
  message: string;
}

/** An approval chain: steps in order, the unit's own first, the issuer's last. */
export interface ApprovalChain {
  steps: ApprovalStep[];
  overrides: OverrideRule[];
}

/** Whether the unit sees to the step before it hands in. */
export const isUnitStep = ({ by }: Pick<ApprovalStep, 'by'>): boolean => by === 'UNIT' || by === 'UNIT_OUTSIDER';
