import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import {
  type Hits,
  type Match,
  MATCHES,
  MOST_HITS,
  noticeHits,
  organizationHits,
  SEARCH_KINDS,
  type SearchKind,
  submissionHits,
} from './find-hits.ts';
import { isUnsearchable, type Rarest, rarestPairs, type Sought, soughtOf, type Unsearchable } from './sought.ts';

/** Something that was found. */
export interface HitRow {
  readonly id: string;
  readonly kind: SearchKind;
  readonly match: Match;
  /** What was looked for, for whoever shows where it stands. */
  readonly words: readonly string[];
}

export interface KindCount {
  readonly kind: SearchKind;
  readonly count: number;
  /** There may be more: the count ends at a thousand. */
  readonly isCapped: boolean;
}

export interface Found extends Page<HitRow, readonly KindCount[]> {
  readonly hint: Unsearchable | null;
}

interface Listed {
  readonly rank: number;
  readonly kind: number;
  readonly key: string;
  readonly id: string;
}

/**
 * What the caller may read that holds all the words: exact numbers first, then what begins with them, titles and names,
 * units, texts. Two statements, whatever is found; who may read what is asked of each domain and of the walls.
 *
 * @param kinds all of them when empty
 */
export async function search(ctx: ViewerContext, text: string, kinds: readonly SearchKind[], page: PageArgs): Promise<Found> {
  const after = parseCursor(page.after, ['integer', 'integer', 'text', 'uuid']);
  const sought = soughtOf(text);
  if (isUnsearchable(sought)) return { ...pageOf<HitRow>([], page, () => []), counts: [], hint: sought };
  const wanted = SEARCH_KINDS.filter((kind) => kinds.length === 0 || kinds.includes(kind));
  const hits = hitsOf(ctx, sought, await rarestPairs(ctx, sought), wanted);
  const { rows } = await sql<Listed>`
    select rank, kind, key, id from (${hits}) hit
     ${after ? sql`where (rank, kind, key, id) > (${after[0]}::int, ${after[1]}::int, ${after[2]}, ${after[3]}::uuid)` : sql``}
     order by rank, kind, key, id limit ${page.first + 1}`.execute(ctx.db);
  const { edges, pageInfo } = pageOf(rows, page, ({ rank, kind, key, id }) => [String(rank), String(kind), key, id]);
  const shown = edges.map(({ node, cursor }) => ({ node: hitOf(node, sought), cursor }));
  return { edges: shown, nodes: shown.map(({ node }) => node), pageInfo, counts: () => countHits(ctx, hits, wanted), hint: null };
}

const hitOf = ({ id, kind, rank }: Listed, { words }: Sought): HitRow => ({ id, kind: SEARCH_KINDS[kind]!, match: MATCHES[rank]!, words });

function hitsOf(ctx: ViewerContext, sought: Sought, rarest: Rarest, kinds: readonly SearchKind[]): Hits {
  const of = {
    ORGANIZATION: () => organizationHits(ctx, sought, rarest),
    NOTICE: () => noticeHits(ctx, sought, rarest),
    SUBMISSION: () => submissionHits(ctx, sought),
  };
  return sql.join(
    kinds.map((kind) => sql`(${of[kind]()})`),
    sql` union all `,
  );
}

/** How many there are of each kind, under the same walls. */
async function countHits(ctx: ViewerContext, hits: Hits, kinds: readonly SearchKind[]): Promise<KindCount[]> {
  const { rows } = await sql<{ kind: number; count: number }>`select kind, count(*)::int as count from (${hits}) hit group by kind`.execute(
    ctx.db,
  );
  return kinds.map((kind) => {
    const found = rows.find((row) => SEARCH_KINDS[row.kind] === kind)?.count ?? 0;
    return { kind, count: Math.min(found, MOST_HITS), isCapped: found >= MOST_HITS };
  });
}
