import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';

/**
 * ARMED: waits for its uploads · SENT: handed in · FAILED: could not be, and the page stays as it is · DISARMED: by an edit, by
 * hand, or because somebody handed the page in.
 */
export const ARMED_STATES = ['ARMED', 'SENT', 'FAILED', 'DISARMED'] as const;

/**
 * That a page is to be handed in by the server once its uploads are here, in the name of whoever said so. It stands where the
 * unit stands and holds nothing of the page, so that the product can find it; only the unit is shown it.
 */
export const ArmedSubmission = defineEntity({
  name: 'ArmedSubmission',
  tableName: 'armed_submission',
  properties: {
    ...tenant,
    obligationId: p.uuid(),
    organizationId: p.uuid(),
    path: path(),
    /** In whose name and in which capacity, which has to stand then, too. */
    accountId: p.uuid(),
    capacityId: p.uuid(),
    personId: p.uuid(),
    /** The page as it was read then. */
    draftVersion: p.integer(),
    state: word(ARMED_STATES),
    armedAt: instant(),
    triedAt: instant().nullable(),
    endedAt: instant().nullable(),
    failureCode: p.text().nullable(),
    failure: p.text().nullable(),
  },
  indexes: [
    { name: 'armed_submission_index', properties: ['federationId', 'obligationId'] },
    { name: 'armed_submission_waiting_index', properties: ['federationId', 'id'], where: `state = 'ARMED'` },
  ],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});
