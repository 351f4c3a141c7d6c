import type { FileRule } from './file-rules.ts';
import type { Sheet, SheetAnswer } from './score/sheet.ts';

/** Kinds of question a form can ask. */
export const FIELD_TYPES = ['TEXT', 'NUMBER', 'RATE', 'DATE', 'CHOICE', 'TABLE', 'FILE', 'CONTACT', 'SEAL', 'SHEET'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** One question of a form, as data; the same rules serve while typing and on submission. */
export interface FormField {
  key: string;
  label: string;
  type: FieldType;
  required: boolean;
  help: string | null;
  /**
   * The fact that is asked for, by a name that stays the same from notice to notice (S3-58): what a unit once answered under
   * it, and was accepted, is not asked for again but shown to be confirmed.
   */
  factKey: string | null;
  /** TEXT: most characters, counted without white space (C-33), the limit itself allowed. */
  maxCharacters: number | null;
  /** TEXT: how many characters are wished for, counted alike; a fifth more or less is in order, and nothing is refused. */
  targetCharacters: number | null;
  /** NUMBER: bounds, inclusive, as decimal text. */
  min: string | null;
  max: string | null;
  /** NUMBER: key of another NUMBER of the same form, or of the same row, that it must not exceed (S2-80). */
  notAbove: string | null;
  /** NUMBER: digits after the point. */
  scale: number;
  /** CHOICE: the options, in order. */
  options: string[];
  multiple: boolean;
  /** TABLE: the columns; each is a field that is not itself a TABLE or FILE. */
  columns: FormField[];
  /** TABLE and FILE: how few and how many. SEAL: at least 1 where the scan itself is wanted, so that a reference does not do (S2-68). */
  minItems: number;
  maxItems: number | null;
  /** FILE and SEAL: endings allowed, without the dot. */
  extensions: string[];
  /** FILE: the largest one, in MB; that of the server when null. */
  maxMegabytes: number | null;
  /** FILE: what pictures, films and recordings should be like; null for whatever they are. */
  fileRules: FileRule[] | null;
  /** RATE: in percent, from which it is in order; below, or without a rate, it is remarked for whoever recommends (C-30, C-42). */
  atLeast: string | null;
  /** SHEET: the published sheet that was named, as the API names it, and what it said then: nothing changes once it is asked. */
  sheetTemplateId: string | null;
  sheet: Sheet | null;
}

/** A rate as its two parts, never as a percentage alone. */
export interface RateAnswer {
  numerator: string;
  denominator: string;
  /** Why there is no rate, where one was expected (C-42). */
  reason?: string;
}

/** An uploaded file as an answer names it. */
export interface FileAnswer {
  fileId: string;
}

export interface ContactAnswer {
  name: string;
  phone: string;
}

/**
 * That something was sealed: the scan of the sealed paper, whose hash is kept with the file, or the reference of an
 * electronic seal; and the day that the seal names.
 */
export interface SealAnswer {
  fileId?: string | null;
  reference?: string | null;
  date: string;
}

export type CellAnswer = string | string[] | RateAnswer | ContactAnswer | null;
export type Answer = CellAnswer | Record<string, CellAnswer>[] | FileAnswer[] | SealAnswer | SheetAnswer;

/** Answers to one asker's fields, by field key. */
export type Answers = Record<string, Answer>;

/** Answers of a whole page, by the id of the deliverable that asks. */
export type AnswersByAsker = Record<string, Answers>;
