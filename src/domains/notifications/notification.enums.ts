import { enumType } from '../../kit/enums.ts';
import type { NotificationEvent } from './events.ts';
import type { Channel, DELIVERY_STATES } from './notification.entity.ts';
import type { Reason } from './policy.ts';

type DeliveryState = (typeof DELIVERY_STATES)[number];

export const NotificationEventEnum = enumType<NotificationEvent>('NotificationEvent', 'What people are told of.', {
  NOTICE_DELIVERED: 'A notice has arrived.',
  NOTICE_AMENDED: 'A notice was corrected.',
  NOTICE_RECALLED: 'A notice was taken back.',
  CORRECTION_TO_PASS_ON: 'A correction from above is to be handed on.',
  DUE_CHANGED: 'It is due at another time.',
  DUE_SOON: 'It is due soon and not handed in.',
  OVERDUE: 'It is overdue and not handed in.',
  OVERDUE_BELOW: 'Units below are overdue; a count.',
  NOT_SIGNED: 'A notice has not been signed for.',
  NOT_SIGNED_BELOW: 'Units below have not signed for a notice; a count.',
  REMINDED: 'A body above reminds.',
  EXTENSION_ASKED: 'A unit asks for more time.',
  EXTENSION_ANSWERED: 'Whether more time was given.',
  OBLIGATION_REOPENED: 'It may be handed in again.',
  OBLIGATION_WAIVED: 'The unit is let off.',
  SUBMISSION_RECEIVED: 'Something has come in for review; a count.',
  SUBMISSION_RETURNED: 'What was handed in is returned to be mended.',
  RETURN_UNREAD: 'Nobody has read for a day that something was returned.',
  RETURN_UNREAD_BELOW: 'A unit below has not read for a day that something was returned.',
  SUBMISSION_ACCEPTED: 'What was handed in is accepted.',
  SUBMISSION_FORWARDED: 'What was handed in has moved up.',
  SUBMISSION_REFUSED: 'A body on its way did not agree, which ended it.',
  SUBMISSION_ENTERED_ON_BEHALF: 'A body above has filled it in for the unit.',
  ARMED_SUBMISSION_SENT: 'It was handed in by itself when its files had arrived.',
  ARMED_SUBMISSION_FAILED: 'It could not be handed in by itself.',
  REVIEW_RECUSED: 'A reviewer has stepped back.',
  JUDGE_ASSIGNED: 'Somebody is to judge entries of a round.',
  JUDGE_UNFINISHED: 'Somebody has not judged everything a day before the end.',
  JUDGE_RECUSED: 'A judge has stepped back from an entry.',
  QUESTION_ASKED: 'A unit asks about a notice.',
  QUESTION_ANSWERED: 'A question about a notice is answered.',
  BULLETIN_ISSUED: 'A bulletin was issued.',
  AWARDS_NAMED: 'What became of an application for honours is known.',
  SIGNATURE_GIVEN: 'A signature was given.',
  SIGNATURE_DECLINED: 'A signature was refused, with a reason.',
  POST_HANDED_OVER: 'The work of a post was handed over.',
  CAPACITY_GRANTED: 'The person may act in a further capacity.',
  NEW_DEVICE: 'The account was signed in on a new device.',
  PASSWORD_RESET: 'The password was reset.',
  SECOND_FACTOR_CHANGED: 'The second factor was changed.',
  IDENTITY_LINKED: 'The account was linked with an identity provider.',
  JOB_FINISHED: 'What was started behind a request has ended.',
});
export const NotificationReasonEnum = enumType<Reason>('NotificationReason', 'Why somebody is told.', {
  RECEIVES: 'It went to their body.',
  OWES: 'Their body owes it.',
  SUBMITTED: 'Their body handed it in.',
  REVIEWS: 'Their body reviews it.',
  ISSUED: 'Their body asks for it.',
  ABOVE: 'It concerns a body below theirs.',
  STARTED: 'They started it.',
  ACCOUNT: 'It concerns their account.',
});
export const ChannelEnum = enumType<Channel>('NotificationChannel', 'A way outside of the inbox.', {
  SMS: 'A short message.',
  WECOM: 'A message of WeCom (企业微信).',
  EMAIL: 'A mail.',
});
export const DeliveryStateEnum = enumType<DeliveryState>('NotificationDeliveryState', 'How far a message outside has come.', {
  PENDING: 'Waits for its time, or to be tried again.',
  SENT: 'Was taken by whoever carries it.',
  FAILED: 'Was given up.',
  SKIPPED: 'Was not sent: switched off, nowhere to send it, or done before its time.',
  MERGED: 'Was said in another message.',
});
export const PulseTopicEnum = enumType<PulseTopic>('PulseTopic', 'What may have changed and is worth fetching again.', {
  NOTIFICATIONS: 'The inbox.',
  WORK: 'What the body has to do, and what stands below it.',
  JOBS: 'What the caller has started.',
});
export type PulseTopic = 'NOTIFICATIONS' | 'WORK' | 'JOBS';

export const reasonLabels: Readonly<Record<Reason, string>> = {
  RECEIVES: '本单位收文',
  OWES: '本单位待办',
  SUBMITTED: '本单位报送',
  REVIEWS: '由本单位审核',
  ISSUED: '由本单位发起',
  ABOVE: '下级单位事项',
  STARTED: '由您发起',
  ACCOUNT: '您的账户',
};
export const channelLabels: Readonly<Record<Channel, string>> = { SMS: '短信', WECOM: '企业微信', EMAIL: '邮件' };
export const deliveryStateLabels: Readonly<Record<DeliveryState, string>> = {
  PENDING: '待发送',
  SENT: '已发送',
  FAILED: '发送失败',
  SKIPPED: '未发送',
  MERGED: '已合并发送',
};
