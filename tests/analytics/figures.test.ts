import { describe, expect, test } from 'vitest';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { withRollup } from '../../src/domains/submissions/rollup.ts';
import type { Answers } from '../../src/kit/form.ts';
import { field, inRequest, obligationOf, plantNotice, putSubmission, type SubmissionSeed } from '../support/plant.ts';
import { world } from '../support/world.ts';

const FIGURES = /* GraphQL */ `
  query Figures($deliverable: ID!, $organization: ID, $first: Int! = 50) {
    figures(deliverableId: $deliverable, organizationId: $organization) {
      definitions {
        field
        label
        askedBy {
          shortName
        }
        formula
      }
      totals {
        field
        sum
        base
        mean
        percent
        answers
      }
      children(first: $first) {
        nodes {
          organization {
            shortName
          }
          values {
            field
            sum
            base
            mean
            percent
            answers
          }
        }
      }
    }
  }
`;

/** The province asks how many members joined and how many of the staff are members; the county asks a number of its own. */
async function asked() {
  const w = await world();
  const [officer, city, county] = await Promise.all([w.allRounder(w.province), w.allRounder(w.city), w.allRounder(w.county)]);
  const fields = [
    field({ key: 'joined', label: '新入会人数', type: 'NUMBER' }),
    field({ key: 'rate', label: '入会率', type: 'RATE' }),
    field({ key: 'text', type: 'TEXT' }),
  ];
  const top = await plantNotice(w, { by: officer, to: [w.city], deliverables: [{ audience: ['GRASSROOTS'], fields }] });
  const second = await plantNotice(w, { by: city, forwards: top, to: [w.county, w.sibling] });
  const third = await plantNotice(w, {
    by: county,
    forwards: second,
    to: [w.a, w.b, w.c],
    changes: { report: { fields: [field({ key: 'teams', label: '班组数', type: 'NUMBER' })] } },
  });
  const [root, local] = [top.deliverables['report']!, third.deliverables['report']!];
  const put = async (unit: PlantedOrganization, own: Answers, here: Answers = {}, more: Partial<SubmissionSeed> = {}) => {
    const id = await obligationOf(w, unit, root);
    await inRequest(w, officer, (ctx) =>
      withRollup(ctx, [id], () =>
        putSubmission(ctx, id, { state: 'SUBMITTED', reachedLevel: 1, at: ctx.now, answers: { [root]: own, [local]: here }, ...more }),
      ),
    );
  };
  const ask = async (organization: PlantedOrganization, more = {}) =>
    (
      await w
        .as(officer)
        .ask(FIGURES, { deliverable: w.id('Deliverable', root), organization: w.id('Organization', organization.id), ...more })
    ).figures;
  return { w, root, put, ask };
}

const rate = (numerator: string, denominator: string) => ({ numerator, denominator });

describe('figures', () => {
  test('X-12: numbers are summed and averaged, rates by their two counts, exactly', async () => {
    const { w, put, ask } = await asked();
    await put(w.a, { joined: '10.10', rate: rate('90', '100'), text: '好' }, { teams: '4' });
    await put(w.b, { joined: '0.25', rate: rate('1', '3') }, { teams: '5' });
    await put(w.c, { joined: null, rate: null });
    const province = await ask(w.province);
    expect(
      province.definitions.map((one: { label: string; askedBy: { shortName: string } }) => [one.label, one.askedBy.shortName]),
    ).toEqual([
      ['新入会人数', '河东省'],
      ['入会率', '河东省'],
    ]);
    const totals = [
      { field: 'joined', sum: '10.35', base: null, mean: '5.18', percent: null, answers: 2 },
      { field: 'rate', sum: '91', base: '103', mean: null, percent: '88.35', answers: 2 },
    ];
    expect(province.totals).toEqual(totals);
    expect(province.children.nodes).toEqual([{ organization: { shortName: '石门市' }, values: totals }]);
    const county = await ask(w.county);
    expect(county.totals).toEqual([...totals, { field: 'teams', sum: '9', base: null, mean: '4.50', percent: null, answers: 2 }]);
    expect(county.children.nodes[1]).toEqual({
      organization: { shortName: '机械厂' },
      values: [
        { field: 'joined', sum: '0.25', base: null, mean: '0.25', percent: null, answers: 1 },
        { field: 'rate', sum: '1', base: '3', mean: null, percent: '33.33', answers: 1 },
        { field: 'teams', sum: '5', base: null, mean: '5.00', percent: null, answers: 1 },
      ],
    });
  });

  test('an answer that is returned leaves the sums, and what replaces it enters them', async () => {
    const { w, put, ask } = await asked();
    const sum = async () => (await ask(w.province)).totals[0];
    await put(w.a, { joined: '7' });
    expect(await sum()).toMatchObject({ sum: '7', answers: 1 });
    await put(w.a, { joined: '7' }, {}, { state: 'RETURNED', holderId: w.a.id });
    expect(await sum()).toMatchObject({ sum: '0', answers: 0, mean: null });
    await put(w.a, { joined: '-2.5' });
    expect(await sum()).toMatchObject({ sum: '-2.5', answers: 1, mean: '-2.50' });
  });

  test('what has not come up to a body is not in its sums', async () => {
    const { w, put, ask } = await asked();
    await put(w.a, { joined: '7' }, { teams: '3' }, { reachedLevel: 3, holderId: w.county.id });
    expect((await ask(w.county)).totals.map((one: { sum: string }) => one.sum)).toEqual(['7', '0', '3']);
    expect((await ask(w.city)).totals.map((one: { sum: string }) => one.sum)).toEqual(['0', '0']);
  });
});
