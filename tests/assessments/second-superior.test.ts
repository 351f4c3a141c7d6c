import { expect, test } from 'vitest';
import { affiliateOrganization } from '../federation/operations.ts';
import * as judging from '../support/judging.ts';
import { field } from '../support/plant.ts';
import { done } from '../support/submissions.ts';
import { world } from '../support/world.ts';

test('an industry union has judged what a unit bound to it handed in, though the unit stands out of its range', async () => {
  const w = await world({ at: '2021-06-15T09:00:00+08:00' });
  const bond = { organizationId: w.id('Organization', w.b.id), bodyId: w.id('Organization', w.industry.id), kind: 'INDUSTRY' };
  expect((await affiliateOrganization(w.as(await w.person(w.province, ['ADMINISTRATOR'])), bond)).errors).toEqual([]);
  const officer = await w.person(w.industry, ['ISSUING_OFFICER']);
  const [colleague, outsider, county] = [await w.person(w.industry), await w.person(w.otherCity), await w.person(w.county)];
  const root = await judging.plantAccepted(w, officer, [await w.person(w.b)], [field({ key: 'title', type: 'TEXT', label: '名称' })]);
  // The unit's county is on its line; the organiser's own people are not, though the unit is bound to them.
  const panel = await judging.assigned(w, officer, root, [colleague, outsider, county], { marksRequired: 2 });
  const round = await judging.opened(panel);
  expect(round.judges.map(({ name, assigned, recused }: Record<string, unknown>) => [name, assigned, recused])).toEqual([
    [colleague.name, 1, 0],
    [null, 1, 0],
    [null, 0, 1],
  ]);
  const [copy] = (await judging.queue(w.as(outsider)))['judgeAssignments'].nodes;
  expect(copy).toMatchObject({ unitName: w.b.name, title: '机械厂的成果', answers: [{ field: 'title', value: '机械厂的成果' }] });
  done(await judging.give(w.as(outsider), copy.id, '88'));
  const [other] = (await judging.queue(w.as(colleague)))['judgeAssignments'].nodes;
  done(await judging.give(w.as(colleague), other.id, '90'));
  const { judgingRound } = done(await judging.closed(panel));
  expect(judgingRound.results.nodes).toMatchObject([{ organization: { name: w.b.name }, state: 'SCORED', score: '89' }]);
});
