import { describe, expect, test } from 'vitest';
import { encodeId } from '../../src/kit/node-id.ts';
import { uuid7 } from '../../src/kit/uuid.ts';
import { field, obligationOf, plantNotice } from '../support/plant.ts';
import { chain, direct, DUE, FIELDS } from '../support/reporting.ts';
import {
  acceptSubmission,
  done,
  handIn,
  returnSubmission,
  saveSubmissionDraft,
  startSubmission,
  submitSubmission,
} from '../support/submissions.ts';
import { world } from '../support/world.ts';

const LIST = `query($under: ID, $deliverable: ID, $state: SubmissionState, $reach: SubmissionReach = SUBTREE, $first: Int = 20, $after: String) {
  submissions(under: $under, deliverableId: $deliverable, state: $state, reach: $reach, first: $first, after: $after) {
    totalCount nodes { organization { name } parts { askedBy { name } } } pageInfo { hasNextPage endCursor } } }`;

const READ = `query($id: ID!) { submission(id: $id) { state parts { askedBy { name } fields { key } answers { field value } } files { name } timeline { kind } returnSlips { reason items { before } } reviews { remark } } }`;

describe.concurrent('submissions', () => {
  test("newest first, page by page, within a body of one's range", async () => {
    const w = await world();
    const r = await direct(w, ['a', 'b', 'siblingUnit']);
    for (const place of ['a', 'siblingUnit', 'b'] as const) {
      await r.submit(place);
      w.clock.advance(1000);
    }
    const city = await r.as('city', 'ANALYST');
    const list = async (variables: object) => (await city.ask(LIST, { ...variables })).submissions;
    const names = (page: { nodes: { organization: { name: string } }[] }) => page.nodes.map(({ organization }) => organization.name);
    const first = await list({ first: 2 });
    expect([first.totalCount, names(first), first.pageInfo.hasNextPage]).toEqual([3, ['东山县机械厂工会', '西河县酒厂工会'], true]);
    const second = await list({ first: 2, after: first.pageInfo.endCursor });
    expect([names(second), second.pageInfo.hasNextPage]).toEqual([['东山县第一纺织厂工会'], false]);
    expect(names(await list({ under: w.id('Organization', w.county.id) }))).toEqual(['东山县机械厂工会', '东山县第一纺织厂工会']);
    expect(names(await list({ deliverable: r.deliverables.province, state: 'ACCEPTED' }))).toEqual([]);
    for (const under of [w.otherCity.id, w.province.id, uuid7()])
      expect(await list({ under: w.id('Organization', under) })).toMatchObject({ totalCount: 0, nodes: [] });
    expect((await (await r.as('a')).ask(LIST, {})).submissions.totalCount).toBe(1);
  });

  test('a second superior finds what it asked of units elsewhere, and reads its own part alone', async () => {
    const w = await world();
    const [province, industry] = [await w.person(w.province, ['ISSUING_OFFICER']), await w.person(w.industry, ['ISSUING_OFFICER'])];
    await w.asSystem(({ db }) =>
      db
        .insertInto('affiliation')
        .values({
          federation_id: w.federationId,
          id: uuid7(),
          organization_id: w.a.id,
          path: w.a.path,
          body_id: w.industry.id,
          asker_path: w.industry.path,
          kind: 'INDUSTRY',
          valid_from: w.clock.now(),
        })
        .execute(),
    );
    const first = await plantNotice(w, {
      by: province,
      to: [w.a, w.industry],
      deliverables: [{ fields: FIELDS, dueAt: DUE, audience: ['GRASSROOTS'] }],
    });
    const second = await plantNotice(w, {
      by: industry,
      to: { groups: [{ kinds: ['GRASSROOTS'], scope: 'AFFILIATED' }], organizationIds: [], exceptIds: [] },
      forwards: first,
      changes: { report: { fields: [field({ key: 'drivers', type: 'NUMBER', scale: 0 })] } },
    });
    const unit = w.as(await w.person(w.a));
    const obligationId = w.id('Obligation', await obligationOf(w, w.a, first.deliverables['report']!));
    const { editor } = done(await startSubmission(unit, { obligationId }));
    const answers = [
      { deliverableId: encodeId('Deliverable', first.deliverables['report']!), field: 'summary', value: '活动十场' },
      { deliverableId: encodeId('Deliverable', second.deliverables['report']!), field: 'drivers', value: '30' },
    ];
    const saved = done(await saveSubmissionDraft(unit, { obligationId, version: editor.version, answers }));
    const { submission } = done(await submitSubmission(unit, { obligationId, version: saved['editor'].version }));
    const analyst = w.as(await w.person(w.industry, ['ANALYST']));
    expect((await analyst.ask(LIST, {})).submissions.totalCount).toBe(0);
    expect((await analyst.ask(LIST, { reach: 'ASKED' })).submissions).toMatchObject({
      totalCount: 1,
      nodes: [{ organization: { name: '东山县第一纺织厂工会' }, parts: [{ askedBy: { name: '省交通运输工会' } }] }],
    });
    const reviewer = w.as(await w.person(w.province, ['REVIEWER']));
    const items = [{ deliverableId: answers[0]!.deliverableId, field: 'summary', comment: '请补充' }];
    done(await returnSubmission(reviewer, { submissionId: submission.id, version: submission.version, reason: '请补充', items }));
    expect((await analyst.ask(READ, { id: submission.id })).submission).toEqual({
      state: 'RETURNED',
      parts: [{ askedBy: { name: '省交通运输工会' }, fields: [{ key: 'drivers' }], answers: [{ field: 'drivers', value: '30' }] }],
      files: [],
      timeline: [{ kind: 'SUBMITTED' }, { kind: 'RETURNED' }],
      returnSlips: [], // it names another asker's question and what stood there
      reviews: [],
    });
    expect((await unit.ask(READ, { id: submission.id })).submission.returnSlips).toEqual([
      { reason: '请补充', items: [{ before: '活动十场' }] },
    ]);
  });

  test('nobody and the operator get nothing', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const { id } = await r.submit('a');
    for (const [client, code] of [
      [w.nobody, 'UNAUTHENTICATED'],
      [w.as(await w.operator()), 'FORBIDDEN'],
    ] as const) {
      const { data, errors } = await client.execute(READ, { id });
      expect([data?.submission ?? null, errors?.[0]?.extensions.code]).toEqual([null, code]);
    }
  });
});

describe.concurrent('reviewQueue', () => {
  const QUEUE = `query($deliverable: ID, $current: ID, $first: Int = 20, $after: String) { reviewQueue(deliverableId: $deliverable, currentId: $current) {
    counts { pending cleared returned doneToday } items(first: $first, after: $after) { totalCount nodes { organization { name } } pageInfo { hasNextPage endCursor } } current { organization { name } } } }`;

  test('longest waiting first, counted, within one deliverable or all', async () => {
    const w = await world();
    const r = await chain(w);
    for (const place of ['b', 'a', 'c'] as const) {
      await r.submit(place);
      w.clock.advance(1000);
    }
    const other = await chain(w);
    await other.submit('d');
    const county = await r.as('county', 'REVIEWER');
    const queue = async (variables: object) => (await county.ask(QUEUE, { ...variables })).reviewQueue;
    const page = await queue({ first: 2 });
    expect(page).toMatchObject({
      counts: { pending: 4, cleared: 0, returned: 0, doneToday: 0 },
      items: {
        totalCount: 4,
        nodes: [{ organization: { name: '东山县机械厂工会' } }, { organization: { name: '东山县第一纺织厂工会' } }],
        pageInfo: { hasNextPage: true },
      },
      current: { organization: { name: '东山县机械厂工会' } },
    });
    expect((await queue({ first: 2, after: page.items.pageInfo.endCursor })).items.nodes).toEqual([
      { organization: { name: '东山县人民医院工会' } },
      { organization: { name: '东山县供水公司工会' } },
    ]);
    expect(await queue({ deliverable: other.deliverables.province })).toMatchObject({
      counts: { pending: 1 },
      items: { nodes: [{ organization: { name: '东山县供水公司工会' } }] },
    });
    expect(await queue({ deliverable: (await direct(await world(), ['a'])).deliverables.province })).toMatchObject({
      counts: { pending: 0 },
      items: { nodes: [] },
      current: null,
    });
  });

  test("a day's tally begins at midnight in Beijing", async () => {
    const w = await world({ at: '2021-05-06T23:59:00+08:00' });
    const r = await direct(w, ['a', 'b']);
    const [a, b] = [await r.submit('a'), await r.submit('b')];
    const reviewer = await r.as('province', 'REVIEWER');
    const first = done(await acceptSubmission(reviewer, { submissionId: a.id, version: a.version }));
    expect(first['queue'].counts.doneToday).toBe(1);
    w.clock.set('2021-05-07T00:00:00+08:00');
    const second = done(
      await acceptSubmission(reviewer, { submissionId: b.id, version: b.version, queue: { deliverableId: r.deliverables.province } }),
    );
    expect(second['queue']).toEqual({ counts: { pending: 0, deferred: 0, cleared: 0, returned: 0, doneToday: 1 }, current: null });
  });

  test('a body sees its own desk alone', async () => {
    const w = await world();
    const r = await chain(w);
    await handIn(await r.as('a'), await r.obligation('a'), r.deliverables.province!, { summary: '活动' });
    for (const place of ['city', 'province', 'sibling'] as const)
      expect((await (await r.as(place, 'REVIEWER')).ask(QUEUE, {})).reviewQueue).toMatchObject({ counts: { pending: 0 }, current: null });
    const { errors } = await (await r.as('county', 'ANALYST')).execute(QUEUE, {});
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  });
});
