import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { isDay } from '../../kit/time.ts';
import { EVERYTHING } from './review-filter.ts';
import { QueueSetEnum } from './submission.enums.ts';
import { submissionId, version } from './submission.input.ts';

const remark = z.string().trim().max(2000).nullable().default(null).meta({ description: "For one's own body alone." });
const reason = z.string().trim().min(1).max(2000);

const flag = (description: string) => z.boolean().nullable().default(null).meta({ description });

const queueSchema = z
  .object({
    deliverableId: idOf('Deliverable').nullable().default(null).meta({ graphql: ID, description: 'Only of this deliverable.' }),
    under: idOf('Organization').nullable().default(null).meta({ graphql: ID, description: 'Only of units below this body.' }),
    set: z
      .enum(['PENDING', 'DEFERRED'])
      .default('PENDING')
      .meta({ graphql: QueueSetEnum, description: 'What waits, or what was put aside.' }),
    again: flag('Only what was handed in again, or only what was not.'),
    late: flag("Only what came after the unit's own due, or only what did not."),
    nil: flag('Only reports that there is nothing to report, or only others.'),
    entered: flag('Only what a body entered for a unit, or only others.'),
  })
  .meta({ description: 'What bounds a review desk.' });
export const ReviewQueueInput = inputType('ReviewQueueInput', queueSchema);
const queue = queueSchema
  .default(EVERYTHING)
  .meta({ graphql: ReviewQueueInput, description: 'The desk to answer with, and the next one on it.' });

export const acceptSubmissionInput = z.object({ submissionId, version, remark, queue }).meta({ description: 'A submission to accept.' });
export const AcceptSubmissionInput = inputType('AcceptSubmissionInput', acceptSubmissionInput);

/** Most that one act accepts. */
const MOST_TOGETHER = 300;

const chosenSchema = z.object({ submissionId, version }).meta({ description: 'A submission as it was read.' });
const ChosenSubmissionInput = inputType('ChosenSubmissionInput', chosenSchema);

export const acceptSubmissionsInput = z
  .object({
    submissions: z
      .array(chosenSchema)
      .min(1)
      .max(MOST_TOGETHER)
      .refine((chosen) => new Set(chosen.map((one) => one.submissionId)).size === chosen.length, {
        message: '同一份报送只需选择一次',
        params: { code: 'SUBMISSION_REPEATED' },
      })
      .meta({ graphql: [ChosenSubmissionInput], description: 'Which ones, at most 300.' }),
    queue: queueSchema
      .refine(({ deliverableId }) => deliverableId !== null, { message: '批量通过须限定一项报送任务', params: { code: 'FILTER_MISSING' } })
      .meta({ graphql: ReviewQueueInput, description: 'The one filter, with its deliverable, under which they were chosen.' }),
    remark,
  })
  .meta({ description: 'Submissions of one filter to accept together.' });
export const AcceptSubmissionsInput = inputType('AcceptSubmissionsInput', acceptSubmissionsInput);

export const deferReviewInput = z
  .object({
    submissionId,
    version,
    resume: z.boolean().default(false).meta({ description: 'Take it up again instead.' }),
    remark,
    queue,
  })
  .meta({ description: 'A submission to put aside for later.' });
export const DeferReviewInput = inputType('DeferReviewInput', deferReviewInput);

export const recuseFromReviewInput = z
  .object({ submissionId, version, reason: reason.meta({ description: "Why, for one's own body alone." }), queue })
  .meta({ description: 'A submission to step back from (回避).' });
export const RecuseFromReviewInput = inputType('RecuseFromReviewInput', recuseFromReviewInput);

const slipItemSchema = z
  .object({
    deliverableId: idOf('Deliverable').meta({ graphql: ID, description: 'Who asks: the deliverable of the part.' }),
    field: z.string().max(40).meta({ description: 'Key of the field to mend.' }),
    comment: z.string().trim().min(1).max(500).meta({ description: 'What is wrong with it.' }),
  })
  .meta({ description: 'One thing to mend.' });
const SlipItemInput = inputType('SlipItemInput', slipItemSchema);

export const returnSubmissionInput = z
  .object({
    submissionId,
    version,
    toOrganizationId: idOf('Organization')
      .nullable()
      .default(null)
      .meta({ graphql: ID, description: 'The unit, or a body below that let it pass; the unit when absent.' }),
    reason: reason.meta({ description: 'Why, for those who mend it.' }),
    items: z
      .array(slipItemSchema)
      .max(100)
      .default([])
      .meta({ graphql: [SlipItemInput], description: 'Fields to mend; every other one is then locked.' }),
    resubmitDue: z
      .string()
      .refine(isDay, { message: '日期不存在', params: { code: 'INVALID_DATE' } })
      .nullable()
      .default(null)
      .meta({ graphql: String, description: 'Last day to hand in again, as 2021-05-28; three working days when absent.' }),
    remark,
    queue,
  })
  .meta({ description: 'A submission to return.' });
export const ReturnSubmissionInput = inputType('ReturnSubmissionInput', returnSubmissionInput);
