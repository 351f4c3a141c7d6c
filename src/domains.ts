import { analytics } from './domains/analytics/index.ts';
import { assessments } from './domains/assessments/index.ts';
import { approvals } from './domains/approvals/index.ts';
import { audit } from './domains/audit/index.ts';
import { chains } from './domains/chains/index.ts';
import { sheets } from './domains/sheets/index.ts';
import { bulletins } from './domains/bulletins/index.ts';
import { evaluations } from './domains/evaluations/index.ts';
import { exports } from './domains/exports/index.ts';
import { federation } from './domains/federation/index.ts';
import { files } from './domains/files/index.ts';
import { honours } from './domains/honours/index.ts';
import { identity } from './domains/identity/index.ts';
import { imports } from './domains/imports/index.ts';
import { jobs } from './domains/jobs/index.ts';
import { ledgers } from './domains/ledgers/index.ts';
import { notices } from './domains/notices/index.ts';
import { notifications } from './domains/notifications/index.ts';
import { obligations } from './domains/obligations/index.ts';
import { prints } from './domains/prints/index.ts';
import { questions } from './domains/questions/index.ts';
import { search } from './domains/search/index.ts';
import { signing } from './domains/signing/index.ts';
import { submissions } from './domains/submissions/index.ts';
import type { Domain } from './kit/domain.ts';

/** All domains, in the order in which they may depend on each other: never on a later one. */
export const domains: readonly Domain[] = [
  federation,
  identity,
  chains,
  sheets,
  notices,
  questions,
  obligations,
  files,
  submissions,
  approvals,
  prints,
  assessments,
  search,
  analytics,
  ledgers,
  bulletins,
  evaluations,
  honours,
  signing,
  audit,
  jobs,
  notifications,
  imports,
  exports,
];
