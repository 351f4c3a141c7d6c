import type { Domain } from '../../kit/domain.ts';

/**
 * Whoever may review a text, or fills in what somebody of the house signs, may ask somebody without an account to sign it: each
 * kind of thing has a rule of its own beside this one. Not in a capacity that was lent: the link would outlive the loan.
 */
export const ability: Domain['ability'] = (viewer, can) => {
  if (viewer.kind !== 'APPOINTMENT') return;
  if (viewer.roles.some((role) => role === 'ISSUING_OFFICER' || role === 'SIGNATORY' || role === 'REPORTER'))
    can(['read', 'invite', 'revoke'], 'SigningInvitation');
};
