import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import * as corrections from '../support/corrections.ts';
import { CORRECTION, day, type Stage, stage } from '../support/correction-stage.ts';
import { draftForwarding, forward, forwardNotice, issue } from '../support/notices.ts';
import * as owed from '../support/obligations.ts';
import * as acts from '../support/submissions.ts';

const recall = async (s: Stage, by: PlantedOrganization, noticeId: string, reason = '发文有误') => {
  const client = await s.as(by);
  const { version } = await corrections.corrected(client, noticeId);
  return corrections.recallNotice(client, { noticeId, version, reason });
};

const RATES = 'query($id: ID!) { reportingProgress(deliverableId: $id) { rates { expected received } byState { state count } } }';
const rates = async (s: Stage, key = 'entries') => (await (await s.province).ask(RATES, { id: s.deliverable(key) })).reportingProgress;

describe('a recall', () => {
  test('ends everything at every hop; what was sent and what was handed in stay readable', async () => {
    const s = await stage();
    s.w.clock.set('2021-05-20T10:00:00+08:00');
    const submission = await s.submit(s.units['a']!);
    const recalled = acts.done(await recall(s, s.w.province, s.notice.id))['notice'];
    expect(recalled).toMatchObject({
      stateLabel: '已撤回',
      recall: { reason: '发文有误', with: { id: s.notice.id } },
      viewerCan: { amend: { code: 'RECALLED' }, recall: { code: 'RECALLED' } },
    });
    for (const { id } of Object.values(s.forwardings)) {
      expect(await corrections.corrected(await s.province, id)).toMatchObject({
        recall: { with: { id: s.notice.id } },
        deliverables: [{ key: 'entries' }, { key: 'photos' }],
      });
    }
    for (const body of [s.w.city, s.w.county, ...Object.values(s.units)]) {
      if (body === s.units['z']) continue; // its city had not handed it on
      expect(await s.owes(body)).toMatchObject({
        state: 'CANCELLED',
        lamp: 'GREY',
        events: [{ kind: 'CANCELLED', reason: expect.stringContaining('发文有误') }],
      });
    }
    expect(await rates(s)).toEqual({ rates: { expected: 0, received: 0 }, byState: [{ state: 'CANCELLED', count: 7 }] });
    const unit = await s.as(s.units['a']!, 'REPORTER');
    expect(await acts.submission(unit, submission.id)).toMatchObject({
      parts: [{ answers: [{ value: '活动十场' }, { value: '10' }] }, {}, {}],
      holder: null,
    });
    expect(
      (await unit.ask('query($id: ID!) { notice(id: $id) { title recall { reason } } }', { id: s.forwardings['county']!.id })).notice,
    ).toMatchObject({
      title: '关于转发的通知（county）',
      recall: { reason: '发文有误' },
    });
    expect(await s.recount()).toEqual([]);
  });

  test('lets nobody sign, hand on, submit, decide, ask for more time, correct or recall again', async () => {
    const s = await stage();
    const { a, b } = s.units as Record<string, PlantedOrganization>;
    const submitted = await s.submit(a!);
    const page = acts.done(await acts.startSubmission(await s.as(b!, 'REPORTER'), { obligationId: await s.obligation(b!) }))['editor'];
    const [fourth, fifth] = [await s.as(s.cities[3]!), await s.as(s.cities[4]!)];
    const { notice: draft } = await draftForwarding(fourth, { noticeId: s.notice.id });
    const correction = acts.done(await corrections.amendNotice(await s.province, { noticeId: s.notice.id, reason: '改' }))['notice'];
    acts.done(await recall(s, s.w.province, s.notice.id));

    const { acknowledgeDelivery } = await fifth.ask(
      'mutation($input: AcknowledgeDeliveryInput!) { acknowledgeDelivery(input: $input) { errors { code } } }',
      { input: { noticeId: s.notice.id } },
    );
    expect(acknowledgeDelivery.errors).toEqual([{ code: 'RECALLED' }]);
    expect((await draftForwarding(fifth, { noticeId: s.notice.id })).errors).toMatchObject([{ code: 'RECALLED' }]);
    const { version } = await corrections.corrected(fourth, draft!.id);
    expect((await forwardNotice(fourth, { noticeId: draft!.id, version })).errors).toMatchObject([{ code: 'RECALLED' }]);
    const unit = await s.as(b!, 'REPORTER');
    const obligationId = await s.obligation(b!);
    expect(acts.codes(await acts.submitSubmission(unit, { obligationId, version: page.version, nil: true }))).toEqual(['WRONG_STATE']);
    expect(acts.codes(await acts.saveSubmissionDraft(unit, { obligationId, version: page.version, answers: [] }))).toEqual(['WRONG_STATE']);
    const decision = { submissionId: submitted.id, version: submitted.version };
    expect(acts.codes(await acts.acceptSubmission(await s.as(s.w.county, 'REVIEWER'), decision))).toEqual(['NOT_HOLDER']);
    expect(acts.codes(await owed.decideNow(owed.requestExtension, unit, obligationId, { due: '2021-05-27', reason: '停电' }))).toEqual([
      'CANCELLED',
    ]);
    expect(
      acts.codes(await owed.decideNow(owed.reopenObligation, await s.province, obligationId, { due: '2021-06-27', reason: '补报' })),
    ).toEqual(['WRONG_STATE']);
    expect(
      acts.codes(await corrections.issueCorrection(await s.province, { noticeId: correction.id, version: correction.version })),
    ).toEqual(['RECALLED']);
    expect(acts.codes(await corrections.amendNotice(await s.province, { noticeId: s.notice.id, reason: '改' }))).toEqual(['RECALLED']);
    expect(acts.codes(await recall(s, s.w.province, s.notice.id))).toEqual(['RECALLED']);
    expect(acts.codes(await recall(s, s.w.city, s.forwardings['city']!.id))).toEqual(['RECALLED']);
    const { workItems } = await fifth.ask('{ workItems { counts { total } } }');
    expect(workItems.counts.total).toBe(0);
    expect((await (await s.as(s.w.county, 'REVIEWER')).ask('{ reviewQueue { counts { pending } } }')).reviewQueue.counts.pending).toBe(0);
    expect(await s.recount()).toEqual([]);
  });

  test('of a forwarding ends what it brought; its body still owes its superior, and may hand the notice on anew', async () => {
    const s = await stage();
    const { a } = s.units as Record<string, PlantedOrganization>;
    s.w.clock.set('2021-05-20T10:00:00+08:00');
    const before = await s.submit(a!);
    acts.done(await recall(s, s.w.city, s.forwardings['city']!.id));
    expect(await s.owes(a!)).toMatchObject({ state: 'CANCELLED' });
    expect(await s.owes(s.w.county)).toMatchObject({ state: 'CANCELLED' });
    expect(await s.owes(s.w.city)).toMatchObject({ state: 'OPEN' });
    expect(await s.owes(s.units['x']!)).toMatchObject({ state: 'OPEN' });
    expect(await rates(s)).toEqual({
      rates: { expected: 2, received: 0 },
      byState: [
        { state: 'OPEN', count: 2 },
        { state: 'CANCELLED', count: 5 },
      ],
    });
    const city = await s.as(s.w.city);
    expect((await city.ask('{ workItems(kinds: [FORWARD]) { nodes { title } } }')).workItems.nodes).toEqual([
      { title: '关于报送特色建设成果的通知' },
    ]);

    s.w.clock.advance(60_000);
    const second = await forward(city, s.notice.id, (inherited) => ({
      title: '关于转发的通知（重发）',
      signedBy: '办公室',
      addressees: { organizationIds: [s.w.id('Organization', a!.id), s.w.id('Organization', s.w.b.id)] },
      inherited: [{ deliverableId: inherited['entries'], due: '2021-05-26' }],
    }));
    expect(second.addressees.resolvedCount).toBe(2);
    expect(await s.owes(a!)).toMatchObject({
      state: 'OPEN',
      due: { label: day('2021-05-26') },
      events: [{ kind: 'CANCELLED' }, { kind: 'RENEWED' }],
      corrections: [],
      demands: [{ askedBy: { name: s.w.province.name } }, { askedBy: { name: s.w.city.name } }],
    });
    expect(await rates(s)).toMatchObject({ rates: { expected: 4, received: 0 } });
    expect(await s.recount()).toEqual([]);
    // The page is as it was filled in; it only has to be handed in again, and counts from then on.
    const unit = await s.as(a!, 'REPORTER');
    const { version } = await acts.editor(unit, await s.obligation(a!));
    const { submission } = acts.done(await acts.submitSubmission(unit, { obligationId: await s.obligation(a!), version }));
    expect(submission).toMatchObject({ id: before.id, number: 2, state: 'SUBMITTED', late: false, holder: { name: s.w.city.name } });
    expect(await rates(s)).toMatchObject({ rates: { expected: 4, received: 0 } });
    expect(await s.recount()).toEqual([]);
  });

  test('leaves to a unit what reaches it by another way: without the recalled body’s part and its due', async () => {
    const s = await stage();
    const { a } = s.units as Record<string, PlantedOrganization>;
    const province = await s.province;
    // The province asks `a` itself as well as through the city and the county.
    const direct = await issue(province, {
      title: '关于报送情况的通知',
      signedBy: '办公室',
      addressees: { organizationIds: [s.w.id('Organization', a!.id), s.w.id('Organization', s.w.city.id)] },
      deliverables: [
        {
          key: 'entries',
          title: '情况',
          audience: ['GRASSROOTS'],
          due: '2021-05-28',
          fields: [{ key: 'text', label: '情况', type: 'TEXT' }],
        },
      ],
    });
    const forwarding = await forward(await s.as(s.w.city), direct.id, (inherited) => ({
      title: '关于转发的通知',
      signedBy: '办公室',
      addressees: { organizationIds: [s.w.id('Organization', a!.id), s.w.id('Organization', s.w.b.id)] },
      inherited: [{ deliverableId: inherited['entries'], due: '2021-05-20', fields: [{ key: 'extra', label: '补充', type: 'NUMBER' }] }],
    }));
    s.notice = direct;
    expect(await s.owes(a!)).toMatchObject({ due: { label: day('2021-05-20') }, demands: [{}, { askedBy: { name: s.w.city.name } }] });
    acts.done(await recall(s, s.w.city, forwarding.id));
    expect(await s.owes(a!)).toMatchObject({
      state: 'OPEN',
      due: { label: day('2021-05-28') },
      demands: [{ askedBy: { name: s.w.province.name } }],
      events: [{ kind: 'DUE_CHANGED', due: { label: day('2021-05-28') } }],
    });
    expect(await s.owes(s.w.b)).toMatchObject({ state: 'CANCELLED' });
    expect(await s.recount()).toEqual([]);
  });

  test('takes a superior’s correction that waited to be handed on along', async () => {
    const s = await stage();
    await corrections.correct(await s.province, s.notice.id, CORRECTION);
    acts.done(await recall(s, s.w.city, s.forwardings['city']!.id));
    const { workItems } = await (await s.as(s.w.city)).ask('{ workItems(kinds: [PASS_ON]) { counts { total } } }');
    expect(workItems.counts.total).toBe(0);
    expect(await s.recount()).toEqual([]);
  });

  test('is told to everybody to whom it went', async () => {
    const s = await stage();
    acts.done(await recall(s, s.w.city, s.forwardings['city']!.id));
    const { rows } = await s.w.asSystem(({ db }) =>
      sql<{ to: string }>`select n.title as to from announcement a join notice n on n.id = (a.audience ->> 'deliveriesOf')::uuid
                           where a.event = 'NOTICE_RECALLED' order by 1`.execute(db),
    );
    expect(rows).toEqual([{ to: '关于转发的通知（city）' }, { to: '关于转发的通知（county）' }]);
  });

  test('is refused to others, of a draft, with a stale version or a reason of blanks', async () => {
    const s = await stage();
    const city = await s.as(s.w.city);
    const input = { noticeId: s.notice.id, version: 2, reason: '有误' };
    expect(acts.codes(await corrections.recallNotice(city, input))).toEqual(['NOT_FOUND']);
    const mine = { ...input, noticeId: s.forwardings['city']!.id };
    expect(acts.codes(await corrections.recallNotice(await s.province, mine))).toEqual(['NOT_FOUND']);
    expect(acts.codes(await corrections.recallNotice(city, { ...mine, version: 77 }))).toEqual(['STALE_VERSION']);
    expect(acts.codes(await corrections.recallNotice(city, { ...mine, reason: ' ' }))).toEqual(['TOO_SMALL']);
    const { notice: draft } = await draftForwarding(await s.as(s.cities[3]!), { noticeId: s.notice.id });
    expect(
      acts.codes(await corrections.recallNotice(await s.as(s.cities[3]!), { ...input, noticeId: draft!.id, version: draft!.version })),
    ).toEqual(['NOT_ISSUED']);
    const other = await stage();
    expect(acts.codes(await corrections.recallNotice(city, { ...input, noticeId: other.forwardings['city']!.id }))).toEqual(['NOT_FOUND']);
    expect(await s.owes(s.units['a']!)).toMatchObject({ state: 'OPEN' });
  });
});
