import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { MOST_LISTED } from './bulletin-text.ts';

const bulletinId = idOf('Bulletin').meta({ description: 'The bulletin.' });
const version = z.int().meta({ description: 'The version that was read.' });
const units = z.array(idOf('Organization')).max(MOST_LISTED).default([]);

export const draftBulletinInput = z
  .object({
    deliverableId: idOf('Deliverable').meta({
      description: "What it is about; any level's, of a demand that the own body asks or hands on.",
    }),
  })
  .meta({ description: 'A new bulletin, on figures of this moment.' });
export const DraftBulletinInput = inputType('DraftBulletinInput', draftBulletinInput);

export const saveBulletinDraftInput = z
  .object({
    bulletinId,
    version,
    title: z.string().trim().min(1).max(300).meta({ description: 'Title.' }),
    text: z.string().trim().max(10_000).default('').meta({ description: 'What the body says itself, in front of the figures.' }),
    listsUnits: z.boolean().default(true).meta({ description: 'Whether the text that goes out has a line for every unit.' }),
    commendedIds: units.meta({ description: 'Units that are commended (表扬).' }),
    namedIds: units.meta({ description: 'Units that are named (点名); something must be missing of each.' }),
  })
  .meta({ description: 'A draft to save, whole; figures cannot be edited.' });
export const SaveBulletinDraftInput = inputType('SaveBulletinDraftInput', saveBulletinDraftInput);
export type SaveBulletinDraft = z.output<typeof saveBulletinDraftInput>;

export const refreshBulletinInput = z.object({ bulletinId, version }).meta({ description: 'A draft whose figures to take anew.' });
export const RefreshBulletinInput = inputType('RefreshBulletinInput', refreshBulletinInput);
export type RefreshBulletin = z.output<typeof refreshBulletinInput>;

export const issueBulletinInput = z.object({ bulletinId, version }).meta({ description: 'A draft to write out as a notice.' });
export const IssueBulletinInput = inputType('IssueBulletinInput', issueBulletinInput);
export type IssueBulletin = z.output<typeof issueBulletinInput>;

export const supplementBulletinInput = z
  .object({
    bulletinId: idOf('Bulletin').meta({ description: 'The bulletin that was issued.' }),
    reason: z.string().trim().min(1).max(500).meta({ description: 'Why; it is printed.' }),
  })
  .meta({ description: 'A correction of a bulletin that was issued, by an addendum.' });
export const SupplementBulletinInput = inputType('SupplementBulletinInput', supplementBulletinInput);
export type SupplementBulletin = z.output<typeof supplementBulletinInput>;
