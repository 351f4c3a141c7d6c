import type { Domain } from '../../kit/domain.ts';
import { findPrint } from './print.rows.ts';
import { PrintResolver } from './print.resolver.ts';

/** Who may print and return scans is who fills in: the rules are those of submissions. */
export const prints: Domain = { resolvers: [PrintResolver], ability: () => {}, nodes: { FormPrint: findPrint } };
