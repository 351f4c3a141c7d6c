import type { Domain } from '../../kit/domain.ts';

/**
 * a reporter fills in, submits, withdraws and answers returns. A reviewer decides on what is in the hands of its
 * body; whoever sends notices may also send batches up. Both enter what units below sent on paper. Drafts are for those who work in the unit, never for figures.
 */
export const ability: Domain['ability'] = (viewer, can) => {
  can('read', 'Submission');
  if (viewer.kind === 'TOKEN') return;
  if (viewer.roles.some((role) => role !== 'ANALYST')) can('readDraft', 'Submission');
  if (viewer.roles.includes('REPORTER')) can(['fill', 'enter'], 'Submission');
  if (viewer.roles.includes('REVIEWER')) can(['review', 'forward', 'enter'], 'Submission');
  if (viewer.roles.includes('ISSUING_OFFICER')) can('forward', 'Submission');
};
