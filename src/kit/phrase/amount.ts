import { multiply } from '../decimal.ts';
import type { AmountReading } from './reading.ts';

/** 左右: a fifth more or less. */
const FEWER = '0.8';
const MORE = '1.2';
const THOUSANDS: Readonly<Record<string, string>> = { 百: '100', 千: '1000', 万: '10000' };

type Bounds = Pick<AmountReading, 'min' | 'max'> & Partial<Pick<AmountReading, 'minIncluded' | 'maxIncluded' | 'warnOnly'>>;

/** Words before and after a number, and what they make of it. */
const BEFORE: readonly (readonly [RegExp, (value: string) => Bounds])[] = [
  [/^(?:不少于|不低于|不小于|至少|最少|最低)/u, (value) => ({ min: value, max: null })],
  [/^(?:不超过|不多于|不高于|不大于|至多|最多|最高)/u, (value) => ({ min: null, max: value })],
  [/^(?:超过|多于|高于|大于)/u, (value) => ({ min: value, max: null, minIncluded: false })],
  [/^(?:少于|低于|小于|不足)/u, (value) => ({ min: null, max: value, maxIncluded: false })],
  [/^(?:大约|大概|约)/u, about],
];
const AFTER: readonly (readonly [RegExp, (value: string) => Bounds])[] = [
  [/(?:左右|上下)$/u, about],
  [/(?:及以上|以上)$/u, (value) => ({ min: value, max: null })],
  [/(?:及以下|以下|以内|之内)$/u, (value) => ({ min: null, max: value })],
];

function about(value: string): Bounds {
  return { min: plain(multiply(value, FEWER)), max: plain(multiply(value, MORE)), warnOnly: true };
}

/** How much a normalized phrase asks for; undefined when it is no amount. */
export function readAmount(text: string): AmountReading | undefined {
  const before = BEFORE.find(([pattern]) => pattern.test(text));
  const rest = before ? text.replace(before[0], '') : text;
  const after = AFTER.find(([pattern]) => pattern.test(rest));
  if (before && after && before[1] !== after[1]) return undefined; // 不少于10个以下 says two things
  const core = /^(\d+(?:\.\d+)?)([百千万])?(?:—(\d+(?:\.\d+)?)([百千万])?)?((?![前后底末旬初])[\p{Script=Han}A-Za-z%]{0,5})$/u.exec(
    after ? rest.replace(after[0], '') : rest,
  );
  if (!core) return undefined;
  const [, low, lowPlace, high, highPlace, unit = ''] = core;
  const value = scaled(low!, lowPlace ?? highPlace);
  if (high !== undefined) {
    if (before || after) return undefined;
    const most = scaled(high, highPlace);
    return { ...EXACT, value, unit, min: value, max: most };
  }
  const bounds = (before ?? after)?.[1](value) ?? { min: value, max: value };
  return { ...EXACT, value, unit, ...bounds };
}

const EXACT = { kind: 'AMOUNT', minIncluded: true, maxIncluded: true, warnOnly: false } as const;

const scaled = (number: string, place: string | undefined): string => (place ? plain(multiply(number, THOUSANDS[place]!)) : number);

/** Without zeros at the end of the fraction. */
const plain = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/u, '') : decimal);
