import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { CONTENTS, put } from '../support/files.ts';
import { field } from '../support/plant.ts';
import { chain, direct, type Reporting } from '../support/reporting.ts';
import {
  acceptSubmission,
  acceptSubmissions,
  codes,
  deferReview,
  done,
  recuseFromReview,
  returnSubmission,
  saveSubmissionDraft,
  startSubmission,
  submission,
  submitSubmission,
} from '../support/submissions.ts';
import { appointToo, type TestPerson, type World, world } from '../support/world.ts';

const DESK = `query($deliverable: ID, $under: ID, $set: ReviewQueueSet, $again: Boolean, $late: Boolean, $nil: Boolean, $current: ID) {
  reviewQueue(deliverableId: $deliverable, under: $under, set: $set, again: $again, late: $late, nil: $nil, currentId: $current) {
    counts { pending deferred doneToday } items { totalCount nodes { id organization { name } } } current { id } } }`;

const deskOf = async (w: World, by: TestPerson, variables: object = {}) => {
  const { reviewQueue } = await w.as(by).ask(DESK, { set: 'PENDING', ...variables });
  return {
    counts: reviewQueue.counts,
    total: reviewQueue.items.totalCount,
    units: reviewQueue.items.nodes.map(({ organization }: { organization: { name: string } }) => organization.name),
    current: reviewQueue.current?.id ?? null,
  };
};

const [A, B, C] = ['东山县第一纺织厂工会', '东山县机械厂工会', '东山县人民医院工会'];

const announced = (w: World, event: string) =>
  w.asSystem(async ({ db }) => {
    const { rows } = await sql<{ subject_id: string; audience: unknown }>`
      select subject_id, audience from announcement where federation_id = ${w.federationId} and event = ${event} order by id`.execute(db);
    return rows;
  });

describe.concurrent('deferReview', () => {
  test('what is put aside is counted apart from what is done, for that person alone, and is taken up again', async () => {
    const w = await world();
    const r = await chain(w);
    const [a, b] = [await r.submit('a'), await r.submit('b')];
    const [one, other] = [await w.person(w.county, ['REVIEWER']), await w.person(w.county, ['REVIEWER'])];
    const put = done(await deferReview(w.as(one), { submissionId: a.id, version: a.version, remark: '等县医院的数' }));
    expect(put['queue']).toMatchObject({ counts: { pending: 1, deferred: 1, doneToday: 0 }, current: { id: b.id } });
    expect(put['submission']).toMatchObject({
      state: 'SUBMITTED',
      version: a.version,
      reviews: [{ decision: 'DEFER', decisionLabel: '暂缓', remark: '等县医院的数' }],
      timeline: [{ kind: 'SUBMITTED' }],
    });
    expect(await deskOf(w, one, { set: 'DEFERRED' })).toMatchObject({ total: 1, units: [A], current: a.id });
    expect(await deskOf(w, other)).toMatchObject({ counts: { pending: 2, deferred: 0 }, units: [A, B] });
    done(await deferReview(w.as(one), { submissionId: a.id, version: a.version, resume: true }));
    expect(await deskOf(w, one)).toMatchObject({ counts: { pending: 2, deferred: 0 }, units: [A, B] });
    done(await deferReview(w.as(one), { submissionId: a.id, version: a.version }));
    done(await acceptSubmission(w.as(one), { submissionId: a.id, version: a.version }));
    expect((await deskOf(w, one)).counts).toEqual({ pending: 1, deferred: 0, doneToday: 1 });
  });

  test('what is handed in again is on the desk again', async () => {
    const w = await world();
    const r = await chain(w);
    const { id, version } = await r.submit('a');
    const [one, other] = [await w.person(w.county, ['REVIEWER']), await w.person(w.county, ['REVIEWER'])];
    done(await deferReview(w.as(one), { submissionId: id, version }));
    done(await returnSubmission(w.as(other), { submissionId: id, version, reason: '补充' }));
    expect((await deskOf(w, one)).counts).toMatchObject({ pending: 0, deferred: 0 });
    await r.submit('a', { summary: '补充后' });
    expect((await deskOf(w, one)).counts).toMatchObject({ pending: 1, deferred: 0 });
  });

  test('not by who does not hold it, who handed it in, or of a version that is gone', async () => {
    const w = await world();
    const r = await chain(w);
    const { id, version } = await r.submit('a');
    const reviewer = await r.as('county', 'REVIEWER');
    expect(codes(await deferReview(await r.as('city', 'REVIEWER'), { submissionId: id, version }))).toEqual(['NOT_HOLDER']);
    const stale = await deferReview(reviewer, { submissionId: id, version: 77 });
    expect(stale).toMatchObject({ errors: [{ code: 'STALE_VERSION' }], submission: { version, state: 'SUBMITTED' } });
    done(await acceptSubmission(reviewer, { submissionId: id, version }));
    expect(codes(await deferReview(reviewer, { submissionId: id, version: version + 1 }))).toEqual(['ALREADY_ACCEPTED']);
  });
});

describe.concurrent('recuseFromReview', () => {
  test('who steps back no longer sees it on the desk and decides in no capacity; a colleague is told and decides', async () => {
    const w = await world();
    const r = await chain(w);
    const [a, b] = [await r.submit('a'), await r.submit('b')];
    const [one, other] = [await w.person(w.county, ['REVIEWER']), await w.person(w.county, ['REVIEWER'])];
    const inCity = await appointToo(w, one, w.city, ['REVIEWER']);
    const away = done(await recuseFromReview(w.as(one), { submissionId: a.id, version: a.version, reason: '亲属在该单位任职' }));
    expect(away['queue']).toMatchObject({ counts: { pending: 1, deferred: 0 }, current: { id: b.id } });
    expect(away['submission']).toMatchObject({
      viewerCan: {
        accept: { code: 'RECUSED' },
        return: { code: 'RECUSED' },
        defer: { code: 'RECUSED' },
        recuse: { code: 'ALREADY_RECUSED' },
      },
      reviews: [{ decision: 'RECUSE', decisionLabel: '回避', remark: '亲属在该单位任职' }],
    });
    expect(await deskOf(w, one, { current: a.id })).toMatchObject({ units: [B], current: null });
    const decision = { submissionId: a.id, version: a.version };
    expect(codes(await acceptSubmission(w.as(one), decision))).toEqual(['RECUSED']);
    expect(codes(await returnSubmission(w.as(one), { ...decision, reason: '补充' }))).toEqual(['RECUSED']);
    expect(codes(await recuseFromReview(w.as(one), { ...decision, reason: '再次' }))).toEqual(['ALREADY_RECUSED']);
    expect(await deskOf(w, other)).toMatchObject({ units: [A, B] });
    done(await acceptSubmission(w.as(other), decision));
    const seen = await submission(w.as(one, { capacity: inCity }), a.id);
    expect(seen.viewerCan.accept.code).toBe('NOT_HOLDER');
    const [told] = await announced(w, 'REVIEW_RECUSED');
    expect(told).toEqual({ subject_id: expect.any(String), audience: { roles: ['REVIEWER'], organizationIds: [w.county.id] } });
    const { auditLines } = await w
      .as(await w.person(w.province, ['ADMINISTRATOR']))
      .ask('query($id: ID!) { auditLines(subjectId: $id) { nodes { operation detail } } }', { id: a.id });
    expect(auditLines.nodes.map(({ operation }: { operation: string }) => operation)).toContain('recuseFromReview');
    expect(JSON.stringify(auditLines.nodes)).not.toContain('亲属');
    expect(
      (await w.as(await w.person(w.a)).ask('query($id: ID!) { submission(id: $id) { reviews { remark } } }', { id: a.id })).submission
        .reviews,
    ).toEqual([]);
  });

  test('in a higher body the same person does not decide on it either; with no colleague the administrator is told', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const { id, version } = await r.submit('a');
    const one = await w.person(w.province, ['REVIEWER']);
    done(await recuseFromReview(w.as(one), { submissionId: id, version, reason: '回避' }));
    expect((await announced(w, 'REVIEW_RECUSED')).map(({ audience }) => audience)).toEqual([
      { roles: ['ADMINISTRATOR'], organizationIds: [w.province.id] },
    ]);
    const lent = await w
      .as(one)
      .ask('mutation($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { errors { code } delegation { id } } }', {
        input: { holderLogin: (await w.person(w.province)).login, roles: ['REVIEWER'], until: '2021-05-20T00:00:00+08:00' },
      });
    expect(lent.delegateCapacity.errors).toEqual([]);
  });

  test('a recusal holds for whoever borrows the capacity, and in the next body', async () => {
    const w = await world();
    const r = await chain(w);
    const { id, version } = await r.submit('a');
    const [one, borrower] = [await w.person(w.county, ['REVIEWER']), await w.person(w.county)];
    const inCity = await appointToo(w, one, w.city, ['REVIEWER']);
    done(await recuseFromReview(w.as(one), { submissionId: id, version, reason: '回避' }));
    const { delegateCapacity } = await w
      .as(one)
      .ask('mutation($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { errors { code } delegation { id } } }', {
        input: { holderLogin: borrower.login, roles: ['REVIEWER'], until: '2021-05-20T00:00:00+08:00' },
      });
    const capacity = Buffer.from(delegateCapacity.delegation.id, 'base64url').toString().split(':')[1];
    expect(codes(await acceptSubmission(w.as(borrower, { capacity }), { submissionId: id, version }))).toEqual(['RECUSED']);
    done(await acceptSubmission(await r.as('county', 'REVIEWER'), { submissionId: id, version }));
    const absent = ['b', 'c', 'd'].map((unit) => ({ organizationId: w.id('Organization', w[unit as 'b'].id), reason: '停产' }));
    await (
      await r.as('county', 'ISSUING_OFFICER')
    ).ask('mutation($input: ForwardSubmissionsInput!) { forwardSubmissions(input: $input) { errors { code } } }', {
      input: { deliverableId: r.deliverables.county, absent },
    });
    const above = await submission(w.as(one, { capacity: inCity }), id);
    expect(above.viewerCan.accept.code).toBe('RECUSED');
  });
});

describe.concurrent('acceptSubmissions', () => {
  const chosen = (...rows: readonly { id: string; version: number }[]) => rows.map(({ id, version }) => ({ submissionId: id, version }));

  test('those that may be accepted are, and each of the others is named with its code', async () => {
    const w = await world();
    const r = await chain(w, {
      fields: [field({ key: 'summary', type: 'TEXT', required: true, targetCharacters: 10 }), field({ key: 'number', type: 'NUMBER' })],
    });
    const text = '我们开展了职工活动十场';
    const [a, b, c] = [
      await r.submit('a', { summary: text }),
      await r.submit('b', { summary: text, number: '3' }),
      await r.submit('c', { summary: '太短' }),
    ];
    const reviewer = await w.person(w.county, ['REVIEWER']);
    const own = await appointToo(w, reviewer, w.d, ['REPORTER']);
    const unit = w.as(reviewer, { capacity: own });
    const obligationId = await r.obligation('d');
    const { editor } = done(await startSubmission(unit, { obligationId }));
    const answers = [{ deliverableId: r.deliverables.province, field: 'summary', value: text }];
    const { version } = done(await saveSubmissionDraft(unit, { obligationId, version: editor.version, answers }))['editor'];
    const d = done(await submitSubmission(unit, { obligationId, version }))['submission'];
    const elsewhere = await (await chain(w)).submit('a');

    const queue = { deliverableId: r.deliverables.province };
    const missing = { id: w.id('Submission', '01890000-0000-7000-8000-000000000000'), version: 1 };
    const all = chosen(a, { ...b, version: 77 }, c, d, elsewhere, missing);
    const {
      acceptedCount,
      failures,
      queue: desk,
    } = done(await acceptSubmissions(w.as(reviewer), { submissions: all, queue, remark: '属实' }));
    expect(acceptedCount).toBe(1);
    expect(failures).toEqual([
      { submissionId: b.id, code: 'STALE_VERSION', message: '内容已被他人修改，请核对最新内容后再保存' },
      { submissionId: c.id, code: 'HAS_FINDINGS', message: '有需要核对的提示，请逐份审核' },
      { submissionId: d.id, code: 'FOUR_EYES', message: '报送人不能审核自己报送的内容' },
      { submissionId: elsewhere.id, code: 'OUT_OF_FILTER', message: '不在当前筛选范围内' },
      { submissionId: missing.id, code: 'NOT_FOUND', message: '没有这个编号的内容，或不在您的范围内' },
    ]);
    expect(desk).toMatchObject({ counts: { pending: 3, cleared: 1, doneToday: 1 }, current: { id: b.id } });
    expect(await submission(w.as(reviewer), a.id)).toMatchObject({
      cleared: true,
      version: a.version + 1,
      timeline: [{ kind: 'SUBMITTED' }, { kind: 'ACCEPTED', organization: { name: '东山县总工会' } }],
    });
    for (const { id, version: before } of [b, c, d])
      expect(await submission(w.as(reviewer), id)).toMatchObject({ cleared: false, version: before });
    const { auditLines } = await w
      .as(await w.person(w.province, ['ADMINISTRATOR']))
      .ask('query($id: ID!) { auditLines(subjectId: $id) { nodes { operation detail } } }', { id: a.id });
    expect(auditLines.nodes[0]).toMatchObject({ operation: 'acceptSubmissions', detail: { number: 1, together: 1 } });
  });

  test('figures, ends and messages are those of single decisions', async () => {
    const w = await world();
    const r = await direct(w, ['a', 'b', 'c']);
    const rows = [await r.submit('a'), await r.submit('b'), await r.submit('c')];
    const reviewer = await r.as('province', 'REVIEWER');
    const queue = { deliverableId: r.deliverables.province };
    expect(done(await acceptSubmissions(reviewer, { submissions: chosen(...rows), queue }))).toMatchObject({
      acceptedCount: 3,
      failures: [],
    });
    const { reportingProgress } = await reviewer.ask(
      'query($id: ID!) { reportingProgress(deliverableId: $id) { rates { expected received } byState { state count } } }',
      { id: r.deliverables.province },
    );
    expect(reportingProgress).toEqual({ rates: { expected: 3, received: 3 }, byState: [{ state: 'ACCEPTED', count: 3 }] });
    for (const { id } of rows)
      expect(await submission(reviewer, id)).toMatchObject({ state: 'ACCEPTED', holder: null, obligation: { state: 'ACCEPTED' } });
    expect(await announced(w, 'SUBMISSION_ACCEPTED')).toHaveLength(3);
  });

  test('when none may be accepted nothing changes; of two reviewers at once every submission is accepted once', async () => {
    const w = await world();
    const r = await chain(w);
    const rows = [await r.submit('a'), await r.submit('b'), await r.submit('c')];
    const [one, other] = [await w.person(w.county, ['REVIEWER']), await w.person(w.county, ['REVIEWER'])];
    const queue = { deliverableId: r.deliverables.province };
    const gone = await acceptSubmissions(w.as(one), { submissions: [{ submissionId: rows[0]!.id, version: 9 }], queue });
    expect(gone).toMatchObject({
      errors: [{ code: 'NOTHING_ACCEPTED', path: ['input', 'submissions'] }],
      acceptedCount: null,
      failures: [{ submissionId: rows[0]!.id, code: 'STALE_VERSION' }],
    });
    const input = { submissions: chosen(...rows), queue };
    const both = await Promise.all([acceptSubmissions(w.as(one), input), acceptSubmissions(w.as(other), input)]);
    expect(both.map(({ acceptedCount }) => acceptedCount ?? 0).toSorted((x, y) => x - y)).toEqual([0, 3]);
    for (const { id } of rows) expect((await submission(w.as(one), id)).timeline).toHaveLength(2);
  });

  test('a filter with one deliverable, at most 300, none twice', async () => {
    const w = await world();
    const r = await chain(w);
    const { id, version } = await r.submit('a');
    const reviewer = await r.as('county', 'REVIEWER');
    const queue = { deliverableId: r.deliverables.province };
    const attempt = async (submissions: readonly object[], filter: object = queue) =>
      codes(await acceptSubmissions(reviewer, { submissions, queue: filter }));
    expect(await attempt(chosen({ id, version }), {})).toEqual(['FILTER_MISSING']);
    expect(await attempt([])).toEqual(['TOO_SMALL']);
    const many = Array.from({ length: 301 }, (_, index) => ({
      submissionId: w.id('Submission', `01890000-0000-7000-8000-${String(index).padStart(12, '0')}`),
      version: 1,
    }));
    expect(await attempt(many)).toEqual(['TOO_BIG']);
    expect(await attempt(many.slice(1))).toEqual(['NOTHING_ACCEPTED']);
    expect(await attempt(chosen({ id, version }, { id, version }))).toEqual(['SUBMISSION_REPEATED']);
    const filter = { ...queue, again: true };
    expect(await attempt(chosen({ id, version }), filter)).toEqual(['NOTHING_ACCEPTED']);
    expect(await submission(reviewer, id)).toMatchObject({ cleared: false, version });
  });
});

describe.concurrent('the desk', () => {
  test('filters stand in the arguments: unit, round, late, nil', async () => {
    const w = await world();
    const r = await chain(w, { latePolicy: 'ACCEPT_LATE', closesAt: null });
    const first = await r.submit('a');
    const reviewer = await w.person(w.county, ['REVIEWER']);
    done(await returnSubmission(w.as(reviewer), { submissionId: first.id, version: first.version, reason: '补充' }));
    await r.submit('a', { summary: '补充后' });
    const nil = await r.fill('b', {});
    done(await submitSubmission(await r.as('b'), { obligationId: await r.obligation('b'), version: nil.version, nil: true }));
    w.clock.set('2021-05-30T09:00:00+08:00');
    await r.submit('c');
    const desk = (variables: object) => deskOf(w, reviewer, { deliverable: r.deliverables.province, ...variables });
    expect((await desk({})).units).toEqual([A, B, C]);
    expect(await desk({ again: true })).toMatchObject({ units: [A], counts: { pending: 1 } });
    expect((await desk({ again: false })).units).toEqual([B, C]);
    expect((await desk({ late: true })).units).toEqual([C]);
    expect((await desk({ nil: true })).units).toEqual([B]);
    expect((await desk({ under: w.id('Organization', w.b.id) })).units).toEqual([B]);
    expect((await desk({ under: w.id('Organization', w.siblingUnit.id) })).units).toEqual([]);
    const next = done(
      await acceptSubmission(w.as(reviewer), {
        submissionId: (await desk({ again: true })).current,
        version: 3,
        queue: { deliverableId: r.deliverables.province, again: true },
      }),
    );
    expect(next['queue']).toMatchObject({ counts: { pending: 0 }, current: null });
  });

  test('somebody decided first: the answer shows how it is now, and what is next', async () => {
    const w = await world();
    const r = await chain(w);
    const [a, b] = [await r.submit('a'), await r.submit('b')];
    const [one, other] = [await w.person(w.county, ['REVIEWER']), await w.person(w.county, ['REVIEWER'])];
    const decision = { submissionId: a.id, version: a.version };
    const both = await Promise.all([acceptSubmission(w.as(one), decision), returnSubmission(w.as(other), { ...decision, reason: '补充' })]);
    const late = both.find(({ errors }) => errors.length > 0);
    expect(both.flatMap(codes)).toEqual(['STALE_VERSION']);
    expect(late).toMatchObject({
      submission: { id: a.id, version: a.version + 1 },
      queue: { counts: { pending: 1 }, current: { id: b.id } },
    });
  });

  test('the same text or file in another unit is shown within the walls, and only there', async () => {
    const w = await world();
    const fields = [field({ key: 'summary', type: 'TEXT', required: true }), field({ key: 'photo', label: '照片', type: 'FILE' })];
    const r = await chain(w, { fields });
    const text = '本单位深入开展职工之家建设，组织劳动竞赛三场、文体活动五场，参加职工一百二十人次。';
    const withPhoto = async (r2: Reporting, place: 'a' | 'b', summary: string) => {
      const person = await w.person(w[place]);
      const obligationId = await r2.obligation(place);
      const { editor } = done(await startSubmission(w.as(person), { obligationId }));
      const { file } = await put(w, person, obligationId, `${place}.jpg`, CONTENTS.jpg);
      const answers = [
        { deliverableId: r2.deliverables.province, field: 'summary', value: summary },
        { deliverableId: r2.deliverables.province, field: 'photo', value: [{ fileId: file!.id }] },
      ];
      const { version } = done(await saveSubmissionDraft(w.as(person), { obligationId, version: editor.version, answers }))['editor'];
      return done(await submitSubmission(w.as(person), { obligationId, version }))['submission'];
    };
    const a = await withPhoto(r, 'a', text);
    await withPhoto(r, 'b', `${text}\n  `.replaceAll('，', ' ，'));
    await r.submit('c', { summary: '活动十场' });
    await r.submit('d', { summary: '活动十场' });
    const DUPLICATES =
      'query($id: ID!) { submission(id: $id) { duplicates { kind field label deliverableId submission { organization { name } } } } }';
    const seen = async (place: 'county' | 'province' | 'a') =>
      (await (await r.as(place, place === 'a' ? 'REPORTER' : 'REVIEWER')).ask(DUPLICATES, { id: a.id })).submission.duplicates;
    const same = { deliverableId: r.deliverables.province, submission: { organization: { name: B } } };
    const both = [
      { ...same, kind: 'FILE', field: 'photo', label: '照片' },
      { ...same, kind: 'TEXT', field: 'summary', label: 'summary' },
    ];
    expect(await seen('county')).toEqual(both);
    expect(await seen('province')).toEqual(both);
    expect(await seen('a')).toEqual([]);
    const queue = { deliverableId: r.deliverables.province };
    const refused = await acceptSubmissions(await r.as('county', 'REVIEWER'), {
      submissions: [{ submissionId: a.id, version: a.version }],
      queue,
    });
    expect(refused).toMatchObject({ errors: [{ code: 'NOTHING_ACCEPTED' }], failures: [{ code: 'HAS_DUPLICATES' }] });
  });

  test('the difference from the last round, and which of it was asked for', async () => {
    const w = await world();
    const r = await chain(w);
    const { id, version } = await r.submit('a', { summary: '活动十场', number: '8600' });
    const reviewer = await r.as('county', 'REVIEWER');
    const DIFF =
      'query($id: ID!) { submission(id: $id) { diffFromLastRound { deliverableId field label before after asked } findings { code } } }';
    const diff = async () => (await reviewer.ask(DIFF, { id })).submission.diffFromLastRound;
    expect(await diff()).toEqual([]);
    const items = [{ deliverableId: r.deliverables.province, field: 'number', comment: '多写了两位？' }];
    done(await returnSubmission(reviewer, { submissionId: id, version, reason: '请核对', items }));
    const again = await r.submit('a', { number: '86' });
    const line = { deliverableId: r.deliverables.province, field: 'number', label: '参加人数' };
    expect(await diff()).toEqual([{ ...line, before: '8600', after: '86', asked: true }]);
    done(await returnSubmission(reviewer, { submissionId: id, version: again.version, reason: '总结也请补充' }));
    await r.submit('a', { summary: '活动十场，另有培训两场', number: '86' });
    expect(await diff()).toEqual([
      {
        deliverableId: r.deliverables.province,
        field: 'summary',
        label: '活动总结',
        before: '活动十场',
        after: '活动十场，另有培训两场',
        asked: false,
      },
    ]);
  });

  test('messages: received to the body that reviews, returned and accepted to the unit', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const { id, version } = await r.submit('a');
    const reviewer = await r.as('province', 'REVIEWER');
    done(await returnSubmission(reviewer, { submissionId: id, version, reason: '补充' }));
    const again = await r.submit('a');
    done(await acceptSubmission(reviewer, { submissionId: id, version: again.version }));
    const told = async (event: string) => (await announced(w, event)).map(({ audience }) => audience);
    expect(await told('SUBMISSION_RECEIVED')).toEqual([{ organizationIds: [w.province.id] }, { organizationIds: [w.province.id] }]);
    expect(await told('SUBMISSION_RETURNED')).toEqual([{ organizationIds: [w.a.id] }]);
    expect(await told('SUBMISSION_ACCEPTED')).toEqual([{ organizationIds: [w.a.id] }]);
  });
});
