import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { LAMPS } from './lamp.ts';
import { LampEnum, ObligationStateEnum } from './obligation.enums.ts';
import { OBLIGATION_STATES } from './obligation.entity.ts';
import { CALL_OUTCOMES } from './reminder.entity.ts';
import { CallOutcomeEnum } from './reminder.type.ts';

export const remindObligationsInput = z
  .object({
    deliverableId: idOf('Deliverable').meta({ description: "What is asked for; any level's." }),
    obligationIds: z
      .array(idOf('Obligation'))
      .min(1)
      .max(500)
      .optional()
      .meta({ description: 'Only these; without them, whatever of the chase list the filter lets through.' }),
    under: idOf('Organization').optional().meta({ description: "The body below which to remind; the caller's own when absent." }),
    including: z.boolean().default(false).meta({ description: 'With the body itself, as a line of the board above counts it.' }),
    state: z.enum(OBLIGATION_STATES).optional().meta({ graphql: ObligationStateEnum, description: 'Only this state.' }),
    lamp: z.enum(LAMPS).optional().meta({ graphql: LampEnum, description: 'Only this lamp, as the clock stands.' }),
    acknowledged: z.boolean().optional().meta({ description: 'Only those whose notice was signed for, or was not.' }),
    duties: z.boolean().default(false).meta({ description: 'Also the levels that have to see to it that those below report.' }),
  })
  .meta({ description: 'Reminds those who have not reported: named ones, or those of a chase list.' });
export const RemindObligationsInput = inputType('RemindObligationsInput', remindObligationsInput);
export type RemindObligations = z.output<typeof remindObligationsInput>;

export const recordPhoneCallInput = z
  .object({
    obligationId: idOf('Obligation').meta({ description: 'What the unit owes.' }),
    outcome: z.enum(CALL_OUTCOMES).meta({ graphql: CallOutcomeEnum, description: 'What came of it.' }),
    note: z.string().trim().min(1).max(500).optional().meta({ description: "For the caller's own body." }),
  })
  .meta({ description: 'Notes that the caller has rung a unit.' });
export const RecordPhoneCallInput = inputType('RecordPhoneCallInput', recordPhoneCallInput);
export type RecordPhoneCall = z.output<typeof recordPhoneCallInput>;
