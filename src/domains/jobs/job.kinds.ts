/** What can go on behind a request, as its starter reads it. A kind has one handler, in `handlers.ts`. */
export const jobKindLabels = {
  REMIND_OBLIGATIONS: '催办',
  IMPORT_ORGANIZATIONS: '导入组织',
  IMPORT_POSTS: '导入职务',
  IMPORT_MEMBERS: '导入人员',
  EXPORT_LIST: '导出',
} as const;
export type JobKind = keyof typeof jobKindLabels;
