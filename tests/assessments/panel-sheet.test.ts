import { beforeAll, describe, expect, test } from 'vitest';
import { sheetSchema } from '../../src/kit/score/sheet.input.ts';
import { encodeId } from '../../src/kit/node-id.ts';
import * as judging from '../support/judging.ts';
import { field } from '../support/plant.ts';
import { direct } from '../support/reporting.ts';
import { SMALL_SHEET } from '../support/sheets.ts';
import { codes } from '../support/submissions.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const VETOED = {
  ...SMALL_SHEET,
  vetoes: [
    {
      code: 'V1',
      title: '安全事故',
      rules: [{ key: 'v', shape: 'PASS_FAIL', text: '发生死亡事故', parts: [{ key: 'death', text: '发生死亡事故', base: 'STANDING' }] }],
    },
  ],
};
const SHEET = sheetSchema.parse(VETOED);
const filled = (numerator: string, ticks: readonly string[] = [], vetoes: readonly string[] = []) => ({
  lines: { X1: { ticks }, X2: { rates: { rate: { numerator, denominator: '100' } } }, V1: { ticks: vetoes } },
  declared: true,
});

describe('a panel that fills in the sheet of the units', () => {
  let w: World;
  let officer: TestPerson;
  let panel: judging.Panel;
  const judges: TestPerson[] = [];

  let root: string;

  beforeAll(async () => {
    w = await world();
    const fields = [field({ key: 'sheet', label: '自查打分表', type: 'SHEET', sheet: SHEET }), field({ key: 'text', type: 'TEXT' })];
    const reporting = await direct(w, ['a', 'b', 'siblingUnit'], { fields });
    for (const place of ['a', 'b', 'siblingUnit'] as const)
      await judging.accept(reporting, await reporting.submit(place, { sheet: filled('90') }));
    officer = await w.person(w.province, ['ISSUING_OFFICER']);
    for (const place of [w.otherCounty, w.industry]) judges.push(await w.person(place));
    root = reporting.root;
    panel = await judging.assigned(w, officer, root, judges, { freeScore: null, sheetField: 'sheet' });
    await judging.opened(panel);
    w.clock.set('2021-06-15T09:00:00+08:00');
  });

  test('a round wants a mark or a sheet that was asked', async () => {
    const wanted = { deliverableId: encodeId('Deliverable', root), name: '其他', ...judging.WINDOW, aggregate: 'MEAN', marksRequired: 2 };
    const draft = (more: object) => judging.draftJudgingRound(w.as(officer), { ...wanted, ...more });
    expect(codes(await draft({}))).toEqual(['SHEET_REQUIRED']);
    expect(codes(await draft({ sheetField: 'text' }))).toEqual(['NOT_A_SHEET']);
  });

  test("C-40: the panel fills the same sheet, both are kept, and five points or a changed veto are highlighted; the result is the panel's", async () => {
    // Of the unit's 6 points the first keeps 1 at either judge, the second 5.5, the third 6 with a veto that one of them sees.
    const given = [
      [filled('0', ['none']), filled('0', ['none'])],
      [filled('90', []), filled('89')],
      [filled('90'), filled('90', [], ['death'])],
    ];
    for (const [at, judge] of judges.entries()) {
      const desk = w.as(judge);
      const { nodes } = (await judging.queue(desk))['judgeAssignments'];
      for (const [index, { id, sheet, selfScore }] of nodes.entries()) {
        expect({ sheet, selfScore }).toEqual({ sheet: null, selfScore: { base: '6', total: '6', vetoes: [] } });
        const empty = await judging.saveScoreLines(desk, { assignmentId: id, version: 0, sheet: { lines: { X1: { ticks: [] } } } });
        expect(codes(await judging.submitScores(desk, { assignmentId: id, version: 1 }))).toEqual([
          'SHEET_ITEM_MISSING',
          'SHEET_ITEM_MISSING',
        ]);
        expect(codes(await judging.saveScoreLines(desk, { assignmentId: id, version: 1, score: '6' }))).toEqual(['SCORE_FROM_SHEET']);
        expect(empty['assignment'].myResponse.given).toEqual([]);
        const saved = await judging.saveScoreLines(desk, { assignmentId: id, version: 1, sheet: given[index]![at] });
        const { differences } = saved['assignment'];
        if (index === 0) {
          expect(differences).toEqual({
            self: '6',
            panel: '1',
            difference: '-5',
            highlighted: true,
            items: [
              { code: 'X1', self: '3', panel: '1', difference: '-2' },
              { code: 'X2', self: '3', panel: '0', difference: '-3' },
            ],
            vetoes: [],
          });
        } else if (index === 2 && at === 1) expect(differences).toMatchObject({ difference: '0', highlighted: true, vetoes: ['V1'] });
        else expect(differences.highlighted).toBe(false);
        expect(codes(await judging.submitScores(desk, { assignmentId: id, version: 2 }))).toEqual([]);
      }
    }
    const { judgingRound } = await judging.closed(panel);
    expect(judgingRound.results.nodes).toMatchObject([
      { score: '1', selfScore: '6', highlighted: true, marks: [{ score: '1', sheetScore: { total: '1' } }, { score: '1' }] },
      { score: '5.5', selfScore: '6', highlighted: false },
      { score: '6', selfScore: '6', highlighted: true },
    ]);
  });
});
