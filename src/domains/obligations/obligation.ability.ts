import type { Domain } from '../../kit/domain.ts';

/** Everybody reads what is owed in their range and sees their own work; who issues may let off and open again (C-05). */
export const ability: Domain['ability'] = (viewer, can) => {
  can('read', 'Obligation');
  if (viewer.kind === 'TOKEN') return;
  can('read', 'WorkItem');
  if (viewer.roles.includes('ISSUING_OFFICER')) can(['waive', 'reopen'], 'Obligation');
};
