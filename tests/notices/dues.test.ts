import { describe, expect, test } from 'vitest';
import { forfeitOverdue } from '../../src/domains/obligations/forfeit.ts';
import type { Client } from '../support/client.ts';
import { draftNotice, forward, issue } from '../support/notices.ts';
import { cityContent, provinceContent } from '../support/source000.ts';
import { codes, done, saveSubmissionDraft, startSubmission, submitSubmission } from '../support/submissions.ts';
import { type World, world } from '../support/world.ts';

/* From the day that a notice names to the last millisecond in which a unit may hand in, with nothing but the API in between. */

const TASKS = `{ workItems(first: 50) { nodes { kind title lamp
  obligation { id state lamp due { label phrase closesAt daysLeft isPast } demands { deliverable { id } } } } } }`;

/** What the person's body is to report, by title. */
async function task(client: Client, title: string) {
  const { workItems } = await client.ask(TASKS);
  return workItems.nodes.find((item: { title: string; obligation: unknown }) => item.title === title && item.obligation).obligation;
}

/** Begins and fills in a page of one text; answers what hands it in. */
async function filled(client: Client, title: string) {
  const { id: obligationId, demands } = await task(client, title);
  const begun = done(await startSubmission(client, { obligationId }))['editor'];
  const answers = [{ deliverableId: demands[0].deliverable.id, field: 'text', value: '已开展' }];
  const { version } = done(await saveSubmissionDraft(client, { obligationId, version: begun.version, answers }))['editor'];
  return () => submitSubmission(client, { obligationId, version });
}

const TEXT = [{ key: 'text', label: '情况', type: 'TEXT', required: true }];
const content = (w: World, to: readonly (keyof World & ('a' | 'b'))[], deliverable: object) => ({
  title: '关于报送工作情况的通知',
  signedBy: '办公室',
  addressees: { organizationIds: to.map((place) => w.id('Organization', w[place].id)) },
  deliverables: [{ key: 'report', title: '工作情况', fields: TEXT, ...deliverable }],
});
const person = async (w: World, place: 'a' | 'b' | 'county' | 'sibling') => w.as(await w.person(w[place]));
const officer = async (w: World, place: 'province' | 'city') => w.as(await w.person(w[place], ['ISSUING_OFFICER']));

describe.concurrent('source 000', () => {
  async function chain() {
    const w = await world({ at: '2021-04-07T10:00:00+08:00' });
    const [province, city] = [await officer(w, 'province'), await officer(w, 'city')];
    const eight = await issue(province, provinceContent);
    w.clock.set('2021-04-21T10:00:00+08:00');
    const thirteen = await forward(city, eight.id, (inherited) => cityContent(inherited['entries']!));
    return { w, city, thirteen };
  }

  test('S0-08: the progress report is accepted at 28 May 23:59:59.999 and overdue at 29 May 00:00', async () => {
    const { w, city, thirteen } = await chain();
    const [county, sibling] = [await person(w, 'county'), await person(w, 'sibling')];
    const hand = [await filled(county, '活动开展情况'), await filled(sibling, '活动开展情况')] as const;
    expect((await task(county, '活动开展情况')).due).toMatchObject({
      label: '5月28日24:00止（含当日）',
      phrase: '5月28日前',
      closesAt: '2021-05-28T16:00:00.000Z',
    });
    const deliverableId = thirteen.deliverables.find(({ key }) => key === 'progress')!.id;
    const board = async () =>
      await city.ask(
        `query($id: ID!) { reportingProgress(deliverableId: $id) { overdue rates { expected received receivedOnTime } }
             obligations(deliverableId: $id, behind: OVERDUE) { nodes { organization { shortName } lamp } } }`,
        { id: deliverableId },
      );
    w.clock.set('2021-05-28T23:59:59.999+08:00');
    expect(done(await hand[0]())['submission']).toMatchObject({ late: false, receipt: { onTime: true } });
    expect(await board()).toEqual({
      reportingProgress: { overdue: 0, rates: { expected: 4, received: 1, receivedOnTime: 1 } },
      obligations: { nodes: [] },
    });
    w.clock.set('2021-05-29T00:00:00.000+08:00');
    expect(codes(await hand[1]())).toEqual(['CLOSED']);
    expect(await task(sibling, '活动开展情况')).toMatchObject({ state: 'OPEN', lamp: 'RED', due: { isPast: true } });
    expect(await board()).toEqual({
      reportingProgress: { overdue: 3, rates: { expected: 4, received: 1, receivedOnTime: 1 } },
      obligations: {
        nodes: [w.sibling, w.secondSibling, w.cityUnit].map(({ shortName }) => ({ organization: { shortName }, lamp: 'RED' })),
      },
    });
  });

  test('C-07: what was forwarded late shows the days that are left', async () => {
    const { w } = await chain();
    expect((await task(await person(w, 'county'), '活动开展情况')).due).toMatchObject({ daysLeft: 37, isPast: false });
  });
});

describe.concurrent('other dues', () => {
  test('S2-67 S2-69: by 31 October is until its end; then it is refused and given up', async () => {
    const w = await world({ at: '2023-10-09T09:00:00+08:00' });
    const notice = await issue(
      await officer(w, 'province'),
      content(w, ['a', 'b'], { due: '2023-10-31', duePhrase: '10月31日前', latePolicy: 'AUTO_FORFEIT' }),
    );
    expect(notice.deliverables[0]).toMatchObject({ dueAt: '2023-10-31T16:00:00.000Z', dueLabel: '10月31日24:00止（含当日）' });
    const [first, second] = [await person(w, 'a'), await person(w, 'b')];
    const hand = [await filled(first, '工作情况'), await filled(second, '工作情况')] as const;
    const { id } = await task(second, '工作情况');
    w.clock.set('2023-10-31T23:59:59.999+08:00');
    expect(done(await hand[0]())['submission'].receipt.onTime).toBe(true);
    w.clock.set('2023-11-01T00:00:00.000+08:00');
    expect((await hand[1]()).errors).toEqual([{ code: 'AUTO_FORFEIT', message: '逾期视为自动放弃', path: ['input', 'obligationId'] }]);
    await forfeitOverdue(w.orm.em, w.federationId, w.clock.now(), 'test');
    const { obligation } = await second.ask('query($id: ID!) { obligation(id: $id) { state } }', { id });
    expect(obligation.state).toBe('FORFEITED');
    expect(codes(await hand[1]())).toEqual(['AUTO_FORFEIT']);
  });

  test('C-52: a due on a Saturday before a week of holidays is not shifted', async () => {
    const w = await world({ at: '2023-09-11T09:00:00+08:00' });
    const notice = await issue(await officer(w, 'province'), content(w, ['a', 'b'], { due: '2023-09-30', duePhrase: '9月30日前' }));
    expect(new Date('2023-09-30T12:00:00+08:00').getUTCDay()).toBe(6);
    expect(notice.deliverables[0]).toMatchObject({ dueAt: '2023-09-30T16:00:00.000Z', dueLabel: '9月30日24:00止（含当日）' });
    const hand = [await filled(await person(w, 'a'), '工作情况'), await filled(await person(w, 'b'), '工作情况')] as const;
    w.clock.set('2023-09-30T23:59:59.999+08:00');
    expect(done(await hand[0]())['submission'].receipt.onTime).toBe(true);
    w.clock.set('2023-10-01T00:00:00.000+08:00');
    expect(codes(await hand[1]())).toEqual(['CLOSED']);
  });
});

describe.concurrent('document numbers', () => {
  test('X-01 C-54: all eleven numbers in use go in as they are written and come out canonical', async () => {
    const w = await world();
    const client = await officer(w, 'province');
    const numbers = {
      '石工办字〔2021〕13号': ['石工办字', 2021, 13],
      '冀工办字〔2021〕8号': ['冀工办字', 2021, 8],
      '冀办发〔2021〕3号': ['冀办发', 2021, 3],
      '承高总工发〔2022〕28号': ['承高总工发', 2022, 28],
      '冀工办发[2022]24号': ['冀工办发', 2022, 24],
      '承工办发[2022]26号': ['承工办发', 2022, 26],
      '冀工办发[2021]31号': ['冀工办发', 2021, 31],
      '冀工办发〔2020〕43号': ['冀工办发', 2020, 43],
      '冀工办发[2021]30号': ['冀工办发', 2021, 30],
      '冀工办发[2022]18号': ['冀工办发', 2022, 18],
      '冀直工〔2019〕1号': ['冀直工', 2019, 1],
    } as const;
    const draft = (docNumber: string) => draftNotice(client, { content: { title: '通知', signedBy: '办公室', addressees: {}, docNumber } });
    for (const [text, [prefix, year, sequence]] of Object.entries(numbers)) {
      const { errors, notice } = await draft(text);
      expect([errors, notice!.docNumber]).toEqual([[], { canonical: `${prefix}〔${year}〕${sequence}号`, prefix, year, sequence }]);
    }
    // Written with other brackets it is the same number.
    expect((await draft('冀工办发〔2022〕24号')).errors).toMatchObject([{ code: 'DOC_NUMBER_USED' }]);
  });
});
