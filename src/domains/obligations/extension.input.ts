import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { isDay } from '../../kit/time.ts';

const obligationId = idOf('Obligation').meta({ description: 'What the body owes.' });
const version = z.int().meta({ description: 'The version that was read.' });
const reason = z.string().trim().min(1).max(500);
const day = z.string().refine(isDay, { message: '日期不存在', params: { code: 'INVALID_DATE' } });

export const requestExtensionInput = z
  .object({
    obligationId,
    version,
    due: day.meta({ description: 'Last day that is wished for, as 2021-05-31.' }),
    reason: reason.meta({ description: 'Why more time is needed; kept for ever.' }),
  })
  .meta({ description: 'More time, for what one owes.' });
export const RequestExtensionInput = inputType('RequestExtensionInput', requestExtensionInput);

export const extendObligationInput = z
  .object({
    obligationId,
    version,
    due: day.meta({ description: 'Last day from now on, as 2021-05-31.' }),
    reason: reason.meta({ description: 'Why; kept for ever, seen by the body.' }),
  })
  .meta({ description: 'More time for one body, unasked.' });
export const ExtendObligationInput = inputType('ExtendObligationInput', extendObligationInput);
export type ExtendObligation = z.output<typeof extendObligationInput>;

export const grantExtensionInput = z
  .object({
    obligationId,
    version,
    due: day
      .nullable()
      .default(null)
      .meta({ graphql: String, description: 'Last day from now on, as 2021-05-31; the one wished for when absent.' }),
    reason: reason.default('同意').meta({ description: 'What is said to the body.' }),
  })
  .meta({ description: 'A request for more time to grant.' });
export const GrantExtensionInput = inputType('GrantExtensionInput', grantExtensionInput);
export type GrantExtension = z.output<typeof grantExtensionInput>;

export const declineExtensionInput = z
  .object({ obligationId, version, reason: reason.meta({ description: 'Why not; kept for ever, seen by the body.' }) })
  .meta({ description: 'A request for more time to decline.' });
export const DeclineExtensionInput = inputType('DeclineExtensionInput', declineExtensionInput);
export type AnswerExtension = z.output<typeof declineExtensionInput>;

export const passExtensionUpInput = z
  .object({
    obligationId,
    version,
    reason: reason.default('超出本级可以批准的期限').meta({ description: 'What is said to the body above.' }),
  })
  .meta({ description: 'A request for more time to hand on to the next body above.' });
export const PassExtensionUpInput = inputType('PassExtensionUpInput', passExtensionUpInput);
