import type { PlayerKey } from './cast.ts';
import { forward, idOf, issue, type Notice, save, signOff } from './downward.ts';
import type { ProgressAnswer, WorkbenchAnswer } from './results.ts';
import * as results from './results.ts';
import type { Story } from './story.ts';
import { handInQuietly, resubmitQuietly, taskOf } from './units.ts';
import { acceptTogether, answersOf, type Week } from './week-acts.ts';
import { numbers, unitKey } from './week-cast.ts';
import * as operations from './week-operations.ts';
import * as papers from './week-papers.ts';

/** The province asks, three cities and a county hand on, three units are quick. */
export async function begin(story: Story): Promise<Week> {
  story.chapter('十、三个市转发之后，省里更正');
  story.at('2022-05-09 10:00');
  const five = await issue(story, 'shanxiOffice', 'shanxiLeader', papers.five);
  const direct = 'CITY_DIRECT_GRASSROOTS';
  const two = papers.handOn('同工办字〔2022〕2号', '大同市总工会办公室', '2022-06-22', direct);
  const datong = await forward(story, '2022-05-11 10:00', 'datongOffice', five, two, 'datongLeader');
  const three = papers.handOn('阳工办字〔2022〕3号', '阳泉市总工会办公室', '2022-06-27', direct);
  const yangquan = await forward(story, '2022-05-12 10:00', 'yangquanOffice', five, three, 'yangquanLeader');
  const four = papers.handOn('并工办字〔2022〕4号', '太原市总工会办公室', '2022-06-24', 'COUNTY_DISTRICT');
  const taiyuan = await forward(story, '2022-05-13 10:00', 'taiyuanOffice', five, four, 'taiyuanLeader');
  const one = papers.handOn('曲工字〔2022〕1号', '阳曲县总工会办公室', '2022-06-15', 'GRASSROOTS');
  const yangqu = await forward(story, '2022-05-16 09:30', 'yangquOffice', taiyuan, one);
  const week = { five, taiyuan, datong, yangquan, yangqu, entries: idOf(five, 'entries'), countyEntries: idOf(yangqu, 'entries') };
  story.at('2022-05-18 10:00');
  for (const number of numbers(1, 3)) await handInQuietly(story, unitKey(number), week.countyEntries, answersOf(number));
  await acceptTogether(story, 'yangquReviewer', week.countyEntries);
  return week;
}

/** Edition 2: earlier, one task less, one question put otherwise and asked again; every hop hands it on or confirms it. */
export async function correct(story: Story, week: Week): Promise<void> {
  story.at('2022-05-23 10:00');
  const amendment = { reason: '汇总时间提前，会员口径以在册为准', reask: true, resubmitDue: '2022-06-01' };
  await publish(story, 'shanxiOffice', 'shanxiLeader', week.five, amendment, papers.fiveCorrected);
  await showEdition(story, week);
  await showDues(story, '更正后各级期限', week);
  await showPhotos(story, week);
  await showAsked(story, week);
  await showOwing(story, '更正后须转发更正的单位');

  story.at('2022-05-24 10:00');
  await confirm(story, 'datongOffice', week.datong);
  await confirm(story, 'yangquanOffice', week.yangquan);
  const own = papers.taiyuanCorrected(week.taiyuan.title, week.entries);
  await publish(story, 'taiyuanOffice', 'taiyuanLeader', week.taiyuan, { reason: '随省总更正，并留出汇总时间' }, own);
  await showOwing(story, '太原市转发更正后须转发更正的单位');
  story.at('2022-05-25 09:00');
  await confirm(story, 'yangquOffice', week.yangqu);
  await showDues(story, '转发更正后各级期限', week);
  story.at('2022-05-26 10:00');
  for (const number of numbers(1, 3)) await resubmitQuietly(story, unitKey(number), week.countyEntries, { members: String(number * 10) });
  await acceptTogether(story, 'yangquReviewer', week.countyEntries);
}

async function publish(
  story: Story,
  writer: PlayerKey,
  leader: PlayerKey,
  notice: Notice,
  amendment: object,
  content: object,
): Promise<void> {
  const desk = story.desk(writer);
  const { notice: draft } = await desk.act<{ notice: Notice }>(operations.amendNotice, { noticeId: notice.id, ...amendment });
  const signed = await signOff(story, writer, leader, await save(story, writer, draft, content));
  const input = { noticeId: signed.id, version: signed.version };
  const { notice: amended } = await desk.act<operations.EditionAnswer>(operations.issueCorrection, input);
  story.did(desk, `发布更正：《${amended.title}》第 ${amended.edition} 版`);
}

async function confirm(story: Story, key: PlayerKey, { id }: Notice): Promise<void> {
  const desk = story.desk(key);
  const { notice } = await desk.ask<operations.StandingAnswer>(operations.standing, { id });
  await desk.act(operations.confirmCorrection, { noticeId: id, version: notice.version });
  story.did(desk, '确认上级更正对本级无其他影响');
}

async function showEdition(story: Story, { five }: Week): Promise<void> {
  const { notice } = await story.desk('unit1').ask<operations.StandingAnswer>(operations.standing, { id: five.id });
  const last = notice.editions.at(-1)!;
  for (const line of last.lines) story.note(`· ${line}`);
  story.compare('第2版更正内容', { 版次: last.number, 内容: last.lines.toSorted() });
}

/** A later due below is drawn to the province's and says what it was; an earlier one stays. */
async function showDues(story: Story, name: string, { five, taiyuan, datong, yangquan, yangqu }: Week): Promise<void> {
  const hops = [five, taiyuan, datong, yangquan, yangqu];
  const rows = await Promise.all(
    hops.map(async ({ id }) => {
      const { notice } = await story.desk('shanxiOffice').ask<operations.StandingAnswer>(operations.standing, { id });
      const { dueLabel, pulledFromLabel } = notice.deliverables.find(({ key }) => key === 'entries')!;
      return [notice.issuer.shortName, dueLabel, pulledFromLabel] as const;
    }),
  );
  story.note('');
  story.note(`【${name}】`);
  story.table(['单位', '期限', '原定'], rows);
  story.compare(name, rows);
}

async function showPhotos(story: Story, { five }: Week): Promise<void> {
  const deliverableId = idOf(five, 'photos');
  const { reportingProgress } = await story.desk('shanxiOffice').ask<ProgressAnswer>(results.progress, { deliverableId });
  story.note(`活动影像：已取消，应报 ${reportingProgress.rates.expected}`);
  story.compare('取消后活动影像应报', reportingProgress.rates.expected);
}

/** One unit that had answered, and one that had not. */
async function showAsked(story: Story, { countyEntries }: Week): Promise<void> {
  const lines = await Promise.all(
    (['unit1', 'unit4'] as const).map(async (unit) => {
      const { obligationId } = await taskOf(story, unit, countyEntries);
      const { obligation } = await story.desk(unit).ask<{ obligation: operations.OwedAnswer }>(operations.owed, { id: obligationId });
      const asked = (obligation.submission?.returnSlip?.items ?? []).map(({ label }) => label);
      return [story.desk(unit).who, obligation.stateLabel, asked.join('、') || null, obligation.awaits[0]?.message ?? null] as const;
    }),
  );
  story.note('');
  story.note('【更正后基层看到的】');
  story.table(['单位', '状态', '须重填', '提示'], lines);
  story.compare('更正后基层看到的', lines);
}

const HOPS = ['taiyuanOffice', 'datongOffice', 'yangquanOffice', 'yangquOffice'] as const;

async function showOwing(story: Story, name: string): Promise<void> {
  const owing: string[] = [];
  for (const key of HOPS) {
    const { workItems } = await story.desk(key).ask<{ workItems: WorkbenchAnswer['open'] }>(operations.toPassOn);
    if (workItems.nodes.length > 0) owing.push(story.desk(key).who.split(' ')[0]!);
  }
  story.note(`${name}：${owing.join('、')}`);
  story.compare(name, owing);
}
