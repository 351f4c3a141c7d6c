import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { isDay } from '../../kit/time.ts';
import { NOTICE_LEVELS } from '../notices/notice.entity.ts';
import { NoticeLevelEnum } from '../notices/notice.enums.ts';
import { AWARD_TAGS, PRIORITIES, SUBSIDY_USES, TITLE_KINDS } from './award-list.entity.ts';
import * as enums from './honour.enums.ts';

const text = (most: number) => z.string().trim().min(1).max(most);
export const day = z
  .string()
  .refine(isDay, { message: '日期不存在', params: { code: 'INVALID_DATE' } })
  .meta({ graphql: String });

const awardListId = idOf('AwardList').meta({ graphql: ID, description: 'The list.' });
const submissionId = idOf('Submission').meta({ graphql: ID, description: 'The application.' });
const version = z.int().meta({ description: 'The version that was read.' });

/** What is given, as data: a new kind of honour needs no change here. */
const terms = {
  name: text(60).meta({ description: 'Name of the honour as printed, such as 模范职工之家.' }),
  kind: z.enum(TITLE_KINDS).meta({ graphql: enums.TitleKindEnum, description: 'Its kind.' }),
  level: z.enum(NOTICE_LEVELS).meta({ graphql: NoticeLevelEnum, description: 'Its level (X-20).' }),
  awardYear: z.int().min(1992).max(2100).nullable().default(null).meta({ description: 'The year for which it is given.' }),
  period: text(40).nullable().default(null).meta({ description: 'Or the period, as worded.' }),
  validUntil: day.nullable().default(null).meta({ graphql: String, description: 'Last day of the honour; for good without one.' }),
  subsidyFen: z.int().min(0).max(1_000_000_000).default(0).meta({ description: 'Money for each that is named, in fen.' }),
  subsidyUses: z
    .array(z.enum(SUBSIDY_USES))
    .max(SUBSIDY_USES.length)
    .default([])
    .meta({ graphql: [enums.SubsidyUseEnum], description: 'What the money may be spent on (S2-58).' }),
  objectionDays: z.int().min(0).max(60).default(0).meta({ description: 'Days of publicity (公示) before the decision; 0 is none (C-67).' }),
};

interface Money {
  readonly kind: string;
  readonly subsidyFen: number;
  readonly subsidyUses: readonly string[];
}

/** A commendation brings no money (S2-62), and money is for something (S2-58). */
function checkMoney({ kind, subsidyFen, subsidyUses }: Money, context: z.RefinementCtx): void {
  const say = (field: string, code: string, message: string) =>
    context.addIssue({ code: 'custom', message, path: [field], params: { code } });
  if (kind === 'COMMENDATION' && subsidyFen > 0) say('subsidyFen', 'NO_SUBSIDY', '通报表扬不发补助');
  if (subsidyFen > 0 && subsidyUses.length === 0) say('subsidyUses', 'USES_MISSING', '请说明补助可以用在哪里');
}

export const draftAwardListInput = z
  .object({
    deliverableId: idOf('Deliverable').meta({ graphql: ID, description: "What the applications answer: one's own, not one handed on." }),
    ...terms,
  })
  .superRefine(checkMoney)
  .meta({ description: 'A list of what is to be honoured, of all applications that were accepted.' });
export const DraftAwardListInput = inputType('DraftAwardListInput', draftAwardListInput);

const lineSchema = z
  .object({
    submissionId,
    rank: z.int().min(1).max(100_000).nullable().default(null).meta({
      description: 'Its place; those without one follow, those with priority first.',
    }),
    proposed: z.boolean().default(true).meta({ description: 'Whether it is proposed to be honoured.' }),
    reason: text(500).nullable().default(null).meta({ description: 'Why it is not proposed.' }),
    priorities: z
      .array(z.enum(PRIORITIES))
      .max(PRIORITIES.length)
      .default([])
      .meta({ graphql: [enums.AwardPriorityEnum], description: 'What lets it stand before others; never adds a point (C-39).' }),
    priorityReason: text(500).nullable().default(null).meta({ description: 'On what the priority rests.' }),
    holderReason: text(500)
      .nullable()
      .default(null)
      .meta({ description: 'Why a unit that holds such an honour already stands for it again (C-31).' }),
    tags: z
      .array(z.enum(AWARD_TAGS))
      .max(AWARD_TAGS.length)
      .default([])
      .meta({ graphql: [enums.AwardTagEnum], description: 'What the unit is known for.' }),
  })
  .refine(({ priorities, priorityReason }) => priorities.length === 0 || priorityReason !== null, {
    message: '优先推荐须写明理由',
    path: ['priorityReason'],
    params: { code: 'REASON_MISSING' },
  })
  .refine(({ proposed, reason }) => proposed || reason !== null, {
    message: '不列入名单须写明理由',
    path: ['reason'],
    params: { code: 'REASON_MISSING' },
  })
  .meta({ description: 'What a list says of one application, whole.' });
const AwardLineInput = inputType('AwardLineInput', lineSchema);

export const saveAwardListInput = z
  .object({
    awardListId,
    version,
    ...terms,
    lines: z
      .array(lineSchema)
      .max(1000)
      .default([])
      .meta({ graphql: [AwardLineInput], description: 'Lines that change; the others stay as they are.' }),
  })
  .superRefine(checkMoney)
  .meta({ description: 'A list to save; what was accepted since comes onto it.' });
export const SaveAwardListInput = inputType('SaveAwardListInput', saveAwardListInput);

export const awardListStepInput = z.object({ awardListId, version }).meta({ description: 'A list, at the version that was read.' });
export const ProposeAwardListInput = inputType('ProposeAwardListInput', awardListStepInput);
export const WithdrawAwardListInput = inputType('WithdrawAwardListInput', awardListStepInput);

export const recordObjectionInput = z
  .object({
    awardListId,
    submissionId: submissionId.nullable().default(null).meta({
      graphql: ID,
      description: 'The application that it is about; none when it is about the list.',
    }),
    source: text(100).meta({ description: 'Who objects, without personal data: a post, a unit, 匿名来信.' }),
    text: text(2000).meta({ description: 'What is said.' }),
    receivedOn: day.meta({ description: 'When it came, as 2021-05-28.' }),
  })
  .meta({ description: 'An objection that came in while the list was public.' });
export const RecordObjectionInput = inputType('RecordObjectionInput', recordObjectionInput);

export const answerObjectionInput = z
  .object({
    awardListId,
    number: z.int().min(1).meta({ description: 'Number of the objection.' }),
    answer: text(2000).meta({ description: 'What was found, and what comes of it.' }),
  })
  .meta({ description: 'The answer to an objection.' });
export const AnswerObjectionInput = inputType('AnswerObjectionInput', answerObjectionInput);

const decidedSchema = z
  .object({
    submissionId,
    approved: z.boolean().meta({ description: 'Whether it is honoured.' }),
    reason: text(500).nullable().default(null).meta({ description: 'Why it deviates from the proposal (C-60).' }),
  })
  .meta({ description: 'What was decided about one application.' });
const DecidedLineInput = inputType('DecidedLineInput', decidedSchema);

/** What was resolved, where and when, and the paper that proves it. */
export const resolution = {
  decidingBody: text(60).meta({ description: 'The body that resolved it, such as 党组会议.' }),
  minutesNumber: text(60).meta({ description: 'Number of the minutes.' }),
  decidedOn: day.meta({ description: 'Day of the meeting, as 2023-11-20.' }),
  text: text(5000).meta({ description: 'What was resolved.' }),
  evidenceFileIds: z
    .array(idOf('File').meta({ graphql: ID }))
    .min(1)
    .max(10)
    .meta({ graphql: [ID], description: 'The minutes, put in before with the purpose SCAN.' }),
};

export const recordDecisionInput = z
  .object({
    awardListId,
    version,
    ...resolution,
    lines: z
      .array(decidedSchema)
      .max(1000)
      .default([])
      .meta({
        graphql: [DecidedLineInput],
        description: 'Applications decided otherwise than proposed, or named for clarity; the others are decided as proposed.',
      }),
  })
  .meta({ description: 'What the deciding body resolved about a list.' });
export const RecordDecisionInput = inputType('RecordDecisionInput', recordDecisionInput);

export const nameAwardsInput = z
  .object({
    awardListId,
    version,
    effectiveFrom: day
      .nullable()
      .default(null)
      .meta({ graphql: String, description: 'First day of the honour; the day of the circular without one.' }),
  })
  .meta({ description: 'A decided list to make known.' });
export const NameAwardsInput = inputType('NameAwardsInput', nameAwardsInput);
