import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, tenant } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';

/** A day that a federation works or not, whatever the State Council's arrangement says of it; one row per day, the last word. */
export const CalendarDay = defineEntity({
  name: 'CalendarDay',
  tableName: 'calendar_day',
  properties: {
    ...tenant,
    /** Of the body that decided: the top one. */
    path: path(),
    day: p.date(),
    working: p.boolean(),
    name: p.text(),
    /** Number of the document that says so. */
    source: p.text(),
    /** It belongs to a year's whole arrangement that the data does not hold yet. */
    completesYear: p.boolean(),
    decidedById: p.uuid(),
    decidedAt: instant(),
  },
  uniques: [{ name: 'calendar_day_key', properties: ['federationId', 'day'] }],
  rowLevelSecurity: 'force',
  policies: walls.federation,
});
