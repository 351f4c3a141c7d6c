import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { isDay } from '../../kit/time.ts';

const obligationId = idOf('Obligation').meta({ description: 'What the unit owes.' });
const version = z.int().meta({ description: 'The version that was read.' });
const reason = z.string().trim().min(1).max(500).meta({ description: 'Why; kept for ever, seen by the unit.' });

export const waiveObligationInput = z.object({ obligationId, version, reason }).meta({ description: 'Lets one unit off.' });
export const WaiveObligationInput = inputType('WaiveObligationInput', waiveObligationInput);
export type WaiveObligation = z.output<typeof waiveObligationInput>;

export const reopenObligationInput = z
  .object({
    obligationId,
    version,
    reason,
    due: z
      .string()
      .refine(isDay, { message: '日期不存在', params: { code: 'INVALID_DATE' } })
      .meta({ description: 'Last day on which this unit may hand in, as 2021-06-02.' }),
  })
  .meta({ description: 'Opens the door again for one unit, by name.' });
export const ReopenObligationInput = inputType('ReopenObligationInput', reopenObligationInput);
export type ReopenObligation = z.output<typeof reopenObligationInput>;
