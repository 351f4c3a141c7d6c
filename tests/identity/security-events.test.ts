import { describe, expect, test } from 'vitest';
import { givePassword, PASSWORD, SIGN_IN, told } from '../support/second-factor.ts';
import { Client } from '../support/client.ts';
import { excerpts } from '../support/inbox.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const START = '2021-05-06T09:00:00+08:00';
const CHANGE = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { errors { code } } }';
const APPOINT = 'mutation ($input: AppointInput!) { appoint(input: $input) { appointment { id } errors { code } } }';
const LEND = 'mutation ($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { delegation { id } errors { code } } }';

/** Signs in with a browser's cookies and answers those it has afterwards. */
async function signInWith(w: World, { login }: TestPerson, device?: string): Promise<string | undefined> {
  const client = new Client(w.server, device === undefined ? {} : { headers: { cookie: `liandong_device=${device}` } });
  const { headers } = await client.execute(SIGN_IN, { input: { login, password: PASSWORD } });
  const cookies = [headers['set-cookie']].flat().map(String);
  return cookies
    .map((cookie) => /^liandong_device=([\w-]{43}); Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/.exec(cookie)?.[1])
    .find(Boolean);
}

const events = async (w: World, person: TestPerson) => (await told(w, person)).map(({ event }) => event);

describe.concurrent('people are told', () => {
  test('of a sign-in from another browser, once for each; never of the first', async () => {
    const w = await world({ at: START });
    const person = await w.person(w.a);
    await givePassword(w, person);
    const home = (await signInWith(w, person))!;
    expect(home).toMatch(/^[\w-]{43}$/);
    expect(await signInWith(w, person, home), 'known: no new cookie').toBeUndefined();
    expect(await events(w, person)).toEqual([]);
    const office = (await signInWith(w, person))!;
    expect(await events(w, person)).toEqual(['NEW_DEVICE']);
    for (const device of [home, office]) await signInWith(w, person, device);
    expect(await events(w, person)).toEqual(['NEW_DEVICE']);
    await signInWith(w, person, 'forged');
    expect(await told(w, person)).toMatchObject([{ event: 'NEW_DEVICE' }, { event: 'NEW_DEVICE', actor_id: null, detail: {} }]);
  });

  test("of a browser that is known for a colleague's account and not for theirs", async () => {
    const w = await world({ at: START });
    const [person, colleague] = [await w.person(w.a), await w.person(w.a)];
    for (const one of [person, colleague]) await givePassword(w, one);
    await signInWith(w, person);
    const shared = (await signInWith(w, colleague))!;
    await signInWith(w, person, shared);
    expect(await events(w, person)).toEqual(['NEW_DEVICE']);
    w.clock.advance(366 * 24 * 3_600_000);
    await signInWith(w, colleague, shared);
    expect(await events(w, colleague), 'remembered while it is used').toEqual([]);
  });

  test('of a changed password, a new office and a lent one', async () => {
    const w = await world({ at: START });
    const [administrator, lender, person] = [
      await w.person(w.city, ['ADMINISTRATOR']),
      await w.person(w.county, ['REVIEWER']),
      await w.person(w.a),
    ];
    await givePassword(w, person);
    await w.as(person).ask(CHANGE, { input: { currentPassword: PASSWORD, newPassword: '夏雨润物，二〇二二年' } });
    const organizationId = w.id('Organization', w.sibling.id);
    const personId = w.id('Person', person.personId);
    await w.as(administrator).ask(APPOINT, { input: { personId, organizationId, roles: ['REVIEWER'] } });
    await w.as(administrator).ask(APPOINT, { input: { personId, organizationId, roles: ['REVIEWER'] } }); // refused: nobody is told
    await w.as(lender).ask(LEND, { input: { holderLogin: person.login, roles: ['REVIEWER'], until: '2021-05-20T00:00:00+08:00' } });
    expect(await told(w, person)).toMatchObject([
      { event: 'PASSWORD_RESET', detail: { how: 'CHANGED' } },
      { event: 'CAPACITY_GRANTED', detail: { organizationId: w.sibling.id, roles: ['REVIEWER'] } },
      {
        event: 'CAPACITY_GRANTED',
        detail: { organizationId: w.county.id, roles: ['REVIEWER'], until: '2021-05-19T16:00:00.000Z' },
      },
    ]);
    await w.settle();
    expect((await excerpts(w, person)).toSorted()).toEqual([
      'CAPACITY_GRANTED 您获得了新的办事身份：“东山县总工会”',
      'CAPACITY_GRANTED 您获得了新的办事身份：“西河县总工会”',
      'PASSWORD_RESET 您的账户口令已修改；如非本人操作，请立即联系管理员',
    ]);
  });
});
