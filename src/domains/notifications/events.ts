/** What people are told of (journeys, section 5). */
export const NOTIFICATION_EVENTS = [
  'NOTICE_DELIVERED',
  'NOTICE_AMENDED',
  'NOTICE_RECALLED',
  'CORRECTION_TO_PASS_ON',
  'DUE_CHANGED',
  'DUE_SOON',
  'OVERDUE',
  'OVERDUE_BELOW',
  'NOT_SIGNED',
  'NOT_SIGNED_BELOW',
  'REMINDED',
  'EXTENSION_ASKED',
  'EXTENSION_ANSWERED',
  'OBLIGATION_REOPENED',
  'OBLIGATION_WAIVED',
  'SUBMISSION_RECEIVED',
  'SUBMISSION_RETURNED',
  'RETURN_UNREAD',
  'RETURN_UNREAD_BELOW',
  'SUBMISSION_ACCEPTED',
  'SUBMISSION_FORWARDED',
  'SUBMISSION_REFUSED',
  'SUBMISSION_ENTERED_ON_BEHALF',
  'ARMED_SUBMISSION_SENT',
  'ARMED_SUBMISSION_FAILED',
  'REVIEW_RECUSED',
  'JUDGE_ASSIGNED',
  'JUDGE_UNFINISHED',
  'JUDGE_RECUSED',
  'QUESTION_ASKED',
  'QUESTION_ANSWERED',
  'BULLETIN_ISSUED',
  'AWARDS_NAMED',
  'SIGNATURE_GIVEN',
  'SIGNATURE_DECLINED',
  'POST_HANDED_OVER',
  'CAPACITY_GRANTED',
  'NEW_DEVICE',
  'PASSWORD_RESET',
  'SECOND_FACTOR_CHANGED',
  'IDENTITY_LINKED',
  'JOB_FINISHED',
] as const;
export type NotificationEvent = (typeof NOTIFICATION_EVENTS)[number];

/** Who is to be told: whoever acts for a body in one of the roles, one person, or everybody that a notice went to. */
export type Audience =
  /** Roles: those of the event when absent. Accounts that are told otherwise are left out. */
  | { readonly organizationIds: readonly string[]; readonly roles?: readonly string[]; readonly exceptAccountIds?: readonly string[] }
  | { readonly personIds: readonly string[] }
  | { readonly accountIds: readonly string[] }
  /** The bodies to which this notice was delivered: one line however many there are. */
  | { readonly deliveriesOf: string }
  /**
   * The bodies that this run of reminders was written for, each about its own subject, which is of the line's type: one line
   * likewise, whose own subject only says what they have in common.
   */
  | { readonly remindersOf: string };
