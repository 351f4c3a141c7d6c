import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { NOTICE_LEVELS } from '../notices/notice.entity.ts';
import { NoticeLevelEnum } from '../notices/notice.enums.ts';
import { SUBSIDY_USES } from './award-list.entity.ts';
import { day } from './award-list.input.ts';
import { MENTEES, PAYEES } from './holder.entity.ts';
import * as enums from './honour.enums.ts';
import { titleId, version } from './title.input.ts';

const text = (most: number) => z.string().trim().min(1).max(most);

/** S2-58: a person is a payee that can be named, and is refused. */
const payee = {
  payee: z
    .enum([...PAYEES, 'PERSON'])
    .refine((given): given is (typeof PAYEES)[number] => given !== 'PERSON', {
      message: '补助不得发放给个人',
      params: { code: 'PAYEE_PERSON' },
    })
    .meta({ graphql: enums.PayeeEnum, description: 'Whose account it goes to; never a person.' }),
  payeeName: text(100).meta({ description: 'Name of the account.' }),
};

export const paySubsidyInput = z
  .object({
    titleId,
    version,
    ...payee,
    paidOn: day.meta({ graphql: String, description: 'Day of the payment, as 2023-12-05.' }),
  })
  .meta({ description: 'The money that comes with a title, as its list says how much.' });
export const PaySubsidyInput = inputType('PaySubsidyInput', paySubsidyInput);

export const recordSubsidyUseInput = z
  .object({
    titleId,
    use: z.enum(SUBSIDY_USES).meta({ graphql: enums.SubsidyUseEnum, description: 'What for.' }),
    amountFen: z.int().min(1).max(1_000_000_000).meta({ description: 'How much, in fen.' }),
    ...payee,
    purpose: text(200).meta({ description: 'What was bought or held.' }),
    spentOn: day.meta({ graphql: String, description: 'When, as 2024-01-10.' }),
  })
  .meta({ description: 'What was spent of a subsidy.' });
export const RecordSubsidyUseInput = inputType('RecordSubsidyUseInput', recordSubsidyUseInput);

const menteeId = idOf('Organization').meta({ graphql: ID, description: 'The union that is helped.' });

export const pairForMentoringInput = z
  .object({
    titleId,
    menteeId,
    menteeKind: z.enum(MENTEES).meta({ graphql: enums.MenteeKindEnum, description: 'What sort of union it is.' }),
    startedOn: day.meta({ graphql: String, description: 'Since when, as 2024-01-10.' }),
  })
  .meta({ description: 'A holder that helps a new union.' });
export const PairForMentoringInput = inputType('PairForMentoringInput', pairForMentoringInput);

export const endMentoringInput = z
  .object({ titleId, menteeId, endedOn: day.meta({ graphql: String, description: 'Until when, as 2024-12-31.' }) })
  .meta({ description: 'A holder that helps a union no longer.' });
export const EndMentoringInput = inputType('EndMentoringInput', endMentoringInput);

export const draftSelfCheckInput = z
  .object({
    year: z.int().min(1992).max(2100).meta({ description: 'The year; one such notice per body and year.' }),
    due: day.meta({ graphql: String, description: 'Last day, as 2024-06-30.' }),
    levels: z
      .array(z.enum(NOTICE_LEVELS))
      .max(NOTICE_LEVELS.length)
      .default([])
      .meta({ graphql: [NoticeLevelEnum], description: 'Holders of titles of these levels; none means all.' }),
  })
  .meta({ description: 'A notice that asks the holders of titles to check themselves.' });
export const DraftSelfCheckInput = inputType('DraftSelfCheckInput', draftSelfCheckInput);
