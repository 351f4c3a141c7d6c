import { now, part, veto } from './write.ts';

const within = (years: number) => ({ basis: 'INCIDENT', years }) as const;

/** What keeps a unit out of a model home, and through it its small homes (S2-21 to S2-26, C-23). */
export const vetoes = [
  veto(
    'V1',
    '劳动用工违法',
    now('contracts', '有职工没有签订劳动合同'),
    now('wages', '拖欠工资'),
    now('insurance', '没有按规定为职工缴纳社会保险'),
  ),
  veto(
    'V2',
    '安全生产和环境保护',
    part('accident', '一年内出过一般生产安全责任事故', undefined, within(1)),
    part('majorAccident', '三年内出过重大生产安全责任事故', undefined, within(3)),
    now('disease', '职业病危害严重'),
    now('energy', '能耗超标'),
    now('pollution', '污染环境严重'),
    now('hazard', '重大隐患没有整改'),
  ),
  veto('V3', '违反其他法律法规且情节严重', now('serious', '在市场监管、质量、食药安全、税收、环保、财会审计等方面严重违法')),
  veto(
    'V4',
    '工会职责没有履行',
    now('founding', '没有依法建会、拨缴经费或登记法人资格'),
    now('mechanisms', '民主管理、集体协商、争议调解没有落实'),
    now('standstill', '工会工作无法正常开展'),
  ),
  veto('V5', '劳动争议', now('disputes', '劳动争议案件频发'), part('incident', '三年内因违法引发过职工群体性事件', undefined, within(3))),
  veto(
    'V6',
    '违法违纪',
    part('penalty', '受过处罚且影响期未满（填影响期截止日）', undefined, { basis: 'INFLUENCE' }),
    now('investigation', '正在接受执法或执纪部门调查'),
  ),
];
