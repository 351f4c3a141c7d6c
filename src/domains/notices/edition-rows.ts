import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { postOfViewer } from '../federation/post-of-viewer.ts';
import type { Change } from './edition.shapes.ts';
import type { NoticeRow } from './notice.rows.ts';

/** What a notice `n` says and asks for as it stands: the columns `content` and `deliverables` of an edition. */
const asItStands = sql`
  jsonb_build_object('title', n.title, 'body', n.body, 'signed_by', n.signed_by, 'basis', n.basis, 'contacts', n.contacts,
    'award_year', n.award_year, 'award_kinds', n.award_kinds, 'declared_period', n.declared_period, 'activities', n.activities,
    'attachments', coalesce((
      select jsonb_agg(jsonb_build_object('ordinal', a.ordinal, 'title', a.title, 'kind', a.kind, 'file_id', a.file_id) order by a.ordinal)
        from notice_attachment a where a.federation_id = n.federation_id and a.notice_id = n.id and a.withdrawn_at is null), '[]')),
  coalesce((
    select jsonb_agg(to_jsonb(v) order by v.ordinal) from deliverable v
     where v.federation_id = n.federation_id and v.notice_id = n.id and v.published_at is not null and ${standing('v')}), '[]')`;

/** Whether a deliverable is asked for today, and by a body: neither taken back by a correction, nor asked by the product itself. */
export function standing(table: string): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  return sql<boolean>`(${column('withdrawn_at')} is null and ${column('output')} <> 'CORRECTION')`;
}

/** A notice and everything that hands it on, at any number of hops, as `(federation_id, id)`; drafts are not among them. */
export const withForwardings = ({ viewer }: ViewerContext, noticeId: string): RawBuilder<unknown> => sql`
  with recursive below (federation_id, id) as (
    select ${viewer.federationId}::uuid, ${noticeId}::uuid
    union all
    select f.federation_id, f.id from below b
      join notice f on f.federation_id = b.federation_id and f.forwards_id = b.id and f.published_at is not null and f.recalled_at is null)`;

/**
 * Writes down the present edition of a notice and of all that hand it on, before a correction changes any of them. Those
 * that are written down already stay as they are.
 */
export async function keepEditions(ctx: ViewerContext, noticeId: string): Promise<void> {
  await sql`
    ${withForwardings(ctx, noticeId)}
    insert into notice_edition (federation_id, id, notice_id, number, path, published_at, reason, reask, changes, content, deliverables, based_on, issued_by_id)
    select n.federation_id, app.uuid7(), n.id, n.edition, n.path, n.published_at, '', false, '[]', ${asItStands}, n.based_on, n.issued_by_id
      from below join notice n on n.federation_id = below.federation_id and n.id = below.id
        on conflict (federation_id, notice_id, number) do nothing`.execute(ctx.db);
}

interface NewEdition {
  readonly reason: string;
  readonly reask: boolean;
  readonly changes: readonly Change[];
  readonly docNumber: string | null;
  readonly correctionId: string;
}

/** Writes down the edition at which a notice now stands. */
export async function addEdition(ctx: ViewerContext, { federation_id, id }: NoticeRow, edition: NewEdition): Promise<void> {
  await sql`
    insert into notice_edition (federation_id, id, notice_id, number, path, published_at, reason, reask, changes, content, deliverables, based_on,
                                doc_number, correction_id, issued_by_id, post)
    select n.federation_id, app.uuid7(), n.id, n.edition, n.path, ${ctx.now}::timestamptz, ${edition.reason}, ${edition.reask},
           ${JSON.stringify(edition.changes)}::jsonb, ${asItStands}, n.based_on, ${edition.docNumber}, ${edition.correctionId}::uuid,
           ${ctx.viewer.personId}::uuid, who.title
      from notice n left join ${postOfViewer(ctx)} who on true
     where n.federation_id = ${federation_id} and n.id = ${id}`.execute(ctx.db);
}
