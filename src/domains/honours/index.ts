import type { Domain } from '../../kit/domain.ts';
import { AwardDecisionFields, AwardLineFields, AwardListFields, AwardObjectionFields, DecidedLineFields } from './award-list.fields.ts';
import { AwardListResolver } from './award-list.resolver.ts';
import { ability } from './honour.ability.ts';
import { findAwardList, findDecision } from './read-award-lists.ts';

export const honours: Domain = {
  resolvers: [AwardListResolver, AwardListFields, AwardLineFields, AwardObjectionFields, AwardDecisionFields, DecidedLineFields],
  ability,
  nodes: { AwardList: findAwardList, AwardDecision: findDecision },
};
