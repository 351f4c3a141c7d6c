import type { Domain } from '../../kit/domain.ts';

/**
 * whoever reports puts files in; whoever may read a submission reads its files. A token reads figures and lists: it
 * sees that a file is there, and is never handed its content. What hangs on notices and reports is put in by those who work there.
 */
export const ability: Domain['ability'] = (viewer, can) => {
  can('read', 'File');
  if (viewer.kind === 'TOKEN') return;
  can('download', 'File');
  if (viewer.roles.includes('REPORTER')) can(['upload', 'remove'], 'File');
  if (viewer.roles.some((role) => role !== 'ANALYST')) can('keep', 'File');
};
