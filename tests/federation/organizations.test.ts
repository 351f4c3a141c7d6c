import { describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { world } from '../support/world.ts';

const LIST = `query ($under: ID, $kinds: [OrganizationKind!], $status: OrganizationStatus, $asOf: String, $search: String, $first: Int, $after: String) {
  organizations(under: $under, kinds: $kinds, status: $status, asOf: $asOf, search: $search, first: $first, after: $after) {
    totalCount nodes { shortName } pageInfo { hasNextPage endCursor } } }`;

interface Listed {
  readonly totalCount: number;
  readonly nodes: readonly { readonly shortName: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const list = async (client: Client, variables: object = {}) => {
  const { organizations } = await client.ask(LIST, { first: 50, ...variables });
  return organizations.nodes.map(({ shortName }: { shortName: string }) => shortName) as string[];
};

describe.concurrent('organizations', () => {
  test('the directory in the order of the tree, irregular as it is: a unit directly under the city, a branch in a unit', async () => {
    const w = await world();
    const reader = w.as(await w.person(w.siblingUnit));
    expect(await list(reader)).toEqual([
      '河东省',
      '石门市',
      '东山县',
      '第一纺织厂',
      '织造分会',
      '机械厂',
      '县医院',
      '供水公司',
      '西河县',
      '酒厂',
      '北原县',
      '市公交公司',
      '承州市',
      '南岭县',
      '省交通工会',
    ]);
    expect(await list(reader, { under: w.id('Organization', w.county.id) })).toEqual([
      '第一纺织厂',
      '织造分会',
      '机械厂',
      '县医院',
      '供水公司',
    ]);
    expect(await list(reader, { under: w.id('Organization', w.city.id), kinds: ['COUNTY_DISTRICT', 'CITY_DIRECT_GRASSROOTS'] })).toEqual([
      '东山县',
      '西河县',
      '北原县',
      '市公交公司',
    ]);
    expect(await list(reader, { search: ' 公交 ' })).toEqual(['市公交公司']);
    expect(await list(reader, { search: '%' })).toEqual([]);
    expect(await list(reader, { status: 'DISSOLVED' })).toEqual([]);
    expect(await list(reader, { under: w.id('Organization', w.branch.id) })).toEqual([]);
  });

  test('a page follows a page without gap or double, with one count of all', async () => {
    const w = await world();
    const reader = w.as(await w.person(w.a));
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const organizations: Listed = (await reader.ask(LIST, { first: 4, after })).organizations;
      expect(organizations.totalCount).toBe(15);
      seen.push(...organizations.nodes.map(({ shortName }) => shortName));
      after = organizations.pageInfo.hasNextPage ? organizations.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(await list(reader));
  });

  test('what was never handed out, or by another federation, is nothing: no list, no organization, no node', async () => {
    const [w, other] = await Promise.all([world(), world()]);
    const reader = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    for (const id of [w.id('Organization', other.county.id), w.id('Notice', w.county.id), 'nonsense']) {
      expect(await list(reader, { under: id })).toEqual([]);
      expect(await reader.ask('query ($id: ID!) { organization(id: $id) { name } node(id: $id) { id } }', { id })).toEqual({
        organization: null,
        node: null,
      });
    }
  });

  test("a day that does not exist is the client's mistake; a day before the founding finds nothing", async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const reader = w.as(await w.person(w.a));
    const { errors } = await reader.execute(LIST, { asOf: '2021-02-30' });
    expect(errors?.map(({ extensions, message }) => [extensions.code, message])).toEqual([
      ['BAD_USER_INPUT', 'asOf 应为存在的日期，如 2021-05-28'],
    ]);
    expect(await list(reader, { asOf: '2021-05-05' })).toEqual([]);
    expect(await list(reader, { asOf: '2021-05-06' })).toHaveLength(15);
    expect(await list(reader, { asOf: '2031-05-06' })).toHaveLength(15);
  });

  test('children of many bodies at once: each its own, as far as asked', async () => {
    const w = await world();
    const reader = w.as(await w.person(w.a));
    const { organizations } = await reader.ask(
      '{ organizations(first: 15) { nodes { shortName children(first: 2) { totalCount nodes { shortName parent { shortName } } pageInfo { hasNextPage } } } } }',
    );
    const children = Object.fromEntries(
      organizations.nodes
        .filter((body: { children: { totalCount: number } }) => body.children.totalCount)
        .map(
          (body: {
            shortName: string;
            children: {
              totalCount: number;
              nodes: { shortName: string; parent: { shortName: string } }[];
              pageInfo: { hasNextPage: boolean };
            };
          }) => [
            body.shortName,
            [
              body.children.totalCount,
              ...body.children.nodes.map(({ shortName, parent }) => (parent.shortName === body.shortName ? shortName : '?')),
              body.children.pageInfo.hasNextPage,
            ],
          ],
        ),
    );
    expect(children).toEqual({
      河东省: [3, '石门市', '承州市', true],
      石门市: [4, '东山县', '西河县', true],
      东山县: [4, '第一纺织厂', '机械厂', true],
      第一纺织厂: [1, '织造分会', false],
      西河县: [1, '酒厂', false],
      承州市: [1, '南岭县', false],
    });
  });

  test('buttons say why: the administrator of the city, of the county, and a reporter', async () => {
    const w = await world();
    const GATES =
      'query ($id: ID!, $asOf: String) { organization(id: $id, asOf: $asOf) { viewerCan { addChild { code } rename { code } move { code } merge { code } dissolve { code message } } } }';
    const gates = async (client: Client, body: { id: string }, asOf?: string) => {
      const { viewerCan } = (await client.ask(GATES, { id: w.id('Organization', body.id), asOf })).organization;
      return Object.values(viewerCan as Record<string, { code: string | null }>).map(({ code }) => code ?? 'open');
    };
    const all = (code: string) => Array.from({ length: 5 }, () => code);
    const [city, county] = [w.as(await w.person(w.city, ['ADMINISTRATOR'])), w.as(await w.person(w.county, ['ADMINISTRATOR']))];
    expect(await gates(city, w.county)).toEqual(all('open'));
    expect(await gates(county, w.county)).toEqual(['open', 'open', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
    expect(await gates(county, w.sibling)).toEqual(all('FORBIDDEN'));
    expect(await gates(w.as(await w.person(w.county)), w.a)).toEqual(all('FORBIDDEN'));
    expect(await gates(city, w.county, '2021-05-06')).toEqual(all('PAST_STATE'));
  });

  test('nobody reads the directory without signing in', async () => {
    const w = await world();
    const { data, errors } = await w.nobody.execute(LIST);
    expect([data, errors?.[0]?.extensions.code]).toEqual([null, 'UNAUTHENTICATED']);
  });
});
