import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { violates } from '../../kit/sql.ts';
import { dayOf } from '../../kit/time.ts';
import { organizationById } from '../federation/organization.rows.ts';
import type { DocNumber } from './doc-number.ts';
import type { NoticeRow } from './notice.rows.ts';

/**
 * The next number that no document of the caller's body has under this prefix in this year: one more than the highest, so
 * that a gap is never filled afterwards. It is proposed, not reserved: somebody may be first. Gathered over a request.
 */
export async function nextNumber(ctx: ViewerContext, prefix: string, year: number): Promise<DocNumber> {
  const highest = await ctx.loaders.batched('highest number', `${year} ${prefix}`, async (keys) => {
    const [years, prefixes] = [keys.map((key) => Number(key.slice(0, 4))), keys.map((key) => key.slice(5))];
    const { rows } = await sql<{ prefix: string; year: number; highest: number }>`
      select k.prefix, k.year, max(n.doc_seq) as highest from unnest(${prefixes}::text[], ${years}::int[]) k (prefix, year)
        join notice n on n.federation_id = ${ctx.viewer.federationId} and n.issuer_id = ${ctx.viewer.organizationId}
         and n.doc_prefix = k.prefix and n.doc_year = k.year
       group by k.prefix, k.year`.execute(ctx.db);
    return new Map(rows.map((row) => [`${row.year} ${row.prefix}`, row.highest]));
  });
  return { prefix, year, sequence: (highest ?? 0) + 1 };
}

/** The number that a draft could have, under its body's usual prefix and in the year of its printed date; null without a prefix. */
export async function proposedNumber(ctx: ViewerContext, notice: NoticeRow): Promise<DocNumber | null> {
  const issuer = await organizationById(ctx, notice.issuer_id);
  return issuer?.doc_prefix ? nextNumber(ctx, issuer.doc_prefix, yearOf(ctx, notice)) : null;
}

/** Of the printed date, or of today. */
export const yearOf = ({ now }: ViewerContext, { issued_on }: Pick<NoticeRow, 'issued_on'>): number =>
  Number((issued_on ?? dayOf(now)).slice(0, 4));

/**
 * Gives a notice its number in the transaction that sends it, last of all: whoever of the same body takes one at the same
 * time waits only for the commit.
 *
 * @param wanted a number as typed, or the prefix and year under which the next free one is taken
 * @throws Refusal DOC_NUMBER_USED
 */
export async function giveNumber(ctx: ViewerContext, notice: NoticeRow, wanted: DocNumber | Omit<DocNumber, 'sequence'>): Promise<void> {
  const { federationId, organizationId } = ctx.viewer;
  if (!('sequence' in wanted)) {
    await sql`select from organization where federation_id = ${federationId} and id = ${organizationId} for no key update`.execute(ctx.db);
  }
  ctx.loaders.clear(); // others may have taken one since it was proposed
  const { prefix, year, sequence } = 'sequence' in wanted ? wanted : await nextNumber(ctx, wanted.prefix, wanted.year);
  await ctx.db
    .updateTable('notice')
    .set({ doc_prefix: prefix, doc_year: year, doc_seq: sequence })
    .where('federation_id', '=', federationId)
    .where('id', '=', notice.id)
    .execute()
    .catch((error: unknown) => {
      throw violates(error, 'notice_number_key') ? numberUsed(['input', 'docNumber']) : error;
    });
}

export const numberUsed = (path: readonly string[]): Refusal =>
  new Refusal('DOC_NUMBER_USED', '这个发文字号已被本单位的其他文件使用', path);
