import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { uuid7 } from '../../src/kit/uuid.ts';
import { chain, direct, DUE } from '../support/reporting.ts';
import {
  acceptSubmission,
  type Answered,
  codes,
  done,
  editor,
  forwardSubmissions,
  returnSubmission,
  saveSubmissionDraft,
  submission,
  submitSubmission,
} from '../support/submissions.ts';
import { type World, world } from '../support/world.ts';

const absentBut = (w: World, present: 'a' | 'b') =>
  (['a', 'b', 'c', 'd'] as const)
    .filter((place) => place !== present)
    .map((place) => ({ organizationId: w.id('Organization', w[place].id), reason: '停产' }));

describe.concurrent('returnSubmission', () => {
  test('the slip names the field, what stood there, whom to ring and by when; only that field opens', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const first = await r.submit('a', { summary: '活动十场', number: '12' });
    const reviewer = await r.as('province', 'REVIEWER');
    await w.asSystem(({ db }) =>
      sql`update post set office_phone = '010-5550-0177' where federation_id = ${w.federationId} and organization_id = ${w.province.id}`.execute(
        db,
      ),
    );
    w.clock.set('2021-05-28T15:00:00+08:00'); // a Friday: three working days end on Wednesday
    const items = [{ deliverableId: r.deliverables.province, field: 'number', comment: '应为参加人次' }];
    const returned = done(
      await returnSubmission(reviewer, { submissionId: first.id, version: first.version, reason: '数字有误', items, remark: '电话核过' }),
    );
    expect(returned['submission']).toMatchObject({
      state: 'RETURNED',
      holder: { name: '东山县第一纺织厂工会' },
      obligation: { state: 'RETURNED' },
      returnSlip: {
        round: 1,
        reason: '数字有误',
        post: '干事',
        phone: '010-5550-0177',
        returnedBy: { name: '河东省总工会' },
        returnedTo: { name: '东山县第一纺织厂工会' },
        due: { closesAt: '2021-06-02T16:00:00.000Z', label: '6月2日24:00止（含当日）' },
        items: [{ deliverableId: r.deliverables.province, field: 'number', label: '参加人数', comment: '应为参加人次', before: '12' }],
      },
    });
    expect(returned['queue']).toEqual({ counts: { pending: 0, deferred: 0, cleared: 0, returned: 1, doneToday: 1 }, current: null });

    w.clock.set(DUE); // closed for everybody else, open for this unit
    const page = await editor(await r.as('a'), await r.obligation('a'));
    expect(page).toMatchObject({
      sections: [{ lockedFields: ['summary'] }],
      returnSlip: { round: 1 },
      viewerCan: { edit: { allowed: true } },
    });
    const save = async (field: string, value: string) =>
      saveSubmissionDraft(await r.as('a'), {
        obligationId: await r.obligation('a'),
        version: page.version,
        answers: [{ deliverableId: r.deliverables.province, field, value }],
      });
    expect((await save('summary', '活动九场')).errors).toEqual([
      { code: 'FIELD_LOCKED', message: '退回时没有要求修改这一项，不能改动', path: ['input', 'answers', '0', 'field'] },
    ]);
    const { version } = done(await save('number', '120'))['editor'];
    const again = done(await submitSubmission(await r.as('a'), { obligationId: await r.obligation('a'), version }));
    expect(again['submission']).toMatchObject({
      state: 'SUBMITTED',
      number: 2,
      late: false,
      receipt: { number: first.receipt.number, version: 2, onTime: true },
      timeline: [{ kind: 'SUBMITTED' }, { kind: 'RETURNED' }, { kind: 'RESUBMITTED', number: 2 }],
      parts: [
        {
          answers: [
            { field: 'summary', value: '活动十场' },
            { field: 'number', value: '120' },
          ],
        },
      ],
    });
  });

  for (const [offset, code] of [
    [-1, []],
    [0, ['CLOSED']],
  ] as const) {
    test(`C-20: the slip's door, ${offset} ms from its end, ${code.length ? 'is shut' : 'is open'}`, async () => {
      const w = await world();
      const r = await direct(w, ['a']);
      const { id, version } = await r.submit('a');
      w.clock.set('2021-05-28T15:00:00+08:00');
      done(await returnSubmission(await r.as('province', 'REVIEWER'), { submissionId: id, version, reason: '请补充' }));
      w.clock.set(new Date(Date.parse('2021-06-03T00:00:00+08:00') + offset));
      const page = await editor(await r.as('a'), await r.obligation('a'));
      expect(codes(await submitSubmission(await r.as('a'), { obligationId: await r.obligation('a'), version: page.version }))).toEqual(
        code,
      );
    });
  }

  test('LEVEL_BY_LEVEL: returned to a body that let it pass, which returns it further or passes it again', async () => {
    const w = await world();
    const r = await chain(w);
    const { id, version } = await r.submit('a');
    const [county, city] = [await r.as('county', 'REVIEWER'), await r.as('city', 'REVIEWER')];
    done(await acceptSubmission(county, { submissionId: id, version }));
    done(await forwardSubmissions(county, { deliverableId: r.deliverables.county, absent: absentBut(w, 'a') }));
    const back = done(
      await returnSubmission(city, {
        submissionId: id,
        version: version + 2,
        toOrganizationId: w.id('Organization', w.county.id),
        reason: '县级意见不全',
      }),
    );
    expect(back['submission']).toMatchObject({
      state: 'RETURNED',
      holder: { name: '东山县总工会' },
      obligation: { state: 'SUBMITTED' },
      returnSlip: { returnedTo: { name: '东山县总工会' } },
    });
    const desk = await county.ask(
      `{ reviewQueue { counts { pending } current { id returnSlip { reason } viewerCan { accept { allowed } return { allowed } } } } }`,
    );
    expect(desk.reviewQueue).toEqual({
      counts: { pending: 1 },
      current: { id, returnSlip: { reason: '县级意见不全' }, viewerCan: { accept: { allowed: true }, return: { allowed: true } } },
    });

    const passed = done(await acceptSubmission(county, { submissionId: id, version: version + 3 }));
    expect(passed['submission']).toMatchObject({ state: 'SUBMITTED', cleared: true });
    done(await forwardSubmissions(county, { deliverableId: r.deliverables.county }));
    const further = done(
      await returnSubmission(city, {
        submissionId: id,
        version: version + 5,
        toOrganizationId: w.id('Organization', w.county.id),
        reason: '仍不全',
      }),
    );
    done(await returnSubmission(county, { submissionId: id, version: further['submission'].version, reason: '请重写' }));
    expect(await submission(await r.as('a'), id)).toMatchObject({
      state: 'RETURNED',
      holder: { name: '东山县第一纺织厂工会' },
      obligation: { state: 'RETURNED' },
      viewerCan: { resubmit: { allowed: true }, withdraw: { code: 'ALREADY_REVIEWED' } },
    });
  });

  test('only to the unit, or to a body that handed it on', async () => {
    const w = await world();
    const r = await chain(w);
    const { id, version } = await r.submit('a');
    const to = async (place: 'city' | 'sibling' | 'county') =>
      codes(
        await returnSubmission(await r.as('county', 'REVIEWER'), {
          submissionId: id,
          version,
          reason: '退',
          toOrganizationId: w.id('Organization', w[place].id),
        }),
      );
    expect([await to('city'), await to('sibling'), await to('county')]).toEqual([['NOT_PASSED'], ['NOT_PASSED'], ['NOT_PASSED']]);
    const d = await direct(w, ['b']);
    const other = await d.submit('b');
    const county = w.id('Organization', w.county.id);
    expect(
      codes(
        await returnSubmission(await d.as('province', 'REVIEWER'), {
          submissionId: other.id,
          version: 1,
          reason: '退',
          toOrganizationId: county,
        }),
      ),
    ).toEqual(['NOT_PASSED']);
  });

  test("a body between grants until the first asker's close, or three working days when that is nearer; the asker any day to come", async () => {
    const w = await world({ at: '2021-05-24T09:00:00+08:00' });
    const r = await chain(w);
    const due = async (resubmitDue: string, place: 'county' | 'province', { id, version }: Answered['submission']) =>
      returnSubmission(await r.as(place, 'REVIEWER'), { submissionId: id, version, reason: '退', resubmitDue });
    const sent = await r.submit('a');
    expect((await due('2021-05-29', 'county', sent)).errors).toEqual([
      { code: 'DUE_TOO_LATE', message: '重报期限不能晚于发起单位的截止时间', path: ['input', 'resubmitDue'] },
    ]);
    expect(codes(await due('2021-05-23', 'county', sent))).toEqual(['DUE_IN_PAST']);
    expect((await due('2021-02-30', 'county', sent)).errors).toEqual([
      { code: 'INVALID_DATE', message: '日期不存在', path: ['input', 'resubmitDue'] },
    ]);
    expect(codes(await due('2021-05-28', 'county', sent))).toEqual([]);
    const d = await direct(w, ['b']);
    const other = await d.submit('b');
    const late = await returnSubmission(await d.as('province', 'REVIEWER'), {
      submissionId: other.id,
      version: other.version,
      reason: '退',
      resubmitDue: '2021-07-01',
    });
    expect(late['submission'].returnSlip.due.closesAt).toBe('2021-07-01T16:00:00.000Z');
  });

  for (const [offset, code] of [
    [-1, []],
    [0, ['CLOSED']],
  ] as const) {
    test(`C-20: a body between, ${offset} ms from the first asker's close, ${code.length ? 'no longer returns' : 'returns'} to the unit`, async () => {
      const w = await world();
      const r = await chain(w);
      const { id, version } = await r.submit('a');
      w.clock.set(new Date(Date.parse(DUE) + offset));
      const county = await r.as('county', 'REVIEWER');
      expect((await submission(county, id)).viewerCan.return.code).toBe(code[0] ?? null);
      expect(codes(await returnSubmission(county, { submissionId: id, version, reason: '请补充' }))).toEqual(code);
    });
  }

  test('after the close a body between still gives back to one below it, and whoever asked first to the unit', async () => {
    const w = await world();
    const r = await chain(w);
    const sent = await r.submit('a');
    const [county, city, province] = [await r.as('county', 'REVIEWER'), await r.as('city', 'REVIEWER'), await r.as('province', 'REVIEWER')];
    w.clock.set('2021-07-01T09:00:00+08:00');
    done(await acceptSubmission(county, { submissionId: sent.id, version: sent.version }));
    done(await forwardSubmissions(county, { deliverableId: r.deliverables.county, absent: absentBut(w, 'a') }));
    const [{ version }, to] = [await submission(city, sent.id), { toOrganizationId: w.id('Organization', w.county.id) }];
    const input = { submissionId: sent.id, reason: '请补充' };
    expect((await submission(city, sent.id)).viewerCan.return.allowed).toBe(true);
    expect((await returnSubmission(city, { ...input, version })).errors).toEqual([
      { code: 'CLOSED', message: '报送已截止，只有最初发文的单位可以退回填报单位', path: ['input', 'submissionId'] },
    ]);
    const back = done(await returnSubmission(city, { ...input, version, ...to }));
    done(await acceptSubmission(county, { submissionId: sent.id, version: back['submission'].version }));
    done(await forwardSubmissions(county, { deliverableId: r.deliverables.county }));
    done(await acceptSubmission(city, { submissionId: sent.id, version: (await submission(city, sent.id)).version }));
    done(await forwardSubmissions(city, { deliverableId: r.deliverables.city, absent: absentBut(w, 'a') }));
    const last = await submission(province, sent.id);
    expect(codes(await returnSubmission(province, { ...input, version: last.version }))).toEqual([]);
  });

  test('a pinned field must be one of the form, once, and a pinned return is not answered by nothing to report', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const { id, version } = await r.submit('a');
    const items = (...fields: string[]) => fields.map((field) => ({ deliverableId: r.deliverables.province, field, comment: '请核' }));
    const reviewer = await r.as('province', 'REVIEWER');
    expect((await returnSubmission(reviewer, { submissionId: id, version, reason: '退', items: items('other') })).errors).toEqual([
      { code: 'FIELD_UNKNOWN', message: '没有这个填报项', path: ['input', 'items', '0', 'field'] },
    ]);
    expect(codes(await returnSubmission(reviewer, { submissionId: id, version, reason: '退', items: items('number', 'number') }))).toEqual([
      'ITEM_REPEATED',
    ]);
    expect(await submission(reviewer, id)).toMatchObject({ state: 'SUBMITTED', version });
    done(await returnSubmission(reviewer, { submissionId: id, version, reason: '退', items: items('number') }));
    const page = await editor(await r.as('a'), await r.obligation('a'));
    expect(
      codes(await submitSubmission(await r.as('a'), { obligationId: await r.obligation('a'), version: page.version, nil: true })),
    ).toEqual(['FIELD_LOCKED']);
  });

  test('whoever acts on behalf names the post that was lent', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const { id, version } = await r.submit('a');
    const [lender, holder] = [await w.person(w.province, ['REVIEWER']), await w.person(w.industry, ['REPORTER'])];
    const capacity = uuid7();
    await w.asSystem(async ({ db }) => {
      await sql`
        update post set title = '审核处处长', office_phone = '010-5550-0188'
         where federation_id = ${w.federationId} and id = (select post_id from appointment where federation_id = ${w.federationId} and id = ${lender.capacityId})`.execute(
        db,
      );
      await sql`
        insert into delegation (federation_id, id, appointment_id, organization_id, path, holder_id, roles, valid_from, valid_to)
        values (${w.federationId}, ${capacity}, ${lender.capacityId}, ${w.province.id}, ${w.province.path}, ${holder.accountId}, array['REVIEWER'],
                ${w.clock.now()}, ${new Date(w.clock.now().getTime() + 86_400_000)})`.execute(db);
    });
    const returned = done(await returnSubmission(w.as(holder, { capacity }), { submissionId: id, version, reason: '请补充' }));
    expect(returned['submission'].returnSlip).toMatchObject({
      post: '审核处处长',
      phone: '010-5550-0188',
      returnedBy: { name: '河东省总工会' },
    });
  });

  test("the remark is the reviewing body's alone", async () => {
    const w = await world();
    const r = await chain(w);
    const { id, version } = await r.submit('a');
    done(
      await returnSubmission(await r.as('county', 'REVIEWER'), { submissionId: id, version, reason: '请补充', remark: '与该厂电话核对' }),
    );
    const remarks = async (place: 'a' | 'county' | 'city' | 'province', role: 'REVIEWER' | 'ANALYST' = 'REVIEWER') =>
      (
        await (
          await r.as(place, role)
        ).ask(`query($id: ID!) { submission(id: $id) { reviews { decision remark } returnSlips { reason } } }`, { id })
      ).submission;
    expect(await remarks('county')).toEqual({
      reviews: [{ decision: 'RETURN', remark: '与该厂电话核对' }],
      returnSlips: [{ reason: '请补充' }],
    });
    for (const place of ['a', 'city', 'province'] as const)
      expect(await remarks(place)).toEqual({ reviews: [], returnSlips: [{ reason: '请补充' }] });
    expect((await remarks('county', 'ANALYST')).reviews).toEqual([]);
  });
});
