import type { Rate } from '../../kit/rate.ts';
import type { ratesOf } from '../analytics/progress.ts';
import type { OBLIGATION_STATES } from '../obligations/obligation.entity.ts';
import type { LampColour } from '../obligations/lamp.ts';

/** What a line of a board showed at one instant, words included: kept as it was read, never computed again. */
export interface FrozenFigures {
  rates: ReturnType<typeof ratesOf>;
  invited: { eligible: number; entered: number; rate: Rate };
  byState: { state: string; label: string; count: number }[];
  byLamp: { lamp: LampColour; label: string; count: number }[];
  overdue: number;
  nil: number;
  late: number;
  acknowledged: Rate;
}

export type OwnState = (typeof OBLIGATION_STATES)[number];

/** A body directly below, at that instant. */
export interface FrozenLine {
  /** Where it stood in the filed tree. */
  filedPath: string;
  organizationId: string;
  /** As it was called then. */
  name: string;
  /** What it owed itself; none when it owed nothing. */
  ownState: OwnState | null;
  /** The same and its figures in a word or two, in Chinese. */
  status: string;
  /** Something was missing, late or given back: it may be named. */
  isBehind: boolean;
  figures: FrozenFigures;
}

export interface Snapshot {
  readonly figures: FrozenFigures;
  /** In the order of the tree. */
  readonly lines: readonly FrozenLine[];
}
