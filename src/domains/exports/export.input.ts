import { GraphQLJSONObject } from 'graphql-scalars';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { SHEET_FORMATS } from '../../kit/sheet/read-sheet.ts';
import { EXPORT_LISTS } from './export.lists.ts';
import { ExportListEnum, SheetFormatEnum } from './export.type.ts';

export const requestExportInput = z
  .object({
    list: z.enum(EXPORT_LISTS).meta({ graphql: ExportListEnum, description: 'Which list.' }),
    arguments: z
      .record(z.string(), z.unknown())
      .default({})
      .meta({ graphql: GraphQLJSONObject, description: 'What the query that shows the list takes, without paging; see `columnSets`.' }),
    columns: z.array(z.string().max(60)).max(60).default([]).meta({ description: 'Keys of the columns, all of them when there are none.' }),
    format: z.enum(SHEET_FORMATS).default('XLSX').meta({ graphql: SheetFormatEnum, description: 'What it is written as.' }),
  })
  .meta({ description: 'A list to be written into a file.' });
export const RequestExportInput = inputType('RequestExportInput', requestExportInput);
