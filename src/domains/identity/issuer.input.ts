import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { isPage } from '../../kit/outside.ts';

const line = (most: number) => z.string().trim().min(1).max(most);
const issuerId = idOf('TrustedIssuer');

export const saveTrustedIssuerInput = z
  .object({
    issuerId: issuerId.optional().meta({ description: 'One to change; a new one when left out.' }),
    version: z.int().min(0).default(0).meta({ description: 'The version that was shown; 0 for a new one.' }),
    issuer: line(300)
      .refine(isPage, { message: '应为 https:// 开头的地址', params: { code: 'NOT_HTTPS' } })
      .optional()
      .meta({ graphql: String, description: 'Of a new one: its address, as its ID tokens name it.' }),
    clientId: line(200).optional().meta({ description: 'Of a new one: under what the federation is registered there.' }),
    clientSecret: line(500).optional().meta({ description: 'Secret of that registration; kept sealed. The one until now when left out.' }),
    label: line(40).meta({ description: 'What the page for signing in calls it.' }),
    acceptsAmr: z
      .boolean()
      .default(false)
      .meta({ description: 'Its word (amr) that two kinds of proof were given stands for the second factor.' }),
    enabled: z.boolean().default(true).meta({ description: 'Whether it can be signed in with.' }),
  })
  .meta({ description: 'How a federation uses an identity provider.' });
export const SaveTrustedIssuerInput = inputType('SaveTrustedIssuerInput', saveTrustedIssuerInput);

export const beginIdentityLinkInput = z
  .object({
    issuerId: issuerId.meta({ description: 'At which identity provider.' }),
    password: z.string().max(200).default('').meta({ description: "The account's password, where it has one." }),
  })
  .meta({ description: "One's own account, to be linked." });
export const BeginIdentityLinkInput = inputType('BeginIdentityLinkInput', beginIdentityLinkInput);

export const linkIdentityInput = z
  .object({
    personId: idOf('Person').meta({ description: 'Whose account.' }),
    issuerId: issuerId.meta({ description: 'At which identity provider.' }),
    subject: z
      .string()
      .min(1)
      .max(255)
      .refine((subject) => subject.trim() === subject, { message: '首尾不能有空格', params: { code: 'INVALID_SUBJECT' } })
      .meta({ description: 'What that provider calls the person: `sub` of its ID tokens.' }),
  })
  .meta({ description: "Somebody's account, to be linked." });
export const LinkIdentityInput = inputType('LinkIdentityInput', linkIdentityInput);

export const unlinkIdentityInput = z
  .object({ issuerId: issuerId.meta({ description: 'At which identity provider.' }) })
  .meta({ description: "One's own link, to be ended." });
export const UnlinkIdentityInput = inputType('UnlinkIdentityInput', unlinkIdentityInput);
