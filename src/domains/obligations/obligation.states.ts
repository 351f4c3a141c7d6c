import { transitions } from '../../kit/states.ts';

/**
 * F-07: the stored states of an obligation and what leads from one to the next. Overdue is not among them; it follows
 * from the clock. `complete` and `resume` are for the duty to organise, which ends with the level's own report (S0-06);
 * `askAgain` for questions that a correction changed.
 */
export const obligationStates = transitions({
  OPEN: { submit: 'SUBMITTED', forfeit: 'FORFEITED', waive: 'WAIVED', cancel: 'CANCELLED', reopen: 'OPEN', complete: 'ACCEPTED' },
  SUBMITTED: {
    withdraw: 'OPEN',
    replace: 'SUBMITTED',
    return: 'RETURNED',
    accept: 'ACCEPTED',
    forfeit: 'FORFEITED',
    cancel: 'CANCELLED',
    askAgain: 'RETURNED',
  },
  RETURNED: { submit: 'SUBMITTED', forfeit: 'FORFEITED', waive: 'WAIVED', cancel: 'CANCELLED', reopen: 'RETURNED', askAgain: 'RETURNED' },
  ACCEPTED: { resume: 'OPEN', cancel: 'CANCELLED', askAgain: 'RETURNED' },
  FORFEITED: { reopen: 'OPEN', reopenReturned: 'RETURNED', reopenSubmitted: 'SUBMITTED', waive: 'WAIVED', cancel: 'CANCELLED' },
  WAIVED: { reopen: 'OPEN' },
  CANCELLED: {},
});

export type ObligationState = Parameters<typeof obligationStates.next>[0];
