import type { FormField } from '../../kit/form.ts';
import { scoreSheet } from '../../kit/score/score-sheet.ts';
import type { OutColumn, OutValue } from '../../kit/sheet/write-sheet.ts';

/** One of the columns that a question becomes: what it takes of the answer, as the answer was kept. */
export interface AnswerColumn extends OutColumn {
  /** Names people or how to reach them. */
  readonly personal?: true;
  readonly pick: (value: unknown) => OutValue;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const part =
  (key: string) =>
  (value: unknown): string | null =>
    typeof value === 'object' && value !== null ? text((value as Readonly<Record<string, unknown>>)[key]) : null;
const list = (value: unknown): string | null => (Array.isArray(value) ? value.map(String).join('、') || null : text(value));
const count = (value: unknown): string | null => (Array.isArray(value) ? String(value.length) : null);

/** Points do not depend on the day from which vetoes look back. */
const scored = ({ sheet }: FormField, value: unknown) => (sheet && value !== null ? scoreSheet(sheet, value, '1992-01-01') : null);

/**
 * The columns of a question, in order. Rates are two counts and never a percentage, people are a name and a number,
 * of a table there is only the number of its rows: the rows stand in a table of their own.
 */
export function answerColumns(field: FormField, heading: string): AnswerColumn[] {
  switch (field.type) {
    case 'TEXT':
      return [{ heading, kind: 'TEXT', width: 40, pick: text }];
    case 'NUMBER':
      return [{ heading, kind: 'NUMBER', scale: field.scale, pick: text }];
    case 'RATE':
      return [
        { heading: `${heading}：分子`, kind: 'NUMBER', scale: field.scale, pick: part('numerator') },
        { heading: `${heading}：分母`, kind: 'NUMBER', scale: field.scale, pick: part('denominator') },
      ];
    case 'DATE':
      return [{ heading, kind: 'DAY', width: 12, pick: text }];
    case 'CHOICE':
      return [{ heading, kind: 'TEXT', pick: list }];
    case 'CONTACT':
      return [
        { heading: `${heading}：姓名`, kind: 'TEXT', personal: true, pick: part('name') },
        { heading: `${heading}：电话`, kind: 'TEXT', personal: true, pick: part('phone') },
      ];
    case 'SEAL':
      return [
        { heading: `${heading}：日期`, kind: 'DAY', width: 12, pick: part('date') },
        { heading: `${heading}：电子印章编号`, kind: 'TEXT', pick: part('reference') },
      ];
    case 'SHEET':
      return [
        { heading: `${heading}：基础分`, kind: 'NUMBER', scale: 1, pick: (value) => scored(field, value)?.base ?? null },
        { heading: `${heading}：加分`, kind: 'NUMBER', scale: 1, pick: (value) => scored(field, value)?.bonus ?? null },
      ];
    case 'TABLE':
      return [{ heading: `${heading}：行数`, kind: 'NUMBER', pick: count }];
    case 'FILE':
      return [{ heading: `${heading}：件数`, kind: 'NUMBER', pick: count }];
  }
}
