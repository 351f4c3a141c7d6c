import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { indexNotices } from '../search/index-notices.ts';
import { contentHash } from './content-hash.ts';
import { insertDraft } from './draft-notice.ts';
import { NO_EXTRAS } from './extras.input.ts';
import type { NoticeContent } from './content.input.ts';
import { asNotice, type NoticeRow } from './notice.rows.ts';
import { appendStep } from './sign-off.ts';
import { revised, writeContent } from './write-content.ts';

/** What a bulletin says as a document. */
export interface Publication {
  readonly title: string;
  readonly body: string;
}

/** A bulletin to be written out, and whom it is meant for. */
export interface NewPublication extends Publication {
  readonly bulletinId: string;
  readonly level: NoticeRow['level'];
  readonly signedBy: string;
  readonly addressees: NoticeContent['addressees'];
  /** The notice whose demand it reports on. */
  readonly derivedFromId: string | null;
}

/**
 * Writes a bulletin out as a publication of the caller's body: a draft like any other, with its number, addressees, sign-off
 * and delivery, except that its title and text are the bulletin's.
 * @throws Refusal those of `writeContent`
 */
export async function draftPublication(ctx: ViewerContext, { bulletinId, level, ...written }: NewPublication): Promise<NoticeRow> {
  const draft = await insertDraft(ctx, { kind: 'PUBLICATION', level, forwardsId: null, basedOn: 1, bulletinId });
  return writeContent(ctx, draft, {
    docNumber: null,
    departmentId: null,
    issuedOn: null,
    previousId: null,
    reach: 'ADDRESSED',
    basis: [],
    contacts: [],
    ...NO_EXTRAS,
    deliverables: [],
    inherited: [],
    ...written,
  });
}

/** Writes it anew after the bulletin has changed; one that was on its way to the signature begins it anew. */
export async function rewritePublication(ctx: ViewerContext, notice: NoticeRow, { title, body }: Publication): Promise<NoticeRow> {
  const row = await ctx.db
    .updateTable('notice')
    .set({ title, body, ...revised(ctx, notice), updated_at: ctx.now, version: notice.version + 1 })
    .where('federation_id', '=', notice.federation_id)
    .where('id', '=', notice.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const saved = asNotice(row);
  if (notice.stage !== 'DRAFTING') await appendStep(ctx, saved, { kind: 'REVISED' }, await contentHash(ctx, saved));
  await indexNotices(ctx.db, ctx.viewer.federationId, [notice.id]);
  return saved;
}

/** The notice of a bulletin, held for the change to come; undefined while there is none. */
export async function holdPublication(ctx: ViewerContext, noticeId: string | null): Promise<NoticeRow | undefined> {
  if (!noticeId) return undefined;
  const { rows } = await sql<NoticeRow>`
    select * from notice where federation_id = ${ctx.viewer.federationId} and id = ${noticeId} for update`.execute(ctx.db);
  return rows[0] && asNotice(rows[0]);
}
