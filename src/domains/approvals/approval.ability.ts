import type { Domain } from '../../kit/domain.ts';

/** who fills in enters what the unit's outsiders say; who reviews gives the opinion of the body. Figures need none. */
export const ability: Domain['ability'] = (viewer, can) => {
  if (viewer.kind === 'TOKEN' || viewer.roles.every((role) => role === 'ANALYST')) return;
  can('read', 'ApprovalOpinion');
  if (viewer.roles.includes('REPORTER') || viewer.roles.includes('REVIEWER')) can('give', 'ApprovalOpinion');
  if (viewer.roles.includes('REVIEWER')) can('record', 'LevelAcceptance');
};
