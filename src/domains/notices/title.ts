import { forwardingTitle } from './doc-number.ts';
import type { NoticeRow } from './notice.rows.ts';

/**
 * A document's title by custom (发文机关 + 关于 + 事由 + 文种): `某某关于印发《…》的通知` (S3-02), `关于…的实施方案` (S4-03).
 *
 * @param subject what it is about, or the name of the document that it issues or hands on, without marks
 * @param signedBy who signs; stands in front, except of a plan, which is named by the document that issues it
 */
export function titleOf(kind: NoticeRow['kind'], subject: string, signedBy: string): string {
  switch (kind) {
    case 'ISSUANCE':
      return `${signedBy}关于印发《${inner(subject)}》的通知`;
    case 'PUBLICATION':
      return `${signedBy}关于发布《${inner(subject)}》的通知`;
    case 'FORWARDING':
      return `${signedBy}${forwardingTitle(subject)}`;
    case 'IMPLEMENTATION_PLAN':
      return `关于${subject}的实施方案`;
    case 'NOTICE':
      return `${signedBy}关于${subject}的通知`;
  }
}

/** A title quoted inside takes the single marks. */
const inner = (title: string): string => title.replaceAll('《', '〈').replaceAll('》', '〉');
