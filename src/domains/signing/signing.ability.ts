import type { Domain } from '../../kit/domain.ts';

/**
 * Whoever may review a text may ask somebody without an account to sign it, each kind of thing with a rule of its own
 * beside this one. Not in a capacity that was lent: the link would outlive the loan.
 */
export const ability: Domain['ability'] = (viewer, can) => {
  if (viewer.kind !== 'APPOINTMENT') return;
  if (viewer.roles.some((role) => role === 'ISSUING_OFFICER' || role === 'SIGNATORY'))
    can(['read', 'invite', 'revoke'], 'SigningInvitation');
};
