import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { recount } from '../../src/domains/submissions/rollup.recount.ts';
import type { Client } from './client.ts';
import { forward, issue, type TestContent, type TestNotice } from './notices.ts';
import { obligationOf } from './plant.ts';
import * as acts from './submissions.ts';
import { type TestPerson, waiveSigning, type World, world } from './world.ts';

export const GRASSROOTS = ['GRASSROOTS', 'CITY_DIRECT_GRASSROOTS'];
export const day = (date: string) => `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日24:00止（含当日）`;

export const summary = { key: 'summary', label: '活动总结', type: 'TEXT', required: true, maxCharacters: 3000 };
export const number = { key: 'number', label: '参加人数', type: 'NUMBER', min: '0' };
export const entries = {
  key: 'entries',
  title: '特色建设成果',
  requirement: '围绕七个方面报送',
  audience: GRASSROOTS,
  route: 'LEVEL_BY_LEVEL',
  fields: [summary, number],
  due: '2021-05-28',
  duePhrase: '5月28日前',
};
export const photos = {
  key: 'photos',
  title: '活动照片',
  audience: GRASSROOTS,
  fields: [{ key: 'text', label: '说明', type: 'TEXT' }],
  due: '2021-05-28',
};

/** What the province says; a correction says it again, otherwise. */
export const content = (more: TestContent = {}): TestContent => ({
  title: '关于报送特色建设成果的通知',
  body: '第一段。\n第二段。',
  signedBy: '省总工会办公室',
  addressees: { groups: [{ kinds: ['PREFECTURE_CITY'], scope: 'CHILDREN' }] },
  contacts: [{ department: '基层部', phones: ['0311-55500113'] }],
  deliverables: [entries, photos],
  ...more,
});

/** Three cities have handed it on, each its own way; a fourth is writing, a fifth has done nothing. */
export class Stage {
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

export async function stage(): Promise<Stage> {
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
export const CORRECTION = content({
  deliverables: [{ ...entries, due: '2021-05-26', duePhrase: '5月26日前', fields: [{ ...summary, maxCharacters: 2000 }, number] }],
});
