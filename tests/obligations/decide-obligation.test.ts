import { describe, expect, test } from 'vitest';
import { obligationOf, plantNotice } from '../support/plant.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const OBLIGATION = /* GraphQL */ `
  query ($id: ID!) {
    obligation(id: $id) {
      version
      state
      stateLabel
      lamp
      lampReason
      closesAt
      due {
        label
        closesAt
        daysLeft
        isPast
      }
      events {
        kind
        label
        reason
        decidedBy {
          shortName
        }
        due {
          label
        }
        happenedAt
      }
      viewerCan {
        start {
          allowed
          code
        }
        waive {
          allowed
          code
        }
        reopen {
          allowed
          code
        }
      }
    }
  }
`;
const WAIVE = /* GraphQL */ `
  mutation ($input: WaiveObligationInput!) {
    waiveObligation(input: $input) {
      obligation {
        state
        version
      }
      errors {
        code
        message
        path
      }
    }
  }
`;
const REOPEN = /* GraphQL */ `
  mutation ($input: ReopenObligationInput!) {
    reopenObligation(input: $input) {
      obligation {
        state
        version
      }
      errors {
        code
        message
        path
      }
    }
  }
`;
const RATES = /* GraphQL */ `
  query ($deliverable: ID!) {
    reportingProgress(deliverableId: $deliverable) {
      rates {
        expected
      }
      byState {
        state
        count
      }
    }
  }
`;

/** The province asks a's county's units through the city: `officer` opens doors, `hop` stands between. */
async function asked(at = '2021-05-29T00:00:00+08:00') {
  const w = await world({ at: '2021-05-06T09:00:00+08:00' });
  const [officer, hop, unit] = await Promise.all([w.allRounder(w.province), w.allRounder(w.city), w.allRounder(w.a)]);
  const top = await plantNotice(w, {
    by: officer,
    to: [w.city],
    deliverables: [{ audience: ['GRASSROOTS'], dueAt: '2021-05-29T00:00:00+08:00' }],
  });
  await plantNotice(w, { by: hop, forwards: top, to: [w.a, w.b] });
  w.clock.set(at);
  const root = top.deliverables['report']!;
  const id = w.id('Obligation', await obligationOf(w, w.a, root));
  return { w, officer, hop, unit, id, root };
}

const seen = async (w: World, by: TestPerson, id: string) => (await w.as(by).ask(OBLIGATION, { id })).obligation;
const reason = '材料在途，经省总研究同意';

describe('reopenObligation', () => {
  test('C-05: opened for one unit by name, with a reason and a new due; it keeps its mark of being late', async () => {
    const { w, officer, unit, id } = await asked();
    expect(await seen(w, unit, id)).toMatchObject({
      lamp: 'RED',
      due: { isPast: true },
      viewerCan: { start: { allowed: false, code: 'CLOSED' } },
    });
    const { reopenObligation } = await w.as(officer).ask(REOPEN, { input: { obligationId: id, version: 1, reason, due: '2021-06-02' } });
    expect(reopenObligation).toEqual({ obligation: { state: 'OPEN', version: 2 }, errors: [] });
    expect(await seen(w, unit, id)).toMatchObject({
      lamp: 'BLUE',
      due: { label: '6月2日24:00止（含当日）', closesAt: '2021-06-02T16:00:00.000Z', daysLeft: 4, isPast: false },
      events: [
        {
          kind: 'REOPENED',
          label: '重新开放',
          reason,
          decidedBy: { shortName: '河东省' },
          due: { label: '6月2日24:00止（含当日）' },
          happenedAt: '2021-05-28T16:00:00.000Z',
        },
      ],
      viewerCan: { start: { allowed: true, code: null } },
    });
    w.clock.set('2021-06-03T00:00:00+08:00');
    expect(await seen(w, unit, id)).toMatchObject({ lamp: 'RED', viewerCan: { start: { allowed: false, code: 'CLOSED' } } });
  });

  test('C-05: a hop between may not open the door of the body that asked; the button says so before', async () => {
    const { w, hop, id } = await asked();
    expect((await seen(w, hop, id)).viewerCan).toMatchObject({
      waive: { allowed: false, code: 'NOT_ASKER' },
      reopen: { allowed: false, code: 'NOT_ASKER' },
    });
    const { reopenObligation } = await w.as(hop).ask(REOPEN, { input: { obligationId: id, version: 1, reason, due: '2021-06-02' } });
    expect(reopenObligation).toEqual({
      obligation: null,
      errors: [{ code: 'NOT_ASKER', message: '只有最初发文的单位可以办理', path: ['input', 'obligationId'] }],
    });
    expect(await seen(w, hop, id)).toMatchObject({ version: 1, events: [] });
  });

  test('refuses a day that has passed, a stale version, a reason of blanks, an id out of reach', async () => {
    const { w, officer, id } = await asked();
    const errors = async (input: object) =>
      (await w.as(officer).ask(REOPEN, { input: { obligationId: id, version: 1, reason, due: '2021-06-02', ...input } })).reopenObligation
        .errors;
    expect(await errors({ due: '2021-05-28' })).toEqual([{ code: 'DUE_IN_PAST', message: '新的截止日期已过', path: ['input', 'due'] }]);
    expect(await errors({ due: '2021-02-30' })).toMatchObject([{ code: 'INVALID_DATE', path: ['input', 'due'] }]);
    expect(await errors({ version: 7 })).toMatchObject([{ code: 'STALE_VERSION', path: ['input', 'version'] }]);
    expect(await errors({ reason: '  ' })).toMatchObject([{ path: ['input', 'reason'] }]);
    expect(await errors({ obligationId: w.id('Obligation', crypto.randomUUID()) })).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'obligationId'] },
    ]);
    const other = await asked();
    expect(await errors({ obligationId: other.id })).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'obligationId'] }]);
    expect(await seen(w, officer, id)).toMatchObject({ version: 1, events: [] });
  });
});

describe('waiveObligation', () => {
  test('lets one unit off with a reason: it is not expected any more, and can be asked again', async () => {
    const { w, officer, unit, id, root } = await asked('2021-05-20T00:00:00+08:00');
    const deliverable = w.id('Deliverable', root);
    expect((await w.as(officer).ask(RATES, { deliverable })).reportingProgress).toEqual({
      rates: { expected: 2 },
      byState: [{ state: 'OPEN', count: 2 }],
    });
    const { waiveObligation } = await w.as(officer).ask(WAIVE, { input: { obligationId: id, version: 1, reason } });
    expect(waiveObligation).toEqual({ obligation: { state: 'WAIVED', version: 2 }, errors: [] });
    expect((await w.as(officer).ask(RATES, { deliverable })).reportingProgress).toEqual({
      rates: { expected: 1 },
      byState: [
        { state: 'OPEN', count: 1 },
        { state: 'WAIVED', count: 1 },
      ],
    });
    expect(await seen(w, unit, id)).toMatchObject({
      stateLabel: '免予报送',
      lamp: 'GREY',
      viewerCan: { start: { allowed: false, code: 'WRONG_STATE' } },
    });
    const again = await w.as(officer).ask(WAIVE, { input: { obligationId: id, version: 2, reason } });
    expect(again.waiveObligation.errors).toMatchObject([{ code: 'WRONG_STATE' }]);
    await w.as(officer).ask(REOPEN, { input: { obligationId: id, version: 2, reason, due: '2021-05-28' } });
    expect((await w.as(officer).ask(RATES, { deliverable })).reportingProgress.rates).toEqual({ expected: 2 });
  });

  test('is not for who may only review or report', async () => {
    const { w, id } = await asked();
    for (const role of ['REVIEWER', 'REPORTER', 'ANALYST', 'ADMINISTRATOR'] as const) {
      const { data, errors } = await w
        .as(await w.person(w.province, [role]))
        .execute(WAIVE, { input: { obligationId: id, version: 1, reason } });
      expect([role, data, errors![0]!.extensions.code]).toEqual([role, null, 'FORBIDDEN']);
    }
  });
});
