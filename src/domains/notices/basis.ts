import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type DocNumber, formatDocNumber, parseDocNumber } from './doc-number.ts';
import { asNotice, type NoticeRow } from './notice.rows.ts';
import { readableNotice } from './read-notices.ts';

/** The issued notice of this number that the caller may read, the oldest where several bodies share a prefix; gathered. */
export function noticeByNumber(ctx: ViewerContext, number: DocNumber): Promise<NoticeRow | undefined> {
  return ctx.loaders.batched('notice by number', formatDocNumber(number), async (names) => {
    const numbers = names.map((name) => parseDocNumber(name)!);
    const column = (of: keyof DocNumber) => numbers.map((one) => one[of]);
    const { rows } = await sql<NoticeRow & { name: string }>`
      select distinct on (k.name) n.*, k.name
        from unnest(${names}::text[], ${column('prefix')}::text[], ${column('year')}::int[], ${column('sequence')}::int[]) k (name, prefix, year, seq)
        join notice n on n.federation_id = ${ctx.viewer.federationId} and n.doc_prefix = k.prefix and n.doc_year = k.year and n.doc_seq = k.seq
         and n.published_at is not null
       where ${readableNotice(ctx)} order by k.name, n.published_at, n.id`.execute(ctx.db);
    return new Map(rows.map((row) => [row.name, asNotice(row)]));
  });
}
