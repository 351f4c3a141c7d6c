import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../support/digest.ts';
import { excerpts, tell } from '../support/inbox.ts';
import { chain } from '../support/reporting.ts';
import { told } from '../support/second-factor.ts';
import { codes, done, saveSubmissionDraft, startSubmission, submission, submitSubmission } from '../support/submissions.ts';
import { appointToo, type TestPerson, type World, world } from '../support/world.ts';

const APPOINTMENT = 'id validFrom validTo roles post endReason version person { name } organization { name }';
const HAND_OVER = `mutation ($input: HandOverPostInput!) { handOverPost(input: $input) { errors { code message path } oneTimeCode person { name login }
  handover { predecessor { ${APPOINTMENT} } successor { ${APPOINTMENT} } lent { holderLogin until } tokens { name expiresAt }
    notifications open { total lines { kind subjectId title due organization { name } } } } } }`;
const LEND = 'mutation ($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { delegation { id } errors { code } } }';
const TOKEN = 'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { apiToken { id } secret errors { code } } }';
const TOKENS = '{ apiTokens { nodes { name } } }';
const REDEEM = 'mutation ($input: RedeemOneTimeCodeInput!) { redeemOneTimeCode(input: $input) { token errors { code } } }';
const ME = '{ me { capacity { organization { name } roles pending } } }';
const START = '2021-05-06T09:00:00+08:00';
const UNTIL = '2021-05-20T00:00:00+08:00';

const handOver = async (w: World, by: TestPerson, from: TestPerson, more: Record<string, unknown> = {}) => {
  const input = { appointmentId: w.id('Appointment', from.capacityId), version: 1, reason: '轮岗', ...more };
  return (await w.as(by).ask(HAND_OVER, { input })).handOverPost;
};
const to = (w: World, { personId }: TestPerson) => ({ successor: { personId: w.id('Person', personId) } });
const acts = async (w: World, person: Pick<TestPerson, 'token'>, capacity?: string) =>
  (await w.as(person, capacity === undefined ? {} : { capacity }).execute('{ workItems { counts { total } } }')).errors?.[0]?.extensions
    .code ?? 'acts';

describe.concurrent('handOverPost', () => {
  test('the successor goes on with the work at once, and what the predecessor did stays theirs', async () => {
    const w = await world({ at: START });
    const r = await chain(w);
    const [administrator, predecessor, successor] = [
      await w.person(w.city, ['ADMINISTRATOR']),
      await w.person(w.a),
      await w.person(w.sibling),
    ];
    const obligationId = await r.obligation('a');
    const deliverableId = r.deliverables.province!;
    // Half of the page is written by the one, the rest by the other.
    const { editor } = done(await startSubmission(w.as(predecessor), { obligationId }));
    const answers = [{ deliverableId, field: 'summary', value: '活动十场' }];
    const saved = done(await saveSubmissionDraft(w.as(predecessor), { obligationId, version: editor.version, answers }))['editor'];

    const { handover, errors, oneTimeCode } = await handOver(w, administrator, predecessor, to(w, successor));
    expect([errors, oneTimeCode]).toEqual([[], null]);
    const now = '2021-05-06T01:00:00.000Z';
    const post = { roles: ['REPORTER'], post: '干事', organization: { name: '东山县第一纺织厂工会' } };
    expect(handover).toMatchObject({
      predecessor: { ...post, validTo: now, endReason: '轮岗', version: 2, person: { name: predecessor.name } },
      successor: { ...post, validFrom: now, validTo: null, endReason: null, version: 1, person: { name: successor.name } },
      lent: [],
      tokens: [],
      open: {
        total: 1,
        lines: [
          { kind: 'OBLIGATION', subjectId: obligationId, due: '2021-05-28T16:00:00.000Z', organization: { name: '东山县第一纺织厂工会' } },
        ],
      },
    });
    expect(await acts(w, predecessor)).toBe('FORBIDDEN');
    const taken = Buffer.from(handover.successor.id, 'base64url').toString().split(':')[1]!;
    const acting = w.as(successor, { capacity: taken });
    expect((await acting.ask(ME)).me.capacity).toEqual({ organization: { name: '东山县第一纺织厂工会' }, roles: ['REPORTER'], pending: 1 });
    const sent = done(await submitSubmission(acting, { obligationId, version: saved.version })).submission;
    expect(await submission(acting, sent.id)).toMatchObject({ state: 'SUBMITTED' });

    const { rows } = await w.asSystem(({ db }) =>
      sql`select operation, person_id from audit_line where operation in ('startSubmission', 'submitSubmission', 'handOverPost') order by id`.execute(
        db,
      ),
    );
    expect(rows).toEqual([
      { operation: 'startSubmission', person_id: predecessor.personId },
      { operation: 'handOverPost', person_id: administrator.personId },
      { operation: 'submitSubmission', person_id: successor.personId },
    ]);
    for (const person of [predecessor, successor]) {
      expect(await told(w, person)).toMatchObject([{ event: 'POST_HANDED_OVER', detail: { title: '第一纺织厂干事' } }]);
    }
  });

  test('what the predecessor was told for the body and had not put aside goes over, and nothing of their own', async () => {
    const w = await world({ at: START });
    const [administrator, predecessor, successor] = [
      await w.person(w.city, ['ADMINISTRATOR']),
      await w.person(w.county, ['ISSUING_OFFICER']),
      await w.person(w.a),
    ];
    await appointToo(w, predecessor, w.city, ['REPORTER']);
    await tell(w, predecessor.accountId, w.county.id);
    await tell(w, predecessor.accountId, w.city.id); // for another office of theirs
    const { handover } = await handOver(w, administrator, predecessor, to(w, successor));
    expect(handover.notifications).toBe(1);
    expect([(await excerpts(w, successor)).length, (await excerpts(w, predecessor)).length]).toEqual([1, 1]);
    const planned = await w.person(w.county, ['REVIEWER']);
    await tell(w, planned.accountId, w.county.id);
    const later = await handOver(w, administrator, planned, { ...to(w, successor), on: '2021-05-10' });
    expect(later.handover.notifications).toBe(0);
    expect(await excerpts(w, planned)).toHaveLength(1);
  });

  test('what waits for review changes hands with the body, and four eyes go on comparing persons', async () => {
    const w = await world({ at: START });
    const r = await chain(w);
    const [administrator, reviewer] = [await w.person(w.city, ['ADMINISTRATOR']), await w.person(w.county, ['REVIEWER'])];
    const submitter = await w.person(w.a);
    const { editor } = done(await startSubmission(w.as(submitter), { obligationId: await r.obligation('a') }));
    const answers = [{ deliverableId: r.deliverables.province!, field: 'summary', value: '活动十场' }];
    const input = { obligationId: await r.obligation('a'), version: editor.version, answers };
    const { version } = done(await saveSubmissionDraft(w.as(submitter), input))['editor'];
    const { id } = done(await submitSubmission(w.as(submitter), { obligationId: input.obligationId, version })).submission;
    const { handover } = await handOver(w, administrator, reviewer, to(w, submitter));
    expect(handover.open.lines).toMatchObject([
      { kind: 'OBLIGATION', organization: { name: '东山县总工会' } },
      { kind: 'REVIEW', subjectId: id, organization: { name: '东山县第一纺织厂工会' } },
    ]);
    const taken = Buffer.from(handover.successor.id, 'base64url').toString().split(':')[1]!;
    const seen = await submission(w.as(submitter, { capacity: taken }), id);
    expect(seen.viewerCan.accept).toEqual({ allowed: false, code: 'FOUR_EYES' });
  });

  test('on a day to come: to the last instant before it the one, from its first the other', async () => {
    const w = await world({ at: START });
    const [administrator, predecessor, successor] = [
      await w.person(w.city, ['ADMINISTRATOR']),
      await w.person(w.county, ['ISSUING_OFFICER']),
      await w.person(w.a),
    ];
    const holder = await w.person(w.b);
    const lent = await w.as(predecessor).ask(LEND, { input: { holderLogin: holder.login, roles: ['ISSUING_OFFICER'], until: UNTIL } });
    const lentId = Buffer.from(lent.delegateCapacity.delegation.id, 'base64url').toString().split(':')[1]!;
    const { handover, errors } = await handOver(w, administrator, predecessor, { ...to(w, successor), on: '2021-05-10' });
    expect(errors).toEqual([]);
    const day = '2021-05-09T16:00:00.000Z';
    expect(handover).toMatchObject({
      predecessor: { validTo: day },
      successor: { validFrom: day },
      lent: [{ holderLogin: holder.login, until: day }],
    });
    const taken = Buffer.from(handover.successor.id, 'base64url').toString().split(':')[1]!;
    const standing = async () => [await acts(w, predecessor), await acts(w, holder, lentId), await acts(w, successor, taken)];
    w.clock.set('2021-05-09T23:59:59.999+08:00');
    expect(await standing()).toEqual(['acts', 'acts', 'FORBIDDEN']);
    w.clock.advance(1);
    expect(await standing()).toEqual(['FORBIDDEN', 'FORBIDDEN', 'acts']);
  });

  test('somebody new gets an account with the post', async () => {
    const w = await world({ at: START });
    const [administrator, predecessor] = [await w.person(w.city, ['ADMINISTRATOR']), await w.person(w.county, ['REVIEWER'])];
    const successor = { login: `new.${w.federationId}`, personName: '新任干事', phone: '0311-55500100' };
    const { handover, person, oneTimeCode: code, errors } = await handOver(w, administrator, predecessor, { successor });
    expect(errors).toEqual([]);
    expect(person).toEqual({ name: '新任干事', login: successor.login });
    expect(handover.successor.person.name).toBe('新任干事');
    const { redeemOneTimeCode } = await w.nobody.ask(REDEEM, {
      input: { login: successor.login, code, newPassword: '桃李不言，下自成蹊。' },
    });
    expect((await w.as(redeemOneTimeCode).ask(ME)).me.capacity).toMatchObject({
      organization: { name: '东山县总工会' },
      roles: ['REVIEWER'],
    });
  });

  test.for([
    ['END', 'UNAUTHENTICATED'],
    ['TRANSFER', 'reads'],
  ] as const)('tokens of the post: %s', async ([tokens, after]) => {
    const w = await world({ at: START });
    const [administrator, predecessor, successor] = [
      await w.person(w.city, ['ADMINISTRATOR']),
      await w.person(w.county, ['ANALYST']),
      await w.person(w.county),
    ];
    const made = await w.as(predecessor).ask(TOKEN, { input: { name: '统计接口', expiresAt: '2021-12-31T00:00:00+08:00' } });
    const reads = async () =>
      (await w.as({ token: made.createApiToken.secret }).execute('{ organizations { totalCount } }')).errors?.[0]?.extensions.code ??
      'reads';
    expect(await reads()).toBe('reads');
    const { handover } = await handOver(w, administrator, predecessor, { ...to(w, successor), tokens });
    const expiresAt = tokens === 'END' ? '2021-05-06T01:00:00.000Z' : '2021-12-30T16:00:00.000Z';
    expect(handover.tokens).toEqual([{ name: '统计接口', expiresAt }]);
    expect(await reads()).toBe(after);
    const taken = Buffer.from(handover.successor.id, 'base64url').toString().split(':')[1]!;
    const listed = async (person: TestPerson, capacity?: string) =>
      (await w.as(person, capacity === undefined ? {} : { capacity }).execute(TOKENS)).data?.apiTokens.nodes;
    expect(await listed(successor, taken)).toEqual(tokens === 'END' ? [] : [{ name: '统计接口' }]);
  });

  test('of two at once one is done', async () => {
    const w = await world({ at: START });
    const [administrator, predecessor] = [await w.person(w.city, ['ADMINISTRATOR']), await w.person(w.county, ['REVIEWER'])];
    const successors = [await w.person(w.a), await w.person(w.b)];
    const answers = await Promise.all(successors.map((one) => handOver(w, administrator, predecessor, to(w, one))));
    expect(answers.flatMap(({ errors }) => codes({ errors }))).toEqual(['STALE_VERSION']);
    const { rows } = await w.asSystem(({ db }) =>
      sql`select from appointment where organization_id = ${w.county.id} and valid_to is null`.execute(db),
    );
    expect(rows).toHaveLength(1);
  });

  test('what cannot be is refused by name, and nothing changes', async () => {
    const [w, other] = [await world({ at: START }), await world({ at: START })];
    const [administrator, predecessor, successor] = [
      await w.person(w.county, ['ADMINISTRATOR']),
      await w.person(w.county, ['REVIEWER']),
      await w.person(w.a),
    ];
    const above = await appointToo(w, predecessor, w.city, ['REVIEWER']);
    const [stranger, foreigner] = [await w.person(w.siblingUnit), await other.person(other.a)];
    const before = await digestOf(w.federationId);
    const refused = async (more: Record<string, unknown>, code: string, ...path: readonly string[]) => {
      const { errors, handover } = await handOver(w, administrator, predecessor, { ...to(w, successor), ...more });
      expect([handover, errors], code).toMatchObject([null, [{ code, path: ['input', ...path] }]]);
      expect(await digestOf(w.federationId), code).toEqual(before);
    };
    await refused({ version: 2 }, 'STALE_VERSION', 'version');
    await refused({ appointmentId: w.id('Appointment', above) }, 'NOT_FOUND', 'appointmentId');
    await refused({ appointmentId: w.id('Appointment', foreigner.capacityId) }, 'NOT_FOUND', 'appointmentId');
    await refused(to(w, predecessor), 'SAME_PERSON', 'successor', 'personId');
    await refused(to(w, stranger), 'NOT_FOUND', 'successor', 'personId');
    await refused(to(w, foreigner), 'NOT_FOUND', 'successor', 'personId');
    await refused({ on: '2021-05-05' }, 'INVALID_DAY', 'on');
    await refused({ on: '2021-08-05' }, 'INVALID_DAY', 'on');
    await refused({ on: '2021-02-30' }, 'INVALID_DATE', 'on');
    await refused({ on: '2021-05-10', tokens: 'TRANSFER' }, 'TOKENS_LATER', 'tokens');
    await refused({ successor: { login: foreigner.login, personName: '新任' } }, 'LOGIN_TAKEN', 'successor', 'login');
    await refused({ successor: {} }, 'ONE_SUCCESSOR', 'successor');
    await refused(
      { successor: { ...to(w, successor).successor, login: 'somebody.new', personName: '新任' } },
      'ONE_SUCCESSOR',
      'successor',
    );
  });

  test('one that is planned is not planned twice, and an ended one not at all', async () => {
    const w = await world({ at: START });
    const [administrator, predecessor, successor] = [
      await w.person(w.city, ['ADMINISTRATOR']),
      await w.person(w.county, ['REVIEWER']),
      await w.person(w.a),
    ];
    expect((await handOver(w, administrator, predecessor, { ...to(w, successor), on: '2021-05-10' })).errors).toEqual([]);
    const again = () => handOver(w, administrator, predecessor, { ...to(w, successor), version: 2 });
    expect((await again()).errors).toMatchObject([{ code: 'ALREADY_HANDED_OVER', message: '该任职已安排在2021-05-10结束' }]);
    w.clock.set('2021-05-10T00:00:00+08:00');
    expect((await again()).errors).toMatchObject([{ code: 'ALREADY_ENDED' }]);
  });
});
