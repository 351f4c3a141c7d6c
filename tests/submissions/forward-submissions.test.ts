import { describe, expect, test } from 'vitest';
import { chain, direct, type Reporting } from '../support/reporting.ts';
import { acceptSubmission, codes, done, forwardSubmissions, returnSubmission, submission } from '../support/submissions.ts';
import { type World, world } from '../support/world.ts';

type Unit = 'a' | 'b' | 'c' | 'd';

const absent = (w: World, reasons: Readonly<Partial<Record<Unit, string>>>) =>
  Object.entries(reasons).map(([place, reason]) => ({ organizationId: w.id('Organization', w[place as Unit].id), reason }));

/** Handed in and accepted by the county; answers with their ids. */
async function acceptedByCounty(r: Reporting, places: readonly Unit[]): Promise<string[]> {
  const ids: string[] = [];
  for (const place of places) {
    const { id, version } = await r.submit(place);
    done(await acceptSubmission(await r.as('county', 'REVIEWER'), { submissionId: id, version }));
    ids.push(id);
  }
  return ids;
}

const SEND_UP = `query($id: ID!) { consolidation(deliverableId: $id) {
  mine { dueAt } above { id } ready { totalCount nodes { organization { name } } } missing { totalCount nodes { organization { name } reason } }
  batches { number submissionCount absentCount remark absent { organization { name } reason } } viewerCan { forward { allowed code } } } }`;

describe.concurrent('forwardSubmissions', () => {
  test('a numbered batch goes up without the absent, each named with a reason', async () => {
    const w = await world();
    const r = await chain(w);
    const [a, b] = await acceptedByCounty(r, ['a', 'b']);
    const county = await r.as('county', 'REVIEWER');
    const silent = await forwardSubmissions(county, { deliverableId: r.deliverables.county, absent: absent(w, { c: '病区封控' }) });
    expect(silent).toEqual({
      errors: [{ code: 'ABSENT_NOT_NAMED', message: '还有 1 个未报单位没有说明原因', path: ['input', 'absent'] }],
      consolidation: null,
      sendUp: null,
      missing: [{ organization: { name: '东山县供水公司工会' }, reason: null }],
    });
    expect(await submission(county, a!)).toMatchObject({ cleared: true, timeline: [{ kind: 'SUBMITTED' }, { kind: 'ACCEPTED' }] });

    const sent = done(
      await forwardSubmissions(county, {
        deliverableId: r.deliverables.county,
        absent: absent(w, { c: '病区封控', d: '停产检修' }),
        remark: '两家稍后补报',
      }),
    );
    expect(sent['consolidation']).toMatchObject({
      number: 1,
      submissionCount: 2,
      absentCount: 2,
      absent: [
        { organization: { name: '东山县人民医院工会' }, reason: '病区封控' },
        { organization: { name: '东山县供水公司工会' }, reason: '停产检修' },
      ],
      remark: '两家稍后补报',
      organization: { name: '东山县总工会' },
      toOrganization: { name: '石门市总工会' },
    });
    for (const id of [a!, b!]) {
      expect(await submission(county, id)).toMatchObject({
        state: 'SUBMITTED',
        cleared: false,
        holder: { name: '石门市总工会' },
        timeline: [
          { kind: 'SUBMITTED' },
          { kind: 'ACCEPTED' },
          { kind: 'FORWARDED', organization: { name: '东山县总工会' }, toOrganization: { name: '石门市总工会' } },
        ],
        viewerCan: { accept: { code: 'NOT_HOLDER' } },
      });
    }
  });

  test('a partial batch of chosen ones, then a supplement; reasons are not asked for twice', async () => {
    const w = await world();
    const r = await chain(w);
    const [a, b] = await acceptedByCounty(r, ['a', 'b']);
    const county = await r.as('county', 'REVIEWER');
    const first = done(
      await forwardSubmissions(county, {
        deliverableId: r.deliverables.county,
        submissionIds: [a],
        absent: absent(w, { b: '待核', c: '封控', d: '停产' }),
      }),
    );
    expect(first).toMatchObject({
      consolidation: { number: 1, submissionCount: 1, absentCount: 3 },
      sendUp: { ready: { totalCount: 1 }, missing: { totalCount: 2 } },
    });
    const second = done(await forwardSubmissions(county, { deliverableId: r.deliverables.county, submissionIds: [b] }));
    expect(second['consolidation']).toMatchObject({ number: 2, submissionCount: 1, absent: [{ reason: '封控' }, { reason: '停产' }] });
    await acceptedByCounty(r, ['c']);
    const third = done(await forwardSubmissions(county, { deliverableId: r.deliverables.county, absent: absent(w, { d: '破产清算' }) }));
    expect(third['consolidation']).toMatchObject({
      number: 3,
      absent: [{ organization: { name: '东山县供水公司工会' }, reason: '破产清算' }],
    });
  });

  test('the city sends on without naming again whom its county named; the sibling county that owes nothing is not missing', async () => {
    const w = await world();
    const r = await chain(w);
    const [a] = await acceptedByCounty(r, ['a']);
    done(
      await forwardSubmissions(await r.as('county', 'REVIEWER'), {
        deliverableId: r.deliverables.county,
        absent: absent(w, { b: '停工', c: '封控', d: '停产' }),
      }),
    );
    const city = await r.as('city', 'REVIEWER');
    const { version } = await submission(city, a!);
    expect(codes(await forwardSubmissions(city, { deliverableId: r.deliverables.city }))).toEqual(['NOTHING_TO_FORWARD']);
    done(await acceptSubmission(city, { submissionId: a, version }));
    const sent = done(await forwardSubmissions(city, { deliverableId: r.deliverables.province }));
    expect(sent['consolidation']).toMatchObject({
      number: 1,
      submissionCount: 1,
      toOrganization: { name: '河东省总工会' },
      absent: [{ reason: '停工' }, { reason: '封控' }, { reason: '停产' }],
    });
    expect(await submission(await r.as('province', 'REVIEWER'), a!)).toMatchObject({
      holder: { name: '河东省总工会' },
      viewerCan: { accept: { allowed: true } },
    });
  });

  test('what is not in hand, not accepted, of another task or unknown is refused, and nothing moves', async () => {
    const w = await world();
    const r = await chain(w);
    const [a] = await acceptedByCounty(r, ['a']);
    const b = await r.submit('b');
    const other = await chain(await world());
    const county = await r.as('county', 'REVIEWER');
    const send = (submissionIds: readonly unknown[], deliverableId = r.deliverables.county) =>
      forwardSubmissions(county, { deliverableId, submissionIds, absent: absent(w, { c: '封控', d: '停产' }) });
    expect((await send([a, b.id])).errors).toEqual([
      { code: 'NOT_ACCEPTED', message: '审核通过后才能上报', path: ['input', 'submissionIds', '1'] },
    ]);
    expect((await send([w.id('Submission', '01890000-0000-7000-8000-000000000000')])).errors[0]).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'submissionIds', '0'],
    });
    expect((await send([a], other.deliverables.county)).errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'deliverableId'] }]);
    expect(
      codes(
        await forwardSubmissions(county, {
          deliverableId: r.deliverables.county,
          absent: absent(w, { a: '在内', b: '待核', c: '封控', d: '停产' }),
        }),
      ),
    ).toEqual(['NOT_ABSENT']);
    expect(codes(await forwardSubmissions(await r.as('province', 'REVIEWER'), { deliverableId: r.deliverables.province }))).toEqual([
      'NOBODY_ABOVE',
    ]);
    expect(await submission(county, a!)).toMatchObject({ cleared: true, holder: { name: '东山县总工会' } });
    const d = await direct(w, ['a']);
    expect(codes(await forwardSubmissions(await d.as('province', 'REVIEWER'), { deliverableId: d.deliverables.province }))).toEqual([
      'NOT_LEVEL_BY_LEVEL',
    ]);
  });

  test('of two batches at once one takes everything', async () => {
    const w = await world();
    const r = await chain(w);
    await acceptedByCounty(r, ['a', 'b']);
    const [one, other] = [await r.as('county', 'REVIEWER'), await r.as('county', 'ISSUING_OFFICER')];
    const input = { deliverableId: r.deliverables.county, absent: absent(w, { c: '封控', d: '停产' }) };
    const both = await Promise.all([forwardSubmissions(one, input), forwardSubmissions(other, input)]);
    expect(both.flatMap(codes)).toEqual(['NOTHING_TO_FORWARD']);
  });

  test('what is returned after it went up is missing again, and goes up with the next batch', async () => {
    const w = await world();
    const r = await chain(w);
    const [a] = await acceptedByCounty(r, ['a']);
    const [county, city] = [await r.as('county', 'REVIEWER'), await r.as('city', 'REVIEWER')];
    done(
      await forwardSubmissions(county, { deliverableId: r.deliverables.county, absent: absent(w, { b: '停工', c: '封控', d: '停产' }) }),
    );
    done(await returnSubmission(city, { submissionId: a, version: 3, reason: '请补充' }));
    const names = async () =>
      (await county.ask(SEND_UP, { id: r.deliverables.county })).consolidation.missing.nodes.map(
        (unit: { organization: { name: string } }) => unit.organization.name,
      );
    expect(await names()).toContain('东山县第一纺织厂工会');
    const { id, version } = await r.submit('a', { summary: '补充后' });
    done(await acceptSubmission(county, { submissionId: id, version }));
    const sent = done(await forwardSubmissions(county, { deliverableId: r.deliverables.county }));
    expect(sent['consolidation']).toMatchObject({ number: 2, submissionCount: 1, absentCount: 3 });
    expect(await names()).not.toContain('东山县第一纺织厂工会');
  });
});

describe.concurrent('consolidation', () => {
  test('R-02: what is ready, who is missing and why, what went before', async () => {
    const w = await world();
    const r = await chain(w, {}, { county: { dueAt: '2021-05-21T00:00:00+08:00' } });
    const officer = await r.as('county', 'ISSUING_OFFICER');
    const desk = async () => (await officer.ask(SEND_UP, { id: r.deliverables.province })).consolidation;
    expect(await desk()).toEqual({
      mine: { dueAt: '2021-05-20T16:00:00.000Z' },
      above: { id: r.deliverables.city },
      ready: { totalCount: 0, nodes: [] },
      missing: {
        totalCount: 4,
        nodes: ['第一纺织厂', '机械厂', '人民医院', '供水公司'].map((name) => ({
          organization: { name: `东山县${name}工会` },
          reason: null,
        })),
      },
      batches: [],
      viewerCan: { forward: { allowed: false, code: 'NOTHING_TO_FORWARD' } },
    });
    await acceptedByCounty(r, ['a']);
    expect(await desk()).toMatchObject({
      ready: { totalCount: 1, nodes: [{ organization: { name: '东山县第一纺织厂工会' } }] },
      missing: { totalCount: 3 },
      viewerCan: { forward: { allowed: true } },
    });
    done(
      await forwardSubmissions(officer, {
        deliverableId: r.deliverables.county,
        absent: absent(w, { b: '停工', c: '封控', d: '停产' }),
        remark: '第一批',
      }),
    );
    expect(await desk()).toMatchObject({
      ready: { totalCount: 0 },
      missing: { totalCount: 3, nodes: [{ reason: '停工' }, { reason: '封控' }, { reason: '停产' }] },
      batches: [{ number: 1, submissionCount: 1, absentCount: 3, remark: '第一批' }],
    });
  });

  test('a body that has no place on the way, or asks from another federation, finds nothing', async () => {
    const w = await world();
    const r = await chain(w);
    const elsewhere = await world();
    for (const client of [
      await r.as('sibling', 'REVIEWER'),
      await r.as('otherCity', 'ISSUING_OFFICER'),
      elsewhere.as(await elsewhere.person(elsewhere.county, ['REVIEWER'])),
    ]) {
      expect((await client.ask(SEND_UP, { id: r.deliverables.county })).consolidation).toBeNull();
    }
  });
});
