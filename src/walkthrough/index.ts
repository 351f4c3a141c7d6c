import type { Connections } from '../database/connection.ts';
import { Check, type Figures } from './check.ts';
import { analyse } from './analysis.ts';
import { goDown } from './downward.ts';
import { evaluate } from './evaluation.ts';
import { EXPECTATIONS } from './expectations.ts';
import { citySends, countySends } from './ledgers.ts';
import * as operations from './operations.ts';
import { showBoard, showChildren, showRates } from './rates.ts';
import { openStage, type Stage } from './stage.ts';
import { Story } from './story.ts';
import { report, taskOf } from './units.ts';
import { comeLate, goUp } from './upward.ts';
import { WEEK_EXPECTATIONS } from './week-expectations.ts';
import { playWeek } from './week.ts';

export type StoryName = 'chain' | 'week';

export interface Walk {
  /** Everything that was printed. */
  readonly transcript: readonly string[];
  /** One line per figure that is not the expected one. */
  readonly differences: readonly string[];
  /** How many figures were compared. */
  readonly compared: number;
}

export interface WalkOptions {
  /** Receives each line as it comes. */
  readonly print?: (line: string) => void;
  /** Which stories, in this order; both when left out. */
  readonly stories?: readonly StoryName[];
  /** What the figures must be, instead of those worked out by hand. */
  readonly expectations?: Readonly<Record<string, Figures>>;
}

/**
 * Plays two stories over HTTP on a clock that it moves. Source 000's chain: a notice goes down from the province to the units,
 * reports come back up, and end in ledgers and a yearly evaluation. An office's week: a correction after others handed on, more
 * time, a report in two batches, on paper, or of nothing, and a post that changes hands. Every figure is compared with one worked out by hand.
 *
 * @param connections a migrated database that nobody has played in yet
 */
export async function walk(
  connections: Connections,
  { print = () => {}, stories = ['chain', 'week'], expectations }: WalkOptions = {},
): Promise<Walk> {
  const transcript: string[] = [];
  const check = new Check(expectations ?? Object.assign({}, ...stories.map((name) => STORIES[name].expectations)));
  const stage = await openStage(connections);
  const story = new Story(stage, check, (line) => {
    transcript.push(line);
    print(line);
  });
  try {
    story.note(`服务 ${stage.origin}，时钟由本程序拨动；以下每一步都经 HTTP 办理。`);
    for (const name of stories) await STORIES[name].play(story, stage);
    story.note(`全程用口令登录 ${story.signIns} 次。`);
  } finally {
    await stage.close();
  }
  check.finish();
  return { transcript, differences: [...check.differences, ...stage.failures], compared: check.count };
}

/** What is to be said of a story that did not come out as it should; undefined of one that did. */
export function complaintOf({ differences }: Walk): string | undefined {
  if (differences.length === 0) return undefined;
  return `与应有结果不符 ${differences.length} 处：\n${differences.map((line) => `  · ${line}`).join('\n')}`;
}

async function play(story: Story, stage: Stage): Promise<void> {
  const asked = await goDown(story);
  const filed = await report(story, asked);
  await goUp(story, asked, filed);
  await countySends(story, asked);
  await comeLate(story, asked, filed.works);
  await showRates(story, '6月7日', asked.entries.province);
  await showChildren(story, '省级看板各单位', asked.entries.province);
  await citySends(story, asked);
  await showBoard(story, '市级工作台账', 'cityOffice', asked.cityLedger);
  await showBoard(story, '省级特色建设成果台账', 'provinceOffice', asked.provinceLedger);
  await comeTooLate(story, asked.entries.zhengding);
  await evaluate(story, asked);
  await analyse(story, stage, asked);
}

/** After the province's close nothing is taken any more: the absent one stays absent. */
async function comeTooLate(story: Story, deliverableId: string): Promise<void> {
  story.at('2021-07-01 09:00');
  const { obligationId } = await taskOf(story, 'market', deliverableId);
  await story.refused(story.desk('market'), '关闭之后才来填报', '拒绝：关闭后报送', operations.startSubmission, { obligationId });
}

const STORIES: Readonly<
  Record<
    StoryName,
    { readonly play: (story: Story, stage: Stage) => Promise<void>; readonly expectations: Readonly<Record<string, Figures>> }
  >
> = {
  chain: { play, expectations: EXPECTATIONS },
  week: { play: playWeek, expectations: WEEK_EXPECTATIONS },
};
