import type { Domain } from '../../kit/domain.ts';

/**
 * An issuing officer evaluates in the name of the own body and sees it while it is being made; what is published is read
 * by the evaluator's line, and each subject reads its own result (S0-10).
 */
export const ability: Domain['ability'] = (viewer, can) => {
  can('read', 'Evaluation', { state: 'PUBLISHED' });
  can('read', 'EvaluationResult', { organization_id: viewer.organizationId });
  if (viewer.kind === 'TOKEN' || !viewer.roles.includes('ISSUING_OFFICER')) return;
  can(['read', 'draft', 'compute', 'publish'], 'Evaluation', { organization_id: viewer.organizationId });
};
