import { describe, expect, test } from 'vitest';
import { uuid7 } from '../../src/kit/uuid.ts';
import { printed, tableOf } from '../support/pages.ts';
import { plantNotice } from '../support/plant.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const url = (w: World, id: string) => `/print/receipts/${w.id('Notice', id)}`;

const LIST = `query($id: ID!, $after: String) { notice(id: $id) { deliveries(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor }
  nodes { organization { name } acknowledgedAt acknowledgedByPost forwardedAt } } } }`;

const sign = (w: World, person: TestPerson, id: string) =>
  w.as(person).ask('mutation($input: AcknowledgeDeliveryInput!) { acknowledgeDelivery(input: $input) { errors { code } } }', {
    input: { noticeId: w.id('Notice', id) },
  });

describe('the list of receipts', () => {
  test('every addressee in the order of the tree: when it signed, in which post, when it handed the notice on', async () => {
    const w = await world();
    const [by, city, industry] = [
      await w.person(w.province, ['ISSUING_OFFICER']),
      await w.person(w.city, ['ISSUING_OFFICER']),
      await w.person(w.industry, ['REPORTER']),
    ];
    const notice = await plantNotice(w, { by, to: [w.industry, w.otherCity, w.city], title: '关于<b>“五一”</b>活动的通知' });
    w.clock.advance(3_600_000);
    await sign(w, industry, notice.id);
    w.clock.advance(3_600_000);
    const { draftForwarding } = await w
      .as(city)
      .ask('mutation($input: DraftForwardingInput!) { draftForwarding(input: $input) { notice { id version } } }', {
        input: { noticeId: w.id('Notice', notice.id) },
      });
    const draft = { noticeId: draftForwarding.notice.id, version: draftForwarding.notice.version };
    await w.as(city).ask('mutation($input: ForwardNoticeInput!) { forwardNotice(input: $input) { errors { code } } }', { input: draft });

    const { status, headers, body } = await printed(w, by, url(w, notice.id));
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('private, no-store');
    expect(tableOf(body)).toEqual([
      ['1', '石门市总工会', '2021-05-06 09:00', '2021-05-06 11:00', '干事', '2021-05-06 11:00'],
      ['2', '承州市总工会', '2021-05-06 09:00', '', '', ''],
      ['3', '省交通运输工会', '2021-05-06 09:00', '2021-05-06 10:00', '干事', ''],
    ]);
    expect(body).toContain('主送3家，已签收2家，未签收1家，已转发1家。');
    expect(body).toContain('关于&lt;b&gt;“五一”&lt;/b&gt;活动的通知');
    expect(body).not.toContain('<b>');

    const first = (await w.as(by).ask(LIST, { id: w.id('Notice', notice.id) })).notice.deliveries;
    expect(first.totalCount).toBe(3);
    expect(first.nodes).toEqual([
      {
        organization: { name: '石门市总工会' },
        acknowledgedAt: '2021-05-06T03:00:00.000Z',
        acknowledgedByPost: '干事',
        forwardedAt: '2021-05-06T03:00:00.000Z',
      },
      { organization: { name: '承州市总工会' }, acknowledgedAt: null, acknowledgedByPost: null, forwardedAt: null },
    ]);
    const rest = await printed(w, by, `${url(w, notice.id)}?after=${first.pageInfo.endCursor}`);
    expect(tableOf(rest.body).map(([ordinal, name]) => [ordinal, name])).toEqual([['3', '省交通运输工会']]);
  });

  test('the post stays what it was when its holder has left; who stands in for somebody is marked', async () => {
    const w = await world();
    const by = await w.person(w.province, ['ISSUING_OFFICER']);
    const [chair, clerk] = [await w.person(w.city, ['REPORTER', 'ISSUING_OFFICER']), await w.person(w.otherCity, ['REPORTER'])];
    const administrator = await w.person(w.province, ['ADMINISTRATOR']);
    const [first, second] = [await plantNotice(w, { by, to: [w.city] }), await plantNotice(w, { by, to: [w.city] })];
    const { delegateCapacity } = await w
      .as(chair)
      .ask('mutation($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { errors { code } delegation { id } } }', {
        input: { holderLogin: clerk.login, roles: ['REPORTER'], until: '2021-05-20T00:00:00+08:00' },
      });
    await sign(w, chair, first.id);
    const lent = Buffer.from(delegateCapacity.delegation.id, 'base64url').toString().split(':')[1]!;
    await w
      .as(clerk, { capacity: lent })
      .ask('mutation($input: AcknowledgeDeliveryInput!) { acknowledgeDelivery(input: $input) { errors { code } } }', {
        input: { noticeId: w.id('Notice', second.id) },
      });
    w.clock.advance(24 * 3_600_000);
    await w.as(administrator).ask('mutation($input: EndAppointmentInput!) { endAppointment(input: $input) { errors { code } } }', {
      input: { appointmentId: w.id('Appointment', chair.capacityId), reason: '调动', version: 1 },
    });
    const posts = async (id: string) => tableOf((await printed(w, by, url(w, id))).body).map((row) => row[4]);
    expect(await posts(first.id)).toEqual(['干事']);
    expect(await posts(second.id)).toEqual(['干事（受托）']);
  });

  test('a body sees its own range; what is out of reach, a draft and an unknown id answer alike', async () => {
    const [w, other] = [await world(), await world()];
    const by = await w.person(w.province, ['ISSUING_OFFICER']);
    const notice = await plantNotice(w, { by, to: [w.city, w.otherCity] });
    const rows = async (person: TestPerson) => tableOf((await printed(w, person, url(w, notice.id))).body).map((row) => row[1]);
    expect(await rows(await w.person(w.city, ['REPORTER']))).toEqual(['石门市总工会']);
    expect(await rows(await w.person(w.province, ['ANALYST']))).toEqual(['石门市总工会', '承州市总工会']);

    const { draftNotice } = await w.as(by).ask('mutation($input: DraftNoticeInput!) { draftNotice(input: $input) { notice { id } } }', {
      input: { content: { title: '通知', signedBy: '办公室', addressees: {} } },
    });
    const unknown = await printed(w, by, url(w, uuid7()));
    expect(unknown.status).toBe(404);
    expect(unknown.body).toContain('没有这个编号的内容，或不在您的范围内');
    const answers = [
      await printed(w, by, `/print/receipts/${draftNotice.notice.id}`),
      await printed(w, by, '/print/receipts/%3Cscript%3E'),
      await printed(w, by, `/print/receipts/${w.id('Organization', w.city.id)}`),
      await printed(w, await w.person(w.county), url(w, notice.id)),
      await printed(other, await other.allRounder(other.province), url(w, notice.id)),
    ];
    for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 404, body: unknown.body });
    expect((await printed(w, undefined, url(w, notice.id))).status).toBe(401);
    expect((await printed(w, await w.operator(), url(w, notice.id))).status).toBe(403);
    expect((await printed(w, by, `${url(w, notice.id)}?after=nonsense`)).status).toBe(400);
  });
});
