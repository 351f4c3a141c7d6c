import { describe, expect, test } from 'vitest';
import type { World } from '../support/world.ts';
import { at, submit } from '../ledgers/support.ts';
import { plantNotice } from '../support/plant.ts';
import { world } from '../support/world.ts';
import { campaign, compute, handDown, mutate, readEvaluation, standard, table } from './support.ts';

/** The county goes into its sibling. */
async function merge(w: World): Promise<void> {
  const administrator = w.as(await w.allRounder(w.province));
  const { mergeOrganizations } = await administrator.ask(
    'mutation ($input: MergeOrganizationsInput!) { mergeOrganizations(input: $input) { errors { code message } } }',
    { input: { predecessorId: w.id('Organization', w.county.id), successorId: w.id('Organization', w.sibling.id), reason: '区划调整' } },
  );
  expect(mergeOrganizations.errors).toEqual([]);
}

const counties = (w: World, c: Parameters<typeof standard>[1], change: object = {}) => ({
  ...standard(w, c),
  subjectKinds: ['COUNTY_DISTRICT'],
  indicators: standard(w, c).indicators.slice(0, 2),
  ...change,
});

describe.concurrent('a county that was merged into another', () => {
  test('keeps its figures on a line of their own, which counts for the one that carries on', async () => {
    const w = await world();
    const c = await campaign(w);
    await handDown(w, c);
    await submit(w, w.a, c.entries, { at: at('2021-05-10T09:00:00') });
    await submit(w, w.b, c.entries, { at: at('2021-06-01T09:00:00') });
    await submit(w, w.siblingUnit, c.entries, { at: at('2021-05-10T09:00:00') });
    w.clock.set(at('2021-07-01T09:00:00'));
    await merge(w);
    // What comes afterwards is filed under the successor.
    const later = await plantNotice(w, {
      by: await w.allRounder(w.city),
      to: { groups: [{ kinds: ['GRASSROOTS'], scope: 'SUBTREE' }], organizationIds: [], exceptIds: [] },
      deliverables: [{ key: 'second', title: '第二次报告' }],
    });
    w.clock.set(at('2022-01-05T09:00:00'));
    const city = w.as(await w.allRounder(w.city));
    const sources = [c.entries, later.deliverables['second']!].map((id) => w.id('Deliverable', id));
    const [rate] = counties(w, c).indicators;
    const evaluation = await compute(city, counties(w, c, { indicators: [{ ...rate, deliverableIds: sources }] }));
    expect(table(evaluation)).toEqual([
      [1, '西河县总工会', '15.0000', '3/10 15.0000'],
      [null, '北原县总工会', '无数据', '0/0 无数据'],
    ]);
    const [successor] = evaluation.children.nodes;
    expect(
      successor.lines[0].sources.map((source: { title: string; predecessorName: string | null; numerator: number; denominator: number }) =>
        [source.predecessorName, source.title, source.numerator, source.denominator].join(' '),
      ),
    ).toEqual(['东山县总工会 特色建设成果 2 4', ' 特色建设成果 1 1', ' 第二次报告 0 5']);
    const names = successor.contributions.map((one: { predecessor: { name: string } | null }) => one.predecessor?.name);
    expect(names.filter((name: string | undefined) => name !== undefined)).toEqual(['东山县总工会']);
  });

  test("is a subject of its own on a roster day before that; last year's results are the same before and after", async () => {
    const w = await world();
    const c = await campaign(w);
    await handDown(w, c);
    await submit(w, w.a, c.entries, { at: at('2021-05-10T09:00:00') });
    await submit(w, w.siblingUnit, c.entries, { at: at('2021-06-10T09:00:00') });
    w.clock.set(at('2022-01-05T09:00:00'));
    const city = w.as(await w.allRounder(w.city));
    const computed = await compute(city, counties(w, c));
    const { evaluation: published } = await mutate(city, 'publishEvaluation', { evaluationId: computed.id, version: 2 });
    const before = table(published);
    expect(before).toEqual([
      [1, '西河县总工会', '50.0000', '1/1 50.0000', '0/1 0.0000'],
      [2, '东山县总工会', '20.0000', '1/4 12.5000', '1/4 7.5000'],
      [null, '北原县总工会', '无数据', '0/0 无数据', '0/0 无数据'],
    ]);
    w.clock.set(at('2022-03-01T09:00:00'));
    await merge(w);
    expect(await readEvaluation(city, computed.id)).toEqual(published);
    // Computed only now, as the tree stood then, the points are the same.
    expect(table(await compute(city, counties(w, c, { title: '复核' })))).toEqual(before);
    w.clock.set(at('2022-03-05T09:00:00'));
    expect(table(await compute(city, counties(w, c, { title: '并后', rosterDay: '2022-03-01' })))).toEqual([
      [1, '西河县总工会', '26.0000', '2/5 20.0000', '1/5 6.0000'],
      [null, '北原县总工会', '无数据', '0/0 无数据', '0/0 无数据'],
    ]);
  });
});
