import type { ViewerContext } from '../../context.ts';
import { cursorOf } from '../../kit/connection.ts';
import { encodeId } from '../../kit/node-id.ts';
import { type Html, paper, printInstant, printPage, printTable } from '../../kit/print.ts';
import type { Printed } from '../../kit/route.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { noticeOf } from '../notices/read-notices.ts';
import { formatDocNumber } from '../notices/doc-number.ts';
import { type BulletinLineRow, type BulletinRow, periodOf, stateOf } from './bulletin.rows.ts';
import { bulletinStateLabels } from './bulletin.type.ts';
import { hashOf, textOf } from './bulletin-text.ts';
import { saidIn } from './issue-bulletin.ts';
import { findBulletin, listLines } from './read-bulletins.ts';

/** Lines of one page of the browser; a longer list goes on on the next. */
const MOST_LINES = 5000;
const HEADINGS = ['序号', '单位', '应报', '已报', '按时', '报送率', '按时率', '逾期', '情况'];

/**
 * A bulletin for paper, with the table of its frozen figures: `GET /print/bulletins/:bulletinId`. `?after=` goes on where a
 * page of 5,000 lines ended.
 */
export const bulletinSheet: Printed = {
  url: '/print/bulletins/:id',
  type: 'Bulletin',
  may: ['read', 'Bulletin'],
  async page(ctx, id, { after }) {
    const bulletin = await findBulletin(ctx, id);
    if (!bulletin) return undefined;
    const from = typeof after === 'string' ? after : null;
    const { nodes, pageInfo } = await listLines(ctx, bulletin, { first: MOST_LINES, after: from });
    const last = nodes.at(-1);
    const next =
      pageInfo.hasNextPage && last ? `/print/bulletins/${encodeId('Bulletin', id)}?after=${cursorOf([String(last.ordinal)])}` : null;
    return printPage(bulletin.title, await body(ctx, bulletin, nodes.map(rowOf), next));
  },
};

function rowOf({ ordinal, name, status, figures: { rates, overdue } }: BulletinLineRow): Html {
  const share = (percent: string | null) => (percent === null ? '—' : `${percent}%`);
  const { expected, received, receivedOnTime, reportingRate, onTimeRate } = rates;
  const cells = [
    ordinal,
    name,
    expected,
    received,
    receivedOnTime,
    share(reportingRate.percent),
    share(onTimeRate.percent),
    overdue,
    status,
  ];
  return paper`<tr>${cells.map((cell) => paper`<td>${cell}</td>`)}</tr>
`;
}

async function body(ctx: ViewerContext, bulletin: BulletinRow, lines: readonly Html[], next: string | null): Promise<Html> {
  const [issuer, notice, said] = await Promise.all([
    organizationById(ctx, bulletin.organization_id),
    bulletin.notice_id ? noticeOf(ctx, bulletin.notice_id) : undefined,
    saidIn(ctx, bulletin),
  ]);
  const { doc_prefix: prefix, doc_year: year, doc_seq: sequence } = notice ?? { doc_prefix: null, doc_year: null, doc_seq: null };
  const number = prefix !== null && year !== null && sequence !== null ? formatDocNumber({ prefix, year, sequence }) : '无';
  return paper`<h1>${bulletin.title}</h1>
<p>${periodOf(bulletin)}　${bulletinStateLabels[stateOf(bulletin)]}　发文字号：${number}　单位：${issuer?.name}　印发：${printInstant(bulletin.issued_at)}</p>
<pre>${textOf(said, hashOf(said))}</pre>
${printTable(HEADINGS, lines)}
${next ? paper`<nav><a href="${next}">下一页（每页${MOST_LINES}行）</a></nav>` : null}
<footer>数据截至${printInstant(bulletin.as_of)}（北京时间），打印于${printInstant(ctx.now)}。</footer>`;
}
