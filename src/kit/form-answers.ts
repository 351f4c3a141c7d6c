import { compare, isDecimal, multiply } from './decimal.ts';
import { checkMedia, type MediaFacts } from './file-rules.ts';
import type { Finding } from './finding.ts';
import type { FormField } from './form.ts';
import { checkSheet } from './score/check-sheet.ts';
import { keptSheetAnswer } from './score/kept-answer.ts';
import { isBlankSheet, sheetFiles } from './score/read-line.ts';
import { countCharacters } from './text.ts';
import { isDay } from './time.ts';

export type { Finding } from './finding.ts';

/** A file that an answer may name, as far as it is here. */
export interface KnownFile {
  readonly extension: string;
  /** Whether it is still on its way in. */
  readonly unfinished?: boolean;
  /** Why it could not be taken in, in Chinese. */
  readonly failure?: string | null;
  readonly facts?: MediaFacts | null;
}

/** The files that answers may name, by the id that they are named with. */
export type KnownFiles = ReadonlyMap<string, KnownFile>;

/** What is wrong with a file that is not here yet: the one finding that waiting mends. */
export const FILE_UNFINISHED = 'FILE_UNFINISHED';

/** Where the organiser set no limit. */
const MOST_CHARACTERS = 20_000;
const MOST_ROWS = 500;
const MOST_FILES = 20;
const MOST_REASON = 500;
/** A standard that is not met: remarked, and answered by whoever recommends (C-30). */
export const RATE_NOT_MET = 'RATE_NOT_MET';
/** Where nobody says from which day vetoes look back, every incident counts. */
const FIRST_DAY = '1992-01-01';
/** Digits before the point that sums over a federation can hold. */
const MOST_DIGITS = 18;
const PHONE = /^[\d+()（）\-—\s转,，、]{5,60}$/;

/**
 * Judges answers, as JSON that somebody sent, by the questions. Limits are inclusive, texts are counted as
 * in C-33; a blank answer is wrong only where one is required.
 *
 * @param at what the paths of the findings begin with
 * @param referenceDay from which vetoes of a score sheet look back (C-22): the last day of the due
 */
export function checkAnswers(
  fields: readonly FormField[],
  answers: Readonly<Record<string, unknown>>,
  at: readonly string[],
  files: KnownFiles,
  referenceDay: string = FIRST_DAY,
): Finding[] {
  const answerTo = (key: string) => (Object.hasOwn(answers, key) ? answers[key] : null);
  return fields.flatMap((field) => {
    const found = checkAnswer(field, answerTo(field.key), [...at, field.key], files, referenceDay);
    return found.length > 0 ? found : checkNotAbove(field, fields, answerTo, at);
  });
}

/** S2-80: a number that is part of another one, such as members of employees; either missing is for the other rules. */
function checkNotAbove(
  { key, label, notAbove }: FormField,
  fields: readonly FormField[],
  answerTo: (key: string) => unknown,
  at: readonly string[],
): Finding[] {
  const whole = fields.find((field) => field.key === notAbove);
  const [part, bound] = [answerTo(key), whole && answerTo(whole.key)];
  if (!whole || typeof part !== 'string' || typeof bound !== 'string' || !isDecimal(part) || !isDecimal(bound)) return [];
  return compare(part, bound) > 0 ? [block('ABOVE_OTHER', `“${label}”不能大于“${whole.label}”`, [...at, key])] : [];
}

/**
 * An answer as it is kept, right or wrong: only the parts that the question knows of rows, contacts, rates and files;
 * null when nothing is left, so that nothing that no check looks at is kept.
 */
export function keptAnswer(field: FormField, value: unknown): unknown {
  const kept = knownParts(field, value);
  return typeof kept !== 'string' && isUnanswered(field, kept) ? null : kept;
}

function knownParts(field: FormField, value: unknown): unknown {
  switch (field.type) {
    case 'RATE':
      return picked(value, ['numerator', 'denominator', 'reason']);
    case 'CONTACT':
      return picked(value, ['name', 'phone']);
    case 'SEAL':
      return picked(value, ['fileId', 'reference', 'date']);
    case 'SHEET':
      return keptSheetAnswer(field.sheet, value);
    case 'FILE':
      return Array.isArray(value) ? value.map((item: unknown) => picked(item, ['fileId'])) : value;
    case 'TABLE':
      return Array.isArray(value) ? value.map((row: unknown) => (isRecord(row) ? knownCells(field.columns, row) : row)) : value;
    default:
      return value;
  }
}

const knownCells = (columns: readonly FormField[], row: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    columns.flatMap((column) => (Object.hasOwn(row, column.key) ? [[column.key, keptAnswer(column, row[column.key])]] : [])),
  );

const picked = (value: unknown, keys: readonly string[]): unknown =>
  isRecord(value) ? Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(value, key) ? [[key, value[key]]] : []))) : value;

/** Whether nothing was answered. */
export function isBlank(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.values(value).every(isBlank);
}

/** Of a sheet, that an item was looked at is an answer, even when nothing is ticked. */
const isUnanswered = ({ type }: FormField, value: unknown): boolean =>
  type === 'SHEET' && isRecord(value) ? isBlankSheet(value) : isBlank(value);

function checkAnswer(field: FormField, value: unknown, at: readonly string[], files: KnownFiles, referenceDay: string): Finding[] {
  if (isBlank(value) && field.type === 'SEAL') return field.required ? [sealMissing(field, at)] : [];
  if (isUnanswered(field, value)) {
    if (field.required) return [block('REQUIRED', `请填写“${field.label}”`, at)];
    return isBlank(field.atLeast) ? [] : [rateMissing(field, at)];
  }
  return CHECKS[field.type](field, value, at, files, referenceDay);
}

type Check = (field: FormField, value: unknown, at: readonly string[], files: KnownFiles, referenceDay: string) => Finding[];

const CHECKS: Readonly<Record<FormField['type'], Check>> = {
  TEXT: checkText,
  NUMBER: (field, value, at) => checkNumber(field, value, at),
  RATE: checkRate,
  DATE: (_, value, at) =>
    typeof value === 'string' && isDay(value) ? [] : [block('INVALID_DATE', '日期不存在，应写作 2021-05-28 的形式', at)],
  CHOICE: checkChoice,
  TABLE: checkTable,
  FILE: checkFiles,
  CONTACT: checkContact,
  SEAL: checkSeal,
  SHEET: (field, value, at, files, referenceDay) =>
    field.sheet && isRecord(value)
      ? checkSheet(field.sheet, value, at, referenceDay, (named, path) => (isBlank(named) ? [] : checkFiles(field, named, path, files)))
      : wrongKind(at),
};

/** The limit blocks; a fifth more or less than what the organiser wishes for is only remarked (C-33). */
function checkText({ maxCharacters, targetCharacters }: FormField, value: unknown, at: readonly string[]): Finding[] {
  if (typeof value !== 'string') return wrongKind(at);
  const [count, most] = [countCharacters(value), maxCharacters ?? MOST_CHARACTERS];
  const present = `现有 ${count} 个字（不计空格，标点计入）`;
  if (count > most) return [block('TEXT_TOO_LONG', `最多 ${most} 个字，${present}`, at)];
  if (targetCharacters === null) return [];
  const [least, greatest] = [Math.ceil((targetCharacters * 4) / 5), Math.floor((targetCharacters * 6) / 5)];
  if (least <= count && count <= greatest) return [];
  const message = `宜在 ${targetCharacters} 字左右（${least}～${greatest} 字），${present}`;
  return [{ code: 'TEXT_OFF_TARGET', severity: 'WARN', message, path: at }];
}

function checkNumber({ min, max, scale }: Pick<FormField, 'min' | 'max' | 'scale'>, value: unknown, at: readonly string[]): Finding[] {
  if (typeof value !== 'string' || !isDecimal(value)) return [block('NOT_A_NUMBER', '应为数字', at)];
  const [whole = '', fraction = ''] = value.replace('-', '').split('.');
  if (whole.length > MOST_DIGITS) return [block('NUMBER_TOO_LONG', `整数部分最多 ${MOST_DIGITS} 位`, at)];
  if (fraction.length > scale) return [block('TOO_MANY_DECIMALS', scale === 0 ? '应为整数' : `最多 ${scale} 位小数`, at)];
  if (min !== null && compare(value, min) < 0) return [block('NUMBER_TOO_SMALL', `不能小于 ${min}`, at)];
  if (max !== null && compare(value, max) > 0) return [block('NUMBER_TOO_LARGE', `不能大于 ${max}`, at)];
  return [];
}

/** Two counts, never a percentage: a denominator of 0 says that there is nothing to share. */
function checkRate(field: FormField, value: unknown, at: readonly string[]): Finding[] {
  if (!isRecord(value)) return wrongKind(at);
  const { numerator, denominator, reason } = value;
  const atLeast = field.atLeast ?? null;
  if (atLeast !== null && ((isBlank(numerator) && isBlank(denominator)) || denominator === '0')) {
    if (typeof reason !== 'string' || reason.trim() === '' || reason.length > MOST_REASON) return [rateMissing(field, at)];
    return [{ code: RATE_NOT_MET, severity: 'WARN', message: `“${field.label}”没有数据，视为未达到 ${atLeast}%：${reason}`, path: at }];
  }
  const bounds = { min: '0', max: null, scale: field.scale };
  const found = [...checkNumber(bounds, numerator, [...at, 'numerator']), ...checkNumber(bounds, denominator, [...at, 'denominator'])];
  if (found.length > 0) return found;
  const [part, whole] = [numerator as string, denominator as string];
  if (atLeast !== null && compare(multiply(part, '100'), multiply(atLeast, whole)) < 0) {
    const message = `“${field.label}”为 ${part}/${whole}，未达到 ${atLeast}%，推荐单位须作说明`;
    return [{ code: RATE_NOT_MET, severity: 'WARN', message, path: at }];
  }
  if (compare(part, whole) <= 0) return [];
  if (compare(whole, '0') === 0) return [block('RATE_WITHOUT_BASE', '分母为 0 时，分子也应为 0', [...at, 'numerator'])];
  return [{ code: 'RATE_ABOVE_WHOLE', severity: 'WARN', message: '分子大于分母，请核对', path: [...at, 'numerator'] }];
}

/** C-42: a rate that is expected and missing counts as not met, and takes a reason. */
const rateMissing = ({ label, atLeast }: FormField, at: readonly string[]): Finding =>
  block('REASON_MISSING', `请填写“${label}”；没有数据的视为未达到 ${atLeast}%，须说明原因`, at);

function checkChoice(field: FormField, value: unknown, at: readonly string[]): Finding[] {
  const chosen: unknown[] = field.multiple && Array.isArray(value) ? value : [value];
  if (!chosen.every((option) => typeof option === 'string' && field.options.includes(option))) {
    return [block('UNKNOWN_OPTION', '只能从所列选项中选择', at)];
  }
  return new Set(chosen).size === chosen.length ? [] : [block('OPTION_REPEATED', '选项重复', at)];
}

function checkTable(field: FormField, value: unknown, at: readonly string[], files: KnownFiles): Finding[] {
  if (!Array.isArray(value) || !value.every(isRecord)) return wrongKind(at);
  const most = field.maxItems ?? MOST_ROWS;
  // Nobody reads a thousand findings: beyond the limit only the limit is named.
  if (value.length > most) return [block('TOO_MANY_ROWS', `最多 ${most} 行，现有 ${value.length} 行`, at)];
  const few = value.length < field.minItems ? [block('TOO_FEW_ROWS', `至少 ${field.minItems} 行，现有 ${value.length} 行`, at)] : [];
  return [...few, ...value.flatMap((row, index) => checkAnswers(field.columns, row, [...at, String(index)], files))];
}

function checkFiles(field: FormField, value: unknown, at: readonly string[], files: KnownFiles): Finding[] {
  const ids = fileIdsOf(value);
  if (!ids) return wrongKind(at);
  const most = field.maxItems ?? MOST_FILES;
  const found: Finding[] = [];
  if (ids.length > most) found.push(block('TOO_MANY_FILES', `最多 ${most} 个附件，现有 ${ids.length} 个`, at));
  if (ids.length < field.minItems) found.push(block('TOO_FEW_FILES', `至少 ${field.minItems} 个附件，现有 ${ids.length} 个`, at));
  ids.forEach((id, index) => {
    const file = files.get(id);
    const place = [...at, String(index)];
    if (file) found.push(...checkFile(field, file, place));
    else found.push(block('FILE_UNKNOWN', '没有这个附件，请重新上传', place));
    if (ids.indexOf(id) < index) found.push(block('FILE_REPEATED', '附件重复', place));
  });
  return found;
}

const SCANS = ['pdf', 'jpg', 'jpeg', 'png'];
const MOST_REFERENCE = 100;

const sealMissing = ({ label }: FormField, at: readonly string[]): Finding =>
  block('SEAL_MISSING', `“${label}”须加盖公章：请附扫描件或填写电子印章编号，并写明盖章日期`, at);

/** evidence is the scan or the reference of an electronic seal, and the day; either alone is no seal. */
function checkSeal(field: FormField, value: unknown, at: readonly string[], files: KnownFiles): Finding[] {
  if (!isRecord(value)) return wrongKind(at);
  const { fileId, reference, date } = value;
  const found: Finding[] = [];
  if (isBlank(fileId) && (isBlank(reference) || field.minItems > 0)) found.push(sealMissing(field, at));
  if (!isBlank(fileId)) {
    const file = typeof fileId === 'string' ? files.get(fileId) : undefined;
    const kinds = field.extensions.length > 0 ? field.extensions : SCANS;
    if (!file) found.push(block('FILE_UNKNOWN', '没有这个附件，请重新上传', [...at, 'fileId']));
    else if (!kinds.includes(file.extension))
      found.push(block('FILE_EXTENSION', `盖章扫描件只接受 ${kinds.join('、')} 格式`, [...at, 'fileId']));
    else found.push(...checkArrival(file, [...at, 'fileId']));
  }
  if (!isBlank(reference) && (typeof reference !== 'string' || reference.length > MOST_REFERENCE))
    found.push(block('SEAL_REFERENCE', `电子印章编号最多 ${MOST_REFERENCE} 个字`, [...at, 'reference']));
  if (typeof date !== 'string' || !isDay(date)) found.push(block('SEAL_DATE', '请写明盖章日期，如 2021-05-28', [...at, 'date']));
  return found;
}

/** The files that an answer of any kind names, scans of seals and evidence of score sheets among them. */
export function namedFiles(value: unknown): string[] {
  if (isRecord(value)) return typeof value['fileId'] === 'string' ? [value['fileId']] : sheetFiles(value);
  return fileIdsOf(value) ?? [];
}

/** What is wrong with one file as an answer to the question, whether an answer names it yet or not. */
export function checkFile(field: Pick<FormField, 'extensions' | 'fileRules'>, file: KnownFile, at: readonly string[]): Finding[] {
  if (field.extensions.length > 0 && !field.extensions.includes(file.extension))
    return [block('FILE_EXTENSION', `只接受 ${field.extensions.join('、')} 格式的附件`, at)];
  const arrival = checkArrival(file, at);
  return arrival.length > 0 ? arrival : checkMedia(field.fileRules ?? [], file.extension, file.facts ?? null, at);
}

function checkArrival({ failure, unfinished }: KnownFile, at: readonly string[]): Finding[] {
  if (failure) return [block('FILE_FAILED', `上传未成功：${failure}`, at)];
  return unfinished ? [block(FILE_UNFINISHED, '附件还在上传', at)] : [];
}

/** The ids that a FILE answer names; undefined when the answer is of another make. */
export function fileIdsOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const ids = value.map((item: unknown) => (isRecord(item) ? item['fileId'] : undefined));
  return ids.every((id): id is string => typeof id === 'string') ? ids : undefined;
}

function checkContact(_: FormField, value: unknown, at: readonly string[]): Finding[] {
  if (!isRecord(value)) return wrongKind(at);
  const { name, phone } = value;
  const found: Finding[] = [];
  if (typeof name !== 'string' || isBlank(name) || countCharacters(name) > 40)
    found.push(block('CONTACT_NAME', '请填写联系人姓名，最多 40 个字', [...at, 'name']));
  if (typeof phone !== 'string' || !PHONE.test(phone)) found.push(block('CONTACT_PHONE', '请填写联系电话', [...at, 'phone']));
  return found;
}

/** How much of what must be right is right: every required question, and every other that was answered wrongly. */
export function checklistOf(
  fields: readonly { readonly field: FormField; readonly at: readonly string[] }[],
  findings: readonly Finding[],
): { done: number; total: number } {
  const keyOf = (path: readonly string[], length: number) => JSON.stringify(path.slice(0, length));
  const [depth = 0] = fields.map(({ at }) => at.length);
  const wrong = new Set(findings.filter(({ severity }) => severity === 'BLOCK').map(({ path }) => keyOf(path, depth)));
  const counted = fields.filter(({ field, at }) => field.required || wrong.has(keyOf(at, depth)));
  return { done: counted.filter(({ at }) => !wrong.has(keyOf(at, depth))).length, total: counted.length };
}

const block = (code: string, message: string, path: readonly string[]): Finding => ({ code, severity: 'BLOCK', message, path });

const wrongKind = (at: readonly string[]): Finding[] => [block('WRONG_KIND', '答案的格式不正确', at)];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
