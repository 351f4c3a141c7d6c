import { describe, expect, test } from 'vitest';
import { recount } from '../../src/domains/submissions/rollup.recount.ts';
import { chain, DUE, type Reporting } from '../support/reporting.ts';
import {
  acceptSubmission,
  done,
  editor,
  forwardSubmissions,
  returnSubmission,
  saveSubmissionDraft,
  submitSubmission,
  withdrawSubmission,
} from '../support/submissions.ts';
import { world } from '../support/world.ts';

type Level = 'county' | 'city' | 'province';

/** `received on time / received / expected` and the sum of the number answers, as the board of each level shows it. */
async function board(r: Reporting): Promise<Record<Level, string>> {
  const read = async (level: Level) => {
    const variables = { deliverable: r.deliverables.province, body: r.w.id('Organization', r.w[level].id) };
    const { reportingProgress: progress, figures } = await (
      await r.as(level, 'ANALYST')
    ).ask(
      `query($deliverable: ID!, $body: ID!) { reportingProgress(deliverableId: $deliverable, organizationId: $body) { rates { expected received receivedOnTime } }
         figures(deliverableId: $deliverable, organizationId: $body) { totals { field sum } } }`,
      variables,
    );
    const { expected, received, receivedOnTime } = progress.rates;
    return `${receivedOnTime}/${received}/${expected} ${figures.totals.find(({ field }: { field: string }) => field === 'number').sum}`;
  };
  const [county, city, province] = await Promise.all([read('county'), read('city'), read('province')]);
  return { county, city, province };
}

const absent = (r: Reporting, places: readonly ('b' | 'c' | 'd')[]) =>
  places.map((place) => ({ organizationId: r.w.id('Organization', r.w[place].id), reason: '停产' }));

describe.concurrent('what the acts do to the figures', () => {
  test('X-12: DIRECT counts at every level at once; a return takes it out, its answer puts it back on time', async () => {
    const w = await world();
    const r = await chain(w, { route: 'DIRECT' });
    const none = '0/0/4 0';
    expect(await board(r)).toEqual({ county: none, city: none, province: none });
    const { id, version } = await r.submit('a', { summary: '活动', number: '12' });
    const one = '1/1/4 12';
    expect(await board(r)).toEqual({ county: one, city: one, province: one });
    w.clock.set('2021-05-28T12:00:00+08:00');
    const reviewer = await r.as('province', 'REVIEWER');
    done(await returnSubmission(reviewer, { submissionId: id, version, reason: '请核' }));
    expect(await board(r)).toEqual({ county: none, city: none, province: none });
    w.clock.set('2021-05-31T12:00:00+08:00');
    const page = await editor(await r.as('a'), await r.obligation('a'));
    const answers = [{ deliverableId: r.deliverables.province, field: 'number', value: '20' }];
    const saved = done(
      await saveSubmissionDraft(await r.as('a'), { obligationId: await r.obligation('a'), version: page.version, answers }),
    );
    const again = done(
      await submitSubmission(await r.as('a'), { obligationId: await r.obligation('a'), version: saved['editor'].version }),
    );
    const mended = '1/1/4 20';
    expect(await board(r)).toEqual({ county: mended, city: mended, province: mended });
    done(await acceptSubmission(reviewer, { submissionId: id, version: again['submission'].version }));
    expect(await board(r)).toEqual({ county: mended, city: mended, province: mended });
    expect(await w.asSystem(({ db }) => recount(db, w.federationId))).toEqual([]);
  });

  test('LEVEL_BY_LEVEL counts where it has come to, each level on time by its own due', async () => {
    const w = await world();
    const r = await chain(w, {}, { county: { dueAt: '2021-05-21T00:00:00+08:00' } });
    w.clock.set('2021-05-21T09:00:00+08:00');
    const { id } = await r.submit('a', { summary: '活动', number: '12' }); // late for the county alone
    const none = '0/0/4 0';
    expect(await board(r)).toEqual({ county: '0/1/4 12', city: none, province: none });
    const [county, city] = [await r.as('county', 'REVIEWER'), await r.as('city', 'REVIEWER')];
    done(await acceptSubmission(county, { submissionId: id, version: 1 }));
    done(await forwardSubmissions(county, { deliverableId: r.deliverables.county, absent: absent(r, ['b', 'c', 'd']) }));
    expect(await board(r)).toEqual({ county: '0/1/4 12', city: '1/1/4 12', province: none });
    w.clock.set(DUE);
    done(await acceptSubmission(city, { submissionId: id, version: 3 }));
    done(await forwardSubmissions(city, { deliverableId: r.deliverables.city }));
    expect(await board(r)).toEqual({ county: '0/1/4 12', city: '1/1/4 12', province: '0/1/4 12' });
    const toCity = w.id('Organization', w.city.id);
    done(
      await returnSubmission(await r.as('province', 'REVIEWER'), {
        submissionId: id,
        version: 5,
        reason: '请核',
        toOrganizationId: toCity,
      }),
    );
    expect(await board(r)).toEqual({ county: '0/1/4 12', city: '1/1/4 12', province: none });
    expect(await w.asSystem(({ db }) => recount(db, w.federationId))).toEqual([]);
  });

  test('taken back it counts nowhere; nothing to report counts as a report without a number', async () => {
    const w = await world();
    const r = await chain(w, { route: 'DIRECT' });
    const { id, version } = await r.submit('a', { summary: '活动', number: '12' });
    const { editor: page } = done(await withdrawSubmission(await r.as('a'), { submissionId: id, version }));
    const none = '0/0/4 0';
    expect(await board(r)).toEqual({ county: none, city: none, province: none });
    done(await submitSubmission(await r.as('a'), { obligationId: await r.obligation('a'), version: page.version, nil: true }));
    const nil = '1/1/4 0';
    expect(await board(r)).toEqual({ county: nil, city: nil, province: nil });
    expect(await w.asSystem(({ db }) => recount(db, w.federationId))).toEqual([]);
  });

  test('the desk that sends up shows the rates of its board, and finds its batches again by their ids', async () => {
    const w = await world();
    const r = await chain(w);
    const { id, version } = await r.submit('a');
    const county = await r.as('county', 'REVIEWER');
    done(await acceptSubmission(county, { submissionId: id, version }));
    const batch = done(await forwardSubmissions(county, { deliverableId: r.deliverables.county, absent: absent(r, ['b', 'c', 'd']) }))[
      'consolidation'
    ];
    const desk = await county.ask(
      `query($id: ID!) { consolidation(deliverableId: $id) { asOf rates { expected received receivedOnTime reportingRate { percent } } } }`,
      { id: r.deliverables.county },
    );
    expect(desk.consolidation).toEqual({
      asOf: '2021-05-06T01:00:00.000Z',
      rates: { expected: 4, received: 1, receivedOnTime: 1, reportingRate: { percent: '25.00' } },
    });
    const node = `query($id: ID!) { node(id: $id) { id ... on Consolidation { number } ... on Submission { number } } }`;
    for (const found of [batch.id, id])
      expect((await (await r.as('city', 'ANALYST')).ask(node, { id: found })).node).toEqual({ id: found, number: 1 });
    expect((await (await r.as('sibling', 'ANALYST')).ask(node, { id: batch.id })).node).toBeNull();
  });
});
