import type { FileAnswer, RateAnswer } from '../form.ts';
import type { Severity } from '../finding.ts';

/** The shapes that a rule can have (§1.4.8). */
export const RULE_SHAPES = [
  'PER_MISSING',
  'VIOLATIONS',
  'THRESHOLD_STEP',
  'BINARY_THRESHOLD',
  'ADDITIVE_SUB_POINTS',
  'EACH_SUB_POINT',
  'DISCRETIONARY',
  'FLAT_BONUS',
  'PER_UNIT_BONUS',
  'FREE_SCORE',
  'PASS_FAIL',
] as const;
export type RuleShape = (typeof RULE_SHAPES)[number];

/** How a started step counts: FLOOR only whole ones (C-28), CEIL started ones too. */
export const STEP_ROUNDINGS = ['FLOOR', 'CEIL'] as const;
/** From when a rate meets its threshold: AT_LEAST includes it. */
export const COMPARATORS = ['AT_LEAST', 'MORE_THAN'] as const;
/** What shows that a condition of a veto holds: a tick, the day of an incident, the end of a penalty's influence. */
export const VETO_BASES = ['STANDING', 'INCIDENT', 'INFLUENCE'] as const;
export const EVIDENCE = ['NONE', 'OPTIONAL', 'REQUIRED'] as const;

/** One thing that can be ticked: an element that is missing, a violation, a sub-point that is earned, a condition of a veto. */
export interface SheetPart {
  /** One of a kind in its item. */
  readonly key: string;
  readonly text: string;
  /** What it takes or gives: exact decimal; null where the rule has one amount for all, and for vetoes. */
  readonly points: string | null;
  /** Of the parts of one such group only the dearest counts (C-27). */
  readonly exclusiveGroup: string | null;
  /** Keys of parts that are likely to hold too (C-27): a hint, never a tick. */
  readonly suggests: readonly string[];
  /** The fact behind it, where other items take points off for the same (C-32). */
  readonly fact: string | null;
  /** PASS_FAIL: what shows it. */
  readonly basis: (typeof VETO_BASES)[number] | null;
  /** PASS_FAIL by INCIDENT: how many calendar years back from the reference day, that day included (C-22). */
  readonly years: number | null;
}

/** A rule of an item; which parameters it has follows from its shape. */
export interface SheetRule {
  /** One of a kind in its item. */
  readonly key: string;
  readonly shape: RuleShape;
  readonly text: string;
  /** False where the notice states no rule and whoever wrote the sheet chose this one (C-29). */
  readonly stated: boolean;
  readonly parts: readonly SheetPart[];
  /** PER_MISSING, EACH_SUB_POINT, PER_UNIT_BONUS: points per part or per unit. */
  readonly each: string | null;
  /** BINARY_THRESHOLD: what it takes or gives; FLAT_BONUS: what it brings. */
  readonly points: string | null;
  /** THRESHOLD_STEP and BINARY_THRESHOLD: in percent. */
  readonly threshold: string | null;
  readonly comparator: (typeof COMPARATORS)[number];
  /** BINARY_THRESHOLD: meeting it earns the points instead of avoiding a deduction. */
  readonly earns: boolean;
  /** THRESHOLD_STEP: taken off at once below the threshold, and for each step of so many percentage points. */
  readonly first: string | null;
  readonly step: string | null;
  readonly perStep: string | null;
  readonly rounding: (typeof STEP_ROUNDINGS)[number];
  /** Both thresholds: taken off where there is nothing to share (C-29, X-12); null where that is no answer. */
  readonly withoutData: string | null;
  /** DISCRETIONARY: least and most that is taken off; FREE_SCORE: least and most that is given. */
  readonly min: string | null;
  readonly max: string | null;
  /** FREE_SCORE: digits after the point. */
  readonly scale: number;
  /** PER_UNIT_BONUS: most units that count; null for all. */
  readonly maxUnits: number | null;
  /** PER_UNIT_BONUS: where it has to have appeared; an article counts once in each (C-25). Empty where nobody asks. */
  readonly outlets: readonly string[];
}

export interface SheetItem {
  readonly code: string;
  readonly title: string;
  /** Exact decimal; null for a bonus and for a veto. */
  readonly points: string | null;
  readonly evidence: (typeof EVIDENCE)[number];
  /** Where the notice says so, in its own numbering. */
  readonly reference: string | null;
  readonly rules: readonly SheetRule[];
}

export interface SheetGroup {
  readonly code: string;
  readonly title: string;
  readonly points: string;
  readonly items: readonly SheetItem[];
}

export interface SheetThreshold {
  readonly points: string;
  /** Whether a bonus helps to reach it; by default only the base counts (C-24). */
  readonly withBonus: boolean;
  /** BLOCK: what is below cannot be handed in; WARN: it can, and says that it may not be recommended. */
  readonly severity: Severity;
}

/** A score sheet (打分表) as data: what is scored, by which rules. */
export interface Sheet {
  /** What all groups add up to. */
  readonly total: string;
  /** Every amount of points is a multiple of it. */
  readonly granularity: string;
  readonly groups: readonly SheetGroup[];
  readonly bonuses: readonly SheetItem[];
  /** Most points that bonuses bring; null for any (C-25). */
  readonly bonusCap: string | null;
  /** What rules a unit out, whatever its score (一票否决). */
  readonly vetoes: readonly SheetItem[];
  readonly threshold: SheetThreshold | null;
}

/** What is claimed for a bonus: each achievement by a name, each article by a name and where it appeared. */
export interface SheetClaim {
  readonly achievement: string;
  readonly outlet?: string | null;
  readonly files: readonly FileAnswer[];
}

/** What was answered to one item. That it is there at all says that the item was looked at. */
export interface SheetLine {
  readonly ticks?: readonly string[];
  /** By rule. */
  readonly rates?: Readonly<Record<string, RateAnswer>>;
  /** By rule: what is taken off (DISCRETIONARY) or given (FREE_SCORE). */
  readonly points?: Readonly<Record<string, string>>;
  readonly claims?: readonly SheetClaim[];
  /** By condition of a veto: days of incidents, ends of influence. */
  readonly dates?: Readonly<Record<string, readonly string[]>>;
  readonly files?: readonly FileAnswer[];
  readonly note?: string | null;
}

export interface SheetAnswer {
  /** By code of the item. */
  readonly lines: Readonly<Record<string, SheetLine>>;
  /** That the vetoes were answered truly (C-41). */
  readonly declared?: boolean;
}

/** All that is scored, without bonuses and vetoes, in order. */
export const itemsOf = ({ groups }: Sheet): SheetItem[] => groups.flatMap(({ items }) => items);

/** All that is answered, in order. */
export const allItemsOf = (sheet: Sheet): SheetItem[] => [...itemsOf(sheet), ...sheet.bonuses, ...sheet.vetoes];
