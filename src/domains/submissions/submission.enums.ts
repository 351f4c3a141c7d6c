import { enumType } from '../../kit/enums.ts';
import type { ChangeKind } from './since-batch.ts';
import type { CHANNELS, PRINTS } from './submission.entity.ts';

export { FindingSeverityEnum } from '../../kit/finding.type.ts';

export const SubmissionStateEnum = enumType('SubmissionState', 'Where a submission stands.', {
  SUBMITTED: 'In the hands of the body that reviews it.',
  RETURNED: 'Back with the unit, or with a body it had passed, to be mended.',
  ACCEPTED: 'Accepted by the body that asked for it.',
  WITHDRAWN: 'Taken back by the unit before anybody acted on it.',
});
export const StepKindEnum = enumType('SubmissionStepKind', 'What happened to a submission.', {
  SUBMITTED: 'Handed in.',
  RESUBMITTED: 'Handed in again after a return.',
  ENTERED: 'Entered by a body above for the unit (代录).',
  CONFIRMED: 'Confirmed by the unit for which it was entered.',
  REPLACED: "The unit's own, in place of what was entered for it.",
  RETURNED: 'Returned to be mended.',
  ACCEPTED: 'Accepted by a body on its way.',
  FORWARDED: 'Handed on to the next body above.',
  REFUSED: 'Not agreed to by a body on its way, which ended it.',
  WITHDRAWN: 'Taken back by the unit.',
});
export const ReceiptChannelEnum = enumType<(typeof CHANNELS)[number]>('ReceiptChannel', 'How something came that was entered for a unit.', {
  PAPER: 'On paper.',
  EMAIL: 'By e-mail.',
  FAX: 'By fax.',
  MESSAGE: 'By a message on a telephone.',
});
export const channelLabels = { PAPER: '纸质', EMAIL: '电子邮件', FAX: '传真', MESSAGE: '手机信息' } as const;

export const DecisionEnum = enumType('ReviewDecision', 'What a reviewing body decided.', {
  ACCEPT: 'Accepted it.',
  RETURN: 'Returned it.',
  FORWARD: 'Handed it on.',
  DEFER: 'Put it aside for later.',
  RESUME: 'Took it up again.',
  RECUSE: 'Stepped back from it (回避).',
});
export const decisionLabels = {
  ACCEPT: '审核通过',
  RETURN: '退回',
  FORWARD: '上报',
  DEFER: '暂缓',
  RESUME: '恢复审核',
  RECUSE: '回避',
} as const;
export const BatchChangeEnum = enumType<ChangeKind>('BatchChange', "What happened to a unit's report since a batch went up.", {
  ARRIVED: 'Came in.',
  ACCEPTED: "Accepted by the caller's body: it can go up.",
  RETURNED: 'Returned to be mended.',
  WITHDRAWN: 'Taken back by the unit.',
});
export const batchChangeLabels = { ARRIVED: '新报送', ACCEPTED: '新审核通过', RETURNED: '被退回', WITHDRAWN: '被撤回' } as const;
export const QueueSetEnum = enumType('ReviewQueueSet', 'Which part of a review queue.', {
  PENDING: 'What waits for a decision, without what the caller put aside.',
  DEFERRED: 'What the caller put aside.',
});
export const PrintKindEnum = enumType<(typeof PRINTS)[number]>('DuplicateKind', 'What is the same in two submissions.', {
  TEXT: 'A text, white space aside.',
  FILE: 'The content of a file.',
});
export const SubmissionReachEnum = enumType('SubmissionReach', 'How the caller reaches the submissions of a list.', {
  SUBTREE: 'They were filed below an organization.',
  ASKED: "They stand elsewhere and the caller's organization asked too, as a second superior.",
});

export const submissionStateLabels = { SUBMITTED: '已报送，待审核', RETURNED: '已退回', ACCEPTED: '已通过', WITHDRAWN: '已撤回' } as const;
export const stepLabels = {
  SUBMITTED: '报送',
  RESUBMITTED: '重新报送',
  ENTERED: '代录',
  CONFIRMED: '确认代录',
  REPLACED: '自行报送，替换代录',
  RETURNED: '退回',
  ACCEPTED: '审核通过',
  FORWARDED: '上报',
  REFUSED: '不予同意',
  WITHDRAWN: '撤回',
} as const;
