import { describe, expect, test } from 'vitest';
import { world } from '../support/world.ts';
import { organization, renameOrganization } from './operations.ts';
import { faultsOf } from './tree.ts';

describe.concurrent('renameOrganization', () => {
  test('a name holds from its day on; the old one is found on the days before, and in the history', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const admin = w.as(await w.person(w.city, ['ADMINISTRATOR']));
    const id = w.id('Organization', w.county.id);
    w.clock.set('2021-06-10T09:00:00+08:00');
    const input = {
      organizationId: id,
      version: 1,
      name: '东山区总工会',
      shortName: '东山区',
      docPrefix: '东区工字',
      effectiveOn: '2021-06-01',
      reason: '撤县设区',
    };
    const renamed = await renameOrganization(admin, input);
    expect(renamed.errors).toEqual([]);
    expect(renamed['organization']).toMatchObject({
      name: '东山区总工会',
      shortName: '东山区',
      docPrefix: '东区工字',
      version: 2,
      level: 3,
    });
    expect((await organization(admin, id, '2021-05-31')).name).toBe('东山县总工会');
    expect((await organization(admin, id, '2021-05-31')).shortName).toBe('东山县');
    expect((await organization(admin, id, '2021-06-01')).name).toBe('东山区总工会');

    const { versions } = (
      await admin.ask(
        'query ($id: ID!) { organization(id: $id) { versions { name shortName validFrom validTo change changeLabel reason recordedAt parent { name } } } }',
        { id },
      )
    ).organization;
    expect(versions).toEqual([
      {
        name: '东山县总工会',
        shortName: '东山县',
        validFrom: '2021-05-06T01:00:00.000Z',
        validTo: '2021-05-31T16:00:00.000Z',
        change: 'FOUNDED',
        changeLabel: '成立',
        reason: null,
        recordedAt: '2021-05-06T01:00:00.000Z',
        parent: { name: '石门市总工会' },
      },
      {
        name: '东山区总工会',
        shortName: '东山区',
        validFrom: '2021-05-31T16:00:00.000Z',
        validTo: null,
        change: 'RENAMED',
        changeLabel: '更名',
        reason: '撤县设区',
        recordedAt: '2021-06-10T01:00:00.000Z',
        parent: { name: '石门市总工会' },
      },
    ]);
    // What stands below finds the name of its day.
    const below = await admin.ask(
      'query ($id: ID!, $asOf: String) { organization(id: $id, asOf: $asOf) { parent { name } ancestors { name } } }',
      {
        id: w.id('Organization', w.a.id),
        asOf: '2021-05-20',
      },
    );
    expect(below.organization).toEqual({
      parent: { name: '东山县总工会' },
      ancestors: [{ name: '河东省总工会' }, { name: '石门市总工会' }, { name: '东山县总工会' }],
    });
    expect(await faultsOf(w)).toEqual([]);
  });

  test('two names on one day: the later one holds, periods do not overlap', async () => {
    const w = await world();
    const admin = w.as(await w.person(w.county, ['ADMINISTRATOR']));
    const id = w.id('Organization', w.county.id);
    for (const [version, name] of [
      [1, '东山市总工会'],
      [2, '东山区总工会'],
    ] as const) {
      expect((await renameOrganization(admin, { organizationId: id, version, name, shortName: '东山' })).errors).toEqual([]);
    }
    expect((await organization(admin, id, '2021-05-06')).name).toBe('东山区总工会');
    expect((await organization(admin, id)).docPrefix).toBe('东工字');
    expect(await faultsOf(w)).toEqual([]);
  });

  test('of two who read the same version one succeeds; the other is shown the present state', async () => {
    const w = await world();
    const admin = w.as(await w.person(w.county, ['ADMINISTRATOR']));
    const input = (name: string) => ({ organizationId: w.id('Organization', w.county.id), version: 1, name, shortName: name });
    const answers = await Promise.all([renameOrganization(admin, input('甲总工会')), renameOrganization(admin, input('乙总工会'))]);
    const [won, lost] = answers.toSorted((a, b) => a.errors.length - b.errors.length);
    expect(won!.errors).toEqual([]);
    expect(lost!.errors).toEqual([
      { code: 'STALE_VERSION', message: '内容已被他人修改，请核对最新内容后再保存', path: ['input', 'version'] },
    ]);
    expect(lost!['organization']).toMatchObject({ name: won!['organization'].name, version: 2 });
  });

  test.each([
    ['a day to come', { effectiveOn: '2021-07-01' }, 'EFFECTIVE_IN_FUTURE', ['input', 'effectiveOn']],
    ['a day before the last change', { effectiveOn: '2021-05-05' }, 'EFFECTIVE_TOO_EARLY', ['input', 'effectiveOn']],
    ["a neighbour's name", { name: '西河县总工会' }, 'NAME_TAKEN', ['input', 'name']],
  ])('%s is refused', async (_, change, code, path) => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const admin = w.as(await w.person(w.city, ['ADMINISTRATOR']));
    w.clock.set('2021-06-30T09:00:00+08:00');
    const input = { organizationId: w.id('Organization', w.county.id), version: 1, name: '东山区总工会', shortName: '东山区', ...change };
    expect((await renameOrganization(admin, input)).errors).toMatchObject([{ code, path }]);
    expect((await organization(admin, input.organizationId)).name).toBe('东山县总工会');
  });

  test("a sibling's, a superior's and another federation's organization do not exist for the caller", async () => {
    const [w, other] = await Promise.all([world(), world()]);
    const admin = w.as(await w.person(w.county, ['ADMINISTRATOR']));
    for (const { id } of [w.sibling, w.city, other.county]) {
      const { errors } = await renameOrganization(admin, {
        organizationId: w.id('Organization', id),
        version: 1,
        name: '某总工会',
        shortName: '某',
      });
      expect(errors.map(({ code }) => code)).toEqual(['NOT_FOUND']);
    }
  });
});
