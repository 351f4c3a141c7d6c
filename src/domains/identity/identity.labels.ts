import type { Role } from '../../context.ts';

/** What a person reads for each role. */
export const roleLabels: Readonly<Record<Role, string>> = {
  ADMINISTRATOR: '管理员',
  ISSUING_OFFICER: '发文人员',
  SIGNATORY: '签发人',
  REVIEWER: '审核人员',
  REPORTER: '填报人员',
  ANALYST: '分析人员',
};
