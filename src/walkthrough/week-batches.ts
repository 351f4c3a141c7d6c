import { loginOf } from './cast.ts';
import { idOf } from './downward.ts';
import * as chain from './operations.ts';
import { showRates } from './rates.ts';
import type { Story } from './story.ts';
import { handInQuietly, reportAt, reportNothing, taskOf } from './units.ts';
import { sendUp } from './upward.ts';
import { numbers, unitKey } from './week-cast.ts';
import { acceptTogether, answersOf, type Week } from './week-acts.ts';
import * as operations from './week-operations.ts';
import { SCAN } from './week-papers.ts';

const WATCHERS = [
  ['省', 'shanxiOffice'],
  ['市', 'taiyuanOffice'],
  ['县', 'yangquReviewer'],
] as const;
const SUMS = [['在册会员人数', 'members']] as const;
const rates = (story: Story, day: string, { entries }: Week) => showRates(story, day, entries, WATCHERS, SUMS);

/** The units report: most by themselves, one on paper, one that there is nothing, one in the time that it was given. */
export async function fillIn(story: Story, { entries, countyEntries }: Week): Promise<void> {
  story.chapter('十二、零报告、代报与四十六家上报');
  const quiet = numbers(4, 44).filter((number) => number !== 5);
  // All at once, as in life.
  await Promise.all(quiet.map((number) => handInQuietly(story, unitKey(number), countyEntries, answersOf(number))));
  story.note(`第4厂至第44厂（第5厂除外）${quiet.length} 家报送`);
  await reportNothing(story, 'unit46', countyEntries, '企业停业，本期没有服务阵地');
  await enterPaper(story, entries, countyEntries);
  await reportAt(story, '2022-06-16 10:00', 'unit5', countyEntries, answersOf(5));
}

async function enterPaper(story: Story, entries: string, countyEntries: string): Promise<void> {
  const desk = story.desk('yangquOffice');
  const { obligationId } = await taskOf(story, 'unit45', countyEntries);
  const { obligation } = await desk.ask<{ obligation: operations.OwedAnswer }>(operations.owed, { id: obligationId });
  const { file } = await desk.keep('SCAN', '第45厂报表.pdf', SCAN);
  const { submission } = await desk.act<operations.EntryAnswer>(operations.submitOnBehalf, {
    obligationId,
    version: obligation.version,
    answers: Object.entries(answersOf(45)).map(([field, value]) => ({ deliverableId: entries, field, value })),
    scanFileId: file!.id,
    receivedAt: '2022-06-13T16:00:00+08:00',
    reason: '厂里断网，送来纸质报表',
  });
  const { mark, channelLabel, scan } = submission.entry;
  story.did(desk, `代第45厂录入${channelLabel}报表，附扫描件“${scan.name}”——${mark}`);
  story.compare('代报', { 标记: mark, 方式: channelLabel, 扫描件: scan.name });
}

/** 46 of 48 go up with the two absent named; the post changes hands; the two come later, in a batch of their own. */
export async function goUpInTwo(story: Story, week: Week): Promise<void> {
  const { yangqu, countyEntries } = week;
  story.at('2022-06-17 10:00');
  await acceptTogether(story, 'yangquReviewer', countyEntries);
  const office = story.desk('yangquOffice');
  const bare = { deliverableId: countyEntries };
  await story.refused(office, '上报时没有说明缺报的两家', '拒绝：两家缺报未说明', chain.forwardSubmissions, bare);
  const reasons = { unit47: '经省总同意延期至6月24日', unit48: '停产检修，月底补报' };
  const first = await sendUp(story, 'yangquOffice', countyEntries, reasons);
  story.at('2022-06-20 10:00');
  await acceptTogether(story, 'taiyuanReviewer', idOf(week.taiyuan, 'entries'));
  await sendUp(story, 'taiyuanOffice', idOf(week.taiyuan, 'entries'));
  await rates(story, '2022年6月20日', week);

  story.chapter('十三、岗位交接与补报');
  await changeHands(story, yangqu.id);
  await reportAt(story, '2022-06-23 10:00', 'unit47', countyEntries, answersOf(47));
  await reportAt(story, '2022-06-27 10:00', 'unit48', countyEntries, answersOf(48));
  story.at('2022-06-28 10:00');
  await acceptTogether(story, 'yangquReviewer', countyEntries);
  const second = await sendUp(story, 'yangquSuccessor', countyEntries);
  await showTrail(story, [first.id, second.id]);
  story.at('2022-06-29 10:00');
  await acceptTogether(story, 'taiyuanReviewer', idOf(week.taiyuan, 'entries'));
  await sendUp(story, 'taiyuanOffice', idOf(week.taiyuan, 'entries'));
  await rates(story, '2022年6月29日', week);
}

/** The work is the body's and goes on; whoever held the post is shut out, and what was done stays theirs. */
async function changeHands(story: Story, noticeId: string): Promise<void> {
  story.at('2022-06-21 09:00');
  const desk = story.desk('taiyuanAdministrator');
  const { notice } = await desk.ask<operations.StandingAnswer>(operations.standing, { id: noticeId });
  const { persons } = await desk.ask<operations.PersonsAnswer>(operations.persons, { organizationId: notice.issuer.id });
  const held = persons.nodes.flatMap(({ appointments }) => appointments).find(({ post }) => post === '办公室文秘')!;
  const { oneTimeCode, handover } = await desk.act<operations.HandoverAnswer>(operations.handOverPost, {
    appointmentId: held.id,
    version: held.version,
    successor: { login: loginOf('yangquSuccessor'), personName: '阳曲县新任文秘', phone: '0311-55500100' },
    reason: '轮岗',
  });
  const lines = handover.open.lines.map(({ title }) => title);
  story.did(desk, `办理阳曲县办公室文秘岗位交接，未办结事项 ${handover.open.total} 项随岗移交：${lines.join('、')}`);
  story.compare('随岗移交的事项', lines);
  const shut = await story.desk('yangquOffice').shut(operations.toPassOn);
  story.note(`原经办人再来办理——被拒绝（${shut}）`);
  story.compare('拒绝：交接后的原经办人', shut);
  await story.desk('yangquSuccessor').enterWith(oneTimeCode);
  story.did(story.desk('yangquSuccessor'), '凭一次性代码登录，接着办理');
}

async function showTrail(story: Story, batchIds: readonly string[]): Promise<void> {
  const rows = await Promise.all(
    batchIds.map(async (subjectId, index) => {
      const { auditLines } = await story.desk('taiyuanAdministrator').ask<operations.TrailAnswer>(operations.trail, { subjectId });
      return [`第${index + 1}批`, auditLines.nodes.map(({ personName }) => personName).join('、')] as const;
    }),
  );
  story.note('');
  story.note('【两批上报的经办人】');
  story.table(['批次', '经办人'], rows);
  story.compare('两批上报的经办人', rows);
}
