import type { JobHandlers } from './run-job.ts';

/** What goes on behind requests, by kind. */
export const handlers: JobHandlers = {};
