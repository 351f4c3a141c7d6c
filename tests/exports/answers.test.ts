import { sql } from 'kysely';
import readExcelFile from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { CONTENTS, get, put } from '../support/files.ts';
import { field } from '../support/plant.ts';
import { prepareReading } from '../support/readers.ts';
import { direct, type Reporting } from '../support/reporting.ts';
import { done, saveSubmissionDraft, startSubmission, submitSubmission } from '../support/submissions.ts';
import { packedParts } from '../support/workbooks.ts';
import { appointToo, type TestPerson, type World, world } from '../support/world.ts';
import { column, csvOf, exportsOf, fetched, moment, number, request, workbookOf, yes } from './support.ts';

// Bare documents answer untyped; what the file holds is compared with what they say.
// oxlint-disable-next-line typescript/no-explicit-any
type Untyped = any;

const FIELDS = [
  field({ key: 'summary', type: 'TEXT', label: '活动总结' }),
  field({ key: 'money', type: 'NUMBER', label: '投入（万元）', scale: 2 }),
  field({ key: 'rate', type: 'RATE', label: '入会率', scale: 0 }),
  field({ key: 'day', type: 'DATE', label: '开展日期' }),
  field({ key: 'areas', type: 'CHOICE', label: '涉及方面', options: ['思想', '组织'], multiple: true }),
  field({ key: 'contact', type: 'CONTACT', label: '联系人' }),
  field({
    key: 'people',
    type: 'TABLE',
    label: '先进个人',
    columns: [
      field({ key: 'title', type: 'TEXT', label: '事迹' }),
      field({ key: 'years', type: 'NUMBER', label: '工龄', scale: 0 }),
      field({ key: 'who', type: 'CONTACT', label: '本人' }),
    ],
  }),
  field({ key: 'photos', type: 'FILE', label: '照片' }),
];

const ANSWERS = {
  summary: '=HYPERLINK("http://example.org")',
  money: '-12.50',
  rate: { numerator: '0012', denominator: '30' },
  day: '2021-05-04',
  areas: ['思想', '组织'],
  contact: { name: '办公室值班', phone: '+86 0311-55500100' },
  people: [
    { title: '+带班二十年', years: '20', who: { name: '班组长', phone: '0311-55500101' } },
    { title: '@技能能手', years: null, who: null },
  ],
} as const;

/** The province asks a and b, who have answered, and c, who has not. */
async function asked(): Promise<{ w: World; reporting: Reporting; deliverableId: string }> {
  const w = await world();
  const reporting = await direct(w, ['a', 'b', 'c'], { fields: FIELDS, title: '特色/建设 成果' });
  const deliverableId = reporting.deliverables.province!;
  for (const [place, answers] of [
    ['a', ANSWERS],
    ['b', { summary: '平安', money: '3' }],
  ] as const) {
    const person = await w.person(w[place]);
    const client = w.as(person);
    const obligationId = await reporting.obligation(place);
    const { editor } = done(await startSubmission(client, { obligationId }));
    const photo = place === 'a' ? (await put(w, person, obligationId, '=照片.jpg', CONTENTS.jpg)).file! : undefined;
    const given = { ...answers, ...(photo && { photos: [{ fileId: photo.id }] }) };
    const list = Object.entries(given).map(([key, value]) => ({ deliverableId, field: key, value }));
    const saved = done(await saveSubmissionDraft(client, { obligationId, version: editor.version, answers: list }))['editor'];
    w.clock.advance(61_000);
    done(await submitSubmission(client, { obligationId, version: saved.version }));
  }
  return { w, reporting, deliverableId };
}

const SUBMISSIONS = `query($id: ID!, $reach: SubmissionReach) { submissions(deliverableId: $id, reach: $reach, first: 100) { nodes {
  state stateLabel nil organization { name } holder { name } deliverable { title } files { name }
  receipt { number submittedAt version onTime onTimeForAsker }
  parts { askedBy { shortName } fields { key label } answers { field value } } } } }`;

describe.concurrent('what was handed in, as a file', () => {
  test.for(['ADMINISTRATOR', 'REVIEWER', 'ANALYST'] as const)(
    'is cell by cell what the API answers, for the province’s %s',
    async (role) => {
      const { w, deliverableId } = await asked();
      const person = await w.person(w.province, [role]);
      const sees = role !== 'ANALYST';
      const { submissions } = await w.as(person).ask(SUBMISSIONS, { id: deliverableId, reach: 'SUBTREE' });
      expect(submissions.nodes).toHaveLength(2);
      const [main, table] = await workbookOf(w, person, { list: 'SUBMISSIONS', arguments: { deliverableId } });
      expect(main!.headings).toEqual([
        '回执号',
        '报送单位',
        '报送事项',
        '状态',
        '现在何处',
        '第几次报送',
        '报送时间',
        '按时（本单位期限）',
        '按时（首要求单位期限）',
        '零报告',
        '活动总结',
        '投入（万元）',
        '入会率：分子',
        '入会率：分母',
        '开展日期',
        '涉及方面',
        ...(sees ? ['联系人：姓名', '联系人：电话'] : []),
        '先进个人：行数',
        '照片：件数',
        '照片：文件',
      ]);
      const expected = submissions.nodes.map(({ receipt, ...node }: Untyped) => {
        const answers = Object.fromEntries(node.parts[0].answers.map(({ field: key, value }: Untyped) => [key, value]));
        const at = answers.day ? new Date(`${answers.day}T00:00:00Z`) : null;
        return [
          receipt.number,
          node.organization.name,
          node.deliverable.title,
          node.stateLabel,
          node.holder.name,
          receipt.version,
          moment(receipt.submittedAt),
          yes(receipt.onTime),
          yes(receipt.onTimeForAsker),
          yes(node.nil),
          answers.summary ?? null,
          number(answers.money ?? null),
          number(answers.rate?.numerator ?? null),
          number(answers.rate?.denominator ?? null),
          at,
          answers.areas?.join('、') ?? null,
          ...(sees ? [answers.contact?.name ?? null, answers.contact?.phone ?? null] : []),
          answers.people?.length ?? null,
          answers.photos?.length ?? null,
          node.files.map(({ name }: Untyped) => name).join('；') || null,
        ];
      });
      expect(main!.rows).toEqual(expected);
      expect(table!.sheet).toBe('1 先进个人');
      expect(table!.headings).toEqual(['回执号', '报送单位', '行', '事迹', '工龄', ...(sees ? ['本人：姓名', '本人：电话'] : [])]);
      const { receipt } = submissions.nodes.find(({ files }: Untyped) => files.length > 0);
      expect(table!.rows).toEqual([
        [receipt.number, '东山县第一纺织厂工会', 1, '+带班二十年', 20, ...(sees ? ['班组长', '0311-55500101'] : [])],
        [receipt.number, '东山县第一纺织厂工会', 2, '@技能能手', null, ...(sees ? [null, null] : [])],
      ]);
      const words = JSON.stringify([main, table]);
      expect(words.includes('55500100') && words.includes('值班')).toBe(sees);
    },
  );

  test('as CSV neutralises formulas and leaves numbers and leading zeros; with tables it comes as an archive of several', async () => {
    const { w, deliverableId } = await asked();
    const person = await w.person(w.province, ['REVIEWER']);
    const { latest, content } = await fetched(w, person, { list: 'SUBMISSIONS', arguments: { deliverableId }, format: 'CSV' });
    expect(latest.file).toMatchObject({ name: '报送件-特色 建设 成果-2021-05-06.zip', mediaType: 'application/zip' });
    const parts = await packedParts(content);
    expect([...parts.keys()]).toEqual(['报送件.csv', '1 先进个人.csv']);
    const main = parts.get('报送件.csv')!;
    expect(main.startsWith('\uFEFF回执号,')).toBe(true);
    expect(main).toContain(
      `,"'=HYPERLINK(""http://example.org"")",-12.50,0012,30,2021-05-04,思想、组织,办公室值班,'+86 0311-55500100,2,1,'=照片.jpg\r\n`,
    );
    expect(
      parts
        .get('1 先进个人.csv')!
        .split('\r\n')
        .slice(1, 3)
        .map((line) => line.split(',').slice(2).join(',')),
    ).toEqual(["1,'+带班二十年,20,班组长,0311-55500101", "2,'@技能能手,,,"]);
    // Without answers there is one table.
    const plain = await csvOf(w, person, {
      list: 'SUBMISSIONS',
      arguments: { deliverableId },
      columns: ['receiptNumber', 'organization', 'submittedAt'],
    });
    expect(plain.headings).toEqual(['回执号', '报送单位', '报送时间']);
    expect(column(plain, '报送时间')).toEqual(['2021-05-06 09:02:02', '2021-05-06 09:01:01']);
  });

  test('holds for a second superior its own part and nothing of the line above the unit', async () => {
    const { w, deliverableId } = await prepareReading();
    const industry = await w.person(w.industry, ['REVIEWER']);
    const [main, ...more] = await workbookOf(w, industry, { list: 'SUBMISSIONS', arguments: { deliverableId, reach: 'ASKED' } });
    expect(more).toEqual([]);
    expect(main!.rows).toHaveLength(1);
    expect(column(main!, '所属线路（省交通工会）')).toEqual(['一号线']);
    expect(column(main!, '活动总结（河东省）')).toEqual([null]);
    expect(column(main!, '线路照片（省交通工会）：文件')).toEqual(['线路照片.jpg']);
    expect(JSON.stringify(main)).not.toMatch(/活动十场|答市里|答县里|市级补充|县级补充/);
    expect(await workbookOf(w, industry, { list: 'SUBMISSIONS', arguments: { deliverableId } })).toMatchObject([{ rows: [] }]);
    // The county reads what it and those above it ask; another county reads nothing.
    const county = await w.person(w.county, ['REVIEWER']);
    const [own] = await workbookOf(w, county, { list: 'SUBMISSIONS', arguments: { deliverableId } });
    expect([column(own!, '活动总结（河东省）'), column(own!, '市级补充（石门市）'), column(own!, '县级补充（东山县）')]).toEqual([
      ['活动十场'],
      ['答市里'],
      ['答县里'],
    ]);
    expect(JSON.stringify(own)).not.toContain('一号线');
    expect(
      (await request(w, await w.person(w.sibling, ['REVIEWER']), { list: 'SUBMISSIONS', arguments: { deliverableId } })).errors,
    ).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});

describe.concurrent('a file', () => {
  test('is for whoever asked, until seven days are over, and only while the capacity stands in which it was asked for', async () => {
    const { w, deliverableId } = await asked();
    const [person, colleague] = [await w.person(w.province, ['REVIEWER']), await w.person(w.province, ['ADMINISTRATOR'])];
    await fetched(w, person, { list: 'SUBMISSIONS', arguments: { deliverableId } });
    const [one] = await exportsOf(w, person);
    expect(one).toMatchObject({
      list: 'SUBMISSIONS',
      listLabel: '报送件',
      name: '报送件：特色/建设 成果',
      format: 'XLSX',
      columnsOf: [
        '回执号',
        '报送单位',
        '报送事项',
        '状态',
        '现在何处',
        '第几次报送',
        '报送时间',
        '按时（本单位期限）',
        '按时（首要求单位期限）',
        '零报告',
        '各项答案',
      ],
      job: { state: 'DONE', done: 2, total: 2 },
      expiresAt: new Date(w.clock.now().getTime() + 7 * 24 * 3_600_000).toISOString(),
    });
    expect(await exportsOf(w, colleague)).toEqual([]);
    for (const other of [colleague, undefined]) expect((await get(w, other, one.file.id)).statusCode).toBe(other ? 404 : 401);
    const status = async () => (await get(w, person, one.file.id)).statusCode;
    expect(await status()).toBe(200);

    // Elsewhere in office, and no longer in the province: the file stays there.
    await appointToo(w, person, w.a, ['REPORTER']);
    expect(await status()).toBe(200);
    const end = (at: Date | null) =>
      w.asSystem(({ db }) => sql`update appointment set valid_to = ${at} where id = ${person.capacityId}`.execute(db));
    await end(w.clock.now());
    expect(await status()).toBe(404);
    await end(null);
    w.clock.advance(7 * 24 * 3_600_000 - 1000);
    expect(await status()).toBe(200);
    w.clock.advance(1000);
    expect(await status()).toBe(404);
    expect((await exportsOf(w, person))[0]).toMatchObject({ file: null, expiresAt: w.clock.now().toISOString() });
  });

  test('is refused for lists, rows and columns that are not the caller’s to see', async () => {
    const { w, deliverableId } = await asked();
    const analyst = await w.person(w.province, ['ANALYST']);
    const reporter = await w.person(w.a);
    const codes = async (person: TestPerson, asking: Parameters<typeof request>[2]) =>
      (await request(w, person, asking)).errors.map(({ code, path }: { code: string; path: string[] }) => `${code} ${path.join('.')}`);
    expect(await codes(reporter, { list: 'PERSONS', arguments: { organizationId: w.id('Organization', w.a.id) } })).toEqual([
      'FORBIDDEN input.list',
    ]);
    expect(await codes(analyst, { list: 'AUDIT_LINES', arguments: { subjectId: deliverableId } })).toEqual(['FORBIDDEN input.list']);
    expect(await codes(analyst, { list: 'SUBMISSIONS', arguments: { deliverableId: w.id('Organization', w.a.id) } })).toEqual([
      'NOT_FOUND input.arguments.deliverableId',
    ]);
    expect(await codes(analyst, { list: 'SUBMISSIONS', arguments: { deliverable: 1 } })).toEqual(['UNRECOGNIZED_KEYS input.arguments']);
    expect(await codes(analyst, { list: 'OBLIGATIONS' })).toEqual(['INVALID_TYPE input.arguments.deliverableId']);
    expect(await codes(analyst, { list: 'SUBMISSIONS', columns: ['receiptNumber', 'secret'] })).toEqual(['UNKNOWN_COLUMN input.columns.1']);
    const abroad = await world();
    const stranger = await abroad.person(abroad.province, ['REVIEWER']);
    expect((await request(abroad, stranger, { list: 'SUBMISSIONS', arguments: { deliverableId } })).errors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    expect((await w.asSystem(async ({ db }) => (await sql`select from job`.execute(db)).rows)).length).toBe(0);
  });

  test('is written in the roles of whoever asked as they are by then', async () => {
    const { w, deliverableId } = await asked();
    const person = await w.person(w.province, ['REVIEWER']);
    await request(w, person, { list: 'SUBMISSIONS', arguments: { deliverableId } });
    await w.asSystem(({ db }) => sql`update appointment set roles = '{ANALYST}' where id = ${person.capacityId}`.execute(db));
    await w.settle();
    const [one] = await exportsOf(w, person);
    expect(one.job.state).toBe('DONE');
    const [sheet] = await readExcelFile((await get(w, person, one.file.id)).rawPayload);
    expect(sheet!.data[0]).not.toContain('联系人：电话');
    await request(w, person, { list: 'SUBMISSIONS', arguments: { deliverableId } });
    await w.asSystem(({ db }) => sql`update appointment set valid_to = ${w.clock.now()} where id = ${person.capacityId}`.execute(db));
    await w.settle();
    const { rows } = await w.asSystem(({ db }) => sql<{ code: string }>`select code from job_failure`.execute(db));
    expect(rows).toEqual([{ code: 'CAPACITY_ENDED' }]);
  });
});
