import type { Domain } from '../../kit/domain.ts';

/** Everybody sees to what they have started themselves; a token starts nothing. */
export const ability: Domain['ability'] = (viewer, can) => {
  if (viewer.kind !== 'TOKEN') can(['read', 'resume', 'cancel'], 'Job');
};
