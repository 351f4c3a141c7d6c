import { beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { workbookOf } from '../exports/support.ts';
import { answerAll, issueNotice, NoticeOfTest, type TestNotice } from '../support/notices.ts';
import { obligationOf } from '../support/plant.ts';
import * as acts from '../support/submissions.ts';
import type { TestPerson } from '../support/world.ts';
import { act, codes, done, Honours, listAct, type Untyped } from './support.ts';

const H1 = `nodes { id name unitName status version organization { shortName } certificateNumber plaque { givenOn }
  subsidy { amountFen spentFen paidOn payee uses { use useLabel amountFen purpose } } mentoringPairs { mentee { shortName } menteeKind endedOn }
  selfCheckDue viewerCan { givePlaque { code } paySubsidy { allowed code } recordSubsidyUse { code } pair { code } } }`;
const TITLE = 'title { id version subsidy { amountFen spentFen uses { amountFen } } mentoringPairs { mentee { shortName } } }';

/** Sends a draft as any other notice. */
async function send(h: Honours, id: string): Promise<void> {
  const { notice } = await h.city.ask(`query($id: ID!) { notice(id: $id) { ...NoticeOfTest } } ${String(NoticeOfTest)}`, { id });
  await answerAll(h.city, notice as TestNotice);
  expect((await issueNotice(h.city, { noticeId: id, version: notice.version })).errors).toEqual([]);
}

/** Everything of a list, from its draft to its circular. */
async function honour(h: Honours, terms: object): Promise<void> {
  const lines = Object.values(h.submissions).map((submissionId) => ({ submissionId, holderReason: '升级创建' }));
  const decided = done(await h.decide(await h.proposed(terms, lines)));
  const named = done(await listAct(h.city, 'nameAwards', { awardListId: decided.id, version: decided.version }));
  await send(h, named.notice.id);
}

describe('what a holder has and owes', () => {
  let h: Honours;
  let unit: Untyped;

  const all = async (client = h.city, args = ''): Promise<Untyped[]> =>
    (await client.ask(`{ titles(first: 50${args}) { ${H1} } }`)).titles.nodes;
  const title = async (name: string, shortName = '第一纺织厂', client = h.city): Promise<Untyped> =>
    (await all(client)).find((one: Untyped) => one.name === name && one.organization.shortName === shortName);
  const pay = (given: Untyped, more: object = {}) =>
    act(
      h.city,
      'paySubsidy',
      { titleId: given.id, version: given.version, payee: 'UNION', payeeName: '工会账户', paidOn: '2023-11-20', ...more },
      TITLE,
    );

  beforeAll(async () => {
    h = await Honours.prepare(['a', 'b']);
    unit = h.w.as(await h.w.person(h.w.a));
    await honour(h, { name: '模范职工小家', kind: 'SMALL_HOME', subsidyFen: 500_000 });
    await honour(h, {});
    await honour(h, { name: '模范职工之家（第二批）' });
  });

  test('S2-58, C-38: paid once for a unit, kind and level, 5,000 and then 10,000 yuan; a second payment and a person are refused', async () => {
    const small = await title('模范职工小家');
    expect(codes(await pay(small, { payee: 'PERSON', payeeName: '张三' }))).toEqual(['PAYEE_PERSON']);
    expect(done(await pay(small)).title.subsidy).toMatchObject({ amountFen: 500_000, spentFen: 0 });
    const home = await title('模范职工之家');
    const both = await Promise.all([pay(home), pay(await title('模范职工之家（第二批）'))]);
    expect(both.flatMap(codes)).toEqual(['ALREADY_PAID']);
    expect((await title('模范职工小家')).viewerCan.paySubsidy).toEqual({ allowed: false, code: 'ALREADY_PAID' });
    const paid = (await all()).filter(({ subsidy }) => subsidy);
    const sums = paid.map(({ subsidy }) => subsidy.amountFen).toSorted((one: number, other: number) => one - other);
    expect(sums).toEqual([500_000, 1_000_000]);
    expect(new Set((await all(h.city, ', lacking: SUBSIDY')).map(({ organization }) => organization.shortName))).toEqual(
      new Set(['机械厂']),
    );
    const { submission } = await unit.ask('query($id: ID!) { submission(id: $id) { awards { outcome } } }', { id: h.submissions.a });
    expect(submission.awards.filter(({ outcome }: Untyped) => outcome === 'SUBSIDY_PAID')).toHaveLength(2);
  });

  test('S2-58: spent by the holder within what is allowed, to no person, and never more than it is, two at once included', async () => {
    const { id } = await title('模范职工小家');
    const spend = (client: typeof unit, more: object) =>
      act(
        client,
        'recordSubsidyUse',
        {
          titleId: id,
          use: 'FACILITIES',
          amountFen: 100,
          payee: 'SUPPLIER',
          payeeName: '家具店',
          purpose: '书架',
          spentOn: '2023-11-20',
          ...more,
        },
        TITLE,
      );
    expect(codes(await spend(unit, { use: 'TRAINING' }))).toEqual(['USE_NOT_ALLOWED']);
    expect(codes(await spend(unit, { payee: 'PERSON' }))).toEqual(['PAYEE_PERSON']);
    expect(codes(await spend(unit, { spentOn: '2023-11-19' }))).toEqual(['BEFORE_PAYMENT']);
    expect(codes(await spend(h.w.as(await h.w.person(h.w.b)), {}))).toEqual(['NOT_HOLDER']);
    expect(codes(await spend(unit, { amountFen: 500_001 }))).toEqual(['OVER_AMOUNT']);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 300_000 }), { minLength: 2, maxLength: 4 }), async (amounts) => {
        await Promise.all(amounts.map((amountFen) => spend(unit, { amountFen })));
        const { subsidy } = await title('模范职工小家', '第一纺织厂', unit);
        expect(subsidy.spentFen).toBe(subsidy.uses.reduce((sum: number, { amountFen }: Untyped) => sum + amountFen, 0));
        expect(subsidy.spentFen).toBeLessThanOrEqual(500_000);
      }),
      { numRuns: 4 },
    );
    // Everybody knows of the title, not of the money.
    expect((await title('模范职工小家', '第一纺织厂', h.w.as(await h.w.person(h.w.otherCounty)))).subsidy).toBeNull();
  });

  test('S2-62: a commendation is a second kind of honour, without plaque, money or mentoring', async () => {
    const refused = await listAct(h.city, 'draftAwardList', {
      deliverableId: h.deliverableId,
      name: '职工之家+心灵驿站',
      kind: 'COMMENDATION',
      level: 'CITY',
      subsidyFen: 100,
      subsidyUses: ['ACTIVITIES'],
    });
    expect(codes(refused)).toEqual(['NO_SUBSIDY']);
    await honour(h, { name: '职工之家+心灵驿站', kind: 'COMMENDATION', subsidyFen: 0, subsidyUses: [] });
    expect((await title('职工之家+心灵驿站')).viewerCan).toMatchObject({
      givePlaque: { code: 'NO_PLAQUE' },
      paySubsidy: { code: 'NO_SUBSIDY' },
      pair: { code: 'NO_MENTORING' },
    });
  });

  test('S2-63: a holder pairs with a new union; the report of gaps names who has none, also when a pair has ended', async () => {
    const gaps = async () => (await all(h.city, ', lacking: MENTORING')).length;
    expect(await gaps()).toBe(6);
    const { id } = await title('模范职工之家');
    const id2 = (place: 'a' | 'c') => h.w.id('Organization', h.w[place].id);
    const input = { titleId: id, menteeId: id2('c'), menteeKind: 'NEW_BUSINESS', startedOn: '2023-11-20' };
    expect(codes(await act(unit, 'pairForMentoring', { ...input, menteeId: id2('a') }, TITLE))).toEqual(['SAME_UNIT']);
    expect(codes(await act(h.w.as(await h.w.person(h.w.b)), 'pairForMentoring', input, TITLE))).toEqual(['NOT_HOLDER']);
    const paired = done(await act(unit, 'pairForMentoring', input, TITLE)).title;
    expect(paired.mentoringPairs).toEqual([{ mentee: { shortName: '县医院' } }]);
    expect(codes(await act(unit, 'pairForMentoring', input, TITLE))).toEqual(['ALREADY_PAIRED']);
    expect(await gaps()).toBe(5);
    const end = { titleId: id, menteeId: id2('c'), endedOn: '2023-11-20' };
    expect(done(await act(unit, 'endMentoring', end, TITLE)).title.id).toBe(id);
    expect(codes(await act(unit, 'endMentoring', end, TITLE))).toEqual(['NOT_PAIRED']);
    expect(await gaps()).toBe(6);
  });

  test('the table of titles and subsidies is what the screen shows, to each as far as they may know', async () => {
    const table = async (person: TestPerson, given: object = {}) =>
      (await workbookOf(h.w, person, { list: 'TITLES', arguments: given }))[0]!;
    const small = { kind: 'SMALL_HOME' };
    const { headings, rows } = await table(h.officer, small);
    expect(headings).toEqual([
      '单位',
      '称号',
      '级别',
      '年度',
      '授予单位',
      '证书编号',
      '状态',
      '授牌日期',
      '补助金额（元）',
      '发放日期',
      '已支出（元）',
      '帮促共建单位数',
    ]);
    const shown = (await all()).filter(({ name }) => name === '模范职工小家');
    expect(rows.map((row) => [row[0], row[5], row[8], row[10]])).toEqual(
      shown.map(({ unitName, certificateNumber, subsidy }) => [
        unitName,
        certificateNumber,
        subsidy ? subsidy.amountFen / 100 : null,
        subsidy ? subsidy.spentFen / 100 : null,
      ]),
    );
    expect(rows.map((row) => row[8]).filter((cell) => cell !== null)).toEqual([5000]);
    const elsewhere = await table(await h.w.person(h.w.otherCounty), small);
    expect(elsewhere.rows.map((row) => [row[0], row[8]])).toEqual(shown.map(({ unitName }) => [unitName, null]));
  });

  test('S2-61, F-09: a yearly notice makes one obligation per holder, whose course is the status of the title', async () => {
    const draft = async () =>
      done(
        await act(
          h.city,
          'draftSelfCheck',
          { year: 2024, due: '2024-06-30' },
          'notice { id addressees { resolvedCount } deliverables { id title } }',
        ),
      );
    const { notice } = await draft();
    expect(notice.addressees.resolvedCount).toBe(2);
    expect((await draft()).notice.id).toBe(notice.id);
    expect((await title('模范职工之家')).status).toBe('ACTIVE');
    await send(h, notice.id);
    const seen = async (client = h.city) => {
      const { status, selfCheckDue } = await title('模范职工之家', '第一纺织厂', client);
      return [status, selfCheckDue];
    };
    expect(await seen()).toEqual(['SELF_CHECK_DUE', '2024-06-30T16:00:00.000Z']);
    expect(await seen(unit)).toEqual(['SELF_CHECK_DUE', '2024-06-30T16:00:00.000Z']);
    expect(await seen(h.w.as(await h.w.person(h.w.otherCounty)))).toEqual(['ACTIVE', null]);
    h.w.clock.set('2024-07-01T00:00:00+08:00');
    expect((await seen())[0]).toBe('AT_RISK');
    const deliverableId = notice.deliverables[0].id;
    const owed = h.w.id('Obligation', await obligationOf(h.w, h.w.a, Buffer.from(deliverableId, 'base64url').toString().split(':')[1]!));
    const submission = await acts.handIn(unit, owed, deliverableId, { conclusion: '符合标准', account: '制度健全' });
    expect((await seen())[0]).toBe('SELF_CHECK_DUE');
    const reviewer = h.w.as(await h.w.person(h.w.city, ['REVIEWER']));
    acts.done(await acts.acceptSubmission(reviewer, { submissionId: submission.id, version: submission.version }));
    expect((await seen())[0]).toBe('CONFIRMED');
    expect((await title('模范职工之家', '机械厂')).status).toBe('AT_RISK');
  });
});
