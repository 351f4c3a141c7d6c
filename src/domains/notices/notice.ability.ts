import type { Domain } from '../../kit/domain.ts';

/** an issuing officer writes, sends and hands on; whoever reports may sign for what arrives. Everybody reads. */
export const ability: Domain['ability'] = (viewer, can) => {
  can('read', 'Notice');
  // Who only counts sees what was sent, not what is being written.
  if (viewer.kind === 'TOKEN' || viewer.roles.every((role) => role === 'ANALYST')) return;
  can('readDraft', 'Notice');
  if (viewer.roles.includes('ISSUING_OFFICER')) can(['draft', 'issue', 'forward', 'acknowledge'], 'Notice');
  if (viewer.roles.includes('REPORTER')) can('acknowledge', 'Notice');
};
