import type { Domain } from '../../kit/domain.ts';

/** Who receives notices asks, who issues them answers; everybody reads what was answered. Open questions are not for who only counts. */
export const ability: Domain['ability'] = (viewer, can) => {
  can('read', 'Question');
  if (viewer.kind === 'TOKEN' || viewer.roles.every((role) => role === 'ANALYST')) return;
  can('readOpen', 'Question');
  if (viewer.roles.includes('REPORTER')) can('ask', 'Question');
  if (viewer.roles.includes('ISSUING_OFFICER')) can(['ask', 'answer'], 'Question');
};
