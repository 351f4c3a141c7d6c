import { describe, expect, test } from 'vitest';
import { world } from '../support/world.ts';
import { pathsOf } from './tree.ts';

const ADD = `mutation ($input: AddOrganizationInput!) { addOrganization(input: $input) {
  errors { code message path }
  organization { id name shortName kind kindLabel level status version docPrefix parent { name } ancestors { name } }
} }`;

describe.concurrent('addOrganization', () => {
  test('a county adds a union below itself, in the next place, found today and from that day on', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const admin = w.as(await w.person(w.county, ['ADMINISTRATOR']));
    w.clock.set('2021-05-08T09:00:00+08:00');
    const input = { parentId: w.id('Organization', w.county.id), kind: 'GRASSROOTS', name: '东山县陶瓷厂工会', shortName: '陶瓷厂' };
    const { addOrganization } = await admin.ask(ADD, { input });
    expect(addOrganization.errors).toEqual([]);
    expect(addOrganization.organization).toMatchObject({
      name: '东山县陶瓷厂工会',
      shortName: '陶瓷厂',
      kind: 'GRASSROOTS',
      kindLabel: '基层工会',
      level: 4,
      status: 'ACTIVE',
      version: 1,
      docPrefix: null,
      parent: { name: '东山县总工会' },
      ancestors: [{ name: '河东省总工会' }, { name: '石门市总工会' }, { name: '东山县总工会' }],
    });
    expect((await pathsOf(w)).get('东山县陶瓷厂工会')).toBe(`${w.county.path}0005.`);
    const AT = 'query ($id: ID!, $day: String) { organization(id: $id, asOf: $day) { name } }';
    const { id } = addOrganization.organization;
    expect(await admin.ask(AT, { id, day: '2021-05-08' })).toEqual({ organization: { name: '东山县陶瓷厂工会' } });
    expect(await admin.ask(AT, { id, day: '2021-05-07' })).toEqual({ organization: null });
  });

  test('what stands outside the range, in another federation or nowhere is refused alike, and nothing is added', async () => {
    const [w, other] = await Promise.all([world(), world()]);
    const admin = w.as(await w.person(w.county, ['ADMINISTRATOR']));
    const before = await pathsOf(w);
    const ids = [w.city, w.sibling, other.county].map(({ id }) => w.id('Organization', id));
    for (const parentId of [...ids, w.id('Organization', '00000000-0000-7000-8000-000000000000'), 'nonsense']) {
      const { addOrganization } = await admin.ask(ADD, { input: { parentId, kind: 'GRASSROOTS', name: '某厂工会', shortName: '某厂' } });
      expect(addOrganization).toEqual({
        organization: null,
        errors: [{ code: 'NOT_FOUND', message: '没有这个编号的内容，或不在您的范围内', path: ['input', 'parentId'] }],
      });
    }
    expect(await pathsOf(w)).toEqual(before);
  });

  test('only an administrator may', async () => {
    const w = await world();
    const officer = w.as(await w.person(w.county, ['ISSUING_OFFICER', 'REVIEWER', 'REPORTER', 'ANALYST']));
    const input = { parentId: w.id('Organization', w.county.id), kind: 'GRASSROOTS', name: '某厂工会', shortName: '某厂' };
    const { errors, data } = await officer.execute(ADD, { input });
    expect([data, errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
  });

  test.each([
    ['a second province', 'city', { kind: 'PROVINCE' }, 'KIND_NOT_ALLOWED', ['input', 'kind'], '省总工会不能设在设区市总工会之下'],
    [
      'a branch under a county',
      'county',
      { kind: 'BRANCH' },
      'KIND_NOT_ALLOWED',
      ['input', 'kind'],
      '分工会不能设在县（市、区）总工会之下',
    ],
    ['a union under a branch', 'branch', { kind: 'GRASSROOTS' }, 'KIND_NOT_ALLOWED', ['input', 'kind'], '基层工会不能设在分工会之下'],
    [
      'a name that a neighbour has',
      'county',
      { name: '东山县机械厂工会' },
      'NAME_TAKEN',
      ['input', 'name'],
      '同一上级之下已有“东山县机械厂工会”',
    ],
    [
      'a day to come',
      'county',
      { effectiveOn: '2021-05-07' },
      'EFFECTIVE_IN_FUTURE',
      ['input', 'effectiveOn'],
      '生效日期不能晚于今天，请在生效当天办理',
    ],
    [
      'a day before its superior',
      'county',
      { effectiveOn: '2021-05-05' },
      'EFFECTIVE_TOO_EARLY',
      ['input', 'effectiveOn'],
      '生效日期不能早于最近一次变更（2021-05-06）',
    ],
    ['a day that does not exist', 'county', { effectiveOn: '2021-02-30' }, 'INVALID_DATE', ['input', 'effectiveOn'], '日期不存在'],
    ['an empty name', 'county', { name: '  ' }, 'TOO_SMALL', ['input', 'name'], '不能为空'],
  ] as const)('%s is refused', async (_, under, change, code, path, message) => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const admin = w.as(await w.person(w.city, ['ADMINISTRATOR']));
    const before = await pathsOf(w);
    const input = { parentId: w.id('Organization', w[under].id), kind: 'GRASSROOTS', name: '某厂工会', shortName: '某厂', ...change };
    const { addOrganization } = await admin.ask(ADD, { input });
    expect(addOrganization.errors).toEqual([{ code, message, path }]);
    expect(await pathsOf(w)).toEqual(before);
  });

  test('teams stand in workshops, workshops in grassroots unions', async () => {
    const w = await world();
    const admin = w.as(await w.person(w.a, ['ADMINISTRATOR']));
    const add = async (parentId: string, kind: string, name: string) =>
      (await admin.ask(ADD, { input: { parentId, kind, name, shortName: name } })).addOrganization.organization;
    const workshop = await add(w.id('Organization', w.a.id), 'WORKSHOP', '一车间工会');
    const team = await add(workshop.id, 'TEAM', '一车间一组');
    expect([workshop.level, team.level, team.ancestors.map(({ name }: { name: string }) => name)]).toEqual([
      5,
      6,
      ['河东省总工会', '石门市总工会', '东山县总工会', '东山县第一纺织厂工会', '一车间工会'],
    ]);
  });

  test('sixteen at once get sixteen places, none twice', async () => {
    const w = await world();
    const admin = w.as(await w.person(w.county, ['ADMINISTRATOR']));
    const input = (n: number) => ({
      parentId: w.id('Organization', w.county.id),
      kind: 'GRASSROOTS',
      name: `第${n}厂工会`,
      shortName: `第${n}厂`,
    });
    const answers = await Promise.all(Array.from({ length: 16 }, (_, n) => admin.ask(ADD, { input: input(n) })));
    expect(answers.flatMap(({ addOrganization }) => addOrganization.errors)).toEqual([]);
    const paths = await pathsOf(w);
    const added = [...paths].filter(([name]) => /^第\d+厂工会$/.test(name)).map(([, path]) => path);
    expect(added.toSorted()).toEqual(Array.from({ length: 16 }, (_, n) => `${w.county.path}${String(n + 5).padStart(4, '0')}.`));
  });
});
