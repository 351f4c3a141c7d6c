import { appendFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { finishLeft } from '../../src/domains/files/sweep-files.ts';
import { incomingPath } from '../../src/domains/files/store-file.ts';
import { sendArmed } from '../../src/domains/submissions/send-armed.ts';
import { decodeId } from '../../src/kit/node-id.ts';
import { CONTENTS } from '../support/files.ts';
import { field, inRequest } from '../support/plant.ts';
import { direct, DUE } from '../support/reporting.ts';
import {
  codes,
  disarmSubmission,
  done,
  removeUpload,
  saveSubmissionDraft,
  startSubmission,
  submitSubmission,
} from '../support/submissions.ts';
import { begin, listening, look, send, slowly } from '../support/uploads.ts';
import { testFiles, world } from '../support/world.ts';

const QUESTIONS = [field({ key: 'text', type: 'TEXT', required: true }), field({ key: 'pictures', type: 'FILE', maxItems: 4 })];
const JPG = CONTENTS.jpg;
const PAGE = `query($id: ID!) { submissionEditor(obligationId: $id) { version obligation { state }
  autoSubmit { waiting armedAt until failure { code message } }
  uploadEstimate { bytesLeft bytesPerSecond secondsNeeded secondsLeft atRisk message }
  viewerCan { submit { allowed code } submitWhenUploadsComplete { allowed code } }
  submission { number receipt { submittedAt } versions { number } } } }`;

/** A page whose text is right, with two pictures that its answers name and that are on their way. */
async function waiting(seed: Parameters<typeof direct>[2] = {}) {
  const w = await world();
  const r = await direct(w, ['a'], { fields: QUESTIONS, ...seed });
  const reporter = await w.person(w.a);
  const client = w.as(reporter);
  const obligationId = await r.obligation('a');
  const { editor } = done(await startSubmission(client, { obligationId }));
  const pictures = [
    await begin(w, reporter, { obligationId, name: '1.jpg', size: JPG.length }),
    await begin(w, reporter, { obligationId, name: '2.jpg', size: JPG.length }),
  ].map(({ id }) => id) as [string, string];
  const answer = (key: string, value: unknown) => ({ deliverableId: r.deliverables.province, field: key, value });
  const answers = [
    answer('text', '活动十场'),
    answer(
      'pictures',
      pictures.map((fileId) => ({ fileId })),
    ),
  ];
  const saved = done(await saveSubmissionDraft(client, { obligationId, version: editor.version, answers }))['editor'];
  const backend = { orm: w.orm, clock: w.clock, files: testFiles };
  const told = async () => {
    const { rows } = await w.asSystem(({ db }) =>
      sql<{ event: string; audience: object }>`select event, audience from announcement where event like 'ARMED%' order by id`.execute(db),
    );
    return rows;
  };
  return {
    w,
    r,
    reporter,
    client,
    obligationId,
    pictures,
    version: saved.version as number,
    answer,
    told,
    mine: { accountIds: [reporter.accountId] },
    arm: (version = saved.version as number) => submitSubmission(client, { obligationId, version, whenUploadsComplete: true }),
    page: async () => (await client.ask(PAGE, { id: obligationId })).submissionEditor,
    turn: () => sendArmed(backend, w.federationId),
  };
}

describe.concurrent('a page that waits for its uploads', () => {
  test('is handed in when the last of them is in, once, in the name of whoever said so', async () => {
    const { w, reporter, pictures, version, arm, page, told, mine, turn } = await waiting();
    expect((await page()).viewerCan).toEqual({
      submit: { allowed: false, code: 'INCOMPLETE' },
      submitWhenUploadsComplete: { allowed: true, code: null },
    });
    const armed = done(await arm());
    expect(armed['submission']).toBeNull();
    expect((await page()).autoSubmit).toEqual({
      waiting: true,
      armedAt: w.clock.now().toISOString(),
      until: new Date(DUE).toISOString(),
      failure: null,
    });
    const colleague = await w.person(w.a); // whoever brings the bytes
    w.clock.set('2021-05-06T09:05:00+08:00');
    await send(w, colleague, pictures[0], 0, JPG);
    await turn();
    expect(await page()).toMatchObject({ obligation: { state: 'OPEN' }, autoSubmit: { waiting: true }, submission: null });
    w.clock.set('2021-05-06T09:06:00+08:00');
    await send(w, colleague, pictures[1], 0, JPG);
    expect(await page()).toMatchObject({
      version,
      obligation: { state: 'SUBMITTED' },
      autoSubmit: null,
      submission: { number: 1, receipt: { submittedAt: '2021-05-06T01:06:00.000Z' }, versions: [{ number: 1 }] },
    });
    await turn();
    expect((await page()).submission.versions).toHaveLength(1);
    expect(await told()).toEqual([{ event: 'ARMED_SUBMISSION_SENT', audience: mine }]);
    const { rows } = await w.asSystem(({ db }) =>
      sql`select person_id, capacity_id, request_id ~ '^armed ' as armed from audit_line where operation = 'submitSubmission'`.execute(db),
    );
    expect(rows).toEqual([{ person_id: reporter.personId, capacity_id: reporter.capacityId, armed: true }]);
  });

  test('waits only for uploads: anything else that is wrong is told at once, and nothing is waited for', async () => {
    const { client, obligationId, version, answer, arm, page } = await waiting();
    const emptied = done(await saveSubmissionDraft(client, { obligationId, version, answers: [answer('text', null)] }))['editor'];
    expect(codes(await arm(emptied.version))).toEqual(['REQUIRED', 'FILE_UNFINISHED', 'FILE_UNFINISHED']);
    expect((await page()).autoSubmit).toBeNull();
    expect((await page()).viewerCan.submitWhenUploadsComplete).toEqual({ allowed: false, code: 'INCOMPLETE' });
    const none = done(
      await saveSubmissionDraft(client, {
        obligationId,
        version: emptied.version,
        answers: [answer('text', '十场'), answer('pictures', null)],
      }),
    )['editor'];
    expect(done(await arm(none.version))['submission']).toMatchObject({ number: 1 });
  });

  test('stays a draft when a file is refused, and whoever waits is told', async () => {
    const { w, reporter, pictures, arm, page, told, mine } = await waiting();
    done(await arm());
    await send(w, reporter, pictures[0], 0, JPG);
    await send(w, reporter, pictures[1], 0, Buffer.from('this is no jpeg at all'));
    expect(await page()).toMatchObject({
      obligation: { state: 'OPEN' },
      submission: null,
      autoSubmit: { waiting: false, failure: { code: 'FILE_FAILED', message: '上传未成功：文件内容与扩展名 jpg 不符' } },
    });
    expect(await told()).toEqual([{ event: 'ARMED_SUBMISSION_FAILED', audience: mine }]);
  });

  for (const [offset, state] of [
    [-1, 'SUBMITTED'],
    [0, 'OPEN'],
  ] as const) {
    test(`a last byte ${offset} ms from the due leaves it ${state}, though later ones would be accepted`, async () => {
      const { w, reporter, pictures, arm, page, told, mine, turn } = await waiting({ latePolicy: 'ACCEPT_LATE', closesAt: null });
      done(await arm());
      await send(w, reporter, pictures[0], 0, JPG);
      w.clock.set(new Date(Date.parse(DUE) + offset));
      await send(w, reporter, pictures[1], 0, JPG);
      await turn();
      expect((await page()).obligation.state).toBe(state);
      const event = state === 'OPEN' ? 'ARMED_SUBMISSION_FAILED' : 'ARMED_SUBMISSION_SENT';
      expect(await told()).toEqual([{ event, audience: mine }]);
    });
  }

  test('when the close passes while bytes are on their way, whoever waits is told at the next turn', async () => {
    const { w, arm, page, told, mine, turn } = await waiting();
    done(await arm());
    w.clock.set(new Date(Date.parse(DUE) - 1));
    await turn();
    expect((await page()).autoSubmit).toMatchObject({ waiting: true });
    w.clock.set(DUE);
    await turn();
    expect((await page()).autoSubmit).toMatchObject({
      waiting: false,
      failure: { code: 'TOO_LATE', message: '截止前附件没有传完，内容仍为草稿，没有报送' },
    });
    await turn();
    expect(await told()).toEqual([{ event: 'ARMED_SUBMISSION_FAILED', audience: mine }]);
  });

  test('any edit, taking a file out, saying so and handing it in oneself end the wait', async () => {
    const { w, reporter, client, obligationId, pictures, version, answer, arm, page, told, turn } = await waiting();
    const disarmed = async () => (await page()).autoSubmit;
    done(await arm());
    const saved = done(await saveSubmissionDraft(client, { obligationId, version, answers: [answer('text', '活动十一场')] }))['editor'];
    expect(await disarmed()).toBeNull();
    done(await arm(saved.version));
    done(await disarmSubmission(client, { obligationId }));
    expect(await disarmed()).toBeNull();
    expect(codes(await disarmSubmission(client, { obligationId }))).toEqual(['NOT_ARMED']);
    done(await arm(saved.version));
    done(await removeUpload(client, { fileId: pictures[1] }));
    expect(await disarmed()).toBeNull();
    const left = done(
      await saveSubmissionDraft(client, { obligationId, version: saved.version, answers: [answer('pictures', [{ fileId: pictures[0] }])] }),
    )['editor'];
    await send(w, reporter, pictures[0], 0, JPG);
    await turn();
    expect((await page()).submission).toBeNull();
    done(await submitSubmission(client, { obligationId, version: left.version }));
    await turn();
    expect((await page()).submission.versions).toHaveLength(1);
    expect(await told()).toEqual([]);
  });

  test('is not handed in in the name of somebody who is no longer there; the unit is told', async () => {
    const { w, reporter, obligationId, pictures, arm, told } = await waiting();
    done(await arm());
    const administrator = w.as(await w.person(w.county, ['ADMINISTRATOR']));
    const ended = await administrator.ask('mutation($input: EndAppointmentInput!) { endAppointment(input: $input) { errors { code } } }', {
      input: { appointmentId: w.id('Appointment', reporter.capacityId), reason: '工作调动', version: 1 },
    });
    expect(ended.endAppointment.errors).toEqual([]);
    w.clock.set(new Date(w.clock.now().getTime() + 60_000));
    const colleague = await w.person(w.a);
    for (const id of pictures) await send(w, colleague, id, 0, JPG);
    const read = await w.as(colleague).ask(PAGE, { id: obligationId });
    expect(read.submissionEditor).toMatchObject({ submission: null, autoSubmit: { failure: { code: 'CAPACITY_ENDED' } } });
    expect(await told()).toEqual([{ event: 'ARMED_SUBMISSION_FAILED', audience: { organizationIds: [w.a.id], roles: ['REPORTER'] } }]);
  });

  test('what a crash left between the last byte and the submission is handed in by whoever comes by', async () => {
    const { w, reporter, pictures, arm, page, turn } = await waiting();
    await send(w, reporter, pictures[0], 0, JPG);
    done(await arm());
    await send(w, reporter, pictures[1], 0, JPG.subarray(0, 10));
    const key = await inRequest(w, reporter, async ({ db }) => {
      const { rows } = await sql<{ storage_key: string }>`select storage_key from upload where id = ${decodeId(pictures[1])!.id}`.execute(
        db,
      );
      return rows[0]!.storage_key;
    });
    await appendFile(incomingPath(testFiles, key), JPG.subarray(10)); // the process died here
    w.clock.set(new Date(w.clock.now().getTime() + 30_000));
    await turn();
    expect((await page()).submission).toBeNull();
    expect(await finishLeft({ em: w.orm.em, clock: w.clock, store: testFiles }, w.federationId, w.clock.now())).toBe(1);
    expect((await page()).submission).toBeNull(); // and here
    await Promise.all([turn(), turn(), turn()]);
    expect((await page()).submission).toMatchObject({ number: 1, versions: [{ number: 1 }] });
  });

  test('by several at once, and by hand, it is handed in once', async () => {
    const { w, reporter, client, obligationId, pictures, version, arm, page, turn } = await waiting();
    await send(w, reporter, pictures[0], 0, JPG);
    done(await arm());
    await Promise.all([send(w, reporter, pictures[1], 0, JPG), turn(), submitSubmission(client, { obligationId, version }), turn()]);
    await turn();
    expect((await page()).submission).toMatchObject({ number: 1, versions: [{ number: 1 }] });
  });
});

test('how long the files still need is told from how fast they came, and when that is too long, before anybody relies on it', async () => {
  const { w, reporter, obligationId, page } = await waiting();
  const port = await listening(w.server);
  const { id } = await begin(w, reporter, { obligationId, name: 'a.txt', size: 900_000 });
  expect((await page()).uploadEstimate).toMatchObject({ bytesLeft: 900_044, bytesPerSecond: null, secondsNeeded: null, atRisk: false });
  w.clock.set(new Date(Date.parse(DUE) - 310_000));
  const connection = slowly(port, reporter, id, 0, 900_000);
  await connection.write(Buffer.alloc(30_000, 'a'));
  await expect.poll(async () => (await look(w, reporter, id)).offset).toBe(30_000);
  w.clock.set(new Date(Date.parse(DUE) - 300_000));
  expect((await page()).uploadEstimate).toMatchObject({
    bytesLeft: 870_044,
    bytesPerSecond: 3000,
    secondsNeeded: 291,
    secondsLeft: 300,
    atRisk: false,
  });
  w.clock.set(new Date(Date.parse(DUE) - 290_000));
  connection.cut();
  await expect.poll(async () => (await page()).uploadEstimate.bytesPerSecond).toBe(1500);
  expect((await page()).uploadEstimate).toEqual({
    bytesLeft: 870_044,
    bytesPerSecond: 1500,
    secondsNeeded: 581,
    secondsLeft: 290,
    atRisk: true,
    message: '按目前的速度还需 10 分钟，距截止只剩 5 分钟，可能来不及自动报送',
  });
});
