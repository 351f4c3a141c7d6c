import type { Domain } from '../../kit/domain.ts';

/** Everybody may search; what is found is what could have been read anyway. */
export const ability: Domain['ability'] = (_viewer, can) => {
  can('read', 'SearchHit');
};
