import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import * as corrections from '../support/corrections.ts';
import { CORRECTION, content, day, entries, number, photos, type Stage, stage, summary } from '../support/correction-stage.ts';
import { draftForwarding, draftNotice, forward, forwardNotice, issue, saveNoticeDraft, type TestContent } from '../support/notices.ts';
import * as acts from '../support/submissions.ts';
import { world } from '../support/world.ts';

describe('a correction', () => {
  test('is the next edition: numbered, with its reason and its difference; the first one stays readable', async () => {
    const s = await stage();
    const province = await s.province;
    const begun = acts.done(await corrections.amendNotice(province, { noticeId: s.notice.id, reason: '时间提前' }))['notice'];
    expect(begun).toMatchObject({
      state: 'DRAFT',
      amends: { id: s.notice.id },
      amendment: { reason: '时间提前', reask: false, resubmitDue: null },
      changes: [],
      deliverables: [
        { key: 'entries', dueLabel: day('2021-05-28') },
        { key: 'photos', dueLabel: day('2021-05-28') },
      ],
      viewerCan: { issueCorrection: { allowed: true }, issue: { code: 'IS_CORRECTION' }, edit: { allowed: true } },
    });
    const amended = await corrections.correct(province, s.notice.id, CORRECTION, { reason: '时间提前' });
    expect(amended).toMatchObject({
      id: s.notice.id,
      edition: 2,
      state: 'ISSUED',
      deliverables: [{ key: 'entries', dueLabel: day('2021-05-26') }],
    });
    const unit = await s.as(s.units['a']!, 'REPORTER');
    const editions = await corrections.editionsOf(unit, s.notice.id);
    expect(editions).toMatchObject([
      {
        number: 1,
        reason: '',
        lines: [],
        deliverables: [
          { key: 'entries', dueLabel: day('2021-05-28'), fields: [{ key: 'summary', maxCharacters: 3000 }, { key: 'number' }] },
          { key: 'photos' },
        ],
      },
      {
        number: 2,
        reason: '时间提前',
        issuer: { name: s.w.province.name },
        post: '干事',
        lines: [
          '取消报送任务“活动照片”',
          `“特色建设成果”的截止时间由${day('2021-05-28')}提前到${day('2021-05-26')}`,
          '“特色建设成果”的填报项“活动总结”有修改：最多字数由3000改为2000',
        ],
        changes: [
          { kind: 'DELIVERABLE_REMOVED', key: 'photos', deliverableId: s.deliverable('photos') },
          { kind: 'DUE_EARLIER', key: 'entries', before: '2021-05-28T16:00:00.000Z', after: '2021-05-26T16:00:00.000Z' },
          { kind: 'FIELD_CHANGED', key: 'entries', field: 'summary' },
        ],
        deliverables: [
          { key: 'entries', dueLabel: day('2021-05-26'), fields: [{ key: 'summary', maxCharacters: 2000 }, { key: 'number' }] },
        ],
      },
    ]);
    expect(await s.recount()).toEqual([]);
  });

  test('holds at every hop: later dues are drawn nearer and marked, earlier ones stay, what is removed is cancelled', async () => {
    const s = await stage();
    await corrections.correct(await s.province, s.notice.id, CORRECTION);
    const dues = await Promise.all(
      Object.entries(s.forwardings).map(async ([name, { id }]) => {
        const { deliverables } = await corrections.corrected(await s.province, id);
        return [name, deliverables.map(({ key, dueLabel, pulledFromLabel }: Record<string, string>) => [key, dueLabel, pulledFromLabel])];
      }),
    );
    expect(Object.fromEntries(dues)).toEqual({
      city: [['entries', day('2021-05-25'), null]],
      county: [['entries', day('2021-05-22'), null]],
      otherCity: [['entries', day('2021-05-26'), day('2021-05-27')]],
      otherCounty: [['entries', day('2021-05-26'), day('2021-05-27')]],
      third: [['entries', day('2021-05-26'), day('2021-05-28')]],
    });
    expect(await s.owes(s.units['a']!)).toMatchObject({
      state: 'OPEN',
      due: { label: day('2021-05-22') },
      superiorDue: { label: day('2021-05-26') },
      closesAt: '2021-05-26T16:00:00.000Z',
      events: [],
      demands: [
        { askedBy: { name: s.w.province.name }, fields: [{ key: 'summary' }, { key: 'number' }] },
        { askedBy: { name: s.w.city.name }, due: { label: day('2021-05-25') }, fields: [{ key: 'fromCity' }] },
        { askedBy: { name: s.w.county.name }, due: { label: day('2021-05-22') }, fields: [{ key: 'fromCounty' }] },
      ],
    });
    for (const unit of ['x', 'y']) {
      expect(await s.owes(s.units[unit]!)).toMatchObject({
        due: { label: day('2021-05-26') },
        events: [{ kind: 'DUE_CHANGED', reason: expect.stringContaining('原文有误'), due: { label: day('2021-05-26') } }],
      });
      expect(await s.owes(s.units[unit]!, 'photos')).toMatchObject({ state: 'CANCELLED', lamp: 'GREY', events: [{ kind: 'CANCELLED' }] });
    }
    const { reportingProgress } = await (
      await s.province
    ).ask('query($id: ID!) { reportingProgress(deliverableId: $id) { rates { expected } byState { state count } } }', {
      id: s.deliverable('photos'),
    });
    expect(reportingProgress).toEqual({ rates: { expected: 0 }, byState: [{ state: 'CANCELLED', count: 7 }] });
    expect(await s.recount()).toEqual([]);
  });

  test('is at once seen by those below a body that has forwarded, who wait for it; below one that has not there is only the new one', async () => {
    const s = await stage();
    await corrections.correct(await s.province, s.notice.id, CORRECTION, { reason: '时间提前' });
    const [third, fifth] = [s.cities[2]!, s.cities[4]!];
    expect(await s.owes(s.units['a']!)).toMatchObject({
      corrections: [
        {
          edition: 2,
          reason: '时间提前',
          by: { name: s.w.province.name },
          lines: [expect.any(String), expect.any(String), expect.any(String)],
        },
      ],
      awaits: [{ message: '上级已更正，等待石门市转发更正', organization: { name: s.w.city.name } }],
    });
    expect(await s.owes(s.units['y']!)).toMatchObject({ awaits: [{ message: '上级已更正，等待第三市转发更正' }] });
    await forward(await s.as(fifth), s.notice.id);
    expect(await s.owes(s.units['z']!)).toMatchObject({ corrections: [], awaits: [], superiorDue: { label: day('2021-05-26') } });
    // The third city confirms that nothing changes below.
    const { version } = await corrections.corrected(await s.as(third), s.forwardings['third']!.id);
    acts.done(await corrections.confirmCorrection(await s.as(third), { noticeId: s.forwardings['third']!.id, version }));
    expect(await s.owes(s.units['y']!)).toMatchObject({ corrections: [{ edition: 2 }], awaits: [] });
    expect(await s.recount()).toEqual([]);
  });

  test('is one duty of every body that had forwarded: handed on with changes of its own, it asks the next level', async () => {
    const s = await stage();
    await corrections.correct(await s.province, s.notice.id, CORRECTION, { reason: '时间提前' });
    const WORK = `{ workItems(kinds: [PASS_ON]) { counts { total } nodes { verb title notice { id } due { label } askedBy { name } viewerCan { act { allowed } } } } }`;
    const work = async (body: PlantedOrganization) => (await (await s.as(body)).ask(WORK)).workItems.nodes;
    const counts = await Promise.all([...s.cities, s.w.county].map(async (body) => (await work(body)).length));
    expect(counts).toEqual([1, 1, 1, 0, 0, 0]);
    const city = await s.as(s.w.city);
    expect(await work(s.w.city)).toEqual([
      {
        verb: '转发更正',
        title: '转发更正：《关于报送特色建设成果的通知》第2版',
        notice: { id: s.notice.id },
        due: { label: '5月10日24:00止（含当日）' },
        askedBy: { name: s.w.province.name },
        viewerCan: { act: { allowed: true } },
      },
    ]);
    const forwarding = s.forwardings['city']!;
    s.w.clock.advance(60_000);
    const passed = await corrections.correct(
      city,
      forwarding.id,
      {
        title: forwarding.title,
        signedBy: '办公室',
        addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
        inherited: [
          {
            deliverableId: s.deliverable('entries'),
            due: '2021-05-21',
            fields: [{ key: 'fromCity', label: '本级补充说明', type: 'TEXT' }],
          },
        ],
      },
      { reason: '随上级更正' },
    );
    expect(passed).toMatchObject({ edition: 2, basedOn: 2, awaitsCorrection: false });
    expect(await work(s.w.city)).toEqual([]);
    expect((await work(s.w.county))[0]).toMatchObject({
      title: `转发更正：《${forwarding.title}》第2版`,
      askedBy: { name: s.w.city.name },
    });
    expect(await s.owes(s.units['a']!)).toMatchObject({
      due: { label: day('2021-05-21') },
      awaits: [{ message: '上级已更正，等待东山县转发更正' }],
      corrections: [
        { edition: 2, by: { name: s.w.province.name } },
        { edition: 2, reason: '随上级更正', by: { name: s.w.city.name } },
      ].toReversed(),
      // What the county added of its own has survived both.
      demands: [
        {},
        { fields: [{ key: 'fromCity', label: '本级补充说明' }] },
        { due: { label: day('2021-05-21') }, fields: [{ key: 'fromCounty' }] },
      ],
    });
    expect(await s.recount()).toEqual([]);
  });
});

describe('what a correction finds', () => {
  /** Every state in which a unit can be: below the city and the county, level by level. */
  async function inEveryState() {
    const s = await stage();
    const { a, b, c, d, x } = s.units as Record<string, PlantedOrganization>;
    const reviewer = await s.as(s.w.county, 'REVIEWER');
    const decide = async (act: typeof acts.acceptSubmission, { id: submissionId, version }: { id: string; version: number }, more = {}) =>
      acts.done(await act(reviewer, { submissionId, version, ...more }));
    s.w.clock.set('2021-05-21T10:00:00+08:00');
    await s.submit(a!);
    await decide(acts.acceptSubmission, await s.submit(b!));
    await decide(acts.returnSubmission, await s.submit(c!), {
      reason: '数字有误',
      items: [{ deliverableId: s.deliverable('entries'), field: 'number', comment: '与去年不符' }],
    });
    // Half written.
    const { editor } = acts.done(await acts.startSubmission(await s.as(d!, 'REPORTER'), { obligationId: await s.obligation(d!) }));
    const answers = [{ deliverableId: s.deliverable('entries'), field: 'summary', value: '写了一半' }];
    acts.done(
      await acts.saveSubmissionDraft(await s.as(d!, 'REPORTER'), {
        obligationId: await s.obligation(d!),
        version: editor.version,
        answers,
      }),
    );
    acts.done(await acts.submitSubmission(await s.as(x!, 'REPORTER'), await nil(s, x!)));
    return { s, a: a!, b: b!, c: c!, d: d!, x: x!, reviewer };
  }

  async function nil(s: Stage, unit: PlantedOrganization) {
    const obligationId = await s.obligation(unit);
    const { editor } = acts.done(await acts.startSubmission(await s.as(unit, 'REPORTER'), { obligationId }));
    return { obligationId, version: editor.version, nil: true };
  }

  const again = content({
    deliverables: [
      {
        ...entries,
        fields: [
          { ...summary, maxCharacters: 2000 },
          number,
          { key: 'women', label: '其中女职工', type: 'NUMBER', required: true, min: '0' },
        ],
      },
      photos,
    ],
  });

  test('stays valid under the old form unless the edition asks again', async () => {
    const { s, a, b, c, d } = await inEveryState();
    await corrections.correct(await s.province, s.notice.id, again);
    const states = await Promise.all([a, b, c, d].map(async (unit) => (await s.owes(unit)).state));
    expect(states).toEqual(['SUBMITTED', 'SUBMITTED', 'RETURNED', 'OPEN']);
    // What was returned pinned to one question asks for nothing else, though the form has a required one more.
    const editor = await acts.editor(await s.as(c, 'REPORTER'), await s.obligation(c));
    expect(editor).toMatchObject({ findings: [], viewerCan: { submit: { allowed: true } } });
    const { submission } = acts.done(
      await acts.submitSubmission(await s.as(c, 'REPORTER'), { obligationId: await s.obligation(c), version: editor.version }),
    );
    expect(submission).toMatchObject({ state: 'SUBMITTED', late: false });
    // What was half written is kept, and is asked everything that is asked now.
    const half = await acts.editor(await s.as(d, 'REPORTER'), await s.obligation(d));
    expect(half).toMatchObject({
      answers: [{ field: 'summary', value: '写了一半' }],
      findings: [{ path: [s.deliverable('entries'), 'women'] }],
    });
    expect(await s.recount()).toEqual([]);
  });

  test('is shown under the form that was answered', async () => {
    const { s, a } = await inEveryState();
    await corrections.correct(await s.province, s.notice.id, content({ deliverables: [{ ...entries, fields: [number] }, photos] }));
    const { submission } = await s.owes(a);
    const { parts } = (
      await (
        await s.province
      ).ask('query($id: ID!) { submission(id: $id) { parts { askedBy { name } fields { key } answers { field value } } } }', {
        id: submission.id,
      })
    ).submission;
    expect(parts[0]).toEqual({
      askedBy: { name: s.w.province.name },
      fields: [{ key: 'summary' }, { key: 'number' }],
      answers: [
        { field: 'summary', value: '活动十场' },
        { field: 'number', value: '10' },
      ],
    });
  });

  test('is asked again where the edition says so: only what changed, of everybody who answered, accepted or not', async () => {
    const { s, a, b, c, d, x } = await inEveryState();
    const province = await s.as(s.w.province, 'REVIEWER');
    // Of `b` the way up is ended before.
    const reviewer = await s.as(s.w.county, 'REVIEWER');
    const send = (client: typeof reviewer, deliverableId: string, absent: readonly PlantedOrganization[]) =>
      acts.forwardSubmissions(client, {
        deliverableId,
        absent: absent.map(({ id }) => ({ organizationId: s.w.id('Organization', id), reason: '未报' })),
      });
    acts.done(await send(reviewer, s.deliverable('entries'), [a, c, d]));
    const cityReviewer = await s.as(s.w.city, 'REVIEWER');
    const there = (await s.owes(b)).submission;
    acts.done(await acts.acceptSubmission(cityReviewer, { submissionId: there.id, version: there.version }));
    acts.done(await send(cityReviewer, s.deliverable('entries'), [s.w.cityUnit]));
    const top = (await s.owes(b)).submission;
    acts.done(await acts.acceptSubmission(province, { submissionId: top.id, version: top.version }));
    expect((await s.owes(b)).state).toBe('ACCEPTED');

    await corrections.correct(await s.province, s.notice.id, again, { reason: '增加女职工数', reask: true, resubmitDue: '2021-05-27' });
    const after = await Promise.all([a, b, c, d, x].map((unit) => s.owes(unit)));
    expect(after.map(({ state }) => state)).toEqual(['RETURNED', 'RETURNED', 'RETURNED', 'OPEN', 'SUBMITTED']);
    const changed = [{ field: 'summary' }, { field: 'women' }];
    expect(after.slice(0, 3).map(({ submission }) => submission.returnSlip.items)).toEqual([
      changed,
      changed,
      [...changed, { field: 'number' }],
    ]);
    expect(after[1]!.events.map(({ kind }: { kind: string }) => kind)).toEqual(['ASKED_AGAIN']);

    const unit = await s.as(b, 'REPORTER');
    const editor = await acts.editor(unit, await s.obligation(b));
    expect(editor.sections[0].lockedFields).toEqual(['number']);
    expect(editor.findings).toMatchObject([{ path: [s.deliverable('entries'), 'women'] }]);
    const answer = (field: string, value: string) => [{ deliverableId: s.deliverable('entries'), field, value }];
    const input = { obligationId: await s.obligation(b), version: editor.version };
    expect(acts.codes(await acts.saveSubmissionDraft(unit, { ...input, answers: answer('number', '11') }))).toEqual(['FIELD_LOCKED']);
    const saved = acts.done(await acts.saveSubmissionDraft(unit, { ...input, answers: answer('women', '4') }))['editor'];
    const { submission } = acts.done(await acts.submitSubmission(unit, { ...input, version: saved.version }));
    expect(submission).toMatchObject({ state: 'SUBMITTED', number: 2, late: false, holder: { name: s.w.county.name } });
    expect(await s.recount()).toEqual([]);
  });

  test('is judged by the dues that stood when it was handed in; what was not is judged by the new ones', async () => {
    const { s, a, d } = await inEveryState();
    await corrections.correct(
      await s.province,
      s.notice.id,
      content({ deliverables: [{ ...entries, due: '2021-05-21', duePhrase: null }, photos] }),
    );
    s.w.clock.set('2021-05-22T00:00:00+08:00');
    expect(await s.owes(a)).toMatchObject({ state: 'SUBMITTED', late: false, lamp: 'GREEN' });
    expect(await s.owes(d)).toMatchObject({
      state: 'OPEN',
      lamp: 'RED',
      due: { label: day('2021-05-21') },
      viewerCan: { start: { code: 'FORBIDDEN' } },
    });
    // Taken back, it comes again under the new due.
    const mine = await s.as(a, 'REPORTER');
    const { submission } = await s.owes(a);
    expect(acts.codes(await acts.withdrawSubmission(mine, { submissionId: submission.id, version: submission.version }))).toEqual([
      'CLOSED',
    ]);
    expect(await s.recount()).toEqual([]);
  });

  test('loses its sums with a question that is no longer asked, and nothing else', async () => {
    const { s, a } = await inEveryState();
    const figures = async () =>
      (
        await (
          await s.as(s.w.county, 'REVIEWER')
        ).ask('query($id: ID!) { figures(deliverableId: $id) { totals { sum answers } } }', { id: s.deliverable('entries') })
      ).figures.totals;
    expect(await figures()).toEqual([{ sum: '20', answers: 2 }]);
    await corrections.correct(await s.province, s.notice.id, content({ deliverables: [{ ...entries, fields: [summary] }, photos] }));
    expect(await figures()).toEqual([]);
    expect((await s.owes(a)).state).toBe('SUBMITTED');
    expect(await s.recount()).toEqual([]);
  });
});

describe('on the way down', () => {
  test('a draft that a body is writing is brought up to the new edition, marked, and asks to be saved anew', async () => {
    const s = await stage();
    const fourth = s.cities[3]!;
    const client = await s.as(fourth);
    const { notice: draft } = await draftForwarding(client, { noticeId: s.notice.id });
    const own = {
      title: draft!.title,
      signedBy: '办公室',
      addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
      inherited: draft!.deliverables.map(({ inherits }) => ({ deliverableId: inherits!.id, due: '2021-05-28', requirement: '本级要求' })),
      deliverables: [{ key: 'list', title: '名单', due: '2021-05-20' }],
    };
    const saved = (await saveNoticeDraft(client, { noticeId: draft!.id, version: draft!.version, content: own })).notice!;
    const more = { key: 'list', title: '花名册', audience: ['GRASSROOTS', 'CITY_DIRECT_GRASSROOTS'], due: '2021-05-27' };
    const earlier = { ...entries, due: '2021-05-26', duePhrase: null };
    await corrections.correct(await s.province, s.notice.id, content({ deliverables: [earlier, more] }));
    const rebased = await corrections.corrected(client, saved.id);
    expect(rebased).toMatchObject({
      state: 'DRAFT',
      basedOn: 2,
      rebasedAt: expect.any(String),
      version: saved.version + 1,
      deliverables: [
        { key: 'entries', dueLabel: day('2021-05-26'), pulledFromLabel: day('2021-05-28'), locked: true },
        { key: 'list', title: '名单', locked: false },
        // The superior's new one takes another key where the draft uses its own.
        { key: 'list2', title: '花名册', dueLabel: day('2021-05-27'), locked: true },
      ],
    });
    expect((await saveNoticeDraft(client, { noticeId: saved.id, version: saved.version, content: own })).errors).toMatchObject([
      { code: 'STALE_VERSION' },
    ]);
    const inherited = rebased.deliverables.flatMap(({ inherits }: { inherits: { id: string } | null }) =>
      inherits ? [{ deliverableId: inherits.id, due: '2021-05-20' }] : [],
    );
    const mended = (await saveNoticeDraft(client, { noticeId: saved.id, version: rebased.version, content: { ...own, inherited } }))
      .notice!;
    expect(mended.deliverables.map(({ key }) => key)).toEqual(['entries', 'list2', 'list']);
  });

  test('two in quick succession are one duty, and end with one handing on', async () => {
    const s = await stage();
    const province = await s.province;
    await corrections.correct(province, s.notice.id, CORRECTION, { reason: '第一次' });
    s.w.clock.advance(60_000);
    const third = content({
      title: '关于报送特色建设成果的补充通知',
      deliverables: [{ ...entries, due: '2021-05-24', duePhrase: null, fields: [summary, number] }],
    });
    expect(await corrections.correct(province, s.notice.id, third, { reason: '第二次' })).toMatchObject({ edition: 3 });
    const city = await s.as(s.w.city);
    const { workItems } = await city.ask('{ workItems(kinds: [PASS_ON]) { nodes { title obligation { events { kind reason } } } } }');
    expect(workItems.nodes).toEqual([{ title: '转发更正：《关于报送特色建设成果的补充通知》第3版', obligation: { events: [] } }]);
    const forwarding = s.forwardings['city']!;
    const { deliverables, version } = await corrections.corrected(city, forwarding.id);
    expect(deliverables[0]).toMatchObject({ dueLabel: day('2021-05-24'), pulledFromLabel: day('2021-05-25') });
    expect(await s.owes(s.units['a']!)).toMatchObject({
      awaits: [{ organization: { name: s.w.city.name } }],
      corrections: [{ edition: 3 }, { edition: 2 }],
    });
    acts.done(await corrections.confirmCorrection(city, { noticeId: forwarding.id, version }));
    expect((await city.ask('{ workItems(kinds: [PASS_ON]) { counts { total } } }')).workItems.counts.total).toBe(0);
    expect(await s.owes(s.units['a']!)).toMatchObject({ awaits: [] });
    expect(acts.codes(await corrections.confirmCorrection(city, { noticeId: forwarding.id, version: version + 1 }))).toEqual([
      'NOTHING_TO_CONFIRM',
    ]);
    expect(await s.recount()).toEqual([]);
  });

  test('what is new is owed below only when it is handed on, and cannot be confirmed away', async () => {
    const s = await stage();
    const more = { key: 'list', title: '花名册', audience: ['GRASSROOTS', 'CITY_DIRECT_GRASSROOTS'], due: '2021-05-27', fields: [summary] };
    s.notice = {
      ...s.notice,
      ...(await corrections.correct(await s.province, s.notice.id, content({ deliverables: [entries, photos, more] }))),
    };
    const city = await s.as(s.w.city);
    const forwarding = s.forwardings['city']!;
    const before = await corrections.corrected(city, forwarding.id);
    expect(acts.codes(await corrections.confirmCorrection(city, { noticeId: forwarding.id, version: before.version }))).toEqual([
      'MUST_BE_PASSED_ON',
    ]);
    await expect(s.obligation(s.w.cityUnit, 'list')).rejects.toThrow('owes nothing');
    expect(await s.owes(s.w.city, 'list')).toMatchObject({ state: 'OPEN' });
    s.w.clock.advance(60_000);
    const passed = await corrections.correct(city, forwarding.id, null, { reason: '随上级更正' });
    expect(passed).toMatchObject({
      edition: 2,
      basedOn: 2,
      deliverables: [{ key: 'entries' }, { key: 'photos' }, { key: 'list', dueLabel: day('2021-05-24') }],
    });
    expect(await s.owes(s.w.cityUnit, 'list')).toMatchObject({
      state: 'OPEN',
      due: { label: day('2021-05-24') },
      superiorDue: { label: day('2021-05-27') },
    });
    const { reportingProgress } = await (
      await s.province
    ).ask('query($id: ID!) { reportingProgress(deliverableId: $id) { rates { expected } } }', { id: s.deliverable('list') });
    expect(reportingProgress.rates.expected).toBe(1);
    expect(await s.recount()).toEqual([]);
  });

  test('new addressees get what stands now; nobody else gets anything twice', async () => {
    const s = await stage();
    const more = content({ addressees: { groups: [{ kinds: ['PREFECTURE_CITY', 'INDUSTRY_UNION'], scope: 'CHILDREN' }] } });
    const amended = await corrections.correct(await s.province, s.notice.id, more);
    expect(amended).toMatchObject({ addressees: { resolvedCount: 6 } });
    expect((await corrections.editionsOf(await s.province, s.notice.id))[1]).toMatchObject({ lines: ['增加主送单位1个'] });
    expect(await s.owes(s.w.industry)).toMatchObject({ state: 'OPEN', corrections: [], due: { label: day('2021-05-28') } });
    const industry = await s.as(s.w.industry);
    const { notices } = await industry.ask('{ notices(box: RECEIVED) { nodes { id edition } } }');
    expect(notices.nodes).toEqual([{ id: s.notice.id, edition: 2 }]);
    const { rows } = await s.w.asSystem(({ db }) =>
      sql<{ edition: number; count: number }>`
      select edition, count(*)::int as count from delivery group by edition order by edition`.execute(db),
    );
    expect(rows[1]).toEqual({ edition: 2, count: 1 });
    expect(await s.recount()).toEqual([]);
  });

  test('a later due of the superior leaves the dues below; the close moves with it', async () => {
    const s = await stage();
    await corrections.correct(
      await s.province,
      s.notice.id,
      content({ deliverables: [{ ...entries, due: '2021-06-04', duePhrase: null }, photos] }),
    );
    expect(await s.owes(s.units['a']!)).toMatchObject({
      due: { label: day('2021-05-22') },
      superiorDue: { label: day('2021-06-04') },
      closesAt: '2021-06-04T16:00:00.000Z',
      events: [],
    });
    expect(await s.owes(s.w.city)).toMatchObject({ due: { label: day('2021-06-04') }, events: [{ kind: 'DUE_CHANGED' }] });
    s.w.clock.set('2021-06-03T10:00:00+08:00');
    expect(await s.submit(s.units['a']!)).toMatchObject({ late: true, receipt: { onTimeForAsker: true } });
    expect(await s.recount()).toEqual([]);
  });

  test('reaches nobody before it is signed, where the body has to sign', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00', signing: true });
    const client = w.as(await w.person(w.county, ['ISSUING_OFFICER']));
    // A county sends without, until its administrator decides otherwise.
    const sent = await issue(client, {
      title: '通知',
      signedBy: '办公室',
      addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
      deliverables: [],
    });
    const admin = w.as(await w.person(w.city, ['ADMINISTRATOR']));
    const { setSigningPolicy } = await admin.ask(
      'mutation($input: SetSigningPolicyInput!) { setSigningPolicy(input: $input) { errors { code } } }',
      { input: { organizationId: w.id('Organization', w.county.id), required: true, reason: '规范发文' } },
    );
    expect(setSigningPolicy.errors).toEqual([]);
    const answered = await corrections.tryToCorrect(client, sent.id, {
      title: '通知（更正）',
      signedBy: '办公室',
      addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
    });
    expect(acts.codes(answered)).toEqual(['NOT_SIGNED']);
    expect(await corrections.corrected(client, sent.id)).toMatchObject({ edition: 1, title: '通知' });
  });
});

describe('a correction is refused', () => {
  const refused = async (s: Stage, more: TestContent) =>
    acts.codes(await corrections.tryToCorrect(await s.province, s.notice.id, content(more)));

  test('where it changes nothing, fixed terms, the type of a question, a key that is used up, or loses addressees', async () => {
    const s = await stage();
    expect(await refused(s, {})).toEqual(['NOTHING_CHANGED']);
    expect(await refused(s, { deliverables: [{ ...entries, route: 'DIRECT' }, photos] })).toEqual(['TERMS_FIXED']);
    expect(await refused(s, { deliverables: [{ ...entries, audience: ['GRASSROOTS'] }, photos] })).toEqual(['TERMS_FIXED']);
    expect(await refused(s, { reach: 'OPEN' })).toEqual(['TERMS_FIXED']);
    expect(
      await refused(s, { deliverables: [{ ...entries, fields: [{ ...summary, type: 'CONTACT', maxCharacters: null }, number] }, photos] }),
    ).toEqual(['FIELD_TYPE_CHANGED']);
    expect(await refused(s, { deliverables: [{ ...entries, due: '2021-05-05', duePhrase: null }, photos] })).toEqual(['DUE_IN_PAST']);
    expect(
      await refused(s, {
        addressees: { groups: [{ kinds: ['PREFECTURE_CITY'], scope: 'CHILDREN' }], exceptIds: [s.w.id('Organization', s.w.city.id)] },
      }),
    ).toEqual(['ADDRESSEES_FEWER']);
    expect(await corrections.corrected(await s.province, s.notice.id)).toMatchObject({ edition: 1 });
    await corrections.correct(await s.province, s.notice.id, content({ deliverables: [{ ...entries, fields: [number] }] }));
    expect(await refused(s, { deliverables: [{ ...entries, fields: [{ ...number, key: 'summary' }, number] }] })).toEqual([
      'FIELD_TYPE_CHANGED',
    ]);
    expect(await refused(s, { deliverables: [{ ...entries, fields: [number] }, photos] })).toEqual(['KEY_USED']);
    expect(await s.recount()).toEqual([]);
  });

  test('of a due that has passed and stays as it is: it is not', async () => {
    const s = await stage();
    s.w.clock.set('2021-06-10T10:00:00+08:00');
    expect(await refused(s, { body: '第一段。\n改过的第二段。' })).toEqual([]);
    const [, second] = await corrections.editionsOf(await s.province, s.notice.id);
    expect(second.changes).toEqual([
      { kind: 'BODY', key: null, deliverableId: null, field: null, before: '第二段。', after: '改过的第二段。' },
    ]);
  });

  test('from anybody but the body whose notice it is', async () => {
    const s = await stage();
    for (const client of [await s.as(s.w.city), await s.as(s.units['a']!)]) {
      expect(acts.codes(await corrections.amendNotice(client, { noticeId: s.notice.id, reason: '改' }))).toEqual(['NOT_FOUND']);
    }
    expect(acts.codes(await corrections.amendNotice(await s.province, { noticeId: s.forwardings['city']!.id, reason: '改' }))).toEqual([
      'NOT_FOUND',
    ]);
    const other = await stage();
    expect(acts.codes(await corrections.amendNotice(await s.province, { noticeId: other.notice.id, reason: '改' }))).toEqual(['NOT_FOUND']);
    const { notice } = await draftNotice(await s.province, { content: content() });
    expect(acts.codes(await corrections.amendNotice(await s.province, { noticeId: notice!.id, reason: '改' }))).toEqual(['NOT_ISSUED']);
    expect(acts.codes(await corrections.issueCorrection(await s.province, { noticeId: notice!.id, version: notice!.version }))).toEqual([
      'NOT_CORRECTION',
    ]);
  });
});

describe('at once', () => {
  test('of two who issue the same correction one does, and of two corrections each is an edition', async () => {
    const s = await stage();
    const two = [s.w.as(await s.w.person(s.w.province, ['ISSUING_OFFICER'])), s.w.as(await s.w.person(s.w.province, ['ISSUING_OFFICER']))];
    const { id: noticeId, version } = acts.done(await corrections.amendNotice(two[0]!, { noticeId: s.notice.id, reason: '改' }))['notice'];
    const saved = (await saveNoticeDraft(two[0]!, { noticeId, version, content: CORRECTION })).notice!;
    await corrections.answerLint(two[0]!, noticeId);
    const outcomes = await Promise.all(two.map((client) => corrections.issueCorrection(client, { noticeId, version: saved.version })));
    expect(outcomes.map((one) => acts.codes(one).join()).toSorted()).toEqual(['', 'ALREADY_ISSUED']);
    expect(await corrections.corrected(two[0]!, s.notice.id)).toMatchObject({ edition: 2 });
    expect(await s.recount()).toEqual([]);
  });

  test('a correction while units hand in: each was in time by the due that it met, and nothing is lost', async () => {
    const s = await stage();
    s.w.clock.set('2021-05-21T10:00:00+08:00');
    const units = ['a', 'b', 'c', 'd'].map((key) => s.units[key]!);
    const pages = await Promise.all(
      units.map(async (unit) => {
        const client = await s.as(unit, 'REPORTER');
        const obligationId = await s.obligation(unit);
        const { editor } = acts.done(await acts.startSubmission(client, { obligationId }));
        const answers = [{ deliverableId: s.deliverable('entries'), field: 'summary', value: '活动十场' }];
        const saved = acts.done(await acts.saveSubmissionDraft(client, { obligationId, version: editor.version, answers }))['editor'];
        return () => acts.submitSubmission(client, { obligationId, version: saved.version });
      }),
    );
    const earlier = content({
      deliverables: [{ ...entries, due: '2021-05-21', duePhrase: null, fields: [{ ...summary, label: '总结' }, number] }],
    });
    const { id: noticeId, version } = acts.done(
      await corrections.amendNotice(await s.province, { noticeId: s.notice.id, reason: '改', reask: true }),
    )['notice'];
    const saved = (await saveNoticeDraft(await s.province, { noticeId, version, content: earlier })).notice!;
    await corrections.answerLint(await s.province, noticeId);
    const [corrected, ...submitted] = await Promise.all([
      corrections.issueCorrection(await s.province, { noticeId, version: saved.version }),
      ...pages.map((send) => send()),
    ]);
    expect([corrected, ...submitted].map((one) => acts.codes(one))).toEqual([[], [], [], [], []]);
    // Whoever came before is asked again; whoever came after has answered the new form.
    const states = await Promise.all(units.map(async (unit) => (await s.owes(unit)).state));
    for (const [index, state] of states.entries()) {
      const { submission } = await s.owes(units[index]!);
      expect([state, submission.state, submission.returnSlip === null]).toEqual(
        state === 'RETURNED' ? ['RETURNED', 'RETURNED', false] : ['SUBMITTED', 'SUBMITTED', true],
      );
    }
    expect(await s.recount()).toEqual([]);
  });

  test('a correction while a body hands on: it hands on the new edition, or owes to hand the correction on', async () => {
    const s = await stage();
    const fourth = await s.as(s.cities[3]!);
    const { notice: draft } = await draftForwarding(fourth, { noticeId: s.notice.id });
    const { id: noticeId, version } = acts.done(await corrections.amendNotice(await s.province, { noticeId: s.notice.id, reason: '改' }))[
      'notice'
    ];
    const saved = (await saveNoticeDraft(await s.province, { noticeId, version, content: CORRECTION })).notice!;
    await s.w.plant([{ parentId: s.cities[3]!.id, kind: 'CITY_DIRECT_GRASSROOTS', name: '第四市水务工会', shortName: '水务' }]);
    await corrections.answerLint(await s.province, noticeId);
    await corrections.answerLint(fourth, draft!.id);
    const [corrected, forwarded] = await Promise.all([
      corrections.issueCorrection(await s.province, { noticeId, version: saved.version }),
      forwardNotice(fourth, { noticeId: draft!.id, version: draft!.version }),
    ]);
    expect(acts.codes(corrected)).toEqual([]);
    const { workItems } = await fourth.ask('{ workItems(kinds: [PASS_ON]) { counts { total } } }');
    const went = forwarded.errors.length === 0;
    expect([went, forwarded.errors.map(({ code }) => code), workItems.counts.total]).toEqual(
      went ? [true, [], 1] : [false, ['STALE_VERSION'], 0],
    );
    expect(await s.recount()).toEqual([]);
  });
});

test('everybody is told: those below of the change and of earlier dues, those who handed on of their duty', async () => {
  const s = await stage();
  await s.w.asSystem(({ db }) => sql`update announcement set told_at = happened_at`.execute(db));
  await corrections.correct(await s.province, s.notice.id, CORRECTION, { reason: '时间提前' });
  const { rows } = await s.w.asSystem(({ db }) =>
    sql<{ event: string; to: string | null; waiting: string | null; hops: number | null }>`
      select a.event, n.title as to, a.detail ->> 'waitingFor' as waiting, jsonb_array_length(a.audience -> 'organizationIds') as hops
        from announcement a left join notice n on n.id = (a.audience ->> 'deliveriesOf')::uuid
       where a.told_at is null order by a.event, n.title`.execute(db),
  );
  const to = (event: string, title: string, waiting: string | null) => ({ event, to: title, waiting, hops: null });
  expect(rows).toEqual([
    { event: 'CORRECTION_TO_PASS_ON', to: null, waiting: null, hops: 3 },
    to('DUE_CHANGED', '关于转发的通知（otherCity）', s.w.otherCity.name),
    to('DUE_CHANGED', '关于转发的通知（otherCounty）', s.w.otherCounty.name),
    to('DUE_CHANGED', '关于转发的通知（third）', '第三市总工会'),
    to('NOTICE_AMENDED', '关于报送特色建设成果的通知', null),
    to('NOTICE_AMENDED', '关于转发的通知（city）', s.w.city.name),
    to('NOTICE_AMENDED', '关于转发的通知（county）', s.w.county.name),
  ]);
});
