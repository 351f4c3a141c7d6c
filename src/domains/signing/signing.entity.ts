import { defineEntity, p } from '@mikro-orm/core';
import { instant, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Person } from '../federation/people.entity.ts';
import type { ShownDocument } from './signable.ts';

export const SIGNING_OUTCOMES = ['SIGNED', 'DECLINED'] as const;

/**
 * That somebody without an account is asked for one signature, and what came of it. The link's secret is kept only as a
 * hash, out of the application's reach. It is the inviting body's own, like the draft that it is about.
 */
export const SigningInvitation = defineEntity({
  name: 'SigningInvitation',
  tableName: 'signing_invitation',
  properties: {
    ...tenant,
    organizationId: p.uuid(),
    /** GraphQL type of what is to be signed. */
    subjectType: p.text(),
    subjectId: p.uuid(),
    /** What exactly: its version, SHA-256 of what it says, and that as the signer is shown it. */
    subjectVersion: p.integer(),
    contentHash: p.text(),
    shown: p.json<ShownDocument>(),
    /** In what role, such as 签发. */
    step: p.text(),
    message: p.text().nullable(),
    signer: () => ref(() => Person, 'signer_id'),
    /** Title of the signer's post, as it stands beside the signature. */
    signerPost: p.text().nullable(),
    invitedById: p.uuid(),
    invitedAt: instant(),
    expiresAt: instant(),
    revokedAt: instant().nullable(),
    outcome: word(SIGNING_OUTCOMES).nullable(),
    opinion: p.text().nullable(),
    answeredAt: instant().nullable(),
  },
  indexes: [{ name: 'signing_invitation_subject_index', properties: ['federationId', 'subjectId'] }],
  rowLevelSecurity: 'force',
  policies: walls.own,
});
