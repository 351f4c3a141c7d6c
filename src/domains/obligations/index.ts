import type { Domain } from '../../kit/domain.ts';
import { findObligation } from './find-obligation.ts';
import { ExtensionResolver } from './extension.resolver.ts';
import { ability } from './obligation.ability.ts';
import { ObligationResolver } from './obligation.resolver.ts';
import { ReminderResolver } from './reminder.resolver.ts';
import { WorkItemResolver } from './work-item.resolver.ts';

export const obligations: Domain = {
  resolvers: [ObligationResolver, ExtensionResolver, ReminderResolver, WorkItemResolver],
  ability,
  nodes: { Obligation: findObligation },
};
