/** What was decided about one application. */
export interface DecidedLine {
  readonly submissionId: string;
  readonly organizationId: string;
  readonly rank: number;
  readonly proposed: boolean;
  readonly approved: boolean;
  /** Why it deviates from the proposal; null when it does not. */
  readonly reason: string | null;
  /** Approved although one that was proposed before it was not. */
  readonly againstRank: boolean;
}
