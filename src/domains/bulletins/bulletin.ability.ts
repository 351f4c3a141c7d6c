import type { Domain } from '../../kit/domain.ts';

/**
 * Figures of other units are for the body that says them and for those above it; who is addressed reads the notice. Whoever
 * issues notices writes bulletins; drafts are not for who only counts.
 */
export const ability: Domain['ability'] = (viewer, can) => {
  can('read', 'Bulletin');
  if (viewer.kind === 'TOKEN' || viewer.roles.every((role) => role === 'ANALYST')) return;
  can('readDraft', 'Bulletin');
  if (viewer.roles.includes('ISSUING_OFFICER')) can(['draft', 'issue'], 'Bulletin');
};
