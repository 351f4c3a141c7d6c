import type { Domain } from '../../kit/domain.ts';
import { endOf, levelOf } from '../../kit/tree.ts';

/**
 * Everybody with a capacity reads the directory. An administrator changes the tree inside the own range; the own
 * body itself is put elsewhere, merged or dissolved only by one further up, whose range holds what surrounds it.
 */
export const ability: Domain['ability'] = (viewer, can) => {
  can('read', ['Organization', 'Calendar']);
  if (!viewer.roles.includes('ADMINISTRATOR')) return;
  if (levelOf(viewer.path) === 1) can('decide', 'Calendar');
  const end = endOf(viewer.path);
  can(['addChild', 'rename', 'affiliate', 'equip'], 'Organization', { path: { $gte: viewer.path, $lt: end } });
  can(['move', 'merge', 'dissolve'], 'Organization', { path: { $gt: viewer.path, $lt: end } });
};
