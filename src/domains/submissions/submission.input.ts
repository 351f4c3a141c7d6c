import { GraphQLJSON } from 'graphql-scalars';
import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';

const id = (type: string, description: string) => idOf(type).meta({ graphql: ID, description });
const obligationId = id('Obligation', 'The task.');
export const submissionId = id('Submission', 'The submission.');
export const version = z.int().meta({ description: 'The version that was read.' });
/** Most characters of one answer as JSON. */
const MOST_JSON = 200_000;

/** An endless answer helps nobody. */
const answerValue = z
  .unknown()
  .refine((value) => JSON.stringify(value ?? null).length <= MOST_JSON, { message: '答案太长', params: { code: 'ANSWER_TOO_LARGE' } })
  .meta({
    graphql: GraphQLJSON,
    description: 'The answer in the shape of its kind of question; null takes it back. Kept even when it is wrong.',
  });

const answerSchema = z
  .object({
    deliverableId: id('Deliverable', 'Who asks: the deliverable of the section.'),
    field: z.string().max(40).meta({ description: 'Key of the field.' }),
    value: answerValue,
  })
  .meta({ description: 'An answer.' });
const AnswerInput = inputType('AnswerInput', answerSchema);

export const answersSchema = z
  .array(answerSchema)
  .max(500)
  .meta({ graphql: [AnswerInput], description: 'What changed.' });
export const nil = z.boolean().default(false).meta({ description: 'There is nothing to report (零报告).' });
export const nilReason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .nullable()
  .default(null)
  .meta({ description: 'Why there is nothing to report.' });

export const startSubmissionInput = z.object({ obligationId }).meta({ description: 'A task to fill in.' });
export const StartSubmissionInput = inputType('StartSubmissionInput', startSubmissionInput);

export const saveSubmissionDraftInput = z
  .object({
    obligationId,
    version,
    answers: answersSchema,
  })
  .meta({ description: 'Answers to keep.' });
export const SaveSubmissionDraftInput = inputType('SaveSubmissionDraftInput', saveSubmissionDraftInput);

export const submitSubmissionInput = z
  .object({
    obligationId,
    version: version.meta({ description: 'Version of the page that was read.' }),
    nil,
    nilReason,
    whenUploadsComplete: z.boolean().default(false).meta({
      description:
        'When nothing but files that are still on their way stands in the way: leave it to the server to hand the page in, in the same capacity, as soon as they are here and right. Any edit ends that; so does the due, or the close, that comes first.',
    }),
  })
  .meta({ description: 'A page to hand in.' });
export const SubmitSubmissionInput = inputType('SubmitSubmissionInput', submitSubmissionInput);

export const disarmSubmissionInput = z.object({ obligationId }).meta({ description: 'A page that the server is not to hand in.' });
export const DisarmSubmissionInput = inputType('DisarmSubmissionInput', disarmSubmissionInput);

export const withdrawSubmissionInput = z.object({ submissionId, version }).meta({ description: 'A submission to take back.' });
export const WithdrawSubmissionInput = inputType('WithdrawSubmissionInput', withdrawSubmissionInput);

const absentSchema = z
  .object({
    organizationId: id('Organization', 'The unit that is missing.'),
    reason: z.string().trim().min(1).max(200).meta({ description: 'Why.' }),
  })
  .meta({ description: 'A unit that a batch goes up without.' });
const AbsentUnitInput = inputType('AbsentUnitInput', absentSchema);

export const forwardSubmissionsInput = z
  .object({
    deliverableId: id('Deliverable', "What is handed on: one's own or a superior's deliverable of it."),
    submissionIds: z
      .array(submissionId)
      .min(1)
      .max(1000)
      .nullable()
      .default(null)
      .meta({ graphql: [ID], description: 'Which ones; all that were accepted here when absent.' }),
    absent: z
      .array(absentSchema)
      .max(10_000)
      .default([])
      .meta({ graphql: [AbsentUnitInput], description: 'Who is missing and why; reasons given before need not be repeated.' }),
    remark: z.string().trim().max(2000).nullable().default(null).meta({ description: 'For the next body above.' }),
  })
  .meta({ description: 'A batch to send up.' });
export const ForwardSubmissionsInput = inputType('ForwardSubmissionsInput', forwardSubmissionsInput);

export const explainMissingUnitInput = z
  .object({
    deliverableId: id('Deliverable', "What is handed on: one's own or a superior's deliverable of it."),
    organizationIds: z
      .array(idOf('Organization'))
      .min(1)
      .max(1000)
      .meta({ graphql: [ID], description: 'The units that are missing for this reason.' }),
    reason: z.string().trim().min(1).max(200).meta({ description: 'Why.' }),
  })
  .meta({ description: 'Why units have not come up.' });
export const ExplainMissingUnitInput = inputType('ExplainMissingUnitInput', explainMissingUnitInput);

export const removeUploadInput = z.object({ fileId: id('File', 'The file.') }).meta({ description: 'A file to take out.' });
export const RemoveUploadInput = inputType('RemoveUploadInput', removeUploadInput);

export type Given<Schema extends z.ZodType> = z.output<Schema>;
