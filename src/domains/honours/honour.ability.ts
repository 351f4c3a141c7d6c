import type { Domain } from '../../kit/domain.ts';

/**
 * an issuing officer draws up what is to be honoured and makes it known; a signatory records what the deciding body
 * resolved. Lists are read by the organiser and above it, once they are proposed.
 */
export const ability: Domain['ability'] = (viewer, can) => {
  can('read', 'AwardList', { state: { $ne: 'DRAFT' } });
  can('read', ['AwardDecision', 'AwardResult']);
  // What was made known is known to all.
  can('read', 'Title');
  if (viewer.kind === 'TOKEN' || viewer.roles.every((role) => role === 'ANALYST')) return;
  can('read', 'AwardList', { organization_id: viewer.organizationId });
  if (viewer.roles.includes('ISSUING_OFFICER')) {
    can(['draft', 'name'], 'AwardList');
    can(['give', 'spend', 'pair'], 'Title');
  }
  if (viewer.roles.includes('REPORTER')) can(['spend', 'pair'], 'Title');
  if (viewer.roles.includes('SIGNATORY')) {
    can('decide', 'AwardList');
    can('revoke', 'Title');
  }
};
