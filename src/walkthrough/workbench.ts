import { bodyOf, type PlayerKey } from './cast.ts';
import * as results from './results.ts';
import type { WorkbenchAnswer } from './results.ts';
import type { Story } from './story.ts';

/** Prints what one body has to do and what it waits for, and compares it: the duty to organise ends with the body's own report (S0-06). */
export async function showWorkbench(story: Story, day: string, key: PlayerKey): Promise<void> {
  const desk = story.desk(key);
  const answer = await desk.ask<WorkbenchAnswer>(results.workbench);
  // What is due at the same time stands in any order.
  const linesOf = ({ nodes }: WorkbenchAnswer['open']) => nodes.map(lineOf).toSorted();
  const lists = { 要办: linesOf(answer.open), 等他人: linesOf(answer.waiting) };
  const name = `${day}${bodyOf(desk.body).shortName}工作台`;
  story.note('');
  story.note(`【${name}】`);
  for (const [list, lines] of Object.entries(lists)) story.note(`${list}：${lines.join('；') || '没有'}`);
  story.compare(name, lists);
}

const lineOf = ({ verb, title, progress }: WorkbenchAnswer['open']['nodes'][number]): string =>
  `${verb}：${title}${progress ? `（${progress.label}）` : ''}`;
