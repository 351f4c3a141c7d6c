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

/** A line of the page, or nothing when the page is empty, with how many there are of each kind. */
type Line = (Listed | { readonly [column in keyof Listed]: null }) & { readonly counts: Readonly<Record<string, number>> | null };

/**
 * What the caller may read that holds all the words: exact numbers first, then what begins with them, titles and names,
 * units, texts. Two statements, whatever is found and whether counts are asked for; who may read what is asked of each domain and of the walls.
 *
 * @param kinds all of them when empty
 */
export async function search(ctx: ViewerContext, text: string, kinds: readonly SearchKind[], page: PageArgs): Promise<Found> {
  const after = parseCursor(page.after, ['integer', 'integer', 'text', 'uuid']);
  const sought = soughtOf(text);
  if (isUnsearchable(sought)) return { ...pageOf<HitRow>([], page, () => []), counts: [], hint: sought };
  const wanted = SEARCH_KINDS.filter((kind) => kinds.length === 0 || kinds.includes(kind));
  const hits = hitsOf(ctx, sought, await rarestPairs(ctx, sought), wanted);
  const { rows } = await sql<Line>`
    with hit as materialized (${hits}),
         line as (
           select rank, kind, key, id from hit
            ${after ? sql`where (rank, kind, key, id) > (${after[0]}::int, ${after[1]}::int, ${after[2]}, ${after[3]}::uuid)` : sql``}
            order by rank, kind, key, id limit ${page.first + 1})
    select line.*, (select jsonb_object_agg(kind, count) from (select kind, count(*) as count from hit group by kind) of_kind) as counts
      from (values (1)) always left join line on true
     order by rank, kind, key, id`.execute(ctx.db);
  const lines = rows.filter((row): row is Listed & Line => row.id !== null);
  const { edges, pageInfo } = pageOf(lines, page, ({ rank, kind, key, id }) => [String(rank), String(kind), key, id]);
  const shown = edges.map(({ node, cursor }) => ({ node: hitOf(node, sought), cursor }));
  return {
    edges: shown,
    nodes: shown.map(({ node }) => node),
    pageInfo,
    counts: () => countsOf(rows[0]!.counts ?? {}, wanted),
    hint: null,
  };
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

function countsOf(counts: Readonly<Record<string, number>>, kinds: readonly SearchKind[]): KindCount[] {
  return kinds.map((kind) => {
    const found = counts[SEARCH_KINDS.indexOf(kind)] ?? 0;
    return { kind, count: Math.min(found, MOST_HITS), isCapped: found >= MOST_HITS };
  });
}
