import type { z } from 'zod';
import type { sheetSchema } from '../../kit/score/sheet.input.ts';

/* Short forms in which the demonstration's sheets are written down; what they leave out, the input's defaults fill. */

export type SheetGiven = z.input<typeof sheetSchema>;
type Group = NonNullable<SheetGiven['groups']>[number];
type Item = NonNullable<Group['items']>[number];
type Rule = NonNullable<Item['rules']>[number];
type Part = NonNullable<Rule['parts']>[number];
type More<Of> = Partial<Omit<Of, 'key' | 'text'>>;

export const group = (code: string, title: string, points: string, ...items: Item[]): Group => ({ code, title, points, items });

export const item = (code: string, title: string, points: string, ...rules: Rule[]): Item => ({ code, title, points, rules });

export const part = (key: string, text: string, points?: string, more: More<Part> = {}): Part => ({
  key,
  text,
  ...(points === undefined ? {} : { points }),
  ...more,
});

export const perMissing = (key: string, text: string, each: string, ...parts: Part[]): Rule => ({
  key,
  shape: 'PER_MISSING',
  text,
  each,
  parts,
});

export const violations = (key: string, text: string, ...parts: Part[]): Rule => ({ key, shape: 'VIOLATIONS', text, parts });

export const subPoints = (key: string, text: string, ...parts: Part[]): Rule => ({ key, shape: 'ADDITIVE_SUB_POINTS', text, parts });

export const eachOf = (key: string, text: string, each: string, ...parts: Part[]): Rule => ({
  key,
  shape: 'EACH_SUB_POINT',
  text,
  each,
  parts,
});

export const stepsBelow = (key: string, text: string, more: More<Rule>): Rule => ({ key, shape: 'THRESHOLD_STEP', text, ...more });

export const below = (key: string, text: string, threshold: string, points: string, more: More<Rule> = {}): Rule => ({
  key,
  shape: 'BINARY_THRESHOLD',
  text,
  threshold,
  points,
  withoutData: points,
  ...more,
});

export const atDiscretion = (key: string, text: string): Rule => ({ key, shape: 'DISCRETIONARY', text, stated: false });

export const bonus = (code: string, title: string, points: string): Item => ({
  code,
  title,
  evidence: 'REQUIRED',
  rules: [{ key: 'bonus', shape: 'FLAT_BONUS', text: title, points }],
});

export const perArticle = (code: string, title: string, each: string, outlets: string[]): Item => ({
  code,
  title,
  evidence: 'REQUIRED',
  rules: [{ key: 'bonus', shape: 'PER_UNIT_BONUS', text: title, each, outlets }],
});

export const veto = (code: string, title: string, ...parts: Part[]): Item => ({
  code,
  title,
  rules: [{ key: 'veto', shape: 'PASS_FAIL', text: title, parts }],
});

const STANDING = { basis: 'STANDING' } as const;

/** A condition that holds now. */
export const now = (key: string, text: string): Part => part(key, text, undefined, STANDING);
