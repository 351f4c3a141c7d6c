import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { direct } from '../support/reporting.ts';
import { world } from '../support/world.ts';
import { dissolveOrganization, organization } from './operations.ts';
import { boardOf, discrepanciesOf, faultsOf } from './tree.ts';

const REASON = '企业注销';

describe.concurrent('dissolveOrganization', () => {
  test('a unit ends with its successors named; what was due stays, what is not yet due is cancelled, offices end', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const [past, coming] = [
      await direct(w, ['b', 'c'], { dueAt: '2021-05-10T00:00:00+08:00' }),
      await direct(w, ['b', 'c'], { dueAt: '2021-06-30T00:00:00+08:00' }),
    ];
    const reporter = await w.person(w.b);
    w.clock.set('2021-06-10T09:00:00+08:00');
    const admin = w.as(await w.person(w.county, ['ADMINISTRATOR']));
    const [id, c, d] = [w.b, w.c, w.d].map((body) => w.id('Organization', body.id));
    const ended = await dissolveOrganization(admin, {
      organizationId: id,
      version: 1,
      successorIds: [c, d],
      effectiveOn: '2021-06-01',
      reason: REASON,
    });
    expect(ended.errors).toEqual([]);
    const { successors, ...rest } = ended['organization'];
    expect(rest).toMatchObject({ status: 'DISSOLVED', version: 2, level: 4, parent: { name: '东山县总工会' } });
    const succession = (name: string) => ({ kind: 'DISSOLVED', kindLabel: '撤销', reason: REASON, successor: { name } });
    expect(successors).toHaveLength(2);
    expect(successors).toEqual(expect.arrayContaining([succession('东山县人民医院工会'), succession('东山县供水公司工会')]));
    expect([(await organization(admin, id!, '2021-05-31')).status, (await organization(admin, id!, '2021-06-01')).status]).toEqual([
      'ACTIVE',
      'DISSOLVED',
    ]);

    const officer = await coming.as('province', 'ISSUING_OFFICER');
    const OBLIGATION = 'query ($id: ID!) { obligation(id: $id) { state events { kind reason } } }';
    expect((await officer.ask(OBLIGATION, { id: await past.obligation('b') })).obligation).toEqual({ state: 'OPEN', events: [] });
    expect((await officer.ask(OBLIGATION, { id: await coming.obligation('b') })).obligation).toEqual({
      state: 'CANCELLED',
      events: [
        {
          kind: 'CANCELLED',
          reason: '东山县机械厂工会已撤销：企业注销',
        },
      ],
    });
    const county = w.id('Organization', w.county.id);
    expect(await boardOf(officer, past.deliverables.province!, county)).toEqual([
      '2 0 0',
      '东山县机械厂工会 1 0 0',
      '东山县人民医院工会 1 0 0',
    ]);
    expect(await boardOf(officer, coming.deliverables.province!, county)).toEqual([
      '1 0 0',
      '东山县机械厂工会 0 0 0',
      '东山县人民医院工会 1 0 0',
    ]);
    expect((await w.as(reporter).ask('{ me { capacities { id } } }')).me.capacities).toEqual([]);
    expect(await discrepanciesOf(w)).toEqual([]);
    expect(await faultsOf(w)).toEqual([]);
  });

  test('a body that leads others is not dissolved before they are led by others', async () => {
    const w = await world();
    const admin = w.as(await w.person(w.city, ['ADMINISTRATOR']));
    const input = { organizationId: w.id('Organization', w.county.id), version: 1, reason: REASON };
    expect((await dissolveOrganization(admin, input)).errors).toEqual([
      { code: 'HAS_CHILDREN', message: '该组织还有 4 个下级，请先调整其隶属关系，或改为合并', path: ['input', 'organizationId'] },
    ]);
    expect((await dissolveOrganization(admin, { ...input, organizationId: w.id('Organization', w.secondSibling.id) })).errors).toEqual([]);
  });

  test.each([
    ['its own body', 'county', 'county', {}, 'FORBIDDEN', ['organizationId']],
    ['a superior', 'county', 'city', {}, 'NOT_FOUND', ['organizationId']],
    ["a sibling's unit", 'county', 'siblingUnit', {}, 'NOT_FOUND', ['organizationId']],
    ['an old version', 'county', 'b', { version: 7 }, 'STALE_VERSION', ['version']],
    ['no reason', 'county', 'b', { reason: ' ' }, 'TOO_SMALL', ['reason']],
  ] as const)('%s: refused, and it stands', async (_, by, what, change, code, path) => {
    const w = await world();
    const admin = w.as(await w.person(w[by], ['ADMINISTRATOR']));
    const input = { organizationId: w.id('Organization', w[what].id), version: 1, reason: REASON, ...change };
    expect((await dissolveOrganization(admin, input)).errors).toMatchObject([{ code, path: ['input', ...path] }]);
    expect((await organization(admin, w.id('Organization', w[what].id))).status).toBe('ACTIVE');
  });

  test('a successor out of the range, itself or dissolved is refused by its place in the list', async () => {
    const w = await world();
    const admin = w.as(await w.person(w.county, ['ADMINISTRATOR']));
    const id = (body: { id: string }) => w.id('Organization', body.id);
    const dissolve = (what: { id: string }, successors: { id: string }[]) =>
      dissolveOrganization(admin, { organizationId: id(what), version: 1, reason: REASON, successorIds: successors.map(id) });
    expect((await dissolve(w.b, [w.c, w.siblingUnit])).errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'successorIds', '1'] }]);
    expect((await dissolve(w.b, [w.b])).errors).toMatchObject([{ code: 'SAME_ORGANIZATION', path: ['input', 'successorIds', '0'] }]);
    expect((await dissolve(w.b, [])).errors).toEqual([]);
    expect((await dissolve(w.c, [w.b])).errors).toMatchObject([{ code: 'DISSOLVED', path: ['input', 'successorIds', '0'] }]);
    expect((await dissolve(w.b, [])).errors).toMatchObject([{ code: 'DISSOLVED', path: ['input', 'organizationId'] }]);
    const rows = await w.asSystem(async ({ db }) => (await sql`select name from organization where status = 'DISSOLVED'`.execute(db)).rows);
    expect(rows).toEqual([{ name: '东山县机械厂工会' }]);
  });
});
