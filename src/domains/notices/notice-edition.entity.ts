import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import type { Change, EditionContent, EditionDeliverable } from './edition.shapes.ts';
import { Notice } from './notice.entity.ts';

/**
 * One numbered edition of a notice as it was published: what it said, in what it differs from the one before, why, by whom
 * and when. Appended, never overwritten; the notice itself stands as its last edition has it. The first edition is written
 * down when something from here or above changes the notice for the first time.
 */
export const NoticeEdition = defineEntity({
  name: 'NoticeEdition',
  tableName: 'notice_edition',
  properties: {
    ...tenant,
    notice: () => ref(() => Notice, 'notice_id'),
    number: p.integer(),
    /** Where the issuer stands today. */
    path: path(),
    /** Always set: by the wall's name for what those below may read. */
    publishedAt: instant().nullable(),
    /** Empty for the first one. */
    reason: p.text(),
    reask: p.boolean(),
    changes: p.json<Change[]>(),
    content: p.json<EditionContent>(),
    deliverables: p.json<EditionDeliverable[]>(),
    /** Number of the document that corrects, when it has one of its own. */
    docNumber: p.text().nullable(),
    /** The draft that it came from, with its way to the signature; none for the first one. */
    correctionId: p.uuid().nullable(),
    /** Of a forwarding: the superior's edition that it hands on. */
    basedOn: p.integer(),
    /** Post of the person who issued it. */
    post: p.text().nullable(),
    issuedById: p.uuid().nullable(),
  },
  uniques: [{ name: 'notice_edition_key', properties: ['federationId', 'notice', 'number'] }],
  rowLevelSecurity: 'force',
  policies: walls.downward,
});
