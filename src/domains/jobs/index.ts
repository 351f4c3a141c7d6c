import type { Domain } from '../../kit/domain.ts';
import { findJob } from './change-job.ts';
import { ability } from './job.ability.ts';
import { JobResolver } from './job.resolver.ts';

export const jobs: Domain = { resolvers: [JobResolver], ability, nodes: { Job: findJob } };
