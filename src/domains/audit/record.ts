import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { uuid7 } from '../../kit/uuid.ts';
import type { Tables } from '../../orm.ts';
import { treeChanged } from '../federation/tree-lock.ts';
import { ROOT_PATH } from '../../kit/tree.ts';

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

/**
 * Writes the line in the transaction that does the act; a job seals it into the chain later. The acting body is held where
 * it stands until then, so that a move takes the line along; last of all locks, so call it after what takes others.
 *
 * @throws Refusal TREE_CHANGED when the body was moved while the act was done
 */
export const record = (ctx: ViewerContext, entry: AuditEntry): Promise<void> => recordAll(ctx, [entry]);

/** The same for an act on several subjects: a line for each, in one statement. */
export async function recordAll(ctx: ViewerContext, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { viewer } = ctx;
  const here = sql`select path from organization where federation_id = ${viewer.federationId} and id = ${viewer.organizationId} for share`;
  const written = await append(ctx.db, entries, here, {
    federationId: viewer.federationId,
    path: viewer.path,
    at: ctx.now,
    personId: viewer.personId,
    onBehalfOfId: viewer.onBehalfOfId,
    capacityId: viewer.capacityId,
    organizationId: viewer.organizationId,
    requestId: ctx.requestId,
  });
  if (written < entries.length) throw treeChanged();
}

/** One act on many subjects. */
export interface AuditEntries {
  readonly operation: string;
  readonly subjectType: string;
  /** A query of `(subject_id, detail)`; at least one row. */
  readonly subjects: RawBuilder<unknown>;
}

/**
 * A line for each subject in one statement, as {@link record} writes one.
 *
 * @throws Refusal TREE_CHANGED
 */
export async function recordEach(ctx: ViewerContext, { operation, subjectType, subjects }: AuditEntries): Promise<void> {
  const { viewer } = ctx;
  const { rows } = await sql`
    with here as (select path from organization where federation_id = ${viewer.federationId} and id = ${viewer.organizationId} for share),
    line as (
      insert into audit_line (federation_id, id, path, happened_at, operation, person_id, on_behalf_of_id, capacity_id, organization_id,
                              subject_type, subject_id, detail, request_id)
      select ${viewer.federationId}::uuid, app.uuid7(), here.path, ${ctx.now}::timestamptz, ${operation}, ${viewer.personId}::uuid,
             ${viewer.onBehalfOfId}::uuid, ${viewer.capacityId}::uuid, ${viewer.organizationId}::uuid, ${subjectType}, s.subject_id, s.detail,
             ${ctx.requestId}
        from here, (${subjects}) s where here.path = ${viewer.path}
      returning federation_id, id, path),
    pending as (insert into audit_pending (federation_id, line_id, path) select federation_id, id, path from line returning 1)
    select 1 from pending limit 1`.execute(ctx.db);
  if (rows.length === 0) throw treeChanged();
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
  await append(act.db, [entry], sql`select ${ROOT_PATH}::text as path`, {
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

/** @returns how many lines were written: none when the actor no longer stands at its address in `here` */
async function append(db: Kysely<Tables>, entries: readonly AuditEntry[], here: RawBuilder<unknown>, actor: Actor): Promise<number> {
  const lines = entries.map(({ operation, subjectType, subjectId, detail = {} }) => ({
    id: uuid7(),
    operation,
    subject_type: subjectType,
    subject_id: subjectId,
    detail,
  }));
  const { rows } = await sql`
    with here as (${here}),
    line as (
      insert into audit_line (federation_id, id, path, happened_at, operation, person_id, on_behalf_of_id, capacity_id, organization_id,
                              subject_type, subject_id, detail, request_id)
      select ${actor.federationId}::uuid, e.id, here.path, ${actor.at}::timestamptz, e.operation, ${actor.personId}::uuid,
             ${actor.onBehalfOfId}::uuid, ${actor.capacityId}::uuid, ${actor.organizationId}::uuid, e.subject_type, e.subject_id, e.detail,
             ${actor.requestId}
        from here
       cross join jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
          as e (id uuid, operation text, subject_type text, subject_id uuid, detail jsonb)
       where here.path = ${actor.path}
      returning federation_id, id, path)
    insert into audit_pending (federation_id, line_id, path) select federation_id, id, path from line returning 1`.execute(db);
  return rows.length;
}
