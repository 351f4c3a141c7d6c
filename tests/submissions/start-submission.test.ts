import { describe, expect, test } from 'vitest';
import { field } from '../support/plant.ts';
import { chain, direct } from '../support/reporting.ts';
import { codes, editor, startSubmission } from '../support/submissions.ts';
import { world } from '../support/world.ts';

describe.concurrent('startSubmission', () => {
  test('R-03: the page shows what every level asks, the province first, and signs for the notice', async () => {
    const w = await world();
    const r = await chain(
      w,
      {},
      { city: { fields: [field({ key: 'place', type: 'TEXT' })] }, county: { dueAt: '2021-05-21T00:00:00+08:00' } },
    );
    const answered = await startSubmission(await r.as('a'), { obligationId: await r.obligation('a') });
    expect(answered.errors).toEqual([]);
    expect(answered['editor']).toMatchObject({
      version: 1,
      checklist: { done: 0, total: 1 },
      findings: [{ code: 'REQUIRED', severity: 'BLOCK', path: [r.deliverables.province, 'summary'], message: '请填写“活动总结”' }],
      sections: [
        { deliverable: { id: r.deliverables.province }, fields: [{ key: 'summary' }, { key: 'number' }], lockedFields: [] },
        { deliverable: { id: r.deliverables.city }, fields: [{ key: 'place' }], lockedFields: [] },
        { deliverable: { id: r.deliverables.county }, fields: [], lockedFields: [] },
      ],
      answers: [],
      due: { label: '5月20日24:00止（含当日）' },
      obligation: { state: 'OPEN', startedAt: '2021-05-06T01:00:00.000Z', acknowledgedAt: '2021-05-06T01:00:00.000Z' },
      viewerCan: { edit: { allowed: true }, submit: { allowed: false, code: 'INCOMPLETE' }, withdraw: { allowed: false } },
    });
  });

  test('asked again, by a colleague too, it gives the same page', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const filled = await r.fill('a', { summary: '甲' });
    const colleague = w.as(await w.person(w.a));
    expect((await startSubmission(colleague, { obligationId: await r.obligation('a') }))['editor']).toEqual(filled);
    expect(await editor(colleague, await r.obligation('a'))).toEqual(filled);
  });

  test('before it is begun there is no page, and an unknown task looks like one out of reach', async () => {
    const w = await world();
    const r = await direct(w, ['a', 'b']);
    expect(await editor(await r.as('a'), await r.obligation('a'))).toBeNull();
    const unknown = await startSubmission(await r.as('a'), { obligationId: w.id('Obligation', '01890000-0000-7000-8000-000000000000') });
    const sibling = await startSubmission(await r.as('a'), { obligationId: await r.obligation('b') });
    expect(sibling).toEqual(unknown);
    expect(codes(sibling)).toEqual(['NOT_FOUND']);
  });

  test('C-19: a body above reads the task and cannot fill it in', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const county = await r.as('county');
    expect(await startSubmission(county, { obligationId: await r.obligation('a') })).toEqual({
      errors: [{ code: 'NOT_OWN', message: '只能填报本单位的任务', path: ['input', 'obligationId'] }],
      editor: null,
    });
    await r.fill('a');
    expect(await editor(county, await r.obligation('a'))).toBeNull();
  });

  test('a draft is for those who work in the unit: not for an analyst, not for the county', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    await r.fill('a');
    const { data, errors } = await (
      await r.as('a', 'ANALYST')
    ).execute(`query($id: ID!) { submissionEditor(obligationId: $id) { version } }`, { id: await r.obligation('a') });
    expect([data?.submissionEditor ?? null, errors?.map(({ extensions }) => extensions.code)]).toEqual([null, ['FORBIDDEN']]);
    expect(await editor(await r.as('county', 'REVIEWER'), await r.obligation('a'))).toBeNull();
  });

  test('a duty to organise has no page, and nothing is begun after the close', async () => {
    const w = await world();
    const organise = await chain(w);
    expect(codes(await startSubmission(await organise.as('county'), { obligationId: await organise.obligation('county') }))).toEqual([
      'ORGANISE_ONLY',
    ]);
    const r = await direct(w, ['b']);
    w.clock.set('2021-05-29T00:00:00+08:00');
    expect(codes(await startSubmission(await r.as('b'), { obligationId: await r.obligation('b') }))).toEqual(['CLOSED']);
  });

  test('closed with a draft: kept, read-only', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    await r.fill('a', { summary: '甲' });
    w.clock.set('2021-05-29T00:00:00+08:00');
    const { errors, editor: page } = await startSubmission(await r.as('a'), { obligationId: await r.obligation('a') });
    expect(errors).toEqual([]);
    expect(page).toMatchObject({
      answers: [{ field: 'summary', value: '甲' }],
      viewerCan: { edit: { code: 'CLOSED' }, submit: { code: 'CLOSED' } },
    });
  });
});
