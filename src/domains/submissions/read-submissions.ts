import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { endOf } from '../../kit/tree.ts';
import { asSubmission, type SubmissionRow } from './submission.rows.ts';

export interface SubmissionFilter {
  /** The body below which they were filed, whatever moved since; all of the viewer's range when absent. */
  readonly under: string | null;
  readonly deliverableId: string | null;
  readonly state: SubmissionRow['state'] | null;
  readonly reach: 'SUBTREE' | 'ASKED';
}

const NONE: Page<SubmissionRow> = {
  edges: [],
  nodes: [],
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  totalCount: 0,
};

/**
 * What was handed in, newest first: in the caller's range, or below a body of it as it was filed, so that a list holds
 * exactly what its number counted; or, for a second superior, what it asked of units that stand elsewhere.
 */
export async function listSubmissions(ctx: ViewerContext, filter: SubmissionFilter, page: PageArgs): Promise<Page<SubmissionRow>> {
  const after = parseCursor(page.after, ['instant', 'uuid']);
  const where = await condition(ctx, filter);
  if (!where) return NONE;
  const { rows } = await sql<SubmissionRow>`
    select s.* from submission s where ${where} ${after ? sql`and (s.submitted_at, s.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
     order by s.submitted_at desc, s.id desc limit ${page.first + 1}`.execute(ctx.db);
  const found = pageOf(
    rows.map((row) => asSubmission(row)),
    page,
    (row) => [row.submitted_at.toISOString(), row.id],
  );
  return { ...found, totalCount: () => count(ctx, where) };
}

async function condition(
  ctx: ViewerContext,
  { under, deliverableId, state, reach }: SubmissionFilter,
): Promise<RawBuilder<boolean> | undefined> {
  const { federationId, path } = ctx.viewer;
  const root = deliverableId === null ? undefined : (await ctx.loaders.one('deliverable', deliverableId))?.root_id;
  const places = under === null ? null : await placesOf(ctx, under);
  if (places?.length === 0 || (deliverableId !== null && root === undefined)) return undefined;
  const mine = sql`s.path >= ${path} and s.path < ${endOf(path)}`;
  const range = reach === 'ASKED' ? sql`s.asker_path >= ${path} and s.asker_path < ${endOf(path)} and not (${mine})` : mine;
  const filed = places?.map((place) => sql`(s.filed_path >= ${place} and s.filed_path < ${endOf(place)})`);
  return sql<boolean>`s.federation_id = ${federationId} and ${range}
    ${filed ? sql`and (${sql.join(filed, sql` or `)})` : sql``}
    ${root === undefined ? sql`` : sql`and s.root_id = ${root}`} ${state === null ? sql`` : sql`and s.state = ${state}`}`;
}

/** Where a body of my range has stood at any time: what was filed below it stays there. None for a body out of range. */
async function placesOf(ctx: ViewerContext, organizationId: string): Promise<string[]> {
  const { federationId, path } = ctx.viewer;
  const { rows } = await sql<{ path: string }>`
    select distinct v.path from organization o
      join organization_version v on v.federation_id = o.federation_id and v.organization_id = o.id
     where o.federation_id = ${federationId} and o.id = ${organizationId} and o.path >= ${path} and o.path < ${endOf(path)}`.execute(
    ctx.db,
  );
  return rows.map((row) => row.path);
}

async function count(ctx: ViewerContext, where: RawBuilder<boolean>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from submission s where ${where}`.execute(ctx.db);
  return rows[0]!.count;
}
