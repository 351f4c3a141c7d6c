import { describe, expect, test } from 'vitest';
import { issue } from '../support/notices.ts';
import { type Tree, world } from '../support/world.ts';

/*
 * The heads of sources 002, 003 and 004 as their issuers would enter them: facts are the sources', people are named by their
 * posts and numbers are from a reserved range.
 */
const FULL = `query($id: ID!) { notice(id: $id) {
  title kind level awardYear awardKinds issuedOn signedBy issuer { id kind }
  docNumber { canonical prefix year sequence }
  basis { number title reference } contacts { department names phones email }
  attachments { ordinal title kind }
  activities { name reference notice { id } } } }`;

const children = { groups: [{ kinds: [], scope: 'CHILDREN' }] };

const modelHomes = {
  level: 'CITY',
  awardYear: 2023,
  awardKinds: ['HOME', 'SMALL_HOME'],
  title: '关于开展2023年度市级模范职工之家、职工小家创建活动的通知',
  body: '按附件1或附件2自查打分，填写附件3或附件4。',
  signedBy: '秦皇岛市总工会',
  issuedOn: '2023-10-11',
  contacts: [
    {
      department: '市总组织部',
      names: ['组织部干事甲', '组织部干事乙'],
      phones: ['0335-5550034'],
      email: 'zuzhibu@example.org',
    },
  ],
  attachments: [
    { title: '模范职工之家自查打分表', kind: 'SCORE_SHEET' },
    { title: '模范职工小家自查打分表', kind: 'SCORE_SHEET' },
    { title: '模范职工之家申报表', kind: 'FORM' },
    { title: '模范职工小家申报表', kind: 'FORM' },
  ],
  addressees: children,
};

const BASES = [
  { number: '冀工办发[2021]31号', title: '县级工会高质量建设的实施意见', reference: '目标二' },
  { number: '冀工办发〔2020〕43号', title: '区域性行业性工会联合会建设的实施意见', reference: '目标二' },
  { number: '冀工办发[2021]30号', title: '乡镇街道、园区工会规范化建设的意见', reference: '目标二' },
  { number: '冀工办发[2022]18号', title: '职工服务阵地社会化试点工作实施方案', reference: '目标三' },
];

const ACTIVITIES = [
  '职工“大学习”',
  '文化精品“五个一”',
  '职工书屋',
  '网聚职工正能量',
  '承德大工匠',
  '玫瑰书香',
  '培育好家风',
  '承德职工志愿服务',
];

/** A world with the officer of one of its bodies, and the notice of that body, issued and read again. */
async function issued(at: string, place: keyof Tree, content: Readonly<Record<string, unknown>>) {
  const w = await world({ at });
  const officer = w.as(await w.person(w[place], ['ISSUING_OFFICER']));
  const { id } = await issue(officer, content);
  return { w, notice: (await officer.ask(FULL, { id })).notice };
}

describe.concurrent('heads of sources 002, 003 and 004', () => {
  test('S2-01 S2-03: the city issues it, of 2023, at its level, with two kinds of award', async () => {
    const { w, notice } = await issued('2023-10-11T09:00:00+08:00', 'city', modelHomes);
    expect(notice).toMatchObject({
      issuer: { id: w.id('Organization', w.city.id), kind: 'PREFECTURE_CITY' },
      signedBy: '秦皇岛市总工会',
      title: '关于开展2023年度市级模范职工之家、职工小家创建活动的通知',
      level: 'CITY',
      awardYear: 2023,
      awardKinds: ['HOME', 'SMALL_HOME'],
      docNumber: null,
    });
  });

  test('S2-70 S2-71 S2-72: contact, date twenty days before the due, and four attachments in order', async () => {
    const { notice } = await issued('2023-10-11T09:00:00+08:00', 'city', modelHomes);
    expect(notice.contacts).toEqual(modelHomes.contacts);
    expect(notice.issuedOn).toBe('2023-10-11');
    expect(notice.attachments).toEqual([
      { ordinal: 1, title: '模范职工之家自查打分表', kind: 'SCORE_SHEET' },
      { ordinal: 2, title: '模范职工小家自查打分表', kind: 'SCORE_SHEET' },
      { ordinal: 3, title: '模范职工之家申报表', kind: 'FORM' },
      { ordinal: 4, title: '模范职工小家申报表', kind: 'FORM' },
    ]);
  });

  const plan = {
    kind: 'ISSUANCE',
    docNumber: '承高总工发〔2022〕28号',
    subject: '“县级工会加强年”专项工作推进方案',
    body: '现印发你们，请遵照执行。',
    signedBy: '承德高新区总工会',
    issuedOn: '2022-10-17',
    basis: BASES,
    addressees: children,
  };

  test('S3-01 S3-02 S3-03: its number in parts, its title made from what it issues, its date', async () => {
    const { notice } = await issued('2022-10-17T09:00:00+08:00', 'county', plan);
    expect(notice).toMatchObject({
      docNumber: { canonical: '承高总工发〔2022〕28号', prefix: '承高总工发', year: 2022, sequence: 28 },
      kind: 'ISSUANCE',
      title: '承德高新区总工会关于印发《“县级工会加强年”专项工作推进方案》的通知',
      issuedOn: '2022-10-17',
    });
  });

  test('S3-06: four more documents, each with the goal that rests on it, as printed', async () => {
    const { notice } = await issued('2022-10-17T09:00:00+08:00', 'county', plan);
    expect(notice.basis).toEqual(BASES);
  });

  test('S3-24: the activities that a goal names lead to the notices by which they are held', async () => {
    const w = await world({ at: '2022-10-17T09:00:00+08:00' });
    const officer = w.as(await w.person(w.county, ['ISSUING_OFFICER']));
    const held = await issue(officer, { title: '关于开展职工“大学习”活动的通知', signedBy: '承德高新区总工会', addressees: children });
    const activities = ACTIVITIES.map((name, index) => ({ name, reference: '目标一', noticeId: index === 0 ? held.id : null }));
    const { id } = await issue(officer, { ...plan, activities });
    const { notice } = await officer.ask(FULL, { id });
    expect(notice.activities).toEqual(
      ACTIVITIES.map((name, index) => ({ name, reference: '目标一', notice: index === 0 ? { id: held.id } : null })),
    );
  });

  test('S4-01 S4-02 S4-03: a work committee issues a plan without a number of its own, on an opinion on trial', async () => {
    const w = await world({ at: '2019-01-21T09:00:00+08:00' });
    const [committee] = await w.plant([
      { parentId: w.province.id, kind: 'PROVINCE_DIRECT_ORGANS', name: '河北省直属机关工会工作委员会', shortName: '省直工会' },
    ]);
    await w.plant([{ parentId: committee!.id, kind: 'ORGAN_UNION', name: '省教育厅直属机关工会', shortName: '教育厅机关工会' }]);
    const officer = w.as(await w.person(committee!, ['ISSUING_OFFICER']));
    const opinion = { number: '冀直工〔2019〕1号', title: '关于新时代职工之家建设的意见（试行）', reference: null };
    const { id } = await issue(officer, {
      kind: 'IMPLEMENTATION_PLAN',
      subject: '新时代职工之家建设',
      body: '分3个阶段11个步骤推进。',
      signedBy: '河北省直属机关工会工作委员会',
      issuedOn: '2019-01-21',
      basis: [opinion],
      addressees: children,
    });
    expect((await officer.ask(FULL, { id })).notice).toMatchObject({
      issuer: { id: w.id('Organization', committee!.id), kind: 'PROVINCE_DIRECT_ORGANS' },
      docNumber: null,
      title: '关于新时代职工之家建设的实施方案',
      basis: [opinion],
      issuedOn: '2019-01-21',
    });
  });

  test('S4-04: organs, enterprise groups and grassroots unions are kinds that a work committee has below it', async () => {
    const w = await world({ at: '2019-01-21T09:00:00+08:00' });
    const [committee] = await w.plant([
      { parentId: w.province.id, kind: 'PROVINCE_DIRECT_ORGANS', name: '省直属机关工会工作委员会', shortName: '省直工会' },
    ]);
    const [organ, group] = await w.plant([
      { parentId: committee!.id, kind: 'ORGAN_UNION', name: '省水利厅直属机关工会', shortName: '水利厅机关工会' },
      { parentId: committee!.id, kind: 'ENTERPRISE_GROUP', name: '省建设集团公司工会', shortName: '建设集团工会' },
    ]);
    await w.plant([
      { parentId: organ!.id, kind: 'GRASSROOTS', name: '省水文局工会', shortName: '水文局工会' },
      { parentId: group!.id, kind: 'GRASSROOTS', name: '省建设集团一公司工会', shortName: '一公司工会' },
    ]);
    const { addressees } = await issue(w.as(await w.person(committee!, ['ISSUING_OFFICER'])), {
      title: '关于建家工作的通知',
      signedBy: '省直工会',
      addressees: { groups: [{ kinds: ['ORGAN_UNION', 'ENTERPRISE_GROUP', 'GRASSROOTS'], scope: 'SUBTREE' }] },
    });
    expect(addressees.byKind.map(({ kind, kindLabel, count }) => [kind, kindLabel, count])).toEqual([
      ['ENTERPRISE_GROUP', '企业集团工会', 1],
      ['GRASSROOTS', '基层工会', 2],
      ['ORGAN_UNION', '机关工会', 1],
    ]);
  });
});
