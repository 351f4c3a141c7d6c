import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { CONTENTS, get, put } from '../support/files.ts';
import { issue } from '../support/notices.ts';
import { field } from '../support/plant.ts';
import { direct, type Reporting } from '../support/reporting.ts';
import { codes, done, removeUpload, saveSubmissionDraft, startSubmission, submitSubmission } from '../support/submissions.ts';
import { world } from '../support/world.ts';

const SEALED = { fields: [field({ key: 'seal', label: '加盖公章扫描版', type: 'SEAL', required: true })] };

/** The page of unit a with this as its seal, and what handing it in answers. */
async function sealedWith(r: Reporting, value: unknown) {
  const [client, obligationId] = [await r.as('a'), await r.obligation('a')];
  const { editor } = done(await startSubmission(client, { obligationId }));
  const answers = [{ deliverableId: r.deliverables.province, field: 'seal', value }];
  const saved = done(await saveSubmissionDraft(client, { obligationId, version: editor.version, answers }))['editor'];
  return { saved, answered: await submitSubmission(client, { obligationId, version: saved.version }) };
}

describe.concurrent('seal', () => {
  test('X-14: without a seal the step is blocked; the scan with its hash and the date pass, and stand in the receipt', async () => {
    const w = await world();
    const r = await direct(w, ['a'], SEALED);
    const person = await w.person(w.a);
    const [client, obligationId] = [w.as(person), await r.obligation('a')];
    done(await startSubmission(client, { obligationId }));
    const missing = await submitSubmission(client, { obligationId, version: 1 });
    expect(missing.errors).toEqual([
      {
        code: 'SEAL_MISSING',
        message: '“加盖公章扫描版”须加盖公章：请附扫描件或填写电子印章编号，并写明盖章日期',
        path: ['input', 'answers', r.deliverables.province, 'seal'],
      },
    ]);

    const { file } = await put(w, person, obligationId, '盖章件.pdf', CONTENTS.pdf);
    const answers = [{ deliverableId: r.deliverables.province, field: 'seal', value: { fileId: file!.id, date: '2021-05-05', other: 1 } }];
    const saved = done(await saveSubmissionDraft(client, { obligationId, version: 1, answers }))['editor'];
    const { submission } = done(await submitSubmission(client, { obligationId, version: saved.version }));
    const seals = await (
      await r.as('province', 'REVIEWER')
    ).ask(
      `query($id: ID!) { submission(id: $id) { receipt { seals { deliverableId field label file { name sha256 } reference date } } files { id name sha256 } parts { answers { value } } } }`,
      { id: submission.id },
    );
    const sha256 = createHash('sha256').update(CONTENTS.pdf).digest('hex');
    const evidence = { name: '盖章件.pdf', sha256 };
    expect(seals.submission).toEqual({
      receipt: {
        seals: [
          {
            deliverableId: r.deliverables.province,
            field: 'seal',
            label: '加盖公章扫描版',
            file: evidence,
            reference: null,
            date: '2021-05-05',
          },
        ],
      },
      files: [{ id: file!.id, ...evidence }],
      parts: [{ answers: [{ value: { fileId: file!.id, date: '2021-05-05' } }] }],
    });
    expect((await get(w, await w.person(w.province), file!.id)).rawPayload).toEqual(CONTENTS.pdf);
  });

  test('X-14: the reference of an electronic seal with its date passes; a date alone, or evidence without its date, does not', async () => {
    const w = await world();
    const r = await direct(w, ['a'], SEALED);
    expect(codes((await sealedWith(r, { date: '2021-05-05' })).answered)).toEqual(['SEAL_MISSING']);
    expect(codes((await sealedWith(r, { reference: 'ESEAL-2021-0001' })).answered)).toEqual(['SEAL_DATE']);
    expect(codes((await sealedWith(r, { reference: 'ESEAL-2021-0001', date: '2021-02-30' })).answered)).toEqual(['SEAL_DATE']);
    expect(codes((await sealedWith(r, { reference: 'E'.repeat(101), date: '2021-05-05' })).answered)).toEqual(['SEAL_REFERENCE']);
    expect(codes((await sealedWith(r, { fileId: 'RmlsZTox', date: '2021-05-05' })).answered)).toEqual(['FILE_UNKNOWN']);
    expect(codes((await sealedWith(r, '已盖章')).answered)).toEqual(['WRONG_KIND']);
    const { answered } = await sealedWith(r, { reference: 'ESEAL-2021-0001', date: '2021-05-05' });
    expect(answered['submission']).toMatchObject({ state: 'SUBMITTED' });
  });

  test('a seal is no picture of something else: a Word file is refused; taken out again it is missing', async () => {
    const w = await world();
    const r = await direct(w, ['a'], SEALED);
    const person = await w.person(w.a);
    const obligationId = await r.obligation('a');
    done(await startSubmission(w.as(person), { obligationId }));
    const upload = async (name: string, content: Buffer) => (await put(w, person, obligationId, name, content)).file!.id;
    const word = await upload('盖章件.docx', CONTENTS.docx);
    expect(codes((await sealedWith(r, { fileId: word, date: '2021-05-05' })).answered)).toEqual(['FILE_EXTENSION']);
    const scan = await upload('盖章件.jpg', CONTENTS.jpg);
    const client = await r.as('a');
    const { version } = (await sealedWith(r, null)).saved;
    const answers = [{ deliverableId: r.deliverables.province, field: 'seal', value: { fileId: scan, date: '2021-05-05' } }];
    done(await saveSubmissionDraft(client, { obligationId, version, answers }));
    const { editor } = done(await removeUpload(client, { fileId: scan }));
    expect(editor.findings).toMatchObject([{ code: 'FILE_UNKNOWN' }]);
  });

  test('both an electronic version and a stamped scan can be asked for, and each is missed by name', async () => {
    const w = await world();
    const r = await direct(w, ['a'], {
      fields: [
        field({ key: 'text', label: '电子版', type: 'FILE', required: true, extensions: ['docx'] }),
        field({ key: 'seal', label: '加盖公章扫描版', type: 'SEAL', required: true }),
      ],
    });
    const { editor } = done(await startSubmission(await r.as('a'), { obligationId: await r.obligation('a') }));
    expect(editor.findings.map(({ code, path }: { code: string; path: string[] }) => [code, path.at(-1)])).toEqual([
      ['REQUIRED', 'text'],
      ['SEAL_MISSING', 'seal'],
    ]);
    expect(editor.checklist).toEqual({ done: 0, total: 2 });
  });

  test('a seal is no column of a table, and no fact to be reused', async () => {
    const w = await world();
    const officer = w.as(await w.person(w.county, ['ISSUING_OFFICER']));
    const ask = async (question: object, client: Client = officer) => {
      try {
        await issue(client, {
          title: '通知',
          signedBy: '办公室',
          addressees: { organizationIds: [w.id('Organization', w.a.id)] },
          deliverables: [{ key: 'report', title: '情况', due: '2021-05-28', fields: [question] }],
        });
        return [];
      } catch (error) {
        return [...String(error).matchAll(/"code":"([A-Z_]+)"/g)].map(([, code]) => code);
      }
    };
    const seal = { key: 'seal', label: '盖章', type: 'SEAL' };
    expect(await ask({ key: 'table', label: '表', type: 'TABLE', columns: [seal] })).toEqual(['COLUMN_TYPE']);
    expect(await ask({ ...seal, factKey: 'seal' })).toEqual(['FACT_TYPE']);
    expect(await ask(seal)).toEqual([]);
  });
});
