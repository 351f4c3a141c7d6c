/** What people are told of (journeys, section 5). */
export const NOTIFICATION_EVENTS = [
  'NOTICE_DELIVERED',
  'NOTICE_AMENDED',
  'NOTICE_RECALLED',
  'CORRECTION_TO_PASS_ON',
  'DUE_CHANGED',
  'DUE_SOON',
  'OVERDUE',
  'NOT_SIGNED',
  'REMINDED',
  'EXTENSION_ASKED',
  'EXTENSION_ANSWERED',
  'OBLIGATION_REOPENED',
  'OBLIGATION_WAIVED',
  'SUBMISSION_RECEIVED',
  'SUBMISSION_RETURNED',
  'SUBMISSION_ACCEPTED',
  'SUBMISSION_FORWARDED',
  'SUBMISSION_ENTERED_ON_BEHALF',
  'ARMED_SUBMISSION_SENT',
  'ARMED_SUBMISSION_FAILED',
  'REVIEW_RECUSED',
  'QUESTION_ASKED',
  'QUESTION_ANSWERED',
  'BULLETIN_ISSUED',
  'SIGNATURE_ASKED',
  'SIGNATURE_GIVEN',
  'POST_HANDED_OVER',
  'CAPACITY_GRANTED',
  'NEW_DEVICE',
  'PASSWORD_RESET',
  'SECOND_FACTOR_CHANGED',
  'JOB_FINISHED',
] as const;
export type NotificationEvent = (typeof NOTIFICATION_EVENTS)[number];

/** Who is to be told: whoever acts for a body in one of the roles, one person, or everybody that a notice went to. */
export type Audience =
  | { readonly organizationIds: readonly string[]; readonly roles?: readonly string[] }
  | { readonly personIds: readonly string[] }
  | { readonly accountIds: readonly string[] }
  /** The bodies to which this notice was delivered: one line however many there are. */
  | { readonly deliveriesOf: string };
