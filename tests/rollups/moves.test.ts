import { describe, expect, test } from 'vitest';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { fold } from '../../src/domains/submissions/rollup.fold.ts';
import { recount } from '../../src/domains/submissions/rollup.recount.ts';
import { withRollup } from '../../src/domains/submissions/rollup.ts';
import { field, inRequest, obligationOf, plantNotice, putSubmission } from '../support/plant.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const MOVE = /* GraphQL */ `
  mutation ($input: MoveOrganizationInput!) {
    moveOrganization(input: $input) {
      errors {
        code
        message
      }
    }
  }
`;
const MERGE = /* GraphQL */ `
  mutation ($input: MergeOrganizationsInput!) {
    mergeOrganizations(input: $input) {
      errors {
        code
        message
      }
    }
  }
`;
const BOARD = /* GraphQL */ `
  query ($deliverable: ID!, $organization: ID!) {
    reportingProgress(deliverableId: $deliverable, organizationId: $organization) {
      rates {
        expected
        received
        receivedOnTime
      }
      children(first: 50) {
        nodes {
          organization {
            shortName
            status
          }
          rates {
            expected
            received
            receivedOnTime
          }
        }
      }
    }
    figures(deliverableId: $deliverable, organizationId: $organization) {
      totals {
        sum
        answers
      }
    }
  }
`;

const DUE = '2021-05-29T00:00:00+08:00';

/** Every level between hands the report on; a has handed in before anything is moved. */
async function asked() {
  const w = await world({ at: '2021-05-06T09:00:00+08:00' });
  const [officer, city, county] = await Promise.all([w.allRounder(w.province), w.allRounder(w.city), w.allRounder(w.county)]);
  const fields = [field({ key: 'count', type: 'NUMBER' })];
  const top = await plantNotice(w, {
    by: officer,
    to: [w.city],
    deliverables: [{ audience: ['GRASSROOTS'], fields, dueAt: DUE, route: 'LEVEL_BY_LEVEL' }],
  });
  const second = await plantNotice(w, {
    by: city,
    forwards: top,
    to: [w.county, w.sibling],
    changes: { report: { dueAt: '2021-05-20T00:00:00+08:00' } },
  });
  await plantNotice(w, {
    by: county,
    forwards: second,
    to: [w.a, w.b, w.c],
    changes: { report: { dueAt: '2021-05-10T00:00:00+08:00', fields } },
  });
  const root = top.deliverables['report']!;
  const put = async (
    by: TestPerson,
    unit: PlantedOrganization,
    reachedLevel: number,
    holder: PlantedOrganization,
    count: string,
    at: string,
  ) => {
    const id = await obligationOf(w, unit, root);
    const seed = { state: 'SUBMITTED', reachedLevel, holderId: holder.id, at: new Date(at), answers: { [root]: { count } } } as const;
    await inRequest(w, by, (ctx) => withRollup(ctx, [id], () => putSubmission(ctx, id, seed)));
  };
  await put(officer, w.a, 1, w.province, '3', '2021-05-08T00:00:00+08:00');
  w.clock.set('2021-05-12T09:00:00+08:00');
  const board = async (by: TestPerson, organization: PlantedOrganization) =>
    w.as(by).ask(BOARD, { deliverable: w.id('Deliverable', root), organization: w.id('Organization', organization.id) });
  return { w, officer, city, root, put, board };
}

const right = async (w: World) => expect(await w.asSystem(({ db }) => recount(db, w.federationId))).toEqual([]);
const rates = (expected: number, received: number, receivedOnTime: number) => ({ expected, received, receivedOnTime });
const line = (shortName: string, of: ReturnType<typeof rates>, status = 'ACTIVE') => ({ organization: { shortName, status }, rates: of });

describe('figures stay where they were filed', () => {
  test('a county merged into another keeps its line, and what its units hand in later still counts there', async () => {
    const { w, officer, city, put, board } = await asked();
    const before = await board(city, w.city);
    expect(before.reportingProgress).toEqual({ rates: rates(3, 1, 1), children: { nodes: [line('东山县', rates(3, 1, 1))] } });
    const input = {
      predecessorId: w.id('Organization', w.county.id),
      successorId: w.id('Organization', w.sibling.id),
      reason: '行政区划调整',
    };
    expect((await w.as(officer).ask(MERGE, { input })).mergeOrganizations.errors).toEqual([]);
    const after = await board(city, w.city);
    expect(after.reportingProgress.children.nodes).toEqual([line('东山县', rates(3, 1, 1), 'DISSOLVED')]);
    expect({ ...after, reportingProgress: after.reportingProgress.rates }).toEqual({
      ...before,
      reportingProgress: before.reportingProgress.rates,
    });
    expect((await board(city, w.sibling)).reportingProgress.rates).toEqual(rates(0, 0, 0));
    await right(w);
    // b stands under the successor now; late for its former county, in time for the city.
    await put(officer, w.b, 2, w.city, '4', '2021-05-12T09:00:00+08:00');
    const later = await board(city, w.city);
    expect(later).toMatchObject({
      reportingProgress: { rates: rates(3, 2, 2), children: { nodes: [line('东山县', rates(3, 2, 1), 'DISSOLVED')] } },
      figures: { totals: [{ sum: '7', answers: 2 }] },
    });
    await right(w);
    await fold(w.orm.em, w.federationId);
    expect(await board(city, w.city)).toEqual(later);
    await right(w);
  });

  test('a county put under another city takes nothing along: its former city counts it, exactly, and the new one does not', async () => {
    const { w, officer, city, put, board } = await asked();
    const otherCity = await w.allRounder(w.otherCity);
    const { rows } = await w.asSystem(({ db }) =>
      db
        .selectFrom('organization')
        .select('version')
        .where('id', '=', w.county.id)
        .execute()
        .then((found) => ({ rows: found })),
    );
    const input = {
      organizationId: w.id('Organization', w.county.id),
      parentId: w.id('Organization', w.otherCity.id),
      version: rows[0]!.version,
      reason: '区划调整',
    };
    expect((await w.as(officer).ask(MOVE, { input })).moveOrganization.errors).toEqual([]);
    await put(officer, w.b, 2, w.city, '4', '2021-05-12T09:00:00+08:00');
    await put(otherCity, w.c, 2, w.city, '5', '2021-05-12T10:00:00+08:00');
    // Not folded yet, and the units stand out of the former city's sight.
    expect(await board(city, w.city)).toMatchObject({
      reportingProgress: { rates: rates(3, 3, 3) },
      figures: { totals: [{ sum: '12', answers: 3 }] },
    });
    expect(await board(officer, w.otherCity)).toMatchObject({ reportingProgress: { rates: rates(0, 0, 0), children: { nodes: [] } } });
    expect(await board(officer, w.province)).toMatchObject({
      reportingProgress: { rates: rates(3, 1, 1), children: { nodes: [line('石门市', rates(3, 3, 3))] } },
    });
    await right(w);
    await fold(w.orm.em, w.federationId);
    expect(await board(city, w.city)).toMatchObject({ reportingProgress: { rates: rates(3, 3, 3) } });
    await right(w);
  });
});
