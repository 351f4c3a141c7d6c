import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { forfeitOverdue } from '../../src/domains/obligations/forfeit.ts';
import { CONTENTS, get, putAside } from '../support/files.ts';
import { field } from '../support/plant.ts';
import { chain, direct, type Reporting } from '../support/reporting.ts';
import {
  acceptSubmission,
  type Answered,
  codes,
  confirmEntry,
  done,
  editor,
  forwardSubmissions,
  returnSubmission,
  saveSubmissionDraft,
  startSubmission,
  submission,
  submitOnBehalf,
  submitSubmission,
  withdrawSubmission,
} from '../support/submissions.ts';
import { appointToo, type TestPerson, type World, world } from '../support/world.ts';

const RECEIVED = '2021-05-06T09:00:00+08:00';
const SHA256 = createHash('sha256').update(CONTENTS.pdf).digest('hex');

const versionOf = async (w: World, by: TestPerson, id: string): Promise<number> =>
  (await w.as(by).ask('query($id: ID!) { obligation(id: $id) { version } }', { id })).obligation.version;

const scanOf = async (w: World, by: TestPerson): Promise<string> => (await putAside(w, by, 'SCAN', '纸质报表.pdf', CONTENTS.pdf)).file!.id;

/** What the county's clerk enters for unit a, with anything said otherwise. */
async function inputOf(r: Reporting, by: TestPerson, more: Readonly<Record<string, unknown>> = {}): Promise<Record<string, unknown>> {
  const obligationId = await r.obligation('a');
  return {
    obligationId,
    version: await versionOf(r.w, by, obligationId).catch(() => 1),
    scanFileId: await scanOf(r.w, by),
    receivedAt: RECEIVED,
    answers: [
      { deliverableId: r.deliverables.province, field: 'summary', value: '活动十场' },
      { deliverableId: r.deliverables.province, field: 'number', value: '120' },
    ],
    ...more,
  };
}

const enter = async (r: Reporting, by: TestPerson, more: Readonly<Record<string, unknown>> = {}): Promise<Answered> =>
  submitOnBehalf(r.w.as(by), await inputOf(r, by, more));

describe.concurrent('submitOnBehalf', () => {
  test('the county enters what came on paper: marked, with its scan and hash, counted when entered, and shown to the unit', async () => {
    const w = await world();
    const r = await chain(w);
    const clerk = await w.person(w.county, ['REPORTER']);
    await w.person(w.county, ['REVIEWER']);
    w.clock.set('2021-05-06T15:00:00+08:00');
    const { submission: entered } = done(await enter(r, clerk, { reason: '山区断网，单位没有账号' }));
    expect(entered).toMatchObject({
      state: 'SUBMITTED',
      organization: { name: '东山县第一纺织厂工会' },
      holder: { name: '东山县总工会' },
      cleared: false,
      receipt: { submittedAt: '2021-05-06T07:00:00.000Z', onTime: true },
      timeline: [{ kind: 'ENTERED', organization: { name: '东山县总工会' }, toOrganization: { name: '东山县总工会' } }],
      parts: [
        {
          answers: [
            { field: 'summary', value: '活动十场' },
            { field: 'number', value: '120' },
          ],
        },
        {},
        {},
      ],
      obligation: { state: 'SUBMITTED' },
      entry: {
        mark: '东山县总工会代录，单位尚未确认',
        enteredBy: { name: '东山县总工会' },
        enteredFor: { name: '东山县第一纺织厂工会' },
        post: '干事',
        channelLabel: '纸质',
        receivedAt: '2021-05-06T01:00:00.000Z',
        receiptCounts: false,
        reason: '山区断网，单位没有账号',
        scan: { name: '纸质报表.pdf', sha256: SHA256 },
        scanSha256: SHA256,
        enteredAt: '2021-05-06T07:00:00.000Z',
        confirmedAt: null,
      },
    });
    const unit = await w.person(w.a);
    const seen = await w
      .as(unit)
      .ask('query($id: ID!) { submission(id: $id) { entry { mark scan { id } } versions { entry { post } } } }', {
        id: entered.id,
      });
    expect(seen.submission).toMatchObject({ entry: { mark: '东山县总工会代录，单位尚未确认' }, versions: [{ entry: { post: '干事' } }] });
    expect((await get(w, unit, seen.submission.entry.scan.id)).rawPayload).toEqual(CONTENTS.pdf);
    expect((await get(w, await w.person(w.province), seen.submission.entry.scan.id)).statusCode).toBe(200);
    expect((await get(w, await w.person(w.b), seen.submission.entry.scan.id)).statusCode).toBe(404);
    const { auditLines } = await w
      .as(await w.person(w.province, ['ADMINISTRATOR']))
      .ask('query($id: ID!) { auditLines(subjectId: $id) { nodes { operation detail } } }', { id: entered.id });
    expect(auditLines.nodes).toMatchObject([
      { operation: 'submitOnBehalf', detail: { channel: 'PAPER', scanSha256: SHA256, receiptCounts: false, late: false } },
    ]);
  });

  test('four eyes: whoever entered it never reviews it, in no capacity and for no lender; a colleague does', async () => {
    const w = await world();
    const r = await chain(w);
    const clerk = await w.person(w.county, ['REPORTER', 'REVIEWER']);
    const inCity = await appointToo(w, clerk, w.city, ['REVIEWER']);
    const colleague = await w.person(w.county, ['REVIEWER', 'ISSUING_OFFICER']);
    const { id, version } = done(await enter(r, clerk))['submission'];
    const own = await submission(w.as(clerk), id);
    expect(own.viewerCan).toMatchObject({ accept: { code: 'FOUR_EYES' }, return: { code: 'FOUR_EYES' } });
    expect(codes(await acceptSubmission(w.as(clerk), { submissionId: id, version }))).toEqual(['FOUR_EYES']);
    expect(codes(await returnSubmission(w.as(clerk), { submissionId: id, version, reason: '补充' }))).toEqual(['FOUR_EYES']);
    const accepted = done(await acceptSubmission(w.as(colleague), { submissionId: id, version }))['submission'];
    const absent = ['b', 'c', 'd'].map((unit) => ({ organizationId: w.id('Organization', w[unit as 'b'].id), reason: '停产' }));
    done(await forwardSubmissions(w.as(colleague), { deliverableId: r.deliverables.county, absent }));
    const above = w.as(clerk, { capacity: inCity });
    expect(codes(await acceptSubmission(above, { submissionId: id, version: accepted.version + 1 }))).toEqual(['FOUR_EYES']);
  });

  test('where nobody else of the body reviews it waits to be sent up, and the next body reviews it', async () => {
    const w = await world();
    const r = await chain(w);
    const clerk = await w.person(w.county, ['REPORTER', 'REVIEWER']);
    const { id, cleared, holder } = done(await enter(r, clerk))['submission'];
    expect({ cleared, holder }).toEqual({ cleared: true, holder: { name: '东山县总工会' } });
    const absent = ['b', 'c', 'd'].map((unit) => ({ organizationId: w.id('Organization', w[unit as 'b'].id), reason: '停产' }));
    done(await forwardSubmissions(w.as(clerk), { deliverableId: r.deliverables.county, absent }));
    const city = await r.as('city', 'REVIEWER');
    const there = await submission(city, id);
    expect(there).toMatchObject({ holder: { name: '石门市总工会' }, viewerCan: { accept: { allowed: true } } });
    done(await acceptSubmission(city, { submissionId: id, version: there.version }));
    expect((await editor(await r.as('a'), await r.obligation('a')))?.viewerCan ?? null).toBeNull();
    expect(codes(await startSubmission(await r.as('a'), { obligationId: await r.obligation('a') }))).toEqual(['WRONG_STATE']);
  });

  test('the body that asked first has nobody above: it waits for another reviewer there', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const clerk = await w.person(w.province, ['REPORTER', 'REVIEWER']);
    const { id, cleared, version } = done(await enter(r, clerk))['submission'];
    expect(cleared).toBe(false);
    done(await acceptSubmission(await r.as('province', 'REVIEWER'), { submissionId: id, version }));
  });

  test('the unit confirms it; from then on it is its own, and who confirmed does not review', async () => {
    const w = await world();
    const r = await chain(w);
    const [clerk, reviewer] = [await w.person(w.county, ['REPORTER']), await w.person(w.county, ['REVIEWER'])];
    const { id, version } = done(await enter(r, clerk))['submission'];
    expect(codes(await confirmEntry(w.as(await w.person(w.county, ['REPORTER'])), { submissionId: id, version }))).toEqual(['NOT_OWN']);
    const confirming = await w.person(w.a);
    const reviewing = await appointToo(w, confirming, w.county, ['REVIEWER']);
    w.clock.set('2021-05-07T09:00:00+08:00');
    const confirmed = done(await confirmEntry(w.as(confirming), { submissionId: id, version }))['submission'];
    expect(confirmed).toMatchObject({
      entry: { mark: '东山县总工会代录，单位已确认', confirmedAt: '2021-05-07T01:00:00.000Z' },
      timeline: [{ kind: 'ENTERED' }, { kind: 'CONFIRMED', organization: { name: '东山县第一纺织厂工会' } }],
      viewerCan: { confirm: { code: 'ALREADY_CONFIRMED' }, withdraw: { allowed: true } },
    });
    expect(codes(await confirmEntry(w.as(confirming), { submissionId: id, version: confirmed.version }))).toEqual(['ALREADY_CONFIRMED']);
    expect(codes(await startSubmission(w.as(confirming), { obligationId: await r.obligation('a') }))).toEqual(['WRONG_STATE']);
    const asReviewer = w.as(confirming, { capacity: reviewing });
    expect(codes(await acceptSubmission(asReviewer, { submissionId: id, version: confirmed.version }))).toEqual(['FOUR_EYES']);
    done(await acceptSubmission(w.as(reviewer), { submissionId: id, version: confirmed.version }));
  });

  test('the unit replaces it while the door is open and nobody has decided; its first time stays', async () => {
    const w = await world();
    const r = await chain(w);
    const clerk = await w.person(w.county, ['REPORTER']);
    await w.person(w.county, ['REVIEWER']);
    done(await enter(r, clerk));
    w.clock.set('2021-05-08T09:00:00+08:00');
    const [unit, obligationId] = [await r.as('a'), await r.obligation('a')];
    const page = done(await startSubmission(unit, { obligationId }))['editor'];
    expect(page).toMatchObject({
      answers: [
        { field: 'summary', value: '活动十场' },
        { field: 'number', value: '120' },
      ],
      viewerCan: { edit: { allowed: true }, submit: { allowed: true } },
    });
    const answers = [{ deliverableId: r.deliverables.province, field: 'number', value: '126' }];
    const saved = done(await saveSubmissionDraft(unit, { obligationId, version: page.version, answers }))['editor'];
    const { submission: own } = done(await submitSubmission(unit, { obligationId, version: saved.version }));
    expect(own).toMatchObject({
      number: 2,
      late: false,
      timeline: [{ kind: 'ENTERED' }, { kind: 'REPLACED', organization: { name: '东山县第一纺织厂工会' } }],
      parts: [{ answers: [{ value: '活动十场' }, { value: '126' }] }, {}, {}],
    });
    const read = await unit.ask('query($id: ID!) { submission(id: $id) { entry { mark } versions { number entry { mark } } } }', {
      id: own.id,
    });
    expect(read.submission).toEqual({
      entry: null,
      versions: [
        { number: 1, entry: { mark: '东山县总工会代录，单位尚未确认' } },
        { number: 2, entry: null },
      ],
    });
    // From now on the clerk may review like anybody else who did not hand it in.
    expect(codes(await submitSubmission(unit, { obligationId, version: saved.version }))).toEqual(['WRONG_STATE']);
    done(await acceptSubmission(await r.as('county', 'REVIEWER'), { submissionId: own.id, version: own.version }));
  });

  test('it is replaced no more once somebody has decided or the door is shut; it can be taken back like any other before that', async () => {
    const w = await world();
    const r = await chain(w);
    const [clerk, reviewer] = [await w.person(w.county, ['REPORTER']), await w.person(w.county, ['REVIEWER'])];
    const first = done(await enter(r, clerk))['submission'];
    done(await withdrawSubmission(await r.as('a'), { submissionId: first.id, version: first.version }));
    const { id, version } = done(await enter(r, clerk))['submission'];
    const [unit, obligationId] = [await r.as('a'), await r.obligation('a')];
    const page = done(await startSubmission(unit, { obligationId }))['editor'];
    done(await acceptSubmission(w.as(reviewer), { submissionId: id, version }));
    expect(codes(await submitSubmission(unit, { obligationId, version: page.version }))).toEqual(['WRONG_STATE']);

    const other = await chain(await world());
    const there = await other.w.person(other.w.county, ['REPORTER']);
    await other.w.person(other.w.county, ['REVIEWER']);
    done(await enter(other, there));
    other.w.clock.set('2021-05-29T00:00:00+08:00');
    expect(codes(await startSubmission(await other.as('a'), { obligationId: await other.obligation('a') }))).toEqual(['CLOSED']);
  });

  test('after a return it is entered again, and only what the slip names', async () => {
    const w = await world();
    const r = await chain(w);
    const [clerk, reviewer] = [await w.person(w.county, ['REPORTER']), await w.person(w.county, ['REVIEWER'])];
    const { id, version } = done(await enter(r, clerk))['submission'];
    const items = [{ deliverableId: r.deliverables.province, field: 'number', comment: '请核对' }];
    done(await returnSubmission(w.as(reviewer), { submissionId: id, version, reason: '数字有误', items }));
    const number = { deliverableId: r.deliverables.province, field: 'number', value: '86' };
    const summary = { deliverableId: r.deliverables.province, field: 'summary', value: '顺便改' };
    expect(codes(await enter(r, clerk, { answers: [number, summary] }))).toEqual(['FIELD_LOCKED']);
    const { submission: again } = done(await enter(r, clerk, { answers: [number] }));
    expect(again).toMatchObject({ number: 2, parts: [{ answers: [{ value: '活动十场' }, { value: '86' }] }, {}, {}] });
    // A unit that has its line back mends what was entered for it, files and all.
    const { id: same, version: now } = again;
    done(await returnSubmission(w.as(reviewer), { submissionId: same, version: now, reason: '数字有误', items }));
    const page = done(await startSubmission(await r.as('a'), { obligationId: await r.obligation('a') }))['editor'];
    expect(page.answers.map(({ value }: { value: unknown }) => value)).toEqual(['活动十场', '86']);
    expect(page.findings).toEqual([]);
  });

  test('a nil report and files come on paper too; what is missing is refused as ever', async () => {
    const w = await world();
    const r = await direct(w, ['a', 'b'], {
      fields: [
        field({ key: 'summary', type: 'TEXT', required: true }),
        field({ key: 'photo', type: 'FILE' }),
        field({ key: 'seal', label: '盖章件', type: 'SEAL', required: true }),
      ],
    });
    const clerk = await w.person(w.province, ['REPORTER']);
    const photo = (await putAside(w, clerk, 'ATTACHMENT', '照片.jpg', CONTENTS.jpg)).file!.id;
    const scanFileId = await scanOf(w, clerk);
    const answer = (key: string, value: unknown) => ({ deliverableId: r.deliverables.province, field: key, value });
    const answers = [answer('summary', '活动十场'), answer('photo', [{ fileId: photo }])];
    const missing = await enter(r, clerk, { answers, scanFileId });
    expect(codes(missing)).toEqual(['SEAL_MISSING']);
    const sealed = [...answers, answer('seal', { fileId: scanFileId, date: '2021-05-05' })];
    const { submission: entered } = done(await enter(r, clerk, { answers: sealed, scanFileId }));
    const read = await w.as(clerk).ask('query($id: ID!) { submission(id: $id) { files { name } receipt { seals { file { name } } } } }', {
      id: entered.id,
    });
    expect(read.submission).toEqual({
      files: [{ name: '照片.jpg' }, { name: '纸质报表.pdf' }],
      receipt: { seals: [{ file: { name: '纸质报表.pdf' } }] },
    });
    const nil = done(
      await submitOnBehalf(w.as(clerk), {
        obligationId: await r.obligation('b'),
        version: 1,
        nil: true,
        nilReason: '无职工',
        scanFileId: await scanOf(w, clerk),
        receivedAt: RECEIVED,
      }),
    );
    expect(nil['submission']).toMatchObject({ nil: true, parts: [{ answers: [] }] });
  });

  test('not for a unit out of range, not for oneself, not by a body in between, and not twice', async () => {
    const w = await world();
    const r = await chain(w);
    const clerk = await w.person(w.county, ['REPORTER']);
    const input = await inputOf(r, clerk);
    for (const place of ['sibling', 'otherCity'] as const)
      expect(codes(await submitOnBehalf(w.as(await w.person(w[place])), input))).toEqual(['NOT_FOUND']);
    const foreign = await world();
    expect(codes(await submitOnBehalf(foreign.as(await foreign.person(foreign.county)), input))).toEqual(['NOT_FOUND']);
    const city = await w.person(w.city);
    expect(codes(await enter(r, city))).toEqual(['NOT_ABOVE']);
    expect(codes(await enter(r, await w.person(w.a)))).toEqual(['NOT_ABOVE']);
    done(await enter(r, clerk));
    expect(codes(await enter(r, clerk))).toEqual(['ALREADY_SUBMITTED']);
    await r.submit('b');
    const forB = { obligationId: await r.obligation('b'), version: 3 };
    expect(codes(await enter(r, clerk, forB))).toEqual(['ALREADY_SUBMITTED']);
    expect((await submission(w.as(clerk), (await r.submit('c')).id)).entry ?? null).toBeNull();
    const byProvince = { obligationId: await r.obligation('d'), version: 1 };
    const { submission: entered } = done(await enter(r, await w.person(w.province), byProvince));
    expect(entered).toMatchObject({ holder: { name: '东山县总工会' }, cleared: false });
  });

  test('a stale version, a foreign scan, a scan that is none, an unknown field and a time to come are refused', async () => {
    const w = await world();
    const r = await chain(w);
    const clerk = await w.person(w.county, ['REPORTER']);
    expect(await enter(r, clerk, { version: 77 })).toMatchObject({ errors: [{ code: 'STALE_VERSION' }], obligation: { version: 1 } });
    expect((await enter(r, clerk, { scanFileId: await scanOf(w, await w.person(w.county)) })).errors).toMatchObject([
      { code: 'FILE_UNKNOWN', path: ['input', 'scanFileId'] },
    ]);
    const word = (await putAside(w, clerk, 'SCAN', '报表.docx', CONTENTS.docx)).file!.id;
    expect(codes(await enter(r, clerk, { scanFileId: word }))).toEqual(['SCAN_KIND']);
    const unknown = [{ deliverableId: r.deliverables.province, field: 'other', value: '1' }];
    expect(codes(await enter(r, clerk, { answers: unknown }))).toEqual(['FIELD_UNKNOWN']);
    expect(codes(await enter(r, clerk, { receivedAt: '2021-05-06T09:00:00.001+08:00' }))).toEqual(['RECEIVED_IN_FUTURE']);
    expect(codes(await enter(r, clerk, { receivedAt: '2021-05-06T08:59:59.999+08:00' }))).toEqual(['RECEIVED_TOO_EARLY']);
    const found = await w.asSystem(({ db }) =>
      sql`select from submission where federation_id = ${w.federationId}`.execute(db).then(({ rows }) => rows.length),
    );
    expect(found).toBe(0);
  });

  for (const [offset, expected] of [
    [-1, []],
    [0, ['CLOSED']],
    [1, ['CLOSED']],
  ] as const) {
    test(`C-35: received ${offset} ms from the end, recorded two days later: ${expected.length ? 'refused' : 'on time, by the time of receipt'}`, async () => {
      const w = await world();
      const r = await direct(w, ['a']);
      const clerk = await w.person(w.province, ['REPORTER']);
      w.clock.set('2021-05-31T09:00:00+08:00');
      const receivedAt = new Date(Date.parse('2021-05-29T00:00:00+08:00') + offset).toISOString();
      const late = await enter(r, clerk, { receivedAt, channel: 'EMAIL' });
      expect(codes(late), 'by the time of entering').toEqual(['CLOSED']);
      const answered = await enter(r, clerk, { receivedAt, channel: 'EMAIL', receiptCounts: true, reason: '邮箱收到时已下班' });
      expect(codes(answered)).toEqual(expected);
      if (expected.length) return;
      expect(answered['submission']).toMatchObject({
        late: false,
        receipt: { submittedAt: '2021-05-31T01:00:00.000Z', onTime: true, onTimeForAsker: true },
        entry: { channelLabel: '电子邮件', receivedAt, receiptCounts: true, reason: '邮箱收到时已下班' },
      });
      const { reportingProgress } = await (
        await r.as('province', 'ANALYST')
      ).ask('query($id: ID!) { reportingProgress(deliverableId: $id) { rates { expected received receivedOnTime } } }', {
        id: r.deliverables.province,
      });
      expect(reportingProgress.rates).toEqual({ expected: 1, received: 1, receivedOnTime: 1 });
      const { auditLines } = await w
        .as(await w.person(w.province, ['ADMINISTRATOR']))
        .ask('query($id: ID!) { auditLines(subjectId: $id) { nodes { operation detail } } }', { id: answered['submission'].id });
      expect(auditLines.nodes).toMatchObject([{ operation: 'submitOnBehalf', detail: { receivedAt, reason: '邮箱收到时已下班' } }]);
    });
  }

  test('C-35: only the receiver records a time of receipt, with a reason; what was given up stays so until it is opened again', async () => {
    const w = await world();
    const r = await direct(w, ['a'], { latePolicy: 'ACCEPT_LATE', closesAt: null });
    const county = await w.person(w.county);
    w.clock.set('2021-05-31T09:00:00+08:00');
    const receipt = { receivedAt: '2021-05-28T18:00:00+08:00', receiptCounts: true, reason: '县里代收' };
    expect(codes(await enter(r, county, receipt))).toEqual(['NOT_RECEIVER']);
    const province = await w.person(w.province);
    expect(codes(await enter(r, province, { ...receipt, reason: null }))).toEqual(['REASON_MISSING']);
    expect(done(await enter(r, county))['submission']).toMatchObject({ late: true, holder: { name: '河东省总工会' } });

    const given = await direct(w, ['a'], { latePolicy: 'AUTO_FORFEIT', dueAt: '2021-06-03T00:00:00+08:00' });
    w.clock.set('2021-06-03T00:00:00+08:00');
    expect(await forfeitOverdue(w.orm.em, w.federationId, w.clock.now(), 'test')).toBe(1);
    const inTime = { receivedAt: '2021-06-02T10:00:00+08:00', receiptCounts: true, reason: '邮箱收到' };
    expect(codes(await enter(given, province, inTime))).toEqual(['AUTO_FORFEIT']);
    const { reopenObligation } = await w
      .as(await w.person(w.province, ['ISSUING_OFFICER']))
      .ask('mutation($input: ReopenObligationInput!) { reopenObligation(input: $input) { errors { code } } }', {
        input: { obligationId: await given.obligation('a'), version: 2, reason: '已按时发来邮件', due: '2021-06-04' },
      });
    expect(reopenObligation.errors).toEqual([]);
    expect(done(await enter(given, province, inTime))['submission']).toMatchObject({ late: false });
  });

  test('a level-by-level report that the county received in time is in time for the county; the city counts when it comes there', async () => {
    const w = await world();
    const r = await chain(w, { latePolicy: 'ACCEPT_LATE', closesAt: null });
    const [clerk, colleague] = [await w.person(w.county), await w.person(w.county, ['REVIEWER', 'ISSUING_OFFICER'])];
    w.clock.set('2021-05-31T09:00:00+08:00');
    const entered = done(await enter(r, clerk, { receivedAt: '2021-05-28T18:00:00+08:00', receiptCounts: true, reason: '断网' }))[
      'submission'
    ];
    done(await acceptSubmission(w.as(colleague), { submissionId: entered.id, version: entered.version }));
    const absent = ['b', 'c', 'd'].map((unit) => ({ organizationId: w.id('Organization', w[unit as 'b'].id), reason: '停产' }));
    done(await forwardSubmissions(w.as(colleague), { deliverableId: r.deliverables.county, absent }));
    const rates = async (place: 'county' | 'city') =>
      (
        await (
          await r.as(place, 'ANALYST')
        ).ask('query($id: ID!) { reportingProgress(deliverableId: $id) { rates { expected received receivedOnTime } } }', {
          id: r.deliverables.province,
        })
      ).reportingProgress.rates;
    expect(await rates('county')).toEqual({ expected: 4, received: 1, receivedOnTime: 1 });
    expect(await rates('city')).toEqual({ expected: 4, received: 1, receivedOnTime: 0 });
  });
});
