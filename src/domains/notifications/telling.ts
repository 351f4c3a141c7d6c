import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';
import type { NotificationEvent } from './events.ts';

/** A line of what happened, as the database hands it out. */
export type Line = Selectable<Tables['announcement']>;

/** That a body, a person or an account is to be told of a subject: one for each, whoever that turns out to be. */
export interface Telling {
  readonly announcementId: string;
  readonly event: NotificationEvent;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly organizationId: string | null;
  readonly personId: string | null;
  readonly accountId: string | null;
  /** Of the body; those of the event when absent. */
  readonly roles: readonly string[] | null;
  readonly exceptAccountIds: readonly string[];
  /** Whose act it was: not told of it. */
  readonly actorId: string | null;
  /** Where the acting body stood. */
  readonly path: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** How many such things are told at once. */
  readonly count: number;
}

/** Of a line, before it is known who. */
export const tellingOf = (line: Line): Telling => ({
  announcementId: line.id,
  event: line.event,
  subjectType: line.subject_type,
  subjectId: line.subject_id,
  organizationId: null,
  personId: null,
  accountId: null,
  roles: null,
  exceptAccountIds: [],
  actorId: line.actor_id,
  path: line.path,
  detail: line.detail,
  count: typeof line.detail['count'] === 'number' ? line.detail['count'] : 1,
});
