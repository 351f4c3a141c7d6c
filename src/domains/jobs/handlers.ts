import { importTable } from '../imports/import-table.ts';
import type { JobHandlers } from './run-job.ts';

/** What goes on behind requests, by kind. */
export const handlers: JobHandlers = {
  IMPORT_ORGANIZATIONS: importTable,
  IMPORT_POSTS: importTable,
  IMPORT_MEMBERS: importTable,
};
