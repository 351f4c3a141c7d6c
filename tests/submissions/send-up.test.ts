import { describe, expect, test } from 'vitest';
import { encodeId } from '../../src/kit/node-id.ts';
import { CONTENTS, putAside } from '../support/files.ts';
import { obligationOf, plantNotice } from '../support/plant.ts';
import { chain, direct, DUE, FIELDS, type Reporting } from '../support/reporting.ts';
import {
  acceptSubmission,
  acceptSubmissions,
  codes,
  done,
  explainMissingUnit,
  forwardSubmissions,
  handIn,
  returnSubmission,
  startSubmission,
  submitOnBehalf,
  submitSubmission,
  withdrawSubmission,
} from '../support/submissions.ts';
import { type World, world } from '../support/world.ts';

type Unit = 'a' | 'b' | 'c' | 'd';

const SEND_UP = `query($id: ID!) { consolidation(deliverableId: $id) {
  missing { totalCount nodes { organization { name } reason explainedBy { name } explainedAt } } missedDues { askedBy { name } due { label isPast } message }
  changedSinceBatch { batchNumber since arrived accepted returned withdrawn units { organization { name } kind kindLabel at } }
  viewerCan { forward { allowed code } explain { allowed code } } } }`;

const ids = (w: World, ...units: readonly Unit[]) => units.map((unit) => w.id('Organization', w[unit].id));

async function accepted(r: Reporting, ...places: readonly Unit[]): Promise<string[]> {
  const submissions: string[] = [];
  for (const place of places) {
    const { id, version } = await r.submit(place);
    done(await acceptSubmission(await r.as('county', 'REVIEWER'), { submissionId: id, version }));
    submissions.push(id);
  }
  return submissions;
}

describe.concurrent('explainMissingUnit', () => {
  test('said ahead of a batch it goes with it, and with that of the body above; said again the last counts', async () => {
    const w = await world();
    const r = await chain(w);
    const [a] = await accepted(r, 'a');
    const county = await r.as('county', 'REVIEWER');
    const deliverableId = r.deliverables.county;
    const first = done(await explainMissingUnit(county, { deliverableId, organizationIds: ids(w, 'b', 'c'), reason: '停产检修' }));
    const by = { explainedBy: { name: '东山县总工会' }, explainedAt: '2021-05-06T01:00:00.000Z' };
    expect(first['sendUp'].missing).toEqual({
      totalCount: 3,
      nodes: [
        { organization: { name: '东山县机械厂工会' }, reason: '停产检修', ...by },
        { organization: { name: '东山县人民医院工会' }, reason: '停产检修', ...by },
        { organization: { name: '东山县供水公司工会' }, reason: null, explainedBy: null, explainedAt: null },
      ],
    });
    expect(codes(await forwardSubmissions(county, { deliverableId }))).toEqual(['ABSENT_NOT_NAMED']);
    w.clock.advance(60_000);
    done(await explainMissingUnit(county, { deliverableId, organizationIds: ids(w, 'c', 'd'), reason: '汛期抢修' }));
    const sent = done(await forwardSubmissions(county, { deliverableId }));
    expect(sent['consolidation'].absent.map(({ reason }: { reason: string }) => reason)).toEqual(['停产检修', '汛期抢修', '汛期抢修']);

    const city = await r.as('city', 'REVIEWER');
    const { consolidation } = await city.ask(SEND_UP, { id: r.deliverables.city });
    expect(consolidation.missing.nodes.map(({ reason }: { reason: string }) => reason)).toEqual([null, '停产检修', '汛期抢修', '汛期抢修']);
    const { version } = (await city.ask('query($id: ID!) { submission(id: $id) { version } }', { id: a })).submission;
    done(await acceptSubmission(city, { submissionId: a, version }));
    const above = done(await forwardSubmissions(city, { deliverableId: r.deliverables.city }));
    expect(above['consolidation']).toMatchObject({ number: 1, absentCount: 3 });
    const { auditLines } = await w
      .as(await w.person(w.province, ['ADMINISTRATOR']))
      .ask('query($id: ID!) { auditLines(subjectId: $id) { nodes { operation detail } } }', { id: r.deliverables.county });
    expect(auditLines.nodes.filter(({ operation }: { operation: string }) => operation === 'explainMissingUnit')).toHaveLength(2);
  });

  test('only of those who are missing, by a body that sends up; of two at once both are kept', async () => {
    const w = await world();
    const r = await chain(w);
    await accepted(r, 'a');
    const county = await r.as('county', 'REVIEWER');
    const say = (client: typeof county, organizationIds: readonly string[], deliverableId = r.deliverables.county) =>
      explainMissingUnit(client, { deliverableId, organizationIds, reason: '停产' });
    done(
      await forwardSubmissions(county, {
        deliverableId: r.deliverables.county,
        absent: ids(w, 'b', 'c', 'd').map((organizationId) => ({ organizationId, reason: '停产' })),
      }),
    );
    expect((await say(county, ids(w, 'b', 'a'))).errors).toMatchObject([{ code: 'NOT_ABSENT', path: ['input', 'organizationIds', '1'] }]);
    expect(codes(await say(county, [w.id('Organization', w.siblingUnit.id)]))).toEqual(['NOT_ABSENT']);
    expect(codes(await say(await r.as('province', 'REVIEWER'), ids(w, 'b')))).toEqual(['NOBODY_ABOVE']);
    expect(codes(await say(await r.as('sibling', 'REVIEWER'), ids(w, 'b')))).toEqual(['NOT_FOUND']);
    const d = await direct(w, ['a']);
    expect(codes(await say(await d.as('province', 'REVIEWER'), ids(w, 'a'), d.deliverables.province))).toEqual(['NOT_LEVEL_BY_LEVEL']);
    const both = await Promise.all([say(county, ids(w, 'b')), say(await r.as('county', 'ISSUING_OFFICER'), ids(w, 'c'))]);
    expect(both.flatMap(codes)).toEqual([]);
  });
});

describe.concurrent('what is about to be sent up', () => {
  test('what changed below since the last batch, each unit by the last thing that happened', async () => {
    const w = await world();
    const r = await chain(w);
    const [a] = await accepted(r, 'a');
    const county = await r.as('county', 'REVIEWER');
    const read = async () => (await county.ask(SEND_UP, { id: r.deliverables.county })).consolidation.changedSinceBatch;
    expect(await read()).toBeNull();
    const absent = ids(w, 'b', 'c', 'd').map((organizationId) => ({ organizationId, reason: '未报' }));
    done(await forwardSubmissions(county, { deliverableId: r.deliverables.county, absent }));
    expect(await read()).toEqual({
      batchNumber: 1,
      since: '2021-05-06T01:00:00.000Z',
      arrived: 0,
      accepted: 0,
      returned: 0,
      withdrawn: 0,
      units: [],
    });
    w.clock.set('2021-05-07T09:00:00+08:00');
    await accepted(r, 'b');
    await r.submit('c');
    const d = await r.submit('d');
    done(await withdrawSubmission(await r.as('d'), { submissionId: d.id, version: d.version }));
    done(await returnSubmission(await r.as('city', 'REVIEWER'), { submissionId: a, version: 3, reason: '请补充' }));
    const at = '2021-05-07T01:00:00.000Z';
    expect(await read()).toEqual({
      batchNumber: 1,
      since: '2021-05-06T01:00:00.000Z',
      arrived: 1,
      accepted: 1,
      returned: 1,
      withdrawn: 1,
      units: [
        { organization: { name: '东山县第一纺织厂工会' }, kind: 'RETURNED', kindLabel: '被退回', at },
        { organization: { name: '东山县机械厂工会' }, kind: 'ACCEPTED', kindLabel: '新审核通过', at },
        { organization: { name: '东山县人民医院工会' }, kind: 'ARRIVED', kindLabel: '新报送', at },
        { organization: { name: '东山县供水公司工会' }, kind: 'WITHDRAWN', kindLabel: '被撤回', at },
      ],
    });
    done(
      await forwardSubmissions(county, {
        deliverableId: r.deliverables.county,
        absent: [{ organizationId: ids(w, 'a')[0], reason: '市里退回补充' }],
      }),
    );
    expect(await read()).toMatchObject({ batchNumber: 2, arrived: 0, accepted: 0, returned: 0, withdrawn: 0 });
  });

  test('late: which dues of the bodies above are missed, to the millisecond', async () => {
    const w = await world();
    const r = await chain(
      w,
      { latePolicy: 'ACCEPT_LATE', closesAt: null },
      { city: { dueAt: '2021-05-26T00:00:00+08:00' }, county: { dueAt: '2021-05-21T00:00:00+08:00' } },
    );
    const county = await r.as('county', 'REVIEWER');
    const missed = async () =>
      (await county.ask(SEND_UP, { id: r.deliverables.county })).consolidation.missedDues.map(
        ({ message }: { message: string }) => message,
      );
    const city = '现在上报已超过石门市总工会规定的5月25日24:00止（含当日）';
    w.clock.set('2021-05-25T23:59:59.999+08:00');
    expect(await missed()).toEqual([]);
    w.clock.set('2021-05-26T00:00:00+08:00');
    expect(await missed()).toEqual([city]);
    w.clock.set('2021-05-29T00:00:00+08:00');
    expect(await missed()).toEqual(['现在上报已超过河东省总工会规定的5月28日24:00止（含当日）', city]);
  });
});

describe('46 of 48', () => {
  test('forwarded with two named as absent, then a supplement; a nil report and one on behalf among them; figures at each level', async () => {
    const w = await world();
    const names = Array.from({ length: 48 }, (_, index) => `西河县第${index + 1}厂工会`);
    const units = await w.plant(names.map((name) => ({ parentId: w.sibling.id, kind: 'GRASSROOTS', name, shortName: name })));
    const [province, city, county] = [
      await w.person(w.province, ['ISSUING_OFFICER']),
      await w.person(w.city, ['ISSUING_OFFICER']),
      await w.allRounder(w.sibling),
    ];
    const asked = {
      fields: FIELDS,
      dueAt: DUE,
      route: 'LEVEL_BY_LEVEL',
      audience: ['GRASSROOTS'],
      latePolicy: 'ACCEPT_LATE',
      closesAt: null,
    } as const;
    const first = await plantNotice(w, { by: province, to: [w.city], deliverables: [asked] });
    const second = await plantNotice(w, { by: city, to: [w.sibling], forwards: first });
    await plantNotice(w, { by: county, to: units, forwards: second });
    const root = first.deliverables['report']!;
    const deliverableId = encodeId('Deliverable', root);
    const task = async (index: number) => encodeId('Obligation', await obligationOf(w, units[index]!, root));

    const report = async (index: number, members: string) =>
      handIn(w.as(await w.person(units[index]!)), await task(index), deliverableId, { summary: '已开展', number: members });
    for (let index = 0; index < 44; index++) await report(index, '10');
    const nobody = w.as(await w.person(units[44]!));
    const { version } = done(await startSubmission(nobody, { obligationId: await task(44) }))['editor'];
    done(await submitSubmission(nobody, { obligationId: await task(44), version, nil: true, nilReason: '本期没有组织活动' }));
    const clerk = await w.person(w.sibling);
    const { file } = await putAside(w, clerk, 'SCAN', '纸质报表.pdf', CONTENTS.pdf);
    const onPaper = [
      { deliverableId, field: 'summary', value: '已开展' },
      { deliverableId, field: 'number', value: '7' },
    ];
    const paper = {
      obligationId: await task(45),
      version: 1,
      scanFileId: file!.id,
      receivedAt: w.clock.now().toISOString(),
      answers: onPaper,
    };
    done(await submitOnBehalf(w.as(clerk), paper));

    const client = w.as(county);
    const queue = { deliverableId };
    const { reviewQueue } = await client.ask(
      'query($id: ID!) { reviewQueue(deliverableId: $id) { items(first: 100) { nodes { id version } } } }',
      { id: deliverableId },
    );
    const submissions = reviewQueue.items.nodes.map(({ id, version: read }: { id: string; version: number }) => ({
      submissionId: id,
      version: read,
    }));
    expect(submissions).toHaveLength(46);
    expect(done(await acceptSubmissions(client, { submissions, queue }))).toMatchObject({ acceptedCount: 46, failures: [] });

    const missing = units.slice(46).map(({ id }) => w.id('Organization', id));
    done(await explainMissingUnit(client, { deliverableId, organizationIds: missing, reason: '汛期抢修，下周补报' }));
    w.clock.set('2021-05-27T10:00:00+08:00');
    const partial = done(await forwardSubmissions(client, { deliverableId }))['consolidation'];
    expect(partial).toMatchObject({ number: 1, submissionCount: 46, absentCount: 2 });
    expect(partial.absent).toEqual([names[46], names[47]].map((name) => ({ organization: { name }, reason: '汛期抢修，下周补报' })));

    const BOARD = `query($id: ID!) { reportingProgress(deliverableId: $id) { nil late rates { expected received receivedOnTime reportingRate { percent } onTimeRate { percent } } }
      figures(deliverableId: $id) { totals { sum answers } } }`;
    const board = async (who: typeof city) => {
      const { reportingProgress, figures } = await w.as(who).ask(BOARD, { id: deliverableId });
      const { expected, received, receivedOnTime, reportingRate, onTimeRate } = reportingProgress.rates;
      const [{ sum, answers }] = figures.totals;
      const { nil, late } = reportingProgress;
      return { expected, received, receivedOnTime, rates: [reportingRate.percent, onTimeRate.percent], nil, late, sum, answers };
    };
    const figures = { expected: 48, received: 46, receivedOnTime: 46, rates: ['95.83', '95.83'], nil: 1, late: 0, sum: '447', answers: 45 };
    expect(await board(county)).toEqual(figures);
    expect(await board(city)).toEqual(figures);
    expect(await board(province)).toEqual({
      ...figures,
      received: 0,
      receivedOnTime: 0,
      rates: ['0.00', '0.00'],
      nil: 0,
      sum: '0',
      answers: 0,
    });

    w.clock.set('2021-05-31T10:00:00+08:00');
    for (const index of [46, 47]) {
      const { id, version: read } = await report(index, '20');
      done(await acceptSubmission(client, { submissionId: id, version: read }));
    }
    const { consolidation } = await client.ask(SEND_UP, { id: deliverableId });
    expect(consolidation).toMatchObject({
      missing: { totalCount: 0 },
      changedSinceBatch: { batchNumber: 1, arrived: 0, accepted: 2, returned: 0, withdrawn: 0 },
    });
    expect(consolidation.missedDues.map(({ askedBy }: { askedBy: { name: string } }) => askedBy.name)).toEqual([
      '河东省总工会',
      '石门市总工会',
    ]);
    const supplement = done(await forwardSubmissions(client, { deliverableId }))['consolidation'];
    expect(supplement).toMatchObject({ number: 2, submissionCount: 2, absentCount: 0 });
    const whole = { expected: 48, received: 48, receivedOnTime: 46, rates: ['100.00', '95.83'], nil: 1, late: 2, sum: '487', answers: 47 };
    expect(await board(county)).toEqual(whole);
    expect(await board(city)).toEqual(whole);
  });
});
