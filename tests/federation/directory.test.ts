import { describe, expect, test } from 'vitest';
import { world } from '../support/world.ts';
import { addDepartment, addPost } from './operations.ts';

const DIRECTORY =
  'query ($id: ID!) { organization(id: $id) { departments { name kind kindLabel posts { title } } posts { title officePhone department { name } } } }';

describe.concurrent('addDepartment, addPost', () => {
  test('S0-01: an office and the posts in it stand in the directory, which everybody in the federation reads', async () => {
    const w = await world();
    const admin = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    const organizationId = w.id('Organization', w.city.id);
    const office = await addDepartment(admin, { organizationId, name: '办公室', kind: 'OFFICE' });
    expect(office.errors).toEqual([]);
    expect(office['department']).toMatchObject({
      name: '办公室',
      kind: 'OFFICE',
      kindLabel: '办公室',
      organization: { name: '石门市总工会' },
      posts: [],
    });
    const post = await addPost(admin, {
      organizationId,
      departmentId: office['department'].id,
      title: '文秘',
      officePhone: '010-5550-0101',
    });
    expect(post.errors).toEqual([]);
    expect((await addPost(admin, { organizationId, title: '主席' })).errors).toEqual([]);
    const reader = w.as(await w.person(w.siblingUnit));
    expect((await reader.ask(DIRECTORY, { id: organizationId })).organization).toEqual({
      departments: [{ name: '办公室', kind: 'OFFICE', kindLabel: '办公室', posts: [{ title: '文秘' }] }],
      posts: [
        { title: '文秘', officePhone: '010-5550-0101', department: { name: '办公室' } },
        { title: '主席', officePhone: null, department: null },
      ],
    });
    const { node } = await reader.ask('query ($id: ID!) { node(id: $id) { __typename ... on Post { title organization { name } } } }', {
      id: post['post'].id,
    });
    expect(node).toEqual({ __typename: 'Post', title: '文秘', organization: { name: '石门市总工会' } });
  });

  test('a name is given once per organization; of two at once one succeeds', async () => {
    const w = await world();
    const admin = w.as(await w.person(w.city, ['ADMINISTRATOR']));
    const [city, county] = [w.id('Organization', w.city.id), w.id('Organization', w.county.id)];
    const answers = await Promise.all([
      addDepartment(admin, { organizationId: city, name: '组织部' }),
      addDepartment(admin, { organizationId: city, name: '组织部' }),
    ]);
    expect(answers.flatMap(({ errors }) => errors)).toEqual([
      { code: 'NAME_TAKEN', message: '该组织已有“组织部”', path: ['input', 'name'] },
    ]);
    expect((await addDepartment(admin, { organizationId: county, name: '组织部' })).errors).toEqual([]);
    expect((await addPost(admin, { organizationId: city, title: '主席' })).errors).toEqual([]);
    expect((await addPost(admin, { organizationId: city, title: '主席' })).errors).toEqual([
      { code: 'NAME_TAKEN', message: '该组织已有“主席”', path: ['input', 'title'] },
    ]);
  });

  test.each([
    ['city', {}, 'NOT_FOUND', 'organizationId'],
    ['sibling', {}, 'NOT_FOUND', 'organizationId'],
    ['county', { officePhone: '<call me>' }, 'INVALID_FORMAT', 'officePhone'],
  ] as const)("a post of the %s, by the county's administrator, with %o: %s", async (place, change, code, argument) => {
    const w = await world();
    const admin = w.as(await w.person(w.county, ['ADMINISTRATOR']));
    const { errors } = await addPost(admin, { organizationId: w.id('Organization', w[place].id), title: '主席', ...change });
    expect(errors).toMatchObject([{ code, path: ['input', argument] }]);
  });

  test("a post is not put into another organization's department", async () => {
    const w = await world();
    const admin = w.as(await w.person(w.city, ['ADMINISTRATOR']));
    const { department } = await addDepartment(admin, { organizationId: w.id('Organization', w.city.id), name: '组织部' });
    const { errors } = await addPost(admin, {
      organizationId: w.id('Organization', w.county.id),
      departmentId: department.id,
      title: '部长',
    });
    expect(errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'departmentId'] }]);
  });
});
