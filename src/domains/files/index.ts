import type { Domain } from '../../kit/domain.ts';
import { ability } from './file.ability.ts';
import { TicketOperations } from './ticket.resolver.ts';
import { findFileNode } from './find-file.ts';

export const files: Domain = { resolvers: [TicketOperations], ability, nodes: { File: findFileNode } };
