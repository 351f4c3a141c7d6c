import type { Selectable } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { encodeId } from '../../kit/node-id.ts';
import { dueLabel } from '../../kit/time.ts';
import type { Tables } from '../../orm.ts';
import { organizationById } from '../federation/organization.rows.ts';
import type { Change, EditionDeliverable } from './edition.shapes.ts';
import { compare } from './issue-correction.ts';
import { asNotice, type NoticeRow } from './notice.rows.ts';

export type EditionRow = Selectable<Tables['notice_edition']>;

/** Every edition of a notice that may be read, the first one first; none of one that was never corrected but itself. */
export async function editionsOf(ctx: ViewerContext, notice: NoticeRow): Promise<readonly EditionRow[]> {
  if (notice.state === 'DRAFT' || notice.amends_id) return [];
  const kept = await ctx.loaders.many('notice_edition', 'notice_id', notice.id, { column: 'number' });
  return kept.length > 0 ? kept : [await firstEdition(ctx, notice)];
}

/** As it stands: it is written down only when something changes. */
async function firstEdition(ctx: ViewerContext, notice: NoticeRow): Promise<EditionRow> {
  const rows = await ctx.loaders.many('deliverable', 'notice_id', notice.id, { column: 'ordinal' });
  const iso = (instant: Date | null) => instant?.toISOString() ?? null;
  const { federation_id, id, title, body, signed_by, basis, contacts } = notice;
  return {
    federation_id,
    id,
    notice_id: id,
    number: 1,
    path: notice.path,
    published_at: notice.published_at!,
    reason: '',
    reask: false,
    changes: [],
    content: { title, body, signed_by, basis, contacts },
    deliverables: rows.map((row) => Object.assign({}, row, { due_at: iso(row.due_at), closes_at: iso(row.closes_at) })),
    based_on: notice.based_on,
    doc_number: null,
    correction_id: null,
    post: null,
    issued_by_id: notice.issued_by_id,
  };
}

/** An edition as the API shows it. */
export function shownEdition(ctx: ViewerContext, { issuer_id }: Pick<NoticeRow, 'issuer_id'>, edition: EditionRow) {
  const { content, changes } = edition;
  return {
    number: edition.number,
    reason: edition.reason,
    reask: edition.reask,
    publishedAt: edition.published_at,
    issuer: () => organizationById(ctx, issuer_id),
    post: edition.post,
    docNumber: edition.doc_number,
    changes: changes.map(shownChange),
    lines: changes.map(({ line }) => line),
    title: content.title,
    body: content.body,
    signedBy: content.signed_by,
    basis: content.basis,
    contacts: content.contacts,
    deliverables: edition.deliverables.map(shownDeliverable),
  };
}

export const shownChange = (change: Change) => ({
  ...change,
  deliverableId: change.deliverableId && encodeId('Deliverable', change.deliverableId),
});

function shownDeliverable({ id, key, title, requirement, due_at, closes_at, fields, ledger }: EditionDeliverable) {
  const dueAt = due_at === null ? null : new Date(due_at);
  return {
    id: encodeId('Deliverable', id),
    key,
    title,
    requirement,
    dueAt,
    dueLabel: dueAt && dueLabel(dueAt),
    closesAt: closes_at === null ? null : new Date(closes_at),
    fields,
    ledger,
  };
}

/** In what a draft of a correction differs from what stands, as it would be published; nothing of any other notice. */
export async function draftedChanges(ctx: ViewerContext, draft: NoticeRow): Promise<readonly Change[]> {
  const amended = draft.state === 'DRAFT' && draft.amends_id ? await ctx.loaders.one('notice', draft.amends_id) : undefined;
  return amended ? (await compare(ctx, asNotice(amended), draft)).changes : [];
}
