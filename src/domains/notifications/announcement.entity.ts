import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, tenant } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import type { Audience, NotificationEvent } from './events.ts';

/**
 * That something happened of which people are to be told: written with the act, in its transaction. What runs behind the
 * requests turns it into notifications; it is kept, so that nobody is told twice.
 */
export const Announcement = defineEntity({
  name: 'Announcement',
  tableName: 'announcement',
  properties: {
    ...tenant,
    /** Where the body stands whose act it was. */
    path: path(),
    event: p.text().$type<NotificationEvent>(),
    subjectType: p.text(),
    subjectId: p.uuid(),
    audience: p.json<Audience>(),
    /** Person whose act it was, who need not be told; none for the product itself. */
    actorId: p.uuid().nullable(),
    /** What a message says beside its subject. Never a secret, never personal data. */
    detail: p.json<Record<string, unknown>>(),
    happenedAt: instant(),
    /** When people are to be told: at once; of what is gathered, put off to its hour as soon as it was seen. */
    tellAt: instant(),
    /** Of an audience that is told in pieces, behind whom the next piece begins. */
    toldTo: p.uuid().nullable(),
    toldAt: instant().nullable(),
  },
  indexes: [{ name: 'announcement_untold_index', properties: ['federationId', 'tellAt', 'id'], where: 'told_at is null' }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});
