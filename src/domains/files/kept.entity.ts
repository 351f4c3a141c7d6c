import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { facts } from './file.entity.ts';

/**
 * What a kept file is for. A person puts in an ATTACHMENT of a notice, a SCAN of a paper, a picture of a SEAL or a table to
 * IMPORT; an EXPORT is made for somebody by the product.
 */
export const KEPT_PURPOSES = ['ATTACHMENT', 'SCAN', 'SEAL', 'IMPORT', 'EXPORT'] as const;
export type KeptPurpose = (typeof KEPT_PURPOSES)[number];

/** A file that is one account's: put in and not yet attached to anything, or made for it by the product. */
export const KeptFile = defineEntity({
  name: 'KeptFile',
  tableName: 'kept_file',
  properties: {
    ...tenant,
    accountId: p.uuid(),
    organizationId: p.uuid(),
    purpose: word(KEPT_PURPOSES),
    ...facts,
    keptAt: instant(),
    /** From then on it is not handed out, and the sweep takes it away. */
    expiresAt: instant(),
  },
  indexes: [
    { name: 'kept_file_account_index', properties: ['federationId', 'accountId', 'expiresAt'] },
    { name: 'kept_file_object_index', properties: ['federationId', 'storageKey'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.selfOrProduct,
});

/**
 * A file that hangs on something else, its subject: seen by whoever may read the subject. It stands where the subject stands;
 * `askerPath` when that goes up to a second superior, `publishedAt` when it goes down.
 */
export const AttachedFile = defineEntity({
  name: 'AttachedFile',
  tableName: 'attached_file',
  properties: {
    ...tenant,
    /** The id that the API shows; the same wherever the file hangs. */
    fileId: p.uuid(),
    /** GraphQL type and row of what it hangs on. */
    subjectType: p.text(),
    subjectId: p.uuid(),
    /** Place among the files of the subject. */
    ordinal: p.integer(),
    /** Whose act it was to attach it. */
    organizationId: p.uuid(),
    path: path(),
    askerPath: path().nullable(),
    publishedAt: instant().nullable(),
    ...facts,
    attachedById: p.uuid(),
    attachedAt: instant(),
    /** Taken off again, before anybody else saw it. */
    detachedAt: instant().nullable(),
  },
  indexes: [
    { name: 'attached_file_subject_index', properties: ['federationId', 'subjectId'] },
    { name: 'attached_file_file_index', properties: ['federationId', 'fileId'] },
    { name: 'attached_file_object_index', properties: ['federationId', 'storageKey'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.attached,
});
