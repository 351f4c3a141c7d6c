import { describe, expect, test } from 'vitest';
import { type World, world } from '../support/world.ts';

const APPOINT = `mutation ($input: AppointInput!) { appoint(input: $input) {
  appointment { id organization { name } post roles validFrom validTo version person { name } } errors { code path } } }`;
const END = `mutation ($input: EndAppointmentInput!) { endAppointment(input: $input) {
  appointment { validTo endReason version } errors { code path } } }`;
const PERSONS = `query ($of: ID!, $first: Int, $after: String) { persons(organizationId: $of, first: $first, after: $after) {
  nodes { id name phone login appointments { organization { name } validTo } } pageInfo { hasNextPage endCursor } } }`;
const ME = `{ me { capacity { id } capacities { id kind organization { name } roles pending until onBehalfOf } } }`;

const appoint = async (w: World, as: { token: string }, input: Record<string, unknown>) => (await w.as(as).ask(APPOINT, { input })).appoint;
const capacityId = (w: World, { capacityId: id }: { capacityId: string }) => w.id('Capacity', id);

describe.concurrent('appoint', () => {
  test('a second office is a second capacity, and a request acts in exactly one', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const [administrator, reporter] = [await w.person(w.county, ['ADMINISTRATOR']), await w.person(w.a)];
    w.clock.advance(1000);
    const input = {
      personId: w.id('Person', reporter.personId),
      organizationId: w.id('Organization', w.b.id),
      post: '联络员',
      roles: ['ANALYST', 'REPORTER'],
    };
    const { appointment, errors } = await appoint(w, administrator, input);
    expect(errors).toEqual([]);
    expect(appointment).toEqual({
      id: expect.any(String),
      organization: { name: '东山县机械厂工会' },
      post: '联络员',
      roles: ['REPORTER', 'ANALYST'],
      validFrom: '2021-05-06T01:00:01.000Z',
      validTo: null,
      version: 1,
      person: { name: reporter.name },
    });
    const first = { kind: 'APPOINTMENT', pending: 0, until: null, onBehalfOf: null };
    const { me } = await w.as(reporter).ask(ME);
    expect(me.capacity).toEqual({ id: capacityId(w, reporter) });
    expect(me.capacities).toEqual([
      { ...first, id: capacityId(w, reporter), organization: { name: '东山县第一纺织厂工会' }, roles: ['REPORTER'] },
      { ...first, id: expect.any(String), organization: { name: '东山县机械厂工会' }, roles: ['REPORTER', 'ANALYST'] },
    ]);
    const headers = { 'x-capacity': me.capacities[1].id };
    expect((await w.as(reporter, { headers }).ask(ME)).me.capacity.id).toBe(me.capacities[1].id);
  });

  test.for([
    ['somebody above', 'city', 'a', 'personId'],
    ['somebody beside', 'siblingUnit', 'a', 'personId'],
    ['a place above', 'a', 'city', 'organizationId'],
    ['a place beside', 'a', 'siblingUnit', 'organizationId'],
  ] as const)('%s does not exist', async ([, whom, where, argument]) => {
    const w = await world();
    const [administrator, person] = [await w.person(w.county, ['ADMINISTRATOR']), await w.person(w[whom])];
    const input = { personId: w.id('Person', person.personId), organizationId: w.id('Organization', w[where].id), roles: ['REPORTER'] };
    expect(await appoint(w, administrator, input)).toEqual({
      appointment: null,
      errors: [{ code: 'NOT_FOUND', path: ['input', argument] }],
    });
    expect((await w.as(person).ask(ME)).me.capacities).toHaveLength(1);
  });

  test('nobody holds two offices in one body', async () => {
    const w = await world();
    const [administrator, person] = [await w.person(w.county, ['ADMINISTRATOR']), await w.person(w.a)];
    const input = { personId: w.id('Person', person.personId), organizationId: w.id('Organization', w.a.id), roles: ['REVIEWER'] };
    expect((await appoint(w, administrator, input)).errors).toEqual([{ code: 'ALREADY_APPOINTED', path: ['input', 'organizationId'] }]);
    expect((await w.as(person).ask(ME)).me.capacities).toHaveLength(1);
  });

  test('a capacity of somebody else, or none that there is, is refused', async () => {
    const w = await world();
    const [person, other] = [await w.person(w.a), await w.person(w.b)];
    const foreign = await w.as(person, { capacity: other.capacityId }).execute(ME);
    expect([foreign.status, foreign.errors?.[0]?.extensions.code]).toEqual([403, 'FORBIDDEN']);
    const malformed = await w.as(person, { headers: { 'x-capacity': 'x' } }).execute(ME);
    expect([malformed.status, malformed.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });
});

describe.concurrent('endAppointment', () => {
  const ending = (w: World, { capacityId: id }: { capacityId: string }, more = {}) => ({
    input: { appointmentId: w.id('Appointment', id), reason: '调离', version: 1, ...more },
  });

  test('ends the capacity at once, with what was lent from it and the tokens made under it', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const administrator = await w.person(w.city, ['ADMINISTRATOR']);
    const [leaving, holder] = [await w.person(w.county, ['ADMINISTRATOR', 'REVIEWER']), await w.person(w.a)];
    const until = '2021-06-01T00:00:00+08:00';
    const TOKEN = `mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret } }`;
    const LEND = `mutation ($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { errors { code } } }`;
    const { createApiToken } = await w.as(leaving).ask(TOKEN, { input: { name: '统计', expiresAt: until } });
    const token = { token: createApiToken.secret as string };
    await w.as(leaving).ask(LEND, { input: { holderLogin: holder.login, roles: ['REVIEWER'], until } });
    expect((await w.as(holder).ask(ME)).me.capacities).toHaveLength(2);
    expect((await w.as(token).ask(ME)).me.capacity).not.toBeNull();

    w.clock.set('2021-05-07T09:00:00+08:00');
    const { endAppointment } = await w.as(administrator).ask(END, ending(w, leaving));
    expect(endAppointment).toEqual({ appointment: { validTo: '2021-05-07T01:00:00.000Z', endReason: '调离', version: 2 }, errors: [] });
    expect((await w.as(leaving).ask(ME)).me).toEqual({ capacity: null, capacities: [] });
    expect((await w.as(leaving).execute(END, ending(w, holder))).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await w.as(holder).ask(ME)).me.capacities).toHaveLength(1);
    expect((await w.as(token).execute(ME)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  test("a stale version, an ended one, one's own, and one out of reach are refused", async () => {
    const w = await world();
    const [administrator, person, above] = [await w.person(w.county, ['ADMINISTRATOR']), await w.person(w.a), await w.person(w.city)];
    const end = async (variables: object) => (await w.as(administrator).ask(END, variables as Record<string, unknown>)).endAppointment;
    expect(await end(ending(w, person, { version: 2 }))).toMatchObject({
      appointment: { version: 1, validTo: null },
      errors: [{ code: 'STALE_VERSION', path: ['input', 'version'] }],
    });
    expect((await end(ending(w, administrator))).errors).toEqual([{ code: 'OWN_APPOINTMENT', path: ['input', 'appointmentId'] }]);
    expect((await end(ending(w, above))).errors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'appointmentId'] }]);
    expect((await w.as(person).ask(ME)).me.capacities).toHaveLength(1);
    expect((await end(ending(w, person))).errors).toEqual([]);
    expect((await end(ending(w, person, { version: 2 }))).errors).toEqual([{ code: 'ALREADY_ENDED', path: ['input', 'appointmentId'] }]);
  });
});

describe.concurrent('persons', () => {
  test('an administrator lists who belongs to a body below, page by page', async () => {
    const w = await world();
    const administrator = await w.person(w.county, ['ADMINISTRATOR']);
    const people = [await w.person(w.a), await w.person(w.a), await w.person(w.a)];
    await w.person(w.b);
    const of = w.id('Organization', w.a.id);
    const { persons } = await w.as(administrator).ask(PERSONS, { of, first: 2 });
    expect(persons.nodes.map(({ login }: { login: string }) => login)).toEqual(people.slice(0, 2).map(({ login }) => login));
    expect(persons.nodes[0]).toEqual({
      id: w.id('Person', people[0]!.personId),
      name: people[0]!.name,
      phone: '010-55500101',
      login: people[0]!.login,
      appointments: [{ organization: { name: '东山县第一纺织厂工会' }, validTo: null }],
    });
    expect(persons.pageInfo.hasNextPage).toBe(true);
    const next = await w.as(administrator).ask(PERSONS, { of, first: 2, after: persons.pageInfo.endCursor });
    expect(next.persons.nodes.map(({ id }: { id: string }) => id)).toEqual([w.id('Person', people[2]!.personId)]);
    expect(next.persons.pageInfo.hasNextPage).toBe(false);
  });

  test('persons above and beside are not shown, and to nobody but administrators any', async () => {
    const [w, other] = [await world(), await world()];
    const administrator = await w.person(w.county, ['ADMINISTRATOR']);
    await w.person(w.city);
    await w.person(w.siblingUnit);
    await other.person(other.a);
    for (const place of [w.city, w.siblingUnit, other.a]) {
      const { persons } = await w.as(administrator).ask(PERSONS, { of: w.id('Organization', place.id) });
      expect(persons.nodes).toEqual([]);
    }
    const other5 = await w.person(w.county, ['ISSUING_OFFICER', 'REVIEWER', 'REPORTER', 'ANALYST']);
    const refused = await w.as(other5).execute(PERSONS, { of: w.id('Organization', w.a.id) });
    expect([refused.data, refused.errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
    const NODE = 'query ($id: ID!) { node(id: $id) { id } }';
    const id = w.id('Person', administrator.personId);
    expect(await w.as(other5).ask(NODE, { id })).toEqual({ node: null });
    expect(await w.as(administrator).ask(NODE, { id })).toEqual({ node: { id } });
  });
});
