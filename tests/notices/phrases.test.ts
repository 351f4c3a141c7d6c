import { describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { answerAll, draftNotice, issueNotice, saveNoticeDraft } from '../support/notices.ts';
import { PHRASES } from '../support/phrases.ts';
import { taken } from '../support/signing.ts';
import { type World, world } from '../support/world.ts';

const REFERENCE = '2021-04-21';
const READ = `query($phrase: String!, $year: Int, $referenceDay: String) { resolvePhrase(phrase: $phrase, year: $year, referenceDay: $referenceDay) {
  phrase kind start end label yearAssumed ambiguous note amount { value unit min max minIncluded maxIncluded warnOnly } error { code message path } } }`;
const read = async (client: Client, phrase: string, more: object = { referenceDay: REFERENCE }) =>
  (await client.ask(READ, { phrase, ...more })).resolvePhrase;
const reader = async (w: World) => w.as(await w.person(w.county, ['ISSUING_OFFICER']));
const utc = (beijing: string | null) => beijing && new Date(`${beijing}+08:00`).toISOString();

describe.concurrent('resolvePhrase', () => {
  test('X-04 X-05 X-06: sixty phrases, each to its interval to the second', async () => {
    const w = await world();
    const client = await reader(w);
    expect(PHRASES).toHaveLength(60);
    expect(new Set(PHRASES.map(([phrase]) => phrase)).size).toBe(60);
    for (const [phrase, kind, start, end, label] of PHRASES) {
      expect(await read(client, phrase)).toMatchObject({ phrase, kind, start: utc(start), end: utc(end), label, error: null });
    }
  });

  test('X-04: 3月底, 4月底 and 6月底 are the last day of the month; X-05: 1月下旬 and 6月中旬', async () => {
    const w = await world();
    const client = await reader(w);
    const days = async (phrase: string) => {
      const { start, end } = await read(client, phrase, { year: 2019 });
      const dayOf = (instant: string, back = 0) => new Date(Date.parse(instant) + 8 * 3_600_000 - back).toISOString().slice(0, 10);
      return [start && dayOf(start), dayOf(end, 1)];
    };
    expect(await days('3月底前完成')).toEqual([null, '2019-03-31']);
    expect(await days('4月底')).toEqual([null, '2019-04-30']);
    expect(await days('6月底前')).toEqual([null, '2019-06-30']);
    expect(await days('1月下旬')).toEqual(['2019-01-21', '2019-01-31']);
    expect(await days('6月中旬')).toEqual(['2019-06-11', '2019-06-20']);
    expect(await days('8月份')).toEqual(['2019-08-01', '2019-08-31']);
  });

  test('what names no year takes that of the day it is read from, and the next one when it would be over', async () => {
    const w = await world();
    const client = await reader(w);
    expect(await read(client, '3月底前')).toMatchObject({
      end: utc('2022-04-01T00:00:00'),
      yearAssumed: true,
      ambiguous: true,
      note: '2021年的这一日期已过，按2022年理解',
      label: '2022年3月31日24:00止（含当日）',
    });
    expect(await read(client, '5月28日前')).toMatchObject({ yearAssumed: true, ambiguous: false, note: null });
    expect(await read(client, '2021年5月28日前')).toMatchObject({ yearAssumed: false, ambiguous: false });
    // The last day itself is not over.
    expect(await read(client, '4月21日前')).toMatchObject({ end: utc('2021-04-22T00:00:00'), ambiguous: false });
    expect(await read(client, '4月20日前')).toMatchObject({ end: utc('2022-04-21T00:00:00'), ambiguous: true });
    // A year that is given is not second-guessed.
    expect(await read(client, '3月底前', { year: 2021, referenceDay: REFERENCE })).toMatchObject({
      end: utc('2021-04-01T00:00:00'),
      ambiguous: false,
    });
    expect(await read(client, '2月29日前', { referenceDay: '2023-12-20' })).toMatchObject({
      end: utc('2024-03-01T00:00:00'),
      ambiguous: true,
    });
    expect(await read(client, '6月中旬前')).toMatchObject({ end: utc('2021-06-11T00:00:00'), ambiguous: true });
    expect(await read(client, '12月25日至1月10日')).toMatchObject({ ambiguous: true, note: '结束日期早于开始日期，按跨年理解' });
  });

  test('X-07: 适时 has no date; 及时 sounds like one and has none', async () => {
    const w = await world();
    const client = await reader(w);
    for (const [phrase, ambiguous] of [
      ['适时', false],
      ['另行通知', false],
      ['及时', true],
      ['尽快', true],
    ] as const) {
      expect(await read(client, phrase)).toMatchObject({ kind: 'UNDATED', start: null, end: null, label: '不设期限', ambiguous });
    }
  });

  test('X-10: 10个左右 is 8 to 12, and beyond is only remarked', async () => {
    const w = await world();
    const client = await reader(w);
    expect((await read(client, '10个左右')).amount).toEqual({
      value: '10',
      unit: '个',
      min: '8',
      max: '12',
      minIncluded: true,
      maxIncluded: true,
      warnOnly: true,
    });
    expect((await read(client, '3分钟左右')).amount).toMatchObject({ unit: '分钟', min: '2.4', max: '3.6', warnOnly: true });
    expect((await read(client, '三千字左右')).amount).toMatchObject({ value: '3000', min: '2400', max: '3600' });
    const FITS = `{ resolvePhrase(phrase: "10个左右") { amount { seven: fits(value: "7") eight: fits(value: "8") twelve: fits(value: "12.0") more: fits(value: "12.01") } } }`;
    expect((await client.ask(FITS)).resolvePhrase.amount).toEqual({ seven: false, eight: true, twelve: true, more: false });
  });

  test('bounds include themselves, but for 超过 and 少于', async () => {
    const w = await world();
    const client = await reader(w);
    const bounds = async (phrase: string) => {
      const { min, max, minIncluded, maxIncluded, warnOnly } = (await read(client, phrase)).amount;
      return [min, max, minIncluded, maxIncluded, warnOnly];
    };
    expect(await bounds('90以上')).toEqual(['90', null, true, true, false]);
    expect(await bounds('不少于4张')).toEqual(['4', null, true, true, false]);
    expect(await bounds('不超过3000字')).toEqual([null, '3000', true, true, false]);
    expect(await bounds('4—6张')).toEqual(['4', '6', true, true, false]);
    expect(await bounds('超过5人')).toEqual(['5', null, false, true, false]);
    expect(await bounds('1.5万字以内')).toEqual([null, '15000', true, true, false]);
    expect(await bounds('两次')).toEqual(['2', '2', true, true, false]);
  });

  test.each([
    ['2月30日前', 'INVALID_DATE', '2021年2月没有30日'],
    ['2021年2月29日', 'INVALID_DATE', '2021年2月没有29日'],
    ['13月底', 'INVALID_DATE', '没有13月'],
    ['0月5日前', 'INVALID_DATE', '没有0月'],
    ['第5季度', 'INVALID_DATE', '没有第5季度'],
    ['5月28日25时前', 'INVALID_DATE', '时刻不存在'],
    ['', 'PHRASE_EMPTY', '没有填写期限或数量'],
    ['　 ', 'PHRASE_EMPTY', '没有填写期限或数量'],
    ['6月初', 'PHRASE_VAGUE', '“6月初”没有明确的日期，请写明几月几日'],
    ['25日前', 'PHRASE_VAGUE', '没有写明月份'],
    ['每月5日前', 'PHRASE_RECURRING', '“每……”是周期性任务，请逐期填写截止日期'],
    ['4月20日起', 'PHRASE_WITHOUT_END', '只有开始时间，没有截止时间'],
    ['9月28日—7日', 'RANGE_REVERSED', '结束时间早于开始时间'],
    ['2021年5月28日—2021年4月20日', 'RANGE_REVERSED', '结束时间早于开始时间'],
    ['不少于10个以下', 'PHRASE_UNREADABLE', '看不懂“不少于10个以下”，请写成“5月28日前”“3月底前”“6月中旬”“8月份”“适时”等'],
  ])('“%s” is refused: %s', async (phrase, code, message) => {
    const w = await world();
    const answer = await read(await reader(w), phrase);
    expect(answer).toMatchObject({ kind: null, start: null, end: null, label: null, error: { code, message, path: ['phrase'] } });
  });

  test('working days of a year whose arrangement is not known are not guessed', async () => {
    const w = await world();
    const client = await reader(w);
    expect((await read(client, '10个工作日内', { referenceDay: '2031-03-03' })).error).toEqual({
      code: 'CALENDAR_UNKNOWN_YEAR',
      message: '2031年的放假调休安排尚未录入，不能推算工作日',
      path: ['phrase'],
    });
    expect((await read(client, '10日内', { referenceDay: '2031-03-03' })).end).toBe(utc('2031-03-14T00:00:00'));
    expect((await read(client, '5月28日前', { referenceDay: '2021-02-30' })).error).toMatchObject({
      code: 'INVALID_DATE',
      path: ['referenceDay'],
    });
    expect((await read(client, '5月28日前', { year: 1900 })).error).toMatchObject({ code: 'INVALID_DATE', path: ['year'] });
  });
});

describe.concurrent('a due that is only worded', () => {
  const content = (deliverables: readonly object[]) => ({
    title: '关于报送情况的通知',
    signedBy: '河东省总工会',
    issuedOn: REFERENCE,
    addressees: { groups: [{ kinds: ['GRASSROOTS'], scope: 'SUBTREE' }] },
    deliverables,
  });
  const DUES = `query($id: ID!) { notice(id: $id) { version deliverables { key duePhrase dueAt dueStartsAt dueConfirmed noDue dueShiftedFrom dueLabel } } }`;

  test('is read, waits to be confirmed, and then goes out with phrase and instants', async () => {
    const w = await world({ at: '2021-04-21T10:00:00+08:00' });
    const client = w.as(await w.person(w.county, ['ISSUING_OFFICER']));
    const worded = { key: 'meeting', title: '现场观摩', duePhrase: '6月中旬' };
    const draft = taken(await draftNotice(client, { content: content([worded]) }));
    const shown = (await client.ask(DUES, { id: draft.id })).notice.deliverables[0];
    expect(shown).toEqual({
      key: 'meeting',
      duePhrase: '6月中旬',
      dueAt: utc('2021-06-21T00:00:00'),
      dueStartsAt: utc('2021-06-11T00:00:00'),
      dueConfirmed: false,
      noDue: false,
      dueShiftedFrom: null,
      dueLabel: '6月20日24:00止（含当日）',
    });
    const refused = await issueNotice(client, { noticeId: draft.id, version: draft.version });
    expect(refused.errors).toEqual([
      {
        code: 'DUE_UNCONFIRMED',
        message: '“现场观摩”的期限“6月中旬”理解为2021年6月20日24:00止（含当日），请确认',
        path: ['input', 'content', 'deliverables', 'meeting', 'due'],
      },
    ]);
    const save = async (deliverable: object) => {
      const { version } = (await client.ask(DUES, { id: draft.id })).notice;
      return taken(await saveNoticeDraft(client, { noticeId: draft.id, version, content: content([deliverable]) }));
    };
    await save({ ...worded, dueConfirmed: true });
    // What was confirmed stays so while it means the same, and no longer.
    await save(worded);
    expect((await client.ask(DUES, { id: draft.id })).notice.deliverables[0].dueConfirmed).toBe(true);
    await save({ ...worded, duePhrase: '6月下旬' });
    expect((await client.ask(DUES, { id: draft.id })).notice.deliverables[0].dueConfirmed).toBe(false);
    const confirmed = await save({ ...worded, dueConfirmed: true });
    const issued = taken(await issueNotice(client, { noticeId: draft.id, version: confirmed.version }));
    const unit = w.as(await w.person(w.a));
    const { workItems } = await unit.ask('{ workItems(kinds: [REPORT], first: 5) { nodes { title due { phrase label closesAt } } } }');
    expect(workItems.nodes).toEqual([
      { title: '现场观摩', due: { phrase: '6月中旬', label: '6月20日24:00止（含当日）', closesAt: utc('2021-06-21T00:00:00') } },
    ]);
    expect(issued.state).toBe('ISSUED');
  });

  test('every due of the sixty at −1 s, 0 and +1 s: in time until the last second, late from the end on', async () => {
    const w = await world({ at: '2021-04-21T10:00:00+08:00' });
    const client = w.as(await w.person(w.county, ['ISSUING_OFFICER']));
    const unit = w.as(await w.person(w.a));
    const halves = [PHRASES.slice(0, 30), PHRASES.slice(30)];
    for (const half of halves) {
      const deliverables = half.map(([duePhrase], index) => ({
        key: `d${index}`,
        title: duePhrase,
        duePhrase,
        dueConfirmed: true,
        latePolicy: 'ACCEPT_LATE',
      }));
      const draft = await answerAll(client, taken(await draftNotice(client, { content: content(deliverables) })));
      taken(await issueNotice(client, { noticeId: draft.id, version: draft.version }));
    }
    const ids = new Map<string, string>();
    const LIST = '{ workItems(kinds: [REPORT], first: 100) { nodes { title obligation { id } } } }';
    for (const { title, obligation } of (await unit.ask(LIST)).workItems.nodes) ids.set(title, obligation.id);
    const ends = new Map(PHRASES.map(([phrase, , , end]) => [phrase, Date.parse(`${end}+08:00`)]));
    expect(ids.size).toBe(60);
    for (const [phrase, end] of [...ends].toSorted(([, one], [, other]) => one - other)) {
      const seen: unknown[] = [];
      for (const seconds of [-1, 0, 1]) {
        w.clock.set(new Date(end + seconds * 1000));
        const { obligation } = await unit.ask('query($id: ID!) { obligation(id: $id) { lamp due { isPast closesAt } } }', {
          id: ids.get(phrase),
        });
        seen.push([obligation.due.isPast, obligation.lamp === 'RED', obligation.due.closesAt === new Date(end).toISOString()]);
      }
      expect([phrase, ...seen]).toEqual([phrase, [false, false, true], [true, true, true], [true, true, true]]);
    }
  });

  test('C-52: a due on a day off stays where it is; the next working day only where it is asked for, and known', async () => {
    const w = await world({ at: '2023-09-01T10:00:00+08:00' });
    const client = w.as(await w.person(w.county, ['ISSUING_OFFICER']));
    const due = { title: '材料', due: '2023-09-30' };
    const draft = taken(
      await draftNotice(client, {
        content: {
          ...content([
            { ...due, key: 'stays' },
            { ...due, key: 'moves', nextWorkingDay: true },
          ]),
          issuedOn: null,
        },
      }),
    );
    const shown = (await client.ask(DUES, { id: draft.id })).notice.deliverables;
    expect(shown.map(({ dueLabel, dueShiftedFrom }: Record<string, unknown>) => [dueLabel, dueShiftedFrom])).toEqual([
      ['9月30日24:00止（含当日）', null],
      ['10月7日24:00止（含当日）', '2023-09-30'], // the Saturday that makes up for the holiday
    ]);
    const unknown = await draftNotice(client, {
      content: { ...content([{ ...due, key: 'far', due: '2031-03-01', nextWorkingDay: true }]), issuedOn: null },
    });
    expect(unknown).toMatchObject({
      notice: null,
      errors: [{ code: 'CALENDAR_UNKNOWN_YEAR', path: ['input', 'content', 'deliverables', '0', 'nextWorkingDay'] }],
    });
  });

  test('X-07 C-62: 适时 is owed without a date, and stays on the list until it is done', async () => {
    const w = await world({ at: '2021-04-21T10:00:00+08:00' });
    const client = w.as(await w.person(w.county, ['ISSUING_OFFICER']));
    const field = { key: 'text', label: '情况', type: 'TEXT' };
    const draft = taken(
      await draftNotice(client, { content: content([{ key: 'award', title: '授予奖牌', duePhrase: '适时', fields: [field] }]) }),
    );
    expect((await client.ask(DUES, { id: draft.id })).notice.deliverables[0]).toMatchObject({
      duePhrase: '适时',
      dueAt: null,
      noDue: true,
    });
    taken(await issueNotice(client, { noticeId: draft.id, version: draft.version }));
    const unit = w.as(await w.person(w.a));
    const LIST = '{ workItems(due: NONE, first: 5) { nodes { title lamp lampReason due { label } obligation { id } } } }';
    const listed = async () => (await unit.ask(LIST)).workItems.nodes.filter(({ obligation }: { obligation: unknown }) => obligation);
    const item = { title: '授予奖牌', lamp: 'GREY', lampReason: '无期限', due: null, obligation: { id: expect.any(String) } };
    expect(await listed()).toEqual([item]);
    w.clock.set('2025-01-01T10:00:00+08:00');
    const [{ obligation }] = await listed();
    const START = 'mutation($input: StartSubmissionInput!) { startSubmission(input: $input) { errors { code } editor { version } } }';
    const { editor } = (await unit.ask(START, { input: { obligationId: obligation.id } })).startSubmission;
    expect(await listed()).toEqual([item]);
    const SUBMIT = 'mutation($input: SubmitSubmissionInput!) { submitSubmission(input: $input) { errors { code } } }';
    expect((await unit.ask(SUBMIT, { input: { obligationId: obligation.id, version: editor.version } })).submitSubmission.errors).toEqual(
      [],
    );
    expect(await listed()).toEqual([]);
  });
});
