import type { Domain } from '../../kit/domain.ts';

/** Whoever reads a list on a screen may have it written into a file; a token starts nothing. */
export const ability: Domain['ability'] = (viewer, can) => {
  if (viewer.kind !== 'TOKEN') can(['read', 'request'], 'Export');
};
