import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import type { MediaFacts } from '../../kit/file-rules.ts';
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
    /** The task that it is put in for; none for what is no answer. */
    obligationId: p.uuid().nullable(),
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

/**
 * UPLOADING: bytes are on their way · PROBING: all of them are here and are looked at · STORED: taken in · FAILED: refused, or
 * given up; its bytes are gone.
 */
export const UPLOAD_STATES = ['UPLOADING', 'PROBING', 'STORED', 'FAILED'] as const;

/** A file that a unit has put in, or is putting in, and not yet handed in. */
export const Upload = defineEntity({
  name: 'Upload',
  tableName: 'upload',
  properties: {
    ...tenant,
    organizationId: p.uuid(),
    obligationId: p.uuid(),
    /** For which question, when it was said: the deliverable that asks and the key of its field. */
    deliverableId: p.uuid().nullable(),
    field: p.text().nullable(),
    ...facts,
    /** Both null until the content was looked at. */
    mediaType: p.text().nullable(),
    sha256: p.text().nullable(),
    media: p.json<MediaFacts>().nullable(),
    state: word(UPLOAD_STATES),
    /** Why it failed, for programs and in Chinese. */
    failureCode: p.text().nullable(),
    failure: p.text().nullable(),
    /** What the sender says its SHA-256 is. */
    expectedSha256: p.text().nullable(),
    /** Since when bytes are coming in, and for how long they did before; how fast it goes follows from it. */
    receivingSince: instant().nullable(),
    receivedMilliseconds: p.integer().default(0),
    /** Since when it is being looked at; whoever looks for too long is taken for dead. */
    probingSince: instant().nullable(),
    uploadedById: p.uuid(),
    uploadedAt: instant(),
    finishedAt: instant().nullable(),
    /** Of a stamped scan that came back against a print: its code, and the hash of what was printed. */
    printCode: p.text().nullable(),
    printHash: p.text().nullable(),
    /** Taken out again; a version that was handed in with it keeps it. */
    removedAt: instant().nullable(),
  },
  indexes: [
    { name: 'upload_index', properties: ['federationId', 'organizationId', 'obligationId'] },
    { name: 'upload_object_index', properties: ['federationId', 'storageKey'] },
  ],
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
    media: p.json<MediaFacts>().nullable(),
    /** Code of the print that this is the stamped scan of. */
    printCode: p.text().nullable(),
    submittedAt: instant(),
  },
  indexes: [
    { name: 'submission_file_index', properties: ['federationId', 'submission', 'number'] },
    { name: 'submission_file_file_index', properties: ['federationId', 'fileId'] },
    { name: 'submission_file_object_index', properties: ['federationId', 'storageKey'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});
