import type { ColumnSet } from './column-set.ts';
import { evaluationContributions, evaluationScores } from './evaluations.list.ts';
import type { ExportList } from './export.lists.ts';
import { ledger } from './ledgers.list.ts';
import { deliveries } from './notices.list.ts';
import { obligations } from './obligations.list.ts';
import { organizations } from './organizations.list.ts';
import { auditLines, persons } from './people.list.ts';
import { figures, progress } from './progress.list.ts';
import { submissions } from './submissions.list.ts';
import { titles } from './titles.list.ts';

/** Every list that can be written into a file, with its columns. */
export const columnSets: Readonly<Record<ExportList, ColumnSet>> = {
  ORGANIZATIONS: organizations,
  OBLIGATIONS: obligations,
  SUBMISSIONS: submissions,
  PROGRESS: progress,
  FIGURES: figures,
  DELIVERIES: deliveries,
  LEDGER: ledger,
  EVALUATION_SCORES: evaluationScores,
  EVALUATION_CONTRIBUTIONS: evaluationContributions,
  TITLES: titles,
  PERSONS: persons,
  AUDIT_LINES: auditLines,
};
