import type { Domain } from '../../kit/domain.ts';
import { findInvitation } from './read-invitations.ts';
import { ability } from './signing.ability.ts';
import { SigningResolver } from './signing.resolver.ts';

export const signing: Domain = {
  resolvers: [SigningResolver],
  ability,
  nodes: {
    SigningInvitation: async (ctx, id) => (ctx.ability.can('read', 'SigningInvitation') ? findInvitation(ctx, id) : undefined),
  },
};
