import type { Domain } from '../../kit/domain.ts';
import { ability } from './import.ability.ts';
import { ImportResolver } from './import.resolver.ts';
import { findImport } from './read-imports.ts';

export const imports: Domain = {
  resolvers: [ImportResolver],
  ability,
  nodes: { Import: async (ctx, id) => (ctx.ability.can('read', 'Import') ? findImport(ctx, id) : undefined) },
};
