import { z } from 'zod';
import { idOf } from '../../kit/node-id.ts';
import { type ContributionRow, indicatorLabels, type ScoreRow } from '../evaluations/evaluation.rows.ts';
import { countScores, findEvaluation, listContributions, listScores } from '../evaluations/read-evaluations.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { type Column, columnSet, whole } from './column-set.ts';

/** Digits of points. */
const POINTS = 4;

const scoreColumns: readonly Column<ScoreRow>[] = [
  { key: 'rank', heading: '名次', kind: 'NUMBER', width: 8, value: (_, { rank }) => whole(rank) },
  {
    key: 'organization',
    heading: '单位',
    kind: 'TEXT',
    width: 36,
    value: async (ctx, { subject_id }) => (await organizationById(ctx, subject_id))?.name ?? null,
  },
  { key: 'total', heading: '得分', kind: 'NUMBER', scale: POINTS, value: (_, { total }) => total },
  { key: 'attainable', heading: '有数据的指标满分', kind: 'NUMBER', scale: POINTS, value: (_, { attainable }) => attainable },
];

/** What each body has earned, by rank, with a few columns for each indicator. */
export const evaluationScores = columnSet({
  may: ['read', 'Evaluation'],
  schema: z.strictObject({ evaluationId: idOf('Evaluation') }),
  fixed: scoreColumns,
  expanding: [{ key: 'lines', heading: '各项指标', personal: false, expands: true }],
  open: async (ctx, { evaluationId }) => {
    const evaluation = await findEvaluation(ctx, evaluationId);
    if (!evaluation) return undefined;
    const lines = evaluation.indicators.flatMap(({ indicator }, index): Column<ScoreRow>[] => {
      const of = (heading: string, pick: (line: ScoreRow['lines'][number]) => string | null, scale?: number): Column<ScoreRow> => ({
        key: 'lines',
        heading: `${indicatorLabels[indicator]}：${heading}`,
        kind: 'NUMBER',
        ...(scale !== undefined && { scale }),
        value: (_, row) => (row.lines[index] ? pick(row.lines[index]) : null),
      });
      return [
        of('得分', ({ points }) => points, POINTS),
        of('分子', ({ numerator }) => whole(numerator)),
        of('分母', ({ denominator }) => whole(denominator)),
      ];
    });
    return {
      about: evaluation.title,
      columns: [...scoreColumns, ...lines],
      page: async (reader, page) => {
        const present = await findEvaluation(reader, evaluationId);
        if (!present) throw new Error('The evaluation went out of reach');
        return { ...(await listScores(reader, present, page)), totalCount: () => countScores(reader, present) };
      },
    };
  },
});

const contributionColumns: readonly Column<ContributionRow>[] = [
  {
    key: 'organization',
    heading: '单位',
    kind: 'TEXT',
    width: 36,
    value: async (ctx, { subject_id }) => (await organizationById(ctx, subject_id))?.name ?? null,
  },
  {
    key: 'predecessor',
    heading: '原单位',
    kind: 'TEXT',
    width: 36,
    value: async (ctx, { predecessor_id }) => (predecessor_id ? ((await organizationById(ctx, predecessor_id))?.name ?? null) : null),
  },
  { key: 'indicator', heading: '指标', kind: 'TEXT', value: (_, { indicator }) => indicatorLabels[indicator] },
  {
    key: 'source',
    heading: '报送事项',
    kind: 'TEXT',
    width: 36,
    value: async (ctx, { root_id }) => (await ctx.loaders.one('deliverable', root_id))?.title ?? null,
  },
  { key: 'numerator', heading: '分子', kind: 'NUMBER', value: (_, { numerator }) => whole(numerator) },
  { key: 'denominator', heading: '分母', kind: 'NUMBER', value: (_, { denominator }) => whole(denominator) },
];

/** What each body's points of a year come from (S0-10). */
export const evaluationContributions = columnSet({
  may: ['read', 'Evaluation'],
  schema: z.strictObject({ year: z.int().min(1992).max(9999) }),
  fixed: contributionColumns,
  open: async (_, { year }) => ({
    about: `${year}年`,
    columns: contributionColumns,
    page: (ctx, page) => listContributions(ctx, year, page),
  }),
});
