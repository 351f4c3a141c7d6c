import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { CHANNELS } from './submission.entity.ts';
import { ReceiptChannelEnum } from './submission.enums.ts';
import { answersSchema, nil, nilReason, submissionId, version } from './submission.input.ts';

export const submitOnBehalfInput = z
  .object({
    obligationId: idOf('Obligation').meta({ graphql: ID, description: "The unit's task." }),
    version: version.meta({ description: 'Version of the task that was read.' }),
    answers: answersSchema.default([]).meta({ description: 'What the paper says.' }),
    nil,
    nilReason,
    scanFileId: idOf('File').meta({
      graphql: ID,
      description: 'Scan of what was received, put in with `PUT /files?purpose=SCAN`: PDF or picture.',
    }),
    channel: z.enum(CHANNELS).default('PAPER').meta({ graphql: ReceiptChannelEnum, description: 'How it came.' }),
    receivedAt: z.date().meta({ description: 'When it was received.' }),
    receiptCounts: z.boolean().default(false).meta({
      description:
        'The time of receipt decides whether it is late, not that of entering (C-35): only for the body to which the report goes, and with a reason.',
    }),
    reason: z.string().trim().min(1).max(500).nullable().default(null).meta({ description: 'Why it is entered for the unit.' }),
  })
  .meta({ description: 'A report to enter for a unit that cannot do it itself (代录).' });
export const SubmitOnBehalfInput = inputType('SubmitOnBehalfInput', submitOnBehalfInput);

export const confirmEntryInput = z
  .object({ submissionId, version })
  .meta({ description: "What was entered for one's own body, to confirm." });
export const ConfirmEntryInput = inputType('ConfirmEntryInput', confirmEntryInput);
