import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { ATTACHMENT_KINDS } from './attachment.entity.ts';
import { AttachmentKindEnum, AwardKindEnum } from './notice.enums.ts';
import { AWARD_KINDS } from './notice.entity.ts';

const text = (most: number) => z.string().trim().max(most);
const line = (most: number) => text(most).min(1);

const activitySchema = z
  .object({
    name: line(100).meta({ description: 'Its name, as it is right.' }),
    aliases: z
      .array(line(100))
      .max(10)
      .default([])
      .meta({ description: 'Other ways in which the text writes it, kept as written (X-17).' }),
    reference: text(200).nullable().default(null).meta({ description: 'Where the text names it, such as the goal that it serves.' }),
    noticeId: idOf('Notice').nullable().default(null).meta({ graphql: ID, description: 'The notice by which it is held.' }),
  })
  .meta({ description: 'An activity that the text names.' });
const NamedActivityInput = inputType('NamedActivityInput', activitySchema);

const attachmentSchema = z
  .object({
    title: line(200).meta({ description: 'Its title.' }),
    kind: z.enum(ATTACHMENT_KINDS).default('OTHER').meta({ graphql: AttachmentKindEnum, description: 'What it is.' }),
    fileId: idOf('File')
      .nullable()
      .default(null)
      .meta({ graphql: ID, description: 'The file, put in before with the purpose ATTACHMENT; it may be added later.' }),
  })
  .meta({ description: 'An attachment; its place in the list is its number.' });
const NoticeAttachmentInput = inputType('NoticeAttachmentInput', attachmentSchema);

/** What some notices say beside the rest. */
export const extras = {
  awardYear: z
    .int()
    .min(1992)
    .max(2100)
    .nullable()
    .default(null)
    .meta({ description: 'The year that the activity or award is about, which the title names.' }),
  awardKinds: z
    .array(z.enum(AWARD_KINDS))
    .max(AWARD_KINDS.length)
    .default([])
    .meta({ graphql: [AwardKindEnum], description: 'Kinds of award that are given.' }),
  declaredPeriod: text(40).nullable().default(null).meta({ description: 'How long the whole lasts, as the notice words it (C-08).' }),
  activities: z
    .array(activitySchema)
    .max(50)
    .default([])
    .meta({ graphql: [NamedActivityInput], description: 'Activities that the text names, in order.' }),
  attachments: z
    .array(attachmentSchema)
    .max(50)
    .default([])
    .meta({ graphql: [NoticeAttachmentInput], description: 'Attachments, in order: 附件1 is the first.' }),
};

/** A notice that says none of it. */
export const NO_EXTRAS = { awardYear: null, awardKinds: [], declaredPeriod: null, activities: [], attachments: [] } satisfies Extras;

export type Extras = { [Name in keyof typeof extras]: z.output<(typeof extras)[Name]> };
