import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { decodeId } from '../../src/kit/node-id.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const LEND = `mutation ($input: DelegateCapacityInput!) { delegateCapacity(input: $input) {
  delegation { id holderLogin roles until organization { name } } errors { code path } } }`;
const END = `mutation ($input: EndDelegationInput!) { endDelegation(input: $input) { delegation { id until } errors { code path } } }`;
const ME = `{ me { capacity { id onBehalfOf } lent { id holderLogin } capacities { id kind organization { name } roles onBehalfOf until } } }`;

const LIST = `query ($state: DelegationState) { delegations(state: $state) { nodes { id state stateLabel from until holderLogin lender { name } } } }`;

const UNTIL = '2021-05-20T00:00:00+08:00';
const lend = async (w: World, by: TestPerson, to: { login: string }, more: Record<string, unknown> = {}) =>
  (await w.as(by).ask(LEND, { input: { holderLogin: to.login, roles: ['REVIEWER'], until: UNTIL, ...more } })).delegateCapacity;

describe.concurrent('delegateCapacity', () => {
  test('a capacity is lent for a time, and the audit line says who for whom', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const [lender, holder] = [await w.person(w.county, ['REVIEWER', 'ADMINISTRATOR']), await w.person(w.b)];
    const { delegation, errors } = await lend(w, lender, holder, { roles: ['REVIEWER', 'ADMINISTRATOR'] });
    expect(errors).toEqual([]);
    expect(delegation).toEqual({
      id: expect.any(String),
      holderLogin: holder.login,
      roles: ['ADMINISTRATOR', 'REVIEWER'],
      until: '2021-05-19T16:00:00.000Z',
      organization: { name: '东山县总工会' },
    });
    expect((await w.as(lender).ask(ME)).me.lent).toEqual([{ id: delegation.id, holderLogin: holder.login }]);
    const [own, lent] = (await w.as(holder).ask(ME)).me.capacities;
    expect(own.kind).toBe('APPOINTMENT');
    expect(lent).toEqual({
      id: expect.any(String),
      kind: 'DELEGATION',
      organization: { name: '东山县总工会' },
      roles: ['ADMINISTRATOR', 'REVIEWER'],
      onBehalfOf: lender.name,
      until: '2021-05-19T16:00:00.000Z',
    });
    const acting = w.as(holder, { headers: { 'x-capacity': lent.id } });
    expect((await acting.ask(ME)).me.capacity).toEqual({ id: lent.id, onBehalfOf: lender.name });

    await acting.ask('mutation { signOut(input: {}) { errors { code } } }');
    const { rows } = await w.asSystem(({ db }) =>
      sql`select person_id, on_behalf_of_id, organization_id from audit_line where operation = 'signOut'`.execute(db),
    );
    expect(rows).toEqual([{ person_id: holder.personId, on_behalf_of_id: lender.personId, organization_id: w.county.id }]);
  });

  test('it ends by itself, to the millisecond', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const [lender, holder] = [await w.person(w.county, ['REVIEWER']), await w.person(w.b)];
    await lend(w, lender, holder);
    w.clock.set('2021-05-19T23:59:59.999+08:00');
    const { capacities } = (await w.as(holder).ask(ME)).me;
    const acting = w.as(holder, { headers: { 'x-capacity': capacities[1].id } });
    expect((await acting.execute(ME)).errors).toBeUndefined();
    w.clock.advance(1);
    expect((await acting.execute(ME)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await w.as(holder).ask(ME)).me.capacities).toHaveLength(1);
  });

  test.for([
    ['a role one does not hold', { roles: ['REVIEWER', 'ISSUING_OFFICER'] }, 'ROLES_NOT_HELD', 'roles'],
    ['an end in the past', { until: '2021-05-06T09:00:00+08:00' }, 'INVALID_PERIOD', 'until'],
    ['more than ninety days', { until: '2021-08-04T09:00:00.001+08:00' }, 'INVALID_PERIOD', 'until'],
    ['a beginning in the past', { from: '2021-05-06T08:59:59.999+08:00' }, 'INVALID_PERIOD', 'from'],
    ['a beginning too far ahead', { from: '2021-11-02T09:00:00.001+08:00', until: '2021-11-03T09:00:00+08:00' }, 'INVALID_PERIOD', 'from'],
    ['an end before its beginning', { from: UNTIL }, 'INVALID_PERIOD', 'until'],
    ['an unknown login', { holderLogin: 'nobody.at.all' }, 'NOT_FOUND', 'holderLogin'],
  ] as const)('%s is refused', async ([, more, code, argument]) => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const [lender, holder] = [await w.person(w.county, ['REVIEWER']), await w.person(w.b)];
    expect(await lend(w, lender, holder, more)).toEqual({ delegation: null, errors: [{ code, path: ['input', argument] }] });
    expect((await w.as(holder).ask(ME)).me.capacities).toHaveLength(1);
  });

  test('a leave is planned: from the first instant of its day, to the last', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const [lender, holder] = [await w.person(w.county, ['REVIEWER']), await w.person(w.b)];
    const { delegation, errors } = await lend(w, lender, holder, { from: '2021-05-10T00:00:00+08:00' });
    expect(errors).toEqual([]);
    const id = { capacity: decodeId(delegation.id)!.id };
    const acts = async () => (await w.as(holder, id).execute(ME)).errors?.[0]?.extensions.code ?? 'acts';
    const stateSeen = async () => (await w.as(lender).ask(LIST)).delegations.nodes[0].stateLabel;
    w.clock.set('2021-05-09T23:59:59.999+08:00');
    expect([await acts(), await stateSeen()]).toEqual(['FORBIDDEN', '未开始']);
    w.clock.advance(1);
    expect([await acts(), await stateSeen()]).toEqual(['acts', '生效中']);
    w.clock.set('2021-05-19T23:59:59.999+08:00');
    expect(await acts()).toBe('acts');
    w.clock.advance(1);
    expect([await acts(), await stateSeen()]).toEqual(['FORBIDDEN', '已结束']);
  });

  test('a planned leave that is called off never begins', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const [lender, holder] = [await w.person(w.county, ['REVIEWER']), await w.person(w.b)];
    const { delegation } = await lend(w, lender, holder, { from: '2021-05-10T00:00:00+08:00' });
    expect((await w.as(lender).ask(END, { input: { delegationId: delegation.id } })).endDelegation.errors).toEqual([]);
    w.clock.set('2021-05-11T09:00:00+08:00');
    expect((await w.as(holder).ask(ME)).me.capacities).toHaveLength(1);
  });

  test('nobody lends to themselves, to another federation, or what was lent to them', async () => {
    const [w, other] = [await world({ at: '2021-05-06T09:00:00+08:00' }), await world()];
    const [lender, holder, third] = [await w.person(w.county, ['REVIEWER']), await w.person(w.b), await w.person(w.c)];
    expect((await lend(w, lender, lender)).errors).toEqual([{ code: 'OWN_ACCOUNT', path: ['input', 'holderLogin'] }]);
    expect((await lend(w, lender, await other.person(other.a))).errors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'holderLogin'] }]);
    await lend(w, lender, holder);
    const { capacities } = (await w.as(holder).ask(ME)).me;
    const acting = w.as(holder, { headers: { 'x-capacity': capacities[1].id } });
    const passedOn = await acting.execute(LEND, { input: { holderLogin: third.login, roles: ['REVIEWER'], until: UNTIL } });
    expect([passedOn.data, passedOn.errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
    expect((await w.as(third).ask(ME)).me.capacities).toHaveLength(1);
  });
});

describe.concurrent('endDelegation', () => {
  test.for(['lender', 'administrator'] as const)('the %s takes it back, once', async (who) => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const people = { lender: await w.person(w.county, ['REVIEWER']), administrator: await w.person(w.city, ['ADMINISTRATOR']) };
    const holder = await w.person(w.b);
    const { delegation } = await lend(w, people.lender, holder);
    const end = async () => (await w.as(people[who]).ask(END, { input: { delegationId: delegation.id } })).endDelegation;
    expect(await end()).toEqual({ delegation: { id: delegation.id, until: '2021-05-06T01:00:00.000Z' }, errors: [] });
    expect((await w.as(holder).ask(ME)).me.capacities).toHaveLength(1);
    expect(await end()).toEqual({ delegation: null, errors: [{ code: 'ALREADY_ENDED', path: ['input', 'delegationId'] }] });
  });

  test('for a colleague, the holder and another federation it does not exist', async () => {
    const [w, other] = [await world({ at: '2021-05-06T09:00:00+08:00' }), await world()];
    const [lender, colleague, holder] = [
      await w.person(w.county, ['REVIEWER']),
      await w.person(w.county, ['REVIEWER']),
      await w.person(w.b),
    ];
    const { delegation } = await lend(w, lender, holder);
    const callers = [w.as(colleague), w.as(holder), other.as(await other.allRounder(other.province))];
    for (const caller of callers) {
      const { endDelegation } = await caller.ask(END, { input: { delegationId: delegation.id } });
      expect(endDelegation).toEqual({ delegation: null, errors: [{ code: 'NOT_FOUND', path: ['input', 'delegationId'] }] });
    }
    expect((await w.as(holder).ask(ME)).me.capacities).toHaveLength(2);
  });
});

describe.concurrent('delegations', () => {
  test('lender, holder and the administrators above see it, by state; nobody else does', async () => {
    const [w, other] = [await world({ at: '2021-05-06T09:00:00+08:00' }), await world({ at: '2021-05-06T09:00:00+08:00' })];
    const [lender, holder] = [await w.person(w.county, ['REVIEWER']), await w.person(w.b)];
    const above = await w.person(w.city, ['ADMINISTRATOR']);
    const now = (await lend(w, lender, holder)).delegation;
    const planned = (await lend(w, lender, holder, { from: '2021-05-10T00:00:00+08:00' })).delegation;
    const list = async (by: TestPerson, state?: string) => (await w.as(by).ask(LIST, { state })).delegations.nodes as { id: string }[];
    const seen = {
      id: planned.id,
      state: 'PLANNED',
      stateLabel: '未开始',
      from: '2021-05-09T16:00:00.000Z',
      until: '2021-05-19T16:00:00.000Z',
      holderLogin: holder.login,
    };
    expect((await list(above))[0]).toEqual({ ...seen, lender: { name: lender.name } });
    expect((await list(holder))[0]).toEqual({ ...seen, lender: null });
    for (const by of [lender, holder, above]) {
      expect((await list(by)).map(({ id }) => id)).toEqual([planned.id, now.id]);
      expect((await list(by, 'PLANNED')).map(({ id }) => id)).toEqual([planned.id]);
      expect((await list(by, 'ACTIVE')).map(({ id }) => id)).toEqual([now.id]);
      expect(await list(by, 'ENDED')).toEqual([]);
    }
    const strangers = [await w.person(w.county, ['REVIEWER']), await w.person(w.sibling, ['ADMINISTRATOR'])];
    for (const by of strangers) expect(await list(by)).toEqual([]);
    expect((await other.as(await other.allRounder(other.province)).ask(LIST)).delegations.nodes).toEqual([]);
  });
});
