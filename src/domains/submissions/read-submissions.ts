import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { asSubmission, type SubmissionRow } from './submission.rows.ts';

export interface SubmissionFilter {
  /** The body below which they were filed; the viewer's own when absent. */
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
 * What was handed in, newest first: below a body of the caller's range, where it was filed, so that a list holds exactly
 * what its number counted; or, for a second superior, what it asked of units that stand elsewhere.
 */
export async function listSubmissions(ctx: ViewerContext, filter: SubmissionFilter, page: PageArgs): Promise<Page<SubmissionRow>> {
  const after = parseCursor(page.after, 2);
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
  const place = await placeOf(ctx, under);
  const root = deliverableId === null ? undefined : (await ctx.loaders.one('deliverable', deliverableId))?.root_id;
  if (place === undefined || (deliverableId !== null && root === undefined)) return undefined;
  const end = (from: string) => `${from.slice(0, -1)}/`;
  const range =
    reach === 'ASKED'
      ? sql`s.asker_path >= ${path} and s.asker_path < ${end(path)} and not (s.path >= ${path} and s.path < ${end(path)})`
      : sql`s.path >= ${path} and s.path < ${end(path)} and s.filed_path >= ${place} and s.filed_path < ${end(place)}`;
  return sql<boolean>`s.federation_id = ${federationId} and ${range}
    ${root === undefined ? sql`` : sql`and s.root_id = ${root}`} ${state === null ? sql`` : sql`and s.state = ${state}`}`;
}

/** Undefined for a body out of range. */
async function placeOf(ctx: ViewerContext, under: string | null): Promise<string | undefined> {
  if (under === null) return ctx.viewer.path;
  const organization = await ctx.loaders.one('organization', under);
  return organization?.path.startsWith(ctx.viewer.path) ? organization.path : undefined;
}

async function count(ctx: ViewerContext, where: RawBuilder<boolean>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from submission s where ${where}`.execute(ctx.db);
  return rows[0]!.count;
}
