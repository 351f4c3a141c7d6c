import { describe, expect, test } from 'vitest';
import { chain, direct, DUE } from '../support/reporting.ts';
import { acceptSubmission, codes, done, submission, submitSubmission, withdrawSubmission } from '../support/submissions.ts';
import { world } from '../support/world.ts';

describe.concurrent('withdrawSubmission', () => {
  test('R-03: before anybody acted the unit takes it back, changes it and hands it in again', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const first = await r.submit('a');
    w.clock.advance(60_000);
    const withdrawn = done(await withdrawSubmission(await r.as('a'), { submissionId: first.id, version: first.version }));
    expect(withdrawn).toMatchObject({
      submission: {
        state: 'WITHDRAWN',
        holder: null,
        obligation: { state: 'OPEN', late: false },
        timeline: [{ kind: 'SUBMITTED' }, { kind: 'WITHDRAWN' }],
        viewerCan: { resubmit: { allowed: true } },
      },
      editor: { viewerCan: { edit: { allowed: true } } },
    });
    const again = await r.submit('a', { summary: '活动十一场' });
    expect(again).toMatchObject({
      id: first.id,
      state: 'SUBMITTED',
      number: 2,
      receipt: { number: first.receipt.number, version: 2, submittedAt: '2021-05-06T01:01:00.000Z' },
      timeline: [{ kind: 'SUBMITTED' }, { kind: 'WITHDRAWN' }, { kind: 'SUBMITTED', number: 2 }],
    });
  });

  test('what was taken back counts from its next first submission: late then is late', async () => {
    const w = await world();
    const r = await direct(w, ['a'], { latePolicy: 'ACCEPT_LATE', closesAt: null });
    const first = await r.submit('a');
    const { editor } = done(await withdrawSubmission(await r.as('a'), { submissionId: first.id, version: first.version }));
    w.clock.set(DUE);
    const again = done(await submitSubmission(await r.as('a'), { obligationId: await r.obligation('a'), version: editor.version }));
    expect(again['submission']).toMatchObject({ late: true, receipt: { onTime: false } });
  });

  test('not once somebody above has acted, at whatever level', async () => {
    const w = await world();
    const r = await chain(w);
    const { id, version } = await r.submit('a');
    const accepted = done(await acceptSubmission(await r.as('county', 'REVIEWER'), { submissionId: id, version }));
    expect(await withdrawSubmission(await r.as('a'), { submissionId: id, version: accepted['submission'].version })).toMatchObject({
      errors: [{ code: 'ALREADY_REVIEWED', message: '上级已经办理，不能撤回', path: ['input', 'submissionId'] }],
      submission: null,
    });
    expect((await submission(await r.as('a'), id)).viewerCan.withdraw).toEqual({ allowed: false, code: 'ALREADY_REVIEWED' });
  });

  test('until the close and not after: it could not be handed in again', async () => {
    const w = await world();
    const r = await direct(w, ['a', 'b']);
    const [a, b] = [await r.submit('a'), await r.submit('b')];
    w.clock.set(new Date(Date.parse(DUE) - 1));
    done(await withdrawSubmission(await r.as('a'), { submissionId: a.id, version: a.version }));
    w.clock.set(DUE);
    expect(codes(await withdrawSubmission(await r.as('b'), { submissionId: b.id, version: b.version }))).toEqual(['CLOSED']);
  });

  test('a stale version, a body above and a unit beside are refused', async () => {
    const w = await world();
    const r = await direct(w, ['a', 'b']);
    const { id, version } = await r.submit('a');
    expect(await withdrawSubmission(await r.as('a'), { submissionId: id, version: version + 1 })).toMatchObject({
      errors: [{ code: 'STALE_VERSION' }],
      submission: { id, version, state: 'SUBMITTED' },
    });
    expect(codes(await withdrawSubmission(await r.as('county'), { submissionId: id, version }))).toEqual(['NOT_OWN']);
    expect(codes(await withdrawSubmission(await r.as('b'), { submissionId: id, version }))).toEqual(['NOT_FOUND']);
    expect((await submission(await r.as('a'), id)).state).toBe('SUBMITTED');
  });
});
