import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { chain, direct } from '../support/reporting.ts';
import { world } from '../support/world.ts';
import { addOrganization, moveOrganization, organization } from './operations.ts';
import { boardOf, discrepanciesOf, faultsOf, pathsOf } from './tree.ts';

const REASON = '区划调整';

describe.concurrent('moveOrganization', () => {
  test('a county goes under another city with everything below it; before that day it is found in its old place', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const admin = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    w.clock.set('2021-06-10T09:00:00+08:00');
    const [id, parentId] = [w.id('Organization', w.county.id), w.id('Organization', w.otherCity.id)];
    const moved = await moveOrganization(admin, { organizationId: id, version: 1, parentId, effectiveOn: '2021-06-01', reason: REASON });
    expect(moved.errors).toEqual([]);
    expect(moved['organization']).toMatchObject({
      name: '东山县总工会',
      version: 2,
      ancestors: [{ name: '河东省总工会' }, { name: '承州市总工会' }],
    });

    const paths = await pathsOf(w);
    const place = `${w.otherCity.path}0002.`; // the first place was the other county's
    expect(Object.fromEntries([...paths].filter(([, path]) => path.startsWith(place)))).toEqual({
      东山县总工会: place,
      东山县第一纺织厂工会: `${place}0001.`,
      第一纺织厂工会织造车间分会: `${place}0001.0001.`,
      东山县机械厂工会: `${place}0002.`,
      东山县人民医院工会: `${place}0003.`,
      东山县供水公司工会: `${place}0004.`,
    });
    const unit = w.id('Organization', w.a.id);
    expect((await organization(admin, unit, '2021-05-31')).ancestors.map(({ name }: { name: string }) => name)).toEqual([
      '河东省总工会',
      '石门市总工会',
      '东山县总工会',
    ]);
    expect((await organization(admin, unit, '2021-06-01')).ancestors.map(({ name }: { name: string }) => name)).toEqual([
      '河东省总工会',
      '承州市总工会',
      '东山县总工会',
    ]);
    const LIST = 'query ($under: ID, $asOf: String) { organizations(under: $under, asOf: $asOf, first: 50) { totalCount } }';
    const count = async (under: { id: string }, asOf: string) =>
      (await admin.ask(LIST, { under: w.id('Organization', under.id), asOf })).organizations.totalCount;
    expect([await count(w.city, '2021-05-31'), await count(w.otherCity, '2021-05-31')]).toEqual([10, 1]);
    expect([await count(w.city, '2021-06-01'), await count(w.otherCity, '2021-06-01')]).toEqual([4, 7]);
    expect(await faultsOf(w)).toEqual([]);
  });

  test('every address follows, no filed one does, and nothing is left behind', async () => {
    const w = await world();
    const r = await chain(w);
    await r.submit('a');
    const admin = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    const filed = () =>
      w.asSystem(
        async ({ db }) =>
          (
            await sql`select id, filed_path, hops from obligation union all select id, filed_path, null from submission order by id`.execute(
              db,
            )
          ).rows,
      );
    const before = await filed();
    expect(before).toHaveLength(7);
    const input = {
      organizationId: w.id('Organization', w.county.id),
      version: 1,
      parentId: w.id('Organization', w.otherCity.id),
      reason: REASON,
    };
    expect((await moveOrganization(admin, input)).errors).toEqual([]);
    expect(await filed()).toEqual(before);
    const behind = await w.asSystem(async ({ db }) => {
      const { rows } = await sql<{ table: string; column: string }>`
        select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
         where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname in ('path', 'asker_path') and c.relname <> 'organization_version'`.execute(
        db,
      );
      const left = [];
      for (const { table, column } of rows) {
        const found = await sql<{
          count: number;
        }>`select count(*)::int as count from ${sql.table(table)} where starts_with(${sql.ref(column)}, ${w.county.path})`.execute(db);
        left.push(...(found.rows[0]!.count ? [`${table}.${column}`] : []));
      }
      return [rows.length > 30, left];
    });
    expect(behind).toEqual([true, []]);
  });

  test('figures stay where they were filed; what is owed goes on, page, review and all', async () => {
    const w = await world();
    const r = await chain(w);
    await r.submit('a');
    const reviewer = await r.as('county', 'REVIEWER');
    const officers = {
      province: await r.as('province', 'ISSUING_OFFICER'),
      city: await r.as('city', 'ISSUING_OFFICER'),
      county: await r.as('county', 'ISSUING_OFFICER'),
    };
    const boards = () =>
      Promise.all([
        boardOf(officers.province, r.deliverables.province!),
        boardOf(officers.city, r.deliverables.city!),
        boardOf(officers.county, r.deliverables.county!),
      ]);
    const before = await boards();
    expect(before).toEqual([
      ['4 0 0', '石门市总工会 4 0 0'],
      ['4 0 0', '东山县总工会 4 1 1'],
      ['4 1 1', '东山县第一纺织厂工会 1 1 1', '东山县机械厂工会 1 0 0', '东山县人民医院工会 1 0 0', '东山县供水公司工会 1 0 0'],
    ]);
    const admin = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    const input = {
      organizationId: w.id('Organization', w.county.id),
      version: 1,
      parentId: w.id('Organization', w.otherCity.id),
      reason: REASON,
    };
    expect((await moveOrganization(admin, input)).errors).toEqual([]);
    // The city that it left keeps its figures, and no longer sees the line of a body that is not its own.
    const [province, city, county] = before;
    expect(await boards()).toEqual([province, [city[0]], county]);

    // A unit that had not answered still finds its page with every asker's part, and hands it in.
    const unit = await r.as('b');
    const { obligation } = await unit.ask('query ($id: ID!) { obligation(id: $id) { demands { askedBy { name } notice { title } } } }', {
      id: await r.obligation('b'),
    });
    expect(obligation.demands.map(({ askedBy }: { askedBy: { name: string } }) => askedBy.name)).toEqual([
      '河东省总工会',
      '石门市总工会',
      '东山县总工会',
    ]);
    expect(obligation.demands.map(({ notice }: { notice: object | null }) => notice !== null)).toEqual([true, true, true]);
    await r.submit('b');
    const { reviewQueue } = await reviewer.ask('query { reviewQueue { counts { pending } } }');
    expect(reviewQueue.counts.pending).toBe(2);
    expect(await boards()).toEqual([
      ['4 0 0', '石门市总工会 4 0 0'],
      ['4 0 0'],
      ['4 2 2', '东山县第一纺织厂工会 1 1 1', '东山县机械厂工会 1 1 1', '东山县人民医院工会 1 0 0', '东山县供水公司工会 1 0 0'],
    ]);
    expect(await discrepanciesOf(w)).toEqual([]);
  });

  test('changes of figures that wait to be added up are not lost to the superior that is left', async () => {
    const w = await world();
    const r = await direct(w, ['a', 'b', 'siblingUnit']);
    await r.submit('a');
    expect((await boardOf(await r.as('province', 'ISSUING_OFFICER'), r.deliverables.province!))[0]).toBe('3 1 1');
    const admin = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    const input = {
      organizationId: w.id('Organization', w.county.id),
      version: 1,
      parentId: w.id('Organization', w.otherCity.id),
      reason: REASON,
    };
    expect((await moveOrganization(admin, input)).errors).toEqual([]);
    const kept = await w.asSystem(
      async ({ db }) =>
        (
          await sql<{
            path: string;
            expected: number;
            received: number;
          }>`select path, expected, received from rollup_total order by filed_path`.execute(db)
        ).rows,
    );
    expect(kept).toEqual([
      { path: w.province.path, expected: 3, received: 1 },
      { path: w.city.path, expected: 3, received: 1 },
      { path: `${w.otherCity.path}0002.`, expected: 2, received: 1 },
      { path: w.sibling.path, expected: 1, received: 0 },
    ]);
    await r.submit('b');
    expect((await boardOf(await r.as('province', 'ISSUING_OFFICER'), r.deliverables.province!))[0]).toBe('3 2 2');
    expect(await discrepanciesOf(w)).toEqual([]);
  });

  test.each([
    ['under itself', 'county', 'county', 'CYCLE', 'parentId'],
    ['under a body below it', 'county', 'branch', 'CYCLE', 'parentId'],
    ['where it is', 'county', 'city', 'ALREADY_THERE', 'parentId'],
    ['a branch under a city', 'branch', 'city', 'KIND_NOT_ALLOWED', 'parentId'],
    ["the caller's own body", 'city', 'county', 'FORBIDDEN', 'organizationId'],
    ['a superior', 'province', 'county', 'NOT_FOUND', 'organizationId'],
    ['out of the range', 'county', 'otherCity', 'NOT_FOUND', 'parentId'],
    ['from outside the range', 'otherCounty', 'county', 'NOT_FOUND', 'organizationId'],
  ] as const)('%s: refused, and nothing has moved', async (_, what, under, code, argument) => {
    const w = await world();
    const admin = w.as(await w.person(w.city, ['ADMINISTRATOR']));
    const before = await pathsOf(w);
    const input = {
      organizationId: w.id('Organization', w[what].id),
      version: 1,
      parentId: w.id('Organization', w[under].id),
      reason: REASON,
    };
    expect((await moveOrganization(admin, input)).errors).toMatchObject([{ code, path: ['input', argument] }]);
    expect(await pathsOf(w)).toEqual(before);
  });

  test('a day before a body below was last changed is refused', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const admin = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    w.clock.set('2021-06-05T09:00:00+08:00');
    await addOrganization(admin, { parentId: w.id('Organization', w.county.id), kind: 'GRASSROOTS', name: '新厂工会', shortName: '新厂' });
    w.clock.set('2021-06-10T09:00:00+08:00');
    const input = {
      organizationId: w.id('Organization', w.county.id),
      version: 1,
      parentId: w.id('Organization', w.otherCity.id),
      effectiveOn: '2021-06-04',
      reason: REASON,
    };
    expect((await moveOrganization(admin, input)).errors).toEqual([
      { code: 'EFFECTIVE_TOO_EARLY', message: '生效日期不能早于最近一次变更（2021-06-05）', path: ['input', 'effectiveOn'] },
    ]);
    expect((await moveOrganization(admin, { ...input, effectiveOn: '2021-06-05' })).errors).toEqual([]);
    expect(await faultsOf(w)).toEqual([]);
  });

  test('moves of one body into another and back at once: one of them makes a cycle and is refused', async () => {
    const w = await world();
    const admin = w.as(await w.person(w.city, ['ADMINISTRATOR']));
    const move = (what: { id: string }, under: { id: string }) =>
      moveOrganization(admin, {
        organizationId: w.id('Organization', what.id),
        version: 1,
        parentId: w.id('Organization', under.id),
        reason: REASON,
      });
    const answers = await Promise.all([move(w.county, w.sibling), move(w.sibling, w.county)]);
    expect(answers.map(({ errors }) => errors.map(({ code }) => code).join()).toSorted()).toEqual(['', 'CYCLE']);
    expect(await faultsOf(w)).toEqual([]);
  });

  test('bodies added while their superior moves stand where it stands', async () => {
    const w = await world();
    const admin = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    const add = (n: number) =>
      addOrganization(admin, {
        parentId: w.id('Organization', w.county.id),
        kind: 'GRASSROOTS',
        name: `第${n}厂工会`,
        shortName: `第${n}厂`,
      });
    const move = (version: number, under: { id: string }) =>
      moveOrganization(admin, {
        organizationId: w.id('Organization', w.county.id),
        version,
        parentId: w.id('Organization', under.id),
        reason: REASON,
      });
    const adding = Promise.all(Array.from({ length: 12 }, (_, n) => add(n)));
    const there = await move(1, w.otherCity);
    const back = await move(2, w.city);
    expect([...(await adding), there, back].flatMap(({ errors }) => errors)).toEqual([]);
    const paths = await pathsOf(w);
    const county = paths.get('东山县总工会')!;
    expect([...paths.keys()].filter((name) => /^第\d+厂工会$/.test(name))).toHaveLength(12);
    for (const [name, path] of paths) if (/^第\d+厂工会$/.test(name)) expect(path.slice(0, -5)).toBe(county);
    expect(county).toBe(`${w.city.path}0005.`);
    expect(await faultsOf(w)).toEqual([]);
  });
});
