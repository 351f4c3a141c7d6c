import { GraphQLJSON } from 'graphql-scalars';
import { ID } from 'type-graphql';
import { z } from 'zod';
import { isDecimal } from '../../kit/decimal.ts';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { isRecord } from '../../kit/score/read-line.ts';
import { ScoreSheetInput, sheetSchema } from '../../kit/score/sheet.input.ts';
import type { SheetAnswer } from '../../kit/score/sheet.ts';
import { isDay } from '../../kit/time.ts';

/** Most characters of an example's answer as JSON. */
const MOST_JSON = 50_000;

const line = (most: number) => z.string().trim().min(1).max(most);
const amount = z
  .string()
  .max(12)
  .refine(isDecimal, { message: '应为数字', params: { code: 'NOT_A_NUMBER' } });
const code = z.string().max(12);

const lossSchema = z
  .object({
    item: code.meta({ description: 'Code of the item.' }),
    amount: amount.meta({ graphql: String, description: 'How many points.' }),
  })
  .meta({ description: 'What an item loses in an example.' });
const ItemLossInput = inputType('ItemLossInput', lossSchema);

const exampleSchema = z
  .object({
    title: line(100).meta({ description: 'What it shows.' }),
    answer: z
      .custom<SheetAnswer>((value) => isRecord(value) && isRecord(value['lines']) && JSON.stringify(value).length <= MOST_JSON, {
        message: '样例应为填好的打分表',
        params: { code: 'NOT_A_SHEET' },
      })
      .meta({ graphql: GraphQLJSON, description: 'A filled sheet, in the shape in which a page is answered.' }),
    referenceDay: z
      .string()
      .refine(isDay, { message: '日期不存在', params: { code: 'INVALID_DATE' } })
      .meta({ graphql: String, description: 'The day from which vetoes look back, as 2023-10-31.' }),
    base: amount.meta({ graphql: String, description: 'What its items come to.' }),
    bonus: amount.default('0').meta({ graphql: String, description: 'What its bonuses come to.' }),
    lost: z
      .array(lossSchema)
      .max(200)
      .nullable()
      .default(null)
      .meta({ graphql: [ItemLossInput], description: 'Points lost, by item, all of them; absent where the example does not say.' }),
    vetoes: z
      .array(code)
      .max(60)
      .default([])
      .meta({ graphql: [String], description: 'Codes of the vetoes that hold.' }),
  })
  .meta({ description: 'An example that was worked out by hand.' });
const WorkedExampleInput = inputType('WorkedExampleInput', exampleSchema);

const content = {
  title: line(120).meta({ description: 'Its name.' }),
  sheet: sheetSchema.meta({ graphql: ScoreSheetInput, description: 'What is scored.' }),
  examples: z
    .array(exampleSchema)
    .max(20)
    .default([])
    .meta({ graphql: [WorkedExampleInput], description: 'Worked examples, that are computed when it is published.' }),
};
const templateId = idOf('ScoreSheetTemplate').meta({ graphql: ID, description: 'The sheet.' });
const version = z.int().meta({ description: 'The version that was read.' });

export const draftScoreSheetInput = z
  .object({
    ...content,
    basedOnId: idOf('ScoreSheetTemplate').nullable().default(null).meta({
      graphql: ID,
      description: "A published sheet that it goes on from: one's own gets its next version.",
    }),
  })
  .meta({ description: 'A new score sheet, or the next version of one.' });
export const DraftScoreSheetInput = inputType('DraftScoreSheetInput', draftScoreSheetInput);

export const saveScoreSheetInput = z.object({ templateId, version, ...content }).meta({ description: 'A draft to save, whole.' });
export const SaveScoreSheetInput = inputType('SaveScoreSheetInput', saveScoreSheetInput);

export const publishScoreSheetInput = z.object({ templateId, version }).meta({ description: 'A draft to publish.' });
export const PublishScoreSheetInput = inputType('PublishScoreSheetInput', publishScoreSheetInput);
