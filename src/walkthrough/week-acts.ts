import type { PlayerKey } from './cast.ts';
import type { Notice } from './downward.ts';
import type { Story } from './story.ts';
import { queueOf } from './upward.ts';
import * as operations from './week-operations.ts';

/** The notice of the second story at every hop. */
export interface Week {
  readonly five: Notice;
  readonly taiyuan: Notice;
  readonly datong: Notice;
  readonly yangquan: Notice;
  readonly yangqu: Notice;
  /** The entries, as the province and as the county ask for them. */
  readonly entries: string;
  readonly countyEntries: string;
}

/** Unit n has ten times n members. */
export const answersOf = (number: number) => ({ material: '建成职工之家。', members: String(number * 10) });

/** Accepts everything that waits on this body's desk, together. */
export async function acceptTogether(story: Story, key: PlayerKey, deliverableId: string): Promise<void> {
  const submissions = (await queueOf(story, key, deliverableId)).map(({ id: submissionId, version }) => ({ submissionId, version }));
  const input = { submissions, queue: { deliverableId } };
  const { acceptedCount } = await story.desk(key).act<{ acceptedCount: number }>(operations.acceptSubmissions, input);
  story.did(story.desk(key), `批量审核通过 ${acceptedCount} 份`);
}
