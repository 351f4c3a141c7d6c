import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { isoOf } from '../../src/kit/time.ts';
import { inbox, mark } from '../support/inbox.ts';
import { forward, issue } from '../support/notices.ts';
import { Outside, reach } from '../support/outside.ts';
import * as acts from '../support/submissions.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

/*
 * Two weeks of September 2021 with a holiday inside: 19th to 21st nobody works (中秋节), Saturday 18th and Sunday 26th
 * everybody does. What everybody is told, in the inbox and outside, was worked out by hand from journeys, section 5.
 */

const REPORT = '关于报送年度工作情况的通知';
const ROSTER = '关于报送值班表的通知';
const fields = [{ key: 'text', label: '情况', type: 'TEXT', required: true }];

const EXPECTED = `
09-16 10:00 站内 市总办公室：河东省总工会发来《关于报送年度工作情况的通知》，请签收；报送截止9月28日24:00止（含当日）
09-16 11:00 短信 市总办公室：【联动】河东省总工会发来《关于报送年度工作情况的通知》，请签收；报送截止9月28日24:00止（含当日）
09-16 11:30 站内 县总办公室：石门市总工会发来《关于报送年度工作情况的通知》，请签收；报送截止9月26日24:00止（含当日）
09-16 12:30 短信 县总办公室：【联动】石门市总工会发来《关于报送年度工作情况的通知》，请签收；报送截止9月26日24:00止（含当日）
09-16 20:30 站内 供水公司填报人：东山县总工会发来《关于报送年度工作情况的通知》，请签收；报送截止9月24日24:00止（含当日）
09-16 20:30 站内 县医院填报人：东山县总工会发来《关于报送年度工作情况的通知》，请签收；报送截止9月24日24:00止（含当日）
09-16 20:30 站内 机械厂填报人：东山县总工会发来《关于报送年度工作情况的通知》，请签收；报送截止9月24日24:00止（含当日）
09-16 20:30 站内 纺织厂填报人：东山县总工会发来《关于报送年度工作情况的通知》，请签收；报送截止9月24日24:00止（含当日）
09-17 08:00 短信 供水公司填报人：【联动】东山县总工会发来《关于报送年度工作情况的通知》，请签收；报送截止9月24日24:00止（含当日）
09-17 08:00 短信 县医院填报人：【联动】东山县总工会发来《关于报送年度工作情况的通知》，请签收；报送截止9月24日24:00止（含当日）
09-17 08:00 邮件 机械厂填报人：东山县总工会发来《关于报送年度工作情况的通知》，请签收；报送截止9月24日24:00止（含当日）
09-17 14:30 站内 县总审核岗：“年度工作情况”新到1份报送，待审核
09-17 14:30 邮件 县总审核岗：“年度工作情况”新到1份报送，待审核
09-17 15:00 短信 纺织厂填报人：【联动】东山县总工会退回了“年度工作情况”，请修改后重报，9月23日24:00止（含当日）
09-17 15:00 站内 纺织厂填报人：东山县总工会退回了“年度工作情况”，请修改后重报，9月23日24:00止（含当日）
09-17 20:30 短信 县医院填报人：【联动】东山县总工会的《关于报送年度工作情况的通知》送达已超过1个工作日，请签收
09-17 20:30 站内 县医院填报人：东山县总工会的《关于报送年度工作情况的通知》送达已超过1个工作日，请签收
09-18 09:00 站内 供水公司填报人：东山县总工会要求的“年度工作情况”，9月24日24:00止（含当日），还剩6天，尚未报送
09-18 09:00 站内 县医院填报人：东山县总工会要求的“年度工作情况”，9月24日24:00止（含当日），还剩6天，尚未报送
09-18 09:00 站内 机械厂填报人：东山县总工会要求的“年度工作情况”，9月24日24:00止（含当日），还剩6天，尚未报送
09-18 09:00 站内 纺织厂填报人：东山县总工会要求的“年度工作情况”，9月24日24:00止（含当日），还剩6天，尚未报送
09-18 15:00 短信 纺织厂主席：【联动】“年度工作情况”被退回修改，24小时未读，请尽快办理，9月24日24:00止（含当日）
09-18 15:00 站内 县总审核岗：东山县第一纺织厂工会的“年度工作情况”退回修改后24小时未读
09-18 15:00 站内 纺织厂主席：“年度工作情况”被退回修改，24小时未读，请尽快办理，9月24日24:00止（含当日）
09-19 03:00 短信 纺织厂主席：【联动】您的账户口令已被重置；如非本人申请，请联系管理员
09-19 03:00 站内 纺织厂主席：您的账户口令已被重置；如非本人申请，请联系管理员
09-19 09:00 站内 县总办公室：《关于报送年度工作情况的通知》送达已超过2个工作日，还有1个单位未签收
09-19 09:00 站内 县总审核岗：“年度工作情况”新到1份报送，待审核
09-19 09:00 邮件 县总办公室：《关于报送年度工作情况的通知》送达已超过2个工作日，还有1个单位未签收
09-19 09:00 邮件 县总审核岗：“年度工作情况”新到1份报送，待审核
09-22 09:00 站内 县总办公室：石门市总工会要求的“年度工作情况”，9月26日24:00止（含当日），还剩4天，组织报送尚未完成
09-22 09:30 站内 供水公司填报人：东山县总工会发来《关于报送值班表的通知》，请签收；报送截止9月23日24:00止（含当日）
09-22 14:30 站内 县总审核岗：“年度工作情况”新到1份报送，待审核
09-22 14:30 邮件 县总审核岗：“年度工作情况”新到1份报送，待审核
09-22 17:30 站内 纺织厂填报人：“年度工作情况”已由东山县总工会审核通过
09-23 09:00 短信 供水公司填报人：【联动】东山县总工会要求的“年度工作情况”，9月24日24:00止（含当日），明天到期，尚未报送
09-23 09:00 短信 县医院填报人：【联动】东山县总工会要求的“年度工作情况”，9月24日24:00止（含当日），明天到期，尚未报送
09-23 09:00 站内 供水公司填报人：东山县总工会要求的“值班表”，9月23日24:00止（含当日），今天到期，尚未报送
09-23 09:00 站内 供水公司填报人：东山县总工会要求的“年度工作情况”，9月24日24:00止（含当日），明天到期，尚未报送
09-23 09:00 站内 县医院填报人：东山县总工会要求的“年度工作情况”，9月24日24:00止（含当日），明天到期，尚未报送
09-23 17:30 站内 机械厂填报人：“年度工作情况”已由东山县总工会审核通过
09-23 21:30 短信 供水公司填报人：【联动】东山县总工会催办：“值班表”，9月23日24:00止（含当日），尚未报送
09-23 21:30 站内 供水公司填报人：东山县总工会催办：“值班表”，9月23日24:00止（含当日），尚未报送
09-23 21:30 站内 县总办公室：“催办：值班表”已完成
09-24 09:00 短信 供水公司填报人：【联动】东山县总工会要求的“值班表”已逾期，9月23日24:00止（含当日），尚未报送
09-24 09:00 短信 县总办公室：【联动】石门市总工会要求的“年度工作情况”，9月26日24:00止（含当日），还剩2天，组织报送尚未完成
09-24 09:00 站内 供水公司填报人：东山县总工会要求的“值班表”已逾期，9月23日24:00止（含当日），尚未报送
09-24 09:00 站内 供水公司填报人：东山县总工会要求的“年度工作情况”，9月24日24:00止（含当日），今天到期，尚未报送
09-24 09:00 站内 县医院填报人：东山县总工会要求的“年度工作情况”，9月24日24:00止（含当日），今天到期，尚未报送
09-24 09:00 站内 县总办公室：“值班表”，9月23日24:00止（含当日），应报1个单位，还有1个未报
09-24 09:00 站内 县总办公室：石门市总工会要求的“年度工作情况”，9月26日24:00止（含当日），还剩2天，组织报送尚未完成
09-24 09:00 站内 市总办公室：河东省总工会要求的“年度工作情况”，9月28日24:00止（含当日），还剩4天，组织报送尚未完成
09-24 09:00 邮件 县总办公室：“值班表”，9月23日24:00止（含当日），应报1个单位，还有1个未报
09-24 14:30 站内 县总审核岗：“值班表”新到1份报送，待审核
09-24 14:30 邮件 县总审核岗：“值班表”新到1份报送，待审核
09-25 09:00 站内 供水公司填报人：东山县总工会要求的“年度工作情况”已逾期，9月24日24:00止（含当日），尚未报送
09-25 09:00 站内 县医院填报人：东山县总工会要求的“年度工作情况”已逾期，9月24日24:00止（含当日），尚未报送
09-25 09:00 站内 县总办公室：“年度工作情况”，9月24日24:00止（含当日），应报4个单位，还有2个未报
09-25 09:00 邮件 县总办公室：“年度工作情况”，9月24日24:00止（含当日），应报4个单位，还有2个未报
09-25 14:30 站内 县总审核岗：“年度工作情况”新到1份报送，待审核
09-25 14:30 邮件 县总审核岗：“年度工作情况”新到1份报送，待审核
09-26 08:00 短信 县医院填报人：【联动】东山县总工会要求的“年度工作情况”已逾期，9月24日24:00止（含当日），尚未报送
09-26 09:00 站内 县总办公室：石门市总工会要求的“年度工作情况”，9月26日24:00止（含当日），今天到期，组织报送尚未完成
09-26 14:30 站内 市总审核岗：“年度工作情况”新到3份报送，待审核
09-26 17:30 站内 供水公司填报人：“年度工作情况”已由东山县总工会上报
09-26 17:30 站内 供水公司填报人：“年度工作情况”已由东山县总工会审核通过
09-26 17:30 站内 机械厂填报人：“年度工作情况”已由东山县总工会上报
09-26 17:30 站内 纺织厂填报人：“年度工作情况”已由东山县总工会上报
09-27 09:00 短信 县总办公室：【联动】石门市总工会要求的“年度工作情况”已逾期，9月26日24:00止（含当日），组织报送尚未完成
09-27 09:00 短信 市总办公室：【联动】河东省总工会要求的“年度工作情况”，9月28日24:00止（含当日），明天到期，组织报送尚未完成
09-27 09:00 站内 县总办公室：石门市总工会要求的“年度工作情况”已逾期，9月26日24:00止（含当日），组织报送尚未完成
09-27 09:00 站内 市总办公室：“年度工作情况”，9月26日24:00止（含当日），应报4个单位，还有1个未报
09-27 09:00 站内 市总办公室：河东省总工会要求的“年度工作情况”，9月28日24:00止（含当日），明天到期，组织报送尚未完成
09-27 10:00 短信 县医院填报人：【联动】东山县总工会催办：“年度工作情况”，9月24日24:00止（含当日），尚未报送
09-27 10:00 站内 县医院填报人：东山县总工会催办：“年度工作情况”，9月24日24:00止（含当日），尚未报送
09-27 10:00 站内 县总办公室：“催办：年度工作情况”已完成
09-28 09:00 站内 市总办公室：河东省总工会要求的“年度工作情况”，9月28日24:00止（含当日），今天到期，组织报送尚未完成
09-28 21:30 站内 县医院填报人：石门市总工会催办：“年度工作情况”，9月24日24:00止（含当日），尚未报送
09-28 21:30 站内 市总办公室：“催办：年度工作情况”已完成
09-29 08:00 短信 县医院填报人：【联动】石门市总工会催办：“年度工作情况”，9月24日24:00止（含当日），尚未报送
09-29 09:00 短信 市总办公室：【联动】河东省总工会要求的“年度工作情况”已逾期，9月28日24:00止（含当日），组织报送尚未完成
09-29 09:00 站内 市总办公室：河东省总工会要求的“年度工作情况”已逾期，9月28日24:00止（含当日），组织报送尚未完成
09-29 09:00 站内 省总办公室：“年度工作情况”，9月28日24:00止（含当日），应报4个单位，还有1个未报
`;

test(
  'over a fortnight with a holiday inside everybody is told exactly what is due, when and by which way',
  { timeout: 180_000 },
  async () => {
    const w = await world({ at: '2021-09-16T00:00:00+08:00' });
    const outside = await Outside.open(w);
    const office = await cast(w);
    const { script, known } = play(w, office);
    const heard: string[] = [];
    for (const at of ticks(Object.keys(script))) {
      w.clock.set(`2021-${at}:00+08:00`);
      await script[at]?.();
      await w.settle();
      const outsiders = outside
        .take()
        .map(({ at: when, channel, to, text }) => `${when} ${channel === 'SMS' ? '短信' : '邮件'} ${known.get(to)}：${text}`);
      heard.push(...outsiders);
    }
    const { rows } = await w.asSystem(({ db }) =>
      sql<{ account_id: string; created_at: Date; excerpt: string }>`select * from notification`.execute(db),
    );
    heard.push(
      ...rows.map((row) => `${isoOf(row.created_at).slice(5, 16).replace('T', ' ')} 站内 ${known.get(row.account_id)}：${row.excerpt}`),
    );
    if (process.env['PRINT']) console.log(heard.toSorted().join('\n'));
    expect(heard.toSorted()).toEqual(EXPECTED.trim().split('\n').toSorted());
  },
);

type Office = Awaited<ReturnType<typeof cast>>;

/** Who holds which post, and where messages go. */
async function cast(w: World) {
  const office = {
    province: await w.person(w.province, ['ISSUING_OFFICER']),
    city: await w.person(w.city, ['ISSUING_OFFICER']),
    cityReviewer: await w.person(w.city, ['REVIEWER']),
    county: await w.person(w.county, ['ISSUING_OFFICER', 'ADMINISTRATOR']),
    reviewer: await w.person(w.county, ['REVIEWER']),
    a: await w.person(w.a),
    chair: await w.person(w.a, ['ADMINISTRATOR']),
    b: await w.person(w.b),
    c: await w.person(w.c),
    d: await w.person(w.d),
  };
  for (const [index, person] of Object.values(office).entries()) await reach(w, person, { phone: `010-555001${10 + index}` });
  const prefer = async (person: TestPerson, input: Readonly<Record<string, unknown>>) => {
    const document = 'mutation($input: SetNotificationPreferencesInput!) { setNotificationPreferences(input: $input) { errors { code } } }';
    expect((await w.as(person).ask(document, { input: { version: 0, ...input } })).setNotificationPreferences.errors).toEqual([]);
  };
  await prefer(office.b, { channel: 'EMAIL', email: 'jixie@example.org' });
  await prefer(office.county, { channel: 'SMS', email: 'xianzong@example.org', digestByMail: true });
  await prefer(office.reviewer, { channel: 'SMS', email: 'shenhe@example.org', digestByMail: true });
  return office;
}

const POSTS: Readonly<Record<keyof Office, readonly [post: string, email?: string]>> = {
  province: ['省总办公室'],
  city: ['市总办公室'],
  cityReviewer: ['市总审核岗'],
  county: ['县总办公室', 'xianzong@example.org'],
  reviewer: ['县总审核岗', 'shenhe@example.org'],
  a: ['纺织厂填报人'],
  chair: ['纺织厂主席'],
  b: ['机械厂填报人', 'jixie@example.org'],
  c: ['县医院填报人'],
  d: ['供水公司填报人'],
};

/** What everybody does, by the minute; and by which numbers and mailboxes they are known. */
function play(w: World, office: Office): { script: Readonly<Record<string, () => Promise<unknown>>>; known: ReadonlyMap<string, string> } {
  const known = new Map(
    (Object.keys(POSTS) as (keyof Office)[]).flatMap((key, index) => {
      const [post, email] = POSTS[key];
      return [office[key].accountId, `010-555001${10 + index}`, ...(email ? [email] : [])].map((name) => [name, post] as const);
    }),
  );
  const by = (key: keyof Office) => w.as(office[key]);
  const tasks: Record<string, string> = {};
  const sent: Record<string, { submissionId: string; version: number }> = {};
  const notices = { city: '', county: '', units: '', roster: '' };
  const deliverables = { city: '', county: '', roster: '' };
  const content = (title: string, addressees: readonly string[], more: Readonly<Record<string, unknown>>) => ({
    title,
    signedBy: '办公室',
    addressees: { organizationIds: addressees.map((id) => w.id('Organization', id)) },
    ...more,
  });
  const asked = (title: string, due: string) => ({
    key: 'report',
    title,
    audience: ['GRASSROOTS'],
    fields,
    due,
    latePolicy: 'ACCEPT_LATE',
    route: 'LEVEL_BY_LEVEL',
  });
  const passOn = async (key: 'city' | 'county', noticeId: string, to: readonly string[], due: string) =>
    forward(by(key), noticeId, ({ report }) => content(REPORT, to, { inherited: [{ deliverableId: report, due }] }));
  const sign = async (key: keyof Office, noticeId: string) => {
    const document = 'mutation($input: AcknowledgeDeliveryInput!) { acknowledgeDelivery(input: $input) { errors { code } } }';
    expect((await by(key).ask(document, { input: { noticeId } })).acknowledgeDelivery.errors).toEqual([]);
  };
  const handIn = async (key: 'a' | 'b' | 'd', what = '年度工作情况') => {
    const { workItems } = await by(key).ask('{ workItems(first: 20) { nodes { title obligation { id } } } }');
    type Item = { readonly title: string; readonly obligation: { readonly id: string } | null };
    const item = workItems.nodes.find(({ title, obligation }: Item) => title === what && obligation);
    const obligationId = (tasks[`${key} ${what}`] ??= item.obligation.id as string);
    const { editor } = acts.done(await acts.startSubmission(by(key), { obligationId }));
    const [{ deliverable }] = editor.sections;
    const answers = [{ deliverableId: deliverable.id, field: 'text', value: `${what}，${w.clock.now().toISOString()}` }];
    const { editor: saved } = acts.done(await acts.saveSubmissionDraft(by(key), { obligationId, version: editor.version, answers }));
    const { submission } = acts.done(await acts.submitSubmission(by(key), { obligationId, version: saved.version }));
    sent[key] = { submissionId: submission.id, version: submission.version };
  };
  const accept = async (key: string) => acts.done(await acts.acceptSubmission(by('reviewer'), sent[key]!));
  const remind = async (key: 'county' | 'city', deliverableId: string) => {
    const document = 'mutation($input: RemindObligationsInput!) { remindObligations(input: $input) { errors { code } toRemind } }';
    expect((await by(key).ask(document, { input: { deliverableId } })).remindObligations).toEqual({ errors: [], toRemind: 1 });
  };

  const script: Record<string, () => Promise<unknown>> = {
    '09-16T10:00': async () => {
      const notice = await issue(by('province'), content(REPORT, [w.city.id], { deliverables: [asked('年度工作情况', '2021-09-28')] }));
      notices.city = notice.id;
    },
    '09-16T11:30': async () => {
      const notice = await passOn('city', notices.city, [w.county.id], '2021-09-26');
      [notices.county, deliverables.city] = [notice.id, notice.deliverables[0]!.id];
    },
    '09-16T20:30': async () => {
      const notice = await passOn('county', notices.county, [w.a.id, w.b.id, w.c.id, w.d.id], '2021-09-24');
      [notices.units, deliverables.county] = [notice.id, notice.deliverables[0]!.id];
    },
    '09-16T21:00': () => sign('a', notices.units),
    '09-17T09:00': () => sign('b', notices.units),
    '09-17T09:30': () => sign('d', notices.units),
    '09-17T10:00': () => handIn('a'),
    '09-17T15:00': async () => acts.done(await acts.returnSubmission(by('reviewer'), { ...sent['a']!, reason: '请补充材料' })),
    '09-18T16:00': async () =>
      mark(
        w,
        office.a,
        'Read',
        (await inbox(w, office.a)).nodes.map(({ id }: { id: string }) => id),
      ),
    '09-18T16:30': () => handIn('a'),
    '09-19T03:00': async () => {
      const document = 'mutation($input: ResetAccountInput!) { resetAccount(input: $input) { errors { code } } }';
      expect(
        (await by('county').ask(document, { input: { personId: w.id('Person', office.chair.personId) } })).resetAccount.errors,
      ).toEqual([]);
    },
    '09-22T09:30': async () => {
      const notice = await issue(by('county'), content(ROSTER, [w.d.id], { deliverables: [asked('值班表', '2021-09-23')] }));
      [notices.roster, deliverables.roster] = [notice.id, notice.deliverables[0]!.id];
    },
    '09-22T10:00': () => sign('d', notices.roster),
    '09-22T10:30': () => accept('a'),
    '09-22T11:00': () => handIn('b'),
    '09-23T10:00': () => accept('b'),
    '09-23T21:30': () => remind('county', deliverables.roster),
    '09-24T10:00': () => handIn('d', '值班表'),
    '09-25T12:00': () => handIn('d'),
    '09-26T10:00': () => accept('d'),
    '09-26T10:30': async () => {
      const absent = [{ organizationId: w.id('Organization', w.c.id), reason: '停产检修' }];
      acts.done(await acts.forwardSubmissions(by('reviewer'), { deliverableId: deliverables.county, absent }));
    },
    '09-27T10:00': () => remind('county', deliverables.county),
    '09-28T21:30': () => remind('city', deliverables.city),
  };
  return { script, known };
}

/** Each hour of the day, the half hours at which something is due, and when somebody acts. */
function ticks(acted: readonly string[]): string[] {
  const days = Array.from({ length: 14 }, (_, day) => `09-${16 + day}`);
  const hours = [
    '00:00',
    '03:00',
    '07:30',
    '12:30',
    '14:30',
    '17:30',
    '20:30',
    '21:30',
    ...Array.from({ length: 14 }, (_, hour) => `${String(hour + 8).padStart(2, '0')}:00`),
  ];
  return [...new Set([...days.flatMap((day) => hours.map((hour) => `${day}T${hour}`)), ...acted])].toSorted();
}
