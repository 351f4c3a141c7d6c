import type { Story } from './story.ts';
import { fillIn, goUpInTwo } from './week-batches.ts';
import { begin, correct } from './week-correction.ts';
import { extend } from './week-extensions.ts';

/** What an office lives through between a notice and its last report: a correction, more time, gaps, paper, a new colleague. */
export async function playWeek(story: Story): Promise<void> {
  const week = await begin(story);
  await correct(story, week);
  await extend(story, week);
  await fillIn(story, week);
  await goUpInTwo(story, week);
}
