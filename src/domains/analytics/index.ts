import type { Domain } from '../../kit/domain.ts';
import { ability } from './analytics.ability.ts';
import { FiguresResolver, ReportingProgressResolver } from './progress.resolver.ts';
import { SendUpRatesResolver } from './send-up.resolver.ts';

export const analytics: Domain = { resolvers: [ReportingProgressResolver, FiguresResolver, SendUpRatesResolver], ability };
