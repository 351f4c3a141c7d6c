import { add, compare, least, subtract, sum, trimmed } from '../decimal.ts';
import { type ItemScore, type Loss, scoreItem } from './losses.ts';
import { linesOf, readLine } from './read-line.ts';
import { itemsOf, type Sheet, type SheetClaim, type SheetItem } from './sheet.ts';
import { vetoesOf, type VetoHit } from './vetoes.ts';

/** How a sheet stands: VETOED before all else; SCORED where no threshold is set. */
export const SHEET_STATUSES = ['INCOMPLETE', 'VETOED', 'BELOW_THRESHOLD', 'REACHED', 'SCORED'] as const;
export type SheetStatus = (typeof SHEET_STATUSES)[number];

export interface GroupScore {
  readonly code: string;
  readonly points: string;
  readonly score: string;
}

/** One claim for a bonus, and whether it counts: the same achievement does once, where it brings most (C-25). */
export interface BonusScore {
  readonly item: string;
  readonly achievement: string;
  readonly outlet: string | null;
  readonly points: string;
  readonly counted: boolean;
  readonly files: readonly string[];
}

/** What an item could still bring. */
export interface Gain {
  readonly item: string;
  readonly gain: string;
}

/** What an answer comes to under a sheet. The same answer under the same sheet always comes to the same. */
export interface SheetResult {
  readonly status: SheetStatus;
  /** Of the items; never above the sheet's total. */
  readonly base: string;
  readonly bonus: string;
  /** Both together: may be above the sheet's total (C-25). */
  readonly total: string;
  readonly groups: readonly GroupScore[];
  readonly items: readonly ItemScore[];
  readonly answered: number;
  /** Every lost point with why, largest first. */
  readonly lost: readonly Loss[];
  readonly bonuses: readonly BonusScore[];
  readonly vetoes: readonly VetoHit[];
  /** The fewest items that lift to the threshold, largest gain first; none when it is reached. */
  readonly toThreshold: readonly Gain[];
  /** The day from which vetoes look back. */
  readonly referenceDay: string;
}

/**
 * Scores an answer, whatever was sent: what is wrong in it counts as not answered.
 * @param referenceDay as 2023-10-31 (C-22)
 */
export function scoreSheet(sheet: Sheet, answer: unknown, referenceDay: string): SheetResult {
  const lines = linesOf(answer);
  const scored = new Map(itemsOf(sheet).map((item) => [item.code, scoreItem(item, readLine(item, lines.get(item.code)))]));
  const items = itemsOf(sheet).map(({ code }) => scored.get(code)!.score);
  const scoreOf = (code: string) => scored.get(code)!.score.score;
  const groups = sheet.groups.map(({ code, points, items: own }) => ({
    code,
    points,
    score: trimmed(sum(own.map((item) => scoreOf(item.code)))),
  }));
  const base = trimmed(sum(groups.map(({ score }) => score)));
  const bonuses = bonusesOf(sheet, lines);
  const counted = trimmed(sum(bonuses.filter((one) => one.counted).map(({ points }) => points)));
  const bonus = sheet.bonusCap === null ? counted : trimmed(least(counted, sheet.bonusCap));
  const total = trimmed(add(base, bonus));
  const vetoes = sheet.vetoes.flatMap((item) => vetoesOf(item, readLine(item, lines.get(item.code)), referenceDay));
  const answered = items.filter((item) => item.answered).length;
  const measured = sheet.threshold?.withBonus ? total : base;
  return {
    status: statusOf(sheet, vetoes, answered === items.length, measured),
    base,
    bonus,
    total,
    groups,
    items,
    answered,
    lost: largestFirst([...scored.values()].flatMap(({ losses }) => losses)),
    bonuses,
    vetoes,
    toThreshold: sheet.threshold ? gainsTo(subtract(sheet.threshold.points, measured), items) : [],
    referenceDay,
  };
}

function statusOf({ threshold }: Sheet, vetoes: readonly VetoHit[], complete: boolean, measured: string): SheetStatus {
  if (vetoes.length > 0) return 'VETOED';
  if (!complete) return 'INCOMPLETE';
  if (!threshold) return 'SCORED';
  return compare(measured, threshold.points) < 0 ? 'BELOW_THRESHOLD' : 'REACHED';
}

/** Sorting keeps the order of the sheet among equals. */
const largestFirst = (losses: readonly Loss[]): Loss[] => losses.toSorted((a, b) => compare(b.amount, a.amount));

/** An achievement is the same however it is spaced; an article counts in every outlet that it appeared in (C-25). */
export const claimKey = ({ achievement, outlet }: SheetClaim): string =>
  JSON.stringify([achievement, outlet ?? ''].map((text) => text.normalize('NFKC').replaceAll(/\s/gu, '').toLowerCase()));

function bonusesOf(sheet: Sheet, lines: ReadonlyMap<string, unknown>): BonusScore[] {
  const claims = sheet.bonuses.flatMap((item) =>
    (readLine(item, lines.get(item.code))?.claims ?? []).map((claim) => ({ item: item.code, claim, points: bonusPoints(item) })),
  );
  const best = new Map<string, number>();
  claims.forEach(({ claim, points }, index) => {
    const before = best.get(claimKey(claim));
    if (before === undefined || compare(points, claims[before]!.points) > 0) best.set(claimKey(claim), index);
  });
  return claims.map(({ item, claim, points }, index) => ({
    item,
    achievement: claim.achievement,
    outlet: claim.outlet ?? null,
    points,
    counted: best.get(claimKey(claim)) === index,
    files: claim.files.map(({ fileId }) => fileId),
  }));
}

/** What one claim of a bonus brings. */
const bonusPoints = ({ rules: [rule] }: SheetItem): string => rule?.points ?? rule?.each ?? '0';

function gainsTo(missing: string, items: readonly ItemScore[]): Gain[] {
  const gains = items
    .map(({ code, points, score }) => ({ item: code, gain: trimmed(subtract(points, score)) }))
    .toSorted((a, b) => compare(b.gain, a.gain));
  const needed: Gain[] = [];
  let left = missing;
  for (const one of gains) {
    if (compare(left, '0') <= 0 || compare(one.gain, '0') === 0) break;
    needed.push(one);
    left = subtract(left, one.gain);
  }
  return needed;
}
