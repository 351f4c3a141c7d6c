import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { field, inRequest, obligationOf, plantNotice, putSubmission } from '../support/plant.ts';
import { world } from '../support/world.ts';

const PENDING = `{ me { capacities { id organization { shortName } pending } capacity { pending } } }`;
const BESIDE = `{ me { capacities { pending } } notices(box: RECEIVED) { nodes { title } } again: me { capacity { organization { shortName } } } }`;

describe.concurrent('me', () => {
  test('every capacity says how much waits in it, whichever one acts in', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const issuer = await w.person(w.county, ['ISSUING_OFFICER']);
    const reporter = await w.person(w.a, ['REPORTER']);
    const administrator = await w.person(w.city, ['ADMINISTRATOR']);
    const APPOINT = `mutation ($input: AppointInput!) { appoint(input: $input) { appointment { id } errors { code } } }`;
    const offices = [
      { organizationId: w.id('Organization', w.b.id), roles: ['REPORTER'] },
      { organizationId: w.id('Organization', w.county.id), roles: ['REVIEWER'] },
      { organizationId: w.id('Organization', w.c.id), roles: ['ANALYST'] },
    ];
    for (const office of offices) {
      w.clock.advance(1000);
      const { appoint } = await w.as(administrator).ask(APPOINT, { input: { personId: w.id('Person', reporter.personId), ...office } });
      expect(appoint.errors).toEqual([]);
    }
    const deliverables = [1, 2].map((number) => ({
      key: `report${number}`,
      audience: ['GRASSROOTS'],
      fields: [field({ key: 'count', type: 'NUMBER' })],
      dueAt: '2021-05-29T00:00:00+08:00',
    }));
    const planted = await plantNotice(w, { by: issuer, title: '关于报送职工人数的通知', to: [w.a, w.b, w.c], deliverables });
    const submitted = await obligationOf(w, w.d, planted.deliverables['report1']!).catch(() => undefined);
    expect(submitted).toBeUndefined();

    const counted = async (person: typeof reporter) =>
      (await w.as(person).ask(PENDING)).me.capacities.map((one: { organization: { shortName: string }; pending: number }) => [
        one.organization.shortName,
        one.pending,
      ]);
    expect(await counted(reporter)).toEqual([
      ['第一纺织厂', 2],
      ['机械厂', 2],
      ['东山县', 0],
      ['县医院', 0],
    ]);
    const obligation = await obligationOf(w, w.a, planted.deliverables['report1']!);
    await inRequest(w, reporter, (ctx) =>
      putSubmission(ctx, obligation, { state: 'SUBMITTED', reachedLevel: 3, holderId: w.county.id, at: w.clock.now() }),
    );
    expect(await counted(reporter)).toEqual([
      ['第一纺织厂', 1],
      ['机械厂', 2],
      ['东山县', 1],
      ['县医院', 0],
    ]);
    // Counting behind other walls leaves those of the request as they were.
    expect(await w.as(reporter).ask(BESIDE)).toEqual({
      me: { capacities: [{ pending: 1 }, { pending: 2 }, { pending: 1 }, { pending: 0 }] },
      notices: { nodes: [{ title: '关于报送职工人数的通知' }] },
      again: { capacity: { organization: { shortName: '第一纺织厂' } } },
    });
  });

  test('counting is one statement, however many capacities there are', async () => {
    const w = await world();
    const reporter = await w.person(w.a, ['REPORTER']);
    const settings = sql<{ walls: string[] }>`
      select array[current_setting('app.federation'), current_setting('app.account'), current_setting('app.organization'),
                   current_setting('app.lo'), current_setting('app.hi'), current_setting('app.up')] as walls`;
    await inRequest(w, reporter, async ({ db, now }) => {
      const before = (await settings.execute(db)).rows[0]!.walls;
      expect(before.slice(2, 5)).toEqual([w.a.id, w.a.path, w.a.path.replace(/\.$/, '/')]);
      const { rows } = await sql`select capacity_id from app.capacities(${now}::timestamptz)`.execute(db);
      expect(rows).toEqual([{ capacity_id: reporter.capacityId }]);
      expect((await settings.execute(db)).rows[0]!.walls).toEqual(before);
    });
  });
});
