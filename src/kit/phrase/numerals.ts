const DIGITS = '零一二三四五六七八九';
const PLACES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 };

/** 二十八 → 28, 三百 → 300, 二〇二三 → 2023, 两 → 2. */
export function numberOf(chinese: string): number {
  const text = chinese.replaceAll('〇', '零').replaceAll('两', '二');
  if (![...text].some((character) => PLACES[character])) {
    return Number([...text].map((character) => DIGITS.indexOf(character)).join(''));
  }
  let [total, digit] = [0, 0];
  for (const character of text) {
    const place = PLACES[character];
    if (place === 10_000) [total, digit] = [(total + digit) * place, 0];
    else if (place) [total, digit] = [total + (digit || 1) * place, 0];
    else digit = DIGITS.indexOf(character);
  }
  return total + digit;
}

/** Numerals are read only in front of what is counted: 第一时间 and 一次性 stay words. */
const COUNTED =
  /(?<![\d.])[〇零一二两三四五六七八九十百千万]+(?=(?:个|年|月|日|号|季度|时|点|天|周|星期|分|名|人|家|张|份|篇|字|次|项|件|组|场|处|条|幅|级|%))/gu;

/**
 * A phrase with one way of writing everything: half width, no blanks, one dash, digits for numerals, remarks in brackets
 * that only say that the day counts left out.
 */
export function normalize(phrase: string): string {
  return phrase
    .normalize('NFKC')
    .replaceAll(/\s/gu, '')
    .replaceAll(/[。,;:;、]+$/gu, '')
    .replaceAll(/(\d{4})[-./](\d{1,2})[-./](\d{1,2})/gu, '$1年$2月$3日')
    .replaceAll(/[—–―‐‑−-]+|[~∼]|(?<!^|截|止)至(?!少|多)|(?<!^|止)到(?=\d|今|明|本|下|年|上)/gu, '—')
    .replaceAll(/—+/gu, '—')
    .replaceAll(COUNTED, (numeral) => String(numberOf(numeral)))
    .replaceAll(/\((?:含(?:当日|当天|本日|\d+日)?|北京时间)\)/gu, '');
}
