import { ID, Int } from 'type-graphql';
import { z } from 'zod';
import { compare, isDecimal } from '../../kit/decimal.ts';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { isDay } from '../../kit/time.ts';
import { ORGANIZATION_KINDS } from '../federation/organization.kind.ts';
import { OrganizationKindEnum } from '../federation/organization.type.ts';
import { INDICATORS } from './evaluation.entity.ts';
import { IndicatorEnum } from './evaluation.type.ts';

const points = z
  .string()
  .max(12)
  .refine((text) => isDecimal(text) && (text.split('.')[1] ?? '').length <= 4, {
    message: '分值应为最多四位小数的数字',
    params: { code: 'NOT_A_NUMBER' },
  })
  .refine((text) => !isDecimal(text) || (compare(text, '0') > 0 && compare(text, '1000') <= 0), {
    message: '分值应大于 0，不超过 1000',
    params: { code: 'POINTS_OUT_OF_RANGE' },
  });

const indicatorSchema = z
  .object({
    indicator: z.enum(INDICATORS).meta({ graphql: IndicatorEnum, description: 'What is measured.' }),
    points: points.meta({ description: 'What it is worth: a decimal above 0, at most 1000, at most four digits after the point.' }),
    deliverableIds: z
      .array(idOf('Deliverable'))
      .min(1)
      .max(50)
      .meta({ graphql: [ID], description: 'The deliverables that it is read from; issued by this body or one above it.' }),
  })
  .meta({ description: 'An indicator of an evaluation.' });

export const EvaluationIndicatorInput = inputType('EvaluationIndicatorInput', indicatorSchema);

export const draftEvaluationInput = z
  .object({
    year: z.int().min(1992).max(2200).meta({ graphql: Int, description: 'Year that is evaluated.' }),
    title: z.string().trim().min(1).max(100).meta({ description: 'Title; a body has one evaluation of a title and year.' }),
    rosterDay: z
      .string()
      .refine(isDay, { message: '名单日不是有效日期', params: { code: 'NOT_A_DAY' } })
      .meta({ description: 'The tree at the end of this day, as 2021-12-31, decides who is evaluated.' }),
    subjectKinds: z
      .array(z.enum(ORGANIZATION_KINDS))
      .min(1)
      .max(ORGANIZATION_KINDS.length)
      .meta({ graphql: [OrganizationKindEnum], description: 'Kinds of the bodies directly below that are evaluated.' }),
    indicators: z
      .array(indicatorSchema)
      .min(1)
      .max(INDICATORS.length)
      .refine((list) => new Set(list.map(({ indicator }) => indicator)).size === list.length, {
        message: '同一指标不能重复',
        params: { code: 'INDICATOR_REPEATED' },
      })
      .meta({ graphql: [EvaluationIndicatorInput], description: 'What is measured, each indicator once.' }),
  })
  .meta({ description: 'A new evaluation of the bodies directly below.' });
export const DraftEvaluationInput = inputType('DraftEvaluationInput', draftEvaluationInput);

const step = {
  evaluationId: idOf('Evaluation').meta({ description: 'The evaluation.' }),
  version: z.int().meta({ description: 'The version that was read.' }),
} as const;

export const computeEvaluationInput = z.object(step).meta({ description: 'Which evaluation to compute.' });
export const ComputeEvaluationInput = inputType('ComputeEvaluationInput', computeEvaluationInput);

export const publishEvaluationInput = z.object(step).meta({ description: 'Which evaluation to publish.' });
export const PublishEvaluationInput = inputType('PublishEvaluationInput', publishEvaluationInput);
