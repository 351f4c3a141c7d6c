import type { Role } from '../../context.ts';
import type { NotificationEvent } from './events.ts';

/** Why somebody is told. */
export const REASONS = ['RECEIVES', 'OWES', 'SUBMITTED', 'REVIEWS', 'ISSUED', 'ABOVE', 'STARTED', 'ACCOUNT'] as const;
export type Reason = (typeof REASONS)[number];

/** What is told beside the inbox: a message that rings, a mail, or a mail of digests for those who wish it. */
export type Outside = 'PUSH' | 'MAIL' | 'DIGEST_MAIL' | 'NONE';

/** Who is told of an event, how and when (journeys, section 5). */
export interface Policy {
  /** What happened, in Chinese: the head of a message. */
  readonly label: string;
  readonly reason: Reason;
  /** Who of a body, when the line names none. */
  readonly roles: readonly Role[];
  readonly outside: Outside;
  /** Hours of the day at which it is gathered and told, as counts; at once when absent. */
  readonly digest?: readonly string[];
  /** Its message waits so long for others of its kind. */
  readonly mergeMinutes?: number;
  /** Nobody can switch its message off. */
  readonly always?: true;
  /** Its message goes at any hour, alone, whatever came before it on that day. */
  readonly security?: true;
  /** It asks for something to be done, and is done when that is. */
  readonly task?: true;
}

const FILLS_IN: readonly Role[] = ['REPORTER', 'ISSUING_OFFICER'];
const ISSUES: readonly Role[] = ['ISSUING_OFFICER'];
const REVIEWS: readonly Role[] = ['REVIEWER'];
const EVERYBODY: readonly Role[] = ['REPORTER', 'ISSUING_OFFICER', 'REVIEWER', 'ADMINISTRATOR'];

const unit = (label: string, outside: Outside, more: Partial<Policy> = {}): Policy => ({
  label,
  reason: 'OWES',
  roles: FILLS_IN,
  outside,
  ...more,
});
const account = (label: string): Policy => ({ label, reason: 'ACCOUNT', roles: [], outside: 'PUSH', always: true, security: true });

const ARRIVALS = ['09:00', '14:30'];
const EVENING = ['17:30'];

export const policies: Readonly<Record<NotificationEvent, Policy>> = {
  NOTICE_DELIVERED: unit('收到文件', 'PUSH', { reason: 'RECEIVES', mergeMinutes: 60, task: true }),
  NOTICE_AMENDED: unit('文件更正', 'PUSH', { reason: 'RECEIVES', always: true }),
  NOTICE_RECALLED: unit('文件撤回', 'PUSH', { reason: 'RECEIVES', always: true }),
  CORRECTION_TO_PASS_ON: unit('更正待转发', 'PUSH', { reason: 'RECEIVES', roles: ISSUES, always: true, task: true }),
  DUE_CHANGED: unit('截止时间变更', 'PUSH', { always: true, task: true }),
  DUE_SOON: unit('即将到期', 'PUSH', { task: true }),
  OVERDUE: unit('已逾期', 'PUSH', { task: true }),
  OVERDUE_BELOW: unit('下级逾期', 'DIGEST_MAIL', { reason: 'ISSUED', roles: ISSUES }),
  NOT_SIGNED: unit('文件待签收', 'PUSH', { reason: 'RECEIVES', task: true }),
  NOT_SIGNED_BELOW: unit('下级未签收', 'DIGEST_MAIL', { reason: 'ISSUED', roles: ISSUES }),
  REMINDED: unit('催办', 'PUSH', { task: true }),
  EXTENSION_ASKED: unit('申请延期', 'NONE', { reason: 'ISSUED', roles: ISSUES, task: true }),
  EXTENSION_ANSWERED: unit('延期答复', 'PUSH', { always: true, task: true }),
  OBLIGATION_REOPENED: unit('重新开放', 'PUSH', { always: true, task: true }),
  OBLIGATION_WAIVED: unit('免予报送', 'PUSH'),
  SUBMISSION_RECEIVED: unit('收到报送', 'DIGEST_MAIL', { reason: 'REVIEWS', roles: REVIEWS, digest: ARRIVALS, task: true }),
  SUBMISSION_RETURNED: unit('退回修改', 'PUSH', { reason: 'SUBMITTED', always: true, task: true }),
  RETURN_UNREAD: unit('退回件未读', 'PUSH', { roles: EVERYBODY, always: true, task: true }),
  RETURN_UNREAD_BELOW: unit('下级退回件未读', 'NONE', { reason: 'ABOVE', roles: REVIEWS, task: true }),
  SUBMISSION_ACCEPTED: unit('审核通过', 'DIGEST_MAIL', { reason: 'SUBMITTED', digest: EVENING }),
  SUBMISSION_FORWARDED: unit('已上报', 'DIGEST_MAIL', { reason: 'SUBMITTED', digest: EVENING }),
  SUBMISSION_REFUSED: unit('不予同意', 'PUSH', { reason: 'SUBMITTED', always: true }),
  SUBMISSION_ENTERED_ON_BEHALF: unit('代为填报', 'PUSH', { reason: 'OWES' }),
  ARMED_SUBMISSION_SENT: unit('自动报送完成', 'NONE', { reason: 'SUBMITTED' }),
  ARMED_SUBMISSION_FAILED: unit('自动报送未成', 'PUSH', { reason: 'SUBMITTED', always: true, task: true }),
  REVIEW_RECUSED: unit('审核回避', 'NONE', { reason: 'REVIEWS', roles: REVIEWS }),
  JUDGE_ASSIGNED: unit('评审任务', 'PUSH', { reason: 'REVIEWS', roles: [] }),
  JUDGE_UNFINISHED: unit('评审未完成', 'PUSH', { reason: 'REVIEWS', roles: [] }),
  JUDGE_RECUSED: unit('评委回避', 'NONE', { reason: 'ISSUED', roles: ISSUES }),
  QUESTION_ASKED: unit('有单位提问', 'NONE', { reason: 'ISSUED', roles: ISSUES }),
  QUESTION_ANSWERED: unit('提问已答复', 'NONE', { reason: 'RECEIVES' }),
  BULLETIN_ISSUED: unit('印发通报', 'PUSH', { reason: 'RECEIVES' }),
  AWARDS_NAMED: unit('评选结果', 'PUSH', { reason: 'SUBMITTED' }),
  SIGNATURE_GIVEN: unit('已签署', 'NONE', { reason: 'STARTED', roles: EVERYBODY }),
  SIGNATURE_DECLINED: unit('未予签署', 'NONE', { reason: 'STARTED', roles: EVERYBODY }),
  POST_HANDED_OVER: unit('岗位交接', 'NONE', { reason: 'ACCOUNT', roles: EVERYBODY }),
  CAPACITY_GRANTED: account('获得办事身份'),
  NEW_DEVICE: account('新设备登录'),
  PASSWORD_RESET: account('口令已重置'),
  SECOND_FACTOR_CHANGED: account('两步验证变更'),
  IDENTITY_LINKED: account('关联统一身份'),
  JOB_FINISHED: { label: '后台任务结束', reason: 'STARTED', roles: [], outside: 'MAIL' },
};

const eventsWhere = (is: (policy: Policy) => unknown): NotificationEvent[] =>
  (Object.keys(policies) as NotificationEvent[]).filter((event) => is(policies[event]));

export const DIGEST_EVENTS = eventsWhere(({ digest }) => digest);
export const SECURITY_EVENTS = eventsWhere(({ security }) => security);
export const TASK_EVENTS = eventsWhere(({ task }) => task);
export const PUSH_EVENTS = eventsWhere(({ outside }) => outside === 'PUSH');
export const MERGED_EVENTS = eventsWhere(({ mergeMinutes }) => mergeMinutes);
/** Those whose outside message a person may switch off. */
export const OPTIONAL_EVENTS = eventsWhere(({ always, outside }) => !always && outside !== 'NONE');
