import { z } from 'zod';
import { compare, isDecimal } from '../decimal.ts';
import { SEVERITIES } from '../finding.ts';
import { FindingSeverityEnum } from '../finding.type.ts';
import { inputType } from '../input.ts';
import { COMPARATORS, EVIDENCE, RULE_SHAPES, STEP_ROUNDINGS, VETO_BASES } from './sheet.ts';
import * as types from './sheet.type.ts';

const MOST_PARTS = 40;
const MOST_RULES = 10;
const MOST_ITEMS = 60;
const MOST_GROUPS = 20;

const line = (most: number) => z.string().trim().min(1).max(most);
const key = z.string().regex(/^[a-z][A-Za-z0-9_]{0,39}$/, '代号须以小写字母开头，只含字母、数字和下划线，最多 40 个');
const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.]{0,11}$/, '编号只含字母、数字和点，最多 12 个');
const decimal = (message: string, errorCode: string, fits: (value: string) => boolean) =>
  z
    .string()
    .max(12)
    .refine((value) => isDecimal(value) && fits(value), { message, params: { code: errorCode } })
    .meta({ graphql: String });
const points = decimal('分值应为不小于 0 的数字', 'POINTS_NEGATIVE', (value) => compare(value, '0') >= 0);
const step = decimal('每一档应大于 0', 'STEP_NOT_POSITIVE', (value) => compare(value, '0') > 0);
const rate = decimal('百分比应在 0 到 100 之间', 'PERCENT_INVALID', (value) => compare(value, '0') >= 0 && compare(value, '100') <= 0);
const perhaps = <Rule extends z.ZodType>(rule: Rule, description: string, graphql: object = String) =>
  rule
    .nullable()
    .default(null as never)
    .meta({ graphql, description });

const partSchema = z
  .object({
    key: key.meta({ graphql: String, description: 'Name by which ticks refer to it, one of a kind in its item.' }),
    text: line(300).meta({ description: 'What people read.' }),
    points: perhaps(points, 'What it takes or gives; absent where the rule has one amount for all.'),
    exclusiveGroup: perhaps(key, 'Of the parts of one such group only the dearest counts.'),
    suggests: z
      .array(key)
      .max(10)
      .default([])
      .meta({ graphql: [String], description: 'Parts that are likely to hold too.' }),
    fact: perhaps(key, 'The fact behind it, where several items take points off for the same.'),
    basis: perhaps(z.enum(VETO_BASES), 'PASS_FAIL: what shows it.', types.VetoBasisEnum),
    years: z.int().min(1).max(30).nullable().default(null).meta({ description: 'INCIDENT: how many calendar years back.' }),
  })
  .meta({ description: 'One thing to tick.' });
const SheetPartInput = inputType('SheetPartInput', partSchema);

const ruleSchema = z
  .object({
    key: key.meta({ graphql: String, description: 'Name by which rates and amounts refer to it, one of a kind in its item.' }),
    shape: z.enum(RULE_SHAPES).meta({ graphql: types.RuleShapeEnum, description: 'How it takes or gives points.' }),
    text: line(300).meta({ description: 'What people read.' }),
    stated: z.boolean().default(true).meta({ description: 'The notice states it; if not, this sheet chooses it.' }),
    parts: z
      .array(partSchema)
      .max(MOST_PARTS)
      .default([])
      .meta({ graphql: [SheetPartInput], description: 'What can be ticked.' }),
    each: perhaps(points, 'Points per part or per unit.'),
    points: perhaps(points, 'BINARY_THRESHOLD, FLAT_BONUS: what it takes or gives.'),
    threshold: perhaps(rate, 'Thresholds: in percent.'),
    comparator: z
      .enum(COMPARATORS)
      .default('AT_LEAST')
      .meta({ graphql: types.RateComparatorEnum, description: 'Thresholds: when the rate meets it.' }),
    earns: z.boolean().default(false).meta({ description: 'BINARY_THRESHOLD: meeting it earns the points.' }),
    first: perhaps(points, 'THRESHOLD_STEP: taken off at once.'),
    step: perhaps(step, 'THRESHOLD_STEP: how many percentage points a step has.'),
    perStep: perhaps(points, 'THRESHOLD_STEP: taken off for every step.'),
    rounding: z
      .enum(STEP_ROUNDINGS)
      .default('FLOOR')
      .meta({ graphql: types.StepRoundingEnum, description: 'THRESHOLD_STEP: how a step that is only begun counts.' }),
    withoutData: perhaps(points, 'Thresholds: taken off where the denominator is 0; absent where that is no answer.'),
    min: perhaps(points, 'DISCRETIONARY and FREE_SCORE: least.'),
    max: perhaps(points, "DISCRETIONARY and FREE_SCORE: most; by default the item's points."),
    scale: z.int().min(0).max(2).default(0).meta({ description: 'FREE_SCORE: digits after the point.' }),
    maxUnits: z.int().min(1).max(50).nullable().default(null).meta({ description: 'PER_UNIT_BONUS: most units that count.' }),
    outlets: z
      .array(line(60))
      .max(30)
      .default([])
      .meta({ graphql: [String], description: 'PER_UNIT_BONUS: where it has to have appeared.' }),
  })
  .meta({ description: 'A rule of an item.' });
const SheetRuleInput = inputType('SheetRuleInput', ruleSchema);

const itemSchema = z
  .object({
    code: code.meta({ graphql: String, description: 'Code, as in A1.1, one of a kind in the sheet.' }),
    title: line(300).meta({ description: 'What is looked at.' }),
    points: perhaps(points, 'Points; absent for a bonus and for a veto.'),
    evidence: z
      .enum(EVIDENCE)
      .default('OPTIONAL')
      .meta({ graphql: types.SheetEvidenceEnum, description: 'Whether files go with it; of a bonus, with every claim.' }),
    reference: perhaps(line(120), 'Where the notice says so.'),
    rules: z
      .array(ruleSchema)
      .max(MOST_RULES)
      .default([])
      .meta({ graphql: [SheetRuleInput], description: 'Its rules.' }),
  })
  .meta({ description: 'One line of a score sheet.' });
const SheetItemInput = inputType('SheetItemInput', itemSchema);
const items = z.array(itemSchema).max(MOST_ITEMS).default([]);

const groupSchema = z
  .object({
    code: code.meta({ graphql: String, description: 'Code, as in A1, one of a kind in the sheet.' }),
    title: line(100).meta({ description: 'What people read.' }),
    points: points.meta({ description: 'What its items add up to.' }),
    items: items.meta({ graphql: [SheetItemInput], description: 'Its items, in order.' }),
  })
  .meta({ description: 'A group of items.' });
const SheetGroupInput = inputType('SheetGroupInput', groupSchema);

const thresholdSchema = z
  .object({
    points: points.meta({ description: 'The points, themselves enough.' }),
    withBonus: z.boolean().default(false).meta({ description: 'Whether bonuses help to reach it (C-24).' }),
    severity: z
      .enum(SEVERITIES)
      .default('WARN')
      .meta({ graphql: FindingSeverityEnum, description: 'BLOCK: what is below cannot be handed in.' }),
  })
  .meta({ description: 'From how many points a unit may be recommended.' });
const SheetThresholdInput = inputType('SheetThresholdInput', thresholdSchema);

/** A sheet as its author writes it, filled up with what was left out; what it lacks is for the lint to say. */
export const sheetSchema = z
  .object({
    total: points.default('100').meta({ graphql: String, description: 'What all groups add up to.' }),
    granularity: step.default('0.5').meta({ graphql: String, description: 'Every amount is a multiple of it.' }),
    groups: z
      .array(groupSchema)
      .max(MOST_GROUPS)
      .default([])
      .meta({ graphql: [SheetGroupInput], description: 'Its groups.' }),
    bonuses: items.meta({ graphql: [SheetItemInput], description: 'What brings points beyond the total.' }),
    bonusCap: perhaps(points, 'Most that bonuses bring.'),
    vetoes: items.meta({ graphql: [SheetItemInput], description: 'What rules a unit out, whatever its score.' }),
    threshold: perhaps(thresholdSchema, 'From how many points a unit may be recommended.', SheetThresholdInput),
  })
  .meta({ description: 'A score sheet.' });
export const ScoreSheetInput = inputType('ScoreSheetInput', sheetSchema);
