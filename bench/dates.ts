/** The run's own calendar: every process of it reads the clock here, so that all give the same answers. */
export const FOUNDED = new Date('2021-01-04T09:00:00+08:00');
export const ISSUED = new Date('2021-05-06T09:00:00+08:00');
export const DUE_DAY = '2021-05-28';
/** Some units answered after the due; the pages are read then. */
export const NOW = new Date('2021-06-10T09:00:00+08:00');
