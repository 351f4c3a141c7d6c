import type { Domain } from '../../kit/domain.ts';
import { AuditResolver } from './audit.resolver.ts';
import { findAuditLine } from './read-audit.ts';

/** An administrator reads who did what in the subtree; nobody changes it. */
const ability: Domain['ability'] = (viewer, can) => {
  if (viewer.kind !== 'TOKEN' && viewer.roles.includes('ADMINISTRATOR')) can('read', 'AuditLine');
};

export const audit: Domain = {
  resolvers: [AuditResolver],
  ability,
  nodes: { AuditLine: async (ctx, id) => (ctx.ability.can('read', 'AuditLine') ? findAuditLine(ctx, id) : undefined) },
};
