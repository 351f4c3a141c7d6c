import { describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import {
  answerLintFinding,
  confirmLintProposal,
  draftForwarding,
  draftNotice,
  issue,
  issueNotice,
  saveNoticeDraft,
  type TestContent,
  type TestNotice,
} from '../support/notices.ts';
import { submitNoticeForReview, taken } from '../support/signing.ts';
import { type World, world } from '../support/world.ts';

const at = '2021-04-07T10:00:00+08:00';
const text = { key: 'text', label: '工作情况', type: 'TEXT' };
const report = { key: 'report', title: '工作情况', fields: [text], due: '2021-05-28' };
const content = (more: TestContent = {}): TestContent => ({
  title: '关于报送工作情况的通知',
  signedBy: '东山县总工会',
  addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
  deliverables: [report],
  ...more,
});

const LINT = `query($id: ID!) { notice(id: $id) { version stage lint { code severity key message path fingerprint
  proposal { action label day text } answer { answer mended confirmedBy } } } }`;
interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly key: string | null;
  readonly message: string;
  readonly fingerprint: string;
  readonly proposal: Readonly<Record<string, unknown>> | null;
  readonly answer: Readonly<Record<string, unknown>> | null;
}
const lintOf = async (client: Client, { id }: Pick<TestNotice, 'id'>): Promise<readonly Finding[]> =>
  (await client.ask(LINT, { id })).notice.lint;
const officer = async (w: World) => w.as(await w.person(w.county, ['ISSUING_OFFICER']));
const draft = async (client: Client, more: TestContent) => taken(await draftNotice(client, { content: content(more) }));
const codes = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code);
const version = async (client: Client, { id }: Pick<TestNotice, 'id'>): Promise<number> => (await client.ask(LINT, { id })).notice.version;
/** What is found in a draft of this content, but for what is only said. */
async function found(more: TestContent): Promise<readonly (readonly unknown[])[]> {
  const w = await world({ at });
  const client = await officer(w);
  const findings = await lintOf(client, await draft(client, more));
  return findings.map(({ code, severity, key, message }) => [code, severity, key, message]);
}

describe.concurrent('what lint finds', () => {
  test('nothing in a notice that is in order', async () => expect(await found({})).toEqual([]));

  test('C-61: a deliverable without a due, until one is entered or it is said that there is none', async () => {
    const w = await world({ at });
    const client = await officer(w);
    const apply = { key: 'apply', title: '先进集体及个人申报', fields: [text], duePhrase: '及时' };
    const made = await draft(client, { deliverables: [apply, { ...apply, key: 'bare', title: '年度小结', duePhrase: null }] });
    const [worded, bare] = await lintOf(client, made);
    expect(worded).toMatchObject({
      code: 'DUE_MISSING',
      severity: 'BLOCK',
      key: 'apply',
      message: '“先进集体及个人申报”的期限“及时”没有日期，请填写，或注明不设期限',
      proposal: { action: 'MARK_NO_DUE', label: '注明不设期限' },
    });
    expect(bare).toMatchObject({ code: 'DUE_MISSING', key: 'bare', message: '“年度小结”没有截止时间，请填写，或注明不设期限' });
    const refused = await issueNotice(client, { noticeId: made.id, version: made.version });
    expect(refused.errors.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['DUE_MISSING', 'input.content.deliverables.apply.due'],
      ['DUE_MISSING', 'input.content.deliverables.bare.due'],
    ]);
    // It cannot be explained away, only mended: by saying so, or by entering a due.
    const explained = await answerLintFinding(client, { noticeId: made.id, finding: worded!.fingerprint, answer: '上级没有规定' });
    expect(codes(explained.errors)).toEqual(['FINDING_BLOCKS']);
    const marked = taken(await confirmLintProposal(client, { noticeId: made.id, version: made.version, finding: worded!.fingerprint }));
    expect(codes(await lintOf(client, made))).toEqual(['DUE_MISSING']);
    const deliverables = [
      { ...apply, noDue: true },
      { ...apply, key: 'bare', title: '年度小结', duePhrase: null, due: '2021-12-16' },
    ];
    const saved = taken(await saveNoticeDraft(client, { noticeId: made.id, version: marked.version, content: content({ deliverables }) }));
    expect(await lintOf(client, made)).toEqual([]);
    expect(taken(await issueNotice(client, { noticeId: made.id, version: saved.version })).state).toBe('ISSUED');
  });

  test('X-19: an attachment that the text refers to and that is not there; one that nothing refers to', async () => {
    const attachments = ['打分表', '申报表'].map((title) => ({ title, kind: 'FORM' }));
    const body = '请填写打分表（附件1）、申报表（附件２）和名单（附件三），另见附件 5。\n附件：1. 打分表\n2. 申报表';
    expect(await found({ body, attachments })).toEqual([
      ['ATTACHMENT_MISSING', 'WARN', null, '文中提到“附件3”，但没有这个附件'],
      ['ATTACHMENT_MISSING', 'WARN', null, '文中提到“附件5”，但没有这个附件'],
    ]);
    expect(await found({ body: '请填写打分表（附件1）。', attachments })).toEqual([
      ['ATTACHMENT_UNREFERENCED', 'INFO', null, '文中没有提到附件2“申报表”'],
    ]);
    expect(await found({ body: '详见附件1和附件2。', attachments })).toEqual([]);
  });

  test('C-53 X-17: a name that the text writes otherwise is kept as written and recorded beside the right one', async () => {
    const w = await world({ at });
    const client = await officer(w);
    const body = '深入开展“县级工会加强年”专项工作。监督组把“县级工作加强年”与“三方机制”有机衔接。';
    const made = await draft(client, { body, activities: [{ name: '县级工会加强年' }], deliverables: [] });
    const [finding, ...others] = await lintOf(client, made);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'NAME_DIFFERS',
      severity: 'WARN',
      message: '文中写作“县级工作加强年”，与名称“县级工会加强年”不一致',
      proposal: { action: 'ADD_ALIAS', text: '县级工作加强年', label: '保留原文，“县级工作加强年”记为“县级工会加强年”的别名' },
    });
    const input = { noticeId: made.id, version: made.version, finding: finding!.fingerprint };
    const mended = taken(await confirmLintProposal(client, input));
    expect(await lintOf(client, made)).toEqual([]);
    const { notice } = await client.ask('query($id: ID!) { notice(id: $id) { body activities { name aliases } } }', { id: made.id });
    expect(notice).toEqual({ body, activities: [{ name: '县级工会加强年', aliases: ['县级工作加强年'] }] });
    expect(mended.version).toBe(made.version + 1);
    expect(codes((await confirmLintProposal(client, { ...input, version: mended.version })).errors)).toEqual(['FINDING_GONE']);
  });

  test('S3-58: a question that is open elsewhere, asked by the same body or one above, is not asked twice unsaid', async () => {
    const w = await world({ at });
    const client = await officer(w);
    const city = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    const members = { key: 'members', label: '会员人数', type: 'NUMBER' };
    await issue(city, content({ title: '关于会员统计的通知', deliverables: [{ ...report, key: 'count', fields: [members] }] }));
    const sibling = w.as(await w.person(w.sibling, ['ISSUING_OFFICER']));
    await issue(sibling, content({ title: '邻县的通知', deliverables: [{ ...report, fields: [text] }] }));
    // Another wording, another kind of answer and another body are other questions.
    const fields = [members, { ...text, label: '会员人数', key: 'words' }, { ...members, key: 'women', label: '女会员人数' }, text];
    const made = await draft(client, { deliverables: [{ ...report, fields }] });
    const said = '“工作情况”的“会员人数”已由《关于会员统计的通知》要求填报且尚未截止，可直接取用，避免重复报送';
    expect((await lintOf(client, made)).map(({ code, message }) => [code, message])).toEqual([['QUESTION_REPEATED', said]]);
    const refused = await issueNotice(client, { noticeId: made.id, version: made.version });
    expect(refused.errors).toEqual([
      { code: 'LINT_UNANSWERED', message: `${said}；请修改，或说明理由`, path: ['input', 'content', 'deliverables', 'report', 'fields'] },
    ]);
    // What is closed by now may be asked again.
    w.clock.set('2021-05-29T09:00:00+08:00');
    const later = content({ deliverables: [{ ...report, due: '2021-06-30', fields: [members] }] });
    taken(await saveNoticeDraft(client, { noticeId: made.id, version: made.version, content: later }));
    expect(await lintOf(client, made)).toEqual([]);
  });

  test('S3-58: what a level hands on is not a second question', async () => {
    const w = await world({ at });
    const province = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    const city = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    const { id } = await issue(province, content({ deliverables: [{ ...report, audience: ['GRASSROOTS'] }] }));
    const forwarding = taken(await draftForwarding(city, { noticeId: id }));
    expect(await lintOf(city, forwarding)).toEqual([]);
  });

  test('C-16: a role that is named twice is a set, and said so', async () => {
    const contacts = ['河北工人报社', '省总网信办'].map((department) => ({ purpose: '技术支持', department }));
    const w = await world({ at });
    const client = await officer(w);
    const made = await draft(client, { contacts: [...contacts, { purpose: '活动统筹', department: '省总基层部' }] });
    expect((await lintOf(client, made)).map(({ code, severity, message }) => [code, severity, message])).toEqual([
      ['ROLE_SHARED', 'INFO', '“技术支持”由河北工人报社、省总网信办共同承担，一并列出'],
    ]);
    const issued = taken(await issueNotice(client, { noticeId: made.id, version: made.version }));
    const unit = w.as(await w.person(w.a));
    const { notice } = await unit.ask('query($id: ID!) { notice(id: $id) { roles { role holders { department } } } }', { id: issued.id });
    expect(notice.roles).toEqual([
      { role: '技术支持', holders: [{ department: '河北工人报社' }, { department: '省总网信办' }] },
      { role: '活动统筹', holders: [{ department: '省总基层部' }] },
    ]);
  });

  test.each([
    [
      'a last day off',
      { deliverables: [{ ...report, due: '2021-05-29' }] },
      ['DUE_ON_DAY_OFF', 'WARN', 'report', '“工作情况”的截止日5月29日不上班（周六）'],
    ],
    [
      'a holiday',
      { deliverables: [{ ...report, due: '2021-06-14' }] },
      ['DUE_ON_DAY_OFF', 'WARN', 'report', '“工作情况”的截止日6月14日不上班（端午节）'],
    ],
    [
      'a stretch that ends on one',
      { deliverables: [{ ...report, due: null, duePhrase: '6月中旬', dueConfirmed: true }] },
      ['DUE_ON_DAY_OFF', 'INFO', 'report', '“工作情况”的截止日6月20日不上班（周日）'],
    ],
    [
      'a year without an arrangement',
      { deliverables: [{ ...report, due: '2031-05-28' }] },
      ['CALENDAR_UNKNOWN_YEAR', 'INFO', 'report', '2031年的放假调休安排尚未录入，“工作情况”的截止日是否为工作日无法核对'],
    ],
    [
      'no working day until the due',
      { deliverables: [{ ...report, due: '2021-04-07' }] },
      ['NO_TIME_LEFT', 'WARN', 'report', '“工作情况”距截止已没有工作日'],
    ],
    [
      'no time for the hops below',
      { deliverables: [{ ...report, due: '2021-04-12', audience: ['BRANCH'] }] },
      ['NO_TIME_LEFT', 'WARN', 'report', '“工作情况”须由下级转发；下级再提前3个工作日已没有时间'],
    ],
    [
      'a phrase that means another day than the one typed',
      { deliverables: [{ ...report, duePhrase: '5月31日前' }] },
      ['PHRASE_DIFFERS', 'WARN', 'report', '“工作情况”的期限写作“5月31日前”，填写的却是2021年5月28日24:00止（含当日）'],
    ],
    [
      'a phrase that cannot be read, beside a day',
      { deliverables: [{ ...report, duePhrase: '月末例会前' }] },
      ['PHRASE_UNREADABLE', 'INFO', 'report', '“工作情况”的期限写作“月末例会前”，无法核对与填写的日期是否一致'],
    ],
    [
      'a phrase that cannot be read, alone',
      { deliverables: [{ ...report, due: null, duePhrase: '2月30日前' }] },
      ['PHRASE_UNREADABLE', 'BLOCK', 'report', '“工作情况”的期限：2021年2月没有30日'],
    ],
    [
      'what lies outside of the period declared (C-08)',
      { declaredPeriod: '4月20日—5月20日' },
      [
        'PERIOD_EXCEEDED',
        'WARN',
        'report',
        '“工作情况”（5月28日24:00止（含当日））不在声明的活动时间“4月20日—5月20日”（4月20日0:00起，5月20日24:00止（含当日））之内',
      ],
    ],
    [
      'a title of another year than the award',
      { title: '关于开展2020年度评选的通知', awardYear: 2021 },
      ['TITLE_YEAR_DIFFERS', 'WARN', null, '标题写的是2020年，活动年度是2021年'],
    ],
    [
      'a number of another year',
      { docNumber: '东工字〔2020〕9号' },
      ['NUMBER_YEAR_DIFFERS', 'WARN', null, '文号东工字〔2020〕9号的年份与成文年份2021不同'],
    ],
    [
      'a due in the text that is past',
      { body: '请于2021年3月31日前报送。' },
      ['TEXT_DATE_PASSED', 'WARN', null, '文中的“2021年3月31日前”已经过去'],
    ],
  ])('%s', async (_, more, finding) => {
    expect(await found(more)).toEqual([finding]);
  });

  test('windows of one notice that overlap, and days that lie between (C-09)', async () => {
    const window = (key: string, duePhrase: string) => ({ key, title: duePhrase, duePhrase, dueConfirmed: true, fields: [] });
    const deliverables = [
      window('a', '4月20日—5月28日'),
      window('b', '6月7日—13日'),
      window('c', '6月11日—18日'),
      window('d', '6月19日—25日'),
    ];
    expect((await found({ deliverables })).filter(([code]) => String(code).startsWith('WINDOW'))).toEqual([
      ['WINDOW_GAP', 'INFO', 'b', '“4月20日—5月28日”结束（5月28日24:00止（含当日））与“6月7日—13日”开始之间有空档'],
      ['WINDOW_OVERLAP', 'INFO', 'c', '“6月7日—13日”与“6月11日—18日”的时间段重叠'],
    ]);
  });

  test('a number that another body in sight has used', async () => {
    const w = await world({ at });
    await issue(w.as(await w.person(w.a, ['ISSUING_OFFICER'])), content({ docNumber: '东工字〔2021〕7号', deliverables: [] }));
    const client = await officer(w);
    const made = await draft(client, { docNumber: '东工字〔2021〕7号' });
    expect((await lintOf(client, made)).map(({ code, message }) => [code, message])).toEqual([
      ['NUMBER_USED_ELSEWHERE', '文号东工字〔2021〕7号已用于《关于报送工作情况的通知》'],
    ]);
  });
});

describe.concurrent('what is said to it', () => {
  test('a reason lets it go out, holds as long as the facts do, and recipients read it', async () => {
    const w = await world({ at });
    const person = await w.person(w.county, ['ISSUING_OFFICER']);
    const client = w.as(person);
    const made = await draft(client, { deliverables: [{ ...report, due: '2021-05-29' }] });
    const [finding] = await lintOf(client, made);
    const answered = taken(
      await answerLintFinding(client, { noticeId: made.id, finding: finding!.fingerprint, answer: '当天安排值班接收' }),
    );
    expect(answered.version).toBe(made.version);
    expect((await lintOf(client, made))[0]!.answer).toEqual({ answer: '当天安排值班接收', mended: false, confirmedBy: person.name });
    // Another Saturday is another finding.
    const other = taken(
      await saveNoticeDraft(client, {
        noticeId: made.id,
        version: made.version,
        content: content({ deliverables: [{ ...report, due: '2021-06-05' }] }),
      }),
    );
    expect((await lintOf(client, made))[0]).toMatchObject({ code: 'DUE_ON_DAY_OFF', answer: null });
    expect(codes((await issueNotice(client, { noticeId: made.id, version: other.version })).errors)).toEqual(['LINT_UNANSWERED']);
    const back = taken(
      await saveNoticeDraft(client, {
        noticeId: made.id,
        version: other.version,
        content: content({ deliverables: [{ ...report, due: '2021-05-29' }] }),
      }),
    );
    expect(taken(await issueNotice(client, { noticeId: made.id, version: back.version })).state).toBe('ISSUED');

    const unit = w.as(await w.person(w.a));
    const ANSWERS = 'query($id: ID!) { notice(id: $id) { lint { code } lintAnswers { code key message answer mended confirmedBy } } }';
    expect((await unit.ask(ANSWERS, { id: made.id })).notice).toEqual({
      lint: [],
      lintAnswers: [
        {
          code: 'DUE_ON_DAY_OFF',
          key: 'report',
          message: '“工作情况”的截止日5月29日不上班（周六）',
          answer: '当天安排值班接收',
          mended: false,
          confirmedBy: null, // a person is named within the body alone
        },
      ],
    });
  });

  test('proposals are taken one by one, and those that still stand go out with the notice', async () => {
    const w = await world({ at });
    const client = await officer(w);
    const made = await draft(client, {
      title: '关于开展2020年度评选的通知',
      awardYear: 2021,
      deliverables: [
        { ...report, due: '2021-05-29' },
        { key: 'meeting', title: '现场会', duePhrase: '6月底前' },
        { key: 'award', title: '授牌', duePhrase: '尽快' },
      ],
    });
    const proposals = (await lintOf(client, made)).map(({ code, proposal }) => [code, proposal!['action'], proposal!['label']]);
    expect(proposals).toEqual([
      ['TITLE_YEAR_DIFFERS', 'SET_TITLE', '标题改为2021年'],
      ['DUE_ON_DAY_OFF', 'SHIFT_DUE', '顺延至5月31日'],
      ['DUE_UNCONFIRMED', 'CONFIRM_DUE', '确认为2021年6月30日24:00止（含当日）'],
      ['DUE_MISSING', 'MARK_NO_DUE', '注明不设期限'],
    ]);
    for (let left = await lintOf(client, made); left.length; left = await lintOf(client, made)) {
      taken(await confirmLintProposal(client, { noticeId: made.id, version: await version(client, made), finding: left[0]!.fingerprint }));
    }
    const issued = taken(await issueNotice(client, { noticeId: made.id, version: await version(client, made) }));
    expect(issued.title).toBe('关于开展2021年度评选的通知');
    const SHOWN =
      'query($id: ID!) { notice(id: $id) { deliverables { key dueLabel dueShiftedFrom noDue } lintAnswers { code mended answer } } }';
    const { notice } = await w.as(await w.person(w.a)).ask(SHOWN, { id: made.id });
    expect(notice.deliverables).toEqual([
      { key: 'report', dueLabel: '5月31日24:00止（含当日）', dueShiftedFrom: '2021-05-29', noDue: false },
      { key: 'meeting', dueLabel: '6月30日24:00止（含当日）', dueShiftedFrom: null, noDue: false },
      { key: 'award', dueLabel: null, dueShiftedFrom: null, noDue: true },
    ]);
    expect(notice.lintAnswers.map(({ code, mended }: { code: string; mended: boolean }) => [code, mended])).toEqual([
      ['TITLE_YEAR_DIFFERS', true],
      ['DUE_ON_DAY_OFF', true],
      ['DUE_UNCONFIRMED', true],
      ['DUE_MISSING', true],
    ]);
  });

  test('an unanswered warning keeps a draft from its review; a proposal begins its way anew', async () => {
    const w = await world({ at });
    const client = await officer(w);
    const made = await draft(client, { deliverables: [{ ...report, due: '2021-05-29' }] });
    expect(codes((await submitNoticeForReview(client, made)).errors)).toEqual(['LINT_UNANSWERED']);
    const [finding] = await lintOf(client, made);
    taken(await answerLintFinding(client, { noticeId: made.id, finding: finding!.fingerprint, answer: '值班接收' }));
    const submitted = taken(await submitNoticeForReview(client, made));
    const mended = taken(
      await confirmLintProposal(client, { noticeId: made.id, version: submitted.version, finding: finding!.fingerprint }),
    );
    expect(mended.stage).toBe('DRAFTING');
  });

  test('a finding of another notice, one that is gone, and a stale version are refused', async () => {
    const w = await world({ at });
    const client = await officer(w);
    const [one, other] = [await draft(client, { deliverables: [{ ...report, due: '2021-05-29' }] }), await draft(client, {})];
    const [finding] = await lintOf(client, one);
    const answer = '照此执行';
    expect(codes((await answerLintFinding(client, { noticeId: other.id, finding: finding!.fingerprint, answer })).errors)).toEqual([
      'FINDING_GONE',
    ]);
    expect(codes((await answerLintFinding(client, { noticeId: one.id, finding: 'nothing', answer })).errors)).toEqual(['NOT_FOUND']);
    const stale = { noticeId: one.id, version: 7, finding: finding!.fingerprint };
    expect(codes((await confirmLintProposal(client, stale)).errors)).toEqual(['STALE_VERSION']);
  });
});
