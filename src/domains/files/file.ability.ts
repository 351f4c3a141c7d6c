import type { Domain } from '../../kit/domain.ts';

/** whoever reports puts files in; whoever may read a submission reads its files. */
export const ability: Domain['ability'] = (viewer, can) => {
  can('read', 'File');
  if (viewer.kind !== 'TOKEN' && viewer.roles.includes('REPORTER')) can(['upload', 'remove'], 'File');
};
