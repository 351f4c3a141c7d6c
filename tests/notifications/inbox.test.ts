import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { tellPeople } from '../../src/domains/notifications/tell-people.ts';
import { transferNotifications } from '../../src/domains/notifications/transfer.ts';
import { asSystem } from '../../src/kit/system.ts';
import { excerpts, inbox, mark } from '../support/inbox.ts';
import { issue } from '../support/notices.ts';
import { inRequest } from '../support/plant.ts';
import { chain } from '../support/reporting.ts';
import { acceptSubmission, done, returnSubmission, submitSubmission } from '../support/submissions.ts';
import { appointToo, type TestPerson, type World, world } from '../support/world.ts';

const content = (w: World, more: Readonly<Record<string, unknown>> = {}) => ({
  docNumber: '冀工办字〔2021〕8号',
  title: '关于报送年度工作情况的通知',
  signedBy: '办公室',
  addressees: { organizationIds: [w.id('Organization', w.city.id), w.id('Organization', w.otherCity.id)] },
  deliverables: [{ key: 'report', title: '年度工作情况', due: '2021-05-28', fields: [{ key: 'text', label: '情况', type: 'TEXT' }] }],
  ...more,
});

const NEWS =
  'NOTICE_DELIVERED 河东省总工会发来《关于报送年度工作情况的通知》（冀工办字〔2021〕8号），请签收；报送截止5月28日24:00止（含当日）';

const delivered = async (w: World, person: TestPerson): Promise<number> =>
  (await excerpts(w, person)).filter((said) => said.startsWith('NOTICE_DELIVERED')).length;

describe.concurrent('an inbox', () => {
  test('tells whoever receives for a body what came, why, from whom and by when; nobody else', async () => {
    const w = await world();
    const [issuer, reporter, officer] = [
      await w.allRounder(w.province),
      await w.person(w.city),
      await w.person(w.city, ['ISSUING_OFFICER']),
    ];
    const others = [await w.person(w.city, ['REVIEWER']), await w.person(w.county), await w.person(w.province)];
    const notice = await issue(w.as(issuer), content(w));
    expect(await excerpts(w, reporter)).toEqual([]);
    await w.settle();
    for (const person of [reporter, officer]) expect(await excerpts(w, person)).toEqual([NEWS]);
    for (const person of [...others, issuer]) expect(await excerpts(w, person)).toEqual([]);

    const { counts, nodes } = await inbox(w, reporter);
    expect(counts).toEqual({ total: 1, unread: 1, byReason: [{ reason: 'RECEIVES', label: '本单位收文', count: 1 }] });
    expect(nodes).toMatchObject([
      {
        eventLabel: '收到文件',
        actor: { name: '河东省总工会' },
        organization: { name: '石门市总工会' },
        subject: { __typename: 'Notice', id: notice.id },
        subjectMessage: null,
        createdAt: '2021-05-06T01:00:00.000Z',
        readAt: null,
        doneAt: null,
        deliveries: [],
      },
    ]);
    expect((await w.as(reporter).ask('{ me { unreadCount } }')).me.unreadCount).toBe(1);
  });

  test('keeps what was read and what was put aside; nobody marks what is another person’s', async () => {
    const w = await world();
    const [issuer, reporter, colleague] = [await w.allRounder(w.province), await w.person(w.city), await w.person(w.city)];
    await issue(w.as(issuer), content(w));
    await w.settle();
    const [{ id }] = (await inbox(w, reporter)).nodes;
    const [{ id: other }] = (await inbox(w, colleague)).nodes;
    const refused = { errors: [{ code: 'NOT_FOUND', path: ['input', 'notificationIds', '1'] }], unreadCount: null, notifications: null };
    for (const how of ['Read', 'Done'] as const) expect(await mark(w, reporter, how, [id, other])).toEqual(refused);
    expect((await inbox(w, colleague)).counts.unread).toBe(1);
    expect((await inbox(w, reporter)).counts.unread).toBe(1);
    expect((await w.as(reporter).ask('query($id: ID!) { node(id: $id) { id } }', { id: other })).node).toBeNull();

    w.clock.advance(60_000);
    const at = '2021-05-06T01:01:00.000Z';
    expect(await mark(w, reporter, 'Read', [id])).toEqual({
      errors: [],
      unreadCount: 0,
      notifications: [{ id, readAt: at, doneAt: null }],
    });
    w.clock.advance(60_000);
    const aside = [{ id, readAt: at, doneAt: '2021-05-06T01:02:00.000Z' }];
    expect(await mark(w, reporter, 'Done', [id])).toEqual({ errors: [], unreadCount: 0, notifications: aside });
    expect(await excerpts(w, reporter)).toEqual([]);
    expect(await excerpts(w, reporter, true)).toEqual([NEWS]);
  });

  test('puts aside by itself what is done, whoever does it', async () => {
    const w = await world();
    const [issuer, reporter, colleague] = [await w.allRounder(w.province), await w.person(w.city), await w.person(w.city)];
    const { id } = await issue(w.as(issuer), content(w));
    await w.settle();
    const sign = 'mutation($input: AcknowledgeDeliveryInput!) { acknowledgeDelivery(input: $input) { errors { code } } }';
    expect((await w.as(colleague).ask(sign, { input: { noticeId: id } })).acknowledgeDelivery.errors).toEqual([]);
    await w.settle();
    expect((await inbox(w, reporter)).nodes).toEqual([]);
    expect((await inbox(w, reporter, { done: true })).nodes).toMatchObject([
      { event: 'NOTICE_DELIVERED', readAt: null, doneAt: '2021-05-06T01:00:00.000Z' },
    ]);
    expect((await w.as(reporter).ask('{ me { unreadCount } }')).me.unreadCount).toBe(0);
  });

  test('is paged and holds more than a page', async () => {
    const w = await world();
    const [issuer, reporter] = [await w.allRounder(w.province), await w.person(w.city)];
    for (const seq of [1, 2, 3]) {
      await issue(w.as(issuer), content(w, { docNumber: null, title: `第${seq}号通知`, deliverables: [] }));
      await w.settle();
      w.clock.advance(1000);
    }
    const first = await inbox(w, reporter, { first: 2 });
    const second = await inbox(w, reporter, { first: 2, after: first.pageInfo.endCursor });
    const said = [...first.nodes, ...second.nodes].map(({ excerpt }) => excerpt);
    expect(said).toEqual(['第3号', '第2号', '第1号'].map((name) => `河东省总工会发来《${name}通知》，请签收`));
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage, first.counts.total]).toEqual([true, false, 3]);
  });

  test('is one for all capacities; what it is about is opened in the right one', async () => {
    const w = await world();
    const [issuer, both] = [await w.allRounder(w.province), await w.person(w.otherCounty)];
    const capacity = await appointToo(w, both, w.city, ['REPORTER']);
    const notice = await issue(w.as(issuer), content(w));
    await w.settle();
    expect((await inbox(w, both)).nodes).toMatchObject([{ subject: null, subjectMessage: '请切换到“石门市总工会”的身份查看' }]);
    expect((await inbox(w, both, { capacity })).nodes).toMatchObject([{ subject: { id: notice.id }, subjectMessage: null }]);
  });

  test('is filled for whoever a capacity was lent to; without anybody in the role, for the administrators', async () => {
    const w = await world();
    const [issuer, keeper, analyst] = [
      await w.allRounder(w.province),
      await w.person(w.city, ['ADMINISTRATOR']),
      await w.person(w.city, ['ANALYST']),
    ];
    await issue(w.as(issuer), content(w, { docNumber: null }));
    await w.settle();
    expect([await delivered(w, keeper), await delivered(w, analyst)]).toEqual([1, 0]);

    const [reporter, deputy] = [await w.person(w.city), await w.person(w.otherCounty)];
    const lend = 'mutation($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { errors { code } } }';
    const lent = { holderLogin: deputy.login, roles: ['REPORTER'], until: '2021-05-20T00:00:00+08:00' };
    await w.as(reporter).ask(lend, { input: lent });
    await issue(w.as(issuer), content(w, { docNumber: null }));
    await w.settle();
    expect(await Promise.all([reporter, deputy, keeper].map((person) => delivered(w, person)))).toEqual([1, 1, 1]);
    w.clock.set('2021-05-20T00:00:00+08:00');
    await issue(w.as(issuer), content(w, { docNumber: null }));
    await w.settle();
    expect(await Promise.all([reporter, deputy].map((person) => delivered(w, person)))).toEqual([2, 1]);
  });

  test('goes over with a post: what is open for that body, not what is done, nothing twice', async () => {
    const w = await world();
    const [issuer, from, to] = [await w.allRounder(w.province), await w.person(w.city), await w.person(w.county)];
    await issue(w.as(issuer), content(w, { docNumber: null, title: '已办通知' }));
    await w.settle();
    await mark(w, from, 'Done', [(await inbox(w, from)).nodes[0].id]);
    await issue(w.as(issuer), content(w, { docNumber: null, title: '待办通知' }));
    await w.settle();
    await mark(w, from, 'Read', [(await inbox(w, from)).nodes[0].id]);
    const admin = await w.person(w.province, ['ADMINISTRATOR']);
    const move = () => inRequest(w, admin, (ctx) => transferNotifications(ctx, from.accountId, to.accountId, w.city.id));
    expect([await move(), await move()]).toEqual([1, 0]);
    expect((await inbox(w, from)).nodes).toEqual([]);
    expect((await inbox(w, from, { done: true })).nodes).toHaveLength(1);
    expect((await inbox(w, to)).nodes).toMatchObject([{ excerpt: expect.stringContaining('《待办通知》'), readAt: null }]);
  });
});

describe.concurrent('people are told', () => {
  test('of a return: whoever handed it in, first and alone, until it is handed in again', async () => {
    const w = await world();
    const r = await chain(w);
    const colleague = await w.person(w.a, ['REPORTER', 'ADMINISTRATOR']);
    const { id, version } = await r.submit('a');
    done(await returnSubmission(await r.as('county', 'REVIEWER'), { submissionId: id, version, reason: '请补充 李四 13900000000' }));
    await w.settle();
    const own = (
      await (await r.as('a')).ask('{ notifications(first: 5) { nodes { event excerpt organization { name } subject { id } } } }')
    ).notifications;
    expect(own.nodes).toEqual([
      {
        event: 'SUBMISSION_RETURNED',
        excerpt: '东山县总工会退回了“工作情况报告”，请修改后重报，5月10日24:00止（含当日）',
        organization: { name: w.a.name },
        subject: { id },
      },
    ]);
    expect(await excerpts(w, colleague)).toEqual([]);

    const editor = await r.fill('a', { summary: '活动十二场' });
    done(await submitSubmission(await r.as('a'), { obligationId: await r.obligation('a'), version: editor.version }));
    await w.settle();
    expect((await (await r.as('a')).ask('{ notifications(first: 5) { nodes { event } } }')).notifications.nodes).toEqual([]);
  });

  test('of a return when whoever handed it in no longer acts there: the other reporters', async () => {
    const w = await world();
    const r = await chain(w);
    const gone = await w.person(w.a);
    const colleague = await w.person(w.a);
    const { id, version } = await r.submit('a');
    await w.asSystem(({ db }) => sql`update submission set submitted_by_id = ${gone.personId}`.execute(db));
    await w.asSystem(({ db }) => sql`update appointment set valid_to = ${w.clock.now()} where id = ${gone.capacityId}`.execute(db));
    done(await returnSubmission(await r.as('county', 'REVIEWER'), { submissionId: id, version, reason: '请补充' }));
    await w.settle();
    expect(await excerpts(w, colleague)).toHaveLength(1);
  });

  test('of what came in, at 09:00 and 14:30, with a count; of what passed, at 17:30', async () => {
    const w = await world();
    const r = await chain(w);
    const reviewer = async () =>
      (await (await r.as('county', 'REVIEWER')).ask('{ notifications(first: 9) { nodes { event excerpt } } }')).notifications.nodes;
    await r.as('county', 'REVIEWER');
    const first = await r.submit('a');
    await r.submit('b');
    w.clock.set('2021-05-06T14:29:59+08:00');
    await w.settle();
    expect(await reviewer()).toEqual([]);
    w.clock.set('2021-05-06T14:30:00+08:00');
    await r.submit('c');
    await w.settle();
    expect(await reviewer()).toEqual([{ event: 'SUBMISSION_RECEIVED', excerpt: '“工作情况报告”新到2份报送，待审核' }]);
    done(await acceptSubmission(await r.as('county', 'REVIEWER'), { submissionId: first.id, version: first.version }));
    w.clock.set('2021-05-06T17:30:00+08:00');
    await w.settle();
    const unit = (await (await r.as('a')).ask('{ notifications(first: 9) { nodes { event excerpt } } }')).notifications.nodes;
    expect(unit).toEqual([{ event: 'SUBMISSION_ACCEPTED', excerpt: '“工作情况报告”已由东山县总工会审核通过' }]);
    w.clock.set('2021-05-07T09:00:00+08:00');
    await w.settle();
    expect((await reviewer())[0]).toEqual({ event: 'SUBMISSION_RECEIVED', excerpt: '“工作情况报告”新到1份报送，待审核' });
  });

  test('once, however many tell at the same time', async () => {
    const w = await world();
    const [issuer, reporter] = [await w.allRounder(w.province), await w.person(w.city)];
    for (let count = 0; count < 5; count++) await issue(w.as(issuer), content(w, { docNumber: null }));
    const tell = () => tellPeople(w.orm.em, w.federationId, w.clock.now(), { mail: false, webhook: false });
    await Promise.all([tell(), tell(), tell(), tell()]);
    await tell();
    expect(await excerpts(w, reporter)).toHaveLength(5);
  });

  test('once, also when whoever tells is killed before the end', async () => {
    const w = await world();
    const [issuer, reporter] = [await w.allRounder(w.province), await w.person(w.city)];
    await issue(w.as(issuer), content(w));
    const broken = {
      fork: () => {
        const em = w.orm.em.fork();
        return Object.assign(em, { commit: () => Promise.reject(new Error('killed')) });
      },
    } as unknown as SqlEntityManager;
    await expect(tellPeople(broken, w.federationId, w.clock.now(), { mail: false, webhook: false })).rejects.toThrow('killed');
    expect(await excerpts(w, reporter)).toEqual([]);
    await w.settle();
    await w.settle();
    expect(await excerpts(w, reporter)).toEqual([NEWS]);
  });

  test('in one line without anything that a mail’s head or a page might act on', async () => {
    const w = await world();
    const [issuer, reporter] = [await w.allRounder(w.province), await w.person(w.city)];
    const title = '通知\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>\u202E\u0007关于年度工作的通知';
    const { title: kept } = await issue(w.as(issuer), content(w, { docNumber: null, title, deliverables: [] }));
    await w.settle();
    const [said] = await excerpts(w, reporter);
    expect(said).toBe(
      'NOTICE_DELIVERED 河东省总工会发来《通知 Bcc: all@example.org <script>alert(1)</script> 关于年度工作的通知》，请签收',
    );
    expect(kept).toContain('Bcc');
  });
});

test('the product tells in its own federation only', async () => {
  const [one, two] = [await world(), await world()];
  const reporters = [await one.person(one.city), await two.person(two.city)];
  await issue(one.as(await one.allRounder(one.province)), content(one));
  await issue(two.as(await two.allRounder(two.province)), content(two));
  await one.settle();
  expect([(await excerpts(one, reporters[0]!)).length, (await excerpts(two, reporters[1]!)).length]).toEqual([1, 0]);
  await asSystem(one.orm.em, one.federationId, async ({ db }) => {
    const { rows } = await sql<{ federation_id: string }>`select distinct federation_id from announcement`.execute(db);
    expect(rows).toEqual([{ federation_id: one.federationId }]);
  });
});
