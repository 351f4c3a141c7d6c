import type { ViewerContext } from '../../context.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { formatDocNumber } from '../notices/doc-number.ts';
import type { NoticeRow } from '../notices/notice.rows.ts';
import { noticeOf } from '../notices/read-notices.ts';
import { textsOf } from './answer-texts.ts';
import { beginningOf, excerptOf, type ExcerptPart } from './excerpt.ts';
import type { HitRow } from './search.ts';

/** Where the words of a hit stand; everything is read again as the caller may read it, gathered over a page. */
export async function shownTexts(ctx: ViewerContext, hit: HitRow): Promise<ExcerptPart[]> {
  const texts = await { ORGANIZATION: namesOf, NOTICE: noticeTexts, SUBMISSION: submissionTexts }[hit.kind](ctx, hit);
  if (hit.match === 'NUMBER') return texts.slice(0, 1).map((text) => ({ text, hit: true }));
  return excerptOf(texts, hit.words) ?? beginningOf(texts[0] ?? '');
}

async function namesOf(ctx: ViewerContext, { id }: Pick<HitRow, 'id'>): Promise<string[]> {
  const organization = await organizationById(ctx, id);
  return organization ? [organization.name, organization.short_name] : [];
}

const numberOf = ({ doc_prefix: prefix, doc_year: year, doc_seq: sequence }: NoticeRow): string[] =>
  prefix !== null && year !== null && sequence !== null ? [formatDocNumber({ prefix, year, sequence })] : [];

async function noticeTexts(ctx: ViewerContext, { id, match }: HitRow): Promise<string[]> {
  const notice = await noticeOf(ctx, id);
  if (!notice) return [];
  if (match === 'NUMBER') return numberOf(notice);
  const [issuer, asked] = await Promise.all([
    namesOf(ctx, { id: notice.issuer_id }),
    ctx.loaders.many('deliverable', 'notice_id', id, { column: 'ordinal' }),
  ]);
  return [
    notice.title,
    ...numberOf(notice),
    ...issuer,
    notice.body,
    ...asked.flatMap(({ title, requirement }) => [title, requirement]),
    ...notice.basis.map(({ number, title }) => `${title}${number ?? ''}`),
  ];
}

async function submissionTexts(ctx: ViewerContext, { id, match }: HitRow): Promise<string[]> {
  const submission = await ctx.loaders.one('submission', id);
  if (!submission) return [];
  if (match === 'NUMBER') return [submission.receipt_number];
  const [asked, unit, parts] = await Promise.all([
    ctx.loaders.one('deliverable', submission.root_id),
    namesOf(ctx, { id: submission.organization_id }),
    ctx.loaders.many('submission_part', 'submission_id', id),
  ]);
  const answers = parts.filter(({ number }) => number === submission.number).flatMap((part) => textsOf(part.answers));
  return [...(asked ? [asked.title] : []), ...unit, ...answers];
}
