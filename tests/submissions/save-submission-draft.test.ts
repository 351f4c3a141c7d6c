import { describe, expect, test } from 'vitest';
import { field } from '../support/plant.ts';
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

  test.for([
    [1199, 1],
    [1200, 0],
    [1800, 0],
    [1801, 1],
  ] as const)('C-33: %i characters where about 1500 are wished for: %i remark, and nothing in the way', async ([count, remarks]) => {
    const w = await world();
    const r = await direct(w, ['a'], { fields: [field({ key: 'summary', type: 'TEXT', required: true, targetCharacters: 1500 })] });
    const page = await r.fill('a', { summary: `${'字 \n'.repeat(count - 1)}。` });
    const remark = {
      code: 'TEXT_OFF_TARGET',
      severity: 'WARN',
      path: [r.deliverables.province, 'summary'],
      message: `宜在 1500 字左右（1200～1800 字），现有 ${count} 个字（不计空格，标点计入）`,
    };
    expect(page).toMatchObject({ findings: Array.from({ length: remarks }, () => remark), checklist: { done: 1, total: 1 } });
    const obligationId = await r.obligation('a');
    expect(codes(await submitSubmission(await r.as('a'), { obligationId, version: page.version }))).toEqual([]);
  });

  test('C-33: what an organiser wishes for is read back with the question, in tables too, and never above the limit', async () => {
    const w = await world();
    const client = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    const draft = async (targetCharacters: number) => {
      const wish = { label: '总结', type: 'TEXT', maxCharacters: 3000, targetCharacters };
      const fields = [
        { key: 'summary', ...wish },
        { key: 'rows', label: '表', type: 'TABLE', columns: [{ key: 'text', ...wish }] },
      ];
      const deliverables = [{ key: 'report', title: '总结', audience: ['GRASSROOTS'], fields }];
      const { draftNotice } = await client.ask(
        `mutation($input: DraftNoticeInput!) { draftNotice(input: $input) { errors { code path }
          notice { deliverables { fields { targetCharacters columns { targetCharacters } } } } } }`,
        { input: { content: { title: '关于报送总结的通知', signedBy: '办公室', addressees: {}, deliverables } } },
      );
      return draftNotice;
    };
    const column = { targetCharacters: 1500 };
    expect((await draft(1500)).notice.deliverables[0].fields).toEqual([
      { targetCharacters: 1500, columns: [] },
      { targetCharacters: null, columns: [column] },
    ]);
    const at = ['input', 'content', 'deliverables', '0', 'fields'];
    expect((await draft(3001)).errors).toEqual([
      { code: 'BOUNDS', path: [...at, '0', 'targetCharacters'] },
      { code: 'BOUNDS', path: [...at, '1', 'columns', '0', 'targetCharacters'] },
    ]);
  });

  test('only what the form knows is kept of rows, contacts and rates', async () => {
    const w = await world();
    const columns = [field({ key: 'name', type: 'TEXT' }), field({ key: 'who', type: 'CONTACT' })];
    const fields = [
      field({ key: 'rows', type: 'TABLE', columns }),
      field({ key: 'contact', type: 'CONTACT' }),
      field({ key: 'rate', type: 'RATE' }),
      field({ key: 'proof', type: 'FILE' }),
      field({ key: 'text', type: 'TEXT' }),
    ];
    const r = await direct(w, ['a'], { fields });
    const contact = { name: '王芳', phone: '010-5550-0101' };
    const { answers } = await r.fill('a', {
      text: { 秘密: '' },
      rows: [{ name: '甲', hidden: '乙', who: { ...contact, id: 'x' } }, '不是行'],
      contact: { ...contact, mobile: 'x' },
      rate: { numerator: '1', denominator: '2', note: 'x' },
      proof: [{ fileId: 'f', name: 'x' }],
    });
    expect(Object.fromEntries(answers.map(({ field: key, value }: { field: string; value: unknown }) => [key, value]))).toEqual({
      rows: [{ name: '甲', who: contact }, '不是行'],
      contact,
      rate: { numerator: '1', denominator: '2' },
      proof: [{ fileId: 'f' }],
    });
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
