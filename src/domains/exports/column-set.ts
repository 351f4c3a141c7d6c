import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import type { Page, PageArgs } from '../../kit/connection.ts';
import type { OutColumn, OutRow, OutValue } from '../../kit/sheet/write-sheet.ts';
import { seesContacts } from '../submissions/contacts.ts';

/** A column of a list: what stands in it for a row, as the screen of that list shows it to this viewer. */
export interface Column<Row> extends OutColumn {
  /** By which it is chosen; the columns of one question, or of all questions, share theirs. */
  readonly key: string;
  /** Names people or how to reach them: not for those who only count. */
  readonly personal?: true;
  readonly value: (ctx: ViewerContext, row: Row) => OutValue | Promise<OutValue>;
}

/** A choice of columns, as it is offered. */
export interface Choice {
  readonly key: string;
  readonly heading: string;
  readonly personal: boolean;
  /** It stands for as many columns as there are questions. */
  readonly expands: boolean;
}

/** A table beside the list, of what one of its rows holds several of. */
export interface Detail<Row> {
  readonly name: string;
  /** The choice with which it comes. */
  readonly key: string;
  readonly columns: readonly OutColumn[];
  readonly rows: (ctx: ViewerContext, row: Row) => readonly OutRow[] | Promise<readonly OutRow[]>;
}

/** A list that was found for the viewer. What it holds is kept for all its pages and says nothing of who may read them. */
export interface Opened<Row> {
  /** What it is of, for the name of the file. */
  readonly about: string | null;
  readonly columns: readonly Column<Row>[];
  readonly details?: readonly Detail<Row>[];
  /** A page as the screen reads it, behind the walls of whoever asks. */
  readonly page: (ctx: ViewerContext, page: PageArgs) => Promise<Page<Row>>;
}

/** One list that can be written into a file. */
export interface ColumnSet {
  readonly may: readonly [action: string, subject: string];
  /** What says which list: the arguments of the query that shows it. */
  readonly schema: z.ZodObject;
  /** Columns that it always has, and what stands for those that follow from what was asked. */
  readonly choices: readonly Choice[];
  /** @returns undefined when there is no such list in the viewer's reach */
  readonly open: (ctx: ViewerContext, given: never) => Promise<Opened<never> | undefined>;
}

/** A column set, checked in itself: arguments fit `open`, and rows fit the columns. */
export function columnSet<Schema extends z.ZodObject, Row>(set: {
  readonly may: readonly [action: string, subject: string];
  readonly schema: Schema;
  readonly fixed: readonly Column<Row>[];
  /** Choices that stand for several columns each. */
  readonly expanding?: readonly Choice[];
  readonly open: (ctx: ViewerContext, given: z.output<Schema>) => Promise<Opened<Row> | undefined>;
}): ColumnSet {
  return {
    may: set.may,
    schema: set.schema,
    choices: [
      ...set.fixed.map(({ key, heading, personal = false }) => ({ key, heading, personal, expands: false })),
      ...(set.expanding ?? []),
    ],
    open: set.open as ColumnSet['open'],
  };
}

/** Whether columns with people are for this viewer. */
export const seesPeople = ({ viewer }: ViewerContext): boolean => seesContacts(viewer);

/** What this viewer may choose from. */
export const choicesOf = (ctx: ViewerContext, { choices }: ColumnSet): readonly Choice[] =>
  choices.filter(({ personal }) => !personal || seesPeople(ctx));

const YES = '是';
const NO = '否';
export const yesOrNo = (value: boolean | null | undefined): string | null => (typeof value === 'boolean' ? (value ? YES : NO) : null);
export const whole = (value: number | null | undefined): string | null => (typeof value === 'number' ? String(value) : null);
