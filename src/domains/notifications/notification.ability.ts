import type { Domain } from '../../kit/domain.ts';

/** An inbox is everybody's own, in whatever capacity; a token is nobody. */
export const ability: Domain['ability'] = (viewer, can) => {
  if (viewer.kind !== 'TOKEN') can(['read', 'handle'], 'Notification');
};
