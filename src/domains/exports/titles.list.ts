import { z } from 'zod';
import { NOTICE_LEVELS } from '../notices/notice.entity.ts';
import { noticeLevelLabels } from '../notices/notice.enums.ts';
import { idOf } from '../../kit/node-id.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { TITLE_KINDS } from '../honours/award-list.entity.ts';
import { titleStatusLabels } from '../honours/honour.enums.ts';
import { pairsOf, spendingOf, standingOf, subsidyOf } from '../honours/read-holders.ts';
import { listTitles } from '../honours/read-titles.ts';
import type { TitleRow } from '../honours/title.rows.ts';
import { type Column, columnSet, whole } from './column-set.ts';

/** Digits behind the point, of yuan. */
const FEN = 2;
const yuan = (fen: number): string => (fen / 100).toFixed(FEN);

const columns: readonly Column<TitleRow>[] = [
  { key: 'unit', heading: '单位', kind: 'TEXT', width: 36, value: (_, { unit_name }) => unit_name },
  { key: 'title', heading: '称号', kind: 'TEXT', width: 24, value: (_, { name }) => name },
  { key: 'level', heading: '级别', kind: 'TEXT', value: (_, { level }) => noticeLevelLabels[level] },
  { key: 'year', heading: '年度', kind: 'NUMBER', width: 8, value: (_, { award_year }) => whole(award_year) },
  {
    key: 'grantor',
    heading: '授予单位',
    kind: 'TEXT',
    width: 24,
    value: async (ctx, row) => (await organizationById(ctx, row.grantor_id))?.name ?? null,
  },
  { key: 'certificate', heading: '证书编号', kind: 'TEXT', width: 28, value: (_, row) => row.certificate_number },
  { key: 'status', heading: '状态', kind: 'TEXT', value: async (ctx, row) => titleStatusLabels[await standingOf(ctx, row)] },
  { key: 'plaque', heading: '授牌日期', kind: 'TEXT', value: (_, row) => row.plaque_given_on },
  {
    key: 'subsidy',
    heading: '补助金额（元）',
    kind: 'NUMBER',
    scale: FEN,
    value: async (ctx, { id }) => {
      const subsidy = await subsidyOf(ctx, id);
      return subsidy ? yuan(subsidy.amount_fen) : null;
    },
  },
  { key: 'paidOn', heading: '发放日期', kind: 'TEXT', value: async (ctx, { id }) => (await subsidyOf(ctx, id))?.paid_on ?? null },
  {
    key: 'spent',
    heading: '已支出（元）',
    kind: 'NUMBER',
    scale: FEN,
    value: async (ctx, { id }) => {
      const subsidy = await subsidyOf(ctx, id);
      return subsidy ? yuan((await spendingOf(ctx, subsidy.id)).reduce((sum, { amount_fen }) => sum + amount_fen, 0)) : null;
    },
  },
  {
    key: 'mentoring',
    heading: '帮促共建单位数',
    kind: 'NUMBER',
    value: async (ctx, { id }) => whole((await pairsOf(ctx, id)).filter(({ ended_on }) => ended_on === null).length),
  },
];

/** Who holds what, with its money as far as the viewer may know: the list of what was named, and the table of subsidies. */
export const titles = columnSet({
  may: ['read', 'Title'],
  schema: z.strictObject({
    under: idOf('Organization').optional(),
    kind: z.enum(TITLE_KINDS).optional(),
    level: z.enum(NOTICE_LEVELS).optional(),
    lacking: z.enum(['PLAQUE', 'SUBSIDY', 'MENTORING']).optional(),
  }),
  fixed: columns,
  open: async (_, { under, kind, level, lacking }) => ({
    about: null,
    columns,
    page: (ctx, page) =>
      listTitles(ctx, { under: under ?? null, kind: kind ?? null, level: level ?? null, lacking: lacking ?? null }, page),
  }),
});
