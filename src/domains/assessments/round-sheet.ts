import { compare, isDecimal } from '../../kit/decimal.ts';
import { Refusal, type UserError } from '../../kit/errors.ts';
import { checkSheet } from '../../kit/score/check-sheet.ts';
import { keptSheetAnswer } from '../../kit/score/kept-answer.ts';
import { isRecord } from '../../kit/score/read-line.ts';
import { scoreSheet, type SheetResult } from '../../kit/score/score-sheet.ts';
import type { Sheet } from '../../kit/score/sheet.ts';

/** The score shape `freeScore`: one number between two bounds, with so many digits after the point; bounds as decimal text. */
export interface FreeScore {
  readonly kind: 'FREE_SCORE';
  readonly min: string;
  readonly max: string;
  readonly decimals: number;
}

/** The sheet that the units filled in for themselves, filled in by each judge again (C-40). */
export interface PanelSheet {
  readonly kind: 'SCORE_SHEET';
  /** Key of the question that the units answered. */
  readonly field: string;
  readonly sheet: Sheet;
  /** From which vetoes look back, for the unit and the panel alike. */
  readonly referenceDay: string;
}

export type RoundSheet = FreeScore | PanelSheet;

/** Digits after the point that a mark can have. */
export const digitsOf = (sheet: RoundSheet): number => (sheet.kind === 'FREE_SCORE' ? sheet.decimals : 2);

/**
 * A mark that the sheet allows.
 *
 * @throws Refusal NOT_A_NUMBER, TOO_MANY_DECIMALS, SCORE_OUT_OF_RANGE
 */
export function assertScore({ min, max, decimals }: FreeScore, score: string, path: readonly string[]): void {
  if (!isDecimal(score)) throw new Refusal('NOT_A_NUMBER', '分数应为数字', path);
  if ((score.split('.')[1] ?? '').length > decimals) {
    throw new Refusal('TOO_MANY_DECIMALS', decimals === 0 ? '分数应为整数' : `分数最多${decimals}位小数`, path);
  }
  if (compare(score, min) < 0 || compare(score, max) > 0) throw new Refusal('SCORE_OUT_OF_RANGE', `分数应在 ${min} 至 ${max} 之间`, path);
}

/** What a judge filled in, as it is kept: without files, since the evidence is the unit's. */
export function keptPanelAnswer({ sheet }: PanelSheet, answer: unknown): unknown {
  const kept = keptSheetAnswer(sheet, answer);
  return isRecord(kept) && isRecord(kept['lines'])
    ? { lines: Object.fromEntries(Object.entries(kept['lines']).map(([code, line]) => [code, withoutFiles(line)])) }
    : { lines: {} };
}

const withoutFiles = (line: unknown): unknown => {
  if (!isRecord(line)) return line;
  const { claims } = line;
  const bare = Array.isArray(claims) ? claims.map((claim: unknown) => (isRecord(claim) ? { ...claim, files: [] } : claim)) : claims;
  return Object.fromEntries(Object.entries({ ...line, claims: bare }).filter(([part, value]) => part !== 'files' && value !== undefined));
};

/** What a judge finds is no mistake of the judge's: that a unit is ruled out, stands too low, or has shown too little. */
const FOUND = new Set(['EVIDENCE_MISSING', 'DECLARATION_MISSING', 'VETOED', 'BELOW_THRESHOLD']);

/** @throws Refusal with everything that is not, or wrongly, filled in: codes of `checkSheet` */
export function assertFilled({ sheet, referenceDay }: PanelSheet, answer: unknown): void {
  const [first, ...rest] = checkSheet(sheet, answer, ['input', 'sheet'], referenceDay, () => [])
    .filter(({ code, severity }) => severity === 'BLOCK' && !FOUND.has(code))
    .map(({ code, message, path }): UserError => ({ code, message, path: [...path] }));
  if (first) throw Refusal.ofAll([first, ...rest]);
}

/** What a filled sheet comes to; undefined where none was filled. */
export const panelScore = ({ sheet, referenceDay }: PanelSheet, answer: unknown): SheetResult | undefined =>
  answer === null || answer === undefined ? undefined : scoreSheet(sheet, answer, referenceDay);
