import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { contentSchema, NoticeContentInput } from './content.input.ts';

const noticeId = idOf('Notice').meta({ graphql: ID, description: 'The notice.' });
const version = z.int().meta({ description: 'The version that was read.' });

export const draftNoticeInput = z
  .object({ content: contentSchema.meta({ graphql: NoticeContentInput, description: 'What it says so far.' }) })
  .meta({ description: "A new notice of one's own." });
export const DraftNoticeInput = inputType('DraftNoticeInput', draftNoticeInput);

export const draftForwardingInput = z
  .object({ noticeId: idOf('Notice').meta({ graphql: ID, description: 'The notice received.' }) })
  .meta({ description: 'A received notice to hand on.' });
export const DraftForwardingInput = inputType('DraftForwardingInput', draftForwardingInput);

export const saveNoticeDraftInput = z
  .object({ noticeId, version, content: contentSchema.meta({ graphql: NoticeContentInput, description: 'What it says now, whole.' }) })
  .meta({ description: 'A draft to save.' });
export const SaveNoticeDraftInput = inputType('SaveNoticeDraftInput', saveNoticeDraftInput);

export const issueNoticeInput = z
  .object({
    noticeId,
    version,
    docNumber: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .optional()
      .meta({ description: 'Its number, where it was registered after the signature; without one the draft keeps its own.' }),
    numberPrefix: z
      .string()
      .trim()
      .regex(/^\p{Script=Han}{1,20}$/u, { message: '机关代字只含汉字，最多 20 个' })
      .optional()
      .meta({ description: 'Takes the next free number with this prefix, such as 石工办字, in the year of the printed date.' }),
  })
  .refine(({ docNumber, numberPrefix }) => docNumber === undefined || numberPrefix === undefined, {
    message: '发文字号只能填写或自动取号，不能同时',
    path: ['numberPrefix'],
  })
  .meta({ description: 'A draft to send.' });
export const IssueNoticeInput = inputType('IssueNoticeInput', issueNoticeInput);
export const ForwardNoticeInput = inputType('ForwardNoticeInput', issueNoticeInput);

export const acknowledgeDeliveryInput = z
  .object({ noticeId: idOf('Notice').meta({ graphql: ID, description: 'The notice received.' }) })
  .meta({ description: 'A notice to sign for.' });
export const AcknowledgeDeliveryInput = inputType('AcknowledgeDeliveryInput', acknowledgeDeliveryInput);
