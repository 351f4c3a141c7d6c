import { Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import type { SheetFormat } from '../../kit/sheet/read-sheet.ts';
import type { JobRow } from '../jobs/job.rows.ts';
import { JobType } from '../jobs/job.type.ts';
import type { ExportList } from './export.lists.ts';

export const ExportListEnum = enumType<ExportList>('ExportList', 'A list that can be written into a file, as its screen shows it.', {
  ORGANIZATIONS: '`organizations`',
  OBLIGATIONS: '`obligations`: the chase list, or the list behind a number of the board.',
  SUBMISSIONS: '`submissions` with their answers: a column for each question, a table beside it for each table.',
  PROGRESS: 'The children of `reportingProgress`.',
  FIGURES: 'The children of `figures`.',
  DELIVERIES: 'The deliveries of a `notice` (签收).',
  LEDGER: 'The rows of a `ledger`.',
  EVALUATION_SCORES: 'The children of an `evaluation`.',
  EVALUATION_CONTRIBUTIONS: '`evaluationContributions`',
  PERSONS: '`persons`',
  TITLES: '`titles`',
  AUDIT_LINES: '`auditLines`',
});

export const SheetFormatEnum = enumType<SheetFormat>('SheetFormat', 'What a table is written as.', {
  XLSX: 'A workbook; texts are texts, numbers numbers, moments in Beijing time.',
  CSV: 'UTF-8 with its mark, as Excel reads it; several tables come in one archive.',
});

@ObjectType({ description: 'An argument that says which list.' })
export class ListArgument {
  @Field(() => String, { description: "Its name, as in the query that shows the list: ids as there, a day as '2021-05-28'." })
  name!: string;
  @Field(() => Boolean, { description: 'It must be given.' }) required!: boolean;
}

@ObjectType({ description: 'A column that may be chosen.' })
export class ColumnChoice {
  @Field(() => String, { description: 'By which it is chosen.' }) key!: string;
  @Field(() => String, { description: 'What stands over it, in Chinese.' }) heading!: string;
  @Field(() => Boolean, { description: 'It names people or how to reach them.' }) personal!: boolean;
  @Field(() => Boolean, { description: 'It stands for as many columns as there are questions or indicators.' }) expands!: boolean;
}

@ObjectType('ColumnSet', { description: 'A list that the caller may have written into a file.' })
export class ColumnSetType {
  @Field(() => ExportListEnum, { description: 'Which.' }) list!: ExportList;
  @Field(() => String, { description: 'The same, in Chinese.' }) label!: string;
  @Field(() => [SheetFormatEnum], { description: 'What it can be written as.' }) formats!: SheetFormat[];
  @Field(() => [ListArgument], { description: 'What it is asked for with.' }) arguments!: ListArgument[];
  @Field(() => [ColumnChoice], { description: 'What the caller may choose from, in order.' }) columns!: ColumnChoice[];
}

@ObjectType('Export', { description: 'A list that the caller has asked to be written into a file.' })
export class ExportType {}

export const ExportConnection = connectionOf<JobRow>('Export', () => ExportType as never);

@ObjectType({ implements: Payload, description: 'The job that writes the file.' })
export class RequestExportPayload extends Payload {
  @Field(() => JobType, { nullable: true, description: 'The job.' }) job?: JobRow | null;
}
