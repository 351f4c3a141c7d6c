import { compare, subtract, trimmed } from '../decimal.ts';
import { canonical } from '../canonical.ts';
import { linesOf } from './read-line.ts';
import { scoreSheet } from './score-sheet.ts';
import { allItemsOf, type Sheet } from './sheet.ts';

/** From how many points on a difference is to be looked at (C-40). */
const REMARKABLE = '5';

/** Whether a difference of points, up or down, is to be looked at (C-40). */
export const isWide = (difference: string): boolean => compare(difference.replace(/^-/, ''), REMARKABLE) >= 0;

/** An item that was answered otherwise, whether or not that changes its score. */
export interface ItemDifference {
  readonly code: string;
  readonly title: string;
  /** The scores; null for a bonus, for a veto, and where it is not answered. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface SheetDifference {
  readonly before: string;
  readonly after: string;
  /** What the base gained, negative for a loss. */
  readonly base: string;
  readonly items: readonly ItemDifference[];
  /** Codes of vetoes that hold in one and not in the other. */
  readonly vetoes: readonly string[];
  /** Five points or more, or any veto (C-40). */
  readonly isRemarkable: boolean;
}

/** In what two answers to one sheet differ: of two rounds, or of the unit and of whoever checks it (C-40). */
export function compareSheets(sheet: Sheet, before: unknown, after: unknown, referenceDay: string): SheetDifference {
  const [was, is] = [scoreSheet(sheet, before, referenceDay), scoreSheet(sheet, after, referenceDay)];
  const [wasLines, isLines] = [linesOf(before), linesOf(after)];
  const scores = ({ items }: typeof was) => new Map(items.map(({ code, score, answered }) => [code, answered ? score : null]));
  const [wasScores, isScores] = [scores(was), scores(is)];
  const items = allItemsOf(sheet)
    .filter(({ code }) => canonical(wasLines.get(code) ?? null) !== canonical(isLines.get(code) ?? null))
    .map(({ code, title }) => ({ code, title, before: wasScores.get(code) ?? null, after: isScores.get(code) ?? null }));
  const held = (result: typeof was) => new Set(result.vetoes.map(({ item }) => item));
  const [wasHeld, isHeld] = [held(was), held(is)];
  const vetoes = sheet.vetoes.map(({ code }) => code).filter((code) => wasHeld.has(code) !== isHeld.has(code));
  const base = trimmed(subtract(is.base, was.base));
  return { before: was.base, after: is.base, base, items, vetoes, isRemarkable: vetoes.length > 0 || isWide(base) };
}
