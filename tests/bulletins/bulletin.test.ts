import { describe, expect, test } from 'vitest';
import { mergeOrganizations } from '../federation/operations.ts';
import { digestOf } from '../support/digest.ts';
import { excerpts } from '../support/inbox.ts';
import { saveNoticeDraft } from '../support/notices.ts';
import { printed, tableOf } from '../support/pages.ts';
import { returnNoticeDraft, signOff, submitNoticeForReview, taken } from '../support/signing.ts';
import { act, made, read, save, told, type Told } from './support.ts';

const ISSUE = 'mutation($input: IssueNoticeInput!) { issueNotice(input: $input) { errors { code } notice { id version state } } }';
const issue = async ({ w }: Told, person: Told['city'], { id: noticeId, version }: { id: string; version: number }, more = {}) =>
  (await w.as(person).ask(ISSUE, { input: { noticeId, version, ...more } })).issueNotice;

/** What the city sees of its two counties, as `name received/expected status`. */
// oxlint-disable-next-line typescript/no-explicit-any
const lines = ({ snapshot }: any): string[] =>
  snapshot.children.nodes.map(
    // oxlint-disable-next-line typescript/no-explicit-any
    ({ name, rates, status }: any) => `${name} ${rates.received}/${rates.expected} ${status}`,
  );

describe.concurrent('a bulletin', () => {
  test('S0-09: it is generated at any time, before anything came in and after the due, with the status of every unit', async () => {
    const t = await told();
    const [city, county] = [t.w.as(t.city), t.w.as(t.county)];
    const begun = await made(city, 'draftBulletin', { deliverableId: t.asked.city });
    expect(begun).toMatchObject({
      period: '第1期',
      state: 'DRAFT',
      title: '关于“特色建设成果”报送情况的通报（第1期）',
      organization: { name: '石门市总工会' },
    });
    expect(begun.snapshot).toMatchObject({
      asOf: '2021-05-06T01:00:00.000Z',
      rates: { expected: 4, received: 0, reportingRate: { numerator: 0, denominator: 4, percent: '0.00' } },
      byState: [{ label: '未报送', count: 4 }],
    });
    expect(lines(begun)).toEqual(['东山县总工会 0/4 未报4', '西河县总工会 0/0 尚无应报单位']);

    await t.r.submit('a');
    await t.r.submit('b');
    t.w.clock.set('2021-05-29T08:00:00+08:00');
    await t.r.submit('c');
    const ofCounty = await made(county, 'draftBulletin', { deliverableId: t.asked.city });
    expect(ofCounty.snapshot).toMatchObject({
      asOf: '2021-05-29T00:00:00.000Z',
      rates: { expected: 4, received: 3, receivedOnTime: 2, reportingRate: { percent: '75.00' }, onTimeRate: { percent: '50.00' } },
      overdue: 1,
      late: 1,
      byLamp: [
        { label: '绿灯', count: 2 },
        { label: '黄灯', count: 1 },
        { label: '红灯', count: 1 },
      ],
    });
    expect(
      // oxlint-disable-next-line typescript/no-explicit-any
      ofCounty.snapshot.children.nodes.map(({ name, status, ownState, isBehind }: any) => [name, status, ownState, isBehind]),
    ).toEqual([
      ['东山县第一纺织厂工会', '已报齐', 'SUBMITTED', false],
      ['东山县机械厂工会', '已报齐', 'SUBMITTED', false],
      ['东山县人民医院工会', '已报齐，有逾期', 'SUBMITTED', true],
      ['东山县供水公司工会', '未报1，逾期1', 'OPEN', true],
    ]);
    // What was frozen stays: the city's first one says what was so then, its second one what is so now.
    expect((await read(city, begun.id)).snapshot).toEqual(begun.snapshot);
    const second = await made(city, 'draftBulletin', { deliverableId: t.asked.city });
    expect([second.period, ...lines(second)]).toEqual(['第2期', '东山县总工会 3/4 未报1，逾期1', '西河县总工会 0/0 尚无应报单位']);
    const list = async (person: Told['city'], variables = {}) =>
      (
        await t.w
          .as(person)
          .ask('query($of: ID, $about: ID) { bulletins(organizationId: $of, deliverableId: $about) { nodes { period } } }', variables)
      ).bulletins.nodes.map(({ period }: { period: string }) => period);
    expect(await list(t.city, { about: t.asked.county })).toEqual(['第2期', '第1期']);
    expect(await list(t.county)).toEqual(['第1期']);
    expect(await list(t.city, { of: t.organization('county') }), "another body's drafts").toEqual([]);
  });

  test('its figures cannot be edited, nobody is named without them, and who is out of the chain drafts nothing', async () => {
    const t = await told();
    await t.r.submit('a');
    const county = t.w.as(t.county);
    const draft = await made(county, 'draftBulletin', { deliverableId: t.asked.county });
    const unit = await t.w.allRounder(t.w.a);
    const before = await digestOf(t.w.federationId);
    const tries = async (changes: object) => (await save(county, draft, changes)).errors;
    expect(await tries({ namedIds: [t.organization('sibling')] })).toEqual([{ code: 'NOT_IN_SNAPSHOT', path: ['input', 'namedIds', '0'] }]);
    expect(await tries({ commendedIds: [t.organization('a'), t.organization('cityUnit')] })).toEqual([
      { code: 'NOT_IN_SNAPSHOT', path: ['input', 'commendedIds', '1'] },
    ]);
    expect(await tries({ commendedIds: [t.organization('b')], namedIds: [t.organization('b')] })).toEqual([
      { code: 'COMMENDED_AND_NAMED', path: ['input', 'namedIds', '0'] },
    ]);
    expect(await tries({ namedIds: [t.organization('a')] })).toEqual([{ code: 'NOTHING_MISSING', path: ['input', 'namedIds', '0'] }]);
    expect(await tries({ version: 7 })).toEqual([{ code: 'STALE_VERSION', path: ['input', 'version'] }]);
    expect((await act(t.w.as(unit), 'draftBulletin', { deliverableId: t.asked.county })).errors).toEqual([
      { code: 'NOT_IN_CHAIN', path: ['input', 'deliverableId'] },
    ]);
    expect(await digestOf(t.w.federationId), 'nothing changed').toEqual(before);

    const { bulletin: saved } = await save(county, draft, {
      text: '请各单位抓紧。',
      commendedIds: [t.organization('a')],
      namedIds: [t.organization('b'), t.organization('c')],
    });
    expect(saved).toMatchObject({
      version: 2,
      commended: [{ name: '东山县第一纺织厂工会' }],
      named: [
        { name: '东山县机械厂工会', status: '未报1' },
        { name: '东山县人民医院工会', status: '未报1' },
      ],
    });
    await t.r.submit('b');
    expect((await read(county, draft.id)).snapshot).toEqual(draft.snapshot);
    const refreshed = await act(county, 'refreshBulletin', { bulletinId: draft.id, version: 2 }, 'dropped { name }');
    expect(refreshed).toMatchObject({
      errors: [],
      dropped: [{ name: '东山县机械厂工会' }],
      bulletin: { version: 3, named: [{ name: '东山县人民医院工会' }], snapshot: { rates: { received: 2 } } },
    });
  });

  test('it goes out as the body’s own signed notice to its units; then nothing changes it, whatever comes in', async () => {
    const t = await told({ signing: true });
    const [city, signer] = [t.w.as(t.city), t.w.as(t.citySigner)];
    await t.r.submit('a');
    t.w.clock.set('2021-05-30T09:00:00+08:00');
    const draft = await made(city, 'draftBulletin', { deliverableId: t.asked.city });
    const { bulletin: saved } = await save(city, draft, { text: '请抓紧报送。', namedIds: [t.organization('county')] });
    const written = await made(city, 'issueBulletin', { bulletinId: saved.id, version: saved.version });
    expect(written).toMatchObject({
      state: 'DRAFT',
      viewerCan: { edit: { allowed: true }, issue: { code: 'ALREADY_WRITTEN' }, supplement: { code: 'NOT_ISSUED' } },
      notice: { state: 'DRAFT', stage: 'DRAFTING', kind: 'PUBLICATION', title: draft.title, addressees: { resolvedCount: 2 } },
    });
    expect(written.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(written.notice.body).toBe(written.body);
    expect(written.body.split('\n')).toEqual([
      '请抓紧报送。',
      '',
      '一、总体情况',
      '截至2021-05-30 09:00（北京时间），“特色建设成果”应报4份，已报1份，报送率25.00%；按时报送1份，按时率25.00%；逾期未报3份，零报告0份；应签收6家，已签收1家。',
      '',
      '二、各单位情况',
      '1．东山县总工会：应报4份，已报1份，报送率25.00%，按时率25.00%（未报3，逾期3）',
      '2．西河县总工会：尚无应报单位',
      '',
      '三、点名单位',
      '东山县总工会：未报3，逾期3',
      '',
      `以上数据由系统按截至时间的报送记录生成并固定。数据校验码（SHA-256）：${written.contentHash}`,
    ]);
    expect((await issue(t, t.city, written.notice)).errors).toEqual([{ code: 'NOT_SIGNED' }]);

    // Its text is the bulletin's; number and addressees are the notice's. A change begins the way to the signature anew.
    const content = {
      title: written.notice.title,
      body: written.notice.body,
      docNumber: '石工办字〔2021〕21号',
      signedBy: '石门市总工会',
      addressees: { organizationIds: [t.organization('county'), t.organization('sibling')] },
    };
    const tries = async (changes: object) =>
      (await saveNoticeDraft(city, { noticeId: written.notice.id, version: written.notice.version, content: { ...content, ...changes } }))
        .errors;
    expect(await tries({ body: '另有说法' })).toMatchObject([{ code: 'BULLETIN_TEXT', path: ['input', 'content', 'body'] }]);
    expect(await tries({ title: '另有说法' })).toMatchObject([{ code: 'BULLETIN_TEXT' }]);
    expect(await tries({ kind: 'NOTICE' })).toMatchObject([{ code: 'BULLETIN_TEXT' }]);
    expect(await tries({ reach: 'OPEN' })).toMatchObject([{ code: 'BULLETIN_REACH' }]);
    expect(await tries({})).toEqual([]);
    const submitted = taken(await submitNoticeForReview(city, (await read(city, draft.id)).notice));
    const { bulletin: changed } = await save(city, await read(city, draft.id), { text: '请于本周内报送。' });
    expect(changed.notice).toMatchObject({
      stage: 'DRAFTING',
      version: submitted.version + 1,
      docNumber: { canonical: '石工办字〔2021〕21号' },
    });
    expect(changed.notice.body).toBe(changed.body);
    expect(changed.contentHash).not.toBe(written.contentHash);
    const returned = taken(await returnNoticeDraft(signer, taken(await submitNoticeForReview(city, changed.notice)), '请核对'));
    const signed = await signOff(city, signer, returned);
    expect((await issue(t, t.city, signed)).errors).toEqual([]);

    const issued = await read(city, draft.id);
    expect(issued).toMatchObject({
      state: 'ISSUED',
      issuedAt: '2021-05-30T01:00:00.000Z',
      contentHash: changed.contentHash,
      viewerCan: { edit: { code: 'ALREADY_ISSUED' }, refresh: { code: 'ALREADY_ISSUED' }, supplement: { allowed: true } },
      notice: { viewerCan: { amend: { code: 'IS_BULLETIN' } } },
    });
    const before = await digestOf(t.w.federationId);
    for (const [name, more] of [
      ['saveBulletinDraft', { title: '另一题目' }] as const,
      ['refreshBulletin', {}] as const,
      ['issueBulletin', {}] as const,
    ])
      expect((await act(city, name, { bulletinId: issued.id, version: issued.version, ...more })).errors).toEqual([
        { code: 'ALREADY_ISSUED', path: ['input', 'bulletinId'] },
      ]);
    expect(await digestOf(t.w.federationId), 'nothing changed').toEqual(before);
    await t.r.submit('b');
    expect(await read(city, draft.id)).toEqual(issued);

    // The addressed are told once, read what the notice says, and nothing of the figures of others; those above read them.
    await t.w.settle();
    expect(await excerpts(t.w, t.county)).toEqual([`BULLETIN_ISSUED 石门市总工会印发了《${issued.title}》（石工办字〔2021〕21号）`]);
    const county = t.w.as(t.county);
    expect(await read(county, draft.id)).toBeNull();
    const { notice } = await county.ask('query($id: ID!) { notice(id: $id) { body bulletin { id } delivery { acknowledgedAt } } }', {
      id: signed.id,
    });
    expect(notice).toEqual({ body: issued.body, bulletin: null, delivery: { acknowledgedAt: null } });
    const unit = await t.w.person(t.w.a);
    expect((await t.w.as(unit).ask('query($id: ID!) { notice(id: $id) { id } }', { id: signed.id })).notice).toBeNull();
    const province = await t.w.person(t.w.province, ['ANALYST']);
    expect(lines(await read(t.w.as(province), draft.id))).toEqual(lines(issued));
  });

  test('what was issued is corrected by numbered addenda, which show the old figures beside the new', async () => {
    const t = await told();
    const county = t.w.as(t.county);
    await t.r.submit('a');
    const first = await made(county, 'draftBulletin', { deliverableId: t.asked.county });
    expect((await act(county, 'supplementBulletin', { bulletinId: first.id, reason: '漏计' })).errors).toEqual([
      { code: 'NOT_ISSUED', path: ['input', 'bulletinId'] },
    ]);
    const written = await made(county, 'issueBulletin', { bulletinId: first.id, version: first.version });
    expect((await issue(t, t.county, written.notice, { numberPrefix: '东工字' })).errors).toEqual([]);
    await t.r.submit('b');
    const addendum = await made(county, 'supplementBulletin', { bulletinId: first.id, reason: '漏计一家单位' });
    expect(addendum).toMatchObject({
      period: '第1期补充通报第1号',
      title: '关于“特色建设成果”报送情况的补充通报（第1期补充通报第1号）',
      reason: '漏计一家单位',
      supplements: { period: '第1期' },
      snapshot: { rates: { received: 2 }, before: { received: 1 } },
    });
    expect(
      addendum.snapshot.children.nodes.map((line: { before: { received: number }; rates: { received: number } }) => [
        line.before.received,
        line.rates.received,
      ]),
    ).toEqual([
      [1, 1],
      [0, 1],
      [0, 0],
      [0, 0],
    ]);
    expect(addendum.body).toContain(
      [
        '一、更正情况',
        '更正原因：漏计一家单位',
        '第1期（截至2021-05-06 09:00）：应报4份、已报1份、按时1份、逾期未报0份。',
        '本次（截至2021-05-06 09:00）：应报4份、已报2份、按时2份、逾期未报0份。',
        '东山县机械厂工会：原应报1份、已报0份、按时0份、逾期未报0份（未报1）；现应报1份、已报1份、按时1份、逾期未报0份（已报齐）',
        '',
        '二、总体情况',
      ].join('\n'),
    );
    expect((await made(county, 'supplementBulletin', { bulletinId: first.id, reason: '又一次' })).id, 'asked again').toBe(addendum.id);
    const out = await made(county, 'issueBulletin', { bulletinId: addendum.id, version: addendum.version });
    expect((await issue(t, t.county, out.notice, { numberPrefix: '东工字' })).errors).toEqual([]);
    expect((await act(county, 'supplementBulletin', { bulletinId: addendum.id, reason: '又一次' })).errors).toEqual([
      { code: 'IS_SUPPLEMENT', path: ['input', 'bulletinId'] },
    ]);
    await t.r.submit('c');
    const next = await made(county, 'supplementBulletin', { bulletinId: first.id, reason: '又漏计一家' });
    expect(next).toMatchObject({ period: '第1期补充通报第2号', snapshot: { rates: { received: 3 }, before: { received: 2 } } });
    expect(next.body).toContain('第1期补充通报第1号（截至2021-05-06 09:00）：应报4份、已报2份');
    expect(await read(county, first.id)).toMatchObject({
      snapshot: written.snapshot,
      body: written.body,
      addenda: [
        { period: '第1期补充通报第1号', state: 'ISSUED' },
        { period: '第1期补充通报第2号', state: 'DRAFT' },
      ],
    });
    const recalled = await county.ask('mutation($input: RecallNoticeInput!) { recallNotice(input: $input) { errors { code } } }', {
      input: { noticeId: written.notice.id, version: written.notice.version + 1, reason: '统计口径有误' },
    });
    expect(recalled.recallNotice.errors).toEqual([]);
    expect(await read(county, first.id)).toMatchObject({ state: 'RECALLED', viewerCan: { supplement: { code: 'RECALLED' } } });
  });

  test('two who begin at once get two numbers, two who save at once one answer, and no signed text changes under an issue', async () => {
    const t = await told();
    const colleague = t.w.as(await t.w.person(t.w.county, ['ISSUING_OFFICER']));
    const county = t.w.as(t.county);
    const both = await Promise.all([county, colleague].map((client) => made(client, 'draftBulletin', { deliverableId: t.asked.county })));
    expect(new Set(both.map(({ period }) => period))).toEqual(new Set(['第1期', '第2期']));
    const answers = await Promise.all([county, colleague].map((client, index) => save(client, both[0], { text: `第${index}稿` })));
    expect(answers.flatMap(({ errors }) => errors.map(({ code }: { code: string }) => code))).toEqual(['STALE_VERSION']);
    const written = await Promise.all(
      [county, colleague].map((client) => act(client, 'issueBulletin', { bulletinId: both[0].id, version: 2 })),
    );
    expect(written.flatMap(({ errors }) => errors.map(({ code }: { code: string }) => code))).toEqual(['ALREADY_WRITTEN']);
    const { notice, version } = await read(county, both[0].id);
    const [sent, saved] = await Promise.all([issue(t, t.county, notice), save(colleague, { ...both[0], version }, { text: '改稿' })]);
    const codes = [...sent.errors, ...saved.errors].map(({ code }: { code: string }) => code);
    expect(codes).toHaveLength(1);
    expect(['STALE_VERSION', 'ALREADY_ISSUED']).toContain(codes[0]);
    const after = await read(county, both[0].id);
    expect(after.notice.body).toBe(after.body);
  });

  test('on paper: the table of the frozen figures, for those who may read them', async () => {
    const t = await told();
    await t.r.submit('a');
    const draft = await made(t.w.as(t.county), 'draftBulletin', { deliverableId: t.asked.county });
    const { bulletin } = await save(t.w.as(t.county), draft, { text: '<b>抓紧</b>', listsUnits: false });
    expect(bulletin.body).not.toContain('各单位情况');
    const url = `/print/bulletins/${draft.id}`;
    const { status, body } = await printed(t.w, t.county, url);
    expect(status).toBe(200);
    expect(tableOf(body)).toEqual([
      ['1', '东山县第一纺织厂工会', '1', '1', '1', '100.00%', '100.00%', '0', '已报齐'],
      ['2', '东山县机械厂工会', '1', '0', '0', '0.00%', '0.00%', '0', '未报1'],
      ['3', '东山县人民医院工会', '1', '0', '0', '0.00%', '0.00%', '0', '未报1'],
      ['4', '东山县供水公司工会', '1', '0', '0', '0.00%', '0.00%', '0', '未报1'],
    ]);
    expect(body).toContain('&lt;b&gt;抓紧&lt;/b&gt;');
    const other = await told();
    const unknown = await printed(t.w, t.county, `/print/bulletins/${t.w.id('Bulletin', t.w.county.id)}`);
    expect(unknown.status).toBe(404);
    for (const [w, person] of [
      [t.w, t.city],
      [t.w, await t.w.person(t.w.a)],
      [t.w, await t.w.person(t.w.county, ['ANALYST'])],
      [other.w, other.county],
    ] as const)
      expect(await printed(w, person, url)).toMatchObject({ status: 404, body: unknown.body });
  });

  test('a body that is merged leaves what it said, and what it was writing, to the one that goes on for it', async () => {
    const t = await told();
    await t.r.submit('a');
    const county = t.w.as(t.county);
    const said = await made(county, 'draftBulletin', { deliverableId: t.asked.county });
    const { notice } = await made(county, 'issueBulletin', { bulletinId: said.id, version: said.version });
    expect((await issue(t, t.county, notice)).errors).toEqual([]);
    const writing = await made(county, 'draftBulletin', { deliverableId: t.asked.county });
    await made(county, 'issueBulletin', { bulletinId: writing.id, version: writing.version });
    const administrator = t.w.as(await t.w.person(t.w.city, ['ADMINISTRATOR']));
    const merger = { predecessorId: t.organization('county'), successorId: t.organization('sibling'), reason: '区划调整' };
    expect((await mergeOrganizations(administrator, merger)).errors).toEqual([]);

    const successor = t.w.as(await t.w.allRounder(t.w.sibling));
    expect(await read(successor, said.id)).toMatchObject({
      state: 'ISSUED',
      organization: { name: '东山县总工会' },
      snapshot: said.snapshot,
      viewerCan: { edit: { code: 'ALREADY_ISSUED' }, supplement: { allowed: true } },
    });
    const draft = await read(successor, writing.id);
    expect(draft).toMatchObject({ state: 'DRAFT', notice: null, viewerCan: { edit: { allowed: true }, issue: { allowed: true } } });
    const refreshed = await made(successor, 'refreshBulletin', { bulletinId: draft.id, version: draft.version });
    expect(lines(refreshed)).toEqual(lines(writing));
    const out = await made(successor, 'issueBulletin', { bulletinId: draft.id, version: refreshed.version });
    expect(out.notice.addressees.resolvedCount).toBe(4);
    expect((await made(successor, 'supplementBulletin', { bulletinId: said.id, reason: '漏计' })).period).toBe('第1期补充通报第1号');
  });
});
