import type { Domain } from '../../kit/domain.ts';

/** a body closes and sends its own ledgers; whoever stands above reads them. */
export const ability: Domain['ability'] = (viewer, can) => {
  can('read', 'Ledger');
  if (viewer.kind === 'TOKEN') return;
  if (viewer.roles.includes('ISSUING_OFFICER') || viewer.roles.includes('REPORTER')) can(['close', 'reopen', 'send'], 'Ledger');
};
