import type { ViewerContext } from '../../context.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { asNotice, type NoticeRow } from '../notices/notice.rows.ts';
import type { EditionRow } from '../notices/read-editions.ts';
import { demandsOf } from './find-obligation.ts';
import type { ObligationRow } from './obligation.rows.ts';

/** The notices by which a body is asked, the highest first; those out of sight are left out. */
async function noticesOf(ctx: ViewerContext, obligation: ObligationRow): Promise<NoticeRow[]> {
  const asks = await demandsOf(ctx, obligation);
  const found = await Promise.all([...new Set(asks.map(({ notice_id }) => notice_id))].map((id) => ctx.loaders.one('notice', id)));
  return found.flatMap((notice) => (notice ? [asNotice(notice)] : []));
}

/** A correction of something that a body owes. */
export interface CorrectionOf {
  readonly notice: NoticeRow;
  readonly edition: EditionRow;
}

/** What was corrected since the body was asked, at whatever level, the latest first. */
export async function correctionsOf(ctx: ViewerContext, obligation: ObligationRow): Promise<CorrectionOf[]> {
  const notices = (await noticesOf(ctx, obligation)).filter(({ edition }) => edition > 1);
  const found = await Promise.all(
    notices.map(async (notice) => {
      const editions = await ctx.loaders.many('notice_edition', 'notice_id', notice.id, { column: 'number' });
      return editions
        .filter(({ number, published_at }) => number > 1 && published_at! > obligation.created_at)
        .map((edition) => ({ notice, edition }));
    }),
  );
  return found.flat().toSorted((one, other) => other.edition.published_at!.getTime() - one.edition.published_at!.getTime());
}

/** Bodies above that have not handed on what their superior has corrected: who is below them waits for it. */
export async function awaitedFrom(ctx: ViewerContext, obligation: ObligationRow) {
  const notices = await noticesOf(ctx, obligation);
  const waiting = notices.filter(({ forwards_id, based_on }) =>
    notices.some(({ id, edition }) => id === forwards_id && edition > based_on),
  );
  return Promise.all(
    waiting.map(async ({ issuer_id }) => {
      const hop = await organizationById(ctx, issuer_id);
      return { organization: hop, message: `上级已更正，等待${hop?.short_name ?? '本级'}转发更正` };
    }),
  );
}
