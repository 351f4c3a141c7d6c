import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { enqueue } from '../../src/domains/jobs/enqueue.ts';
import { announce } from '../../src/domains/notifications/announce.ts';
import type { NotificationEvent } from '../../src/domains/notifications/events.ts';
import { sendDue } from '../../src/domains/notifications/send-due.ts';
import { tellPeople } from '../../src/domains/notifications/tell-people.ts';
import { inbox } from '../support/inbox.ts';
import { headersOf, Outside, reach } from '../support/outside.ts';
import { inRequest } from '../support/plant.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const PHONE = '010-55500111';
const MAIL = 'reporter@example.org';

/** Tells the city of something that has no fact of its own. */
const tell = async (w: World, by: TestPerson, event: NotificationEvent, title: string, more: Readonly<Record<string, unknown>> = {}) => {
  const line = {
    event,
    subjectType: 'Organization',
    subjectId: w.city.id,
    audience: { organizationIds: [w.city.id] },
    detail: { title, ...more },
  } as const;
  await inRequest(w, by, (ctx) => announce(ctx, line));
  await w.settle();
};

const REOPENED = (title: string) => `河东省总工会为本单位重新开放“${title}”`;

async function begun(at = '2021-05-06T10:00:00+08:00', ways: Parameters<typeof Outside.open>[1] = {}) {
  const w = await world({ at });
  const [by, person] = [await w.allRounder(w.province), await w.person(w.city)];
  await reach(w, person, { phone: PHONE, email: MAIL });
  const outside = await Outside.open(w, ways);
  const later = async (to: string) => {
    w.clock.set(`${to}+08:00`);
    await w.settle();
  };
  const states = async () =>
    (await inbox(w, person)).nodes.map(({ deliveries }: { deliveries: { channel: string; state: string; failure: string | null }[] }) =>
      deliveries.map(({ channel, state, failure }) => [channel, state, ...(failure === null ? [] : [failure])].join(' ')).join(', '),
    );
  return { w, by, person, outside, later, states };
}

const set = async (w: World, person: TestPerson, input: Readonly<Record<string, unknown>>) =>
  (
    await w.as(person).ask(
      `mutation($input: SetNotificationPreferencesInput!) { setNotificationPreferences(input: $input) {
        errors { code path } preferences { channel email phone digestByMail version events { event muted canBeMuted } } } }`,
      { input },
    )
  ).setNotificationPreferences;

describe.concurrent('outside of the inbox', () => {
  test('a message goes as signed JSON: who, what, one link that carries no authority, and nothing else', async () => {
    const { w, by, person, outside, states } = await begun();
    await tell(w, by, 'OBLIGATION_REOPENED', '年度工作情况', { due: '2021-06-03T00:00:00+08:00' });
    const [{ id }] = (await inbox(w, person)).nodes;
    const [request] = outside.requests;
    const { id: message, ...said } = JSON.parse(request!.body);
    expect(said).toEqual({
      channel: 'SMS',
      recipient: { account: person.accountId, phone: PHONE },
      text: '【联动】河东省总工会为本单位重新开放“年度工作情况”，6月2日24:00止（含当日）',
      link: `https://liandong.example.org/messages/${id}`,
    });
    expect(request!.headers).toMatchObject({
      'x-liandong-id': message,
      'x-liandong-timestamp': String(Date.parse('2021-05-06T10:00:00+08:00') / 1000),
      'content-type': 'application/json',
    });
    expect(outside.take()).toHaveLength(1);
    expect(await states()).toEqual(['SMS SENT']);
    const opened = async (client: ReturnType<World['as']>) =>
      (await client.execute('query($id: ID!) { node(id: $id) { id } }', { id })).data?.node ?? null;
    expect([await opened(w.nobody), await opened(w.as(by)), await opened(w.as(person))]).toEqual([null, null, { id }]);
  });

  test('mail goes in its stead for whoever wishes it or has no number; nobody can put a second header or receiver into it', async () => {
    const { w, by, person, outside } = await begun();
    expect(await set(w, person, { channel: 'EMAIL', email: MAIL, version: 0 })).toMatchObject({
      errors: [],
      preferences: { channel: 'EMAIL', email: MAIL, version: 1 },
    });
    let raw = '';
    outside.takeMail = (mail) => {
      raw = mail;
      return Promise.resolve();
    };
    await tell(w, by, 'OBLIGATION_REOPENED', '情况\r\nBcc: all@example.org\r\n\r\n<b>粗体</b>');
    const text = REOPENED('情况 Bcc: all@example.org <b>粗体</b>');
    expect(outside.take()).toMatchObject([{ channel: 'EMAIL', to: MAIL, head: `【联动】重新开放：${text}`, text }]);
    const headers = headersOf(raw);
    expect(Object.keys(headers).toSorted()).toEqual([
      'auto-submitted',
      'content-transfer-encoding',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'subject',
      'to',
    ]);
    expect(headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8', to: MAIL, date: 'Thu, 06 May 2021 02:00:00 +0000' });

    for (const email of ['a@example.org, b@example.org', 'a@example.org\r\nBcc: b@example.org', 'Somebody <a@example.org>', 'nobody'])
      expect((await set(w, person, { channel: 'EMAIL', email, version: 1 })).errors).toMatchObject([
        { code: 'INVALID_FORMAT', path: ['input', 'email'] },
      ]);
    await reach(w, person, { email: MAIL });
    expect((await set(w, person, { channel: 'SMS', email: MAIL, version: 1 })).errors).toEqual([]);
    await tell(w, by, 'OBLIGATION_REOPENED', '另一项');
    expect(outside.take()).toMatchObject([{ channel: 'EMAIL', text: REOPENED('另一项') }]);
  });

  test('what somebody has switched off stays in the inbox; returns, dues and security cannot be switched off', async () => {
    const { w, by, person, outside, states } = await begun();
    for (const event of ['SUBMISSION_RETURNED', 'DUE_CHANGED', 'EXTENSION_ANSWERED', 'NEW_DEVICE', 'CAPACITY_GRANTED'])
      expect((await set(w, person, { channel: 'SMS', muted: ['DUE_SOON', event], version: 0 })).errors).toEqual([
        { code: 'CANNOT_BE_SWITCHED_OFF', path: ['input', 'muted', '1'] },
      ]);
    const { preferences } = await set(w, person, { channel: 'WECOM', email: MAIL, muted: ['BULLETIN_ISSUED'], version: 0 });
    expect(preferences.events.filter(({ muted }: { muted: boolean }) => muted)).toEqual([
      { event: 'BULLETIN_ISSUED', muted: true, canBeMuted: true },
    ]);
    expect((await set(w, person, { channel: 'SMS', version: 0 })).errors[0].code).toBe('STALE_VERSION');
    await tell(w, by, 'BULLETIN_ISSUED', '第1期通报');
    await tell(w, by, 'OBLIGATION_REOPENED', '年度工作情况');
    expect(outside.take()).toMatchObject([{ channel: 'WECOM', to: person.accountId, text: `【联动】${REOPENED('年度工作情况')}` }]);
    expect((await states()).toSorted()).toEqual(['WECOM SENT', 'WECOM SKIPPED SWITCHED_OFF']);
  });

  test('nothing goes where nothing is configured, and nowhere is said', async () => {
    const none = await begun(undefined, { mail: false, webhook: false });
    await tell(none.w, none.by, 'OBLIGATION_REOPENED', '年度工作情况');
    expect(await none.states()).toEqual(['']);
    const { w, by, person, states, outside } = await begun();
    await reach(w, person, {});
    await tell(w, by, 'OBLIGATION_REOPENED', '年度工作情况');
    expect(await states()).toEqual(['SMS SKIPPED NO_ADDRESS']);
    expect(outside.requests).toEqual([]);
  });

  test('messages wait for 08:00 of a working day unless it is due within twelve hours; security waits for nothing', async () => {
    const { w, by, person, outside, later } = await begun('2021-05-07T20:59:00+08:00');
    const soon = { due: '2021-05-08T09:00:00+08:00' };
    await tell(w, by, 'OBLIGATION_REOPENED', '一');
    await later('2021-05-07T21:00:00');
    await tell(w, by, 'OBLIGATION_REOPENED', '二');
    await tell(w, by, 'OBLIGATION_REOPENED', '三', soon);
    await inRequest(w, by, (ctx) =>
      announce(ctx, {
        event: 'NEW_DEVICE',
        subjectType: 'Account',
        subjectId: person.accountId,
        audience: { accountIds: [person.accountId] },
      }),
    );
    await w.settle();
    expect(outside.take().map(({ at, text }) => `${at} ${text}`)).toEqual([
      `05-07 20:59 【联动】${REOPENED('一')}`,
      `05-07 21:00 【联动】${REOPENED('三')}，5月8日09:00止`,
      '05-07 21:00 【联动】您的账户在一台新的设备上登录；如非本人操作，请立即修改口令',
    ]);
    await later('2021-05-08T07:59:59');
    expect(outside.take()).toEqual([]);
    await later('2021-05-08T08:00:00'); // a Saturday on which people work
    expect(outside.take().map(({ text }) => text)).toEqual([`【联动】${REOPENED('二')}`]);
    await later('2021-05-08T21:00:00');
    await tell(w, by, 'OBLIGATION_REOPENED', '四');
    await later('2021-05-09T12:00:00');
    expect(outside.take()).toEqual([]);
    await later('2021-05-10T08:00:00');
    expect(outside.take().map(({ at, text }) => `${at} ${text}`)).toEqual([`05-10 08:00 【联动】${REOPENED('四')}`]);
  });

  test('three messages a day, what is more comes together on the next morning; security is not counted', async () => {
    const { w, by, person, outside, later, states } = await begun();
    for (const title of ['一', '二', '三', '四', '五', '六', '七']) {
      w.clock.advance(60_000);
      await tell(w, by, 'OBLIGATION_REOPENED', title);
    }
    expect(outside.take().map(({ text }) => text)).toEqual(['一', '二', '三'].map((title) => `【联动】${REOPENED(title)}`));
    await inRequest(w, by, (ctx) =>
      announce(ctx, {
        event: 'PASSWORD_RESET',
        subjectType: 'Account',
        subjectId: person.accountId,
        audience: { accountIds: [person.accountId] },
        detail: { how: 'RESET' },
      }),
    );
    await w.settle();
    expect(outside.take().map(({ text }) => text)).toEqual(['【联动】您的账户口令已被重置；如非本人申请，请联系管理员']);
    await later('2021-05-07T08:00:00');
    const [merged, ...more] = outside.take();
    expect(more).toEqual([]);
    expect(merged).toMatchObject({
      at: '05-07 08:00',
      text: `【联动】您有4条消息：1.${REOPENED('四')}；2.${REOPENED('五')}；3.${REOPENED('六')}；另有1条`,
      link: 'https://liandong.example.org/messages',
    });
    expect((await states()).filter((state: string) => state === 'SMS MERGED')).toHaveLength(3);
  });

  test('notices that arrive within an hour come in one message; what is done by then is not said', async () => {
    const { w, by, person, outside, later } = await begun();
    const notice = (title: string) => tell(w, by, 'NOTICE_DELIVERED', title);
    await notice('一');
    await later('2021-05-06T10:40:00');
    await notice('二');
    await later('2021-05-06T10:59:59');
    expect(outside.take()).toEqual([]);
    await later('2021-05-06T11:00:00');
    expect(outside.take().map(({ text }) => text)).toEqual([
      '【联动】您有2条消息：1.河东省总工会发来“一”，请签收；2.河东省总工会发来“二”，请签收',
    ]);
    await notice('三');
    await w.asSystem(({ db }) =>
      sql`update notification set done_at = ${w.clock.now()} where account_id = ${person.accountId}`.execute(db),
    );
    await later('2021-05-06T13:00:00');
    expect(outside.take()).toEqual([]);
  });

  test('what takes longer than five minutes is told by mail when it ends', async () => {
    const { w, person, outside, later } = await begun();
    for (const minutes of [5, 6]) {
      const job = await inRequest(w, person, (ctx) =>
        enqueue(ctx, { kind: 'REMIND_OBLIGATIONS', title: `${minutes}分钟的催办`, input: {} }),
      );
      w.clock.advance(minutes * 60_000);
      await w.asSystem(async (system) => {
        await sql`update job set state = 'DONE', finished_at = ${w.clock.now()} where id = ${job.id}`.execute(system.db);
        const audience = { accountIds: [person.accountId] };
        await announce(
          { ...system, now: w.clock.now() },
          { event: 'JOB_FINISHED', subjectType: 'Job', subjectId: job.id, audience, detail: { state: 'DONE' } },
        );
      });
      await w.settle();
    }
    await later('2021-05-06T11:00:00');
    expect(outside.take().map(({ channel, text }) => `${channel} ${text}`)).toEqual(['EMAIL “6分钟的催办”已完成']);
  });
});

describe.concurrent('a receiver that fails', () => {
  test('is tried again with growing pauses under the same id, then given up, and that is seen', async () => {
    const { w, by, outside, states } = await begun();
    outside.answer = (response) => response.writeHead(500).end('a secret of the receiver');
    await tell(w, by, 'OBLIGATION_REOPENED', '年度工作情况');
    const tried: string[] = [];
    for (let minute = 0; minute <= 24 * 60; minute += 1) {
      if (outside.requests.length > tried.length) tried.push(w.clock.now().toISOString().slice(5, 16));
      w.clock.advance(60_000);
      await sendDue(w.orm.em, w.federationId, w.clock.now(), w.messaging);
    }
    // The pauses are 1, 5, 15, 60, 240 and 720 minutes; nothing rings at night.
    expect(tried).toEqual(['05-06T02:00', '05-06T02:01', '05-06T02:06', '05-06T02:21', '05-06T03:21', '05-06T07:21', '05-07T00:00']);
    expect(new Set(outside.requests.map(({ headers }) => headers['x-liandong-id'])).size).toBe(1);
    expect(new Set(outside.requests.map(({ body }) => body)).size).toBe(1);
    expect(await states()).toEqual(['SMS FAILED HTTP_500']);
    expect(outside.take()).toEqual([]);
  });

  test('and recovers has the message, and what came meanwhile apart from it', async () => {
    const { w, by, outside, later, states } = await begun();
    outside.answer = (response) => response.writeHead(503).end();
    await tell(w, by, 'OBLIGATION_REOPENED', '一');
    outside.answer = (response) => response.writeHead(200).end('{}');
    await tell(w, by, 'OBLIGATION_REOPENED', '二');
    expect(outside.take().map(({ text }) => text)).toEqual([`【联动】${REOPENED('二')}`]);
    await later('2021-05-06T10:01:00');
    expect(outside.take().map(({ text }) => text)).toEqual([`【联动】${REOPENED('一')}`]);
    expect(await states()).toEqual(['SMS SENT', 'SMS SENT']);
  });

  test('by not answering, by leading elsewhere or by answering without end holds nobody up and reaches nobody else', async () => {
    const { w, by, outside, states } = await begun(undefined, { patience: 200 });
    const inside = await begun(); // a server that stands on the same machine
    outside.answer = () => {}; // never
    await tell(w, by, 'OBLIGATION_REOPENED', '一');
    expect(await states()).toEqual(['SMS PENDING HTTP_TIMEOUT']);
    for (const status of [301, 302, 307, 308]) {
      outside.answer = (response) =>
        response.writeHead(status, { location: `http://127.0.0.1:${inside.outside.webhookPort}/latest/meta-data` }).end();
      w.clock.advance(24 * 3_600_000);
      await w.asSystem(({ db }) => sql`update notification_delivery set due_at = ${w.clock.now()}, attempts = 1`.execute(db));
      await sendDue(w.orm.em, w.federationId, new Date('2021-05-10T10:00:00+08:00'), w.messaging);
      expect(await states()).toEqual([`SMS PENDING HTTP_${status}`]);
    }
    expect(inside.outside.requests).toEqual([]);
  });

  test('a mail server that dies in the middle has the mail later, under the same id; one that refuses the address is not asked again', async () => {
    const { w, by, person, outside, later, states } = await begun();
    await set(w, person, { channel: 'EMAIL', email: MAIL, version: 0 });
    const ids: string[] = [];
    outside.takeMail = (raw) => {
      ids.push(headersOf(raw)['message-id']!);
      return ids.length === 1 ? new Promise(() => {}) : Promise.resolve(); // has it all, and never says so
    };
    const telling = tell(w, by, 'OBLIGATION_REOPENED', '一');
    while (ids.length === 0) await sleep(10);
    await outside.stopMail();
    await telling;
    expect(await states()).toEqual([expect.stringMatching(/^EMAIL PENDING SMTP_E/)]);
    await outside.startMail();
    await later('2021-05-06T10:01:00');
    expect(outside.take().map(({ text }) => text)).toEqual([REOPENED('一')]);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);

    outside.takeMail = () => Promise.reject(Object.assign(new Error('no such user'), { responseCode: 550 }));
    await tell(w, by, 'OBLIGATION_REOPENED', '二');
    expect((await states()).toSorted()).toEqual(['EMAIL FAILED SMTP_550', 'EMAIL SENT']);
  });

  test('two that send at the same time send each message once; one that is killed after sending sends it again, under the same id', async () => {
    const { w, by, outside, states } = await begun(undefined, { patience: 5000 });
    outside.answer = (response) => setTimeout(() => response.writeHead(204).end(), 30);
    for (let count = 0; count < 20; count++) {
      const other = await w.person(w.otherCity);
      await reach(w, other, { phone: `010-555002${String(count).padStart(2, '0')}` });
    }
    const line = {
      event: 'OBLIGATION_REOPENED',
      subjectType: 'Organization',
      subjectId: w.otherCity.id,
      audience: { organizationIds: [w.otherCity.id] },
      detail: { title: '一' },
    } as const;
    await inRequest(w, by, (ctx) => announce(ctx, line));
    const { messaging } = w;
    const tellOnly = () => tellPeople(w.orm.em, w.federationId, w.clock.now(), { mail: false, webhook: true });
    await tellOnly();
    const send = () => sendDue(w.orm.em, w.federationId, w.clock.now(), messaging);
    await Promise.all([send(), send(), send()]);
    expect(new Set(outside.received.map(({ to }) => to)).size).toBe(20);
    expect(outside.take()).toHaveLength(20);

    outside.answer = (response) => response.writeHead(204).end();
    const dying = {
      ...messaging,
      webhook: { carry: (message: never) => messaging.webhook!.carry(message).then(() => Promise.reject(new Error('killed'))) },
    };
    await inRequest(w, by, (ctx) => announce(ctx, { ...line, audience: { organizationIds: [w.city.id] } }));
    await tellOnly();
    await expect(sendDue(w.orm.em, w.federationId, w.clock.now(), dying)).rejects.toThrow('killed');
    await send();
    expect(outside.received).toHaveLength(1); // in the hands of the dead
    w.clock.advance(5 * 60_000);
    await send();
    const [first, second] = outside.take();
    expect(second!.id).toBe(first!.id);
    expect(await states()).toEqual(['SMS SENT']);
  });
});
