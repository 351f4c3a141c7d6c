/**
 * Exact decimals as text, the way PostgreSQL's numeric hands them over: `'12.30'`, `'-4'`. Points,
 * sums and percentages never pass through a binary fraction.
 */
interface Scaled {
  readonly units: bigint;
  /** Digits after the point: value = units / 10^scale. */
  readonly scale: number;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Whether the text is a decimal: digits, at most one point, no exponent. */
export const isDecimal = (text: string): boolean => DECIMAL.test(text);

function parse(text: string): Scaled {
  const match = DECIMAL.exec(text);
  if (!match) throw new RangeError(`Not a decimal: ${text}`);
  const [, sign, whole, fraction = ''] = match;
  const units = BigInt(`${whole}${fraction}`);
  return { units: sign ? -units : units, scale: fraction.length };
}

function print({ units, scale }: Scaled): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale);
  return `${units < 0n ? '-' : ''}${whole}${scale ? `.${fraction}` : ''}`;
}

const raised = ({ units, scale }: Scaled, to: number): bigint => units * 10n ** BigInt(to - scale);

/** Half away from zero, as people round. */
function quotient(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n;
  const [n, d] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

/** The sum, with as many digits after the point as the longer of the two. */
export function add(a: string, b: string): string {
  const [x, y] = [parse(a), parse(b)];
  const scale = Math.max(x.scale, y.scale);
  return print({ units: raised(x, scale) + raised(y, scale), scale });
}

export const subtract = (a: string, b: string): string => add(a, negate(b));

export function negate(a: string): string {
  const { units, scale } = parse(a);
  return print({ units: -units, scale });
}

/** The exact product. */
export function multiply(a: string, b: string): string {
  const [x, y] = [parse(a), parse(b)];
  return print({ units: x.units * y.units, scale: x.scale + y.scale });
}

/** `'0'` for none. */
export const sum = (values: Iterable<string>): string => [...values].reduce((total, value) => add(total, value), '0');

/** Negative, 0 or positive, as a comparator; `1.0` equals `1`. */
export function compare(a: string, b: string): -1 | 0 | 1 {
  const [x, y] = [parse(a), parse(b)];
  const scale = Math.max(x.scale, y.scale);
  const [left, right] = [raised(x, scale), raised(y, scale)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** With so many digits after the point, half up (away from zero). */
export const round = (a: string, digits: number): string => divide(a, '1', digits);

/**
 * The quotient with so many digits after the point, half up (away from zero).
 *
 * @throws RangeError when dividing by zero
 */
export function divide(a: string, b: string, digits: number): string {
  const [x, y] = [parse(a), parse(b)];
  if (y.units === 0n) throw new RangeError('Division by zero');
  const scale = Math.max(x.scale, y.scale);
  const units = quotient(raised(x, scale) * 10n ** BigInt(digits), raised(y, scale));
  return print({ units, scale: digits });
}

/**
 * A share in percent, half up: `percent('2', '3', 2)` is `'66.67'`.
 *
 * @returns null for a denominator of 0: no data is not 0 % (X-12)
 */
export function percent(numerator: string, denominator: string, digits: number): string | null {
  if (compare(denominator, '0') === 0) return null;
  return divide(multiply(numerator, '100'), denominator, digits);
}

/** Without zeros that say nothing: `'98.0'` is `'98'`. */
export function trimmed(a: string): string {
  const { units, scale } = parse(a);
  const text = print({ units, scale });
  return scale === 0 ? text : text.replace(/\.?0+$/, '');
}

export const least = (a: string, b: string): string => (compare(a, b) <= 0 ? a : b);

/**
 * How many whole times a positive divisor goes into a dividend that is not negative; with `started`, a part counts as one.
 * @throws RangeError when dividing by zero
 */
export function times(dividend: string, divisor: string, started = false): string {
  const [x, y] = [parse(dividend), parse(divisor)];
  if (y.units === 0n) throw new RangeError('Division by zero');
  const scale = Math.max(x.scale, y.scale);
  const [n, d] = [raised(x, scale), raised(y, scale)];
  return String(n / d + (started && n % d !== 0n ? 1n : 0n));
}

/** Whether a decimal is a whole multiple of another, that is not zero. */
export function isMultiple(a: string, of: string): boolean {
  const [x, y] = [parse(a), parse(of)];
  const scale = Math.max(x.scale, y.scale);
  return raised(x, scale) % raised(y, scale) === 0n;
}
