import type { PlayerKey } from './cast.ts';
import type { Figures } from './check.ts';
import * as results from './results.ts';
import type { ProgressAnswer, RatesAnswer } from './results.ts';
import type { Story } from './story.ts';
import type { Cell } from './table.ts';

/** Who looks at the figures of each level. */
const WATCHERS = [
  ['省', 'provinceOffice'],
  ['市', 'cityOffice'],
  ['县', 'countyOffice'],
] as const satisfies readonly (readonly [string, PlayerKey])[];

const COUNTS = ['应报', '已报', '按时', '报送率', '按时率'] as const;
const SUMS = [
  ['参与职工人数', 'members'],
  ['开展活动场次', 'activities'],
] as const;

/**
 * Prints what each level sees at this moment on its own board, and compares it. A level has in its figures what has come
 * up to it, judged by its own due; it adds up what itself or a level above asks, so the province never sees the
 * question that the city added.
 */
export async function showRates(
  story: Story,
  name: string,
  deliverableId: string,
  watchers: readonly (readonly [level: string, who: PlayerKey])[] = WATCHERS,
  sums: readonly (readonly [label: string, field: string])[] = SUMS,
): Promise<void> {
  story.note('');
  story.note(`【${name}的各级报送率】`);
  const lines = await Promise.all(
    watchers.map(async ([level, key]) => {
      const desk = story.desk(key);
      const { reportingProgress, figures } = await desk.ask<ProgressAnswer>(results.progress, { deliverableId });
      const found = sums.map(([label, field]) => [label, figures.totals.find((total) => total.field === field)?.sum ?? null] as const);
      const line = { ...countsOf(reportingProgress.rates), ...Object.fromEntries(found) };
      return { level, who: desk.who.split(' ')[0]!, line };
    }),
  );
  const head = ['级', '单位', ...COUNTS, ...sums.map(([label]) => label)];
  story.table(
    head,
    lines.map(({ level, who, line }) => [level, who, ...(Object.values(line) as Cell[])]),
  );
  story.compare(`${name}的各级报送率`, Object.fromEntries(lines.map(({ level, line }) => [level, line])));
}

/** Prints one body's own board of a deliverable. */
export async function showBoard(story: Story, name: string, watcher: PlayerKey, deliverableId: string): Promise<void> {
  const { reportingProgress } = await story.desk(watcher).ask<ProgressAnswer>(results.progress, { deliverableId });
  const counts = countsOf(reportingProgress.rates);
  story.note('');
  story.note(`【${name}】`);
  story.table(COUNTS, [Object.values(counts) as Cell[]]);
  story.compare(name, counts);
}

/** Prints how the province sees each body directly below it. */
export async function showChildren(story: Story, name: string, deliverableId: string): Promise<void> {
  const { reportingProgress } = await story.desk('provinceOffice').ask<ProgressAnswer>(results.progress, { deliverableId });
  const rows = reportingProgress.children.nodes.map(({ organization, rates }) => [organization.name, countsOf(rates)] as const);
  story.note('');
  story.note(`【${name}】`);
  story.table(
    ['单位', ...COUNTS],
    rows.map(([organization, counts]) => [organization, ...(Object.values(counts) as Cell[])]),
  );
  story.compare(name, Object.fromEntries(rows));
}

const countsOf = ({
  expected,
  received,
  receivedOnTime,
  reportingRate,
  onTimeRate,
}: RatesAnswer): Record<(typeof COUNTS)[number], Figures> => ({
  应报: expected,
  已报: received,
  按时: receivedOnTime,
  报送率: shown(reportingRate.percent),
  按时率: shown(onTimeRate.percent),
});

const shown = (percent: string | null): string | null => percent && `${percent}%`;
