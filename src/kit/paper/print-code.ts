/** Without I, L, O and U: nothing that is taken for another sign, or read as a word. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const DIGITS = 9;

const checkOf = (values: readonly number[]): number =>
  values.reduce((sum, value, index) => sum + value * (2 * index + 1), 0) % LETTERS.length;

/** A code for paper, as in `7K3QF-0XW9R`: nine letters of the id's random end and one that checks them. */
export function printCode(id: string): string {
  let rest = BigInt(`0x${id.replaceAll('-', '')}`) & ((1n << BigInt(5 * DIGITS)) - 1n);
  const values: number[] = [];
  for (let count = 0; count < DIGITS; count++) {
    values.unshift(Number(rest & 31n));
    rest >>= 5n;
  }
  const code = [...values, checkOf(values)].map((value) => LETTERS[value]).join('');
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

/** A code as somebody typed it off a paper; undefined when it cannot be one, because a letter was misread. */
export function readPrintCode(typed: string): string | undefined {
  const code = typed.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  const values = [...code].map((letter) => LETTERS.indexOf(letter));
  const isCode = values.length === DIGITS + 1 && !values.includes(-1) && checkOf(values.slice(0, DIGITS)) === values[DIGITS];
  return isCode ? `${code.slice(0, 5)}-${code.slice(5)}` : undefined;
}
