import type { ViewerContext } from '../../context.ts';

/** What is to be signed, as whoever is asked is shown it: complete, because they can look nothing up. */
export interface ShownDocument {
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  /** Signing takes the reference of an electronic seal. */
  readonly sealRequired?: boolean;
}

/** A thing as it is to be signed. */
export interface Offered {
  readonly version: number;
  /** SHA-256 of what it says, as the signature keeps it. */
  readonly contentHash: string;
  readonly shown: ShownDocument;
  /** In what role, where the thing itself says so. */
  readonly step?: string;
}

/** The answer that a link was given. */
export interface Answer {
  readonly subjectId: string;
  readonly version: number;
  readonly contentHash: string;
  readonly opinion: string | undefined;
  /** Reference of an electronic seal. */
  readonly sealReference?: string | undefined;
}

type Rules = readonly (readonly [action: string, subject: string])[];

/**
 * A kind of thing that can be signed by a link. Its own rules stay in force: the link acts as a person of its own, in the
 * inviting body, with the rules named here and no others.
 */
export interface Signable {
  /** Ability that somebody needs to ask for the signature. */
  readonly mayInvite: readonly [action: string, subject: string];
  /** @throws Refusal when it cannot be signed now, or the viewer may not ask for it */
  readonly offer: (ctx: ViewerContext, subjectId: string, path: readonly string[]) => Promise<Offered>;
  readonly mayOfSigner: Rules;
  /** @throws Refusal SUBJECT_CHANGED when it no longer says what was shown, and what its own act throws */
  readonly sign: (ctx: ViewerContext, answer: Answer) => Promise<void>;
  readonly mayOfDecliner: Rules;
  readonly decline: (ctx: ViewerContext, answer: Answer & { readonly opinion: string }) => Promise<void>;
}
