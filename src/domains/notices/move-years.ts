import { isDay } from '../../kit/time.ts';

/** From which year a text is taken, and by how many it is moved. */
export interface YearMove {
  /** The year of the document as it was. */
  readonly from: number;
  readonly by: number;
  /** Titles of documents that keep their years wherever they are quoted. */
  readonly quoted: readonly string[];
}

const NUMERALS = '〇一二三四五六七八九';
const YEAR = String.raw`(?<!\d)\d{4}`;
const WRITTEN = '[〇零一二三四五六七八九]{4}';
/** Two years with a dash, a full date, a year before 年 or with month and day behind it, and one in numerals. */
const DATES = new RegExp(
  [
    String.raw`(?<first>${YEAR})(?<between>年?度?[—–－~～至-]+)(?<last>\d{4})(?=年)`,
    String.raw`(?<dated>${YEAR})(?<month>年2月|[-./]0?2[-./])(?<day>29)(?!\d)`,
    String.raw`(?<year>${YEAR})(?=年|[-./]\d{1,2}[-./]\d{1,2}(?!\d))`,
    `(?<written>${WRITTEN})(?=年)`,
  ].join('|'),
  'gu',
);
/** A document quoted by its title, with its number where that stands behind it. */
const QUOTED = /《(?<title>[^》]*)》(?<number>\s*[（(][^（()）]*〔\d{4}〕\d+号[^（()）]*[）)])?/gu;

/**
 * A text of a notice as it reads some years later: years that stand as dates near the document's own are moved (2023年度
 * becomes 2024年度), and 29 February becomes the 28th where there is none. Years further off, stretches of several years such as a
 * plan's, and what is quoted with its number or as a basis are facts and stay.
 */
export function moveYears(text: string, move: YearMove): string {
  let moved = '';
  let end = 0;
  for (const match of text.matchAll(QUOTED)) {
    const { title, number } = match.groups!;
    if (number === undefined && !move.quoted.includes(title!)) continue;
    moved += moveDates(text.slice(end, match.index), move) + match[0];
    end = match.index + match[0].length;
  }
  return moved + moveDates(text.slice(end), move);
}

function moveDates(text: string, move: YearMove): string {
  return text.replaceAll(DATES, (whole, ...rest) => {
    const { first, between, last, dated, month, day, year, written } = rest.at(-1) as Record<string, string | undefined>;
    if (first !== undefined) {
      const isPlan = Number(last) - Number(first) > 1;
      return isPlan ? whole : `${later(first, move)}${between}${later(last!, move)}`;
    }
    if (dated !== undefined) {
      const then = later(dated, move);
      return `${then}${month}${isDay(`${then}-02-29`) ? day : '28'}`;
    }
    return year === undefined ? laterWritten(written!, move) : later(year, move);
  });
}

/** The document's own year, the one before it and the one after it are moved. */
const later = (year: string, { from, by }: YearMove): string => (Math.abs(Number(year) - from) > 1 ? year : String(Number(year) + by));

function laterWritten(year: string, move: YearMove): string {
  const digits = [...year.replaceAll('零', '〇')].map((character) => NUMERALS.indexOf(character)).join('');
  const then = later(digits, move);
  if (then === digits) return year;
  const numerals = [...then].map((digit) => NUMERALS[Number(digit)]).join('');
  return year.includes('零') ? numerals.replaceAll('〇', '零') : numerals;
}

/** The same day some years later; 29 February becomes the 28th where there is none. */
export function moveDay(day: string, years: number): string {
  const then = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
  return isDay(then) ? then : then.replace(/29$/u, '28');
}
