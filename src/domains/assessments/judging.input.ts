import { GraphQLJSON } from 'graphql-scalars';
import { GraphQLISODateTime, ID, Int } from 'type-graphql';
import { z } from 'zod';
import { compare, isDecimal } from '../../kit/decimal.ts';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { AGGREGATES } from './aggregate.ts';
import { AggregateEnum } from './judging.type.ts';

/** Most characters of a filled sheet as JSON. */
const MOST_JSON = 200_000;

const judgingRoundId = idOf('JudgingRound').meta({ graphql: ID, description: 'The round.' });
const assignmentId = idOf('JudgeAssignment').meta({ graphql: ID, description: 'What the caller has to mark.' });
const version = z.int().meta({ description: 'The version that was read.' });
const login = z.string().trim().min(1).max(200).meta({ description: 'Login of the person who is to judge.' });
const text = (description: string) => z.string().trim().min(1).max(500).meta({ description });
const reason = text('Why; needed once the round was opened.').nullable().default(null);
const bound = (description: string) =>
  z
    .string()
    .max(12)
    .refine((value) => isDecimal(value) && (value.split('.')[1] ?? '').length <= 4 && value.replace(/^-|\..*$/g, '').length <= 6, {
      message: '应为最多四位小数的数字',
      params: { code: 'NOT_A_NUMBER' },
    })
    .meta({ description });

const freeScore = z
  .object({
    min: bound('The lowest mark, a decimal.'),
    max: bound('The highest mark, a decimal.'),
    decimals: z.int().min(0).max(4).meta({ graphql: Int, description: 'Digits after the point, at most.' }),
  })
  .refine(({ min, max }) => !isDecimal(min) || !isDecimal(max) || compare(min, max) < 0, {
    message: '最高分应大于最低分',
    params: { code: 'BOUNDS_CROSSED' },
    path: ['max'],
  })
  .meta({ description: 'A sheet of one mark between two bounds (评审打分).' });
export const FreeScoreInput = inputType('FreeScoreInput', freeScore);

export const draftJudgingRoundInput = z
  .object({
    deliverableId: idOf('Deliverable').meta({
      graphql: ID,
      description: "What is judged: what was accepted for this deliverable of the caller's body, which no other inherits from above.",
    }),
    name: z.string().trim().min(1).max(100).meta({ description: 'Name; a deliverable has one round of a name.' }),
    opensAt: z.date().meta({ graphql: GraphQLISODateTime, description: 'From when marks can be given.' }),
    closesAt: z.date().meta({ graphql: GraphQLISODateTime, description: 'Until when, exclusive.' }),
    freeScore: freeScore
      .nullable()
      .default(null)
      .meta({ graphql: FreeScoreInput, description: 'What a mark may be; or, instead, sheetField.' }),
    sheetField: z
      .string()
      .trim()
      .max(100)
      .nullable()
      .default(null)
      .meta({ description: 'Key of the question by which the units filled in a score sheet: each judge fills in the same one (C-40).' }),
    aggregate: z.enum(AGGREGATES).meta({ graphql: AggregateEnum, description: 'What the marks of an entry come to.' }),
    marksRequired: z.int().min(1).max(20).meta({ graphql: Int, description: 'How many marks an entry needs.' }),
  })
  .refine(({ opensAt, closesAt }) => opensAt < closesAt, {
    message: '评审截止时间应晚于开始时间',
    params: { code: 'INVALID_PERIOD' },
    path: ['closesAt'],
  })
  .refine(({ freeScore, sheetField }) => (freeScore === null) !== (sheetField === null), {
    message: '请选择评审打分或打分表之一',
    params: { code: 'SHEET_REQUIRED' },
    path: ['freeScore'],
  })
  .meta({ description: 'A round of judging.' });
export const DraftJudgingRoundInput = inputType('DraftJudgingRoundInput', draftJudgingRoundInput);

export const addJudgeInput = z.object({ judgingRoundId, login, reason }).meta({ description: 'Somebody to be called to the panel.' });
export const AddJudgeInput = inputType('AddJudgeInput', addJudgeInput);

export const proposeAssignmentsInput = z
  .object({ judgingRoundId, reason })
  .meta({ description: 'A round whose entries are to be given to its panel.' });
export const ProposeAssignmentsInput = inputType('ProposeAssignmentsInput', proposeAssignmentsInput);

export const confirmAssignmentsInput = z
  .object({ judgingRoundId, version, reason })
  .meta({ description: 'A round whose proposals are to be handed to the judges.' });
export const ConfirmAssignmentsInput = inputType('ConfirmAssignmentsInput', confirmAssignmentsInput);

export const openJudgingRoundInput = z.object({ judgingRoundId, version }).meta({ description: 'A round to be opened.' });
export const OpenJudgingRoundInput = inputType('OpenJudgingRoundInput', openJudgingRoundInput);

export const replaceJudgeInput = z
  .object({
    judgeId: idOf('Judge').meta({ graphql: ID, description: 'Who leaves the panel; marks that were given stay.' }),
    login,
    reason: text('Why.'),
  })
  .meta({ description: "Somebody to take a judge's place." });
export const ReplaceJudgeInput = inputType('ReplaceJudgeInput', replaceJudgeInput);

export const closeJudgingRoundInput = z
  .object({
    judgingRoundId,
    version,
    reason: text('Why, when entries have too few marks or judges still have time.').nullable().default(null),
  })
  .meta({ description: 'A round to be closed.' });
export const CloseJudgingRoundInput = inputType('CloseJudgingRoundInput', closeJudgingRoundInput);

export const saveScoreLinesInput = z
  .object({
    assignmentId,
    version: z.int().meta({ description: 'The version of the response that was read; 0 when there was none.' }),
    score: z
      .string()
      .max(20)
      .nullable()
      .default(null)
      .meta({ description: 'The mark, a decimal; none for none yet, and where a sheet is filled in.' }),
    sheet: z
      .unknown()
      .refine((value) => JSON.stringify(value ?? null).length <= MOST_JSON, {
        message: '打分表内容太长',
        params: { code: 'ANSWER_TOO_LARGE' },
      })
      .optional()
      .meta({
        graphql: GraphQLJSON,
        description: 'The score sheet as far as it is filled in, in the shape of an answer to its question; without files.',
      }),
    note: z.string().trim().max(2000).nullable().default(null).meta({ description: 'What the mark rests on.' }),
  })
  .meta({ description: 'A mark that is not given yet.' });
export const SaveScoreLinesInput = inputType('SaveScoreLinesInput', saveScoreLinesInput);

export const submitScoresInput = z
  .object({ assignmentId, version: z.int().meta({ description: 'The version of the response that is to be given.' }) })
  .meta({ description: 'A mark to be given as it was saved.' });
export const SubmitScoresInput = inputType('SubmitScoresInput', submitScoresInput);

export const deferAssignmentInput = z
  .object({ assignmentId, resume: z.boolean().default(false).meta({ description: 'Take it up again instead.' }) })
  .meta({ description: 'Something to be put aside.' });
export const DeferAssignmentInput = inputType('DeferAssignmentInput', deferAssignmentInput);

export const declareConflictInput = z
  .object({ assignmentId, reason: text('Which relation there is.') })
  .meta({ description: 'A relation to an entry, for which the caller steps back from it.' });
export const DeclareConflictInput = inputType('DeclareConflictInput', declareConflictInput);

export type Given<Schema extends z.ZodType> = z.output<Schema>;
