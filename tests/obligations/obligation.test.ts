import { describe, expect, test } from 'vitest';
import { field, obligationOf, plantNotice } from '../support/plant.ts';
import { world } from '../support/world.ts';

const TASK = /* GraphQL */ `
  query TaskPage($id: ID!) {
    obligation(id: $id) {
      kind
      kindLabel
      state
      what
      lamp
      lampReason
      fieldCount
      startedAt
      acknowledgedAt
      organization {
        shortName
      }
      askedBy {
        shortName
      }
      due {
        label
        phrase
        daysLeft
        workingDaysLeft
      }
      superiorDue {
        label
      }
      demands {
        askedBy {
          shortName
        }
        notice {
          title
        }
        text
        due {
          label
        }
        inherited
        fields {
          key
        }
      }
      contacts {
        department
        phones
      }
      submission {
        state
      }
      viewerCan {
        acknowledge {
          allowed
          code
        }
        start {
          allowed
          code
          closesAt
        }
        submit {
          allowed
          code
        }
      }
    }
  }
`;

/** Province, city and county ask one after the other, each a little earlier and a little more. */
async function asked() {
  const w = await world({ at: '2021-05-24T09:00:00+08:00' });
  const [officer, city, county] = await Promise.all([w.allRounder(w.province), w.allRounder(w.city), w.allRounder(w.county)]);
  const fields = [field({ key: 'result', type: 'TEXT' })];
  const deliverable = {
    audience: ['GRASSROOTS'],
    title: '小微工会成果',
    requirement: '每单位一项',
    fields,
    dueAt: '2021-05-29T00:00:00+08:00',
  };
  const top = await plantNotice(w, { by: officer, title: '省总通知', to: [w.city], deliverables: [deliverable] });
  const second = await plantNotice(w, {
    by: city,
    title: '市总转发',
    forwards: top,
    to: [w.county, w.sibling],
    changes: { report: { dueAt: '2021-05-27T00:00:00+08:00' } },
  });
  const third = await plantNotice(w, {
    by: county,
    title: '县总转发',
    forwards: second,
    to: [w.a, w.b],
    changes: { report: { dueAt: '2021-05-26T00:00:00+08:00', fields: [field({ key: 'teams', type: 'NUMBER' })] } },
  });
  return { w, officer, city, county, third, root: top.deliverables['report']! };
}

describe('obligation', () => {
  test('S0-05: one page for a unit: who asks for each part, in which notice, by when', async () => {
    const { w, root } = await asked();
    const unit = await w.allRounder(w.a);
    const { obligation } = await w.as(unit).ask(TASK, { id: w.id('Obligation', await obligationOf(w, w.a, root)) });
    expect(obligation).toEqual({
      kind: 'REPORT',
      kindLabel: '报送',
      state: 'OPEN',
      what: '小微工会成果',
      lamp: 'BLUE',
      lampReason: '还剩1个工作日',
      fieldCount: 2,
      startedAt: null,
      acknowledgedAt: null,
      organization: { shortName: '第一纺织厂' },
      askedBy: { shortName: '河东省' },
      contacts: [],
      submission: null,
      due: { label: '5月25日24:00止（含当日）', phrase: null, daysLeft: 1, workingDaysLeft: 1 },
      superiorDue: { label: '5月28日24:00止（含当日）' },
      demands: [
        {
          askedBy: { shortName: '河东省' },
          notice: { title: '省总通知' },
          text: '每单位一项',
          due: { label: '5月28日24:00止（含当日）' },
          inherited: true,
          fields: [{ key: 'result' }],
        },
        {
          askedBy: { shortName: '石门市' },
          notice: { title: '市总转发' },
          text: '每单位一项',
          due: { label: '5月26日24:00止（含当日）' },
          inherited: true,
          fields: [],
        },
        {
          askedBy: { shortName: '东山县' },
          notice: { title: '县总转发' },
          text: '每单位一项',
          due: { label: '5月25日24:00止（含当日）' },
          inherited: false,
          fields: [{ key: 'teams' }],
        },
      ],
      viewerCan: {
        acknowledge: { allowed: true, code: null },
        start: { allowed: true, code: null, closesAt: '2021-05-28T16:00:00.000Z' },
        submit: { allowed: false, code: 'NOT_STARTED' },
      },
    });
  });

  test("C-19: past the county's due and open above it is still handed in; a superior reads and cannot fill in", async () => {
    const { w, root, county } = await asked();
    w.clock.set('2021-05-27T12:00:00+08:00');
    const unit = await w.allRounder(w.a);
    const id = w.id('Obligation', await obligationOf(w, w.a, root));
    expect((await w.as(unit).ask(TASK, { id })).obligation).toMatchObject({
      lamp: 'RED',
      lampReason: '已逾期2天',
      viewerCan: { start: { allowed: true } },
    });
    expect((await w.as(county).ask(TASK, { id })).obligation).toMatchObject({
      what: '小微工会成果',
      viewerCan: { start: { allowed: false, code: 'NOT_OWN' }, submit: { allowed: false, code: 'NOT_OWN' } },
    });
    w.clock.set('2021-05-29T00:00:00+08:00');
    expect((await w.as(unit).ask(TASK, { id })).obligation.viewerCan.start).toMatchObject({ allowed: false, code: 'CLOSED' });
  });

  test('S0-06: a body between has the duty to organise', async () => {
    const { w, root, city } = await asked();
    const { obligation } = await w.as(city).ask(TASK, { id: w.id('Obligation', await obligationOf(w, w.city, root)) });
    expect(obligation).toMatchObject({ kind: 'ORGANISE', viewerCan: { start: { allowed: false, code: 'ORGANISE_ONLY' } } });
  });

  test('a sibling, a stranger and nobody find nothing', async () => {
    const { w, root } = await asked();
    const id = w.id('Obligation', await obligationOf(w, w.a, root));
    for (const organization of [w.b, w.sibling, w.otherCity, w.industry]) {
      expect([organization.shortName, await w.as(await w.allRounder(organization)).ask(TASK, { id })]).toEqual([
        organization.shortName,
        { obligation: null },
      ]);
    }
    const other = await world();
    expect(await other.as(await other.allRounder(other.province)).ask(TASK, { id })).toEqual({ obligation: null });
  });
});
