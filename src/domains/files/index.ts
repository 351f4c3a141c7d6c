import type { Domain } from '../../kit/domain.ts';
import { ability } from './file.ability.ts';

export const files: Domain = { resolvers: [], ability };
