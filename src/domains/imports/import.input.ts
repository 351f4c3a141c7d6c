import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { IMPORT_KINDS } from './import.kinds.ts';
import { ImportKindEnum } from './import.type.ts';

export const checkImportInput = z
  .object({
    kind: z.enum(IMPORT_KINDS).meta({ graphql: ImportKindEnum, description: 'What its rows are.' }),
    fileId: idOf('File').meta({ graphql: ID, description: 'The table, put in by `PUT /files?purpose=IMPORT&name=…`: xlsx or csv.' }),
  })
  .meta({ description: 'A table to be checked.' });
export const CheckImportInput = inputType('CheckImportInput', checkImportInput);

export const applyImportInput = z
  .object({ importId: idOf('Import').meta({ graphql: ID, description: 'What was checked and found sound.' }) })
  .meta({ description: 'A table to be taken over.' });
export const ApplyImportInput = inputType('ApplyImportInput', applyImportInput);
