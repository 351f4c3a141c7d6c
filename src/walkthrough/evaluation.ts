import type { Figures } from './check.ts';
import type { Asked } from './downward.ts';
import * as results from './results.ts';
import type { EvaluationAnswer, EvaluationTable } from './results.ts';
import type { Story } from './story.ts';

type Subject = EvaluationTable['evaluation']['children']['nodes'][number];

/** The province evaluates its cities by what the year's rows say: computed, explained, published, frozen (S0-10). */
export async function evaluate(story: Story, { entries, provinceLedger }: Asked): Promise<void> {
  story.chapter('八、年底考核');
  story.at('2022-01-10 09:00');
  const desk = story.desk('provinceOffice');
  const { evaluation: draft } = await desk.act<EvaluationAnswer>(results.draftEvaluation, {
    year: 2021,
    title: '2021年度工会工作考核',
    rosterDay: '2021-12-31',
    subjectKinds: ['PREFECTURE_CITY'],
    indicators: [
      { indicator: 'REPORTING_RATE', points: '40', deliverableIds: [entries.province] },
      { indicator: 'ON_TIME_RATE', points: '40', deliverableIds: [entries.province] },
      { indicator: 'LEDGER_DELIVERED', points: '20', deliverableIds: [provinceLedger] },
    ],
  });
  story.did(desk, '拟定2021年度考核：报送率 40 分、按时率 40 分、台账报送 20 分，考核对象为设区市总工会');
  const { evaluation: computed } = await desk.act<EvaluationAnswer>(results.computeEvaluation, {
    evaluationId: draft.id,
    version: draft.version,
  });
  const { evaluation: table } = await desk.ask<EvaluationTable>(results.readEvaluation, { id: draft.id });
  story.did(desk, `计算——${computed.stateLabel}，每个数都能查到是哪些单位`);
  for (const subject of table.children.nodes) explain(story, subject);

  story.at('2022-01-20 10:00');
  const step = { evaluationId: draft.id, version: computed.version };
  const { evaluation: published } = await desk.act<EvaluationAnswer>(results.publishEvaluation, step);
  story.did(desk, `公布考核结果——${published.stateLabel}，SHA-256 ${published.contentHash!.slice(0, 12)}…`);
  const again = { ...step, version: published.version };
  await story.refused(desk, '公布后再次计算', '拒绝：公布后重算', results.computeEvaluation, again);
  const { evaluation: frozen } = await desk.ask<EvaluationTable>(results.readEvaluation, { id: draft.id });
  showTable(story, frozen.children.nodes);
  await ownResult(story);
}

/** The rows behind each number: those that make it up, and those that it lacks. */
function explain(story: Story, { organization, contributions }: Subject): void {
  const rows = contributions.map(({ label, numerator, denominator, source, met, missed }) => ({
    label,
    figure: `${numerator}/${denominator}`,
    source: source?.title ?? null,
    met: namesOf(met),
    missed: namesOf(missed),
  }));
  story.note(`${organization.name}：`);
  story.table(
    ['指标', '得数', '依据', '达到的', '没有达到的'],
    rows.map(({ label, figure, source, met, missed }) => [label, figure, source, met.join('、') || null, missed.join('、') || null]),
  );
  story.compare(
    `${organization.name}考核依据`,
    Object.fromEntries(rows.map(({ label, figure, met, missed }) => [label, { 得数: figure, 达到: met, 未达到: missed }])),
  );
}

const namesOf = ({ nodes }: Subject['contributions'][number]['met']): string[] =>
  nodes.map(({ obligation }) => obligation?.organization.shortName ?? '（已不在范围内）');

function showTable(story: Story, subjects: readonly Subject[]): void {
  const rows = subjects.map(({ rank, organization, lines, total }) => ({
    rank,
    name: organization.name,
    points: lines.map((line) => line.points),
    total,
  }));
  const head = ['名次', '单位', ...(subjects[0]?.lines.map(({ label, weight }) => `${label}（${weight}）`) ?? []), '总分'];
  story.table(
    head,
    rows.map(({ rank, name, points, total }) => [rank, name, points, total].flat()),
  );
  story.compare(
    '考核结果',
    rows.map(({ rank, name, points, total }): Figures => [rank, name, points, total].flat()),
  );
}

/** A city reads its own result and nobody else's table. */
async function ownResult(story: Story): Promise<void> {
  const desk = story.desk('cityOffice');
  const { evaluationResults } = await desk.ask<OwnResults>(results.ownResults);
  const [result] = evaluationResults.nodes;
  story.did(desk, `看到本单位结果：${result!.title}，总分 ${result!.total}，${result!.subjectCount} 个单位中第 ${result!.rank} 名`);
  story.compare('石家庄市本单位结果', { 总分: result!.total, 名次: result!.rank, 单位数: result!.subjectCount });
}

interface OwnResults {
  readonly evaluationResults: {
    readonly nodes: readonly {
      readonly title: string;
      readonly rank: number | null;
      readonly total: string | null;
      readonly subjectCount: number;
    }[];
  };
}
