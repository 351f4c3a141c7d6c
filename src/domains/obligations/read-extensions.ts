import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { countedBy } from './list-obligations.ts';
import { asObligation, type ObligationRow } from './obligation.rows.ts';

/** Requests for more time that lie with the caller's body, the most pressing first; of one root or of all. */
export async function listExtensionRequests(ctx: ViewerContext, rootId: string | null, page: PageArgs): Promise<Page<ObligationRow>> {
  const after = parseCursor(page.after, ['instant', 'uuid']);
  const list = sql`obligation o where ${waiting(ctx)} ${rootId ? sql`and o.root_id = ${rootId}` : sql``}`;
  const { rows } = await sql<ObligationRow>`
    select o.* from ${list} ${after ? sql`and (o.due_at, o.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
     order by o.due_at, o.id limit ${page.first + 1}`.execute(ctx.db);
  const found = pageOf(rows.map(asObligation), page, (row) => [row.due_at!.toISOString(), row.id]);
  const counts = () => countedBy(ctx, list);
  return { ...found, totalCount: () => counts().then(({ total }) => total), counts };
}

/** Whether a request about an obligation `o` lies here; what was handed in or given up meanwhile asks for nothing. */
export const waiting = ({ viewer }: ViewerContext) => sql<boolean>`o.federation_id = ${viewer.federationId}
  and o.extension_holder_id = ${viewer.organizationId} and o.state in ('OPEN', 'RETURNED')`;
