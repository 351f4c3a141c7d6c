import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { isDay } from '../../kit/time.ts';
import { OPINIONS } from '../chains/standing.ts';
import { OpinionEnum } from './approval.enums.ts';

const obligationId = idOf('Obligation').meta({ graphql: ID, description: 'The task whose chain it is.' });
const version = z.int().meta({ description: "Version that was read: of the page for the unit's own steps, of the submission for others." });
const words = z.string().trim().min(1).max(2000);
const day = z
  .string()
  .refine(isDay, { message: '日期不存在', params: { code: 'INVALID_DATE' } })
  .meta({ graphql: String });
const step = z.string().max(40);

const sealSchema = z
  .object({
    fileId: idOf('File').nullable().default(null).meta({
      graphql: ID,
      description: 'Scan of the sealed paper, put in with `PUT /files?purpose=SCAN`: PDF or picture.',
    }),
    reference: z.string().trim().min(1).max(100).nullable().default(null).meta({ description: 'Reference of an electronic seal.' }),
  })
  .refine(({ fileId, reference }) => fileId !== null || reference !== null, {
    message: '请附盖章扫描件或填写电子印章编号',
    params: { code: 'SEAL_MISSING' },
  })
  .meta({ description: 'Evidence of a seal: a scan or a reference.' });
const OpinionSealInput = inputType('OpinionSealInput', sealSchema);

export const giveOpinionInput = z
  .object({
    obligationId,
    version,
    step: step.meta({ description: 'The step, by its code.' }),
    opinion: z.enum(OPINIONS).meta({ graphql: OpinionEnum, description: 'What it says.' }),
    text: words.nullable().default(null).meta({ description: 'In what words; why, for everything but agreeing.' }),
    datedOn: day.nullable().default(null).meta({ graphql: String, description: 'The day that the seal names, as 2023-10-20.' }),
    seal: sealSchema.nullable().default(null).meta({ graphql: OpinionSealInput, description: 'Evidence of the seal.' }),
    signerPost: z.string().trim().min(1).max(60).nullable().default(null).meta({ description: 'Post of whoever signed the paper.' }),
    toStep: step.nullable().default(null).meta({ description: 'RETURN: the earlier step to be done again; none for the content itself.' }),
    resubmitDue: day.nullable().default(null).meta({ graphql: String, description: 'RETURN by a body above: last day to hand in again.' }),
    overrideReason: words.nullable().default(null).meta({
      description: 'Why it is recommended although an answer speaks against it.',
    }),
    confirmsOverride: z.boolean().default(false).meta({ description: 'The issuer confirms such a reason.' }),
  })
  .meta({ description: 'The opinion of a step.' });
export const GiveOpinionInput = inputType('GiveOpinionInput', giveOpinionInput);
export type OpinionInput = z.output<typeof giveOpinionInput>;

export const recordLevelAcceptanceInput = z
  .object({
    obligationId,
    passed: z.boolean().meta({ description: 'Whether the unit is up to standard.' }),
    inspectedOn: day.meta({ graphql: String, description: 'Day of the inspection.' }),
    text: words.meta({ description: 'What was found.' }),
  })
  .meta({ description: "A body's own acceptance of a unit (本级验收)." });
export const RecordLevelAcceptanceInput = inputType('RecordLevelAcceptanceInput', recordLevelAcceptanceInput);
export type AcceptanceInput = z.output<typeof recordLevelAcceptanceInput>;
