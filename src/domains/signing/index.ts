import type { Domain } from '../../kit/domain.ts';
import { findInvitation } from './read-invitations.ts';
import { mayInvite } from './signables.ts';
import { ability } from './signing.ability.ts';
import { SigningResolver } from './signing.resolver.ts';

export const signing: Domain = {
  resolvers: [SigningResolver],
  ability,
  nodes: {
    SigningInvitation: async (ctx, id) => {
      const found = ctx.ability.can('read', 'SigningInvitation') ? await findInvitation(ctx, id) : undefined;
      return found && mayInvite(ctx, found.subject_type) ? found : undefined;
    },
  },
};
