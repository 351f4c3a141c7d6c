import { exportList } from '../exports/export-list.ts';
import { importTable } from '../imports/import-table.ts';
import { remindAll } from '../obligations/remind-job.ts';
import type { JobHandlers } from './run-job.ts';

/** What goes on behind requests, by kind. */
export const handlers: JobHandlers = {
  REMIND_OBLIGATIONS: remindAll,
  IMPORT_ORGANIZATIONS: importTable,
  IMPORT_POSTS: importTable,
  IMPORT_MEMBERS: importTable,
  EXPORT_LIST: exportList,
};
