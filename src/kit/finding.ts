export const SEVERITIES = ['BLOCK', 'WARN'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What is wrong with an answer. BLOCK stands in the way of submitting, never of saving; WARN only says so. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** From the outside in: what was asked under, the field, then row and column of a table. */
  readonly path: readonly string[];
  /** For people, in Chinese. */
  readonly message: string;
}
