import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';

export const createUploadTicketInput = z
  .object({
    obligationId: idOf('Obligation').meta({ graphql: ID, description: "A task of one's own body." }),
    deliverableId: idOf('Deliverable').meta({ graphql: ID, description: 'Who asks: the deliverable of the section.' }),
    field: z.string().max(40).meta({ description: 'Key of the field.' }),
    fileId: idOf('File')
      .nullable()
      .default(null)
      .meta({ graphql: ID, description: 'A file that is on its way and is to go on; a new one when absent.' }),
  })
  .meta({ description: 'What another device is to put in.' });
export const CreateUploadTicketInput = inputType('CreateUploadTicketInput', createUploadTicketInput);

export const redeemUploadTicketInput = z
  .object({
    code: z
      .string()
      .max(40)
      .transform((code) => code.replaceAll(/[\s-]/g, '').toUpperCase())
      .meta({ description: 'As it was shown; spaces, hyphens and case aside.' }),
  })
  .meta({ description: 'A code, on the other device.' });
export const RedeemUploadTicketInput = inputType('RedeemUploadTicketInput', redeemUploadTicketInput);
