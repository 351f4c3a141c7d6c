import { expect, test } from 'vitest';
import * as corrections from '../support/corrections.ts';
import { CORRECTION, stage } from '../support/correction-stage.ts';
import { excerpts } from '../support/inbox.ts';
import { Outside, reach } from '../support/outside.ts';
import * as acts from '../support/submissions.ts';

test('a correction reaches those who have signed long ago, and stays with a level until it is handed on', async () => {
  const s = await stage();
  const { w } = s;
  const officer = await w.person(w.city, ['ISSUING_OFFICER']);
  await reach(w, officer, { phone: '010-55500111' });
  const outside = await Outside.open(w);
  await w.settle();
  outside.take();
  await corrections.correct(await s.province, s.notice.id, CORRECTION, { reason: '时间提前' });
  await w.settle();
  const said = [
    'CORRECTION_TO_PASS_ON 河东省总工会更正了《关于报送特色建设成果的通知》，请转发本级的更正或确认下级不变，5月10日24:00止（含当日）',
    'NOTICE_AMENDED 河东省总工会更正了《关于报送特色建设成果的通知》，请按更正后的内容办理',
  ];
  expect((await excerpts(w, officer)).toSorted()).toEqual(said);
  const told = outside.take().filter(({ to }) => to === '010-55500111');
  expect(told.map(({ text }) => text)).toEqual([expect.stringContaining('您有2条消息')]);
  await w.settle();
  expect((await excerpts(w, officer)).toSorted()).toEqual(said);

  await corrections.correct(await s.as(w.city), s.forwardings['city']!.id, null, { reason: '转发更正' });
  await w.settle();
  expect(await excerpts(w, officer)).toEqual([said[1]]);
});

test('a due that is pulled forward below is told to those who have signed', async () => {
  const s = await stage();
  const { w } = s;
  const unit = await w.person(s.units['a']!);
  await w.settle();
  await s.submit(s.units['b'] ?? s.units['a']!);
  await corrections.correct(await s.province, s.notice.id, CORRECTION, { reason: '时间提前' });
  await w.settle();
  const changed = async () => (await excerpts(w, unit)).filter((line) => /DUE_CHANGED|NOTICE_AMENDED/.test(line));
  const before = await changed();
  expect(before).toHaveLength(1);
  await w.settle();
  expect(await changed()).toEqual(before);
});

test('what is recalled nobody signs for any more, and nobody is reminded to', async () => {
  const s = await stage();
  const { w } = s;
  const receiver = await w.person(s.cities[4]!, ['ISSUING_OFFICER']);
  await w.settle();
  const seen = async () => (await excerpts(w, receiver)).map((line) => line.split(' ')[0]);
  expect(await seen()).toEqual(['NOTICE_DELIVERED']);
  const { version } = await corrections.corrected(await s.province, s.notice.id);
  acts.done(await corrections.recallNotice(await s.province, { noticeId: s.notice.id, version, reason: '发文有误' }));
  await w.settle();
  expect(await seen()).toEqual(['NOTICE_RECALLED']);
  for (const at of ['2021-05-10T10:00:00+08:00', '2021-05-12T09:00:00+08:00', '2021-05-28T09:00:00+08:00']) {
    w.clock.set(at);
    await w.settle();
  }
  expect(await seen()).toEqual(['NOTICE_RECALLED']);
});
