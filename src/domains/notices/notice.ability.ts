import type { Domain } from '../../kit/domain.ts';

/**
 * an issuing officer writes, reviews a colleague's draft, sends and hands on; a signatory signs; whoever reports
 * may sign for what arrives. Everybody reads.
 */
export const ability: Domain['ability'] = (viewer, can) => {
  can('read', 'Notice');
  // Who only counts sees what was sent, not what is being written.
  if (viewer.kind === 'TOKEN' || viewer.roles.every((role) => role === 'ANALYST')) return;
  can('readDraft', 'Notice');
  if (viewer.roles.includes('ISSUING_OFFICER')) can(['draft', 'review', 'issue', 'forward', 'acknowledge', 'amend', 'recall'], 'Notice');
  // Who signs may also review what a colleague wrote: two people are enough for an office.
  if (viewer.roles.includes('SIGNATORY')) can(['review', 'sign'], 'Notice');
  if (viewer.roles.includes('ADMINISTRATOR')) can('decideSigning', 'Notice');
  if (viewer.roles.includes('REPORTER')) can('acknowledge', 'Notice');
};
