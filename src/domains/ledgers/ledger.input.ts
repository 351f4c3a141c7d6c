import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';

const step = {
  obligationId: idOf('Obligation').meta({ description: 'The obligation that asks for the ledger.' }),
  version: z.int().min(0).meta({ description: 'The version that was read; 0 for one that was never closed.' }),
} as const;

export const closeLedgerInput = z.object(step).meta({ description: 'Which ledger to freeze.' });
export const CloseLedgerInput = inputType('CloseLedgerInput', closeLedgerInput);

export const reopenLedgerInput = z.object(step).meta({ description: 'Which ledger to open again.' });
export const ReopenLedgerInput = inputType('ReopenLedgerInput', reopenLedgerInput);

export const sendLedgerInput = z.object(step).meta({ description: 'Which ledger to send.' });
export const SendLedgerInput = inputType('SendLedgerInput', sendLedgerInput);
