import { isoOf } from '../kit/time.ts';
import { bodyOf, type BodyKey, type PlayerKey } from './cast.ts';
import type { Asked } from './downward.ts';
import * as operations from './operations.ts';
import type { BatchAnswer, QueueAnswer, SendUpAnswer, TimelineAnswer } from './operations.ts';
import { showRates } from './rates.ts';
import * as results from './results.ts';
import type { BehindAnswer } from './results.ts';
import type { Story } from './story.ts';
import { showWorkbench } from './workbench.ts';
import { type Filed, mend, reportAt } from './units.ts';

/** Review on the way up: returns, acceptance, batches without those who are missing, and the one that comes late. */
export async function goUp(story: Story, asked: Asked, { mill, works }: { mill: Filed; works: Filed }): Promise<void> {
  const { entries } = asked;
  story.chapter('三、审核与退回');
  await mayNotSee(story, mill);
  await returnWorks(story, entries, works);
  story.at('2021-05-20 15:00');
  await accept(story, 'countyReviewer', entries.zhengding);
  await accept(story, 'luquanReviewer', entries.luquan);
  await accept(story, 'tangshanReviewer', entries.tangshan);
  await sendUp(story, 'luquanOffice', entries.luquan);
  await sendUp(story, 'tangshanOffice', entries.tangshan, { buses: '正在改制，暂无专职人员' });
  story.at('2021-05-21 09:00');
  await showRates(story, '5月21日', entries.province);
  await chase(story, entries.zhengding);
  await showWorkbench(story, '5月21日', 'countyOffice');

  story.chapter('四、逐级上报');
  await mend(story, '2021-05-21 14:00', works);
  await reportAt(story, '2021-05-22 10:00', 'hospital', entries.zhengding, { material: '职工心理关爱。', members: '45', activities: '5' });
  story.at('2021-05-24 09:30');
  await accept(story, 'countyReviewer', entries.zhengding);
  story.at('2021-05-24 10:00');
  await sendPartOfCounty(story, entries.zhengding);
  await showRates(story, '5月24日', entries.province);
  story.at('2021-05-26 10:00');
  await accept(story, 'cityReviewer', entries.shijiazhuang);
  story.at('2021-05-27 16:00');
  await sendUp(story, 'cityOffice', entries.shijiazhuang);
  await showRates(story, '5月27日', entries.province);
  await showWorkbench(story, '5月27日', 'cityOffice');
}

/** The last one comes after everybody's due, is taken in all the same and marked as late; one never comes. */
export async function comeLate(story: Story, { entries }: Asked, works: Filed): Promise<void> {
  story.chapter('六、迟到的与缺报的');
  const late = { material: '节水宣传进社区。', members: '30', activities: '2' };
  await reportAt(story, '2021-06-02 11:00', 'waterworks', entries.zhengding, late);
  story.at('2021-06-03 09:00');
  await accept(story, 'countyReviewer', entries.zhengding);
  await sendUp(story, 'countyOffice', entries.zhengding);
  story.at('2021-06-04 09:00');
  await accept(story, 'cityReviewer', entries.shijiazhuang);
  await sendUp(story, 'cityOffice', entries.shijiazhuang);
  story.at('2021-06-07 09:00');
  await accept(story, 'provinceReviewer', entries.province);
  await readHistory(story, works);
}

/** The unit reads what became of its report, from its own desk. */
async function readHistory(story: Story, { submissionId }: Filed): Promise<void> {
  const desk = story.desk('works');
  const { submission } = await desk.ask<TimelineAnswer>(operations.readSubmission, { id: submissionId });
  const lines = submission!.timeline.map(({ at, organization, kindLabel, number, toOrganization }) => [
    isoOf(new Date(at)).slice(5, 16).replace('T', ' '),
    organization.shortName,
    `${kindLabel}${toOrganization ? `（到${toOrganization.shortName}）` : ''}`,
    `第 ${number} 版`,
  ]);
  story.did(desk, `查看报送件的经过——${submission!.stateLabel}`);
  story.table(['时间', '单位', '办理', '版本'], lines);
  story.compare(
    '机械厂报送件的经过',
    lines.map((cells) => cells.join(' ')),
  );
}

/** A sibling asks for what is not in its range; the city decides on what has not come up to it (C-19). */
async function mayNotSee(story: Story, { submissionId }: Filed): Promise<void> {
  story.at('2021-05-19 10:00');
  const sibling = story.desk('luquanReviewer');
  const { submission } = await sibling.ask<TimelineAnswer>(operations.readSubmission, { id: submissionId });
  story.did(sibling, `查看正定县棉纺厂的报送件——${submission ? '看到了' : '没有这份报送件'}（邻县与不存在一样答复）`);
  story.compare('邻县查看报送件', submission === null ? '查无此件' : '看到了');
  const decision = { submissionId, version: 1 };
  await story.refused(
    story.desk('cityReviewer'),
    '越过正定县直接审核棉纺厂的报送件',
    '拒绝：越级审核',
    operations.acceptSubmission,
    decision,
  );
}

async function returnWorks(story: Story, { province, zhengding }: Asked['entries'], { submissionId }: Filed): Promise<void> {
  story.at('2021-05-19 15:00');
  const desk = story.desk('countyReviewer');
  const waiting = await queueOf(story, 'countyReviewer', zhengding);
  const { version } = waiting.find(({ id }) => id === submissionId)!;
  await desk.act(operations.returnSubmission, {
    submissionId,
    version,
    reason: '参与职工人数与单位规模不符，请核实',
    items: [{ deliverableId: province, field: 'members', comment: '全厂职工不足百人，是否多写了两位？' }],
    resubmitDue: '2021-05-24',
    remark: '已电话提醒',
  });
  story.did(desk, '退回机械厂：只须改“参与职工人数”，5月24日前重报', '· 参与职工人数（8600）：全厂职工不足百人，是否多写了两位？');
}

/** Accepts everything that waits on this body's desk. */
async function accept(story: Story, key: PlayerKey, deliverableId: string): Promise<void> {
  const desk = story.desk(key);
  const waiting = await queueOf(story, key, deliverableId);
  for (const { id, version } of waiting) await desk.act(operations.acceptSubmission, { submissionId: id, version });
  story.did(
    desk,
    `审核通过 ${waiting.length} 份：${waiting.map(({ organization, nil }) => organization.shortName + (nil ? '（零报告）' : '')).join('、')}`,
  );
}

export async function queueOf(story: Story, key: PlayerKey, deliverableId: string) {
  const { reviewQueue } = await story.desk(key).ask<QueueAnswer>(operations.reviewQueue, { deliverableId });
  return reviewQueue.items.nodes;
}

/** A batch without reasons for those who are missing is refused; then each is named. */
async function sendPartOfCounty(story: Story, deliverableId: string): Promise<void> {
  const desk = story.desk('countyOffice');
  await story.refused(desk, '上报时没有说明缺报单位', '拒绝：缺报未说明', operations.forwardSubmissions, { deliverableId });
  await sendUp(story, 'countyOffice', deliverableId, { waterworks: '正在汛期抢修，6月初补报', market: '工会换届，联系不上' });
}

/** Sends what was accepted to the next level; reasons given before are carried on. */
export async function sendUp(
  story: Story,
  key: PlayerKey,
  deliverableId: string,
  reasons: Partial<Record<BodyKey, string>> = {},
): Promise<BatchAnswer['consolidation']> {
  const desk = story.desk(key);
  const { consolidation: plan } = await desk.ask<SendUpAnswer>(operations.sendUp, { deliverableId });
  const named = new Map(Object.entries(reasons).map(([body, reason]) => [bodyOf(body as BodyKey).shortName, reason]));
  const absent = plan.missing.nodes.flatMap(({ organization }) => {
    const reason = named.get(organization.shortName);
    return reason === undefined ? [] : [{ organizationId: organization.id, reason }];
  });
  const { consolidation: batch } = await desk.act<BatchAnswer>(operations.forwardSubmissions, { deliverableId, absent });
  const missing = batch.absent.map(({ organization, reason }) => `· 缺 ${organization.shortName}：${reason}`);
  story.did(
    desk,
    `向${batch.toOrganization.shortName}汇总上报第 ${batch.number} 批 ${batch.submissionCount} 份，缺 ${batch.absentCount} 个单位`,
    ...missing,
  );
  story.compare(`${bodyOf(desk.body).shortName}第${batch.number}批`, {
    份数: batch.submissionCount,
    缺报: batch.absent.map(({ organization }) => organization.shortName),
  });
  return batch;
}

/** Whom the county has to call: the named list is as long as its number says. */
async function chase(story: Story, deliverableId: string): Promise<void> {
  const desk = story.desk('countyOffice');
  const { obligations } = await desk.ask<BehindAnswer>(results.behind, { deliverableId, behind: 'OVERDUE' });
  const names = obligations.nodes.map(({ organization }) => organization.shortName);
  story.did(
    desk,
    `催办：逾期未报 ${obligations.totalCount} 个`,
    ...obligations.nodes.map(({ lampReason }, index) => `· ${names[index]} ${lampReason}`),
  );
  story.compare('5月21日正定县逾期未报', { 数: obligations.totalCount, 名单: names });
}
