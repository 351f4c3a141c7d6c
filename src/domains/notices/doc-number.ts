import { Refusal } from '../../kit/errors.ts';

/** A document number (发文字号): who, in which year, the how-manieth. */
export interface DocNumber {
  readonly prefix: string;
  readonly year: number;
  readonly sequence: number;
}

/** Brackets that occur around the year; all mean the same, but they come in pairs (X-01, C-54). */
const GRAMMAR = /^(\p{Script=Han}{1,20})(〔\d{4}〕|\[\d{4}\]|［\d{4}］|【\d{4}】|\(\d{4}\)|（\d{4}）)(\d{1,6})号$/u;

/**
 * Reads `机关代字〔年份〕顺序号号` with any of the brackets in use, blanks ignored.
 * @returns undefined when it is not a document number; a sequence number starts at 1 and has no leading zero
 */
export function parseDocNumber(text: string): DocNumber | undefined {
  const match = GRAMMAR.exec(text.replaceAll(/\s/gu, ''));
  if (!match) return undefined;
  const [, prefix, year, sequence] = match;
  if (sequence!.startsWith('0')) return undefined;
  return { prefix: prefix!, year: Number(year!.slice(1, -1)), sequence: Number(sequence) };
}

/** The same of what somebody typed. @throws Refusal DOC_NUMBER_MALFORMED */
export function readDocNumber(text: string, path: readonly string[]): DocNumber {
  const number = parseDocNumber(text);
  if (number) return number;
  throw new Refusal('DOC_NUMBER_MALFORMED', '发文字号格式不正确，应为“机关代字〔年份〕顺序号号”，如：石工办字〔2021〕13号', path);
}

/** The canonical form, `石工办字〔2021〕13号`. */
export const formatDocNumber = ({ prefix, year, sequence }: DocNumber): string => `${prefix}〔${year}〕${sequence}号`;

/**
 * A forwarding notice quotes its parent's title: `关于转发《…》的通知` (S0-03). A title quoted inside takes the single
 * marks, as Chinese punctuation asks.
 */
export const forwardingTitle = (parentTitle: string): string =>
  `关于转发《${parentTitle.replaceAll('《', '〈').replaceAll('》', '〉')}》的通知`;
