import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modelHome } from '../../src/demo/sheets/model-home.data.ts';
import { smallHome } from '../../src/demo/sheets/small-home.data.ts';
import { compare, subtract, sum } from '../../src/kit/decimal.ts';
import { sheetSchema } from '../../src/kit/score/sheet.input.ts';
import { itemsOf, type Sheet, type SheetLine } from '../../src/kit/score/sheet.ts';
import type { SheetResult } from '../../src/kit/score/score-sheet.ts';
import { field } from '../support/plant.ts';
import { direct, type Reporting } from '../support/reporting.ts';
import { flawless, SCORE } from '../support/sheets.ts';
import { done, startSubmission } from '../support/submissions.ts';
import { world } from '../support/world.ts';

/* Every item of both sheets, filled through the API on the page of one unit, its score read from there. */

const HOME: Sheet = sheetSchema.parse(modelHome);
const SMALL: Sheet = sheetSchema.parse(smallHome);
const SAVE = `mutation($input: SaveSubmissionDraftInput!) { saveSubmissionDraft(input: $input) { errors { code } editor { version scores { field score { ${SCORE} } } } } }`;

let [r, version]: [Reporting | undefined, number] = [undefined, 0];

beforeAll(async () => {
  const w = await world();
  r = await direct(w, ['a'], {
    fields: [field({ key: 'home', type: 'SHEET', sheet: HOME }), field({ key: 'small', type: 'SHEET', sheet: SMALL })],
  });
  version = done(await startSubmission(await r.as('a'), { obligationId: await r.obligation('a') }))['editor'].version;
});
afterAll(() => void (r = undefined));

/** What a flawless sheet with this one line comes to, as the page shows it. */
async function scored(key: 'home' | 'small', code: string, line: SheetLine): Promise<SheetResult> {
  const client = await r!.as('a');
  const whole = flawless(key === 'home' ? HOME : SMALL);
  const value = { ...whole, lines: { ...whole.lines, [code]: { ...whole.lines[code], ...line } } };
  const answers = [{ deliverableId: r!.deliverables.province, field: key, value }];
  const input = { obligationId: await r!.obligation('a'), version, answers };
  const { saveSubmissionDraft } = await client.ask(SAVE, { input });
  const { editor } = done(saveSubmissionDraft);
  version = editor.version;
  return editor.scores.find((one: { field: string }) => one.field === key).score;
}

const rate = (rule: string, numerator: string, denominator = '100'): SheetLine => ({ rates: { [rule]: { numerator, denominator } } });
/** Ticks, or a whole line, and what the item is then worth. */
type Case = readonly [line: readonly string[] | SheetLine, score: string];

const A: Readonly<Record<string, readonly [what: string, ...Case[]]>> = {
  'A1.1': [
    'one off for each of five committees',
    [['audit', 'women'], '3'],
    [['union', 'audit', 'women', 'mediation', 'supervision'], '0'],
  ],
  'A1.2': ['not registered, not changed', [['registered'], '1'], [['registered', 'changed'], '0']],
  'A1.3': ['two off for each of four', [['term'], '6'], [['chair', 'congress'], '4'], [['term', 'chair', 'congress', 'reports'], '0']],
  'A1.4': [
    'half off for each of eight',
    [['plate'], '3.5'],
    [['plate', 'stamp', 'office', 'venue', 'network', 'bodies', 'rules', 'duties'], '0'],
  ],
  'A1.5': [
    'one off below 90 %, half for each whole five points less; files at discretion',
    [rate('joined', '90'), '3'],
    [rate('joined', '8999', '10000'), '2'],
    [rate('joined', '8501', '10000'), '2'],
    [rate('joined', '85'), '1.5'],
    [rate('joined', '80'), '1'],
    [rate('joined', '0'), '0'],
    [{ points: { files: '1.5' }, note: '缺 20 份' }, '1.5'],
  ],
  'A1.6': [
    'two off below 90 %, half for each five less; three where none was held',
    [rate('satisfied', '90'), '3'],
    [rate('satisfied', '8501', '10000'), '1'],
    [rate('satisfied', '85'), '0.5'],
    [rate('satisfied', '0', '0'), '0'],
  ],
  'A1.7': ['none and weak add up', [['absent'], '1'], [['weak'], '2'], [['absent', 'weak'], '0']],
  'A1.8': ['not trained', [['untrained'], '0']],
  'A2.1': [
    'two and one, twice',
    [['contest'], '4'],
    [['contestWeak', 'innovationWeak'], '4'],
    [['contest', 'contestWeak', 'innovation', 'innovationWeak'], '0'],
  ],
  'A2.2': ['none', [['none'], '0']],
  'A2.3': ['never more than the item (C-26)', [['none'], '1'], [['accident'], '0'], [['none', 'accident'], '0']],
  'A2.4': ['files, activities', [['files'], '1'], [['files', 'activities'], '0']],
  'A2.5': ['none', [['none'], '0']],
  'A3.1': [
    'systems two each, contracts one each',
    [['system'], '6'],
    [['contract', 'wage'], '6'],
    [['system', 'wageSystem', 'contract', 'wage', 'safety', 'women'], '0'],
  ],
  'A3.2': ['no pact, unstable', [['none'], '1'], [['none', 'unstable'], '0']],
  'A3.3': ['mechanism, breach', [['breach'], '1'], [['mechanism', 'breach'], '0']],
  'A3.4': [
    'late, overdue, below 70 %',
    [rate('satisfied', '70'), '3'],
    [rate('satisfied', '6999', '10000'), '2'],
    [['late'], '2'],
    [{ ticks: ['late', 'term'], ...rate('satisfied', '50') }, '0'],
  ],
  'A3.5': ['election, files, powers', [['term'], '2'], [['term', 'files', 'powers'], '0']],
  'A3.6': ['none, untrue', [['untrue'], '1'], [['none', 'untrue'], '0']],
  'A3.7': ['none', [['none'], '0']],
  'A3.8': ['none, thin, weak', [['thin'], '2'], [['none', 'thin', 'weak'], '0']],
  'A4.1': ['ethics, study', [['study'], '1'], [['ethics', 'study'], '0']],
  'A4.2': ['none, weak', [['weak'], '1'], [['none', 'weak'], '0']],
  'A4.3': ['culture, sports', [['sports'], '1'], [['culture', 'sports'], '0']],
  'A5.1': [
    'at discretion',
    [{ points: { files: '0.5' }, note: '两户没有档案' }, '0.5'],
    [{ points: { files: '1' }, note: '没有档案' }, '0'],
  ],
  'A5.2': [
    'half for each of four activities, one for no fund',
    [['warmth'], '2.5'],
    [['noFund'], '2'],
    [['warmth', 'precise', 'schooling', 'mutual', 'noFund'], '0'],
  ],
  'A5.3': ['80 % or nothing', [rate('joined', '80'), '1'], [rate('joined', '7999', '10000'), '0']],
  'A5.4': ['one for each of four', [['canteen'], '3'], [['canteen', 'housing', 'health', 'centre'], '0']],
  'A5.5': ['library, reading room', [['library'], '1'], [['library', 'reading'], '0']],
  'A5.6': [
    'never more than the item (C-26)',
    [rate('satisfied', '80'), '2'],
    [rate('satisfied', '79'), '1'],
    [['none'], '0'],
    [{ ticks: ['none'], ...rate('satisfied', '0', '0') }, '0'],
  ],
  'A6.1': ['short', [['short'], '0']],
  'A6.2': ['account, autonomy', [['none'], '2'], [['none', 'dependent'], '0']],
  'A6.3': ['never more than the item (C-26)', [['budget'], '3'], [['budget', 'accounts', 'audit', 'unaudited', 'unreported'], '0']],
  'A6.4': ['misused, title', [['misused'], '1'], [['misused', 'title'], '0']],
};

/** Sub-points as the notice lists them; `%` is earned by a rate. */
const B: Readonly<Record<string, string>> = {
  'B1.1': '3 2',
  'B1.2': '1 1 1',
  'B1.3': '2 2 2',
  'B1.4': '2 2',
  'B1.5': '3 2 2',
  'B1.6': '1 1 1 2',
  'B2.1': '2 2',
  'B2.2': '2 3',
  'B2.3': '2 90%2',
  'B3.1': '2',
  'B3.2': '2 2 2',
  'B3.3': '2 2 2',
  'B3.4': '2 1',
  'B4.1': '3 3 3',
  'B4.2': '2 80%2',
  'B4.3': '2 2',
  'B4.4': '2 2',
  'B4.5': '2 90%2',
  'B4.6': '3 2',
  'B4.7': '2',
  'B4.8': '2 2 2',
  'B4.9': '2',
};

const AB: Readonly<Record<string, readonly [claims: number, points: string]>> = {
  AB1: [1, '10'],
  AB2: [1, '5'],
  AB3: [1, '5'],
  AB4: [1, '3'],
  AB5: [1, '10'],
  AB6: [3, '6'],
  AB7: [3, '3'],
};

describe('an item of a score sheet', () => {
  test('the tables name every item', () => {
    expect(Object.keys(A)).toEqual(itemsOf(HOME).map(({ code }) => code));
    expect(Object.keys(B)).toEqual(itemsOf(SMALL).map(({ code }) => code));
    expect(Object.keys(AB)).toEqual(HOME.bonuses.map(({ code }) => code));
  });

  test.each(Object.entries(A).map(([code, [what, ...cases]]) => [code, what, cases] as const))('%s: %s', async (code, _, cases) => {
    for (const [given, score] of cases) {
      const result = await scored('home', code, Array.isArray(given) ? { ticks: given as string[] } : (given as SheetLine));
      const item = result.items.find((one) => one.code === code)!;
      expect([given, item.score]).toEqual([given, score]);
      expect(result.base).toBe(subtract('100', subtract(item.points, score)));
      // Everything that is lost is of this item, and explained to the last half point.
      expect(result.lost.every((loss) => loss.item === code && loss.text !== '')).toBe(true);
      expect(compare(sum(result.lost.map(({ amount }) => amount)), subtract(item.points, score))).toBe(0);
    }
  });

  test.each(Object.entries(B).map(([code, subPoints]) => [code, subPoints] as const))('%s: earned one by one, %s', async (code, listed) => {
    const { rules, points } = itemsOf(SMALL).find((one) => one.code === code)!;
    const all = rules.flatMap(({ parts }) => parts.map(({ key }) => key));
    const rated = rules.find(({ threshold }) => threshold !== null);
    const worth = listed.split(' ').map((one) => one.replace(/^\d+%/, ''));
    for (const [index, key] of all.entries()) {
      const { items } = await scored('small', code, { ticks: all.filter((other) => other !== key) });
      expect(items.find((one) => one.code === code)!.score).toBe(subtract(points!, worth[index]!));
    }
    const scoreWith = async (line: SheetLine) => (await scored('small', code, line)).items.find((one) => one.code === code)!.score;
    if (rated) {
      const from = /(\d+)%/.exec(listed)![1]!;
      expect(await scoreWith(rate(rated.key, from))).toBe(points);
      expect(await scoreWith(rate(rated.key, `${Number(from) - 1}99`, '10000'))).toBe(subtract(points!, worth.at(-1)!));
    }
    expect(await scoreWith({ ticks: [], ...(rated && rate(rated.key, '0')) })).toBe('0');
  });

  test.each(Object.entries(AB).map(([code, [claims, points]]) => [code, points, claims] as const))(
    '%s: brings %s beyond the base',
    async (code, points, count) => {
      const { outlets } = HOME.bonuses.find((one) => one.code === code)!.rules[0]!;
      const claims = Array.from({ length: count }, (_, index) => ({ achievement: `成果${index}`, outlet: outlets[0] ?? null, files: [] }));
      const { base, bonus, total, bonuses } = await scored('home', code, { claims });
      expect([base, bonus, total]).toEqual(['100', points, String(100 + Number(points))]);
      expect(bonuses.map(({ counted }) => counted)).toEqual(claims.map(() => true));
    },
  );
});
