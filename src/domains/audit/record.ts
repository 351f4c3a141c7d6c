import { type Kysely, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { uuid7 } from '../../kit/uuid.ts';
import type { Tables } from '../../orm.ts';

/** What was done, to what. */
export interface AuditEntry {
  /** The mutation, as in `issueNotice`; for background work its name. */
  readonly operation: string;
  /** GraphQL type of the subject. */
  readonly subjectType: string;
  readonly subjectId: string;
  /** What a reader needs to understand the act later: ids, states, reasons. Never a secret, never personal data. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes the line in the transaction that does the act; a job seals it into the chain later. */
export async function record(ctx: ViewerContext, entry: AuditEntry): Promise<void> {
  const { viewer } = ctx;
  await append(ctx.db, entry, {
    federationId: viewer.federationId,
    path: viewer.path,
    at: ctx.now,
    personId: viewer.personId,
    onBehalfOfId: viewer.onBehalfOfId,
    capacityId: viewer.capacityId,
    organizationId: viewer.organizationId,
    requestId: ctx.requestId,
  });
}

/** What the product does by itself: nobody's act, standing at the root of the federation. */
export interface SystemAct {
  readonly db: Kysely<Tables>;
  readonly federationId: string;
  readonly now: Date;
  /** Name of the run, as in `sweep`. */
  readonly requestId: string;
}

/** The same for background work, behind the walls of the whole federation. */
export async function recordSystem(act: SystemAct, entry: AuditEntry): Promise<void> {
  await append(act.db, entry, {
    federationId: act.federationId,
    path: ROOT_PATH,
    at: act.now,
    personId: null,
    onBehalfOfId: null,
    capacityId: null,
    organizationId: null,
    requestId: act.requestId,
  });
}

/** Address of every federation's root. */
const ROOT_PATH = '0001.';

interface Actor {
  readonly federationId: string;
  readonly path: string;
  readonly at: Date;
  readonly personId: string | null;
  readonly onBehalfOfId: string | null;
  readonly capacityId: string | null;
  readonly organizationId: string | null;
  readonly requestId: string;
}

async function append(db: Kysely<Tables>, entry: AuditEntry, actor: Actor): Promise<void> {
  await sql`
    with line as (
      insert into audit_line (federation_id, id, path, happened_at, operation, person_id, on_behalf_of_id, capacity_id, organization_id,
                              subject_type, subject_id, detail, request_id)
      values (${actor.federationId}, ${uuid7()}, ${actor.path}, ${actor.at}, ${entry.operation}, ${actor.personId}, ${actor.onBehalfOfId},
              ${actor.capacityId}, ${actor.organizationId}, ${entry.subjectType}, ${entry.subjectId},
              ${JSON.stringify(entry.detail ?? {})}::jsonb, ${actor.requestId})
      returning federation_id, id, path)
    insert into audit_pending (federation_id, line_id, path) select federation_id, id, path from line`.execute(db);
}
