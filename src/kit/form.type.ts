import { Field, ID, Int, ObjectType } from 'type-graphql';
import { enumType } from './enums.ts';
import { FindingSeverityEnum } from './finding.type.ts';
import { ScoreSheetType } from './score/sheet.type.ts';
import type { Sheet } from './score/sheet.ts';
import type { FileRule, FileRuleKind } from './file-rules.ts';
import type { FieldType, FormField as FormFieldShape } from './form.ts';

export const FormFieldType = enumType('FormFieldType', 'Kind of question that a form asks.', {
  TEXT: 'Text, with a limit of characters counted without white space.',
  NUMBER: 'An exact decimal, as text.',
  RATE: 'A share as its numerator and its denominator.',
  DATE: 'A calendar day, as 2021-05-28.',
  CHOICE: 'One or several of the options.',
  TABLE: 'Rows of columns.',
  FILE: 'Uploaded files.',
  CONTACT: 'A person to ring: name and telephone number.',
  SHEET: 'A score sheet (打分表), filled item by item.',
  SEAL: "Evidence of a seal (盖章): the scan of the sealed paper or an electronic seal's reference, and the seal's date.",
});

export const FileRuleKindEnum = enumType('FileRuleKind', 'What an organiser may want of a file.', {
  MIN_WIDTH: 'Pixels across, as it is shown.',
  MIN_HEIGHT: 'Pixels down, as it is shown.',
  LANDSCAPE: 'Wider than high.',
  MIN_SECONDS: 'No shorter; whole seconds count.',
  MAX_SECONDS: 'No longer; whole seconds count.',
  TARGET_SECONDS: 'About so long: a fifth more or less.',
  CONTAINERS: 'What the file really is, whatever its ending.',
  VIDEO_TRACK: 'Has pictures, not only sound.',
});

@ObjectType({ description: 'A column of a table question.' })
export class FormColumn {
  @Field(() => String, { description: 'Name by which answers and findings refer to it.' })
  key!: string;

  @Field(() => String, { description: 'What people read.' })
  label!: string;

  @Field(() => FormFieldType, { description: 'Kind of question.' })
  type!: FieldType;

  @Field(() => Boolean, { description: 'Whether a submission needs an answer.' })
  required!: boolean;

  @Field(() => String, { nullable: true, description: 'How to answer, for people.' })
  help!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The fact that is asked for, by a name that stays the same from notice to notice: an accepted answer is reused.',
  })
  factKey!: string | null;

  @Field(() => Int, { nullable: true, description: 'TEXT: most characters, white space not counted, the limit itself allowed.' })
  maxCharacters!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'TEXT: how many characters are wished for; a fifth more or less is in order, beyond that is remarked and never refused.',
  })
  targetCharacters!: number | null;

  @Field(() => String, { nullable: true, description: 'NUMBER: least value, itself allowed.' })
  min!: string | null;

  @Field(() => String, { nullable: true, description: 'NUMBER: greatest value, itself allowed.' })
  max!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'NUMBER: key of another number of the same form, or of the same row, that it must not exceed.',
  })
  notAbove!: string | null;

  @Field(() => Int, { description: 'NUMBER: most digits after the point.' })
  scale!: number;

  @Field(() => String, {
    nullable: true,
    description: 'RATE: in percent, from which it is in order; below, or without a rate, it is remarked for whoever recommends.',
  })
  atLeast!: string | null;

  @Field(() => [String], { description: 'CHOICE: the options, in order.' })
  options!: string[];

  @Field(() => Boolean, { description: 'CHOICE: whether several may be chosen.' })
  multiple!: boolean;
}

@ObjectType('FileRule', { description: 'What an organiser wants of the files of a question; looked for in the file itself.' })
export class FileRuleType {
  @Field(() => FileRuleKindEnum, { description: 'What.' })
  kind!: FileRuleKind;

  @Field(() => Int, { nullable: true, description: 'Pixels or seconds, the limit itself allowed; null where no number is needed.' })
  number!: number | null;

  @Field(() => [String], { description: 'CONTAINERS: what is accepted.' })
  containers!: string[];

  @Field(() => FindingSeverityEnum, { description: 'How much it weighs when it is not met.' })
  severity!: string;
}

@ObjectType({ description: 'A question of a form, as data: the same rules serve while typing and on submission.' })
export class FormField extends FormColumn implements FormFieldShape {
  @Field(() => [FormColumn], { description: 'TABLE: its columns, in order.' })
  columns!: FormField[];

  @Field(() => Int, { description: 'TABLE and FILE: fewest rows or files of an answer; SEAL: 1 where the scan itself is wanted.' })
  minItems!: number;

  @Field(() => Int, { nullable: true, description: 'TABLE and FILE: most rows or files.' })
  maxItems!: number | null;

  @Field(() => [String], {
    description: 'FILE and SEAL: endings allowed, without the dot; empty for every accepted kind, of a seal for pictures and PDF.',
  })
  extensions!: string[];

  @Field(() => Int, { nullable: true, description: 'FILE: the largest one, in MB; that of the server when null.' })
  maxMegabytes!: number | null;

  @Field(() => [FileRuleType], { nullable: true, description: 'FILE: what pictures, films and recordings should be like.' })
  fileRules!: FileRule[] | null;

  @Field(() => ID, { nullable: true, description: 'SHEET: the published sheet that it was taken from.' })
  sheetTemplateId!: string | null;

  @Field(() => ScoreSheetType, { nullable: true, description: 'SHEET: what is scored, as it was when it was asked.' })
  sheet!: Sheet | null;
}
