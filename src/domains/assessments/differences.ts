import { compare, subtract, trimmed } from '../../kit/decimal.ts';
import { isWide } from '../../kit/score/compare-sheets.ts';
import type { SheetResult } from '../../kit/score/score-sheet.ts';

export interface ItemDifference {
  readonly code: string;
  readonly self: string;
  readonly panel: string;
  /** The panel's less the unit's own. */
  readonly difference: string;
}

export interface Differences {
  readonly self: string;
  readonly panel: string;
  readonly difference: string;
  /** Items on which the two disagree, in the order of the sheet. */
  readonly items: readonly ItemDifference[];
  /** Codes of the vetoes that one saw and the other did not. */
  readonly vetoes: readonly string[];
  /** The totals are five points or more apart, or a veto changed. */
  readonly highlighted: boolean;
}

/** What the unit gave itself beside what the panel, or one of it, gave under the same sheet. Neither replaces the other. */
export function differencesOf(self: SheetResult, panel: SheetResult): Differences {
  const own = new Map(self.items.map(({ code, score }) => [code, score]));
  const items = panel.items
    .map(({ code, score }) => ({ code, self: own.get(code)!, panel: score, difference: trimmed(subtract(score, own.get(code)!)) }))
    .filter(({ difference }) => compare(difference, '0') !== 0);
  const difference = trimmed(subtract(panel.total, self.total));
  const vetoes = changedVetoes(self, panel);
  return { self: self.total, panel: panel.total, difference, items, vetoes, highlighted: vetoes.length > 0 || isWide(difference) };
}

export function changedVetoes(self: SheetResult, panel: SheetResult): string[] {
  const [own, theirs] = [codesOf(self), codesOf(panel)];
  return [...own.filter((code) => !theirs.includes(code)), ...theirs.filter((code) => !own.includes(code))];
}

const codesOf = ({ vetoes }: SheetResult): string[] => [...new Set(vetoes.map(({ item }) => item))];
