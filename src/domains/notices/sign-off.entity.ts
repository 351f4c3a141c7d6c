import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';
import { Notice } from './notice.entity.ts';
import type { SealEvidence } from './notice.shapes.ts';

export const NOTICE_STEP_KINDS = ['SUBMITTED', 'REVIEWED', 'SIGNED', 'RETURNED', 'REVISED'] as const;

/**
 * What was done with a draft on its way to the signature, appended. The text itself is not kept here but its hash: what was
 * reviewed or signed is what was sent, or the hashes differ.
 */
export const NoticeStep = defineEntity({
  name: 'NoticeStep',
  tableName: 'notice_step',
  properties: {
    ...tenant,
    notice: () => ref(() => Notice, 'notice_id'),
    organizationId: p.uuid(),
    kind: word(NOTICE_STEP_KINDS),
    personId: p.uuid(),
    onBehalfOfId: p.uuid().nullable(),
    capacityId: p.uuid(),
    /** The version of the notice that it is about, and SHA-256 of what it said. */
    version: p.integer(),
    contentHash: p.text(),
    remark: p.text().nullable(),
    seal: p.json<SealEvidence>().nullable(),
    happenedAt: instant(),
  },
  indexes: [{ name: 'notice_step_index', properties: ['federationId', 'notice'] }],
  rowLevelSecurity: 'force',
  policies: walls.own,
});

/** Whether a body's notices need a signature, as an administrator decided; the last row counts. */
export const SigningPolicy = defineEntity({
  name: 'SigningPolicy',
  tableName: 'signing_policy',
  properties: {
    ...tenant,
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    required: p.boolean(),
    reason: p.text(),
    decidedById: p.uuid().nullable(),
    decidedAt: instant(),
  },
  indexes: [{ name: 'signing_policy_index', properties: ['federationId', 'organization', 'decidedAt'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});
