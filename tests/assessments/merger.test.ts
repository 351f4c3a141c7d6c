import { expect, test } from 'vitest';
import { mergeOrganizations } from '../federation/operations.ts';
import * as judging from '../support/judging.ts';
import { codes, done } from '../support/submissions.ts';
import { world } from '../support/world.ts';

test('a round goes on with the body into which its organiser was merged; who works for whom a unit went into is recused', async () => {
  const w = await world({ at: '2021-06-15T09:00:00+08:00' });
  const [officer, heir] = [await w.person(w.county, ['ISSUING_OFFICER']), await w.person(w.sibling, ['ISSUING_OFFICER'])];
  const [judge, neighbour] = [await w.person(w.otherCounty), await w.person(w.c)];
  const root = await judging.plantAccepted(w, officer, [await w.person(w.a), await w.person(w.b)]);
  const panel = await judging.assigned(w, officer, root, [judge, neighbour]);
  await judging.opened(panel);
  expect(await judging.judgingRound(w.as(heir), panel.id)).toBeNull();
  expect((await judging.queue(w.as(neighbour)))['judgeAssignments'].counts.assigned).toBe(2);

  const administrator = w.as(await w.person(w.province, ['ADMINISTRATOR']));
  const into = (predecessor: string, successor: string) =>
    mergeOrganizations(administrator, {
      predecessorId: w.id('Organization', predecessor),
      successorId: w.id('Organization', successor),
      reason: '区划调整',
    });
  expect((await into(w.a.id, w.c.id)).errors).toEqual([]);
  const left = (await judging.queue(w.as(neighbour)))['judgeAssignments'];
  expect(left.nodes.map(({ unitName }: { unitName: string }) => unitName)).toEqual([w.b.name]);

  expect((await into(w.county.id, w.sibling.id)).errors).toEqual([]);
  for (const { id } of (await judging.queue(w.as(judge)))['judgeAssignments'].nodes) done(await judging.give(w.as(judge), id, '90'));
  for (const { id } of left.nodes) done(await judging.give(w.as(neighbour), id, '80'));
  const inherited = { client: w.as(heir), id: panel.id };
  expect(codes(await judging.closed(inherited))).toEqual(['REASON_REQUIRED']);
  const { judgingRound } = done(await judging.closed(inherited, '合并后结束'));
  expect(judgingRound.results.nodes).toMatchObject([
    { state: 'UNDER_COVERED', score: null },
    { state: 'SCORED', score: '85' },
  ]);
});
