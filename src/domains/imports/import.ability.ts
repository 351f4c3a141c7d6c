import type { Domain } from '../../kit/domain.ts';

/** An administrator takes tables in; what a table is made of must be permitted as well, see `importers.ts`. */
export const ability: Domain['ability'] = (viewer, can) => {
  if (viewer.kind !== 'TOKEN' && viewer.roles.includes('ADMINISTRATOR')) can(['read', 'check', 'apply'], 'Import');
};
