import { describe, expect, test } from 'vitest';
import { uuid7 } from '../../src/kit/uuid.ts';
import type { Client } from '../support/client.ts';
import { draftNotice, issue, issueNotice } from '../support/notices.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const GROUP = 'id name version memberCount reachedCount members { organization { name } reached { name } }';

const save = async (client: Client, input: object) =>
  (
    await client.ask(
      `mutation($input: SaveAddressGroupInput!) { saveAddressGroup(input: $input) { errors { code message path } addressGroup { ${GROUP} } } }`,
      {
        input,
      },
    )
  ).saveAddressGroup;
const remove = async (client: Client, input: object) =>
  (await client.ask('mutation($input: RemoveAddressGroupInput!) { removeAddressGroup(input: $input) { errors { code path } } }', { input }))
    .removeAddressGroup;
const list = async (client: Client) => (await client.ask(`{ addressGroups { nodes { ${GROUP} } } }`)).addressGroups.nodes;
const content = (addressGroupIds: readonly string[], more: object = {}) => ({
  title: '通知',
  signedBy: '办公室',
  addressees: { addressGroupIds, ...more },
});

const reached = async (client: Client, id: string): Promise<string[]> => {
  const { notice } = await client.ask('query($id: ID!) { notice(id: $id) { deliveries(first: 50) { nodes { organization { name } } } } }', {
    id,
  });
  return notice.deliveries.nodes.map(({ organization }: { organization: { name: string } }) => organization.name);
};

const ids = (w: World, ...places: readonly { id: string }[]) => places.map(({ id }) => w.id('Organization', id));
const act = async (w: World, by: TestPerson, name: string, input: object) => {
  const document = `mutation($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { errors { code message } } }`;
  expect((await w.as(by).ask(document, { input }))[name]).toEqual({ errors: [] });
};

describe('a saved group of addressees', () => {
  test('is kept under a name and stands for its bodies in a notice, with groups and single bodies beside it', async () => {
    const w = await world();
    const client = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    const saved = await save(client, { name: '试点单位', organizationIds: ids(w, w.sibling, w.county, w.county) });
    expect(saved).toEqual({
      errors: [],
      addressGroup: {
        id: expect.any(String),
        name: '试点单位',
        version: 1,
        memberCount: 2,
        reachedCount: 2,
        members: [
          { organization: { name: '东山县总工会' }, reached: { name: '东山县总工会' } },
          { organization: { name: '西河县总工会' }, reached: { name: '西河县总工会' } },
        ],
      },
    });
    const { id } = saved.addressGroup;
    const notice = await issue(client, content([id], { organizationIds: ids(w, w.cityUnit), exceptIds: ids(w, w.sibling) }));
    expect(notice.addressees.resolvedCount).toBe(2);
    expect(await reached(client, notice.id)).toEqual(['东山县总工会', '石门市公交公司工会']);
    expect(await list(client)).toEqual([saved.addressGroup]);
  });

  test('is resolved when the notice is sent: who came in meanwhile gets it, who was dissolved does not, who was merged by the successor', async () => {
    const w = await world();
    const [officer, administrator] = [await w.person(w.county, ['ISSUING_OFFICER']), await w.person(w.city, ['ADMINISTRATOR'])];
    const client = w.as(officer);
    const { addressGroup } = await save(client, { name: '联系点', organizationIds: ids(w, w.b, w.c) });
    const { notice } = await draftNotice(client, { content: content([addressGroup.id]) });
    expect(notice!.addressees.resolvedCount).toBe(2);
    await save(client, { addressGroupId: addressGroup.id, version: 1, name: '联系点', organizationIds: ids(w, w.a, w.b, w.c) });
    await act(w, administrator, 'dissolveOrganization', { organizationId: w.id('Organization', w.b.id), version: 1, reason: '停产' });
    await act(w, administrator, 'mergeOrganizations', { predecessorId: ids(w, w.c)[0], successorId: ids(w, w.d)[0], reason: '合并' });
    const [now] = await list(client);
    expect(now).toMatchObject({ version: 2, memberCount: 3, reachedCount: 2 });
    expect(
      now.members.map((member: { organization: { name: string }; reached: { name: string } | null }) => [
        member.organization.name,
        member.reached?.name,
      ]),
    ).toEqual([
      ['东山县第一纺织厂工会', '东山县第一纺织厂工会'],
      ['东山县机械厂工会', undefined],
      ['东山县人民医院工会', '东山县供水公司工会'],
    ]);
    const issued = await issueNotice(client, { noticeId: notice!.id, version: notice!.version });
    expect(issued.errors).toEqual([]);
    expect(await reached(client, notice!.id)).toEqual(['东山县第一纺织厂工会', '东山县供水公司工会']);
    // Who is in it already may stay, dissolved or not.
    expect(
      (await save(client, { addressGroupId: addressGroup.id, version: 2, name: '联系点', organizationIds: ids(w, w.b, w.c) })).errors,
    ).toEqual([]);
  });

  test("is its own body's alone; somebody else's, a removed one and an unknown one answer alike", async () => {
    const [w, other] = [await world(), await world()];
    const clients = await Promise.all([w.city, w.county, w.otherCity].map(async (body) => w.as(await w.person(body, ['ISSUING_OFFICER']))));
    const [city, county, otherCity] = clients as [Client, Client, Client];
    const foreign = other.as(await other.person(other.city, ['ISSUING_OFFICER']));
    const mine = (await save(city, { name: '一组', organizationIds: ids(w, w.county) })).addressGroup;
    const gone = (await save(county, { name: '二组', organizationIds: ids(w, w.a) })).addressGroup;
    expect(await remove(county, { addressGroupId: gone.id, version: 1 })).toEqual({ errors: [] });
    const alien = (await save(foreign, { name: '三组', organizationIds: ids(other, other.county) })).addressGroup;
    for (const client of [county, otherCity]) expect(await list(client)).toEqual([]);
    for (const id of [mine.id, gone.id, alien.id, w.id('AddressGroup', uuid7())]) {
      const refused = { code: 'NOT_FOUND', message: '没有这个编号的内容，或不在您的范围内' };
      expect((await draftNotice(county, { content: content([id]) })).errors).toEqual([
        { ...refused, path: ['input', 'content', 'addressees', 'addressGroupIds'] },
      ]);
      expect((await save(county, { addressGroupId: id, version: 1, name: '四组', organizationIds: ids(w, w.a) })).errors).toEqual([
        { ...refused, path: ['input', 'addressGroupId'] },
      ]);
      expect((await county.ask('query($id: ID!) { node(id: $id) { id } }', { id })).node).toBeNull();
    }
    expect((await city.ask('query($id: ID!) { node(id: $id) { id } }', { id: mine.id })).node).toEqual({ id: mine.id });
  });

  test('takes only bodies that may be addressed, a free name and a version that is read; a draft with a removed one is not sent', async () => {
    const w = await world();
    const client = w.as(await w.person(w.county, ['ISSUING_OFFICER']));
    const refusals = async (input: object) =>
      (await save(client, input)).errors.map(({ code, path }: { code: string; path: string[] }) => `${code} ${path.join('.')}`);
    expect(await refusals({ name: '一组', organizationIds: ids(w, w.a, w.sibling) })).toEqual(['ADDRESSEE_OUTSIDE input.organizationIds']);
    expect(await refusals({ name: '一组', organizationIds: ids(w, w.county) })).toEqual(['ADDRESSEE_OUTSIDE input.organizationIds']);
    expect(await refusals({ name: '一组', organizationIds: [] })).toEqual(['TOO_SMALL input.organizationIds']);
    expect(await refusals({ name: ' ', organizationIds: ids(w, w.a) })).toEqual(['TOO_SMALL input.name']);
    const { addressGroup } = await save(client, { name: '一组', organizationIds: ids(w, w.a) });
    expect(await refusals({ name: '一组', organizationIds: ids(w, w.b) })).toEqual(['NAME_TAKEN input.name']);
    const stale = await save(client, { addressGroupId: addressGroup.id, version: 7, name: '二组', organizationIds: ids(w, w.b) });
    expect(stale).toMatchObject({
      errors: [{ code: 'STALE_VERSION', path: ['input', 'version'] }],
      addressGroup: { version: 1, name: '一组' },
    });

    const { notice } = await draftNotice(client, { content: content([addressGroup.id], { organizationIds: ids(w, w.b) }) });
    await remove(client, { addressGroupId: addressGroup.id, version: 1 });
    const { errors } = await issueNotice(client, { noticeId: notice!.id, version: notice!.version });
    expect(errors).toEqual([
      { code: 'ADDRESS_GROUP_GONE', message: '主送机关中有已删除的地址组', path: ['input', 'content', 'addressees', 'addressGroupIds'] },
    ]);
    expect(await refusals({ name: '一组', organizationIds: ids(w, w.b) })).toEqual([]);
  });

  test('goes over to the successor of its body', async () => {
    const w = await world();
    const [before, after] = [w.as(await w.person(w.county, ['ISSUING_OFFICER'])), w.as(await w.person(w.sibling, ['ISSUING_OFFICER']))];
    await save(before, { name: '联系点', organizationIds: ids(w, w.a, w.b) });
    await save(after, { name: '联系点', organizationIds: ids(w, w.siblingUnit) });
    const administrator = await w.person(w.city, ['ADMINISTRATOR']);
    await act(w, administrator, 'mergeOrganizations', {
      predecessorId: ids(w, w.county)[0],
      successorId: ids(w, w.sibling)[0],
      reason: '区划调整',
    });
    const groups = await list(after);
    expect(groups.map(({ name, reachedCount }: { name: string; reachedCount: number }) => [name, reachedCount]).toSorted()).toEqual([
      ['联系点', 1],
      ['联系点', 2],
    ]);
  });
});
