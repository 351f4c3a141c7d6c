import { createHash } from 'node:crypto';
import { canonical } from '../../kit/canonical.ts';
import { printInstant } from '../../kit/print.ts';
import type { FrozenFigures } from './bulletin.shapes.ts';
import { type BulletinLineRow, type BulletinRow, periodOf } from './bulletin.rows.ts';

/** Most units that the text lists one by one; a notice that is longer is not read. */
export const MOST_LISTED = 300;

/** A bulletin with all that it says, and what it corrects. */
export interface Said {
  readonly bulletin: BulletinRow;
  readonly lines: readonly BulletinLineRow[];
  /** What the figures are of. */
  readonly demand: string;
  readonly corrects?: { readonly bulletin: BulletinRow; readonly lines: readonly BulletinLineRow[] } | undefined;
}

const percentOf = (percent: string | null): string => (percent === null ? '—' : `${percent}%`);

function totals({ rates, invited, nil, overdue, acknowledged }: FrozenFigures): string {
  const { expected, received, receivedOnTime, reportingRate, onTimeRate } = rates;
  const parts = [
    `应报${expected}份，已报${received}份，报送率${percentOf(reportingRate.percent)}`,
    `按时报送${receivedOnTime}份，按时率${percentOf(onTimeRate.percent)}`,
    `逾期未报${overdue}份，零报告${nil}份`,
  ];
  if (invited.eligible > 0) parts.push(`自愿参加的应邀${invited.eligible}家，已参加${invited.entered}家`);
  if (acknowledged.denominator > 0) parts.push(`应签收${acknowledged.denominator}家，已签收${acknowledged.numerator}家`);
  return `${parts.join('；')}。`;
}

const unitLine = ({ name, status, figures: { rates } }: BulletinLineRow, index: number): string => {
  const { expected, received, reportingRate, onTimeRate } = rates;
  const counts = `应报${expected}份，已报${received}份，报送率${percentOf(reportingRate.percent)}，按时率${percentOf(onTimeRate.percent)}`;
  return `${index + 1}．${name}：${expected > 0 ? `${counts}（${status}）` : status}`;
};

const short = ({ rates, overdue }: FrozenFigures): string =>
  `应报${rates.expected}份、已报${rates.received}份、按时${rates.receivedOnTime}份、逾期未报${overdue}份`;

/** What an addendum changes: the old figures and the new ones, of the whole and of every unit that differs. */
function corrections({ bulletin, lines, corrects }: Said): string[] {
  if (!corrects) return [];
  const before = new Map(corrects.lines.map((line) => [line.filed_path, line]));
  const places = new Set(lines.map(({ filed_path }) => filed_path));
  const changed = lines.flatMap((line) => {
    const old = before.get(line.filed_path);
    if (!old) return [`${line.name}：原未列入；现${short(line.figures)}（${line.status}）`];
    if (canonical(old.figures) === canonical(line.figures) && old.status === line.status) return [];
    return [`${line.name}：原${short(old.figures)}（${old.status}）；现${short(line.figures)}（${line.status}）`];
  });
  const gone = corrects.lines.filter(({ filed_path }) => !places.has(filed_path));
  const units = [...changed, ...gone.map((old) => `${old.name}：原${short(old.figures)}（${old.status}）；现不再列入`)];
  const shown = units.length <= MOST_LISTED ? units : [`数据有变化的单位共${units.length}个，逐单位情况从略。`];
  return [
    `更正原因：${bulletin.reason ?? ''}`,
    `${periodOf(corrects.bulletin)}（截至${printInstant(corrects.bulletin.as_of)}）：${short(corrects.bulletin.figures)}。`,
    `本次（截至${printInstant(bulletin.as_of)}）：${short(bulletin.figures)}。`,
    ...shown,
  ];
}

const NUMERALS = ['一', '二', '三', '四', '五'];

/**
 * The text that goes out, in Chinese: what the body wrote, then what the figures say, who is commended and who is named
 * (点名), and the hash under which all of it was frozen. Nothing else is in it.
 *
 * @param hash of the same, by {@link hashOf}
 */
export function textOf(said: Said, hash: string): string {
  const { bulletin, lines, demand } = said;
  const namesOf = (ids: readonly string[]) => lines.filter(({ organization_id }) => ids.includes(organization_id));
  const names = (ids: readonly string[]) => [...new Set(namesOf(ids).map(({ name }) => name))].join('、');
  const [commended, named] = [names(bulletin.commended_ids), namesOf(bulletin.named_ids)];
  const sections: [heading: string, paragraphs: readonly string[]][] = [
    ['更正情况', corrections(said)],
    ['总体情况', [`截至${printInstant(bulletin.as_of)}（北京时间），“${demand}”${totals(bulletin.figures)}`]],
    ['各单位情况', bulletin.lists_units ? lines.map((line, index) => unitLine(line, index)) : []],
    ['表扬单位', commended ? [`${commended}。`] : []],
    ['点名单位', named.map(({ name, status }) => `${name}：${status}`)],
  ];
  const shown = sections.filter(([, paragraphs]) => paragraphs.length > 0);
  return [
    ...(bulletin.text ? [bulletin.text] : []),
    ...shown.map(([heading, paragraphs], index) => `${NUMERALS[index]!}、${heading}\n${paragraphs.join('\n')}`),
    `以上数据由系统按截至时间的报送记录生成并固定。数据校验码（SHA-256）：${hash}`,
  ].join('\n\n');
}

/** SHA-256, in hexadecimal, of everything that a bulletin says, as canonical JSON: words, figures and every line. */
export function hashOf({ bulletin, lines }: Pick<Said, 'bulletin' | 'lines'>): string {
  const content = {
    federationId: bulletin.federation_id,
    id: bulletin.id,
    organizationId: bulletin.organization_id,
    rootId: bulletin.root_id,
    ordinal: bulletin.ordinal,
    supplementNumber: bulletin.supplement_number,
    reason: bulletin.reason,
    correctsId: bulletin.corrects_id,
    title: bulletin.title,
    text: bulletin.text,
    listsUnits: bulletin.lists_units,
    commendedIds: bulletin.commended_ids,
    namedIds: bulletin.named_ids,
    asOf: bulletin.as_of.toISOString(),
    figures: bulletin.figures,
    lines: lines.map(({ ordinal, filed_path, organization_id, name, own_state, status, figures }) => [
      ordinal,
      filed_path,
      organization_id,
      name,
      own_state,
      status,
      figures,
    ]),
  };
  return createHash('sha256').update(canonical(content)).digest('hex');
}
