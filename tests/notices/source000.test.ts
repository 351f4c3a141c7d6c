import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { draftNotice, forward, issue } from '../support/notices.ts';
import { cityContent, GRASSROOTS, provinceContent } from '../support/source000.ts';
import { type World, world } from '../support/world.ts';

const FULL = `query($id: ID!) { notice(id: $id) {
  title body signedBy issuedOn level levelLabel kind docNumber { canonical }
  issuer { id name } department { name organization { id } }
  basis { number title } contacts { purpose department names phones email }
  forwards { docNumber { canonical } body issuedOn signedBy deliverables { key dueAt } viewerCan { edit { allowed code } } }
  deliverables { key dueAt dueLabel duePhrase locked inherits { dueAt } } } }`;

/** The province's 8号 issued and the city's 13号 forwarded, at their own dates. */
async function chain(w: World) {
  const province = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
  const city = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
  const eight = await issue(province, provinceContent);
  w.clock.set('2021-04-21T10:00:00+08:00');
  const thirteen = await forward(city, eight.id, (inherited) => cityContent(inherited['entries']!));
  return { province, city, eight, thirteen };
}

const at = '2021-04-07T10:00:00+08:00';

describe.concurrent('source 000', () => {
  test('S0-01: the office of a body signs its notice; an office of another body does not exist for it', async () => {
    const w = await world({ at });
    const admin = w.as(await w.person(w.city, ['ADMINISTRATOR', 'ISSUING_OFFICER']));
    const added = await admin.ask(
      `mutation($input: AddDepartmentInput!) { addDepartment(input: $input) { errors { code } department { id } } }`,
      { input: { organizationId: w.id('Organization', w.city.id), name: '石家庄市总工会办公室', kind: 'OFFICE' } },
    );
    expect(added.addDepartment.errors).toEqual([]);
    const departmentId = added.addDepartment.department.id;
    const content = {
      ...provinceContent,
      docNumber: '石工办字〔2021〕14号',
      departmentId,
      addressees: { groups: [{ kinds: ['COUNTY_DISTRICT'], scope: 'CHILDREN' }] },
    };
    const { id } = await issue(admin, content);
    const { notice } = await admin.ask(FULL, { id });
    expect(notice.department).toEqual({ name: '石家庄市总工会办公室', organization: { id: w.id('Organization', w.city.id) } });

    const stranger = w.as(await w.person(w.otherCity, ['ISSUING_OFFICER']));
    const { draftNotice } = await stranger.ask(
      'mutation($input: DraftNoticeInput!) { draftNotice(input: $input) { errors { code path } notice { id } } }',
      { input: { content: { ...content, docNumber: null } } },
    );
    expect(draftNotice).toEqual({ notice: null, errors: [{ code: 'NOT_FOUND', path: ['input', 'content', 'departmentId'] }] });
  });

  test('S0-03: the draft of a forwarding quotes the title of what it forwards', async () => {
    const w = await world({ at });
    const { id } = await issue(w.as(await w.person(w.province, ['ISSUING_OFFICER'])), provinceContent);
    const city = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    const { draftForwarding } = await city.ask(
      'mutation($input: DraftForwardingInput!) { draftForwarding(input: $input) { notice { title kind signedBy deliverables { dueLabel } } } }',
      { input: { noticeId: id } },
    );
    expect(draftForwarding.notice).toEqual({
      title: `关于转发《${provinceContent.title}》的通知`,
      kind: 'FORWARDING',
      signedBy: w.city.name,
      deliverables: [{ dueLabel: '5月25日24:00止（含当日）' }], // a Tuesday, three working days before Friday the 28th
    });
  });

  test('S0-03: a county that forwards a forwarding quotes a quotation', async () => {
    const w = await world({ at });
    const { thirteen } = await chain(w);
    const county = w.as(await w.person(w.county, ['ISSUING_OFFICER']));
    const { draftForwarding } = await county.ask(
      'mutation($input: DraftForwardingInput!) { draftForwarding(input: $input) { notice { title } } }',
      { input: { noticeId: thirteen.id } },
    );
    expect(draftForwarding.notice.title).toBe(
      '关于转发《关于转发〈河北省总工会办公室关于开展“百家基层工会特色建设成果”展示点赞活动的通知〉的通知》的通知',
    );
  });

  test('S0-04: three groups reach exactly the children of these kinds', async () => {
    const w = await world({ at });
    const [industry] = await w.plant([{ parentId: w.city.id, kind: 'INDUSTRY_UNION', name: '石门市教育工会', shortName: '市教育工会' }]);
    await w.plant([{ parentId: w.city.id, kind: 'WORK_COMMITTEE', name: '石门市工会工委', shortName: '市工委' }]);
    const { thirteen } = await chain(w);
    expect(thirteen.addressees).toEqual({
      resolvedCount: 5,
      byKind: [
        { kind: 'CITY_DIRECT_GRASSROOTS', kindLabel: '市直属基层工会', count: 1 },
        { kind: 'COUNTY_DISTRICT', kindLabel: '县（市、区）总工会', count: 3 },
        { kind: 'INDUSTRY_UNION', kindLabel: '产业工会', count: 1 },
      ],
    });
    const received = await w.asSystem(({ db }) =>
      sql<{
        organization_id: string;
      }>`select organization_id from delivery where notice_id = ${Buffer.from(thirteen.id, 'base64url').toString().split(':')[1]}`.execute(
        db,
      ),
    );
    expect(new Set(received.rows.map((row) => row.organization_id))).toEqual(
      new Set([w.county.id, w.sibling.id, w.secondSibling.id, w.cityUnit.id, industry!.id]),
    );
  });

  test('S0-05: 13号 forwards 8号, whose text, number and demands travel attached and cannot be changed', async () => {
    const w = await world({ at });
    const { city, thirteen, eight } = await chain(w);
    const { notice } = await city.ask(FULL, { id: thirteen.id });
    expect(notice.docNumber.canonical).toBe('石工办字〔2021〕13号');
    expect(notice.forwards).toEqual({
      docNumber: { canonical: '冀工办字〔2021〕8号' },
      body: provinceContent.body,
      issuedOn: '2021-04-07',
      signedBy: provinceContent.signedBy,
      deliverables: [{ key: 'entries', dueAt: '2021-05-28T16:00:00.000Z' }],
      viewerCan: { edit: { allowed: false, code: 'NOT_ISSUER' } },
    });
    const { saveNoticeDraft } = await city.ask(
      'mutation($input: SaveNoticeDraftInput!) { saveNoticeDraft(input: $input) { errors { code } notice { id } } }',
      { input: { noticeId: eight.id, version: eight.version, content: provinceContent } },
    );
    expect(saveNoticeDraft).toEqual({ errors: [{ code: 'NOT_FOUND' }], notice: null });
  });

  test("S0-05: a county reads the province's text once its city has forwarded it, not before", async () => {
    const w = await world({ at });
    const county = w.as(await w.person(w.county));
    const { id } = await issue(w.as(await w.person(w.province, ['ISSUING_OFFICER'])), provinceContent);
    expect((await county.ask(FULL, { id })).notice).toBeNull();
    await forward(w.as(await w.person(w.city, ['ISSUING_OFFICER'])), id);
    expect((await county.ask(FULL, { id })).notice.body).toBe(provinceContent.body);
    // The other city has not: its county still waits.
    expect((await w.as(await w.person(w.otherCounty)).ask(FULL, { id })).notice).toBeNull();
  });

  test('S0-08 X-03 C-20: by 28 May lasts until the end of that day in Beijing', async () => {
    const w = await world({ at });
    const { city, thirteen } = await chain(w);
    const { notice } = await city.ask(FULL, { id: thirteen.id });
    const ledger = notice.deliverables.find(({ key }: { key: string }) => key === 'ledger');
    expect(ledger).toMatchObject({ dueAt: '2021-05-28T16:00:00.000Z', dueLabel: '5月28日24:00止（含当日）', duePhrase: '5月28日前' });
  });

  test('C-20: where the day named does not count, the due is its beginning', async () => {
    const w = await world({ at });
    const province = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    const [entries] = provinceContent.deliverables;
    const { id } = await issue(province, { ...provinceContent, deliverables: [{ ...entries, dueExclusive: true }] });
    expect((await province.ask(FULL, { id })).notice.deliverables[0]).toMatchObject({
      dueAt: '2021-05-27T16:00:00.000Z',
      dueLabel: '5月27日24:00止（含当日）',
    });
  });

  test('a draft is not for those who only count: neither for a token nor for an analyst', async () => {
    const w = await world({ at });
    const officer = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    const { notice: draft } = await draftNotice(officer, { content: { ...provinceContent, docNumber: null } });
    const analyst = w.as(await w.person(w.city, ['ANALYST']));
    const made = await analyst.ask('mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { errors { code } secret } }', {
      input: { name: '统计', expiresAt: '2021-12-31T00:00:00Z', organizationId: w.id('Organization', w.city.id) },
    });
    expect(made.createApiToken.errors).toEqual([]);
    for (const client of [analyst, w.as({ token: made.createApiToken.secret })]) {
      const read = await client.ask(
        'query($id: ID!) { notice(id: $id) { id } node(id: $id) { id } notices(box: DRAFTS) { nodes { id } } }',
        {
          id: draft!.id,
        },
      );
      expect(read).toEqual({ notice: null, node: null, notices: { nodes: [] } });
    }
    expect((await officer.ask('query($id: ID!) { notice(id: $id) { id } }', { id: draft!.id })).notice).toEqual({ id: draft!.id });
  });

  test('a deliverable is found again by its id by those who may read its notice, and by nobody else', async () => {
    const w = await world({ at });
    const { id, deliverables } = await issue(w.as(await w.person(w.province, ['ISSUING_OFFICER'])), provinceContent);
    const NODE = 'query($id: ID!) { node(id: $id) { id } notice: node(id: "' + id + '") { id } }';
    const ask = async (organization: typeof w.city) => w.as(await w.person(organization)).ask(NODE, { id: deliverables[0]!.id });
    expect(await ask(w.city)).toEqual({ node: { id: deliverables[0]!.id }, notice: { id } });
    expect(await ask(w.county)).toEqual({ node: null, notice: null });
  });

  test('S0-11 S0-12: one contact of the city with two names, one number and a mailbox', async () => {
    const w = await world({ at });
    const { city, thirteen } = await chain(w);
    const { notice } = await city.ask(FULL, { id: thirteen.id });
    expect(notice.contacts).toEqual([
      {
        purpose: null,
        department: '市总组织部',
        names: ['组织部干事甲', '组织部干事乙'],
        phones: ['85550165'],
        email: 'zuzhibu@example.com',
      },
    ]);
  });

  test('S0-12: a mailbox that is none is refused', async () => {
    const w = await world({ at });
    const city = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    const { draftNotice } = await city.ask(
      'mutation($input: DraftNoticeInput!) { draftNotice(input: $input) { errors { code message path } } }',
      {
        input: { content: { ...provinceContent, contacts: [{ department: '市总组织部', email: 'zuzhibu' }] } },
      },
    );
    expect(draftNotice.errors).toEqual([
      { code: 'INVALID_FORMAT', message: '邮箱地址不正确', path: ['input', 'content', 'contacts', '0', 'email'] },
    ]);
  });

  test('S0-13 C-07: forwarded 14 days after the parent and after the work began, without an error', async () => {
    const w = await world({ at });
    const { city, thirteen } = await chain(w);
    expect((await city.ask(FULL, { id: thirteen.id })).notice.issuedOn).toBe('2021-04-21');
  });

  test('S0-14 S0-16 X-20: number, date, signatory, basis and level of the provincial notice', async () => {
    const w = await world({ at });
    const { province, eight } = await chain(w);
    expect((await province.ask(FULL, { id: eight.id })).notice).toMatchObject({
      docNumber: { canonical: '冀工办字〔2021〕8号' },
      issuedOn: '2021-04-07',
      signedBy: '河北省总工会办公室',
      issuer: { name: w.province.name },
      basis: [{ number: '冀办发〔2021〕3号', title: '关于加强新时代工会工作和产业工人队伍建设的意见' }],
      level: 'PROVINCIAL',
      levelLabel: '省级',
    });
  });

  test('S0-15: cities, the two county-level cities, the preparatory group, the organs and industry unions', async () => {
    const w = await world({ at });
    await w.plant([
      { parentId: w.province.id, kind: 'PROVINCE_ADMINISTERED_CITY', name: '定州市总工会', shortName: '定州市' },
      { parentId: w.province.id, kind: 'PROVINCE_ADMINISTERED_CITY', name: '辛集市总工会', shortName: '辛集市' },
      { parentId: w.province.id, kind: 'PREPARATORY_GROUP', name: '雄安新区总工会筹备组', shortName: '雄安新区' },
      { parentId: w.province.id, kind: 'PROVINCE_DIRECT_ORGANS', name: '省直机关工会', shortName: '省直机关' },
    ]);
    const { eight } = await chain(w);
    expect(eight.addressees.byKind.map(({ kind, count }) => [kind, count])).toEqual([
      ['INDUSTRY_UNION', 1],
      ['PREFECTURE_CITY', 2],
      ['PREPARATORY_GROUP', 1],
      ['PROVINCE_ADMINISTERED_CITY', 2],
      ['PROVINCE_DIRECT_ORGANS', 1],
    ]);
  });

  test('S0-53 S0-54 S0-55: three contacts, each with its purpose', async () => {
    const w = await world({ at });
    const { province, eight } = await chain(w);
    const { notice } = await province.ask(FULL, { id: eight.id });
    expect(notice.contacts.map(({ purpose, department }: { purpose: string; department: string }) => [purpose, department])).toEqual([
      ['活动统筹', '省总基层部'],
      ['内容审核', '河北工人报社'],
      ['技术支持', '省总网信办'],
    ]);
  });

  test('X-15 X-18: numbers stay verbatim and names in their order', async () => {
    const w = await world({ at });
    const { province, eight } = await chain(w);
    const [first] = (await province.ask(FULL, { id: eight.id })).notice.contacts;
    expect(first).toMatchObject({ names: ['基层部干事甲', '基层部干事乙'], phones: ['0311-55500113', '55500171'] });
  });

  test('S2-04: counties, zones by name, systems, industries and direct unions', async () => {
    const w = await world({ at });
    const [zone, otherZone, system] = await w.plant([
      { parentId: w.city.id, kind: 'DEVELOPMENT_ZONE', name: '石门开发区总工会', shortName: '开发区' },
      { parentId: w.city.id, kind: 'DEVELOPMENT_ZONE', name: '石门新区总工会', shortName: '新区' },
      { parentId: w.city.id, kind: 'SYSTEM_UNION', name: '石门市卫生系统工会', shortName: '卫生系统' },
    ]);
    await w.plant([{ parentId: w.city.id, kind: 'DEVELOPMENT_ZONE', name: '石门园区总工会', shortName: '园区' }]);
    const id = (organization: { id: string }) => w.id('Organization', organization.id);
    const { addressees } = await issue(w.as(await w.person(w.city, ['ISSUING_OFFICER'])), {
      ...provinceContent,
      docNumber: null,
      addressees: {
        groups: [{ kinds: ['COUNTY_DISTRICT', 'SYSTEM_UNION', 'INDUSTRY_UNION', 'CITY_DIRECT_GRASSROOTS'], scope: 'CHILDREN' }],
        organizationIds: [id(zone!), id(otherZone!)],
      },
    });
    expect(addressees.byKind.map(({ kind, count }) => [kind, count])).toEqual([
      ['CITY_DIRECT_GRASSROOTS', 1],
      ['COUNTY_DISTRICT', 3],
      ['DEVELOPMENT_ZONE', 2],
      ['SYSTEM_UNION', 1],
    ]);
    expect(system!.kind).toBe('SYSTEM_UNION');
  });

  test('S3-04: all grassroots unions of a body, at any depth below it', async () => {
    const w = await world({ at });
    const { addressees } = await issue(w.as(await w.person(w.city, ['ISSUING_OFFICER'])), {
      ...provinceContent,
      docNumber: null,
      addressees: { groups: [{ kinds: GRASSROOTS, scope: 'SUBTREE' }] },
    });
    expect(addressees).toMatchObject({
      resolvedCount: 6,
      byKind: [
        { kind: 'CITY_DIRECT_GRASSROOTS', count: 1 },
        { kind: 'GRASSROOTS', count: 5 },
      ],
    });
  });

  test("S3-05: a plan is based on the city's, which is based on the province's, without its text travelling", async () => {
    const w = await world({ at: '2022-05-01T09:00:00+08:00' });
    const plan = (docNumber: string, more: object) => ({
      ...provinceContent,
      kind: 'IMPLEMENTATION_PLAN',
      docNumber,
      issuedOn: null,
      deliverables: [],
      ...more,
    });
    const children = { addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] } };
    const first = await issue(
      w.as(await w.person(w.province, ['ISSUING_OFFICER'])),
      plan('冀工办发[2022]24号', { ...children, reach: 'OPEN' }),
    );
    const second = await issue(
      w.as(await w.person(w.city, ['ISSUING_OFFICER'])),
      plan('承工办发[2022]26号', { ...children, derivedFromId: first.id }),
    );
    const county = w.as(await w.person(w.county, ['ISSUING_OFFICER']));
    const third = await issue(county, plan('承高总工发〔2022〕28号', { ...children, derivedFromId: second.id }));
    const { notice } = await county.ask(
      `query($id: ID!) { notice(id: $id) { docNumber { canonical } forwards { id } derivedFrom { docNumber { canonical } derivedFrom { docNumber { canonical } derivedFrom { id } } } } }`,
      { id: third.id },
    );
    expect(notice).toEqual({
      docNumber: { canonical: '承高总工发〔2022〕28号' },
      forwards: null,
      derivedFrom: {
        docNumber: { canonical: '承工办发〔2022〕26号' },
        derivedFrom: { docNumber: { canonical: '冀工办发〔2022〕24号' }, derivedFrom: null },
      },
    });
  });
});
