import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import {
  answerAll,
  draftForwarding,
  draftNotice,
  forward,
  forwardNotice,
  issue,
  issueNotice,
  saveNoticeDraft,
  type TestNotice,
} from '../support/notices.ts';
import { cityContent, GRASSROOTS, provinceContent } from '../support/source000.ts';
import { type World, world } from '../support/world.ts';

const at = '2021-04-07T10:00:00+08:00';
const content = (more: object) => ({ ...provinceContent, docNumber: null, ...more });
const deliverable = (more: object) => ({ ...provinceContent.deliverables[0], ...more });

/** What a refused sending left behind: nothing. */
async function nothingSent(w: World, client: Client, draft: TestNotice): Promise<void> {
  const { rows } = await w.asSystem(({ db }) =>
    sql<{
      count: number;
    }>`select ((select count(*) from delivery) + (select count(*) from obligation) + (select count(*) from rollup_delta))::int as count`.execute(
      db,
    ),
  );
  expect(rows[0]!.count).toBe(0);
  const { notice } = await client.ask('query($id: ID!) { notice(id: $id) { state version } }', { id: draft.id });
  expect(notice).toEqual({ state: 'DRAFT', version: draft.version });
}

async function assertRefused(more: object, code: string): Promise<void> {
  const w = await world({ at });
  const client = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
  const { errors, notice: draft } = await draftNotice(client, { content: content(more) });
  expect(errors).toEqual([]);
  const refused = await issueNotice(client, { noticeId: draft!.id, version: draft!.version });
  expect(refused.notice).toBeNull();
  expect(refused.errors.map((error) => error.code)).toEqual([code]);
  expect(refused.errors[0]!.message).toMatch(/[\u4e00-\u9fff]/);
  await nothingSent(w, client, draft!);
}

describe.concurrent('issueNotice', () => {
  test('R-01: an issuing officer issues; a reporter, a reviewer and an analyst of the same body do not', async () => {
    const w = await world({ at });
    const officer = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    const { notice: draft } = await draftNotice(officer, { content: content({}) });
    const others = w.as(await w.person(w.province, ['REPORTER', 'REVIEWER', 'ANALYST', 'ADMINISTRATOR']));
    const answer = await others.execute('mutation($input: IssueNoticeInput!) { issueNotice(input: $input) { notice { id } } }', {
      input: { noticeId: draft!.id, version: draft!.version },
    });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    await nothingSent(w, officer, draft!);
    const { errors, notice } = await issueNotice(officer, { noticeId: draft!.id, version: draft!.version });
    expect(errors).toEqual([]);
    expect(notice).toMatchObject({
      state: 'ISSUED',
      viewerCan: { edit: { allowed: false, code: 'ALREADY_ISSUED' }, issue: { allowed: false } },
    });
    expect(await issueNotice(officer, { noticeId: draft!.id, version: notice!.version })).toMatchObject({
      errors: [{ code: 'ALREADY_ISSUED' }],
    });
  });

  test('a due in the past is refused', () =>
    assertRefused({ deliverables: [deliverable({ due: '2021-04-06', duePhrase: null, closes: null })] }, 'DUE_IN_PAST'));

  test('a close before the due is refused', () =>
    assertRefused({ deliverables: [deliverable({ closes: '2021-05-27' })] }, 'CLOSES_BEFORE_DUE'));

  test('a close in the past is refused, also without a due', () =>
    assertRefused({ deliverables: [deliverable({ due: null, duePhrase: null, noDue: true, closes: '2021-04-06' })] }, 'CLOSES_IN_PAST'));

  test('addressees that resolve to nobody are refused', () =>
    assertRefused({ addressees: { groups: [{ kinds: ['PREPARATORY_GROUP'], scope: 'CHILDREN' }] } }, 'NO_ADDRESSEES'));

  test('a ledger that lists nothing is refused', () =>
    assertRefused(
      {
        deliverables: [
          deliverable({}),
          {
            key: 'ledger',
            title: '台账',
            output: 'LEDGER',
            noDue: true,
            ledger: { of: 'nothing', columns: [{ key: 'unit', label: '单位', source: 'ORGANIZATION' }] },
          },
        ],
      },
      'LEDGER_WITHOUT_SOURCE',
    ));

  test('everything that is wrong is named at once', async () => {
    const w = await world({ at });
    const client = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    const { notice: draft } = await draftNotice(client, {
      content: content({
        addressees: {},
        deliverables: [deliverable({ due: '2021-04-06', duePhrase: null, closes: '2021-04-05', completedBy: 'nothing' })],
      }),
    });
    const { errors } = await issueNotice(client, { noticeId: draft!.id, version: draft!.version });
    expect(errors.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['NO_ADDRESSEES', 'input.content.addressees'],
      ['DUE_IN_PAST', 'input.content.deliverables.entries.due'],
      ['CLOSES_BEFORE_DUE', 'input.content.deliverables.entries.closes'],
      ['UNKNOWN_KEY', 'input.content.deliverables.entries.completedBy'],
    ]);
  });

  test('an addressee outside the subtree is refused, in this federation or in another', async () => {
    const w = await world({ at });
    const other = await world({ at });
    const client = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    for (const organization of [w.otherCounty, w.province, other.county]) {
      const { errors, notice } = await draftNotice(client, {
        content: content({ addressees: { organizationIds: [w.id('Organization', organization.id)] } }),
      });
      expect(notice).toBeNull();
      expect(errors).toEqual([
        { code: 'ADDRESSEE_OUTSIDE', message: '主送单位不在您的下级范围内', path: ['input', 'content', 'addressees', 'organizationIds'] },
      ]);
    }
  });

  test('a stale version answers with what somebody else saved', async () => {
    const w = await world({ at });
    const client = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    const { notice: draft } = await draftNotice(client, { content: content({}) });
    const saved = await saveNoticeDraft(client, { noticeId: draft!.id, version: draft!.version, content: content({ title: '新题目' }) });
    expect(saved.notice).toMatchObject({ title: '新题目', version: draft!.version + 1 });
    const stale = await saveNoticeDraft(client, { noticeId: draft!.id, version: draft!.version, content: content({ title: '旧题目' }) });
    expect(stale.errors).toMatchObject([{ code: 'STALE_VERSION', path: ['input', 'version'] }]);
    expect(stale.notice).toMatchObject({ title: '新题目', version: draft!.version + 1 });
    expect((await issueNotice(client, { noticeId: draft!.id, version: draft!.version })).errors).toMatchObject([{ code: 'STALE_VERSION' }]);
  });

  test('of two at once one issues, and everybody is addressed once', async () => {
    const w = await world({ at });
    const client = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    const { notice: draft } = await draftNotice(client, {
      content: content({ addressees: { groups: [{ kinds: GRASSROOTS, scope: 'SUBTREE' }] } }),
    });
    const answers = await Promise.all([1, 2, 3, 4].map(() => issueNotice(client, { noticeId: draft!.id, version: draft!.version })));
    expect(answers.filter(({ errors }) => !errors.length)).toHaveLength(1);
    const { rows } = await w.asSystem(({ db }) => sql<{ count: number }>`select count(*)::int as count from obligation`.execute(db));
    expect(rows[0]!.count).toBe(6);
  });

  test("a draft is its body's own: neither its superior nor its subordinate sees it", async () => {
    const w = await world({ at });
    const { notice: draft } = await draftNotice(w.as(await w.person(w.city, ['ISSUING_OFFICER'])), { content: content({}) });
    for (const organization of [w.province, w.county, w.otherCity]) {
      const { notice } = await w.as(await w.allRounder(organization)).ask('query($id: ID!) { notice(id: $id) { id } }', { id: draft!.id });
      expect(notice).toBeNull();
    }
  });
});

describe.concurrent('forwardNotice', () => {
  test('R-02: a level hands on with an earlier due, further fields and deliverables of its own', async () => {
    const w = await world({ at });
    const eight = await issue(w.as(await w.person(w.province, ['ISSUING_OFFICER'])), provinceContent);
    const city = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    const thirteen = await forward(city, eight.id, ({ entries }) => ({
      ...cityContent(entries!),
      inherited: [{ deliverableId: entries!, due: '2021-05-20', fields: [{ key: 'street', label: '所属街道', type: 'TEXT' }] }],
    }));
    expect(
      thirteen.deliverables.map(({ key, dueLabel, locked, fields }) => [key, dueLabel, locked, fields.map((field) => field.key)]),
    ).toEqual([
      ['entries', '5月20日24:00止（含当日）', true, ['street']],
      ['progress', '5月28日24:00止（含当日）', false, ['text']],
      ['ledger', '5月28日24:00止（含当日）', false, []],
    ]);
    expect(thirteen.deliverables[0]!.inherits).toEqual({ id: eight.deliverables[0]!.id, dueAt: '2021-05-28T16:00:00.000Z' });
  });

  test('C-06: an equal due is legal, a later one of the inherited deliverable is not, a ledger may be later', async () => {
    const w = await world({ at });
    const eight = await issue(w.as(await w.person(w.province, ['ISSUING_OFFICER'])), provinceContent);
    const city = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    const { notice: draft } = await draftForwarding(city, { noticeId: eight.id });
    const inherited = draft!.deliverables[0]!.inherits!.id;
    const withDue = (due: string) => ({ ...cityContent(inherited), inherited: [{ deliverableId: inherited, due }] });
    const late = await saveNoticeDraft(city, { noticeId: draft!.id, version: draft!.version, content: withDue('2021-05-29') });
    const refused = await forwardNotice(city, { noticeId: draft!.id, version: late.notice!.version });
    expect(refused).toEqual({
      notice: null,
      errors: [
        {
          code: 'DUE_AFTER_PARENT',
          message: '“特色建设成果”的截止时间不能晚于上级规定的时间（5月28日24:00止（含当日））',
          path: ['input', 'content', 'inherited', 'entries', 'due'],
        },
        {
          code: 'LINT_UNANSWERED',
          message: '台账“工作台账”的截止时间不晚于所列“特色建设成果”（5月29日24:00止（含当日）），届时可能尚未报齐；请修改，或说明理由',
          path: ['input', 'content', 'deliverables', 'ledger', 'due'],
        },
      ],
    });
    const [progress, ledger] = cityContent(inherited).deliverables;
    const equal = await saveNoticeDraft(city, {
      noticeId: draft!.id,
      version: late.notice!.version,
      content: { ...withDue('2021-05-28'), deliverables: [progress, { ...ledger, due: '2021-06-02', duePhrase: null }] },
    });
    await answerAll(city, equal.notice!);
    const { errors, notice } = await forwardNotice(city, { noticeId: draft!.id, version: equal.notice!.version });
    expect(errors).toEqual([]);
    expect(notice!.deliverables.map(({ key, dueLabel }) => [key, dueLabel])).toEqual([
      ['entries', '5月28日24:00止（含当日）'],
      ['progress', '5月28日24:00止（含当日）'],
      ['ledger', '6月2日24:00止（含当日）'],
    ]);
  });

  test('C-06: an equal due is named before forwarding, with three working days earlier as a proposal', async () => {
    const w = await world({ at });
    const eight = await issue(w.as(await w.person(w.province, ['ISSUING_OFFICER'])), provinceContent);
    const city = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    const { notice: draft } = await draftForwarding(city, { noticeId: eight.id });
    const LINT = 'query($id: ID!) { notice(id: $id) { lint { code severity key message proposal { action day label } } } }';
    expect((await city.ask(LINT, { id: draft!.id })).notice.lint).toEqual([]); // what is proposed leaves time
    const inherited = draft!.deliverables[0]!.inherits!.id;
    const content = { ...cityContent(inherited), inherited: [{ deliverableId: inherited, due: '2021-05-28' }] };
    await saveNoticeDraft(city, { noticeId: draft!.id, version: draft!.version, content });
    expect((await city.ask(LINT, { id: draft!.id })).notice.lint).toEqual([
      {
        code: 'DUE_NOT_EARLIER_THAN_PARENT',
        severity: 'WARN',
        key: 'entries',
        message: '“特色建设成果”的截止时间不早于上级（5月28日24:00止（含当日）），没有留出审核汇总的时间',
        proposal: { action: 'SET_DUE', day: '2021-05-25', label: '改为5月25日前' },
      },
      {
        code: 'LEDGER_NOT_AFTER_SOURCE',
        severity: 'WARN',
        key: 'ledger',
        message: '台账“工作台账”的截止时间不晚于所列“特色建设成果”（5月28日24:00止（含当日）），届时可能尚未报齐',
        proposal: null,
      },
    ]);
  });

  test("C-07: a county forwards after the superior's due has passed, unchanged", async () => {
    const w = await world({ at });
    const eight = await issue(w.as(await w.person(w.province, ['ISSUING_OFFICER'])), provinceContent);
    w.clock.set('2021-05-30T09:00:00+08:00');
    const { deliverables } = await forward(w.as(await w.person(w.city, ['ISSUING_OFFICER'])), eight.id);
    expect(deliverables[0]!.dueAt).toBe('2021-05-28T16:00:00.000Z');
  });

  test('a notice is forwarded once by a body, also when two clerks do it at once', async () => {
    const w = await world({ at });
    const eight = await issue(w.as(await w.person(w.province, ['ISSUING_OFFICER'])), provinceContent);
    const [one, two] = [w.as(await w.person(w.city, ['ISSUING_OFFICER'])), w.as(await w.person(w.city, ['ISSUING_OFFICER']))];
    const { notice: draft } = await draftForwarding(one, { noticeId: eight.id });
    expect((await draftForwarding(two, { noticeId: eight.id })).notice!.id).toBe(draft!.id);
    const answers = await Promise.all([one, two].map((client) => forwardNotice(client, { noticeId: draft!.id, version: draft!.version })));
    expect(answers.filter(({ errors }) => !errors.length)).toHaveLength(1);
    expect((await draftForwarding(one, { noticeId: eight.id })).errors).toMatchObject([{ code: 'ALREADY_FORWARDED' }]);
  });

  test('what was not delivered here cannot be forwarded, known or not', async () => {
    const w = await world({ at });
    const stranger = await world({ at });
    const eight = await issue(w.as(await w.person(w.province, ['ISSUING_OFFICER'])), { ...provinceContent, reach: 'OPEN' });
    expect((await draftForwarding(w.as(await w.person(w.county, ['ISSUING_OFFICER'])), { noticeId: eight.id })).errors).toMatchObject([
      { code: 'NOT_DELIVERED' },
    ]);
    const unknown = await draftForwarding(w.as(await w.person(w.city, ['ISSUING_OFFICER'])), {
      noticeId: w.id('Notice', '0190f0e0-0000-7000-8000-000000000000'),
    });
    const foreign = await draftForwarding(stranger.as(await stranger.person(stranger.city, ['ISSUING_OFFICER'])), { noticeId: eight.id });
    expect(foreign).toEqual(unknown);
    expect(foreign.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'noticeId'] }]);
  });

  test('S0-06: county and industry organise, the direct union is invited or reports', async () => {
    const w = await world({ at });
    const [industry] = await w.plant([{ parentId: w.city.id, kind: 'INDUSTRY_UNION', name: '石门市教育工会', shortName: '市教育工会' }]);
    const [entries] = provinceContent.deliverables;
    const eight = await issue(w.as(await w.person(w.province, ['ISSUING_OFFICER'])), {
      ...provinceContent,
      deliverables: [
        { ...entries, participation: 'VOLUNTARY' },
        { ...entries, key: 'likes', title: '点赞活动', participation: 'VOLUNTARY', fields: [] },
      ],
    });
    await forward(w.as(await w.person(w.city, ['ISSUING_OFFICER'])), eight.id, (inherited) => cityContent(inherited['entries']!));
    const { rows } = await w.asSystem(({ db }) =>
      sql<{ organization_id: string; kind: string; title: string }>`
        select o.organization_id, o.kind, d.title from obligation o join deliverable d on d.id = o.deliverable_id
         where o.organization_id = any (${[w.county.id, industry!.id, w.cityUnit.id]}::uuid[]) order by d.ordinal`.execute(db),
    );
    const owes = (id: string) => rows.filter((row) => row.organization_id === id).map(({ kind, title }) => `${kind} ${title}`);
    const ownReports = ['REPORT 活动开展情况', 'REPORT 工作台账'];
    expect(owes(w.county.id)).toEqual(['ORGANISE 特色建设成果', 'ORGANISE 点赞活动', ...ownReports]);
    expect(owes(industry!.id)).toEqual(['ORGANISE 特色建设成果', 'ORGANISE 点赞活动', ...ownReports]);
    expect(owes(w.cityUnit.id)).toEqual(['INVITED 特色建设成果', 'INVITED 点赞活动', ...ownReports]);
  });

  test('a second superior that forwards the same notice adds its ask to the one obligation', async () => {
    const w = await world({ at });
    const admin = w.as(await w.person(w.province, ['ADMINISTRATOR', 'ISSUING_OFFICER']));
    const { affiliateOrganization } = await admin.ask(
      'mutation($input: AffiliateOrganizationInput!) { affiliateOrganization(input: $input) { errors { code } } }',
      {
        input: { organizationId: w.id('Organization', w.a.id), bodyId: w.id('Organization', w.industry.id), kind: 'INDUSTRY' },
      },
    );
    expect(affiliateOrganization.errors).toEqual([]);
    const eight = await issue(admin, provinceContent);
    const officer = async (organization: typeof w.city) => w.as(await w.person(organization, ['ISSUING_OFFICER']));
    const thirteen = await forward(await officer(w.city), eight.id);
    await forward(await officer(w.county), thirteen.id, (inherited) => ({
      ...provinceContent,
      docNumber: null,
      deliverables: [],
      addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
      inherited: [{ deliverableId: inherited['entries']!, due: '2021-05-20' }],
    }));
    await forward(await officer(w.industry), eight.id, (inherited) => ({
      ...provinceContent,
      docNumber: null,
      deliverables: [],
      addressees: { groups: [{ kinds: [], scope: 'AFFILIATED' }] },
      inherited: [{ deliverableId: inherited['entries']!, due: '2021-05-18', fields: [{ key: 'line', label: '所属线路', type: 'TEXT' }] }],
    }));
    const { rows } = await w.asSystem(({ db }) =>
      sql<{
        asks: string[];
        due_at: Date;
        asker_path: string;
      }>`select asks, due_at, asker_path from obligation where organization_id = ${w.a.id}`.execute(db),
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.asks).toHaveLength(4);
    expect(rows[0]!.due_at.toISOString()).toBe('2021-05-18T16:00:00.000Z');
    expect(rows[0]!.asker_path).toBe(w.industry.path);
  });
});
