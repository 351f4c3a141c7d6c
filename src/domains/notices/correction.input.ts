import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { isDay } from '../../kit/time.ts';

const version = z.int().meta({ description: 'The version that was read.' });
const noticeId = (description: string) => idOf('Notice').meta({ graphql: ID, description });
const reason = z.string().trim().min(1).max(1000);

export const amendNoticeInput = z
  .object({
    noticeId: noticeId("One's own notice that was sent; also the forwarding by which a superior's correction is handed on."),
    reason: reason.meta({ description: 'Why it is corrected; published with the edition.' }),
    reask: z.boolean().default(false).meta({
      description: 'Whoever has answered is to answer the questions that changed; otherwise answers under the old form stay valid.',
    }),
    resubmitDue: z
      .string()
      .refine(isDay, { message: '日期不存在', params: { code: 'INVALID_DATE' } })
      .nullable()
      .default(null)
      .meta({ graphql: String, description: 'Last day to answer them, as 2021-05-28; three working days when absent.' }),
  })
  .meta({ description: 'A notice to correct.' });
export const AmendNoticeInput = inputType('AmendNoticeInput', amendNoticeInput);
export type AmendNotice = z.output<typeof amendNoticeInput>;

export const issueCorrectionInput = z
  .object({ noticeId: noticeId('The draft of the correction.'), version })
  .meta({ description: 'A correction to make the next edition.' });
export const IssueCorrectionInput = inputType('IssueCorrectionInput', issueCorrectionInput);
export type IssueCorrection = z.output<typeof issueCorrectionInput>;

export const confirmCorrectionInput = z
  .object({
    noticeId: noticeId("One's own forwarding."),
    version,
    reason: reason.default('对下级没有影响').meta({ description: 'Why nothing changes below.' }),
  })
  .meta({ description: "A superior's correction that changes nothing below." });
export const ConfirmCorrectionInput = inputType('ConfirmCorrectionInput', confirmCorrectionInput);
export type ConfirmCorrection = z.output<typeof confirmCorrectionInput>;

export const recallNoticeInput = z
  .object({
    noticeId: noticeId("One's own notice that was sent, or one's own forwarding."),
    version,
    reason: reason.meta({ description: 'Why; kept for ever, seen by everybody who received it.' }),
  })
  .meta({ description: 'A notice to take back.' });
export const RecallNoticeInput = inputType('RecallNoticeInput', recallNoticeInput);
export type RecallNotice = z.output<typeof recallNoticeInput>;
