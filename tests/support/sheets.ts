import type { SheetGiven } from '../../src/demo/sheets/write.ts';
import { allItemsOf, type Sheet, type SheetItem, type SheetLine } from '../../src/kit/score/sheet.ts';
import type { Client } from './client.ts';
import { type Answered, done } from './submissions.ts';

/* Score sheets as a client writes and fills them. */

export const TEMPLATE = `id title number version publishedAt issuer { name } lint { code severity items message }
  viewerCan { edit { allowed code } publish { allowed code } revise { allowed code } }`;

export const SCORE = `status statusLabel base bonus total answered groups { code points score } items { code points score answered }
  lost { item rule part text stated amount files note } bonuses { item achievement outlet points counted files } vetoes { item part text date }
  toThreshold { item gain } referenceDay`;

const act =
  (name: string) =>
  async (client: Client, input: Readonly<Record<string, unknown>>): Promise<Answered> =>
    (
      await client.ask(
        `mutation($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { errors { code message path } template { ${TEMPLATE} } } }`,
        { input },
      )
    )[name] as Answered;

export const draftScoreSheet = act('draftScoreSheet');
export const saveScoreSheet = act('saveScoreSheet');
export const publishScoreSheet = act('publishScoreSheet');

/** Two items of three points, one with a rate, and a veto: what a test needs that is not about the two great sheets. */
export const SMALL_SHEET: SheetGiven = {
  total: '6',
  groups: [
    {
      code: 'X',
      title: '工作',
      points: '6',
      items: [
        {
          code: 'X1',
          title: '活动',
          points: '3',
          rules: [{ key: 'held', shape: 'VIOLATIONS', text: '开展情况', parts: [{ key: 'none', text: '没有开展', points: '2' }] }],
        },
        {
          code: 'X2',
          title: '入会率',
          points: '3',
          rules: [{ key: 'rate', shape: 'THRESHOLD_STEP', text: '入会率', threshold: '90', first: '1', step: '5', perStep: '0.5' }],
        },
      ],
    },
  ],
};

/** One right example of it: 2 for the violation, 1 and a half for 85 %. */
export const EXAMPLE = {
  title: '样例',
  referenceDay: '2023-10-31',
  answer: { lines: { X1: { ticks: ['none'] }, X2: { rates: { rate: { numerator: '85', denominator: '100' } } } } },
  base: '2.5',
  lost: [
    { item: 'X1', amount: '2' },
    { item: 'X2', amount: '1.5' },
  ],
};

/** Writes and publishes a sheet; answers with the template. */
export async function publish(client: Client, title: string, sheet: object = SMALL_SHEET, examples: readonly object[] = [EXAMPLE]) {
  const { template } = done(await draftScoreSheet(client, { title, sheet, examples }));
  return done(await publishScoreSheet(client, { templateId: template.id, version: template.version }))['template'];
}

/** Every item answered so that nothing is lost, every veto answered so that none holds. */
export function flawless(sheet: Sheet): { lines: Record<string, SheetLine>; declared: boolean } {
  return { lines: Object.fromEntries(allItemsOf(sheet).map((item) => [item.code, flawlessLine(item)])), declared: true };
}

function flawlessLine(item: SheetItem): SheetLine {
  const earning = item.rules.filter(({ shape }) => shape === 'ADDITIVE_SUB_POINTS' || shape === 'EACH_SUB_POINT');
  const rated = item.rules.filter(({ threshold }) => threshold !== null);
  const judged = item.rules.filter(({ shape }) => shape === 'DISCRETIONARY');
  return {
    ticks: earning.flatMap(({ parts }) => parts.map(({ key }) => key)),
    rates: Object.fromEntries(rated.map(({ key }) => [key, { numerator: '100', denominator: '100' }])),
    points: Object.fromEntries(judged.map(({ key }) => [key, '0'])),
  };
}
