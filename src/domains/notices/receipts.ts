import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { cursorOf, parseCursor } from '../../kit/connection.ts';
import { encodeId } from '../../kit/node-id.ts';
import { type Html, paper, printInstant, printPage, printTable } from '../../kit/print.ts';
import type { Printed } from '../../kit/route.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { formatDocNumber } from './doc-number.ts';
import type { DeliveryRow, NoticeRow } from './notice.rows.ts';
import { findNotice, listDeliveries } from './read-notices.ts';
import { signersPost } from './signers-post.ts';

/** Lines of one page of the browser; a longer list goes on on the next. */
const MOST_LINES = 5000;
const HEADINGS = ['序号', '单位', '送达时间', '签收时间', '签收岗位', '转发时间'];

/**
 * The list of receipts of an issued notice (签收表), for paper: `GET /print/receipts/:noticeId`. Every addressee in the
 * caller's range, in the order of the tree; `?after=` goes on where a page of 5,000 lines ended.
 */
export const receipts: Printed = {
  url: '/print/receipts/:id',
  type: 'Notice',
  may: ['read', 'Notice'],
  async page(ctx, id, { after }) {
    const notice = await findNotice(ctx, id);
    if (!notice || notice.state === 'DRAFT') return undefined;
    const from = typeof after === 'string' ? after : null;
    const totals = await count(ctx, id, from);
    const { nodes, pageInfo } = await listDeliveries(ctx, id, { first: MOST_LINES, after: from });
    const lines = await Promise.all(nodes.map((row, index) => lineOf(ctx, row, totals.before + index + 1)));
    const last = nodes.at(-1);
    const next = pageInfo.hasNextPage && last ? `/print/receipts/${encodeId('Notice', id)}?after=${cursorOf([last.path, last.id])}` : null;
    return printPage(`签收表：${notice.title}`, await body(ctx, notice, totals, lines, next));
  },
};

interface Totals {
  readonly addressed: number;
  readonly signed: number;
  readonly forwarded: number;
  /** Lines of the pages before. */
  readonly before: number;
}

async function count(ctx: ViewerContext, noticeId: string, from: string | null): Promise<Totals> {
  const after = parseCursor(from, ['text', 'uuid']);
  const before = after ? sql`count(*) filter (where (path, id) <= (${after[0]}, ${after[1]}::uuid))::int` : sql`0`;
  const { rows } = await sql<Totals>`
    select count(*)::int as addressed, count(acknowledged_at)::int as signed, count(forwarded_at)::int as forwarded, ${before} as before
      from delivery where federation_id = ${ctx.viewer.federationId} and notice_id = ${noticeId}`.execute(ctx.db);
  return rows[0]!;
}

async function lineOf(ctx: ViewerContext, row: DeliveryRow, ordinal: number): Promise<Html> {
  const [organization, post] = await Promise.all([organizationById(ctx, row.organization_id), signersPost(ctx, row)]);
  return paper`<tr><td class="number">${ordinal}</td><td>${organization?.name}</td><td>${printInstant(row.delivered_at)}</td><td>${printInstant(row.acknowledged_at)}</td><td>${post}</td><td>${printInstant(row.forwarded_at)}</td></tr>
`;
}

async function body(
  ctx: ViewerContext,
  notice: NoticeRow,
  { addressed, signed, forwarded }: Totals,
  lines: readonly Html[],
  next: string | null,
): Promise<Html> {
  const issuer = await organizationById(ctx, notice.issuer_id);
  const { doc_prefix: prefix, doc_year: year, doc_seq: sequence } = notice;
  const number = prefix !== null && year !== null && sequence !== null ? formatDocNumber({ prefix, year, sequence }) : '无';
  return paper`<h1>签收表</h1>
<p>文件：${notice.title}</p>
<p>发文字号：${number}　发文单位：${issuer?.name}　印发：${printInstant(notice.published_at)}</p>
<p>主送${addressed}家，已签收${signed}家，未签收${addressed - signed}家，已转发${forwarded}家。</p>
${printTable(HEADINGS, lines)}
${next ? paper`<nav><a href="${next}">下一页（每页${MOST_LINES}行）</a></nav>` : null}
<footer>截至${printInstant(ctx.now)}（北京时间）。只列出本单位范围内的主送单位。</footer>`;
}
