/** What can be written into a file: lists as the screens show them. */
export const EXPORT_LISTS = [
  'ORGANIZATIONS',
  'OBLIGATIONS',
  'SUBMISSIONS',
  'PROGRESS',
  'FIGURES',
  'DELIVERIES',
  'LEDGER',
  'EVALUATION_SCORES',
  'EVALUATION_CONTRIBUTIONS',
  'TITLES',
  'PERSONS',
  'AUDIT_LINES',
] as const;
export type ExportList = (typeof EXPORT_LISTS)[number];

export const exportListLabels: Readonly<Record<ExportList, string>> = {
  ORGANIZATIONS: '组织',
  OBLIGATIONS: '报送任务',
  SUBMISSIONS: '报送件',
  PROGRESS: '进度',
  FIGURES: '数据汇总',
  DELIVERIES: '签收情况',
  LEDGER: '台账',
  EVALUATION_SCORES: '评价得分',
  EVALUATION_CONTRIBUTIONS: '评价依据',
  TITLES: '称号',
  PERSONS: '人员',
  AUDIT_LINES: '操作记录',
};
