import type { Domain } from '../../kit/domain.ts';

/**
 * Everybody reads what is owed in their range and sees their own work; who issues may let off, open again (C-05) and give
 * more time; more time is asked for by whoever does the work. Who issues and who reviews press for what is not there.
 */
export const ability: Domain['ability'] = (viewer, can) => {
  can('read', 'Obligation');
  if (viewer.kind === 'TOKEN') return;
  can('read', 'WorkItem');
  if (viewer.roles.includes('ISSUING_OFFICER')) can(['waive', 'reopen', 'extend', 'askExtension'], 'Obligation');
  if (viewer.roles.includes('REPORTER')) can('askExtension', 'Obligation');
  if (viewer.roles.includes('ISSUING_OFFICER') || viewer.roles.includes('REVIEWER')) can(['remind', 'recordCall'], 'Obligation');
};
