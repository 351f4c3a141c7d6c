import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';

export const copyNoticeInput = z
  .object({
    noticeId: idOf('Notice').meta({ graphql: ID, description: "One's own notice, as it was sent." }),
    years: z.int().min(1).max(10).default(1).meta({ description: 'By how many years its dates are moved.' }),
  })
  .meta({ description: 'An earlier notice to issue again.' });
export const CopyNoticeInput = inputType('CopyNoticeInput', copyNoticeInput);

export type CopyNotice = z.output<typeof copyNoticeInput>;
