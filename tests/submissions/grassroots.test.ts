import { describe, expect, test } from 'vitest';
import { issue } from '../support/notices.ts';
import { direct } from '../support/reporting.ts';
import * as acts from '../support/submissions.ts';
import { world } from '../support/world.ts';

describe.concurrent('a grassroots union', () => {
  test('R-03: fills in, submits, takes back, submits again, answers a return, and sees its history', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const [unit, reviewer, obligationId] = [await r.as('a'), await r.as('province', 'REVIEWER'), await r.obligation('a')];
    const first = await r.submit('a', { summary: '活动十场', number: '10' });
    const back = acts.done(await acts.withdrawSubmission(unit, { submissionId: first.id, version: first.version }));
    expect(back['editor']).toMatchObject({ obligation: { state: 'OPEN' }, viewerCan: { edit: { allowed: true } } });
    const second = await r.submit('a', { number: '11' });
    expect(second).toMatchObject({ id: first.id, state: 'SUBMITTED', number: 2, receipt: { number: first.receipt.number } });

    const items = [{ deliverableId: r.deliverables.province, field: 'summary', comment: '请写明参加人员' }];
    const named = { submissionId: second.id, version: second.version, reason: '总结过于简单', items };
    acts.done(await acts.returnSubmission(reviewer, { ...named, resubmitDue: '2021-05-12' }));
    const page = await acts.editor(unit, obligationId);
    expect(page).toMatchObject({
      returnSlip: { round: 1, reason: '总结过于简单' },
      due: { label: '5月28日24:00止（含当日）' },
      sections: [{ lockedFields: ['number'] }],
      viewerCan: { edit: { allowed: true }, submit: { allowed: true } },
    });
    const change = (field: string, value: string, version: number) =>
      acts.saveSubmissionDraft(unit, { obligationId, version, answers: [{ deliverableId: r.deliverables.province, field, value }] });
    expect(acts.codes(await change('number', '99', page.version))).toEqual(['FIELD_LOCKED']);
    const mended = acts.done(await change('summary', '活动十场，职工三百人参加', page.version))['editor'];
    const third = acts.done(await acts.submitSubmission(unit, { obligationId, version: mended.version }))['submission'];
    expect(third).toMatchObject({ state: 'SUBMITTED', number: 3 });
    const given = third.parts[0].answers.map(({ field, value }: { field: string; value: string }) => [field, value]);
    expect(Object.fromEntries(given)).toEqual({ summary: '活动十场，职工三百人参加', number: '11' });
    acts.done(await acts.acceptSubmission(reviewer, { submissionId: third.id, version: third.version }));
    const seen = await acts.submission(unit, third.id);
    expect(seen.state).toBe('ACCEPTED');
    expect(seen.timeline.map(({ kind, number }: { kind: string; number: number }) => [kind, number])).toEqual([
      ['SUBMITTED', 1],
      ['WITHDRAWN', 1],
      ['SUBMITTED', 2],
      ['RETURNED', 2],
      ['RESUBMITTED', 3],
      ['ACCEPTED', 3],
    ]);
  });

  test('X-08 X-09: at least 90 and at most 100 take 90 and 100 themselves, as the notice was issued', async () => {
    const w = await world();
    const fields = [{ key: 'score', label: '得分', type: 'NUMBER', required: true, min: '90', max: '100', scale: 2 }];
    const { deliverables } = await issue(w.as(await w.person(w.province, ['ISSUING_OFFICER'])), {
      title: '关于申报职工之家的通知',
      signedBy: '办公室',
      addressees: { organizationIds: [w.a, w.b].map(({ id }) => w.id('Organization', id)) },
      deliverables: [{ key: 'report', title: '申报', due: '2021-05-28', fields }],
    });
    const deliverableId = deliverables[0]!.id;
    const hand = async (place: 'a' | 'b', ...values: string[]) => {
      const client = w.as(await w.person(w[place]));
      const { obligations } = await client.ask('query($id: ID!) { obligations(deliverableId: $id, including: true) { nodes { id } } }', {
        id: deliverableId,
      });
      const obligationId = obligations.nodes[0].id;
      let { version } = acts.done(await acts.startSubmission(client, { obligationId }))['editor'];
      const outcomes = [];
      for (const value of values) {
        const answers = [{ deliverableId, field: 'score', value }];
        ({ version } = acts.done(await acts.saveSubmissionDraft(client, { obligationId, version, answers }))['editor']);
        outcomes.push(acts.codes(await acts.submitSubmission(client, { obligationId, version }))[0] ?? value);
      }
      return outcomes;
    };
    expect(await hand('a', '89.99', '90')).toEqual(['NUMBER_TOO_SMALL', '90']);
    expect(await hand('b', '100.01', '100')).toEqual(['NUMBER_TOO_LARGE', '100']);
  });
});
