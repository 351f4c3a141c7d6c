import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { endOf } from '../../kit/tree.ts';

/** A line as people read it: with names where the viewer's walls show them. */
export interface AuditLineRow {
  readonly id: string;
  readonly operation: string;
  readonly happenedAt: Date;
  readonly personName: string | null;
  readonly onBehalfOf: string | null;
  readonly organizationName: string | null;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly requestId: string;
}

const LINES = sql`
  select l.id, l.operation, l.happened_at as "happenedAt", h.name as "personName", lender.name as "onBehalfOf", o.name as "organizationName",
         l.subject_type as "subjectType", l.subject_id as "subjectId", l.detail, l.request_id as "requestId"
    from audit_line l
    left join person h on h.federation_id = l.federation_id and h.id = l.person_id
    left join person lender on lender.federation_id = l.federation_id and lender.id = l.on_behalf_of_id
    left join organization o on o.federation_id = l.federation_id and o.id = l.organization_id`;

const inRange = ({ viewer: { federationId, path } }: ViewerContext) =>
  sql`l.federation_id = ${federationId} and l.path >= ${path} and l.path < ${endOf(path)}`;

/** What was done to one subject by bodies of the viewer's subtree, newest first. */
export async function listAuditLines(ctx: ViewerContext, subjectId: string, page: PageArgs): Promise<Page<AuditLineRow>> {
  const after = parseCursor(page.after, ['uuid'])?.[0];
  const { rows } = await sql<AuditLineRow>`
    ${LINES} where ${inRange(ctx)} and l.subject_id = ${subjectId} ${after ? sql`and l.id < ${after}` : sql``}
     order by l.id desc limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows, page, ({ id }) => [id]);
}

/** One line, by a body of the viewer's subtree. */
export async function findAuditLine(ctx: ViewerContext, id: string): Promise<AuditLineRow | undefined> {
  const { rows } = await sql<AuditLineRow>`${LINES} where ${inRange(ctx)} and l.id = ${id}`.execute(ctx.db);
  return rows[0];
}
