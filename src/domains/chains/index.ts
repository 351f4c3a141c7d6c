import type { Domain } from '../../kit/domain.ts';
import { ChainResolver } from './chain.resolver.ts';

export const chains: Domain = { resolvers: [ChainResolver], ability: () => {} };
