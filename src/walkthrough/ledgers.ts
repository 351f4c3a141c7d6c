import type { PlayerKey } from './cast.ts';
import type { Asked } from './downward.ts';
import * as operations from './operations.ts';
import type { QueueAnswer } from './operations.ts';
import * as results from './results.ts';
import type { LedgerAnswer } from './results.ts';
import type { Story } from './story.ts';
import { showWorkbench } from './workbench.ts';
import { reportAt, taskOf } from './units.ts';

/** S0-08: by 28 May the county sends its progress report and its ledger; the city takes both. */
export async function countySends(story: Story, { cityProgress, cityLedger }: Asked): Promise<void> {
  story.chapter('五、县级报送活动开展情况与台账');
  const text = '全县六个基层工会，四个已报送，两个缺报原因已说明。';
  await reportAt(story, '2021-05-28 10:00', 'countyOffice', cityProgress, { text });
  await closeAndSend(story, '2021-05-28 11:00', 'countyOffice', cityLedger, '正定县台账');
  await showWorkbench(story, '5月28日', 'countyOffice');
  story.at('2021-05-31 09:00');
  await take(story, 'cityReviewer', [cityProgress, cityLedger]);
}

/** The city's ledger comes out of the same rows, eleven days and one late report later. */
export async function citySends(story: Story, { provinceLedger }: Asked): Promise<void> {
  story.chapter('七、市级台账');
  await closeAndSend(story, '2021-06-08 15:00', 'cityOffice', provinceLedger, '石家庄市台账');
  await showWorkbench(story, '6月8日', 'cityOffice');
  story.at('2021-06-09 09:00');
  await take(story, 'provinceReviewer', [provinceLedger]);
}

/** Reads the ledger as it would be, freezes it and hands it in. */
async function closeAndSend(story: Story, at: string, key: PlayerKey, deliverableId: string, name: string): Promise<void> {
  story.at(at);
  const desk = story.desk(key);
  const { obligationId } = await taskOf(story, key, deliverableId);
  const { ledger: open } = await desk.ask<LedgerAnswer>(results.readLedger, { obligationId });
  await story.refused(desk, `“${open.title}”尚未定稿就报送`, `拒绝：${name}未定稿`, results.sendLedger, {
    obligationId,
    version: open.version,
  });
  const { ledger: closed } = await desk.act<LedgerAnswer>(results.closeLedger, { obligationId, version: open.version });
  const cells = closed.rows.nodes.map((row) => row.cells);
  story.did(
    desk,
    `“${closed.title}”由系统生成，${closed.rowCount} 行，定稿第 ${closed.edition} 版，SHA-256 ${closed.contentHash!.slice(0, 12)}…`,
  );
  story.table(
    closed.columns.map(({ label }) => label),
    cells,
  );
  story.compare(name, cells);
  const { ledger: sent } = await desk.act<LedgerAnswer>(results.sendLedger, { obligationId, version: closed.version });
  story.did(desk, `报送“${sent.title}”——${sent.stateLabel}`);
}

/** Accepts what bodies below handed in themselves. */
async function take(story: Story, key: PlayerKey, deliverableIds: readonly string[]): Promise<void> {
  const desk = story.desk(key);
  for (const deliverableId of deliverableIds) {
    const { reviewQueue } = await desk.ask<QueueAnswer>(operations.reviewQueue, { deliverableId });
    for (const { id, version, organization, obligation } of reviewQueue.items.nodes) {
      await desk.act(operations.acceptSubmission, { submissionId: id, version });
      story.did(desk, `收下${organization.name}的“${obligation.what}”`);
    }
  }
}
