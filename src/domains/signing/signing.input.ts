import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { decodeId, idOf } from '../../kit/node-id.ts';
import type { Signer } from './invite-to-sign.ts';
import { SIGNABLES } from './signables.ts';

const line = (most: number) => z.string().trim().min(1).max(most);

const subjectId = z
  .string()
  .transform((value, check) => {
    const decoded = decodeId(value);
    if (decoded && Object.hasOwn(SIGNABLES, decoded.type)) return decoded;
    check.addIssue({ code: 'custom', message: '没有这个编号的内容，或不在您的范围内', params: { code: 'NOT_FOUND' } });
    return z.NEVER;
  })
  .meta({
    graphql: ID,
    description: 'What is to be signed: a notice that was reviewed, or the task whose approval chain waits for a signature.',
  });

const signerInput = z
  .object({
    personId: idOf('Person').optional().meta({ description: 'Somebody who was asked before; without one, somebody new.' }),
    name: line(60).optional().meta({ description: 'Of somebody new: their name.' }),
    phone: line(40).nullable().default(null).meta({ description: 'Of somebody new: phone number, kept as given.' }),
    post: line(60).nullable().default(null).meta({ description: 'Title of their post, as it stands beside the signature.' }),
  })
  .refine(({ personId, name }) => (personId === undefined) !== (name === undefined), {
    message: '请指定一位曾经签署过的人员，或填写签署人姓名',
    params: { code: 'ONE_SIGNER' },
  })
  .meta({ description: 'Who is asked for a signature.' });
const SignerInput = inputType('SignerInput', signerInput);

export const inviteToSignInput = z
  .object({
    subjectId,
    signer: signerInput
      .transform((given) => given as Signer)
      .meta({ graphql: SignerInput, description: 'Who is asked; somebody without an account.' }),
    step: line(20).default('签发').meta({ description: 'In what role they sign.' }),
    message: line(500).nullable().default(null).meta({ description: 'What they are told beside.' }),
    expiresAt: z.date().optional().meta({ description: 'When the link ends, 30 days ahead at most; in a week when left out.' }),
  })
  .meta({ description: 'A signature to ask for.' });
export const InviteToSignInput = inputType('InviteToSignInput', inviteToSignInput);

export const revokeSigningInvitationInput = z
  .object({ invitationId: idOf('SigningInvitation').meta({ description: 'Which.' }) })
  .meta({ description: 'A link to make void.' });
export const RevokeSigningInvitationInput = inputType('RevokeSigningInvitationInput', revokeSigningInvitationInput);

const token = z.string().max(100).meta({ description: 'Secret of the link.' });

export const signOpinionInput = z
  .object({
    token,
    opinion: line(1000).optional().meta({ description: 'What the signer says about it.' }),
    sealReference: line(100).optional().meta({ description: 'Reference of an electronic seal, where signing takes one.' }),
  })
  .meta({ description: 'A signature by a link.' });
export const SignOpinionInput = inputType('SignOpinionInput', signOpinionInput);

export const declineToSignInput = z
  .object({ token, reason: line(1000).meta({ description: 'Why it is given back.' }) })
  .meta({ description: 'A refusal to sign by a link.' });
export const DeclineToSignInput = inputType('DeclineToSignInput', declineToSignInput);
