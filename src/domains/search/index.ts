import type { Domain } from '../../kit/domain.ts';
import { ability } from './search.ability.ts';
import { SearchResolver } from './search.resolver.ts';

export const search: Domain = { resolvers: [SearchResolver], ability };
