import { describe, expect, test } from 'vitest';
import { issue } from '../support/notices.ts';
import { provinceContent } from '../support/source000.ts';
import { world } from '../support/world.ts';

const ACKNOWLEDGE = `mutation($input: AcknowledgeDeliveryInput!) { acknowledgeDelivery(input: $input) {
  errors { code message path } delivery { acknowledgedAt organization { name } } } }`;

describe.concurrent('acknowledgeDelivery', () => {
  test('a body signs once; its superior sees who has and who has not', async () => {
    const w = await world({ at: '2021-04-07T10:00:00+08:00' });
    const province = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    const { id } = await issue(province, provinceContent);
    w.clock.set('2021-04-08T08:30:00+08:00');
    const city = w.as(await w.person(w.city, ['REPORTER']));
    const { acknowledgeDelivery } = await city.ask(ACKNOWLEDGE, { input: { noticeId: id } });
    expect(acknowledgeDelivery).toEqual({
      errors: [],
      delivery: { acknowledgedAt: '2021-04-08T00:30:00.000Z', organization: { name: w.city.name } },
    });
    const again = await city.ask(ACKNOWLEDGE, { input: { noticeId: id } });
    expect(again.acknowledgeDelivery).toMatchObject({
      delivery: null,
      errors: [{ code: 'ALREADY_ACKNOWLEDGED', message: '本单位已签收' }],
    });
    const { notice } = await province.ask(
      `query($id: ID!) { notice(id: $id) {
        signed: deliveries(acknowledged: true, first: 10) { totalCount nodes { organization { name } } }
        unsigned: deliveries(acknowledged: false, first: 10) { totalCount nodes { organization { name } } } } }`,
      { id },
    );
    expect(notice.signed).toEqual({ totalCount: 1, nodes: [{ organization: { name: w.city.name } }] });
    expect(notice.unsigned).toEqual({
      totalCount: 2,
      nodes: [{ organization: { name: w.otherCity.name } }, { organization: { name: w.industry.name } }],
    });
  });

  test('of two clerks at once one signs', async () => {
    const w = await world({ at: '2021-04-07T10:00:00+08:00' });
    const { id } = await issue(w.as(await w.person(w.province, ['ISSUING_OFFICER'])), provinceContent);
    const clerks = [w.as(await w.person(w.city)), w.as(await w.person(w.city))];
    const answers = await Promise.all(clerks.map((clerk) => clerk.ask(ACKNOWLEDGE, { input: { noticeId: id } })));
    expect(new Set(answers.map(({ acknowledgeDelivery }) => acknowledgeDelivery.errors[0]?.code ?? 'signed'))).toEqual(
      new Set(['ALREADY_ACKNOWLEDGED', 'signed']),
    );
  });

  test('what was not delivered here does not exist here', async () => {
    const w = await world({ at: '2021-04-07T10:00:00+08:00' });
    const { id } = await issue(w.as(await w.person(w.province, ['ISSUING_OFFICER'])), provinceContent);
    const { acknowledgeDelivery } = await w.as(await w.person(w.county)).ask(ACKNOWLEDGE, { input: { noticeId: id } });
    expect(acknowledgeDelivery).toMatchObject({ delivery: null, errors: [{ code: 'NOT_FOUND', path: ['input', 'noticeId'] }] });
  });
});
