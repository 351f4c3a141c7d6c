import { ID } from 'type-graphql';
import { z } from 'zod';
import { compare, isDecimal } from './decimal.ts';
import { FILE_EXTENSIONS } from './file-extensions.ts';
import { CONTAINERS, FILE_RULES, type FileRule, NUMBERLESS } from './file-rules.ts';
import { SEVERITIES } from './finding.ts';
import { FindingSeverityEnum } from './finding.type.ts';
import { FIELD_TYPES, type FormField } from './form.ts';
import { FileRuleKindEnum, FormFieldType } from './form.type.ts';
import { inputType } from './input.ts';
import { encodeId, idOf } from './node-id.ts';

/** Most digits after the point that sums of answers keep. */
const MAX_SCALE = 6;
/** Most characters that an organiser may allow in one answer. */
const MAX_CHARACTERS = 20_000;
const MAX_ROWS = 500;
const MAX_FIELDS = 60;
const MAX_MEGABYTES = 2000;

const key = z.string().regex(/^[a-z][A-Za-z0-9_]{0,39}$/, '字段代号须以小写字母开头，只含字母、数字和下划线，最多 40 个');
const decimal = z
  .string()
  .max(30)
  .refine(isDecimal, { message: '应为数字', params: { code: 'NOT_A_NUMBER' } });

const column = {
  key: key.meta({ description: 'Name by which answers and findings refer to it: a lower-case letter, then letters, digits or _.' }),
  label: z.string().trim().min(1).max(100).meta({ description: 'What people read.' }),
  type: z.enum(FIELD_TYPES).meta({ graphql: FormFieldType, description: 'Kind of question.' }),
  required: z.boolean().default(false).meta({ description: 'Whether a submission needs an answer.' }),
  help: z.string().trim().max(500).nullable().default(null).meta({ description: 'How to answer, for people.' }),
  factKey: z
    .string()
    .regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/, '事实代号须以小写字母开头，只含字母、数字和点')
    .max(60)
    .nullable()
    .default(null)
    .meta({
      graphql: String,
      description:
        'The fact that is asked for, as in `members.total`: what a unit answered under it before, and was accepted, is offered again.',
    }),
  maxCharacters: z.int().min(1).max(MAX_CHARACTERS).nullable().default(null).meta({
    description: 'TEXT: most characters, white space not counted, the limit itself allowed.',
  }),
  targetCharacters: z.int().min(1).max(MAX_CHARACTERS).nullable().default(null).meta({
    description: 'TEXT: how many characters are wished for; a fifth more or less is in order, beyond that is remarked and never refused.',
  }),
  min: decimal.nullable().default(null).meta({ description: 'NUMBER: least value, itself allowed.' }),
  max: decimal.nullable().default(null).meta({ description: 'NUMBER: greatest value, itself allowed.' }),
  notAbove: z
    .string()
    .max(40)
    .nullable()
    .default(null)
    .meta({ description: 'NUMBER: key of another number of the same form, or of the same row, that it must not exceed.' }),
  scale: z.int().min(0).max(MAX_SCALE).default(0).meta({ description: 'NUMBER: most digits after the point.' }),
  atLeast: decimal
    .refine((value) => compare(value, '0') >= 0 && compare(value, '100') <= 0, { message: '百分比应在 0 到 100 之间' })
    .nullable()
    .default(null)
    .meta({
      graphql: String,
      description: 'RATE: in percent, from which it is in order; below it is remarked, and without a rate a reason is asked.',
    }),
  options: z.array(z.string().trim().min(1).max(100)).max(100).default([]).meta({ description: 'CHOICE: the options, in order.' }),
  multiple: z.boolean().default(false).meta({ description: 'CHOICE: whether several may be chosen.' }),
} as const;

const columnSchema = z.object(column).meta({ description: 'A column of a table question; neither a table nor a file nor a seal.' });
export const FormColumnInput = inputType('FormColumnInput', columnSchema);

const ruleSchema = z
  .object({
    kind: z.enum(FILE_RULES).meta({ graphql: FileRuleKindEnum, description: 'What.' }),
    number: z.int().min(1).max(100_000).nullable().default(null).meta({ description: 'Pixels or seconds, the limit itself allowed.' }),
    containers: z
      .array(z.enum(CONTAINERS))
      .default([])
      .meta({ graphql: [String], description: 'CONTAINERS: what is accepted.' }),
    severity: z.enum(SEVERITIES).nullable().default(null).meta({
      graphql: FindingSeverityEnum,
      description: 'How much it weighs when it is not met; unless told, TARGET_SECONDS only says so and everything else blocks.',
    }),
  })
  .meta({ description: 'What is wanted of the files of a question; looked for in the file itself.' });
export const FileRuleInput = inputType('FileRuleInput', ruleSchema);

const fieldSchema = z
  .object({
    ...column,
    columns: z
      .array(columnSchema.meta({ graphql: FormColumnInput }))
      .max(20)
      .default([])
      .meta({ description: 'TABLE: its columns, in order.' }),
    minItems: z
      .int()
      .min(0)
      .max(MAX_ROWS)
      .default(0)
      .meta({ description: 'TABLE and FILE: fewest rows or files of an answer; SEAL: 1 where the scan itself is wanted.' }),
    maxItems: z.int().min(1).max(MAX_ROWS).nullable().default(null).meta({ description: 'TABLE and FILE: most rows or files.' }),
    extensions: z
      .array(z.enum(FILE_EXTENSIONS))
      .default([])
      .meta({
        graphql: [String],
        description: 'FILE and SEAL: endings allowed, without the dot; empty for every accepted kind, of a seal for pictures and PDF.',
      }),
    maxMegabytes: z.int().min(1).max(MAX_MEGABYTES).nullable().default(null).meta({
      description: 'FILE: the largest one, in MB; that of the server when null.',
    }),
    fileRules: z
      .array(ruleSchema)
      .max(20)
      .nullable()
      .default(null)
      .meta({ graphql: [FileRuleInput], description: 'FILE: what pictures, films and recordings should be like.' }),
    sheetTemplateId: idOf('ScoreSheetTemplate')
      .nullable()
      .default(null)
      .meta({ graphql: ID, description: 'SHEET: a published sheet that the own body may read; what it says is copied.' }),
  })
  .meta({ description: 'A question of a form.' });
export const FormFieldInput = inputType('FormFieldInput', fieldSchema);

type Column = z.output<typeof columnSchema>;
type Given = z.output<typeof fieldSchema>;

/** One question as an organiser writes it, checked in itself and filled up to a {@link FormField}. */
export const formFieldSchema = fieldSchema
  .superRefine((field, check) => {
    for (const fault of faultsOf(field))
      check.addIssue({ code: 'custom', message: fault.message, path: fault.path, params: { code: fault.code } });
  })
  .transform(filled)
  .meta({ graphql: FormFieldInput });

/** The questions of one asker: no key stands twice. */
export const formFieldsSchema = z
  .array(formFieldSchema)
  .max(MAX_FIELDS)
  .superRefine((fields, check) => {
    for (const index of repeated(fields.map((field) => field.key))) {
      check.addIssue({ code: 'custom', message: '字段代号重复', path: [index, 'key'], params: { code: 'FIELD_KEY_REPEATED' } });
    }
    for (const index of boundlessIn(fields)) {
      check.addIssue({ code: 'custom', message: BOUNDLESS, path: [index, 'notAbove'], params: { code: 'BOUND_UNKNOWN' } });
    }
  });

interface Fault {
  readonly code: string;
  readonly message: string;
  readonly path: (string | number)[];
}

function faultsOf(field: Given): Fault[] {
  const faults = columnFaults(field, []);
  if (field.type === 'TABLE') {
    if (field.columns.length === 0) faults.push({ code: 'COLUMNS_MISSING', message: '表格至少有一列', path: ['columns'] });
    field.columns.forEach((one, index) => {
      const path = ['columns', index];
      if (one.type === 'TABLE' || one.type === 'FILE' || one.type === 'SEAL' || one.type === 'SHEET') {
        faults.push({ code: 'COLUMN_TYPE', message: '表格的列不能是表格、附件、盖章或打分表', path: [...path, 'type'] });
      }
      faults.push(...columnFaults(one, path));
    });
    for (const index of repeated(field.columns.map((one) => one.key))) {
      faults.push({ code: 'FIELD_KEY_REPEATED', message: '列代号重复', path: ['columns', index, 'key'] });
    }
    for (const index of boundlessIn(field.columns)) {
      faults.push({ code: 'BOUND_UNKNOWN', message: BOUNDLESS, path: ['columns', index, 'notAbove'] });
    }
  }
  if ((field.type === 'SHEET') !== (field.sheetTemplateId !== null)) {
    faults.push({ code: 'SHEET_MISSING', message: '打分表须指明已发布的打分表，其他填报项不能', path: ['sheetTemplateId'] });
  }
  if (field.factKey !== null && (field.type === 'FILE' || field.type === 'SEAL' || field.type === 'SHEET')) {
    faults.push({ code: 'FACT_TYPE', message: '附件、盖章和打分表每次都要重新提供，不能沿用', path: ['factKey'] });
  }
  (field.fileRules ?? []).forEach(({ kind, number, containers }, index) => {
    const path = ['fileRules', index];
    if (!NUMBERLESS.includes(kind) && number === null)
      faults.push({ code: 'NUMBER_MISSING', message: '须给出数值', path: [...path, 'number'] });
    if (kind === 'CONTAINERS' && containers.length === 0)
      faults.push({ code: 'CONTAINERS_MISSING', message: '须列出接受的格式', path: [...path, 'containers'] });
  });
  if (field.maxItems !== null && field.minItems > field.maxItems) {
    faults.push({ code: 'BOUNDS', message: '最多的数目不能小于最少的数目', path: ['maxItems'] });
  }
  return faults;
}

function columnFaults(one: Column, path: (string | number)[]): Fault[] {
  const faults: Fault[] = [];
  if (one.atLeast !== null && one.type !== 'RATE')
    faults.push({ code: 'NOT_A_RATE', message: '只有比率可以有达标线', path: [...path, 'atLeast'] });
  if (one.type === 'CHOICE') {
    if (one.options.length === 0) faults.push({ code: 'OPTIONS_MISSING', message: '选择题须列出选项', path: [...path, 'options'] });
    for (const index of repeated(one.options))
      faults.push({ code: 'OPTION_REPEATED', message: '选项重复', path: [...path, 'options', index] });
  }
  if (one.min !== null && one.max !== null && compare(one.min, one.max) > 0) {
    faults.push({ code: 'BOUNDS', message: '最大值不能小于最小值', path: [...path, 'max'] });
  }
  if (one.maxCharacters !== null && one.targetCharacters !== null && one.targetCharacters > one.maxCharacters) {
    faults.push({ code: 'BOUNDS', message: '建议字数不能超过最多字数', path: [...path, 'targetCharacters'] });
  }
  return faults;
}

const BOUNDLESS = '“不超过”只能用于数字，并指向同一表中的另一个数字';

/** Where a bound leads to no other number, or stands beside what is none. */
const boundlessIn = (fields: readonly Pick<Column, 'key' | 'type' | 'notAbove'>[]): number[] =>
  fields.flatMap(({ key, type, notAbove }, index) => {
    if (notAbove === null) return [];
    const isBound = type === 'NUMBER' && fields.some((other) => other.key === notAbove && other.key !== key && other.type === 'NUMBER');
    return isBound ? [] : [index];
  });

/** Where a value stands that stood before. */
const repeated = (values: readonly string[]): number[] => values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));

function filled(field: Given): FormField {
  return {
    ...field,
    columns: field.columns.map((one) => ({
      ...one,
      columns: [],
      minItems: 0,
      maxItems: null,
      extensions: [],
      maxMegabytes: null,
      fileRules: null,
      sheetTemplateId: null,
      sheet: null,
    })),
    extensions: [...new Set(field.extensions)],
    fileRules: field.fileRules?.length ? field.fileRules.map(withSeverity) : null,
    // What the sheet says is copied where sheets are known.
    sheetTemplateId: field.sheetTemplateId && encodeId('ScoreSheetTemplate', field.sheetTemplateId),
    sheet: null,
  };
}

const withSeverity = (rule: z.output<typeof ruleSchema>): FileRule => ({
  ...rule,
  severity: rule.severity ?? (rule.kind === 'TARGET_SECONDS' ? 'WARN' : 'BLOCK'),
});
