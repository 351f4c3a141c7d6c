import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moveEnd } from '../../src/domains/notices/moved-dues.ts';
import { decodeId } from '../../src/kit/node-id.ts';
import { addDays, dayOf, isDay, startOfDay } from '../../src/kit/time.ts';
import { dissolveOrganization } from '../federation/operations.ts';
import type { Client } from '../support/client.ts';
import { digestOf } from '../support/digest.ts';
import { CONTENTS, putAside } from '../support/files.ts';
import {
  answerAll,
  confirmLintProposal,
  draftForwarding,
  draftNotice,
  forward,
  issue,
  issueNotice,
  saveNoticeDraft,
} from '../support/notices.ts';
import { obligationOf } from '../support/plant.ts';
import { taken } from '../support/signing.ts';
import { acceptSubmission, done, handIn, startSubmission } from '../support/submissions.ts';
import { type World, world } from '../support/world.ts';

const COPY = `mutation($input: CopyNoticeInput!) { copyNotice(input: $input) { errors { code message path } notice { id version state stage title body
  docNumber { canonical } issuedOn signedBy awardYear declaredPeriod previous { id } basis { number title } contacts { phones } activities { name }
  addressees { groups { scope } resolvedCount } attachments { ordinal title file { id name } } steps { kind } viewerCan { copy { code } }
  deliverables { key title requirement duePhrase dueStartsAt dueAt dueConfirmed noDue dueShiftedFrom closesAt latePolicy route audience
    fields { key label help columns { label } } ledger { of columns { label } } approvals { steps { code } } }
  lint { code severity key message fingerprint proposal { label } answer { answer } } } } }`;
const copyNotice = async (client: Client, noticeId: string, more: object = {}) =>
  (await client.ask(COPY, { input: { noticeId, ...more } })).copyNotice;
const codesOf = (answer: { errors: readonly { code: string }[] }) => answer.errors.map(({ code }) => code);
const officer = async (w: World, place: 'province' | 'city' | 'county' | 'sibling' = 'county') =>
  w.as(await w.person(w[place], ['ISSUING_OFFICER']));
const utc = (beijing: string) => new Date(`${beijing}+08:00`).toISOString();

const MEMBERS = { key: 'members', label: '2023年末会员人数', help: '不含2023年12月31日后入会的', type: 'NUMBER' };
const confirmed = { dueConfirmed: true, fields: [MEMBERS] };
const plain = {
  title: '关于报送2023年度情况的通知',
  signedBy: '东山县总工会',
  addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
  deliverables: [{ key: 'report', title: '2023年度情况', duePhrase: '3月底前', ...confirmed }],
};

describe('days and ends', () => {
  test('move by the calendar: the same day of the same month and the same time of it, but for 29 February', () => {
    const days = fc.integer({ min: 0, max: 20_000 }).map((count) => addDays('1992-01-01', count));
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 24 * 3600 }), (day, years, second) => {
        const there = moveEnd(new Date(startOfDay(day).getTime() + second * 1000), years);
        const last = dayOf(new Date(there.getTime() - 1));
        expect(Number(last.slice(0, 4))).toBe(Number(day.slice(0, 4)) + years);
        expect(last.slice(4)).toBe(day.slice(4) === '-02-29' && !isDay(last.replace('-28', '-29')) ? '-02-28' : day.slice(4));
        expect(there.getTime() - startOfDay(last).getTime()).toBe(second * 1000);
      }),
    );
  });
});

describe.concurrent('copyNotice', () => {
  test('last year’s notice begins this year’s, with its years and dues moved and every phrase read anew', async () => {
    const w = await world({ at: '2024-01-10T09:00:00+08:00' });
    const person = await w.person(w.county, ['ISSUING_OFFICER']);
    const client = w.as(person);
    const { file } = await putAside(w, person, 'ATTACHMENT', '推荐表.pdf', CONTENTS.pdf);
    const due = (key: string, duePhrase: string) => ({ key, title: key, duePhrase, ...confirmed });
    const old = await issue(client, {
      ...plain,
      title: '关于做好2024年度职工书屋建设的通知',
      docNumber: '东工字〔2024〕1号',
      issuedOn: '2024-01-10',
      awardYear: 2024,
      declaredPeriod: '2024年1月至12月',
      body:
        '根据《2024年职工书屋建设意见》和《省总工会2024年工作要点》（总工办字〔2024〕3号），在2021—2025年规划期内，自2015年以来的书屋均可参加。' +
        '请于2024年2月29日前动员，2024-05-28前填写《2024年度推荐表》，二〇二四年底总结；2024至2025年度的另行安排。附件1',
      basis: [{ number: '总工发〔2024〕1号', title: '2024年职工书屋建设意见' }],
      contacts: [{ department: '组织部', phones: ['0311-55500100'] }],
      activities: [{ name: '2024年读书月' }],
      attachments: [{ title: '2024年度推荐表', fileId: file!.id }],
      deliverables: [
        { ...due('march', '3月底前'), title: '2023年度情况', requirement: '写明2023年12月31日的数', latePolicy: 'GRACE', graceDays: 3 },
        { ...due('agreed', '5月30日前'), approvals: { steps: [{ code: 'chair', title: '本单位意见', role: '工会主席', by: 'UNIT' }] } },
        { ...due('typed', ''), duePhrase: null, due: '2024-02-29', closes: '2024-02-29', latePolicy: 'ACCEPT_LATE' },
        { ...due('exclusive', ''), duePhrase: null, due: '2024-03-01', dueExclusive: true, closes: '2024-03-10' },
        due('leap', '2月29日前'),
        due('month', '2月底前'),
        due('june', '6月中旬'),
        due('whenever', '适时'),
        { ...due('soon', '及时'), noDue: true },
        due('winter', '12月25日至1月10日'),
        due('dated', '2024年5月28日前'),
        due('hour', '5月24日17:30前'),
        { ...due('shifted', '6月9日前'), nextWorkingDay: true },
        { ...due('festival', '春节前'), due: '2024-02-09' },
        {
          key: 'list',
          title: '2024年度台账',
          output: 'LEDGER',
          due: '2024-07-31',
          ledger: { of: 'march', columns: [{ key: 'members', label: '2023年末人数', source: 'ANSWER', field: 'members' }] },
        },
      ],
    });
    w.clock.set('2025-01-08T09:00:00+08:00');
    const { errors, notice } = await copyNotice(client, old.id);
    expect(errors).toEqual([]);
    expect(notice).toMatchObject({
      state: 'DRAFT',
      stage: 'DRAFTING',
      title: '关于做好2025年度职工书屋建设的通知',
      body:
        '根据《2024年职工书屋建设意见》和《省总工会2024年工作要点》（总工办字〔2024〕3号），在2021—2025年规划期内，自2015年以来的书屋均可参加。' +
        '请于2025年2月28日前动员，2025-05-28前填写《2025年度推荐表》，二〇二五年底总结；2025至2026年度的另行安排。附件1',
      docNumber: null,
      issuedOn: null,
      signedBy: '东山县总工会',
      awardYear: 2025,
      declaredPeriod: '2025年1月至12月',
      previous: { id: old.id },
      basis: [{ number: '总工发〔2024〕1号', title: '2024年职工书屋建设意见' }],
      contacts: [{ phones: ['0311-55500100'] }],
      activities: [{ name: '2025年读书月' }],
      addressees: { groups: [{ scope: 'CHILDREN' }], resolvedCount: 4 },
      attachments: [{ ordinal: 1, title: '2025年度推荐表', file: { name: '推荐表.pdf' } }],
      steps: [],
      viewerCan: { copy: { code: 'NOT_ISSUED' } },
    });
    const open = { dueStartsAt: null, dueAt: null, dueConfirmed: true, noDue: false, closesAt: null };
    const until = (day: string) => ({ ...open, dueAt: utc(day) });
    const read = { dueConfirmed: false };
    expect(Object.fromEntries(notice.deliverables.map(({ key, ...row }: { key: string }) => [key, row]))).toMatchObject({
      march: {
        ...until('2025-04-01T00:00:00'),
        ...read,
        duePhrase: '3月底前',
        title: '2024年度情况',
        requirement: '写明2024年12月31日的数',
        latePolicy: 'GRACE',
        fields: [{ key: 'members', label: '2024年末会员人数', help: '不含2024年12月31日后入会的' }],
      },
      agreed: { ...until('2025-05-31T00:00:00'), ...read, approvals: { steps: [{ code: 'chair' }] } },
      typed: { ...until('2025-03-01T00:00:00'), closesAt: null, latePolicy: 'ACCEPT_LATE' },
      exclusive: { ...until('2025-03-01T00:00:00'), closesAt: utc('2025-03-11T00:00:00') },
      leap: { ...open, duePhrase: '2月29日前' },
      month: { ...until('2025-03-01T00:00:00'), ...read },
      june: { ...until('2025-06-21T00:00:00'), ...read, dueStartsAt: utc('2025-06-11T00:00:00') },
      whenever: { ...open, noDue: true, duePhrase: '适时' },
      soon: { ...open, noDue: true, duePhrase: '及时' },
      winter: { ...until('2026-01-11T00:00:00'), ...read, dueStartsAt: utc('2025-12-25T00:00:00') },
      dated: { ...until('2025-05-29T00:00:00'), ...read, duePhrase: '2025年5月28日前' },
      hour: { ...until('2025-05-24T17:30:00'), ...read },
      shifted: { ...until('2025-06-10T00:00:00'), ...read, dueShiftedFrom: null },
      festival: { ...open, duePhrase: '春节前' },
      list: { ...until('2025-08-01T00:00:00'), title: '2025年度台账', ledger: { of: 'march', columns: [{ label: '2024年末人数' }] } },
    });
    const said = notice.lint.map(({ code, severity, key, message }: Record<string, string>) => [code, severity, key, message]);
    const unread = (key: string, phrase: string, label: string) => [
      'DUE_UNCONFIRMED',
      'BLOCK',
      key,
      `“${key}”的期限“${phrase}”理解为${label}24:00止（含当日），请确认`,
    ];
    expect(said).toEqual(
      expect.arrayContaining([
        unread('month', '2月底前', '2025年2月28日'),
        unread('june', '6月中旬', '2025年6月20日'),
        unread('winter', '12月25日至1月10日', '2026年1月10日'),
        ['PHRASE_UNREADABLE', 'BLOCK', 'leap', '“leap”的期限：2025年2月没有29日'],
        ['PHRASE_UNREADABLE', 'BLOCK', 'festival', expect.stringContaining('“festival”的期限：')],
        // Saturday, found in the year in which it is one.
        ['DUE_ON_DAY_OFF', 'WARN', 'hour', '“hour”的截止日5月24日不上班（周六）'],
        ['BASIS_KEPT', 'INFO', null, '依据《2024年职工书屋建设意见》沿用《关于做好2024年度职工书屋建设的通知》，请核对是否有新的文件'],
      ]),
    );
    // What was answered last year is to be answered again.
    expect(notice.lint.filter(({ answer }: { answer: unknown }) => answer)).toEqual([]);
  });

  test('what was answered under the earlier notice is offered again under the copy, once its dues are confirmed', async () => {
    const w = await world({ at: '2024-01-10T09:00:00+08:00' });
    const [client, unit, reviewer] = [await officer(w), w.as(await w.person(w.a)), w.as(await w.person(w.county, ['REVIEWER']))];
    const task = async ({ deliverables }: { deliverables: readonly { id: string }[] }) =>
      w.id('Obligation', await obligationOf(w, w.a, decodeId(deliverables[0]!.id)!.id));
    const old = await issue(client, plain);
    const { id: submissionId, version } = await handIn(unit, await task(old), old.deliverables[0]!.id, { members: '120' });
    done(await acceptSubmission(reviewer, { submissionId, version }));
    w.clock.set('2025-01-08T09:00:00+08:00');
    const { notice: copy } = await copyNotice(client, old.id);
    const refused = await issueNotice(client, { noticeId: copy.id, version: copy.version });
    expect(refused.errors.map(({ code }) => code)).toEqual(['DUE_UNCONFIRMED']);
    const finding = copy.lint.find(({ code }: { code: string }) => code === 'DUE_UNCONFIRMED');
    expect(finding.proposal.label).toBe('确认为2025年3月31日24:00止（含当日）');
    const mended = taken(await confirmLintProposal(client, { noticeId: copy.id, version: copy.version, finding: finding.fingerprint }));
    await answerAll(client, mended);
    const issued = taken(await issueNotice(client, { noticeId: copy.id, version: mended.version, docNumber: '东工字〔2025〕2号' }));
    expect(issued).toMatchObject({
      title: '关于报送2024年度情况的通知',
      docNumber: { canonical: '东工字〔2025〕2号' },
      issuedOn: '2025-01-08',
    });
    const obligationId = await task(issued);
    done(await startSubmission(unit, { obligationId }));
    const PAGE = 'query($id: ID!) { submissionEditor(obligationId: $id) { prefills { field value notice { title } } } }';
    expect((await unit.ask(PAGE, { id: obligationId })).submissionEditor.prefills).toEqual([
      { field: 'members', value: '120', notice: { title: '关于报送2023年度情况的通知' } },
    ]);
  });

  test('by two years; a body that is gone is named until it is taken out', async () => {
    const w = await world({ at: '2023-01-10T09:00:00+08:00' });
    const client = await officer(w);
    const [a, b] = [w.id('Organization', w.a.id), w.id('Organization', w.b.id)];
    const old = await issue(client, { ...plain, addressees: { organizationIds: [a, b] } });
    const dissolved = { organizationId: b, version: 1, reason: '企业注销' };
    done(await dissolveOrganization(w.as(await w.person(w.county, ['ADMINISTRATOR'])), dissolved));
    w.clock.set('2025-01-08T09:00:00+08:00');
    const { notice } = await copyNotice(client, old.id, { years: 2 });
    expect(notice).toMatchObject({
      title: '关于报送2025年度情况的通知',
      deliverables: [{ title: '2025年度情况', dueAt: utc('2025-04-01T00:00:00') }],
      addressees: { resolvedCount: 1 },
    });
    const gone = notice.lint.filter(({ code }: { code: string }) => code === 'ADDRESSEE_GONE');
    expect(gone).toMatchObject([{ severity: 'BLOCK', message: '主送机关中的机械厂已撤并或不在下级范围内，请移除' }]);
    const content = { ...plain, addressees: { organizationIds: [a] } };
    const saved = taken(await saveNoticeDraft(client, { noticeId: notice.id, version: notice.version, content }));
    expect(saved.lint.map(({ code }) => code)).not.toContain('ADDRESSEE_GONE');
  });

  test('only what one’s own body sent, and nothing that was recalled or handed on', async () => {
    const w = await world({ at: '2024-01-10T09:00:00+08:00' });
    const [province, city, county, sibling] = [
      await officer(w, 'province'),
      await officer(w, 'city'),
      await officer(w),
      await officer(w, 'sibling'),
    ];
    const above = await issue(province, { ...plain, addressees: { organizationIds: [w.id('Organization', w.city.id)] } });
    const handedOn = await forward(city, above.id);
    const old = await issue(county, plain);
    const draft = taken(await draftNotice(county, { content: plain }));
    const recalled = await issue(county, plain);
    const { recallNotice } = await county.ask('mutation($input: RecallNoticeInput!) { recallNotice(input: $input) { errors { code } } }', {
      input: { noticeId: recalled.id, version: recalled.version, reason: '发文有误' },
    });
    expect(recallNotice.errors).toEqual([]);
    const again = taken(await draftForwarding(await officer(w, 'county'), { noticeId: handedOn.id }));
    w.clock.set('2025-01-08T09:00:00+08:00');
    const before = await digestOf(w.federationId);
    const tried = [
      [sibling, old.id, 'NOT_FOUND'],
      [county, handedOn.id, 'NOT_ISSUER'],
      [county, above.id, 'NOT_ISSUER'],
      [city, handedOn.id, 'IS_FORWARDING'],
      [county, recalled.id, 'RECALLED'],
      [county, draft.id, 'NOT_ISSUED'],
      [county, again.id, 'NOT_ISSUED'],
    ] as const;
    const GATE = 'query($id: ID!) { notice(id: $id) { viewerCan { copy { code } } } }';
    for (const [client, id, code] of tried) {
      expect(codesOf(await copyNotice(client, id))).toEqual([code]);
      const { notice } = await client.ask(GATE, { id });
      expect(notice?.viewerCan.copy.code ?? 'NOT_FOUND').toBe(code);
    }
    expect(codesOf(await copyNotice(county, old.id, { years: 0 }))).toEqual(['TOO_SMALL']);
    expect(await digestOf(w.federationId)).toEqual(before);
  });
});
