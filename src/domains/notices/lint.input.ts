import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';

const noticeId = idOf('Notice').meta({ graphql: ID, description: 'The draft.' });
const finding = z.string().max(40).meta({ description: 'The `fingerprint` of the finding.' });

export const answerLintFindingInput = z
  .object({
    noticeId,
    finding,
    answer: z.string().trim().min(1).max(500).meta({ description: 'Why it may stay as it is; recipients read it.' }),
  })
  .meta({ description: 'Something that was found and stays as it is.' });
export const AnswerLintFindingInput = inputType('AnswerLintFindingInput', answerLintFindingInput);

export const confirmLintProposalInput = z
  .object({ noticeId, version: z.int().meta({ description: 'The version that was read.' }), finding })
  .meta({ description: 'Something that was found, to be mended as proposed.' });
export const ConfirmLintProposalInput = inputType('ConfirmLintProposalInput', confirmLintProposalInput);
