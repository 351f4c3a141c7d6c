import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import type { SystemContext } from '../../kit/system.ts';
import { ROOT_PATH } from '../../kit/tree.ts';
import { uuid7 } from '../../kit/uuid.ts';
import type { Audience, NotificationEvent } from './events.ts';

/** What happened, to what, and who is to be told. */
export interface Announced {
  readonly event: NotificationEvent;
  /** GraphQL type of the subject, as in `Submission`; the message links to it and to nothing more. */
  readonly subjectType: string;
  readonly subjectId: string;
  readonly audience: Audience;
  /**
   * What a message says beside its subject: `due` (ISO text), `count`; `title` where the subject is no notice, deliverable,
   * obligation, submission or job. Never a secret, never personal data.
   */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** A request, or the product's own work in one federation at an instant. */
type Announcer = ViewerContext | (SystemContext & { readonly now: Date });

/**
 * Notes, in the transaction of the act, that people are to be told of it. Nobody is told when the act is undone, and
 * nothing is sent while it is being done: `tellPeople` comes by each second. One statement, however many lines.
 */
export async function announce(ctx: Announcer, ...lines: readonly Announced[]): Promise<void> {
  if (lines.length === 0) return;
  const viewer = 'viewer' in ctx ? ctx.viewer : undefined;
  const federationId = viewer ? viewer.federationId : (ctx as SystemContext).federationId;
  const rows = lines.map(({ event, subjectType, subjectId, audience, detail = {} }) => ({
    id: uuid7(),
    event,
    subject_type: subjectType,
    subject_id: subjectId,
    audience,
    detail,
  }));
  await sql`
    insert into announcement (federation_id, id, path, event, subject_type, subject_id, audience, actor_id, detail, happened_at, tell_at)
    select ${federationId}::uuid, id, ${viewer?.path ?? ROOT_PATH}, event, subject_type, subject_id, audience, ${viewer?.personId ?? null}::uuid, detail,
           ${ctx.now}::timestamptz, ${ctx.now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as line (id uuid, event text, subject_type text, subject_id uuid, audience jsonb, detail jsonb)`.execute(ctx.db);
}
