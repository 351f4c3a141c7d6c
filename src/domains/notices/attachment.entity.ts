import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Notice } from './notice.entity.ts';

export const ATTACHMENT_KINDS = ['FORM', 'SCORE_SHEET', 'ROSTER', 'PAIRING_LIST', 'PLAN', 'OTHER'] as const;

/** An attachment of a notice, in its order; the file may come later, or never where the text holds it. */
export const NoticeAttachment = defineEntity({
  name: 'NoticeAttachment',
  tableName: 'notice_attachment',
  properties: {
    ...tenant,
    notice: () => ref(() => Notice, 'notice_id'),
    path: path(),
    publishedAt: instant().nullable(),
    /** 附件1 is 1. */
    ordinal: p.integer(),
    title: p.text(),
    kind: word(ATTACHMENT_KINDS),
    fileId: p.uuid().nullable(),
    /** From then on a correction says otherwise; what was sent stays. */
    withdrawnAt: instant().nullable(),
  },
  indexes: [{ name: 'notice_attachment_index', properties: ['federationId', 'notice'] }],
  rowLevelSecurity: 'force',
  policies: [
    ...walls.downward,
    // What was published is never deleted; drafts are.
    { name: 'keep_published', type: 'restrictive', command: 'delete', using: (c: Record<string, string>) => `${c['publishedAt']} is null` },
  ],
});
