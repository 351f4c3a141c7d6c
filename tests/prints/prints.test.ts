import 'reflect-metadata';
import mammoth from 'mammoth';
import { describe, expect, test } from 'vitest';
import { applicationTemplates } from '../../src/domains/chains/templates.ts';
import { CONTENTS, put } from '../support/files.ts';
import { pagesOf } from '../support/pdf.ts';
import { field } from '../support/plant.ts';
import { direct, type Reporting } from '../support/reporting.ts';
import { type Answered, codes, done, EDITOR, saveSubmissionDraft, startSubmission, submitSubmission } from '../support/submissions.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const HOME = applicationTemplates.find(({ title }) => title === '模范职工之家申报表')!;
const DEEDS = '坚持民主管理，建成职工书屋。'.repeat(80);
const ANSWERS = {
  unitName: '东山县第一纺织厂工会',
  chair: '甲主席',
  employees: '120',
  members: '118',
  priorTitles: [{ year: '2019', title: '县级模范职工之家', level: '县级' }],
  deeds: DEEDS,
};

const PRINT = 'print { id code contentHash urls { docx pdf } standing { stale changed } }';
const act = (name: string, answer: string) => async (unit: Unit, input: object) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
  const document = `mutation($input: ${type}) { ${name}(input: $input) { errors { code message path } ${answer} } }`;
  return (await unit.client.ask(document, { input }))[name] as Answered;
};
const printSubmission = act('printSubmission', PRINT);
const returnScan = act('returnScan', `${PRINT} editor { ${EDITOR} }`);

interface Unit {
  readonly w: World;
  readonly r: Reporting;
  readonly person: TestPerson;
  readonly client: ReturnType<World['as']>;
  readonly obligationId: string;
  readonly deliverableId: string;
}

/** Unit a with the page of an application as it is usually asked for. */
async function applicant(approvals: typeof HOME.chain | null = null): Promise<Unit> {
  const w = await world({ at: '2021-05-06T09:00:00+08:00' });
  const r = await direct(w, ['a'], { title: '模范职工之家申报表', fields: [...HOME.fields], approvals });
  const person = await w.person(w.a);
  const [client, obligationId] = [w.as(person), await r.obligation('a')];
  done(await startSubmission(client, { obligationId }));
  return { w, r, person, client, obligationId, deliverableId: r.deliverables.province! };
}

async function answer({ client, obligationId, deliverableId }: Unit, version: number, given: object): Promise<Answered['editor']> {
  const answers = Object.entries(given).map(([key, value]) => ({ deliverableId, field: key, value }));
  return done(await saveSubmissionDraft(client, { obligationId, version, answers }))['editor'];
}

const upload = async ({ w, person, obligationId }: Unit, name: string, content: Buffer) =>
  (await put(w, person, obligationId, name, content)).file!.id;

const fetched = ({ w }: Unit, person: TestPerson | undefined, url: string) =>
  w.server.inject({ method: 'GET', url, headers: { ...(person && { authorization: `Bearer ${person.token}` }) } });

describe.concurrent('prints', () => {
  test('S2-68: the electronic version and the stamped scan are both required; the scan comes back against its print, and a later change asks for a new one', async () => {
    const unit = await applicant();
    const { w, r, client, obligationId, deliverableId } = unit;
    let page = await answer(unit, 1, ANSWERS);
    const missing = page.findings.map(({ code, path }: { code: string; path: string[] }) => [code, path[1]]);
    expect(missing).toContainEqual(['REQUIRED', 'electronic']);
    expect(missing).toContainEqual(['SEAL_MISSING', 'stamped']);
    expect(codes(await submitSubmission(client, { obligationId, version: page.version }))).toContain('SEAL_MISSING');

    const first = done(await printSubmission(unit, { obligationId, deliverableId, version: page.version })).print;
    expect(first.standing).toEqual({ stale: false, changed: [] });
    const electronic = [{ fileId: await upload(unit, '申报表.docx', CONTENTS.docx) }];
    page = await answer(unit, page.version, { electronic });
    const scan = { code: first.code, field: 'stamped', fileId: await upload(unit, '盖章件.pdf', CONTENTS.pdf), sealedOn: '2021-05-06' };
    const refused = async (input: object) => codes(await returnScan(unit, { ...scan, version: page.version, ...input }));
    const misread = first.code.slice(0, -1) + (first.code.endsWith('0') ? '1' : '0');
    expect(await refused({ code: misread })).toEqual(['CODE_MISREAD']);
    expect(await refused({ sealedOn: '2021-05-05' })).toEqual(['SEALED_TOO_EARLY']);
    expect(await refused({ sealedOn: '2021-05-07' })).toEqual(['SEALED_TOO_LATE']);
    expect(await refused({ field: 'electronic' })).toEqual(['FIELD_UNKNOWN']);
    expect(await refused({ version: page.version - 1 })).toEqual(['STALE_VERSION']);
    page = done(await returnScan(unit, { ...scan, code: first.code.toLowerCase(), version: page.version }))['editor'];
    const ours = (editor: Answered['editor']) => editor.findings.filter(({ severity }: { severity: string }) => severity === 'BLOCK');
    expect(ours(page)).toEqual([]);

    // What was sealed is not what the page says any more.
    page = await answer(unit, page.version, { members: '117' });
    expect(ours(page)).toEqual([
      {
        code: 'STAMP_STALE',
        severity: 'BLOCK',
        path: [deliverableId, 'stamped', 'fileId'],
        message: `“申报表盖章扫描件”盖的是打印件 ${first.code} 的内容，此后内容已修改，请重新打印、盖章并上传扫描件`,
      },
    ]);
    expect(codes(await submitSubmission(client, { obligationId, version: page.version }))).toEqual(['STAMP_STALE']);
    expect(await refused({})).toEqual(['PRINT_STALE']);
    const looked = await client.ask('query($code: String!) { print(code: $code) { standing { stale changed } } }', { code: first.code });
    expect(looked.print).toEqual({ standing: { stale: true, changed: ['会员人数'] } });

    const second = done(await printSubmission(unit, { obligationId, deliverableId, version: page.version })).print;
    expect(second.code).not.toBe(first.code);
    expect(await refused({ code: second.code })).toEqual(['FILE_USED']);
    const again = { ...scan, code: second.code, fileId: await upload(unit, '盖章件2.pdf', CONTENTS.pdf) };
    page = done(await returnScan(unit, { ...again, version: page.version }))['editor'];
    const { submission } = done(await submitSubmission(client, { obligationId, version: page.version }));
    const reviewer = await r.as('province', 'REVIEWER');
    const seen = await reviewer.ask(
      'query($id: ID!) { submission(id: $id) { receipt { seals { field printCode date file { name } } } } }',
      { id: submission.id },
    );
    expect(seen.submission.receipt.seals).toEqual([
      { field: 'stamped', printCode: second.code, date: '2021-05-06', file: { name: '盖章件2.pdf' } },
    ]);
    expect((await reviewer.ask('query($code: String!) { print(code: $code) { id } }', { code: second.code })).print).toBeNull();
    expect((await fetched(unit, await w.person(w.province), `/print/submissions/${submission.id}/pdf`)).statusCode).toBe(200);
    expect((await fetched(unit, await w.person(w.b), `/print/submissions/${submission.id}/pdf`)).statusCode).toBe(404);
  });

  test('the application prints as PDF and as Word in the order of its form, with name and seal in the head and room for every opinion', async () => {
    const unit = await applicant(HOME.chain);
    const { w, person, obligationId, deliverableId } = unit;
    const page = await answer(unit, 1, { ...ANSWERS, chair: '<b>甲</b>' });
    const { print } = done(await printSubmission(unit, { obligationId, deliverableId, version: page.version }));
    const pdf = await fetched(unit, person, print.urls.pdf);
    expect(pdf.headers['content-type']).toBe('application/pdf');
    const pages = await pagesOf(pdf.rawPayload);
    const whole = pages.join('');
    const opinions = HOME.chain.steps.map(({ title }) => title);
    const inOrder = [
      '模范职工之家申报表',
      '申报单位名称（盖章）：东山县第一纺织厂工会',
      '工会主席<b>甲</b>',
      '职工人数120会员人数118',
      '2019县级模范职工之家',
      '主要事迹',
      ...opinions,
    ];
    const places = inOrder.map((text) => whole.indexOf(text));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(whole.match(/（盖章）年月日/g)).toHaveLength(opinions.length);
    pages.forEach((text, index) => expect(text).toContain(`${print.code}第${index + 1}页共${pages.length}页`));
    expect((await fetched(unit, person, print.urls.pdf)).rawPayload.equals(pdf.rawPayload)).toBe(true);

    const docx = await fetched(unit, person, print.urls.docx);
    const { value } = await mammoth.convertToHtml({ buffer: docx.rawPayload });
    expect(value).toContain(`<td><p>主要事迹</p></td><td colspan="3"><p>${DEEDS}</p></td>`);
    expect(value).toContain('<td><p>工会主席</p></td><td><p>&lt;b&gt;甲&lt;/b&gt;</p></td>');

    // The paper leads nowhere without the walls, and a print stays what it was.
    for (const other of [w.county, w.province, w.b])
      expect((await fetched(unit, await w.person(other), print.urls.pdf)).statusCode).toBe(404);
    expect((await fetched(unit, undefined, print.urls.pdf)).statusCode).toBe(401);
    expect((await fetched(unit, await w.person(w.a, ['ANALYST']), print.urls.pdf)).statusCode).toBe(403);
    await answer(unit, page.version, { chair: '乙' });
    expect((await fetched(unit, person, print.urls.docx)).rawPayload.equals(docx.rawPayload)).toBe(true);
    const printed = await w.as(await w.person(w.county)).ask('query($id: ID!) { node(id: $id) { id } }', { id: print.id });
    expect(printed.node).toBeNull();
  });

  test('a sign that no font has is refused in a PDF, by name, and stands in the Word document; 500 rows are all there', async () => {
    const w = await world();
    const columns = ['name', 'plan', 'place', 'note'].map((key) => field({ key, type: 'TEXT', label: key }));
    const fields = [
      field({ key: 'summary', type: 'TEXT', label: '总结', maxCharacters: 3000 }),
      field({ key: 'rows', type: 'TABLE', label: '名册', columns }),
    ];
    const r = await direct(w, ['a'], { fields });
    const person = await w.person(w.a);
    const unit: Unit = {
      w,
      r,
      person,
      client: w.as(person),
      obligationId: await r.obligation('a'),
      deliverableId: r.deliverables.province!,
    };
    const { obligationId, deliverableId } = unit;
    done(await startSubmission(unit.client, { obligationId }));
    const rows = Array.from({ length: 500 }, (_, index) => ({ name: `第${index + 1}人`, plan: 'w'.repeat(60), place: '车间', note: '' }));
    let page = await answer(unit, 1, { summary: '😀很好', rows });
    const bad = done(await printSubmission(unit, { obligationId, deliverableId, version: page.version })).print;
    const refused = await fetched(unit, person, bad.urls.pdf);
    expect([refused.statusCode, refused.json().errors]).toMatchObject([
      422,
      [{ code: 'GLYPH_MISSING', message: expect.stringContaining('😀') as string }],
    ]);
    const { value } = await mammoth.extractRawText({ buffer: (await fetched(unit, person, bad.urls.docx)).rawPayload });
    expect(value).toContain('😀很好');
    expect((await fetched(unit, person, bad.urls.pdf.replace(/pdf$/, 'exe'))).statusCode).toBe(400);

    page = await answer(unit, page.version, { summary: '很好' });
    const good = done(await printSubmission(unit, { obligationId, deliverableId, version: page.version })).print;
    const text = (await pagesOf((await fetched(unit, person, good.urls.pdf)).rawPayload)).join('');
    expect([...text.matchAll(/第(\d+)人/g)].map(([, number]) => Number(number))).toEqual(rows.map((_, index) => index + 1));
  });
});
