import type { Domain } from '../../kit/domain.ts';

/**
 * Whoever issues for the organiser runs its rounds, its reviewers read along. Somebody called to judge judges in whatever
 * capacity they act; neither a token nor a link does.
 */
export const ability: Domain['ability'] = (viewer, can) => {
  if (viewer.kind !== 'APPOINTMENT' && viewer.kind !== 'DELEGATION') return;
  can('judge', 'JudgeAssignment');
  const ours = { organization_id: viewer.organizationId };
  const issues = viewer.roles.includes('ISSUING_OFFICER');
  if (issues || viewer.roles.includes('REVIEWER')) can('read', 'JudgingRound', ours);
  if (issues) can('manage', 'JudgingRound', ours);
};
