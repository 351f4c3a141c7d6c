import { describe, expect, test } from 'vitest';
import { chain, direct } from '../support/reporting.ts';
import { codes, done, editor, saveSubmissionDraft, startSubmission, submitSubmission } from '../support/submissions.ts';
import { world } from '../support/world.ts';

describe.concurrent('saveSubmissionDraft', () => {
  test('C-33: 3001 characters are kept and named, 3000 are in order', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const long = await r.fill('a', { summary: '字'.repeat(3001) });
    expect(long).toMatchObject({
      version: 2,
      checklist: { done: 0, total: 1 },
      findings: [
        {
          code: 'TEXT_TOO_LONG',
          severity: 'BLOCK',
          path: [r.deliverables.province, 'summary'],
          message: '最多 3000 个字，现有 3001 个字（不计空格，标点计入）',
        },
      ],
    });
    expect(long.answers[0].value).toHaveLength(3001);
    const right = await r.fill('a', { summary: '字'.repeat(3000) });
    expect(right).toMatchObject({ version: 3, checklist: { done: 1, total: 1 }, findings: [], viewerCan: { submit: { allowed: true } } });
  });

  test('only what changed is sent; null takes an answer back', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    await r.fill('a', { summary: '甲', number: '12' });
    await r.fill('a', { number: null });
    const page = await r.fill('a', { summary: '乙' });
    expect(page.answers).toEqual([{ deliverableId: r.deliverables.province, field: 'summary', value: '乙' }]);
  });

  test('a stale version is refused with the page as it is now, and changes nothing', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const now = await r.fill('a', { summary: '甲' });
    const obligationId = await r.obligation('a');
    const answers = [{ deliverableId: r.deliverables.province, field: 'summary', value: '乙' }];
    expect(await saveSubmissionDraft(await r.as('a'), { obligationId, version: 1, answers })).toEqual({
      errors: [{ code: 'STALE_VERSION', message: '内容已被他人修改，请核对最新内容后再保存', path: ['input', 'version'] }],
      editor: now,
    });
    expect(await editor(await r.as('a'), obligationId)).toEqual(now);
  });

  test('of two savings at once one is stale', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const { version } = await r.fill('a');
    const [obligationId, client] = [await r.obligation('a'), await r.as('a')];
    const save = (value: string) =>
      saveSubmissionDraft(client, {
        obligationId,
        version,
        answers: [{ deliverableId: r.deliverables.province, field: 'summary', value }],
      });
    const both = await Promise.all([save('甲'), save('乙')]);
    expect(both.flatMap(codes)).toEqual(['STALE_VERSION']);
  });

  test("what nobody asks is refused: an unknown field, another task's deliverable", async () => {
    const w = await world();
    const [r, other] = [await direct(w, ['a']), await direct(w, ['a'])];
    const { version } = await r.fill('a');
    const save = async (deliverableId: string, field: string) =>
      (
        await saveSubmissionDraft(await r.as('a'), {
          obligationId: await r.obligation('a'),
          version,
          answers: [{ deliverableId, field, value: '甲' }],
        })
      ).errors;
    const refused = [{ code: 'FIELD_UNKNOWN', message: '没有这个填报项', path: ['input', 'answers', '0', 'field'] }];
    expect(await save(r.deliverables.province!, 'other')).toEqual(refused);
    expect(await save(other.deliverables.province!, 'summary')).toEqual(refused);
  });

  test('what a database cannot hold is refused before it is kept', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const { version } = await r.fill('a');
    const save = async (value: unknown) =>
      saveSubmissionDraft(await r.as('a'), {
        obligationId: await r.obligation('a'),
        version,
        answers: [{ deliverableId: r.deliverables.province, field: 'summary', value }],
      });
    await expect(save('半\ud800个')).rejects.toThrow('BAD_USER_INPUT');
    expect(codes(await save('字'.repeat(200_001)))).toEqual(['ANSWER_TOO_LARGE']);
    expect(codes(await save({ any: [{ thing: 1 }] }))).toEqual([]);
  });

  test('nothing is saved before it is begun, after it is handed in, or by another body', async () => {
    const w = await world();
    const r = await chain(w);
    const save = async (place: 'a' | 'b' | 'county', task: 'a' | 'b') =>
      codes(await saveSubmissionDraft(await r.as(place), { obligationId: await r.obligation(task), version: 1, answers: [] }));
    expect(await save('a', 'a')).toEqual(['NOT_STARTED']);
    done(await startSubmission(await r.as('a'), { obligationId: await r.obligation('a') }));
    expect(await save('county', 'a')).toEqual(['NOT_OWN']);
    expect(await save('b', 'a')).toEqual(['NOT_FOUND']);
    const { version } = await r.fill('a');
    done(await submitSubmission(await r.as('a'), { obligationId: await r.obligation('a'), version }));
    const after = await saveSubmissionDraft(await r.as('a'), { obligationId: await r.obligation('a'), version, answers: [] });
    expect(after.errors).toEqual([{ code: 'WRONG_STATE', message: '已报送，等待审核', path: ['input', 'obligationId'] }]);
  });
});
