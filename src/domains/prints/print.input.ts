import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { isDay } from '../../kit/time.ts';

const id = (type: string, description: string) => idOf(type).meta({ description });
const version = z.int().min(1).meta({ description: 'Version of the page that was read.' });

export const printSubmissionInput = z
  .object({
    obligationId: id('Obligation', 'The task.'),
    deliverableId: id('Deliverable', 'Whose questions are printed.'),
    version,
  })
  .meta({ description: 'A form of a page to print.' });
export const PrintSubmissionInput = inputType('PrintSubmissionInput', printSubmissionInput);

export const returnScanInput = z
  .object({
    code: z.string().min(1).max(40).meta({ description: 'Code at the foot of the paper.' }),
    field: z.string().max(40).meta({ description: 'Key of the question for the seal.' }),
    fileId: id('File', 'The scan, put in for the task: a picture or a PDF.'),
    sealedOn: z
      .string()
      .refine(isDay, { message: '日期不存在，应写作 2021-05-28 的形式', params: { code: 'INVALID_DATE' } })
      .meta({ description: 'The day that the seal names, as 2021-05-28.' }),
    version,
  })
  .meta({ description: 'The scan of a stamped print.' });
export const ReturnScanInput = inputType('ReturnScanInput', returnScanInput);
