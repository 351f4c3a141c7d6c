/** How a column's values are written. */
export type ColumnKind = 'TEXT' | 'NUMBER' | 'INSTANT' | 'DAY';

export interface OutColumn {
  readonly heading: string;
  readonly kind: ColumnKind;
  /** NUMBER: digits after the point; a whole number without. */
  readonly scale?: number;
  /** Characters that it is wide. */
  readonly width?: number;
  /** What people are to know when they fill it in. */
  readonly note?: string;
}

/** TEXT as it is; NUMBER an exact decimal as text; INSTANT a moment; DAY as 2021-05-28; null for an empty cell. */
export type OutValue = string | Date | null;
export type OutRow = readonly OutValue[];

export interface OutTable {
  /** Of the worksheet; at most 31 characters. */
  readonly name: string;
  readonly columns: readonly OutColumn[];
  /** Rows in batches, asked for one after the other and never held. */
  readonly rows: AsyncIterable<readonly OutRow[]>;
}

const OFFSET = 8 * 3_600_000;

/** An instant in Beijing time, to the second: `2021-05-28 17:30:00`. */
export const beijing = (instant: Date): string => new Date(instant.getTime() + OFFSET).toISOString().slice(0, 19).replace('T', ' ');
