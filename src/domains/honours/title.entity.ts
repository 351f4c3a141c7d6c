import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';
import { NOTICE_LEVELS } from '../notices/notice.entity.ts';
import { Submission } from '../submissions/submission.entity.ts';
import { AwardList, TITLE_KINDS } from './award-list.entity.ts';

/**
 * An honour that was made known: what everybody in the federation may know of it. It stands at the body that gave it and is
 * written when its circular is issued. How it stands is computed from its days (F-09).
 */
export const Title = defineEntity({
  name: 'Title',
  tableName: 'title',
  properties: {
    ...tenant,
    /** The unit that was named; after a merger its successor holds it. */
    organization: () => ref(() => Organization, 'organization_id'),
    grantor: () => ref(() => Organization, 'grantor_id'),
    /** Of the body that gave it, or of the one that goes on for it: that one acts on it. */
    path: path(),
    listId: p.uuid(),
    noticeId: p.uuid(),
    kind: word(TITLE_KINDS),
    level: word(NOTICE_LEVELS),
    name: p.text(),
    awardYear: p.integer().nullable(),
    period: p.text().nullable(),
    /** As printed on the certificate. */
    unitName: p.text(),
    effectiveFrom: p.date(),
    /** Last day; for good without one. */
    validUntil: p.date().nullable(),
    /** As printed: it stays when the body that gave it is named otherwise. */
    certificateNumber: p.text(),
    certificateYear: p.integer(),
    certificateSeq: p.integer(),
    /** By which anybody can check it, see `certificate.routes.ts`. */
    certificateCode: p.text(),
    plaqueGivenOn: p.date().nullable(),
    plaqueOccasion: p.text().nullable(),
    revokedOn: p.date().nullable(),
    namedAt: instant(),
    version: p.integer().default(1),
  },
  uniques: [{ name: 'title_certificate_key', properties: ['federationId', 'grantor', 'certificateYear', 'certificateSeq'] }],
  indexes: [
    { name: 'title_organization_index', properties: ['federationId', 'organization'] },
    { name: 'title_named_index', properties: ['federationId', 'namedAt', 'id'] },
    { name: 'title_list_index', properties: ['federationId', 'listId'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.federation,
});

export const OUTCOMES = ['NAMED', 'NOT_RECOMMENDED', 'NOT_LISTED', 'NOT_APPROVED'] as const;

/** What became of an application (F-03), for the unit and those above it: known when the circular is issued. */
export const AwardResult = defineEntity({
  name: 'AwardResult',
  tableName: 'award_result',
  properties: {
    ...tenant,
    list: () => ref(() => AwardList, 'list_id'),
    submission: () => ref(() => Submission, 'submission_id'),
    /** Where the unit stands, and the body that decided. */
    path: path(),
    askerPath: path(),
    /** The honour's name. */
    name: p.text(),
    outcome: word(OUTCOMES),
    /** Why it was not honoured. */
    reason: p.text().nullable(),
    titleId: p.uuid().nullable(),
    decidedOn: p.date(),
  },
  uniques: [{ name: 'award_result_key', properties: ['federationId', 'list', 'submission'] }],
  indexes: [{ name: 'award_result_submission_index', properties: ['federationId', 'submission'] }],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});
