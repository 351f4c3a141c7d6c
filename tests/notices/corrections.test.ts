import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { recount } from '../../src/domains/submissions/rollup.recount.ts';
import type { Client } from '../support/client.ts';
import * as corrections from '../support/corrections.ts';
import { forward, issue, type TestContent, type TestNotice } from '../support/notices.ts';
import * as owed from '../support/obligations.ts';
import { obligationOf } from '../support/plant.ts';
import * as acts from '../support/submissions.ts';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { type TestPerson, waiveSigning, type World, world } from '../support/world.ts';

const GRASSROOTS = ['GRASSROOTS', 'CITY_DIRECT_GRASSROOTS'];
const day = (date: string) => `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日24:00止（含当日）`;

const summary = { key: 'summary', label: '活动总结', type: 'TEXT', required: true, maxCharacters: 3000 };
const number = { key: 'number', label: '参加人数', type: 'NUMBER', min: '0' };
const entries = {
  key: 'entries',
  title: '特色建设成果',
  requirement: '围绕七个方面报送',
  audience: GRASSROOTS,
  route: 'LEVEL_BY_LEVEL',
  fields: [summary, number],
  due: '2021-05-28',
  duePhrase: '5月28日前',
};
const photos = {
  key: 'photos',
  title: '活动照片',
  audience: GRASSROOTS,
  fields: [{ key: 'text', label: '说明', type: 'TEXT' }],
  due: '2021-05-28',
};

/** What the province says; a correction says it again, otherwise. */
const content = (more: TestContent = {}): TestContent => ({
  title: '关于报送特色建设成果的通知',
  body: '第一段。\n第二段。',
  signedBy: '省总工会办公室',
  addressees: { groups: [{ kinds: ['PREFECTURE_CITY'], scope: 'CHILDREN' }] },
  contacts: [{ department: '基层部', phones: ['0311-55500113'] }],
  deliverables: [entries, photos],
  ...more,
});

/** Three cities have handed it on, each its own way; a fourth is writing, a fifth has done nothing. */
class Stage {
  readonly w: World;
  readonly cities: readonly PlantedOrganization[];
  readonly units: Readonly<Record<string, PlantedOrganization>>;
  readonly #people = new Map<string, TestPerson>();
  notice!: TestNotice;
  readonly forwardings: Record<string, TestNotice> = {};

  constructor(w: World, cities: readonly PlantedOrganization[], units: Readonly<Record<string, PlantedOrganization>>) {
    this.w = w;
    this.cities = cities;
    this.units = units;
  }

  async as(body: PlantedOrganization, role: 'ISSUING_OFFICER' | 'REPORTER' | 'REVIEWER' = 'ISSUING_OFFICER'): Promise<Client> {
    const key = `${body.id} ${role}`;
    const person = this.#people.get(key) ?? (await this.w.person(body, [role]));
    this.#people.set(key, person);
    return this.w.as(person);
  }

  get province(): Promise<Client> {
    return this.as(this.w.province);
  }

  deliverable(key: string): string {
    return this.notice.deliverables.find((row) => row.key === key)!.id;
  }

  async obligation(body: PlantedOrganization, key = 'entries'): Promise<string> {
    const row = Buffer.from(this.deliverable(key), 'base64url').toString().split(':')[1]!;
    return this.w.id('Obligation', await obligationOf(this.w, body, row));
  }

  async owes(body: PlantedOrganization, key = 'entries') {
    return (await this.province)
      .ask(
        `query($id: ID!) { obligation(id: $id) { state late lamp due { label } superiorDue { label } closesAt events { kind reason due { label } }
        corrections { edition reason lines by { name } } awaits { message organization { name } }
        demands { askedBy { name } due { label } fields { key label } } viewerCan { start { code } } submission { id version state holder { name } returnSlip { items { field } } } } }`,
        { id: await this.obligation(body, key) },
      )
      .then(({ obligation }) => obligation);
  }

  /** Fills in and hands in; answers with the submission. */
  async submit(unit: PlantedOrganization, answers: Readonly<Record<string, unknown>> = { summary: '活动十场', number: '10' }) {
    return acts.handIn(await this.as(unit, 'REPORTER'), await this.obligation(unit), this.deliverable('entries'), answers);
  }

  recount() {
    return this.w.asSystem(({ db }) => recount(db, this.w.federationId));
  }
}

async function stage(): Promise<Stage> {
  const w = await world();
  const city = (name: string) => ({ parentId: w.province.id, kind: 'PREFECTURE_CITY' as const, name: `${name}总工会`, shortName: name });
  const [third, fourth, fifth] = await w.plant(['第三市', '第四市', '第五市'].map(city));
  await waiveSigning(w.orm.em, w.federationId, w.clock.now());
  const unit = (parentId: string, name: string, kind: 'GRASSROOTS' | 'CITY_DIRECT_GRASSROOTS' = 'GRASSROOTS') => ({
    parentId,
    kind,
    name: `${name}工会`,
    shortName: name,
  });
  const [x, y, z] = await w.plant([
    unit(w.otherCounty.id, '南岭煤矿'),
    unit(third!.id, '第三市热电厂', 'CITY_DIRECT_GRASSROOTS'),
    unit(fifth!.id, '第五市地铁公司', 'CITY_DIRECT_GRASSROOTS'),
  ]);
  const s = new Stage(w, [w.city, w.otherCity, third!, fourth!, fifth!], { a: w.a, b: w.b, c: w.c, d: w.d, x: x!, y: y!, z: z! });
  s.notice = await issue(await s.province, content());
  const handOn = async (name: string, by: PlantedOrganization, notice: string, due: string, more: TestContent = {}) => {
    s.forwardings[name] = await forward(await s.as(by), notice, (inherited) => ({
      title: `关于转发的通知（${name}）`,
      signedBy: '办公室',
      addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
      inherited: ['entries', 'photos'].map((key) => Object.assign({ deliverableId: inherited[key], due }, key === 'entries' ? more : {})),
    }));
  };
  const local = (key: string) => ({ fields: [{ key, label: '本级补充', type: 'TEXT' }], requirement: '另附联系人' });
  w.clock.advance(3_600_000);
  await handOn('city', w.city, s.notice.id, '2021-05-25', local('fromCity'));
  await handOn('county', w.county, s.forwardings['city']!.id, '2021-05-22', local('fromCounty'));
  await handOn('otherCity', w.otherCity, s.notice.id, '2021-05-27');
  await handOn('otherCounty', w.otherCounty, s.forwardings['otherCity']!.id, '2021-05-27');
  await handOn('third', third!, s.notice.id, '2021-05-28');
  await (
    await s.as(fourth!)
  ).ask('mutation($input: DraftForwardingInput!) { draftForwarding(input: $input) { notice { id } } }', {
    input: { noticeId: s.notice.id },
  });
  w.clock.advance(3_600_000);
  return s;
}

/** Due earlier, one deliverable removed, one cell changed. */
const CORRECTION = content({
  deliverables: [{ ...entries, due: '2021-05-26', duePhrase: '5月26日前', fields: [{ ...summary, maxCharacters: 2000 }, number] }],
});

describe('a correction', () => {
  test('is the next edition: numbered, with its reason and its difference; the first one stays readable', async () => {
    const s = await stage();
    const province = await s.province;
    const begun = acts.done(await corrections.amendNotice(province, { noticeId: s.notice.id, reason: '时间提前' }))['notice'];
    expect(begun).toMatchObject({
      state: 'DRAFT',
      amends: { id: s.notice.id },
      amendment: { reason: '时间提前', reask: false, resubmitDue: null },
      changes: [],
      deliverables: [
        { key: 'entries', dueLabel: day('2021-05-28') },
        { key: 'photos', dueLabel: day('2021-05-28') },
      ],
      viewerCan: { issueCorrection: { allowed: true }, issue: { code: 'IS_CORRECTION' }, edit: { allowed: true } },
    });
    const amended = await corrections.correct(province, s.notice.id, CORRECTION, { reason: '时间提前' });
    expect(amended).toMatchObject({
      id: s.notice.id,
      edition: 2,
      state: 'ISSUED',
      deliverables: [{ key: 'entries', dueLabel: day('2021-05-26') }],
    });
    const unit = await s.as(s.units['a']!, 'REPORTER');
    const editions = await corrections.editionsOf(unit, s.notice.id);
    expect(editions).toMatchObject([
      {
        number: 1,
        reason: '',
        lines: [],
        deliverables: [
          { key: 'entries', dueLabel: day('2021-05-28'), fields: [{ key: 'summary', maxCharacters: 3000 }, { key: 'number' }] },
          { key: 'photos' },
        ],
      },
      {
        number: 2,
        reason: '时间提前',
        issuer: { name: s.w.province.name },
        post: '干事',
        lines: [
          '取消报送任务“活动照片”',
          `“特色建设成果”的截止时间由${day('2021-05-28')}提前到${day('2021-05-26')}`,
          '“特色建设成果”的填报项“活动总结”有修改：最多字数由3000改为2000',
        ],
        changes: [
          { kind: 'DELIVERABLE_REMOVED', key: 'photos', deliverableId: s.deliverable('photos') },
          { kind: 'DUE_EARLIER', key: 'entries', before: '2021-05-28T16:00:00.000Z', after: '2021-05-26T16:00:00.000Z' },
          { kind: 'FIELD_CHANGED', key: 'entries', field: 'summary' },
        ],
        deliverables: [
          { key: 'entries', dueLabel: day('2021-05-26'), fields: [{ key: 'summary', maxCharacters: 2000 }, { key: 'number' }] },
        ],
      },
    ]);
    expect(await s.recount()).toEqual([]);
  });

  test('holds at every hop: later dues are drawn nearer and marked, earlier ones stay, what is removed is cancelled', async () => {
    const s = await stage();
    await corrections.correct(await s.province, s.notice.id, CORRECTION);
    const dues = await Promise.all(
      Object.entries(s.forwardings).map(async ([name, { id }]) => {
        const { deliverables } = await corrections.corrected(await s.province, id);
        return [name, deliverables.map(({ key, dueLabel, pulledFromLabel }: Record<string, string>) => [key, dueLabel, pulledFromLabel])];
      }),
    );
    expect(Object.fromEntries(dues)).toEqual({
      city: [['entries', day('2021-05-25'), null]],
      county: [['entries', day('2021-05-22'), null]],
      otherCity: [['entries', day('2021-05-26'), day('2021-05-27')]],
      otherCounty: [['entries', day('2021-05-26'), day('2021-05-27')]],
      third: [['entries', day('2021-05-26'), day('2021-05-28')]],
    });
    expect(await s.owes(s.units['a']!)).toMatchObject({
      state: 'OPEN',
      due: { label: day('2021-05-22') },
      superiorDue: { label: day('2021-05-26') },
      closesAt: '2021-05-26T16:00:00.000Z',
      events: [],
      demands: [
        { askedBy: { name: s.w.province.name }, fields: [{ key: 'summary' }, { key: 'number' }] },
        { askedBy: { name: s.w.city.name }, due: { label: day('2021-05-25') }, fields: [{ key: 'fromCity' }] },
        { askedBy: { name: s.w.county.name }, due: { label: day('2021-05-22') }, fields: [{ key: 'fromCounty' }] },
      ],
    });
    for (const unit of ['x', 'y']) {
      expect(await s.owes(s.units[unit]!)).toMatchObject({
        due: { label: day('2021-05-26') },
        events: [{ kind: 'DUE_CHANGED', reason: expect.stringContaining('原文有误'), due: { label: day('2021-05-26') } }],
      });
      expect(await s.owes(s.units[unit]!, 'photos')).toMatchObject({ state: 'CANCELLED', lamp: 'GREY', events: [{ kind: 'CANCELLED' }] });
    }
    const { reportingProgress } = await (
      await s.province
    ).ask('query($id: ID!) { reportingProgress(deliverableId: $id) { rates { expected } byState { state count } } }', {
      id: s.deliverable('photos'),
    });
    expect(reportingProgress).toEqual({ rates: { expected: 0 }, byState: [{ state: 'CANCELLED', count: 7 }] });
    expect(await s.recount()).toEqual([]);
  });

  test('is at once seen by those below a body that has forwarded, who wait for it; below one that has not there is only the new one', async () => {
    const s = await stage();
    await corrections.correct(await s.province, s.notice.id, CORRECTION, { reason: '时间提前' });
    const [third, fifth] = [s.cities[2]!, s.cities[4]!];
    expect(await s.owes(s.units['a']!)).toMatchObject({
      corrections: [
        {
          edition: 2,
          reason: '时间提前',
          by: { name: s.w.province.name },
          lines: [expect.any(String), expect.any(String), expect.any(String)],
        },
      ],
      awaits: [{ message: '上级已更正，等待石门市转发更正', organization: { name: s.w.city.name } }],
    });
    expect(await s.owes(s.units['y']!)).toMatchObject({ awaits: [{ message: '上级已更正，等待第三市转发更正' }] });
    await forward(await s.as(fifth), s.notice.id);
    expect(await s.owes(s.units['z']!)).toMatchObject({ corrections: [], awaits: [], superiorDue: { label: day('2021-05-26') } });
    // The third city confirms that nothing changes below.
    const { version } = await corrections.corrected(await s.as(third), s.forwardings['third']!.id);
    acts.done(await corrections.confirmCorrection(await s.as(third), { noticeId: s.forwardings['third']!.id, version }));
    expect(await s.owes(s.units['y']!)).toMatchObject({ corrections: [{ edition: 2 }], awaits: [] });
    expect(await s.recount()).toEqual([]);
  });

  test('is one duty of every body that had forwarded: handed on with changes of its own, it asks the next level', async () => {
    const s = await stage();
    await corrections.correct(await s.province, s.notice.id, CORRECTION, { reason: '时间提前' });
    const WORK = `{ workItems(kinds: [PASS_ON]) { counts { total } nodes { verb title notice { id } due { label } askedBy { name } viewerCan { act { allowed } } } } }`;
    const work = async (body: PlantedOrganization) => (await (await s.as(body)).ask(WORK)).workItems.nodes;
    const counts = await Promise.all([...s.cities, s.w.county].map(async (body) => (await work(body)).length));
    expect(counts).toEqual([1, 1, 1, 0, 0, 0]);
    const city = await s.as(s.w.city);
    expect(await work(s.w.city)).toEqual([
      {
        verb: '转发更正',
        title: '转发更正：《关于报送特色建设成果的通知》第2版',
        notice: { id: s.notice.id },
        due: { label: '5月10日24:00止（含当日）' },
        askedBy: { name: s.w.province.name },
        viewerCan: { act: { allowed: true } },
      },
    ]);
    const forwarding = s.forwardings['city']!;
    s.w.clock.advance(60_000);
    const passed = await corrections.correct(
      city,
      forwarding.id,
      {
        title: forwarding.title,
        signedBy: '办公室',
        addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
        inherited: [
          {
            deliverableId: s.deliverable('entries'),
            due: '2021-05-21',
            fields: [{ key: 'fromCity', label: '本级补充说明', type: 'TEXT' }],
          },
        ],
      },
      { reason: '随上级更正' },
    );
    expect(passed).toMatchObject({ edition: 2, basedOn: 2, awaitsCorrection: false });
    expect(await work(s.w.city)).toEqual([]);
    expect((await work(s.w.county))[0]).toMatchObject({
      title: `转发更正：《${forwarding.title}》第2版`,
      askedBy: { name: s.w.city.name },
    });
    expect(await s.owes(s.units['a']!)).toMatchObject({
      due: { label: day('2021-05-21') },
      awaits: [{ message: '上级已更正，等待东山县转发更正' }],
      corrections: [
        { edition: 2, by: { name: s.w.province.name } },
        { edition: 2, reason: '随上级更正', by: { name: s.w.city.name } },
      ].toReversed(),
      // What the county added of its own has survived both.
      demands: [
        {},
        { fields: [{ key: 'fromCity', label: '本级补充说明' }] },
        { due: { label: day('2021-05-21') }, fields: [{ key: 'fromCounty' }] },
      ],
    });
    expect(await s.recount()).toEqual([]);
  });
});

const eventsOf = (w: World) =>
  w.asSystem(async ({ db }) =>
    (await sql<{ event: string }>`select event from announcement order by id`.execute(db)).rows.map(({ event }) => event),
  );
void eventsOf;
void owed;
