import { enumType } from '../../kit/enums.ts';

export const NoticeKindEnum = enumType('NoticeKind', 'What sort of document a notice is.', {
  NOTICE: 'A notice (通知).',
  FORWARDING: "Hands a superior's notice on (转发).",
  ISSUANCE: 'Issues a document (印发).',
  IMPLEMENTATION_PLAN: "A plan that carries out a superior's plan (实施方案).",
  PUBLICATION: 'Makes something known (发布).',
});
export const NoticeStateEnum = enumType('NoticeState', 'How far a notice has come.', {
  DRAFT: 'Being written; seen by its body alone.',
  ISSUED: 'Sent under its number; never changed again.',
});
export const NoticeStageEnum = enumType('NoticeStage', 'How far a draft has come towards its signature.', {
  DRAFTING: 'Being written (拟稿).',
  IN_REVIEW: 'Waits for a colleague to review it (核稿).',
  REVIEWED: 'Reviewed, waits for the signature (待签发).',
  SIGNED: 'Signed, ready to be sent (已签发).',
});
export const NoticeStepKindEnum = enumType('NoticeStepKind', 'What was done with a draft.', {
  SUBMITTED: 'Given to be reviewed.',
  REVIEWED: 'Found fit to be signed.',
  SIGNED: 'Signed.',
  RETURNED: 'Given back to be changed.',
  REVISED: 'Changed after it was given away, which begins it anew.',
});
export const NoticeReachEnum = enumType('NoticeReach', 'Who below the issuer may read a notice.', {
  ADDRESSED: 'Those to whom it was delivered, and those below a body that handed it on.',
  OPEN: 'Everyone below the issuer.',
});
export const NoticeLevelEnum = enumType('NoticeLevel', 'The level that a title names (X-20).', {
  NATIONAL: 'National (全国).',
  PROVINCIAL: 'Provincial (省级).',
  CITY: 'City (市级).',
  COUNTY: 'County (县级).',
  GRASSROOTS: 'Grassroots (基层).',
});
export const AddresseeScopeEnum = enumType('AddresseeScope', 'Among which bodies a group is looked for.', {
  CHILDREN: 'The bodies directly below the issuer.',
  SUBTREE: 'All bodies below the issuer.',
  AFFILIATED: 'Bodies with a second bond to the issuer.',
});
export const AttachmentKindEnum = enumType('AttachmentKind', 'What an attachment is.', {
  FORM: 'A form to fill in (申报表).',
  SCORE_SHEET: 'A sheet to score oneself by (打分表).',
  ROSTER: 'A list of people (名单).',
  PAIRING_LIST: 'Who looks after whom (联系点名单).',
  PLAN: 'A plan or a rule (方案).',
  OTHER: 'Anything else.',
});
export const AwardKindEnum = enumType('AwardKind', 'A kind of award.', {
  HOME: 'Model home of the workers (模范职工之家).',
  SMALL_HOME: 'Model small home of the workers (模范职工小家).',
});
export const ParticipationEnum = enumType('Participation', 'Whether the audience owes the deliverable.', {
  MANDATORY: 'Owed: it counts in the rates.',
  VOLUNTARY: 'Invited: never overdue.',
});
export const DeliverableOutputEnum = enumType('DeliverableOutput', 'What is handed in.', {
  FORM: 'Answers to the form.',
  LEDGER: 'A ledger generated from what others submitted.',
  CORRECTION: 'A correction is handed on: asked for by the product, of those who handed on what was corrected.',
});
export const RouteEnum = enumType('Route', 'How a submission travels up.', {
  DIRECT: 'To the asker; the levels between read and remind.',
  LEVEL_BY_LEVEL: 'Each level accepts and forwards.',
});
export const LatePolicyEnum = enumType('LatePolicy', 'What happens to what comes late.', {
  HARD_CLOSE: 'Refused; reopened by name with a reason.',
  ACCEPT_LATE: 'Accepted and marked.',
  GRACE: 'Accepted and marked for some days, then refused.',
  AUTO_FORFEIT: 'Refused and given up (逾期视为自动放弃).',
});
export const LedgerSourceEnum = enumType('LedgerSource', 'Where a ledger column is read from.', {
  ORGANIZATION: 'Name of the reporting unit.',
  SUPERIOR: 'Name of the body above it.',
  STATE: 'State of what it owes.',
  SUBMITTED_AT: 'When it first submitted, in Beijing time.',
  ON_TIME: 'Whether that was in time.',
  ANSWER: 'An answer of the form.',
});

export const noticeKindLabels = {
  NOTICE: '通知',
  FORWARDING: '转发',
  ISSUANCE: '印发',
  IMPLEMENTATION_PLAN: '实施方案',
  PUBLICATION: '发布',
} as const;
export const attachmentKindLabels = {
  FORM: '申报表',
  SCORE_SHEET: '打分表',
  ROSTER: '名单',
  PAIRING_LIST: '联系点名单',
  PLAN: '方案',
  OTHER: '其他',
} as const;
export const noticeStateLabels = { DRAFT: '草稿', ISSUED: '已印发' } as const;
export const noticeStageLabels = { DRAFTING: '拟稿', IN_REVIEW: '核稿', REVIEWED: '待签发', SIGNED: '已签发' } as const;
export const noticeStepKindLabels = { SUBMITTED: '送核', REVIEWED: '核稿', SIGNED: '签发', RETURNED: '退回修改', REVISED: '改稿' } as const;
export const noticeLevelLabels = { NATIONAL: '全国', PROVINCIAL: '省级', CITY: '市级', COUNTY: '县级', GRASSROOTS: '基层' } as const;
export const routeLabels = { DIRECT: '直接报送', LEVEL_BY_LEVEL: '逐级报送' } as const;
export const latePolicyLabels = {
  HARD_CLOSE: '到期关闭',
  ACCEPT_LATE: '逾期可报，标注逾期',
  GRACE: '宽限期内可报，标注逾期',
  AUTO_FORFEIT: '逾期不报视为自动放弃',
} as const;
