import { numberOf } from '../../kit/phrase/numerals.ts';
import { endOfDay, isDay } from '../../kit/time.ts';
import { formatDocNumber } from './doc-number.ts';
import { aboutNotice, type LintFacts, type LintFinding } from './lint-finding.ts';

/** 附件3, （附件 1）, 附件一; not the list of attachments itself. */
const REFERENCE = /附件\s*([0-9０-９一二三四五六七八九十]{1,3})(?![.．、:：])/gu;

const textOf = ({ notice, deliverables }: LintFacts): string =>
  [notice.body, ...deliverables.map(({ requirement }) => requirement)].join('\n');

function ordinalOf(written: string): number {
  const text = written.normalize('NFKC');
  return /^\d+$/u.test(text) ? Number(text) : numberOf(text);
}

/** What the text refers to must be attached; what is attached should be referred to. */
export function lintAttachments(facts: LintFacts): LintFinding[] {
  const { attachments } = facts;
  const named = [...textOf(facts).matchAll(REFERENCE)].map((match) => ordinalOf(match[1]!));
  const missing = [...new Set(named)].filter((ordinal) => !attachments.some((one) => one.ordinal === ordinal)).toSorted((a, b) => a - b);
  const silent = named.length === 0 ? [] : attachments.filter(({ ordinal }) => !named.includes(ordinal));
  return [
    ...missing.map((ordinal) =>
      aboutNotice('attachments', { code: 'ATTACHMENT_MISSING', severity: 'WARN', message: `文中提到“附件${ordinal}”，但没有这个附件` }),
    ),
    ...silent.map(({ ordinal, title }) =>
      aboutNotice('attachments', { code: 'ATTACHMENT_UNREFERENCED', severity: 'INFO', message: `文中没有提到附件${ordinal}“${title}”` }),
    ),
  ];
}

const QUOTED = /[“"「]([^”"」]{3,40})[”"」]/gu;
/** One character in five may be another one before two names are no longer taken for the same. */
const SIMILAR = 5;

/** A name that the text writes otherwise than declared is kept as it is, and recorded beside the right one (C-53, X-17). */
export function lintNames(facts: LintFacts): LintFinding[] {
  const written = new Set([...`${facts.notice.title}\n${textOf(facts)}`.matchAll(QUOTED)].map((match) => match[1]!));
  return facts.notice.activities.flatMap(({ name, aliases }) =>
    [...written]
      .filter((text) => text !== name && !aliases.includes(text) && isSimilar(text, name))
      .map((alias) =>
        aboutNotice('activities', {
          code: 'NAME_DIFFERS',
          severity: 'WARN',
          message: `文中写作“${alias}”，与名称“${name}”不一致`,
          proposal: { action: 'ADD_ALIAS', name, alias, label: `保留原文，“${alias}”记为“${name}”的别名` },
        }),
      ),
  );
}

function isSimilar(one: string, other: string): boolean {
  const most = Math.floor(Math.max(one.length, other.length) / SIMILAR);
  return Math.abs(one.length - other.length) <= most && distance([...one], [...other]) <= most;
}

/** How many characters must be put in, left out or replaced. */
function distance(one: readonly string[], other: readonly string[]): number {
  let row = other.map((_, index) => index + 1);
  for (const [place, character] of one.entries()) {
    let [left, diagonal] = [place + 1, place];
    row = other.map((against, index) => {
      const above = row[index]!;
      left = Math.min(above + 1, left + 1, diagonal + (character === against ? 0 : 1));
      diagonal = above;
      return left;
    });
  }
  return row.at(-1) ?? one.length;
}

/** The year that a title names must be the award's (S2-03). */
export function lintTitle({ notice: { title, award_year: year } }: LintFacts): LintFinding[] {
  const other = /(\d{4})年/u.exec(title)?.[1];
  if (year === null || other === undefined || Number(other) === year) return [];
  const text = title.replaceAll(`${other}年`, `${year}年`);
  const message = `标题写的是${other}年，活动年度是${year}年`;
  const proposal = { action: 'SET_TITLE', text, label: `标题改为${year}年` } as const;
  return [aboutNotice('title', { code: 'TITLE_YEAR_DIFFERS', severity: 'WARN', message, proposal })];
}

/** A number of another year than the printed date's, or one that another body has used. */
export function lintNumber({ notice, sameNumber, context }: LintFacts): LintFinding[] {
  const { doc_prefix: prefix, doc_year: year, doc_seq: sequence } = notice;
  if (prefix === null || year === null || sequence === null) return [];
  const number = formatDocNumber({ prefix, year, sequence });
  const printed = context.referenceDay.slice(0, 4);
  const warn = (code: string, message: string) => aboutNotice('docNumber', { code, severity: 'WARN', message });
  return [
    ...(printed === String(year) ? [] : [warn('NUMBER_YEAR_DIFFERS', `文号${number}的年份与成文年份${printed}不同`)]),
    ...(sameNumber ? [warn('NUMBER_USED_ELSEWHERE', `文号${number}已用于《${sameNumber.title}》`)] : []),
  ];
}

/** A due in the text that was left standing from the year before. */
export function lintPastDates(facts: LintFacts): LintFinding[] {
  return [...textOf(facts).matchAll(/(\d{4})年(\d{1,2})月(\d{1,2})日(?:之|以)?前/gu)].flatMap(([phrase, year, month, day]) => {
    const named = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
    if (!isDay(named) || endOfDay(named) > facts.today.now) return [];
    return [aboutNotice('body', { code: 'TEXT_DATE_PASSED', severity: 'WARN', message: `文中的“${phrase}”已经过去` })];
  });
}

/** Several bodies named for one thing are a set, and said so (C-16). */
export function lintRoles({ notice: { contacts } }: LintFacts): LintFinding[] {
  const byRole = Map.groupBy(
    contacts.filter(({ purpose }) => purpose !== null),
    ({ purpose }) => purpose!,
  );
  return [...byRole]
    .filter(([, holders]) => holders.length > 1)
    .map(([role, holders]) => {
      const names = holders.map(({ department }) => department).join('、');
      return aboutNotice('contacts', { code: 'ROLE_SHARED', severity: 'INFO', message: `“${role}”由${names}共同承担，一并列出` });
    });
}

/** What a notice rests on and shares with the one of the time before: there may be a later document by now. */
export function lintKept({ notice, previous }: LintFacts): LintFinding[] {
  if (!previous) return [];
  const before = new Set(previous.basis.map(({ title }) => title));
  const kept = notice.basis.filter(({ title }) => before.has(title)).map(({ title }) => `《${title}》`);
  if (kept.length === 0) return [];
  const message = `依据${kept.join('、')}沿用《${previous.title}》，请核对是否有新的文件`;
  return [aboutNotice('basis', { code: 'BASIS_KEPT', severity: 'INFO', message })];
}
