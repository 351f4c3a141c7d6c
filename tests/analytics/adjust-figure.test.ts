import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { digestOf } from '../support/digest.ts';
import { field } from '../support/plant.ts';
import { chain, type Reporting } from '../support/reporting.ts';
import { acceptSubmission, codes, done, forwardSubmissions, returnSubmission } from '../support/submissions.ts';
import { type World, world } from '../support/world.ts';

const VALUES = 'field sum adjustment { value original isStale note adjustedBy { shortName } adjustedAt }';
const FIGURES = `query($id: ID!) { figures(deliverableId: $id) { totals { ${VALUES} } children(first: 50) { nodes { organization { shortName } values { ${VALUES} } } } } }`;

const act = async (client: Client, name: 'adjustFigure' | 'withdrawFigureAdjustment', input: object) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation($input: ${type}!) { ${name}(input: $input) { errors { code message path } figures { totals { ${VALUES} } } } }`;
  return (await client.ask(document, { input }))[name];
};

type Value = { field: string; sum: string; adjustment: Record<string, unknown> | null };
const numberOf = (values: readonly Value[]) => values.find((value) => value.field === 'number')!;

/** Units a (12) and b (8.5) have handed in, the county and the city have passed both on. */
async function summed(w: World) {
  const r = await chain(w, { fields: [field({ key: 'summary', type: 'TEXT' }), field({ key: 'number', type: 'NUMBER', scale: 1 })] });
  const [a] = [await r.submit('a', { number: '12' }), await r.submit('b', { number: '8.5' })];
  return { r, a };
}

const seenBy = async (r: Reporting, place: 'county' | 'city' | 'province') =>
  (await (await r.as(place, 'ANALYST')).ask(FIGURES, { id: r.deliverables.province })).figures;

async function passOn(r: Reporting, w: World): Promise<void> {
  for (const level of ['county', 'city'] as const) {
    const reviewer = await r.as(level, 'REVIEWER');
    const { reviewQueue } = await reviewer.ask(
      'query($id: ID!) { reviewQueue(deliverableId: $id) { items(first: 9) { nodes { id version } } } }',
      {
        id: r.deliverables.province,
      },
    );
    for (const { id, version } of reviewQueue.items.nodes) done(await acceptSubmission(reviewer, { submissionId: id, version }));
    const absent =
      level === 'county' ? (['c', 'd'] as const).map((unit) => ({ organizationId: w.id('Organization', w[unit].id), reason: '停产' })) : [];
    done(await forwardSubmissions(reviewer, { deliverableId: r.deliverables.province, absent }));
  }
}

describe.concurrent('a figure that a level adjusts', () => {
  test('keeps its sum beside; the levels above read both, level by level, and no sum changes', async () => {
    const w = await world();
    const { r } = await summed(w);
    await passOn(r, w);
    const county = await r.as('county', 'REVIEWER');
    const input = { deliverableId: r.deliverables.province, field: 'number', value: '19.5', note: '机械厂重复计入1人' };
    const answer = await act(county, 'adjustFigure', input);
    expect(answer.errors).toEqual([]);
    const adjustment = {
      value: '19.5',
      original: '20.5',
      isStale: false,
      note: '机械厂重复计入1人',
      adjustedBy: { shortName: '东山县' },
      adjustedAt: w.clock.now().toISOString(),
    };
    expect(numberOf(answer.figures.totals)).toEqual({ field: 'number', sum: '20.5', adjustment });
    const city = await seenBy(r, 'city');
    expect(numberOf(city.totals)).toEqual({ field: 'number', sum: '20.5', adjustment: null });
    expect(city.children.nodes[0].organization.shortName).toBe('东山县');
    expect(numberOf(city.children.nodes[0].values)).toEqual({ field: 'number', sum: '20.5', adjustment });
    const reviewer = await r.as('city', 'REVIEWER');
    expect((await act(reviewer, 'adjustFigure', { ...input, value: '19', note: '取整' })).errors).toEqual([]);
    const province = await seenBy(r, 'province');
    expect(numberOf(province.totals)).toMatchObject({ sum: '20.5', adjustment: null });
    expect(numberOf(province.children.nodes[0].values)).toMatchObject({
      sum: '20.5',
      adjustment: { value: '19', adjustedBy: { shortName: '石门市' } },
    });
  });

  test('a later one stands in its place, one that is taken back is gone, and all of them are kept', async () => {
    const w = await world();
    const { r } = await summed(w);
    const county = await r.as('county', 'REVIEWER');
    const at = { deliverableId: r.deliverables.province, field: 'number' };
    await act(county, 'adjustFigure', { ...at, value: '19', note: '一' });
    w.clock.advance(1000);
    await act(county, 'adjustFigure', { ...at, value: '18', note: '二' });
    expect(numberOf((await seenBy(r, 'county')).totals).adjustment).toMatchObject({ value: '18', note: '二' });
    w.clock.advance(1000);
    expect((await act(county, 'withdrawFigureAdjustment', { ...at, note: '核对无误' })).errors).toEqual([]);
    expect(numberOf((await seenBy(r, 'county')).totals).adjustment).toBeNull();
    expect((await act(county, 'withdrawFigureAdjustment', { ...at, note: '再撤' })).errors).toMatchObject([{ code: 'NOT_ADJUSTED' }]);
    const rows = await w.asSystem(
      async ({ db }) => (await sql<{ value: string | null }>`select value from figure_adjustment order by adjusted_at`.execute(db)).rows,
    );
    expect(rows.map(({ value }) => value)).toEqual(['19', '18', null]);
  });

  test('is marked when the sum has changed since', async () => {
    const w = await world();
    const { r, a } = await summed(w);
    const county = await r.as('county', 'REVIEWER');
    await act(county, 'adjustFigure', { deliverableId: r.deliverables.province, field: 'number', value: '19', note: '核减' });
    done(await returnSubmission(county, { submissionId: a.id, version: a.version, reason: '请核对' }));
    expect(numberOf((await seenBy(r, 'county')).totals)).toMatchObject({
      sum: '8.5',
      adjustment: { value: '19', original: '20.5', isStale: true },
    });
    expect(numberOf((await seenBy(r, 'city')).children.nodes[0].values)).toMatchObject({ adjustment: { isStale: true } });
  });

  test('bad input is refused and changes nothing', async () => {
    const w = await world();
    const { r } = await summed(w);
    const [county, unit, analyst] = [
      await r.as('county', 'REVIEWER'),
      w.as(await w.person(w.a, ['REVIEWER'])),
      await r.as('county', 'ANALYST'),
    ];
    const sibling = w.as(await w.person(w.sibling, ['REVIEWER']));
    const input = { deliverableId: r.deliverables.province, field: 'number', value: '19', note: '核减' };
    const before = await digestOf(w.federationId);
    const refused = async (client: Client, more: object) => codes(await act(client, 'adjustFigure', { ...input, ...more }));
    expect(await refused(county, { field: 'summary' })).toEqual(['NOT_A_NUMBER']);
    expect(await refused(county, { field: 'unknown' })).toEqual(['NOT_FOUND']);
    expect(await refused(county, { value: '19.25' })).toEqual(['TOO_PRECISE']);
    expect(await refused(county, { value: '十九' })).toEqual(['INVALID_NUMBER']);
    expect(await refused(county, { note: ' ' })).toEqual(['TOO_SMALL']);
    expect(await refused(unit, {})).toEqual(['NOT_IN_CHAIN']);
    expect(await refused(sibling, {})).toEqual(['NOT_FOUND']);
    const { errors } = await analyst.execute(`mutation($input: AdjustFigureInput!) { adjustFigure(input: $input) { errors { code } } }`, {
      input,
    });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await digestOf(w.federationId)).toEqual(before);
  });
});
