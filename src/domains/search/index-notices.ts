import { type Kysely, sql } from 'kysely';
import { fold, signatureOf } from '../../kit/search-text.ts';
import type { Tables } from '../../orm.ts';
import { formatDocNumber } from '../notices/doc-number.ts';
import type { BasisDocument } from '../notices/notice.shapes.ts';

interface Found {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly body: string;
  readonly basis: readonly BasisDocument[];
  readonly doc_prefix: string | null;
  readonly doc_year: number | null;
  readonly doc_seq: number | null;
  readonly name: string;
  readonly short_name: string;
  /** Titles and words of what it asks for. */
  readonly asked: string;
}

/**
 * Makes notices findable as they are now: by number, title and body's name through pairs of characters, by their text
 * through a signature. Whom to ask about them is left out: persons are not searched.
 */
export async function indexNotices(db: Kysely<Tables>, federationId: string, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<Found>`
    select n.id, n.version, n.title, n.body, n.basis, n.doc_prefix, n.doc_year, n.doc_seq, o.name, o.short_name,
           coalesce((select string_agg(d.title || ' ' || d.requirement, ' ' order by d.ordinal) from deliverable d
                      where d.federation_id = n.federation_id and d.notice_id = n.id), '') as asked
      from notice n join organization o on o.federation_id = n.federation_id and o.id = n.issuer_id
     where n.federation_id = ${federationId} and n.id = any (${ids}::uuid[])`.execute(db);
  if (rows.length === 0) return;
  const pair = sql`substr(g.head, at, 2)`;
  const recency = sql`-(extract(epoch from n.created_at) / 60)::int`;
  await sql`
    with given as materialized (
      select g.*, n.path, n.published_at, ${recency} as recency
        from jsonb_to_recordset(${JSON.stringify(rows.map(searched))}::jsonb)
          as g (id uuid, version int, title text, head text, body text, signature text)
        join notice n on n.federation_id = ${federationId} and n.id = g.id),
    texts as (
      insert into search_notice (federation_id, notice_id, path, published_at, recency, title, head, body, signature)
      select ${federationId}::uuid, id, path, published_at, recency, title, head, body, decode(signature, 'base64') from given
          on conflict (federation_id, notice_id) do update
         set path = excluded.path, published_at = excluded.published_at, title = excluded.title, head = excluded.head,
             body = excluded.body, signature = excluded.signature),
    terms as (
      insert into search_notice_term (federation_id, term, path, recency, notice_id, published_at)
      select distinct ${federationId}::uuid, ${pair}, g.path, g.recency, g.id, g.published_at
        from given g cross join generate_series(1, length(g.head) - 1) at where strpos(${pair}, ' ') = 0
          on conflict (federation_id, term, path, recency, notice_id) do update set published_at = excluded.published_at)
    update notice n set indexed_version = g.version from given g
     where n.federation_id = ${federationId} and n.id = g.id`.execute(db);
}

function searched({ id, version, basis, ...notice }: Found) {
  const { doc_prefix: prefix, doc_year: year, doc_seq: sequence } = notice;
  const number = prefix !== null && year !== null && sequence !== null ? formatDocNumber({ prefix, year, sequence }) : '';
  const title = fold(notice.title);
  const head = [fold(number), title, fold(notice.name), fold(notice.short_name)].filter((part) => part !== '').join(' ');
  const rests = basis.map((document) => `${document.number ?? ''}${document.title}`);
  const body = fold([notice.body, notice.asked, ...rests].join(''));
  return { id, version, title, head, body, signature: signatureOf(head + body).toString('base64') };
}
