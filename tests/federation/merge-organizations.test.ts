import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { CONTENTS, putAside } from '../support/files.ts';
import { issue } from '../support/notices.ts';
import type { TestPerson, World } from '../support/world.ts';
import { obligationOf, plantNotice } from '../support/plant.ts';
import { chain, direct, FIELDS } from '../support/reporting.ts';
import { acceptSubmission, done, handIn, saveSubmissionDraft, startSubmission, submitSubmission } from '../support/submissions.ts';
import { world } from '../support/world.ts';
import { mergeOrganizations, organization, renameOrganization } from './operations.ts';
import { boardOf, discrepanciesOf, faultsOf, pathsOf } from './tree.ts';

const REASON = '区划调整，两县合并';
const OBLIGATION = `query ($id: ID!) { obligation(id: $id) { state organization { name } events { kind reason } } }`;
const ME = '{ me { capacity { organization { name } } } }';

const inputOf = (w: World, predecessor: { id: string }, successor: { id: string }, more: object = {}) => ({
  predecessorId: w.id('Organization', predecessor.id),
  successorId: w.id('Organization', successor.id),
  reason: REASON,
  ...more,
});

/** The county goes into its sibling, by the city's administrator. */
async function merge(w: World, more: object = {}) {
  const admin = w.as(await w.person(w.city, ['ADMINISTRATOR']));
  const merged = await mergeOrganizations(admin, inputOf(w, w.county, w.sibling, more));
  expect(merged.errors).toEqual([]);
  return merged;
}

/** The city asks the named counties for a report. */
async function ask(w: World, to: readonly ('county' | 'sibling' | 'secondSibling')[], dueAt: string, by?: TestPerson) {
  const officer = by ?? (await w.person(w.city, ['ISSUING_OFFICER']));
  const seed = { by: officer, to: to.map((place) => w[place]), deliverables: [{ fields: FIELDS, dueAt }] };
  return (await plantNotice(w, seed)).deliverables['report']!;
}

const owed = async (w: World, place: 'county' | 'sibling', deliverableId: string) =>
  w.id('Obligation', await obligationOf(w, w[place], deliverableId));

describe.concurrent('mergeOrganizations', () => {
  test('the bodies below go under the successor, the predecessor stands dissolved below it, each day finds its own tree', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    w.clock.set('2022-03-10T09:00:00+08:00');
    const merged = await merge(w, { effectiveOn: '2022-03-01' });
    expect(merged['predecessor']).toMatchObject({
      name: '东山县总工会',
      status: 'DISSOLVED',
      level: 4,
      parent: { name: '西河县总工会' },
      successors: [
        {
          kind: 'MERGED',
          kindLabel: '合并',
          reason: REASON,
          successor: { name: '西河县总工会' },
        },
      ],
    });
    expect(merged['successor']).toMatchObject({
      name: '西河县总工会',
      status: 'ACTIVE',
      level: 3,
      predecessors: [{ predecessor: { name: '东山县总工会' } }],
    });
    const [paths, place] = [await pathsOf(w), w.sibling.path];
    expect(Object.fromEntries([...paths].filter(([, path]) => path.startsWith(place)))).toEqual({
      西河县总工会: place,
      西河县酒厂工会: `${place}0001.`,
      东山县第一纺织厂工会: `${place}0002.`,
      第一纺织厂工会织造车间分会: `${place}0002.0001.`,
      东山县机械厂工会: `${place}0003.`,
      东山县人民医院工会: `${place}0004.`,
      东山县供水公司工会: `${place}0005.`,
      东山县总工会: `${place}0006.`,
    });
    const admin = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    const CHILDREN =
      'query ($id: ID!, $asOf: String) { organization(id: $id, asOf: $asOf) { status children(first: 50) { totalCount nodes { shortName } } } }';
    const at = async (body: { id: string }, asOf?: string) => {
      const found = (await admin.ask(CHILDREN, { id: w.id('Organization', body.id), asOf })).organization;
      return [found.status, found.children.totalCount, ...found.children.nodes.map(({ shortName }: { shortName: string }) => shortName)];
    };
    expect(await at(w.county, '2022-02-28')).toEqual(['ACTIVE', 4, '第一纺织厂', '机械厂', '县医院', '供水公司']);
    expect(await at(w.sibling, '2022-02-28')).toEqual(['ACTIVE', 1, '酒厂']);
    expect(await at(w.county, '2022-03-01')).toEqual(['DISSOLVED', 0]);
    expect(await at(w.county)).toEqual(['DISSOLVED', 0]);
    expect(await at(w.sibling, '2022-03-01')).toEqual(['ACTIVE', 5, '酒厂', '第一纺织厂', '机械厂', '县医院', '供水公司']);
    expect(await faultsOf(w)).toEqual([]);
  });

  test("last year's rates are equal before and after, at every level, and the successor reads its predecessor's", async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const r = await direct(w, ['county', 'sibling', 'a', 'b', 'c', 'siblingUnit', 'otherCounty']);
    for (const place of ['county', 'a', 'siblingUnit'] as const) await r.submit(place);
    w.clock.set('2022-03-10T09:00:00+08:00');
    const d = r.deliverables.province!;
    const province = await r.as('province', 'ISSUING_OFFICER');
    const boards = () =>
      Promise.all([w.province, w.city, w.otherCity, w.county, w.sibling].map(({ id }) => boardOf(province, d, w.id('Organization', id))));
    const before = await boards();
    expect(before).toEqual([
      ['7 3 3', '石门市总工会 6 3 3', '承州市总工会 1 0 0'],
      ['6 3 3', '东山县总工会 4 2 2', '西河县总工会 2 1 1'],
      ['1 0 0', '南岭县总工会 1 0 0'],
      ['3 1 1', '东山县第一纺织厂工会 1 1 1', '东山县机械厂工会 1 0 0', '东山县人民医院工会 1 0 0'],
      ['1 1 1', '西河县酒厂工会 1 1 1'],
    ]);
    await merge(w);
    expect(await boards()).toEqual(before);
    const successor = w.as(await w.person(w.sibling, ['ISSUING_OFFICER']));
    expect(await boardOf(successor, d, w.id('Organization', w.county.id))).toEqual(before[3]);
    expect(await boardOf(successor, d)).toEqual(before[4]);
    expect(await discrepanciesOf(w)).toEqual([]);
  });

  test('an open obligation goes on with the successor, with the draft and what was asked to be mended', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const asked = await ask(w, ['county'], '2021-06-01T00:00:00+08:00');
    const id = await owed(w, 'county', asked);
    const draftsman = w.as(await w.person(w.county, ['REPORTER']));
    const { editor } = done(await startSubmission(draftsman, { obligationId: id }));
    const given = [{ deliverableId: w.id('Deliverable', asked), field: 'summary', value: '合并前写了一半' }];
    done(await saveSubmissionDraft(draftsman, { obligationId: id, version: editor.version, answers: given }));
    const successor = w.as(await w.person(w.sibling, ['REPORTER']));
    expect((await successor.ask(OBLIGATION, { id })).obligation).toBe(null);
    await merge(w);
    expect((await successor.ask(OBLIGATION, { id })).obligation).toEqual({
      state: 'OPEN',
      organization: { name: '西河县总工会' },
      events: [
        {
          kind: 'CARRIED_ON',
          reason: '东山县总工会并入西河县总工会，由其继续办理',
        },
      ],
    });
    const { submissionEditor } = await successor.ask(
      'query ($id: ID!) { submissionEditor(obligationId: $id) { version answers { field value } } }',
      { id },
    );
    expect(submissionEditor.answers).toEqual([{ field: 'summary', value: '合并前写了一半' }]);
    const { submission } = done(await submitSubmission(successor, { obligationId: id, version: submissionEditor.version }));
    expect([submission.state, submission.organization.name]).toEqual(['SUBMITTED', '西河县总工会']);
    // Its place in the figures is the predecessor's.
    const city = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    expect(await boardOf(city, w.id('Deliverable', asked))).toEqual(['1 1 1', '东山县总工会 1 1 1']);
    expect(await discrepanciesOf(w)).toEqual([]);
  });

  test("what both owe is owed once: not yet due, it is cancelled and names the successor's; once due, it stays as it was", async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const [past, coming] = [
      await ask(w, ['county', 'sibling'], '2021-05-15T00:00:00+08:00'),
      await ask(w, ['county', 'sibling'], '2021-06-15T00:00:00+08:00'),
    ];
    w.clock.set('2021-06-01T09:00:00+08:00');
    const city = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    const [pastOne, comingOne, comingOther] = [
      await owed(w, 'county', past),
      await owed(w, 'county', coming),
      await owed(w, 'sibling', coming),
    ];
    const d = (id: string) => w.id('Deliverable', id);
    expect(await boardOf(city, d(coming))).toEqual(['2 0 0', '东山县总工会 1 0 0', '西河县总工会 1 0 0']);
    await merge(w);
    expect((await city.ask(OBLIGATION, { id: comingOne })).obligation).toEqual({
      state: 'CANCELLED',
      organization: { name: '东山县总工会' },
      events: [
        {
          kind: 'MERGED',
          reason: '东山县总工会并入西河县总工会，由其同一项任务承接',
        },
      ],
    });
    const replaced = await w.asSystem(
      async ({ db }) =>
        (await sql<{ replaced_by_id: string }>`select replaced_by_id from obligation_event where kind = 'MERGED'`.execute(db)).rows,
    );
    expect(replaced.map(({ replaced_by_id }) => w.id('Obligation', replaced_by_id))).toEqual([comingOther]);
    expect((await city.ask(OBLIGATION, { id: comingOther })).obligation).toMatchObject({ state: 'OPEN', events: [] });
    expect((await city.ask(OBLIGATION, { id: pastOne })).obligation).toEqual({
      state: 'OPEN',
      organization: { name: '东山县总工会' },
      events: [],
    });
    expect(await boardOf(city, d(coming))).toEqual(['1 0 0', '东山县总工会 0 0 0', '西河县总工会 1 0 0']);
    expect(await boardOf(city, d(past))).toEqual(['2 0 0', '东山县总工会 1 0 0', '西河县总工会 1 0 0']);
    expect(await discrepanciesOf(w)).toEqual([]);
  });

  test('what lies with the predecessor for review, and what its units still owe it, comes to the successor', async () => {
    const w = await world();
    const r = await chain(w);
    const { id: waiting } = await r.submit('a');
    await merge(w);
    const reviewer = w.as(await w.person(w.sibling, ['REVIEWER']));
    const { reviewQueue } = await reviewer.ask('query { reviewQueue { counts { pending } current { id version holder { name } } } }');
    expect(reviewQueue).toMatchObject({ counts: { pending: 1 }, current: { id: waiting, holder: { name: '西河县总工会' } } });
    const accepted = done(await acceptSubmission(reviewer, { submissionId: waiting, version: reviewQueue.current.version }));
    expect(accepted['submission'].state).toMatch(/^(SUBMITTED|ACCEPTED)$/);
    const later = await r.submit('b');
    expect([later.holder.name, later.parts.map(({ askedBy }: { askedBy: { name: string } }) => askedBy.name).toSorted()]).toEqual([
      '西河县总工会',
      ['河东省总工会', '石门市总工会', '西河县总工会'].toSorted(),
    ]);
    expect(await discrepanciesOf(w)).toEqual([]);
  });

  test("after two mergers the notices of the first predecessor, with their attachments and answers, are the second successor's", async () => {
    const w = await world();
    const [officer, admin, unit] = [
      await w.person(w.county, ['ISSUING_OFFICER']),
      w.as(await w.person(w.city, ['ADMINISTRATOR'])),
      w.as(await w.person(w.a)),
    ];
    const { file } = await putAside(w, officer, 'ATTACHMENT', '表样.pdf', CONTENTS.pdf);
    const notice = await issue(w.as(officer), {
      title: '关于报送工作情况的通知',
      signedBy: '东山县总工会',
      addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
      attachments: [{ title: '表样', fileId: file!.id }],
      deliverables: [{ key: 'report', title: '工作情况', due: '2021-06-30', fields: [{ key: 'text', label: '情况', type: 'TEXT' }] }],
    });
    const ASK = 'mutation ($input: AskQuestionInput!) { askQuestion(input: $input) { errors { code } question { id version } } }';
    const { question } = (await unit.ask(ASK, { input: { noticeId: notice.id, text: '分会一并填报吗？' } })).askQuestion;
    const ANSWER = 'mutation ($input: AnswerQuestionInput!) { answerQuestion(input: $input) { errors { code } } }';
    const answered = { input: { questionId: question.id, version: question.version, text: '一并填报。' } };
    expect((await w.as(officer).ask(ANSWER, answered)).answerQuestion.errors).toEqual([]);
    await merge(w);
    const second = await mergeOrganizations(admin, inputOf(w, w.sibling, w.secondSibling));
    expect(second.errors).toEqual([]);

    const successor = w.as(await w.person(w.secondSibling, ['ISSUING_OFFICER']));
    const READ = `query ($id: ID!) { notice(id: $id) { viewerCan { amend { code } copy { code } } attachments { file { name } }
      questions(first: 10) { nodes { text answer { text } } } } }`;
    expect((await successor.ask(READ, { id: notice.id })).notice).toMatchObject({
      viewerCan: { amend: { code: null }, copy: { code: null } },
    });
    const AMEND =
      'mutation ($input: AmendNoticeInput!) { amendNotice(input: $input) { errors { code } notice { attachments { file { name } } } } }';
    const amended = (await successor.ask(AMEND, { input: { noticeId: notice.id, reason: '表样有误' } })).amendNotice;
    expect(amended).toEqual({ errors: [], notice: { attachments: [{ file: { name: '表样.pdf' } }] } });
    const { data } = await unit.execute(READ, { id: notice.id });
    expect(data?.notice).toMatchObject({
      attachments: [{ file: { name: '表样.pdf' } }],
      questions: { nodes: [{ text: '分会一并填报吗？', answer: { text: '一并填报。' } }] },
    });
    expect(await faultsOf(w)).toEqual([]);
  });

  test('offices end, with what was lent from them; a token made further up goes on, one made in the predecessor is dead', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const [city, county, elsewhere, unit] = [
      await w.person(w.city, ['ADMINISTRATOR']),
      await w.allRounder(w.county),
      await w.person(w.b),
      await w.person(w.a),
    ];
    const until = '2021-07-01T00:00:00+08:00';
    const LEND = 'mutation ($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { delegation { id } errors { code } } }';
    const lent = (await w.as(county).ask(LEND, { input: { holderLogin: elsewhere.login, roles: ['REVIEWER'], until } })).delegateCapacity;
    expect(lent.errors).toEqual([]);
    const CREATE = 'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret errors { code } } }';
    const token = async (by: TestPerson) =>
      (await w.as(by).ask(CREATE, { input: { name: '统计', organizationId: w.id('Organization', w.county.id), expiresAt: until } }))
        .createApiToken.secret as string;
    const [above, own] = [await token(city), await token(county)];
    const capacity = async (holder: { token: string }) => (await w.as(holder).execute(ME)).data?.me?.capacity?.organization?.name ?? null;
    expect([await capacity(county), await capacity({ token: above }), await capacity({ token: own })]).toEqual([
      '东山县总工会',
      '东山县总工会',
      '东山县总工会',
    ]);
    w.clock.set('2021-06-01T09:00:00+08:00');
    await merge(w);
    expect([await capacity(county), await capacity({ token: above }), await capacity({ token: own })]).toEqual([
      null,
      '西河县总工会',
      null,
    ]);
    expect(await capacity(unit)).toBe('东山县第一纺织厂工会');
    const { me } = await w.as(elsewhere).ask('{ me { capacities { kind organization { name } } } }');
    expect(me.capacities).toEqual([{ kind: 'APPOINTMENT', organization: { name: '东山县机械厂工会' } }]);
    const ended = await w.asSystem(
      async ({ db }) =>
        (
          await sql<{
            valid_to: Date;
            end_reason: string;
          }>`select valid_to, end_reason from appointment where id = ${county.capacityId}`.execute(db)
        ).rows,
    );
    expect(ended).toEqual([{ valid_to: new Date('2021-06-01T09:00:00+08:00'), end_reason: '东山县总工会并入西河县总工会' }]);
  });

  test('it leaves what others own alone, and a line in the audit', async () => {
    const w = await world();
    const admin = await w.person(w.city, ['ADMINISTRATOR']);
    const asked = await ask(w, ['secondSibling'], '2021-06-01T00:00:00+08:00');
    const untouched = () => w.asSystem(async ({ db }) => (await sql`select * from obligation`.execute(db)).rows);
    const before = await untouched();
    expect((await mergeOrganizations(w.as(admin), inputOf(w, w.county, w.sibling))).errors).toEqual([]);
    expect(await untouched()).toEqual(before);
    expect(await obligationOf(w, w.secondSibling, asked)).toBeTypeOf('string');
    const lines = await w.asSystem(
      async ({ db }) =>
        (
          await sql`select operation, subject_id, detail->>'successorId' as successor, detail->>'carriedOn' as carried from audit_line`.execute(
            db,
          )
        ).rows,
    );
    expect(lines).toEqual([{ operation: 'mergeOrganizations', subject_id: w.county.id, successor: w.sibling.id, carried: '0' }]);
  });

  test.each([
    ['into itself', 'county', 'county', 'SAME_ORGANIZATION', 'successorId'],
    ['into a body below it', 'county', 'a', 'CYCLE', 'successorId'],
    ['into a branch, whose kind leads no union', 'county', 'branch', 'CYCLE', 'successorId'],
    ['a county with unions into a branch elsewhere', 'sibling', 'branch', 'KIND_NOT_ALLOWED', 'successorId'],
    ["the caller's own body", 'city', 'county', 'FORBIDDEN', 'predecessorId'],
    ['into one outside the range', 'county', 'otherCounty', 'NOT_FOUND', 'successorId'],
    ['one outside the range', 'otherCounty', 'county', 'NOT_FOUND', 'predecessorId'],
  ] as const)('%s: refused, and nothing has changed', async (_, predecessor, successor, code, argument) => {
    const w = await world();
    const admin = w.as(await w.person(w.city, ['ADMINISTRATOR']));
    const before = await pathsOf(w);
    expect((await mergeOrganizations(admin, inputOf(w, w[predecessor], w[successor]))).errors).toMatchObject([
      { code, path: ['input', argument] },
    ]);
    expect(await pathsOf(w)).toEqual(before);
    expect((await organization(admin, w.id('Organization', w.county.id))).status).toBe('ACTIVE');
  });

  test('a county that has asked its units something goes only into a body of its level', async () => {
    const w = await world();
    await chain(w);
    const admin = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    expect((await mergeOrganizations(admin, inputOf(w, w.county, w.otherCity))).errors).toMatchObject([
      { code: 'LEVEL_DIFFERS', path: ['input', 'successorId'] },
    ]);
    expect((await mergeOrganizations(admin, inputOf(w, w.county, w.otherCounty))).errors).toEqual([]);
    expect(await faultsOf(w)).toEqual([]);
  });

  test('a unit goes into the one that leads it: its parts go up, itself stays dissolved where it was', async () => {
    const w = await world();
    const [leading] = await w.plant([{ parentId: w.county.id, kind: 'ENTERPRISE_GROUP', name: '东山集团工会', shortName: '东山集团' }]);
    const [member] = await w.plant([{ parentId: leading!.id, kind: 'GRASSROOTS', name: '东山一厂工会', shortName: '一厂' }]);
    await w.plant([{ parentId: member!.id, kind: 'BRANCH', name: '一厂分会', shortName: '一厂分会' }]);
    const admin = w.as(await w.person(w.county, ['ADMINISTRATOR']));
    expect((await mergeOrganizations(admin, inputOf(w, member!, leading!))).errors).toEqual([]);
    const paths = await pathsOf(w);
    expect([paths.get('东山一厂工会'), paths.get('一厂分会')]).toEqual([member!.path, `${leading!.path}0002.`]);
    expect((await organization(admin, w.id('Organization', member!.id))).status).toBe('DISSOLVED');
    expect(await faultsOf(w)).toEqual([]);
  });

  test('what is dissolved is not changed again; the other way round at once, one of two succeeds', async () => {
    const w = await world();
    const admin = w.as(await w.person(w.city, ['ADMINISTRATOR']));
    const answers = await Promise.all([
      mergeOrganizations(admin, inputOf(w, w.county, w.sibling)),
      mergeOrganizations(admin, inputOf(w, w.sibling, w.county)),
    ]);
    const codes = answers.map(({ errors }) => errors.map(({ code }) => code).join());
    expect(codes.toSorted()).toEqual(['', 'DISSOLVED']);
    const gone = codes[0] === '' ? w.county : w.sibling;
    const input = { organizationId: w.id('Organization', gone.id), version: 2, name: '某县总工会', shortName: '某县' };
    expect((await renameOrganization(admin, input)).errors).toMatchObject([{ code: 'DISSOLVED', message: '这个组织已经撤销' }]);
    expect(await faultsOf(w)).toEqual([]);
  });

  test('a submission handed in while its county is merged is in the figures once, and belongs to where its unit stands', async () => {
    const w = await world();
    const r = await direct(w, ['a', 'b', 'c', 'd', 'siblingUnit']);
    const places = ['a', 'b', 'c', 'd'] as const;
    const ready = await Promise.all(places.map(async (place) => ({ client: await r.as(place), id: await r.obligation(place) })));
    const admin = w.as(await w.person(w.city, ['ADMINISTRATOR']));
    const [merged] = await Promise.all([
      mergeOrganizations(admin, inputOf(w, w.county, w.sibling)),
      ...ready.map(async ({ client, id }) => {
        // Whoever comes while the walls are being moved is told to come again.
        for (let left = 5; left > 0; left--) {
          const handed = await handIn(client, id, r.deliverables.province!, { summary: '完成' }).catch((error: Error) => error);
          if (!(handed instanceof Error)) return;
        }
        throw new Error('never handed in');
      }),
    ]);
    expect(merged.errors).toEqual([]);
    expect(await boardOf(await r.as('province', 'ISSUING_OFFICER'), r.deliverables.province!)).toEqual(['5 4 4', '石门市总工会 5 4 4']);
    const astray = await w.asSystem(
      async ({ db }) =>
        (
          await sql`select s.id from submission s join organization o on o.federation_id = s.federation_id and o.id = s.organization_id where s.path <> o.path`.execute(
            db,
          )
        ).rows,
    );
    expect(astray).toEqual([]);
    expect(await discrepanciesOf(w)).toEqual([]);
  });
});
