import type { Domain } from '../../kit/domain.ts';

/** who writes notices writes the sheets that they name. Everybody who fills in or reviews reads what was published. */
export const ability: Domain['ability'] = (viewer, can) => {
  can('read', 'ScoreSheetTemplate');
  if (viewer.kind !== 'TOKEN' && viewer.roles.includes('ISSUING_OFFICER')) can('draft', 'ScoreSheetTemplate');
};
