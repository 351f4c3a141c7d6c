import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Submission } from '../submissions/submission.entity.ts';

export const facts = {
  name: p.text(),
  extension: p.text(),
  mediaType: p.text(),
  /** Bytes. */
  size: p.integer(),
  sha256: p.text(),
  /** Random name in the store; never guessable from the file. */
  storageKey: p.text(),
} as const;

/** INCOMING: still on its way in · STORED · RELEASED: nothing needs it any more · PURGED: its bytes are gone. */
export const OBJECT_STATES = ['INCOMING', 'STORED', 'RELEASED', 'PURGED'] as const;

/**
 * That bytes lie in the store, under a key that nobody can guess: all that the product itself may see of a file that is its
 * organization's own. What finishes, expires and sweeps goes by it.
 */
export const StoredObject = defineEntity({
  name: 'StoredObject',
  tableName: 'stored_object',
  properties: {
    /** Its `id` is the storage key. */
    ...tenant,
    organizationId: p.uuid(),
    path: path(),
    /** Bytes: how many there are, or will be. */
    size: p.integer(),
    state: word(OBJECT_STATES),
    changedAt: instant(),
    /** When an upload that is not finished by then is given up. */
    expiresAt: instant().nullable(),
  },
  indexes: [{ name: 'stored_object_state_index', properties: ['federationId', 'state', 'changedAt'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});

/** A file that a unit has put in and not yet handed in. */
export const Upload = defineEntity({
  name: 'Upload',
  tableName: 'upload',
  properties: {
    ...tenant,
    organizationId: p.uuid(),
    obligationId: p.uuid(),
    ...facts,
    uploadedById: p.uuid(),
    uploadedAt: instant(),
    /** Taken out again; a version that was handed in with it keeps it. */
    removedAt: instant().nullable(),
  },
  indexes: [{ name: 'upload_index', properties: ['federationId', 'organizationId', 'obligationId'] }],
  rowLevelSecurity: 'force',
  policies: walls.own,
});

/** A file of a submitted version, seen by whoever sees the part it answers. */
export const SubmissionFile = defineEntity({
  name: 'SubmissionFile',
  tableName: 'submission_file',
  properties: {
    ...tenant,
    submission: () => ref(() => Submission, 'submission_id'),
    number: p.integer(),
    /** Id of the upload, as the answers name it. */
    fileId: p.uuid(),
    deliverableId: p.uuid(),
    field: p.text(),
    /** Place within the version: as the form asks and the answers name them. */
    ordinal: p.integer(),
    path: path(),
    askerPath: path(),
    ...facts,
    submittedAt: instant(),
  },
  indexes: [
    { name: 'submission_file_index', properties: ['federationId', 'submission', 'number'] },
    { name: 'submission_file_file_index', properties: ['federationId', 'fileId'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});
