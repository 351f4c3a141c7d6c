import type { Domain } from '../../kit/domain.ts';

/**
 * Figures are for everybody in their range, tokens included; what is counted must also be readable. Whoever reviews or sends
 * up at a level may put a number beside a sum of that level.
 */
export const ability: Domain['ability'] = (viewer, can) => {
  can('read', 'ReportingProgress');
  if (viewer.kind === 'TOKEN') return;
  if (viewer.roles.includes('REVIEWER') || viewer.roles.includes('ISSUING_OFFICER')) can('adjust', 'Figure');
};
