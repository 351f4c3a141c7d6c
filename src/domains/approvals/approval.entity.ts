import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { OPINIONS } from '../chains/standing.ts';
import { Obligation } from '../obligations/obligation.entity.ts';

/** How an opinion came in: entered by the unit from a stamped paper, signed by a link, or given by somebody with an account. */
export const WAYS = ['ENTERED', 'LINK', 'SIGNED'] as const;

/**
 * An opinion of a step of an approval chain (审批意见): appended, never overwritten. A unit's own are its own until they go up
 * with what they were given on.
 */
export const ApprovalOpinion = defineEntity({
  name: 'ApprovalOpinion',
  tableName: 'approval_opinion',
  properties: {
    ...tenant,
    obligation: () => ref(() => Obligation, 'obligation_id'),
    /** Who has it until it goes up. */
    organizationId: p.uuid(),
    path: path(),
    askerPath: path(),
    /** When it went up. */
    publishedAt: instant().nullable(),
    /** The step, by its code; of a body above, the deliverable through which it asks. */
    step: p.text(),
    hopId: p.uuid().nullable(),
    /** The body whose act it was. */
    bodyId: p.uuid(),
    opinion: word(OPINIONS),
    /** RETURN: the step that is to be done again; null for what the steps are about. */
    toStep: p.text().nullable(),
    toHopId: p.uuid().nullable(),
    text: p.text().nullable(),
    /** The day that the seal names. */
    datedOn: p.date().nullable(),
    /** Evidence of the seal: the scan as files have it, with its hash, or the reference of an electronic seal. */
    sealFileId: p.uuid().nullable(),
    sealSha256: p.text().nullable(),
    sealReference: p.text().nullable(),
    way: word(WAYS),
    /** LINK: the person who signed. */
    signerId: p.uuid().nullable(),
    /** Title of the post of whoever signed, where that is not who gave it. */
    signerPost: p.text().nullable(),
    givenById: p.uuid(),
    onBehalfOfId: p.uuid().nullable(),
    /** Post of whoever gave it, at that time. */
    post: p.text().nullable(),
    /** SHA-256 of what it was given on: of the page without its seals, or of the version. */
    contentHash: p.text(),
    /** The first and the last version with which it went up. */
    sentFrom: p.integer().nullable(),
    sentTo: p.integer().nullable(),
    /** Why it agrees although an answer speaks against it; that whoever decides confirms such a reason (C-31). */
    overrideReason: p.text().nullable(),
    overrideConfirmed: p.boolean().default(false),
    givenAt: instant(),
  },
  indexes: [{ name: 'approval_opinion_index', properties: ['federationId', 'obligation'] }],
  rowLevelSecurity: 'force',
  policies: walls.ownUntilSent,
});

/** That a body inspected a unit below it and what it found (本级验收, S2-60, C-36): appended; the last one counts. */
export const LevelAcceptance = defineEntity({
  name: 'LevelAcceptance',
  tableName: 'level_acceptance',
  properties: {
    ...tenant,
    obligation: () => ref(() => Obligation, 'obligation_id'),
    path: path(),
    askerPath: path(),
    hopId: p.uuid(),
    bodyId: p.uuid(),
    passed: p.boolean(),
    /** Day of the inspection. */
    inspectedOn: p.date(),
    text: p.text(),
    recordedById: p.uuid(),
    onBehalfOfId: p.uuid().nullable(),
    post: p.text().nullable(),
    recordedAt: instant(),
  },
  indexes: [{ name: 'level_acceptance_index', properties: ['federationId', 'obligation'] }],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});
