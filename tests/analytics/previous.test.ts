import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { chain, type Reporting } from '../support/reporting.ts';
import { acceptSubmission, done } from '../support/submissions.ts';
import { type World, world } from '../support/world.ts';

const BOARD = `query($id: ID!) {
  reportingProgress(deliverableId: $id) { rates { reportingRate { percent } } previous { rates { expected received receivedOnTime reportingRate { percent } } reportingRateChange onTimeRateChange }
    children(first: 9) { nodes { organization { shortName } previous { rates { expected received } reportingRateChange } } } }
  figures(deliverableId: $id) { totals { field sum previous { answers sum change } } children(first: 9) { nodes { organization { shortName } values { field previous { sum change } } } } } }`;

/** What the units hand in to their county, which is asked by the city and the province. */
async function reported(w: World, numbers: Readonly<Partial<Record<'a' | 'b' | 'c' | 'd', string>>>): Promise<Reporting> {
  const r = await chain(w, { route: 'DIRECT', dueAt: `${w.clock.now().getUTCFullYear()}-05-29T00:00:00+08:00` });
  for (const [unit, number] of Object.entries(numbers) as ['a', string][]) await r.submit(unit, { summary: '活动', number });
  return r;
}

/** Names the notice of the time before in that of now, as copying it does. */
const link = (w: World, now: Reporting, then: Reporting) =>
  w.asSystem(({ db }) =>
    sql`
      update notice n set previous_id = p.notice_id from deliverable d, deliverable p where d.id = ${now.root} and p.id = ${then.root} and n.id = d.notice_id`.execute(
      db,
    ),
  );

test('figures and rates stand beside those of the same notice of the year before; what has no data is not zero', async () => {
  const w = await world({ at: '2020-05-06T09:00:00+08:00' });
  const then = await reported(w, { a: '10', b: '5' });
  w.clock.set('2021-05-06T09:00:00+08:00');
  const now = await reported(w, { a: '12', b: '6', c: '1' });
  const seen = async () => (await now.as('county', 'ANALYST')).ask(BOARD, { id: now.deliverables.province });
  const without = await seen();
  expect(without.reportingProgress.previous).toBeNull();
  expect(without.figures.totals[0].previous).toBeNull();

  await link(w, now, then);
  const { reportingProgress, figures } = await seen();
  expect(reportingProgress.previous).toEqual({
    rates: { expected: 4, received: 2, receivedOnTime: 2, reportingRate: { percent: '50.00' } },
    reportingRateChange: '25.00',
    onTimeRateChange: '25.00',
  });
  const lines = reportingProgress.children.nodes.map((line: { organization: { shortName: string }; previous: { rates: unknown } }) => [
    line.organization.shortName,
    line.previous.rates,
  ]);
  expect(lines).toEqual([
    ['第一纺织厂', { expected: 1, received: 1 }],
    ['机械厂', { expected: 1, received: 1 }],
    ['县医院', { expected: 1, received: 0 }],
    ['供水公司', { expected: 1, received: 0 }],
  ]);
  expect(figures.totals).toEqual([{ field: 'number', sum: '19', previous: { answers: 2, sum: '15', change: '4' } }]);
  expect(figures.children.nodes.map(({ values }: { values: { previous: unknown }[] }) => values[0]!.previous)).toEqual([
    { sum: '10', change: '2' },
    { sum: '5', change: '1' },
    null,
    null,
  ]);
});

test('of a body that was merged into another, the successor is compared with both', async () => {
  const w = await world({ at: '2020-05-06T09:00:00+08:00' });
  const then = await reported(w, { a: '10', b: '5' });
  const reviewer = await then.as('province', 'REVIEWER');
  const { submissions } = await reviewer.ask('{ submissions(first: 9) { nodes { id version } } }');
  for (const { id, version } of submissions.nodes) done(await acceptSubmission(reviewer, { submissionId: id, version }));
  w.clock.set('2021-01-06T09:00:00+08:00');
  const administrator = w.as(await w.person(w.county, ['ADMINISTRATOR']));
  const versions = await w.asSystem(
    async ({ db }) => (await sql<{ version: number }>`select version from organization where id = ${w.b.id}`.execute(db)).rows,
  );
  expect(versions).toHaveLength(1);
  const merged = await administrator.ask(
    'mutation($input: MergeOrganizationsInput!) { mergeOrganizations(input: $input) { errors { code message } } }',
    {
      input: { predecessorId: w.id('Organization', w.b.id), successorId: w.id('Organization', w.a.id), reason: '企业合并' },
    },
  );
  expect(merged.mergeOrganizations.errors).toEqual([]);
  w.clock.set('2021-05-06T09:00:00+08:00');
  const now = await reported(w, { a: '18' });
  await link(w, now, then);
  const { figures, reportingProgress } = await (await now.as('county', 'ANALYST')).ask(BOARD, { id: now.deliverables.province });
  expect(figures.totals[0]).toEqual({ field: 'number', sum: '18', previous: { answers: 2, sum: '15', change: '3' } });
  expect(figures.children.nodes[0]).toEqual({
    organization: { shortName: '第一纺织厂' },
    values: [{ field: 'number', previous: { sum: '15', change: '3' } }],
  });
  expect(reportingProgress.children.nodes[0].previous.rates).toEqual({ expected: 2, received: 2 });
});
