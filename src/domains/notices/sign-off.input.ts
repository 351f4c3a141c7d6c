import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { isDay } from '../../kit/time.ts';

const text = (most: number) => z.string().trim().max(most);
const noticeId = idOf('Notice').meta({ graphql: ID, description: 'The notice.' });
const version = z.int().meta({ description: 'The version that was read.' });
const remark = text(1000).min(1).optional().meta({ description: 'What is to be said about it; only its own body reads it.' });

const sealSchema = z
  .object({
    reference: text(100).min(1).meta({ description: 'Number of the entry in the office system, or of the electronic seal.' }),
    sealedOn: z
      .string()
      .refine(isDay, { message: '日期不存在', params: { code: 'INVALID_DATE' } })
      .meta({ graphql: String, description: 'Date beside the seal, as 2021-04-21.' }),
  })
  .meta({ description: "That the document bears the body's seal, and where that can be seen." });
const SealEvidenceInput = inputType('SealEvidenceInput', sealSchema);

export const submitNoticeForReviewInput = z.object({ noticeId, version, remark }).meta({ description: 'A draft to have reviewed (送核).' });
export const SubmitNoticeForReviewInput = inputType('SubmitNoticeForReviewInput', submitNoticeForReviewInput);

export const reviewNoticeInput = z.object({ noticeId, version, remark }).meta({ description: 'A draft that is fit to be signed (核稿).' });
export const ReviewNoticeInput = inputType('ReviewNoticeInput', reviewNoticeInput);

export const signNoticeInput = z
  .object({
    noticeId,
    version,
    remark,
    seal: sealSchema.optional().meta({ graphql: SealEvidenceInput, description: 'Evidence of the seal, where the document bears one.' }),
  })
  .meta({ description: 'A reviewed draft to sign (签发).' });
export const SignNoticeInput = inputType('SignNoticeInput', signNoticeInput);

export const returnNoticeDraftInput = z
  .object({ noticeId, version, reason: text(1000).min(1).meta({ description: 'What is to be changed; only its own body reads it.' }) })
  .meta({ description: 'A draft to give back to whoever writes it.' });
export const ReturnNoticeDraftInput = inputType('ReturnNoticeDraftInput', returnNoticeDraftInput);

export const setSigningPolicyInput = z
  .object({
    organizationId: idOf('Organization').meta({ graphql: ID, description: 'The body.' }),
    required: z.boolean().meta({ description: 'Whether what it issues and hands on must be signed.' }),
    reason: text(500).min(1).meta({ description: 'Why.' }),
  })
  .meta({ description: 'Whether a body has to sign what it sends.' });
export const SetSigningPolicyInput = inputType('SetSigningPolicyInput', setSigningPolicyInput);
