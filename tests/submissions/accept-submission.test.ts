import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { uuid7 } from '../../src/kit/uuid.ts';
import { chain, direct } from '../support/reporting.ts';
import { acceptSubmission, codes, done, forwardSubmissions, handIn, returnSubmission, submission } from '../support/submissions.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

/** The same person, a reviewer of the province besides. */
async function secondAppointment(w: World, { accountId, personId }: TestPerson): Promise<string> {
  const id = uuid7();
  await w.asSystem(({ db }) =>
    sql`insert into appointment (federation_id, id, person_id, account_id, organization_id, path, roles, valid_from)
        values (${w.federationId}, ${id}, ${personId}, ${accountId}, ${w.province.id}, ${w.province.path}, array['REVIEWER'], ${w.clock.now()})`.execute(
      db,
    ),
  );
  return id;
}

describe.concurrent('acceptSubmission', () => {
  test('DIRECT: the body that asked ends it and gets the next one', async () => {
    const w = await world();
    const r = await direct(w, ['a', 'b']);
    const first = await r.submit('a');
    w.clock.advance(1000);
    const second = await r.submit('b');
    const answered = done(
      await acceptSubmission(await r.as('province', 'REVIEWER'), { submissionId: first.id, version: first.version, remark: '内容属实' }),
    );
    expect(answered).toMatchObject({
      submission: {
        state: 'ACCEPTED',
        holder: null,
        obligation: { state: 'ACCEPTED' },
        timeline: [{ kind: 'SUBMITTED' }, { kind: 'ACCEPTED', organization: { name: '河东省总工会' } }],
      },
      queue: { counts: { pending: 1, cleared: 0, returned: 0, doneToday: 1 }, current: { id: second.id } },
    });
  });

  test('LEVEL_BY_LEVEL: a body between marks it as fit, the last one ends it', async () => {
    const w = await world();
    const r = await chain(w);
    const { id, version } = await r.submit('a');
    const here = done(await acceptSubmission(await r.as('county', 'REVIEWER'), { submissionId: id, version }));
    expect(here).toMatchObject({
      submission: {
        state: 'SUBMITTED',
        cleared: true,
        holder: { name: '东山县总工会' },
        obligation: { state: 'SUBMITTED' },
        viewerCan: { accept: { code: 'ALREADY_ACCEPTED' }, return: { allowed: true }, forward: { allowed: true } },
      },
      queue: { counts: { pending: 0, cleared: 1, returned: 0, doneToday: 1 }, current: null },
    });
    expect(codes(await acceptSubmission(await r.as('county', 'REVIEWER'), { submissionId: id, version: version + 1 }))).toEqual([
      'ALREADY_ACCEPTED',
    ]);
    const absent = ['b', 'c', 'd'].map((place) => ({ organizationId: w.id('Organization', w[place as 'b'].id), reason: '停产' }));
    done(await forwardSubmissions(await r.as('county', 'REVIEWER'), { deliverableId: r.deliverables.county, absent }));
    const city = await r.as('city', 'REVIEWER');
    done(await acceptSubmission(city, { submissionId: id, version: version + 2 }));
    done(await forwardSubmissions(city, { deliverableId: r.deliverables.city }));
    const last = done(await acceptSubmission(await r.as('province', 'REVIEWER'), { submissionId: id, version: version + 4 }));
    expect(last['submission']).toMatchObject({ state: 'ACCEPTED', obligation: { state: 'ACCEPTED' } });
  });

  test('C-19 S0-41: city and county read what goes straight to the province, and can neither accept nor return it', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const { id, version } = await r.submit('a');
    for (const place of ['county', 'city'] as const) {
      const reviewer = await r.as(place, 'REVIEWER');
      expect((await submission(reviewer, id)).viewerCan).toMatchObject({
        accept: { allowed: false, code: 'NOT_HOLDER' },
        return: { allowed: false, code: 'NOT_HOLDER' },
      });
      expect((await acceptSubmission(reviewer, { submissionId: id, version })).errors).toEqual([
        { code: 'NOT_HOLDER', message: '这份报送目前不由本单位审核', path: ['input', 'submissionId'] },
      ]);
      expect(codes(await returnSubmission(reviewer, { submissionId: id, version, reason: '不实' }))).toEqual(['NOT_HOLDER']);
    }
    expect(await submission(await r.as('a'), id)).toMatchObject({ state: 'SUBMITTED', version, timeline: [{ kind: 'SUBMITTED' }] });
  });

  test('four eyes: the person who submitted may not review, in whatever capacity', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const both = await w.person(w.a, ['REPORTER']);
    const reviewing = await secondAppointment(w, both);
    const own = await handIn(w.as(both), await r.obligation('a'), r.deliverables.province!, { summary: '活动十场' });
    const asReviewer = w.as(both, { capacity: reviewing });
    expect((await submission(asReviewer, own.id)).viewerCan.accept).toEqual({ allowed: false, code: 'FOUR_EYES' });
    expect((await acceptSubmission(asReviewer, { submissionId: own.id, version: own.version })).errors).toEqual([
      { code: 'FOUR_EYES', message: '报送人不能审核自己报送的内容', path: ['input', 'submissionId'] },
    ]);
    expect(codes(await acceptSubmission(await r.as('province', 'REVIEWER'), { submissionId: own.id, version: own.version }))).toEqual([]);
  });

  test('without the role it is forbidden, and nothing changes', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const { id, version } = await r.submit('a');
    for (const role of ['REPORTER', 'ISSUING_OFFICER', 'ANALYST'] as const) {
      const { data, errors } = await (
        await r.as('province', role)
      ).execute(`mutation($input: AcceptSubmissionInput!) { acceptSubmission(input: $input) { errors { code } submission { id } } }`, {
        input: { submissionId: id, version },
      });
      expect([data ?? null, errors?.map(({ extensions }) => extensions.code)]).toEqual([null, ['FORBIDDEN']]);
    }
    expect(await submission(await r.as('a'), id)).toMatchObject({ state: 'SUBMITTED', version });
  });

  test('of two reviewers at once one decides, the other sees what was decided', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const { id, version } = await r.submit('a');
    const [one, other] = [await r.as('province', 'REVIEWER'), w.as(await w.person(w.province, ['REVIEWER']))];
    const both = await Promise.all([
      acceptSubmission(one, { submissionId: id, version }),
      returnSubmission(other, { submissionId: id, version, reason: '请补充' }),
    ]);
    expect(both.flatMap(codes)).toEqual(['STALE_VERSION']);
    const refused = both.find(({ errors }) => errors.length > 0)!;
    const kept = both.find(({ errors }) => errors.length === 0)!;
    expect(refused['submission']).toMatchObject({ state: kept['submission'].state, version: version + 1 });
    const { rows } = await w.asSystem(({ db }) =>
      sql`select 1 from submission_step where federation_id = ${w.federationId} and kind in ('ACCEPTED', 'RETURNED')`.execute(db),
    );
    expect(rows).toHaveLength(1);
  });

  test('an unknown id and one of another federation are answered alike', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const { id, version } = await r.submit('a');
    const elsewhere = await world();
    const stranger = elsewhere.as(await elsewhere.person(elsewhere.province, ['REVIEWER']));
    const refused = await acceptSubmission(stranger, { submissionId: id, version });
    expect(refused).toEqual(
      await acceptSubmission(stranger, { submissionId: w.id('Submission', '01890000-0000-7000-8000-000000000000'), version }),
    );
    expect(codes(refused)).toEqual(['NOT_FOUND']);
  });
});
