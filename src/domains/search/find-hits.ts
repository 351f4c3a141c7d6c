import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { endOf } from '../../kit/tree.ts';
import { readableNotice } from '../notices/read-notices.ts';
import { holdsAll, isAbove, isBelow, mayHoldAll, type Rarest, type Sought } from './sought.ts';

export const SEARCH_KINDS = ['ORGANIZATION', 'NOTICE', 'SUBMISSION'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** Where the words were found: what counts most comes first. */
export const MATCHES = ['NUMBER', 'TITLE_START', 'TITLE', 'UNIT', 'TEXT'] as const;
export type Match = (typeof MATCHES)[number];

/** Most hits of one kind that are gathered and put in order; beyond them somebody should say more. */
export const MOST_HITS = 1000;

/** A query of `(rank, kind, key, id)`: `rank` by {@link MATCHES}, `kind` by {@link SEARCH_KINDS}, `key` orders equal ones. */
export type Hits = RawBuilder<unknown>;

const NONE = sql`select 0 as rank, 0 as kind, '' collate "C" as key, null::uuid as id where false`;
const rank = (match: Match) => sql.lit(MATCHES.indexOf(match));
const kindOf = (kind: SearchKind) => sql.lit(SEARCH_KINDS.indexOf(kind));

/** Rows of a table of pairs that hold the rarest pair, and the next ones too; `key` is what the table is keyed by beside. */
function holdingPairs(table: string, federationId: string, [rarest, ...probes]: readonly string[], key: readonly string[]) {
  const same = sql.join(
    key.map((column) => sql`${sql.ref(`u.${column}`)} = ${sql.ref(`t.${column}`)}`),
    sql` and `,
  );
  const others = probes.map(
    (pair) => sql`and exists (select from ${sql.table(table)} u where u.federation_id = ${federationId} and u.term = ${pair} and ${same})`,
  );
  return sql`t.federation_id = ${federationId} and t.term = ${rarest} ${sql.join(others, sql` `)}`;
}

/** Organizations by their names, of the whole federation: the directory is open. In the order of the tree. */
export function organizationHits({ viewer }: ViewerContext, { words }: Sought, { organizations }: Rarest): Hits {
  if (organizations.length === 0) return NONE;
  const start = sql`case when starts_with(o.search_name, ${words[0]}) then ${rank('TITLE_START')} else ${rank('TITLE')} end`;
  return sql`
    select ${start} as rank, ${kindOf('ORGANIZATION')} as kind, t.path collate "C" as key, o.id
      from search_organization_term t
      join organization o on o.federation_id = t.federation_id and o.path = t.path
     where ${holdingPairs('search_organization_term', viewer.federationId, organizations, ['path'])} and ${holdsAll(sql`o.search_name`, words)}
     order by t.path limit ${MOST_HITS}`;
}

/** Notices that may be read, by number, title, aliases, the body that issued them, and text; by body, newest first. */
export function noticeHits(ctx: ViewerContext, sought: Sought, { notices }: Rarest): Hits {
  const parts = [noticesByText(ctx, sought, isBelow(ctx, 'd')), noticesByText(ctx, sought, isAbove(ctx, 'd'))];
  if (notices.length > 0) {
    parts.push(noticesByHead(ctx, sought, notices, isBelow(ctx, 't')), noticesByHead(ctx, sought, notices, isAbove(ctx, 't')));
  }
  return sql.join(
    parts.map((part) => sql`(${part})`),
    sql` union all `,
  );
}

/** Notices of one body in the order in which they were begun, after those of the bodies above it. */
const NOTICE_KEY = sql`(d.path || ' ' || lpad((d.recency + 1000000000)::text, 10, '0')) collate "C"`;

function noticesByHead(ctx: ViewerContext, { words, docNumber }: Sought, pairs: readonly string[], place: RawBuilder<boolean>): Hits {
  const isNumber = docNumber
    ? sql`n.doc_prefix = ${docNumber.prefix} and n.doc_year = ${docNumber.year} and n.doc_seq = ${docNumber.sequence}`
    : sql`false`;
  return sql`
    select case when ${isNumber} then ${rank('NUMBER')}
                when ${holdsAll(sql`d.title`, words)} then case when starts_with(d.title, ${words[0]}) then ${rank('TITLE_START')} else ${rank('TITLE')} end
                else ${rank('UNIT')} end as rank,
           ${kindOf('NOTICE')} as kind, ${NOTICE_KEY} as key, n.id
      from search_notice_term t
      join search_notice d on d.federation_id = t.federation_id and d.notice_id = t.notice_id
      join notice n on n.federation_id = d.federation_id and n.id = d.notice_id
     where ${holdingPairs('search_notice_term', ctx.viewer.federationId, pairs, ['path', 'recency', 'notice_id'])} and ${place}
       and ${holdsAll(sql`d.head`, words)} and ${readableNotice(ctx)}
     order by t.path, t.recency, t.notice_id limit ${MOST_HITS}`;
}

function noticesByText(ctx: ViewerContext, { words }: Sought, place: RawBuilder<boolean>): Hits {
  return sql`
    select ${rank('TEXT')} as rank, ${kindOf('NOTICE')} as kind, ${NOTICE_KEY} as key, n.id
      from search_notice d
      join notice n on n.federation_id = d.federation_id and n.id = d.notice_id
     where d.federation_id = ${ctx.viewer.federationId} and ${place} and ${mayHoldAll(sql`d.signature`, words)}
       and not ${holdsAll(sql`d.head`, words)} and ${holdsAll(sql`d.head || ' ' || d.body`, words)} and ${readableNotice(ctx)}
     order by d.path, d.recency limit ${MOST_HITS}`;
}

/**
 * Submissions as they were last handed in, by the number of the receipt, what they answer, the unit, and their text; newest
 * first. A second superior finds what its own questions were answered, and nothing beside.
 */
export function submissionHits(ctx: ViewerContext, sought: Sought): Hits {
  const { path } = ctx.viewer;
  const below = isBelow(ctx, 'd');
  const asked = sql<boolean>`d.asker_path >= ${path} and d.asker_path < ${endOf(path)} and not (${below})`;
  const parts = [below, asked].map((place) => sql`(${submissionsByText(ctx, sought, place)})`);
  if (sought.receiptNumber !== undefined) parts.push(sql`(${submissionByNumber(ctx, sought.receiptNumber)})`);
  // One asker's part may hold the words where another's does not: the best of them counts.
  return sql`
    select min(rank) as rank, ${kindOf('SUBMISSION')} as kind, min(key) collate "C" as key, id
      from (${sql.join(parts, sql` union all `)}) part group by id`;
}

/** Of how many texts it is asked whether they are of the version that stands: few are not, and asking of each one costs. */
const MOST_TEXTS = 2 * MOST_HITS;

/** Later instants come first. */
const latestFirst = (instant: string) =>
  sql`lpad((9999999999999 - (extract(epoch from ${sql.ref(instant)}) * 1000)::bigint)::text, 13, '0')`;

function submissionsByText(ctx: ViewerContext, { words }: Sought, place: RawBuilder<boolean>): Hits {
  const { federationId } = ctx.viewer;
  return sql`
    select case when ${holdsAll(sql`d.title`, words)} then case when starts_with(d.title, ${words[0]}) then ${rank('TITLE_START')} else ${rank('TITLE')} end
                when ${holdsAll(sql`d.title || ' ' || d.unit`, words)} then ${rank('UNIT')} else ${rank('TEXT')} end as rank,
           ${latestFirst('d.submitted_at')} as key, d.submission_id as id
      from (select * from search_submission d
             where d.federation_id = ${federationId} and ${place} and ${mayHoldAll(sql`d.signature`, words)}
               and ${holdsAll(sql`d.title || ' ' || d.unit || ' ' || d.body`, words)}
             order by d.submitted_at desc, d.submission_id desc limit ${MOST_TEXTS}) d
      join submission s on s.federation_id = d.federation_id and s.id = d.submission_id and s.number = d.number
     order by d.submitted_at desc, d.submission_id desc limit ${MOST_HITS}`;
}

/** The walls decide who may read it. */
const submissionByNumber = ({ viewer }: ViewerContext, receiptNumber: string): Hits => sql`
  select ${rank('NUMBER')} as rank, ${latestFirst('s.submitted_at')} as key, s.id
    from submission s where s.federation_id = ${viewer.federationId} and s.receipt_number = ${receiptNumber}`;
