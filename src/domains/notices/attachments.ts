import type { Selectable } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { alike } from '../../kit/canonical.ts';
import { uuid7 } from '../../kit/uuid.ts';
import type { Tables } from '../../orm.ts';
import { attachFiles, publishAttached } from '../files/attach-files.ts';
import type { Extras } from './extras.input.ts';
import type { NoticeRow } from './notice.rows.ts';

export type AttachmentRow = Selectable<Tables['notice_attachment']>;

/** A notice's attachments as they are today, in order; gathered over a request. */
export async function attachmentsOf(ctx: ViewerContext, noticeId: string): Promise<readonly AttachmentRow[]> {
  const rows = await ctx.loaders.many('notice_attachment', 'notice_id', noticeId, { column: 'ordinal' });
  return rows.filter(({ withdrawn_at }) => !withdrawn_at);
}

/** A draft of a correction begins with the attachments that the notice has. */
export async function copyAttachments(ctx: ViewerContext, from: NoticeRow, to: NoticeRow): Promise<void> {
  const rows = await attachmentsOf(ctx, from.id);
  const copies = rows.map(({ title, kind, file_id: fileId }) => ({ title, kind, fileId }));
  await writeAttachments(ctx, to, copies, ['input']);
}

/** What two notices attach, whether it is the same. */
export const sameAttachments = (one: readonly AttachmentRow[], other: readonly AttachmentRow[]): boolean => {
  const said = (rows: readonly AttachmentRow[]) => rows.map(({ ordinal, title, kind, file_id }) => [ordinal, title, kind, file_id]);
  return alike(said(one), said(other));
};

/** The notice has the attachments of the draft that corrects it; what it had stays, and those files with it. */
export async function correctAttachments(ctx: ViewerContext, notice: NoticeRow, draft: NoticeRow): Promise<void> {
  const [before, after] = [await attachmentsOf(ctx, notice.id), await attachmentsOf(ctx, draft.id)];
  if (sameAttachments(before, after)) return;
  const change = (noticeId: string, columns: Partial<Pick<AttachmentRow, 'notice_id' | 'published_at' | 'withdrawn_at'>>) =>
    ctx.db
      .updateTable('notice_attachment')
      .set(columns)
      .where('federation_id', '=', notice.federation_id)
      .where('notice_id', '=', noticeId)
      .where('withdrawn_at', 'is', null)
      .execute();
  await change(notice.id, { withdrawn_at: ctx.now });
  await change(draft.id, { notice_id: notice.id, published_at: ctx.now });
  const files = new Set([...after, ...before].flatMap(({ file_id }) => file_id ?? []));
  const subject = { subjectType: 'Notice', subjectId: notice.id, path: notice.path, publishedAt: ctx.now };
  await attachFiles(ctx, subject, [...files], ['input', 'noticeId']);
}

/**
 * Writes a draft's attachments over those it had, and hangs their files on the notice.
 * @throws Refusal FILE_UNKNOWN, FILE_REPEATED
 */
export async function writeAttachments(
  ctx: ViewerContext,
  notice: NoticeRow,
  attachments: Extras['attachments'],
  path: readonly string[],
): Promise<void> {
  await ctx.db
    .deleteFrom('notice_attachment')
    .where('federation_id', '=', notice.federation_id)
    .where('notice_id', '=', notice.id)
    .execute();
  const files = attachments.flatMap(({ fileId }) => fileId ?? []);
  const subject = { subjectType: 'Notice', subjectId: notice.id, path: notice.path };
  await attachFiles(ctx, subject, files, [...path, 'attachments']);
  if (attachments.length === 0) return;
  await ctx.db
    .insertInto('notice_attachment')
    .values(
      attachments.map(({ title, kind, fileId }, index) => ({
        federation_id: notice.federation_id,
        id: uuid7(),
        notice_id: notice.id,
        path: notice.path,
        published_at: null,
        ordinal: index + 1,
        title,
        kind,
        file_id: fileId,
        withdrawn_at: null,
      })),
    )
    .execute();
}

/** From now on those below read them, as they read the notice. */
export async function publishAttachments(ctx: ViewerContext, notice: NoticeRow): Promise<void> {
  await ctx.db
    .updateTable('notice_attachment')
    .set({ published_at: ctx.now })
    .where('federation_id', '=', notice.federation_id)
    .where('notice_id', '=', notice.id)
    .execute();
  await publishAttached(ctx, 'Notice', notice.id);
}
