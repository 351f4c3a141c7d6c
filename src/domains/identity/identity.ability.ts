import type { Domain } from '../../kit/domain.ts';
import { levelOf } from '../../kit/tree.ts';

/**
 * An administrator keeps persons, accounts, offices and tokens of the subtree; an analyst makes tokens of their own;
 * everybody may lend what they hold. None of it can be done in a capacity that was itself lent, or it would outlive
 * the loan.
 */
export const ability: Domain['ability'] = (viewer, can) => {
  if (viewer.kind === 'TOKEN') return;
  can('read', 'Delegation');
  const isAdministrator = viewer.roles.includes('ADMINISTRATOR');
  if (isAdministrator) can('read', ['Person', 'Appointment', 'ApiToken', 'SignInPolicy']);
  if (viewer.kind !== 'APPOINTMENT') return;
  can(['create', 'end'], 'Delegation');
  if (viewer.roles.includes('ANALYST') || isAdministrator) can(['read', 'create', 'revoke'], 'ApiToken');
  if (!isAdministrator) return;
  can(['open', 'reset'], 'Account');
  can(['create', 'end'], 'Appointment');
  can('set', 'SignInPolicy');
  // Whose word is taken for who somebody is concerns everybody: only at the root of the federation.
  if (levelOf(viewer.path) === 1) can(['read', 'save'], 'TrustedIssuer');
};
