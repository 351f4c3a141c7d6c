import type { Domain } from '../../kit/domain.ts';

/** Figures are for everybody in their range, tokens included; what is counted must also be readable. */
export const ability: Domain['ability'] = (_viewer, can) => {
  can('read', 'ReportingProgress');
};
