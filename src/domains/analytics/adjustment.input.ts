import { ID } from 'type-graphql';
import { z } from 'zod';
import { isDecimal } from '../../kit/decimal.ts';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';

const figure = {
  deliverableId: idOf('Deliverable').meta({ graphql: ID, description: 'The deliverable whose question it is.' }),
  field: z.string().max(40).meta({ description: 'Key of the question.' }),
  note: z.string().trim().min(1).max(500).meta({ description: 'Why; every level above reads it.' }),
};

export const adjustFigureInput = z
  .object({
    ...figure,
    value: z
      .string()
      .max(40)
      .refine(isDecimal, { message: '应为数值', params: { code: 'INVALID_NUMBER' } })
      .meta({
        graphql: String,
        description: 'What is to stand beside the sum of the own level, as exact decimal text.',
      }),
  })
  .meta({ description: "A number to put beside a sum of one's own level." });
export const AdjustFigureInput = inputType('AdjustFigureInput', adjustFigureInput);

export const withdrawFigureAdjustmentInput = z.object(figure).meta({ description: 'An adjustment to take back.' });
export const WithdrawFigureAdjustmentInput = inputType('WithdrawFigureAdjustmentInput', withdrawFigureAdjustmentInput);
