import { describe, expect, test } from 'vitest';
import { sheetSchema } from '../../src/kit/score/sheet.input.ts';
import type { Sheet } from '../../src/kit/score/sheet.ts';
import { encodeId } from '../../src/kit/node-id.ts';
import { workbookOf } from '../exports/support.ts';
import { CONTENTS, put, putAside } from '../support/files.ts';
import { field, obligationOf, plantNotice } from '../support/plant.ts';
import { direct, Reporting } from '../support/reporting.ts';
import { EXAMPLE, flawless, SMALL_SHEET } from '../support/sheets.ts';
import { codes, done, saveSubmissionDraft, startSubmission, submitOnBehalf } from '../support/submissions.ts';
import { world } from '../support/world.ts';

const SHEET: Sheet = sheetSchema.parse(SMALL_SHEET);
const ASKED = field({ key: 'sheet', label: '自查', type: 'SHEET', sheet: SHEET });

/** A filled sheet wherever else answers are shown, counted or entered. */
describe.concurrent('a filled score sheet', () => {
  test('stands in an export by its points, and in a ledger', async () => {
    const w = await world();
    const [province, county] = [await w.allRounder(w.province), await w.allRounder(w.county)];
    const column = { key: 'score', label: '自查得分', source: 'ANSWER', field: 'sheet' } as const;
    const asked = await plantNotice(w, {
      by: province,
      to: [w.county],
      deliverables: [
        { key: 'report', audience: ['GRASSROOTS'], fields: [ASKED], dueAt: '2021-05-29T00:00:00+08:00' },
        {
          key: 'ledger',
          output: 'LEDGER',
          audience: ['COUNTY_DISTRICT'],
          ledger: { of: 'report', columns: [column] },
          dueAt: '2021-05-29T00:00:00+08:00',
        },
      ],
    });
    await plantNotice(w, { by: county, to: [w.a, w.b], forwards: asked });
    const root = asked.deliverables['report']!;
    await new Reporting(w, root, { province: encodeId('Deliverable', root) }).submit('a', { sheet: EXAMPLE.answer });
    const [main] = await workbookOf(w, province, {
      list: 'SUBMISSIONS',
      arguments: { deliverableId: encodeId('Deliverable', root), reach: 'SUBTREE' },
    });
    const [row] = main!.rows;
    expect(main!.headings.slice(-3)).toEqual(['自查：基础分', '自查：加分', '自查：文件']);
    expect(row!.slice(-3)).toEqual([2.5, 0, null]);

    const id = w.id('Obligation', await obligationOf(w, w.county, asked.deliverables['ledger']!));
    const { ledger } = await w
      .as(county)
      .ask('query($id: ID!) { ledger(obligationId: $id) { rows(first: 5) { nodes { cells } } } }', { id });
    expect(ledger.rows.nodes.map(({ cells }: { cells: unknown }) => cells)).toEqual([['2.5'], [null]]);
  });

  test('is entered from paper by the body above, and scored alike; a file of a line says what is wrong with it', async () => {
    const w = await world();
    const r = await direct(w, ['a', 'b'], { fields: [{ ...ASKED, required: true }] });
    const { file: scan } = await put(w, await w.person(w.a), await r.obligation('a'), '扫描.pdf', CONTENTS.pdf);
    const officer = await w.allRounder(w.province);
    const { file } = await putAside(w, officer, 'SCAN', '扫描.pdf', CONTENTS.pdf);
    const entered = await submitOnBehalf(w.as(officer), {
      obligationId: await r.obligation('b'),
      version: 1,
      channel: 'PAPER',
      receivedAt: w.clock.now().toISOString(),
      scanFileId: file!.id,
      answers: [
        {
          deliverableId: r.deliverables.province,
          field: 'sheet',
          value: { lines: { X1: {}, X2: EXAMPLE.answer.lines.X2, Y: {} }, extra: 1 },
        },
      ],
    });
    const { submission } = done(entered);
    const seen = await w
      .as(officer)
      .ask('query($id: ID!) { submission(id: $id) { parts { answers { value } scores { score { base status } } } } }', {
        id: submission.id,
      });
    expect(seen.submission.parts).toEqual([
      { answers: [{ value: { lines: { X1: {}, X2: EXAMPLE.answer.lines.X2 } } }], scores: [{ score: { base: '4.5', status: 'SCORED' } }] },
    ]);

    const client = await r.as('a');
    const obligationId = await r.obligation('a');
    done(await startSubmission(client, { obligationId }));
    const value = { lines: { ...flawless(SHEET).lines, X1: { files: [{ fileId: scan!.id }, { fileId: 'RmlsZTox' }] } } };
    const saved = done(
      await saveSubmissionDraft(client, {
        obligationId,
        version: 1,
        answers: [{ deliverableId: r.deliverables.province, field: 'sheet', value }],
      }),
    );
    expect(saved['editor'].findings.map(({ code, path }: { code: string; path: string[] }) => [code, ...path.slice(1)].join(' '))).toEqual([
      'FILE_UNKNOWN sheet X1 files 1',
    ]);
  });

  test('is no column of a table, no fact to be reused, and names a sheet that is published', async () => {
    const w = await world();
    const client = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    const ask = async (question: object) => {
      const input = {
        content: { title: '通知', signedBy: '办公室', addressees: {}, deliverables: [{ key: 'x', title: '自查', fields: [question] }] },
      };
      return codes(
        (await client.ask('mutation($input: DraftNoticeInput!) { draftNotice(input: $input) { errors { code message path } } }', { input }))
          .draftNotice,
      );
    };
    const id = w.id('ScoreSheetTemplate', w.federationId);
    const sheet = { key: 'sheet', label: '自查', type: 'SHEET', sheetTemplateId: id };
    expect(await ask({ ...sheet, sheetTemplateId: null })).toEqual(['SHEET_MISSING']);
    expect(await ask({ ...sheet, type: 'TEXT' })).toEqual(['SHEET_MISSING']);
    expect(await ask({ ...sheet, factKey: 'sheet' })).toEqual(['FACT_TYPE']);
    expect(await ask(sheet)).toEqual(['NOT_FOUND']);
    expect(await ask({ key: 't', label: '表', type: 'TABLE', columns: [{ key: 's', label: '自查', type: 'SHEET' }] })).toEqual([
      'COLUMN_TYPE',
    ]);
    expect(await ask({ key: 'n', label: '数', type: 'NUMBER', atLeast: '90' })).toEqual(['NOT_A_RATE']);
  });

  test('the whole self-check screen is one request within the limits', async () => {
    const w = await world();
    const r = await direct(w, ['a'], { fields: [ASKED] });
    const client = await r.as('a');
    const obligationId = await r.obligation('a');
    done(await startSubmission(client, { obligationId }));
    const { submissionEditor } = await client.ask(
      `query SelfCheck($id: ID!) { submissionEditor(obligationId: $id) { version checklist { done total } due { label } findings { code severity message path } answers { field value }
        sections { deliverable { id title } fields { key label sheet { total threshold { points withBonus }
          groups { code title points items { code title points evidence reference rules { key shape shapeLabel text threshold parts { key text points suggests } } } }
          bonuses { code title rules { key shapeLabel points each outlets } } vetoes { code title rules { parts { key text basis years } } } } } }
        scores { field score { statusLabel base bonus total groups { code score } items { code score answered } lost { item text amount note } vetoes { item text date } toThreshold { item gain } } }
        viewerCan { edit { allowed message } submit { allowed message } } } }`,
      { id: obligationId },
    );
    expect(submissionEditor.sections[0].fields[0].sheet.groups[0].items).toHaveLength(2);
  });
});
