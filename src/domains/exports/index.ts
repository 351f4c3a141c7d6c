import type { Domain } from '../../kit/domain.ts';
import { ability } from './export.ability.ts';
import { ExportResolver } from './export.resolver.ts';

export const exports: Domain = { resolvers: [ExportResolver], ability };
