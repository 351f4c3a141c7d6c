import 'reflect-metadata';
import { describe, expect, test } from 'vitest';
import { homeStandards, smallHomeStandards } from '../../src/demo/sheets/standards.data.ts';
import { modelHome } from '../../src/demo/sheets/model-home.data.ts';
import { smallHome } from '../../src/demo/sheets/small-home.data.ts';
import { formFieldsSchema } from '../../src/kit/form.input.ts';
import type { FormField } from '../../src/kit/form.ts';
import { sheetSchema } from '../../src/kit/score/sheet.input.ts';
import { scoreSheet } from '../../src/kit/score/score-sheet.ts';
import type { Sheet, SheetLine } from '../../src/kit/score/sheet.ts';
import { CONTENTS, get, put } from '../support/files.ts';
import { issue } from '../support/notices.ts';
import { field } from '../support/plant.ts';
import { chain, direct, type Reporting } from '../support/reporting.ts';
import { flawless, publish, SCORE } from '../support/sheets.ts';
import { acceptSubmission, codes, done, returnSubmission, startSubmission, submitSubmission } from '../support/submissions.ts';
import { world } from '../support/world.ts';

const HOME: Sheet = sheetSchema.parse(modelHome);
const SMALL: Sheet = sheetSchema.parse(smallHome);
/** 2023年10月31日前. */
const DUE = '2023-11-01T00:00:00+08:00';
const SHEET = field({ key: 'sheet', label: '自查打分表', type: 'SHEET', required: true, sheet: HOME });
const SAVE = `mutation($input: SaveSubmissionDraftInput!) { saveSubmissionDraft(input: $input) { errors { code }
  editor { version checklist { done total } findings { code severity path message } scores { deliverableId field score { ${SCORE} } } } } }`;
const SUBMIT = `mutation($input: SubmitSubmissionInput!) { submitSubmission(input: $input) { errors { code message path } submission { id
  parts { scores { field score { ${SCORE} } } answers { value } } } } }`;

const october = async () => {
  const w = await world();
  w.clock.set('2023-10-20T09:00:00+08:00');
  return w;
};

/** The page of unit a. */
class Page {
  version = 0;
  readonly r: Reporting;
  constructor(r: Reporting) {
    this.r = r;
  }

  static async of(r: Reporting): Promise<Page> {
    const page = new Page(r);
    page.version = done(await startSubmission(await r.as('a'), { obligationId: await r.obligation('a') }))['editor'].version;
    return page;
  }

  async save(answers: Readonly<Record<string, unknown>>) {
    const given = Object.entries(answers).map(([key, value]) => ({ deliverableId: this.r.deliverables.province, field: key, value }));
    const input = { obligationId: await this.r.obligation('a'), version: this.version, answers: given };
    const { editor } = done((await (await this.r.as('a')).ask(SAVE, { input })).saveSubmissionDraft);
    this.version = editor.version;
    const codesOf = (severity: string) =>
      editor.findings
        .filter((one: { severity: string }) => one.severity === severity)
        .map(({ code }: { code: string }) => code) as string[];
    return { ...editor, score: editor.scores[0]?.score, blocks: codesOf('BLOCK'), warns: codesOf('WARN') };
  }

  async submit() {
    const input = { obligationId: await this.r.obligation('a'), version: this.version };
    return (await (await this.r.as('a')).ask(SUBMIT, { input })).submitSubmission;
  }
}

/** A flawless sheet with these lines. */
const filled = (lines: Readonly<Record<string, SheetLine>>, sheet = HOME) => {
  const whole = flawless(sheet);
  const changed = Object.entries(lines).map(([code, line]) => [code, { ...whole.lines[code], ...line }]);
  return { ...whole, lines: { ...whole.lines, ...Object.fromEntries(changed) } };
};
const begun = async (fields = [SHEET]) => {
  const w = await october();
  return { w, page: await Page.of(await direct(w, ['a'], { fields, dueAt: DUE })) };
};

/** Ten and a half points, and ten. */
const MINUS_TEN = { 'A1.3': { ticks: ['term', 'chair', 'congress', 'reports'] }, 'A2.2': { ticks: ['none'] } };
const MINUS_TEN_AND_HALF = { ...MINUS_TEN, 'A1.4': { ticks: ['plate'] } };

describe.concurrent('self-check', () => {
  test('S2-53 C-24: 90 may be recommended and 89.5 not, by the base alone; what lifts to 90 is said', async () => {
    const { page } = await begun();
    const low = await page.save({
      sheet: filled({ ...MINUS_TEN_AND_HALF, AB6: { claims: [{ achievement: '经验', outlet: '工人日报', files: [] }] } }),
    });
    expect(low.score).toMatchObject({
      status: 'BELOW_THRESHOLD',
      statusLabel: '未达推荐线',
      base: '89.5',
      bonus: '2',
      total: '91.5',
      toThreshold: [{ item: 'A1.3', gain: '8' }],
    });
    expect(low.score.lost[0]).toMatchObject({ item: 'A1.3', amount: '2', text: '到期没有换届' });
    expect(low.findings).toContainEqual(
      expect.objectContaining({ code: 'BELOW_THRESHOLD', severity: 'WARN', message: '基础分 89.5 分，达到 90 分才可以推荐' }),
    );
    const enough = await page.save({ sheet: filled(MINUS_TEN) });
    expect(enough.score).toMatchObject({ status: 'REACHED', statusLabel: '达到推荐线', base: '90', toThreshold: [] });
    expect([enough.blocks, enough.warns]).toEqual([[], []]);
  });

  test('S2-53: 89.5 is handed in and not recommended by the county, 90 is; whoever asked decides freely', async () => {
    const w = await october();
    const r = await chain(w, { fields: [SHEET], dueAt: DUE });
    const page = await Page.of(r);
    await page.save({ sheet: filled(MINUS_TEN_AND_HALF) });
    const { submission } = done(await page.submit());
    const county = await r.as('county', 'REVIEWER');
    const refused = await acceptSubmission(county, { submissionId: submission.id, version: 1 });
    expect(refused.errors).toEqual([
      { code: 'BELOW_THRESHOLD', message: '自评基础分 89.5 分，没有达到推荐线，不能推荐', path: ['input', 'submissionId'] },
    ]);
    const gates =
      'query($id: ID!) { submission(id: $id) { state cleared version viewerCan { accept { code } return { allowed } defer { allowed } } } }';
    expect((await county.ask(gates, { id: submission.id })).submission).toEqual({
      state: 'SUBMITTED',
      cleared: false,
      version: 1,
      viewerCan: { accept: { code: 'BELOW_THRESHOLD' }, return: { allowed: true }, defer: { allowed: true } },
    });
    done(await returnSubmission(county, { submissionId: submission.id, version: 1, reason: '请核对', resubmitDue: '2023-10-28' }));
    page.version = done(await startSubmission(await r.as('a'), { obligationId: await r.obligation('a') }))['editor'].version;
    await page.save({ sheet: filled(MINUS_TEN) });
    done(await page.submit());
    const diff =
      'query($id: ID!) { submission(id: $id) { diffFromLastRound { field sheet { before after base isRemarkable vetoes items { code title before after } } } } }';
    expect((await county.ask(diff, { id: submission.id })).submission.diffFromLastRound).toEqual([
      {
        field: 'sheet',
        sheet: {
          before: '89.5',
          after: '90',
          base: '0.5',
          isRemarkable: false,
          vetoes: [],
          items: [{ code: 'A1.4', title: '“四有”与“四上墙”', before: '3.5', after: '4' }],
        },
      },
    ]);
    const { version } = (await county.ask(gates, { id: submission.id })).submission;
    done(await acceptSubmission(county, { submissionId: submission.id, version }));

    const asked = await direct(w, ['b'], { fields: [SHEET], dueAt: DUE });
    const other = await asked.submit('b', { sheet: filled(MINUS_TEN_AND_HALF) });
    expect(
      done(await acceptSubmission(await asked.as('province', 'REVIEWER'), { submissionId: other.id, version: 1 }))['submission'].state,
    ).toBe('ACCEPTED');
  });

  test('a sheet may refuse what is below its threshold, or count bonuses towards it', async () => {
    const strict = { ...HOME, threshold: { points: '90', withBonus: false, severity: 'BLOCK' as const } };
    const { page } = await begun([{ ...SHEET, sheet: strict }]);
    await page.save({ sheet: filled(MINUS_TEN_AND_HALF) });
    expect(codes(await page.submit())).toEqual(['BELOW_THRESHOLD']);
    expect(
      scoreSheet(
        { ...HOME, threshold: { points: '90', withBonus: true, severity: 'WARN' } },
        filled({ ...MINUS_TEN_AND_HALF, AB2: { claims: [{ achievement: '成果', files: [] }] } }),
        '2023-10-31',
      ).status,
    ).toBe('REACHED');
  });

  test('S2-52: what is not answered stands in the way; handed in, the score stands with the version and comes out the same again', async () => {
    const { w, page } = await begun();
    const answer = filled(MINUS_TEN);
    const { 'A1.1': _, ...others } = answer.lines;
    const part = await page.save({ sheet: { ...answer, lines: others } });
    expect(part.score).toMatchObject({
      status: 'INCOMPLETE',
      statusLabel: '未填完',
      answered: 33,
      base: '85',
      toThreshold: [{ item: 'A1.3', gain: '8' }],
    });
    expect(
      part.findings.map(({ code, path, message }: { code: string; path: string[]; message: string }) => [code, path.at(-1), message]),
    ).toEqual([['SHEET_ITEM_MISSING', 'A1.1', 'A1.1“五个委员会是否齐全”还没有填写']]);
    expect(part.checklist).toEqual({ done: 0, total: 1 });
    expect(codes(await page.submit())).toEqual(['SHEET_ITEM_MISSING']);
    expect((await page.save({ sheet: null })).blocks).toEqual(['REQUIRED']);

    expect((await page.save({ sheet: { ...answer, other: 1 } })).checklist).toEqual({ done: 1, total: 1 });
    const { submission } = done(await page.submit());
    const [stored] = submission.parts;
    expect(stored.scores).toMatchObject([{ field: 'sheet', score: { status: 'REACHED', base: '90', referenceDay: '2023-10-31' } }]);
    const [{ score }] = stored.scores;
    const { statusLabel: __, lost, ...rest } = score;
    expect(scoreSheet(HOME, stored.answers[0].value, rest.referenceDay)).toMatchObject({ ...rest, lost });
    // What a reviewer sees is what was stored.
    const reviewer = w.as(await w.person(w.province, ['REVIEWER']));
    const seen = await reviewer.ask(
      `query($id: ID!) { submission(id: $id) { parts { scores { field score { base lost { item amount } } } } findings { code } } }`,
      { id: submission.id },
    );
    expect(seen.submission.parts[0].scores[0].score.base).toBe('90');
    expect(seen.submission.findings).toEqual([]);
  });

  test('X-08 X-11 X-12: 90 of 100 is enough, 85.01 % one deduction, 85 % one and a step, 0 of 0 no data', async () => {
    const { page } = await begun();
    const scoreOf = async (numerator: string, denominator: string) => {
      const { score, findings } = await page.save({ sheet: filled({ 'A1.5': { rates: { joined: { numerator, denominator } } } }) });
      return [score.base, ...findings.map(({ code, severity }: { code: string; severity: string }) => `${severity} ${code}`)];
    };
    expect(await scoreOf('90', '100')).toEqual(['100']);
    expect(await scoreOf('8501', '10000')).toEqual(['99']);
    expect(await scoreOf('85', '100')).toEqual(['98.5']);
    expect(await scoreOf('0', '0')).toEqual(['97', 'BLOCK NO_DATA']);
    expect(await scoreOf('5', '0')).toEqual(['97', 'BLOCK RATE_INVALID']);
  });

  test('C-27 C-29 C-32: what is likely is suggested, discretion needs a reason, one fact in three items is said', async () => {
    const { page } = await begun();
    const { warns, score } = await page.save({ sheet: filled({ 'A2.1': { ticks: ['contest'] } }) });
    expect([warns, score.base]).toEqual([['TICK_SUGGESTED'], '98']);
    const take = async (line: SheetLine) => (await page.save({ sheet: filled({ 'A5.1': line }) })).blocks;
    expect(await take({ points: { files: '0.5' } })).toEqual(['REASON_MISSING']);
    expect(await take({ points: { files: '0.3' }, note: '缺' })).toEqual(['GRANULARITY']);
    expect(await take({ points: { files: '1.5' }, note: '缺' })).toEqual(['POINTS_OUT_OF_RANGE']);
    expect(await take({ points: {} })).toEqual(['SHEET_ITEM_MISSING']);
    expect(await take({ points: { files: '1' }, note: '没有建立' })).toEqual([]);
    const term = { ticks: ['term'] };
    const same = await page.save({ sheet: filled({ 'A1.3': term, 'A3.4': term, 'A3.5': term }) });
    expect(same.findings).toMatchObject([{ code: 'SAME_FACT', severity: 'WARN', message: '同一事实在 A1.3、A3.4、A3.5 中都扣了分' }]);
    expect(same.score.base).toBe('96');
    // A template may say that only the dearest of a group counts.
    const exclusive: Sheet = JSON.parse(JSON.stringify(HOME).replaceAll('"exclusiveGroup":null', '"exclusiveGroup":"g"'));
    expect(scoreSheet(exclusive, filled({ 'A1.7': { ticks: ['absent', 'weak'] } }), '2023-10-31').base).toBe('98');
  });

  test('C-25: a bonus needs its evidence; one achievement counts once where it brings most, an article in every outlet', async () => {
    const { w, page } = await begun();
    const person = await w.person(w.a);
    const { file } = await put(w, person, await page.r.obligation('a'), '证书.pdf', CONTENTS.pdf);
    const files = [{ fileId: file!.id }];
    const claim = (achievement: string, outlet: string | null = null, proof: typeof files = files) => ({
      achievement,
      outlet,
      files: proof,
    });
    const lines = {
      AB1: { claims: [claim('一线 创新')] },
      AB2: { claims: [claim('一线创新')] },
      AB6: { claims: [claim('经验', '工人日报')] },
      AB7: { claims: [claim('经验', '市日报'), claim('经验', '市晚报'), claim('经验', '市晚报')] },
    };
    const { score, blocks, warns } = await page.save({ sheet: filled(lines) });
    expect([score.base, score.bonus, score.total]).toEqual(['100', '14', '114']);
    expect(score.bonuses.map(({ item, counted }: { item: string; counted: boolean }) => `${item} ${counted}`)).toEqual([
      'AB1 true',
      'AB2 false',
      'AB6 true',
      'AB7 true',
      'AB7 true',
      'AB7 false',
    ]);
    expect([blocks, warns]).toEqual([[], ['CLAIM_REPEATED', 'CLAIM_REPEATED']]);
    expect((await page.save({ sheet: filled({ AB1: { claims: [claim('成果', null, [])] } }) })).blocks).toEqual(['EVIDENCE_MISSING']);
    expect((await page.save({ sheet: filled({ AB7: { claims: [claim('文章', '某报')] } }) })).blocks).toEqual(['OUTLET_MISSING']);
    expect((await page.save({ sheet: filled({ AB1: { claims: [claim('甲'), claim('乙')] } }) })).blocks).toEqual(['TOO_MANY_CLAIMS']);
    expect(scoreSheet({ ...HOME, bonusCap: '5' }, filled(lines), '2023-10-31')).toMatchObject({ bonus: '5', total: '105' });

    // Evidence travels with the version, line by line.
    const lost = { 'A2.2': { ticks: ['none'], files, note: '停产半年' } };
    await page.save({ sheet: filled({ ...lost, ...lines }) });
    const { submission } = done(await page.submit());
    expect(submission.parts[0].scores[0].score.lost).toMatchObject([{ item: 'A2.2', amount: '2', files: [file!.id], note: '停产半年' }]);
    expect((await get(w, await w.person(w.province), file!.id)).statusCode).toBe(200);
  });

  test('S2-87: the self-score is sealed, or it is not handed in', async () => {
    const { page } = await begun([SHEET, field({ key: 'seal', label: '申报单位盖章', type: 'SEAL', required: true })]);
    await page.save({ sheet: filled({}) });
    expect(codes(await page.submit())).toEqual(['SEAL_MISSING']);
    await page.save({ seal: { reference: 'ESEAL-2023-0001', date: '2023-10-19' } });
    done(await page.submit());
  });

  test('S2-52: the home fills sheet 1 and the small home below it sheet 2, each as it was when it was asked', async () => {
    const w = await october();
    const city = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    const example = (sheet: Sheet) => ({ title: '满分', referenceDay: '2023-10-31', answer: flawless(sheet), base: '100', lost: [] });
    const [home, small] = [await publish(city, '表一', HOME, [example(HOME)]), await publish(city, '表二', SMALL, [example(SMALL)])];
    const ask = (key: string, kind: string, { id }: { id: string }) => ({
      key,
      title: key,
      audience: [kind],
      due: '2023-10-31',
      fields: [{ key: 'sheet', label: '自查打分表', type: 'SHEET', required: true, sheetTemplateId: id }],
    });
    const notice = await issue(city, {
      title: '关于创建模范职工之家的通知',
      signedBy: '市总工会',
      addressees: { organizationIds: [w.id('Organization', w.a.id), w.id('Organization', w.branch.id)] },
      deliverables: [ask('home', 'GRASSROOTS', home), ask('small', 'BRANCH', small)],
    });
    expect(notice.deliverables).toHaveLength(2);
    const itemsSeenBy = async (place: 'a' | 'branch') => {
      const client = w.as(await w.person(w[place], ['REPORTER']));
      const { workItems } = await client.ask('{ workItems(first: 10) { nodes { obligation { id kind } } } }');
      const owed = workItems.nodes.filter(
        ({ obligation }: { obligation: { kind: string } | null }) => obligation && obligation.kind !== 'ORGANISE',
      );
      expect(owed).toHaveLength(1);
      const { startSubmission: started } = await client.ask(
        'mutation($input: StartSubmissionInput!) { startSubmission(input: $input) { errors { code } editor { sections { fields { sheetTemplateId sheet { threshold { points } groups { items { code } } } } } } } }',
        { input: { obligationId: owed[0].obligation.id } },
      );
      const [asked] = done(started)['editor'].sections[0].fields;
      return [
        asked.sheetTemplateId,
        asked.sheet.groups.flatMap(({ items }: { items: object[] }) => items).length,
        asked.sheet.threshold.points,
      ];
    };
    expect(await itemsSeenBy('a')).toEqual([home.id, 34, '90']);
    expect(await itemsSeenBy('branch')).toEqual([small.id, 22, '90']);
  });
});

describe.concurrent('vetoes', () => {
  const CASES: readonly (readonly [title: string, code: string, held: readonly SheetLine[], free: readonly SheetLine[]])[] = [
    ['S2-21: a breach of labour law', 'V1', [{ ticks: ['contracts'] }, { ticks: ['wages'] }, { ticks: ['insurance'] }], [{ ticks: [] }]],
    [
      'S2-22 C-22: an accident within a year, a major one within three, both ends included',
      'V2',
      [
        { dates: { accident: ['2022-10-31'] } },
        { dates: { majorAccident: ['2020-10-31'] } },
        { ticks: ['hazard'] },
        { dates: { accident: ['2020-01-01', '2023-10-31'] } },
      ],
      [{ dates: { accident: ['2022-10-30'] } }, { dates: { majorAccident: ['2020-10-30'] } }],
    ],
    ['S2-23: a serious violation', 'V3', [{ ticks: ['serious'] }], [{ ticks: [] }]],
    [
      'S2-24: union duties not performed',
      'V4',
      [{ ticks: ['founding'] }, { ticks: ['mechanisms'] }, { ticks: ['standstill'] }],
      [{ ticks: [] }],
    ],
    [
      'S2-25: disputes, and mass incidents within three years',
      'V5',
      [{ ticks: ['disputes'] }, { dates: { incident: ['2020-10-31'] } }],
      [{ dates: { incident: ['2020-10-30'] } }],
    ],
    [
      'S2-26: a penalty in its influence, or an open investigation',
      'V6',
      [{ dates: { penalty: ['2023-10-31'] } }, { dates: { penalty: ['2024-06-30'] } }, { ticks: ['investigation'] }],
      [{ dates: { penalty: ['2023-10-30'] } }],
    ],
  ];

  test.each(CASES)('%s', async (_, code, held, free) => {
    const { page } = await begun();
    for (const line of held) {
      const { score } = await page.save({ sheet: filled({ [code]: line }) });
      expect([score.status, score.base, score.vetoes.map(({ item }: { item: string }) => item)]).toEqual(['VETOED', '100', [code]]);
      const { errors, submission } = await page.submit();
      expect([errors.map((one: { code: string }) => one.code), submission]).toEqual([['VETOED'], null]);
      expect(errors[0].message).toContain(`属于不得参与的情形（${code}）：${score.vetoes[0].text}`);
    }
    for (const line of free) {
      const { score, blocks } = await page.save({ sheet: filled({ [code]: line }) });
      expect([score.status, blocks]).toEqual(['REACHED', []]);
    }
    done(await page.submit());
  });

  test('C-41: every veto is answered and that declared; the version says when and by whom', async () => {
    const { page, w } = await begun();
    const { V3: _, ...lines } = filled({}).lines;
    expect((await page.save({ sheet: { lines } })).blocks).toEqual(['SHEET_ITEM_MISSING', 'DECLARATION_MISSING']);
    expect((await page.save({ sheet: { lines: filled({}).lines, declared: 'yes' } })).blocks).toEqual(['DECLARATION_MISSING']);
    expect((await page.save({ sheet: filled({ V2: { dates: { accident: ['2023-02-30'] } } }) })).blocks).toEqual(['INVALID_DATE']);
    await page.save({ sheet: filled({}) });
    w.clock.set('2023-10-25T10:00:00+08:00');
    const { submission } = done(await page.submit());
    const client = await page.r.as('a');
    const seen = await client.ask('query($id: ID!) { submission(id: $id) { versions { submittedAt parts { answers { value } } } } }', {
      id: submission.id,
    });
    const [version] = seen.submission.versions;
    expect([version.submittedAt, version.parts[0].answers[0].value.declared]).toEqual(['2023-10-25T02:00:00.000Z', true]);
  });
});

describe.concurrent('standards', () => {
  const rate = (key: string, atLeast: string) => field({ key, label: key, type: 'RATE', scale: 0, atLeast });
  const of = (numerator: string, denominator = '10000') => ({ numerator, denominator });

  test('S2-12 S2-13 C-30: 90.00 passes and 89.99 does not, 99.9 is not all; what fails is remarked and not refused', async () => {
    const { page } = await begun([rate('入会率', '90'), rate('网上入驻率', '100')]);
    const found = async (joined: object, resident: object) =>
      (await page.save({ 入会率: joined, 网上入驻率: resident })).findings.map(
        ({ code, severity, path }: { code: string; severity: string; path: string[] }) => `${severity} ${code} ${path[1]}`,
      );
    expect(await found(of('9000'), of('10000'))).toEqual([]);
    expect(await found(of('8999'), of('9990'))).toEqual(['WARN RATE_NOT_MET 入会率', 'WARN RATE_NOT_MET 网上入驻率']);
    const { submission } = done(
      await submitSubmission(await page.r.as('a'), { obligationId: await page.r.obligation('a'), version: page.version }),
    );
    const reviewer = await page.r.as('province', 'REVIEWER');
    const seen = await reviewer.ask('query($id: ID!) { submission(id: $id) { findings { code message } } }', { id: submission.id });
    expect(seen.submission.findings[0]).toEqual({ code: 'RATE_NOT_MET', message: '“入会率”为 8999/10000，未达到 90%，推荐单位须作说明' });
  });

  const blank = (fields: readonly FormField[]) => fields.filter(({ type }) => type !== 'RATE').map(({ key }) => key);
  const missing = async (page: Page, answers: Readonly<Record<string, unknown>>): Promise<string[]> =>
    (await page.save(answers)).findings
      .filter(({ code }: { code: string }) => code === 'REQUIRED')
      .map(({ path }: { path: string[] }) => path[1]);
  const all = ({ options }: FormField) => options;
  const home = formFieldsSchema.parse(homeStandards(2023));
  const small = formFieldsSchema.parse(smallHomeStandards(2023));
  const named = (fields: readonly FormField[], key: string) => fields.find((one) => one.key === key)!;
  const three = (key: string, value: object) => Object.fromEntries([1, 2, 3].map((year) => [`${key}${year}`, value]));

  test('S2-10 S2-14 S2-17: what has no figure is attested in words, each of it', async () => {
    const { page } = await begun(home);
    expect(await missing(page, { politics: '' })).toEqual(expect.arrayContaining(blank(home)));
    const left = await missing(page, { politics: '推动改革，服务大局', achievements: '开展竞赛', dues: '按月足额上解' });
    expect(left).toEqual(['organization', 'joinedRate', 'onlineRate', 'duties', 'coverage']);
    expect((await page.save({ dues: '字'.repeat(501) })).blocks).toContain('TEXT_TOO_LONG');
  });

  test('S2-11 S2-15: organization and duties are lists of what is in place', async () => {
    const { page } = await begun(home);
    const [organization, duties] = [named(home, 'organization'), named(home, 'duties')];
    expect([organization.options.length, duties.options.length]).toEqual([8, 7]);
    expect(await missing(page, { organization: ['工会委员会健全'], duties: all(duties) })).toEqual([
      'politics',
      'joinedRate',
      'onlineRate',
      'achievements',
      'coverage',
      'dues',
    ]);
    expect((await page.save({ organization: ['另有委员会'] })).blocks).toContain('UNKNOWN_OPTION');
  });

  test('S2-16 C-42: satisfaction of 90 in each of three years, a missing year not met with its reason; four services cover all', async () => {
    const { page } = await begun(home);
    const rest = {
      politics: '一',
      achievements: '三',
      dues: '六',
      organization: all(named(home, 'organization')),
      duties: all(named(home, 'duties')),
      coverage: all(named(home, 'coverage')),
      joinedRate: of('9000'),
      onlineRate: of('10000'),
    };
    expect(named(home, 'coverage').options).toHaveLength(4);
    expect(named(home, 'satisfaction1').label).toBe('2021年会员评家满意度');
    const two = { satisfaction1: of('90', '100'), satisfaction2: of('91', '100') };
    expect((await page.save({ ...rest, ...two })).blocks).toEqual(['REASON_MISSING']);
    expect((await page.save({ satisfaction3: { numerator: '0', denominator: '0' } })).blocks).toEqual(['REASON_MISSING']);
    const explained = await page.save({ satisfaction3: { reason: '当年没有召开大会' } });
    expect([explained.blocks, explained.findings]).toEqual([
      [],
      [
        expect.objectContaining({
          code: 'RATE_NOT_MET',
          severity: 'WARN',
          message: '“2023年会员评家满意度”没有数据，视为未达到 90%：当年没有召开大会',
        }),
      ],
    ]);
    const failed = await page.save({ satisfaction3: of('8999') });
    expect([failed.blocks, failed.warns]).toEqual([[], ['RATE_NOT_MET']]);
    expect((await page.save({ satisfaction3: of('9000') })).findings).toEqual([]);
    done(await page.submit());
  });

  test('S2-18 S2-19 S2-20: a small home gives three yearly values of membership and of satisfaction, each of 90, and its lists', async () => {
    const { page } = await begun(small);
    const rest = {
      politics: '一',
      contribution: '六',
      organization: all(named(small, 'organization')),
      democracy: all(named(small, 'democracy')),
      production: all(named(small, 'production')),
    };
    const low = await page.save({ ...three('joined', of('8999')), ...three('satisfied', of('8999')) });
    expect(low.warns).toEqual(Array.from({ length: 6 }, () => 'RATE_NOT_MET'));
    expect(await missing(page, {})).toEqual(['politics', 'organization', 'democracy', 'production', 'contribution']);
    const { findings } = await page.save({
      ...rest,
      ...three('joined', of('9000')),
      ...three('satisfied', of('9000')),
      joined2: of('8999'),
      satisfied1: null,
    });
    expect(findings.map(({ code, path }: { code: string; path: string[] }) => `${code} ${path[1]}`)).toEqual([
      'RATE_NOT_MET joined2',
      'REASON_MISSING satisfied1',
    ]);
    expect((await page.save({ joined2: of('9000'), satisfied1: of('9000') })).findings).toEqual([]);
    done(await page.submit());
  });
});
