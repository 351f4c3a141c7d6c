import type { Domain } from '../../kit/domain.ts';
import { ability } from './file.ability.ts';
import { findFileNode } from './find-file.ts';

export const files: Domain = { resolvers: [], ability, nodes: { File: findFileNode } };
