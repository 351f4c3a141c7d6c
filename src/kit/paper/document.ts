/**
 * What stands on paper, whatever writes it: a title, and tables drawn with lines as Chinese forms are. A cell that goes on over
 * several rows is named once, in its first row.
 */
export interface Paper {
  readonly title: string;
  /** Lines under the title, such as the unit's name in front of its seal. */
  readonly head: readonly string[];
  readonly tables: readonly PaperTable[];
  /** Code of the print, on every page. */
  readonly code: string;
}

export interface PaperTable {
  /** Above the table; none when null. */
  readonly caption: string | null;
  /** Widths of the columns, in parts of the whole. */
  readonly widths: readonly number[];
  /** Rows that every page repeats. */
  readonly headRows: number;
  readonly rows: readonly PaperRow[];
}

export interface PaperRow {
  readonly cells: readonly PaperCell[];
  /** Millimetres that stay free for writing and sealing. */
  readonly minHeight?: number;
}

export interface PaperCell {
  readonly text: string;
  /** How many columns it takes. */
  readonly columns?: number;
  /** How many rows it takes; only cells of the first column may take more than one. */
  readonly rows?: number;
  readonly align?: 'left' | 'center' | 'right';
  /** At the foot, to the right: where the seal and the date go. */
  readonly foot?: readonly string[];
}

/** Millimetres of A4 and its margins; what both writers keep to. */
export const SHEET = { width: 210, height: 297, side: 20, top: 22, bottom: 22 } as const;
/** Points. */
export const SIZES = { title: 16, text: 10.5, foot: 9 } as const;

export const SEAL_FOOT = ['（盖章）', '年　　月　　日'] as const;
