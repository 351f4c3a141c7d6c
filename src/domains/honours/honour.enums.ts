import { enumType } from '../../kit/enums.ts';

export const TitleKindEnum = enumType('TitleKind', 'A kind of honour.', {
  HOME: 'Model home of the workers (模范职工之家).',
  SMALL_HOME: 'Model small home of the workers (模范职工小家).',
  COMMENDATION: 'A commendation by circular (通报表扬): no plaque, no money.',
  OTHER: 'Any other, by its name.',
});
export const AwardListStateEnum = enumType('AwardListState', 'How far a list has come.', {
  DRAFT: 'Being drawn up; seen by its body alone.',
  PROPOSED: 'Waits for the decision, through its publicity where there is one.',
  DECIDED: 'Decided.',
  NAMING: 'The circular is being written.',
  NAMED: 'Made known.',
});
export const AwardPriorityEnum = enumType('AwardPriority', 'What lets an application stand before others (S2-54, S2-59).', {
  NEW_EMPLOYMENT: 'A union of a new form of employment (新就业形态).',
  NEW_GROUPS: 'Outstanding in building unions among new groups (新业态群体建会).',
  INDUSTRIAL_WORKERS: 'Outstanding in the reform of the industrial workforce (产业工人队伍建设改革).',
  ONLINE_WORK: 'Outstanding in union work online (网上工会).',
});
export const AwardTagEnum = enumType('AwardTag', 'What a home is known for.', {
  SHARED_HOME: 'Shared by several unions (共享职工之家).',
  PARTY_BUILDING: '党建+',
  SMART: '智慧+',
  HARMONY: '和谐+',
  VITALITY: '活力+',
});
export const SubsidyUseEnum = enumType('SubsidyUse', 'What a subsidy is spent on.', {
  FACILITIES: 'The home itself (阵地建设).',
  ACTIVITIES: 'Activities of the union (工会活动).',
  TRAINING: 'Training (教育培训).',
  OTHER: 'Anything else.',
});

export const titleKindLabels = { HOME: '模范职工之家', SMALL_HOME: '模范职工小家', COMMENDATION: '通报表扬', OTHER: '其他称号' } as const;
export const awardListStateLabels = {
  DRAFT: '拟定中',
  PROPOSED: '待审定',
  DECIDED: '已审定',
  NAMING: '拟命名通报',
  NAMED: '已命名',
} as const;
export const priorityLabels = {
  NEW_EMPLOYMENT: '新就业形态领域',
  NEW_GROUPS: '新业态群体建会',
  INDUSTRIAL_WORKERS: '产业工人队伍建设改革',
  ONLINE_WORK: '网上工会工作',
} as const;
export const tagLabels = {
  SHARED_HOME: '共享职工之家',
  PARTY_BUILDING: '党建+',
  SMART: '智慧+',
  HARMONY: '和谐+',
  VITALITY: '活力+',
} as const;
export const useLabels = { FACILITIES: '阵地建设', ACTIVITIES: '工会活动', TRAINING: '教育培训', OTHER: '其他' } as const;

export const TitleStatusEnum = enumType('TitleStatus', 'How an honour stands today (F-09).', {
  NAMED: 'Made known, and not yet in force.',
  ACTIVE: 'In force.',
  SELF_CHECK_DUE: 'In force; the holder is asked to check itself. For the holder and those above it.',
  CONFIRMED: 'In force; the last self-check was accepted. For the same.',
  AT_RISK: 'In force; the last self-check is overdue. For the same.',
  REVOKED: 'Taken back by a decision.',
  EXPIRED: 'Its time is over.',
});
export const AwardOutcomeEnum = enumType('AwardOutcome', 'What became of an application (F-03).', {
  NAMED: 'Honoured.',
  PLAQUE_GIVEN: 'Honoured, and the plaque was given.',
  SUBSIDY_PAID: 'Honoured, and the money was paid.',
  NOT_RECOMMENDED: 'Never arrived at the organiser, or was not accepted there; in whose hands it was.',
  NOT_LISTED: 'Not proposed, with a reason.',
  NOT_APPROVED: 'Not approved, with a reason.',
});
export const titleStatusLabels = {
  NAMED: '已命名',
  ACTIVE: '有效',
  SELF_CHECK_DUE: '待自查',
  CONFIRMED: '自查合格',
  AT_RISK: '自查逾期',
  REVOKED: '已撤销',
  EXPIRED: '已到期',
} as const;
export const outcomeLabels = {
  NAMED: '已命名',
  PLAQUE_GIVEN: '已授牌',
  SUBSIDY_PAID: '已发补助',
  NOT_RECOMMENDED: '未获推荐',
  NOT_LISTED: '未列入名单',
  NOT_APPROVED: '未通过审定',
} as const;

export const PayeeEnum = enumType('Payee', 'Whose account money goes to.', {
  UNION: 'The union itself.',
  EMPLOYER: 'The employer that keeps its accounts.',
  SUPPLIER: 'Who delivered something.',
  PERSON: 'A person: always refused (S2-58).',
});
export const MenteeKindEnum = enumType('MenteeKind', 'What sort of union is helped.', {
  NON_PUBLIC: 'Of an enterprise that is not public (非公企业).',
  NEW_BUSINESS: 'Of a new form of business (新业态).',
});
