import { exportList } from '../exports/export-list.ts';
import { importTable } from '../imports/import-table.ts';
import { remindAll } from '../obligations/remind-job.ts';
import type { JobKind } from './job.kinds.ts';
import type { JobHandler } from './run-job.ts';

/** What goes on behind requests: a handler for each kind. */
export const handlers: Readonly<Record<JobKind, JobHandler>> = {
  REMIND_OBLIGATIONS: remindAll,
  IMPORT_ORGANIZATIONS: importTable,
  IMPORT_POSTS: importTable,
  IMPORT_MEMBERS: importTable,
  EXPORT_LIST: exportList,
};
