import type { Domain } from '../../kit/domain.ts';
import { ability } from './ledger.ability.ts';
import { LedgerResolver, LedgerRowResolver } from './ledger.resolver.ts';
import { findLedger } from './read-ledgers.ts';

export const ledgers: Domain = {
  resolvers: [LedgerResolver, LedgerRowResolver],
  ability,
  nodes: { Ledger: findLedger },
};
