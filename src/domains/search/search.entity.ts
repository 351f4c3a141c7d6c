import { defineEntity, p } from '@mikro-orm/core';
import { instant, path } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';

/*
 * What is searched. Behind a wall only leakproof operators can use an index, and those of full text are not among them:
 * short texts (names, titles, numbers) are found by the pairs of characters in them, one row each, equal to what is looked
 * for; long texts are read in the caller's range, their signatures first (docs/decisions/0020). A pair that no longer occurs
 * may stay: whatever is found by one is compared with the text itself.
 */

/** That a pair of neighbouring characters occurs in a name of the organization at an address. */
export const SearchOrganizationTerm = defineEntity({
  name: 'SearchOrganizationTerm',
  tableName: 'search_organization_term',
  properties: {
    federationId: p.uuid().primary(),
    term: p.text().collation('C').primary(),
    path: path().primary(),
  },
  rowLevelSecurity: 'force',
  policies: walls.federation,
});

/** A notice as it is searched: all texts folded. It stands where the notice stands, and is published with it. */
export const SearchNotice = defineEntity({
  name: 'SearchNotice',
  tableName: 'search_notice',
  properties: {
    federationId: p.uuid().primary(),
    noticeId: p.uuid().primary(),
    path: path(),
    publishedAt: instant().nullable(),
    /** Minutes since 1970 when it was begun, negative: newest first. */
    recency: p.integer(),
    title: p.text(),
    /** Number, title and the names of its body, parted by blanks. */
    head: p.text(),
    body: p.text(),
    /** Of head and body. */
    signature: p.blob(),
  },
  indexes: [{ name: 'search_notice_path_index', properties: ['federationId', 'path', 'recency'] }],
  rowLevelSecurity: 'force',
  policies: walls.downward,
});

/** That a pair of neighbouring characters occurs in the head of a notice. */
export const SearchNoticeTerm = defineEntity({
  name: 'SearchNoticeTerm',
  tableName: 'search_notice_term',
  properties: {
    federationId: p.uuid().primary(),
    term: p.text().collation('C').primary(),
    path: path().primary(),
    recency: p.integer().primary(),
    noticeId: p.uuid().primary(),
    publishedAt: instant().nullable(),
  },
  rowLevelSecurity: 'force',
  policies: walls.downward,
});

/** One asker's part of a submission as it is searched: a second superior reaches its own part alone. */
export const SearchSubmission = defineEntity({
  name: 'SearchSubmission',
  tableName: 'search_submission',
  properties: {
    federationId: p.uuid().primary(),
    submissionId: p.uuid().primary(),
    deliverableId: p.uuid().primary(),
    /** Which version it is of; a part of an earlier one is no longer found. */
    number: p.integer(),
    path: path(),
    askerPath: path(),
    submittedAt: instant(),
    title: p.text(),
    /** Names of the unit. */
    unit: p.text(),
    body: p.text(),
    /** Of title, unit and body. */
    signature: p.blob(),
  },
  indexes: [
    { name: 'search_submission_path_index', properties: ['federationId', 'path'] },
    { name: 'search_submission_asker_index', properties: ['federationId', 'askerPath'] },
    { name: 'search_submission_recent_index', properties: ['federationId', 'submittedAt'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});
