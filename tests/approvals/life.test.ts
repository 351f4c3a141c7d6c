import { describe, expect, test } from 'vitest';
import { forfeitOverdue } from '../../src/domains/obligations/forfeit.ts';
import {
  type Applying,
  applying,
  approvalsAs,
  fill,
  giveOpinion,
  opinion,
  recordLevelAcceptance,
  save,
  scan,
  signOwn,
  SMALL_HOME,
  states,
} from '../support/approvals.ts';
import { digestOf } from '../support/digest.ts';
import { get } from '../support/files.ts';
import { acceptSubmission, codes, done, forwardSubmissions, startSubmission, submitSubmission } from '../support/submissions.ts';
import type { TestPerson } from '../support/world.ts';

const submit = ({ w, unit, obligationId }: Applying, version: number) => submitSubmission(w.as(unit), { obligationId, version });

/** Signed by the unit and handed in: how it lies with the county. */
async function handedIn(answers: Readonly<Record<string, unknown>> = {}): Promise<{ a: Applying; submissionId: string; version: number }> {
  const a = await applying();
  const page = await fill(a, answers);
  await signOwn(a, page);
  const { submission } = done(await submit(a, page));
  return { a, submissionId: submission.id, version: submission.version };
}

const accept = async (a: Applying, by: TestPerson, submissionId: string, version: number) =>
  acceptSubmission(a.w.as(by), { submissionId, version });
const inspect = (a: Applying, by: TestPerson, passed = true) =>
  recordLevelAcceptance(a.w, by, { obligationId: a.obligationId, passed, inspectedOn: '2023-10-09', text: '六有齐全' });
const agree = async (a: Applying, by: TestPerson, step: string, version: number, more: object = {}) =>
  giveOpinion(a.w, by, await opinion(a, by, { step, version, ...more }));

const SEALED = { opinion: 'AGREE', text: '同意', datedOn: '2023-10-10', seal: { reference: '电子印章0009' } };

describe('the steps of the unit', () => {
  test('R-10 X-14: are entered with date and scan, in order, and say so; without a seal a step does not stand', async () => {
    const a = await applying();
    const { w, unit, obligationId } = a;
    const version = await fill(a);
    const before = await digestOf(w.federationId);
    const attempt = async (more: object) => codes(await giveOpinion(w, unit, await opinion(a, unit, { version, ...more })));
    expect(await attempt({ step: 'party' })).toEqual(['OUT_OF_ORDER']);
    expect(await attempt({ step: 'administration', seal: null })).toEqual(['SEAL_MISSING']);
    expect(await attempt({ step: 'administration', datedOn: null })).toEqual(['SEAL_DATE_MISSING']);
    expect(await attempt({ step: 'administration', datedOn: '2023-10-12' })).toEqual(['DATE_IN_FUTURE']);
    expect(await attempt({ step: 'administration', text: null })).toEqual(['TEXT_MISSING']);
    expect(await attempt({ step: 'administration', version: version + 1 })).toEqual(['STALE_VERSION']);
    expect(await attempt({ step: 'superior' })).toEqual(['NOT_SUBMITTED']);
    expect(await attempt({ step: 'other' })).toEqual(['STEP_UNKNOWN']);
    expect(states(await approvalsAs(w, unit, obligationId))).toBe('administration NEXT, party WAITING, superior WAITING, city WAITING');
    const { fileId, sha256 } = await scan(w, unit, '行政.pdf');
    const given = await opinion(a, unit, { step: 'administration', version, seal: { fileId }, signerPost: '厂长' });
    const { approvals } = done(await giveOpinion(w, unit, given));
    expect(states(approvals)).toBe('administration AGREED, party NEXT, superior WAITING, city WAITING');
    expect(approvals.steps[0].opinions).toMatchObject([
      {
        opinion: 'AGREE',
        standing: 'STANDS',
        text: '情况属实，同意申报',
        datedOn: '2023-10-10',
        way: 'ENTERED',
        wayLabel: '申报单位凭盖章件录入',
        signerPost: '厂长',
        seal: { sha256, reference: null, file: { id: fileId } },
      },
    ]);
    expect(await attempt({ step: 'administration' })).toEqual(['ALREADY_GIVEN']);
    expect(before).not.toEqual(await digestOf(w.federationId));
  });

  test('S2-81 S2-82 S2-84: nothing is handed in before all of them stand on the page as it is', async () => {
    const a = await applying();
    const version = await fill(a);
    expect(codes(await submit(a, version))).toEqual(['STEP_MISSING']);
    done(await agree(a, a.unit, 'administration', version));
    expect(codes(await submit(a, version))).toEqual(['STEP_MISSING']);
    done(await agree(a, a.unit, 'party', version));
    // Another seal under the same text leaves what was signed as it was; another text does not.
    const sealed = await save(a, version, { stamped: { reference: '电子印章0002', date: '2023-10-11' } });
    expect(states(await approvalsAs(a.w, a.unit, a.obligationId))).toBe('administration AGREED, party AGREED, superior NEXT, city WAITING');
    const changed = await save(a, sealed, { deeds: '组织了十一场活动' });
    expect(states(await approvalsAs(a.w, a.unit, a.obligationId))).toBe(
      'administration STALE, party STALE, superior WAITING, city WAITING',
    );
    expect(codes(await submit(a, changed))).toEqual(['STEP_STALE']);
    const back = await save(a, changed, { deeds: '组织了十场活动' });
    done(await submit(a, back));
  });

  test('the party organization sends it back to the administration, whose opinion is void and kept', async () => {
    const a = await applying();
    const version = await fill(a);
    done(await agree(a, a.unit, 'administration', version));
    const back = { opinion: 'RETURN', toStep: 'administration', text: '请行政核对人数', seal: null, datedOn: null };
    const { approvals } = done(await agree(a, a.unit, 'party', version, back));
    expect(states(approvals)).toBe('administration NEXT, party RETURNED, superior WAITING, city WAITING');
    expect(approvals.steps[0].opinions).toMatchObject([{ opinion: 'AGREE', standing: 'VOID' }]);
    expect(approvals.steps[1].opinions).toMatchObject([{ opinion: 'RETURN', returnedTo: '本单位行政意见', text: '请行政核对人数' }]);
    expect(codes(await submit(a, version))).toEqual(['STEP_MISSING']);
    expect(codes(await agree(a, a.unit, 'party', version))).toEqual(['OUT_OF_ORDER']);
    await signOwn(a, version);
    done(await submit(a, version));
  });
});

describe('the levels', () => {
  test('S2-60 S2-83 C-36: the recommending level accepts only with its acceptance and its opinion, and the city only with its own', async () => {
    const { a, submissionId, version } = await handedIn();
    const { w, county, city, obligationId, deliverableId } = a;
    expect(codes(await accept(a, county, submissionId, version))).toEqual(['STEP_MISSING']);
    expect(codes(await agree(a, county, 'superior', version))).toEqual(['ACCEPTANCE_MISSING']);
    done(await inspect(a, county, false));
    expect(codes(await agree(a, county, 'superior', version))).toEqual(['ACCEPTANCE_FAILED']);
    done(await inspect(a, county));
    expect(codes(await agree(a, city, 'city', version))).toEqual(['NOT_HOLDER']);
    const { approvals } = done(await agree(a, county, 'superior', version, { text: '同意推荐' }));
    expect(states(approvals)).toBe('administration AGREED, party AGREED, superior AGREED, city NEXT');
    expect(codes(await agree(a, county, 'superior', version))).toEqual(['ALREADY_GIVEN']);
    const accepted = done(await accept(a, county, submissionId, version)).submission;
    done(await forwardSubmissions(w.as(county), { deliverableId, submissionIds: [submissionId] }));
    expect(codes(await accept(a, city, submissionId, accepted.version + 1))).toEqual(['STEP_MISSING']);
    done(await agree(a, city, 'city', accepted.version + 1, { text: '同意' }));
    expect(done(await accept(a, city, submissionId, accepted.version + 1)).submission.state).toBe('ACCEPTED');
    const read = await approvalsAs(w, a.unit, obligationId);
    expect(states(read)).toBe('administration AGREED, party AGREED, superior AGREED, city AGREED');
    expect(read.next).toBeNull();
    expect(read.steps[2].acceptance).toEqual({
      passed: true,
      inspectedOn: '2023-10-09',
      text: '六有齐全',
      organization: { shortName: '东山县' },
    });
  });

  test('R-11: a return to the party organization voids all behind it; the same page is signed again from there', async () => {
    const { a, submissionId, version } = await handedIn();
    const { w, county, unit, obligationId } = a;
    done(await inspect(a, county));
    done(await agree(a, county, 'superior', version));
    const back = { opinion: 'RETURN', toStep: 'party', text: '党组织意见未写明会议', seal: null, datedOn: null };
    done(await agree(a, county, 'superior', version, back));
    const mine = await approvalsAs(w, unit, obligationId);
    expect(states(mine)).toBe('administration AGREED, party NEXT, superior STALE, city WAITING');
    const page = (await w.as(unit).ask('query($id: ID!) { submissionEditor(obligationId: $id) { version } }', { id: obligationId }))
      .submissionEditor.version;
    expect(codes(await submit(a, page))).toEqual(['STEP_MISSING']);
    done(await agree(a, unit, 'party', page, { text: '经党组织会议研究，同意' }));
    const again = done(await submit(a, page)).submission;
    const theirs = await approvalsAs(w, county, obligationId);
    expect(states(theirs)).toBe('administration AGREED, party AGREED, superior STALE, city WAITING');
    expect(theirs.steps[1].opinions.map(({ text, standing }: Record<string, string>) => [text, standing])).toEqual([
      ['情况属实，同意申报', 'STALE'],
      ['经党组织会议研究，同意', 'STANDS'],
    ]);
    done(await agree(a, county, 'superior', again.version));
    done(await accept(a, county, submissionId, again.version));
  });

  test('S2-51: no level is skipped: while the county has it, the city neither agrees nor accepts', async () => {
    const { a, submissionId, version } = await handedIn();
    const before = await digestOf(a.w.federationId);
    expect(codes(await giveOpinion(a.w, a.city, { obligationId: a.obligationId, version, step: 'superior', ...SEALED }))).toEqual([
      'NOT_YOUR_STEP',
    ]);
    expect(codes(await giveOpinion(a.w, a.city, { obligationId: a.obligationId, version, step: 'city', ...SEALED }))).toEqual([
      'NOT_HOLDER',
    ]);
    expect(codes(await accept(a, a.city, submissionId, version))).toEqual(['NOT_HOLDER']);
    expect(await digestOf(a.w.federationId)).toEqual(before);
  });

  test('F-03: not recommended ends it with the reason; nobody decides on it any more, and the unit does not take it back', async () => {
    const { a, submissionId, version } = await handedIn();
    const refusal = { opinion: 'REFUSE', text: '本年度发生劳动争议群体事件', seal: null, datedOn: null };
    const { approvals } = done(await agree(a, a.county, 'superior', version, refusal));
    expect(states(approvals)).toBe('administration AGREED, party AGREED, superior REFUSED, city WAITING');
    expect(approvals).toMatchObject({ next: null, refusedBy: { step: { code: 'superior' } } });
    expect(codes(await accept(a, a.county, submissionId, version + 1))).toEqual(['NOT_HOLDER']);
    const withdraw = 'mutation($input: WithdrawSubmissionInput!) { withdrawSubmission(input: $input) { errors { code } } }';
    const answered = await a.w.as(a.unit).ask(withdraw, { input: { submissionId, version: version + 1 } });
    expect(answered.withdrawSubmission.errors).toEqual([{ code: 'ALREADY_REVIEWED' }]);
  });

  test('S2-69: what the county has agreed to and not handed on is given up at 11-01 00:00, held by the county', async () => {
    const { a, submissionId, version } = await handedIn();
    done(await inspect(a, a.county));
    done(await agree(a, a.county, 'superior', version));
    done(await accept(a, a.county, submissionId, version));
    a.w.clock.set('2023-11-01T00:00:00+08:00');
    expect(await forfeitOverdue(a.w.orm.em, a.w.federationId, a.w.clock.now(), 'test')).toBe(1);
    const document = 'query($id: ID!) { obligation(id: $id) { state events { kind reason heldBy { shortName } } } }';
    expect((await a.w.as(a.unit).ask(document, { id: a.obligationId })).obligation).toEqual({
      state: 'FORFEITED',
      events: [{ kind: 'FORFEITED', reason: '逾期视为自动放弃；截止时由东山县总工会持有', heldBy: { shortName: '东山县' } }],
    });
  });

  test('S2-07 C-31: a holder of a city-level title needs a reason of the recommender, confirmed by the city', async () => {
    const { a, submissionId, version } = await handedIn({ priorTitles: [{ year: '2019', level: '市级' }] });
    const { w, county, city, deliverableId } = a;
    done(await inspect(a, county));
    expect((await approvalsAs(w, county, a.obligationId)).overridesNeeded).toEqual([{ code: 'priorTitle' }]);
    expect(codes(await agree(a, county, 'superior', version))).toEqual(['OVERRIDE_REASON_MISSING']);
    done(await agree(a, county, 'superior', version, { overrideReason: '新业态建会成绩突出' }));
    const accepted = done(await accept(a, county, submissionId, version)).submission;
    done(await forwardSubmissions(w.as(county), { deliverableId, submissionIds: [submissionId] }));
    expect(codes(await agree(a, city, 'city', accepted.version + 1))).toEqual(['OVERRIDE_UNCONFIRMED']);
    const { approvals } = done(await agree(a, city, 'city', accepted.version + 1, { confirmsOverride: true }));
    expect(approvals.steps[2].opinions[0].overrideReason).toBe('新业态建会成绩突出');
    expect(approvals.steps[3].opinions[0].overrideConfirmed).toBe(true);
  });

  test('S2-86 F-04: of a workshop the primary-level union agrees first, then the county, then the city; nobody else', async () => {
    const a = await applying(SMALL_HOME, 'union');
    const version = await fill(a);
    done(await submit(a, version)); // no step of an administration or a party organization keeps it back
    const read = await approvalsAs(a.w, a.unit, a.obligationId);
    const line = ({ step, organization }: { step: { title: string }; organization: { shortName: string } }) =>
      `${step.title} ${organization.shortName}`;
    expect(read.steps.map(line)).toEqual(['基层工会意见 第一纺织厂', '上级工会意见 东山县', '市总工会审批意见 石门市']);
  });

  test('where no body stands between, the superior union is the city itself, step by step', async () => {
    const a = await applying(undefined, 'nobody');
    const version = await fill(a);
    await signOwn(a, version);
    const { submission } = done(await submit(a, version));
    expect(codes(await agree(a, a.city, 'city', submission.version))).toEqual(['OUT_OF_ORDER']);
    done(await inspect(a, a.city));
    done(await agree(a, a.city, 'superior', submission.version));
    expect(codes(await accept(a, a.city, submission.id, submission.version))).toEqual(['STEP_MISSING']);
    done(await agree(a, a.city, 'city', submission.version));
    expect(done(await accept(a, a.city, submission.id, submission.version)).submission.state).toBe('ACCEPTED');
  });
});

describe('who reads it', () => {
  test("one application's life as everybody sees it, and an outsider nothing", async () => {
    const a = await applying();
    const { w, unit, county, city, obligationId } = a;
    const sibling = await w.allRounder(w.sibling);
    const neighbour = await w.allRounder(w.b);
    const analyst = await w.person(w.county, ['ANALYST']);
    const readers = { unit, county, city, 'sibling county': sibling, neighbour, analyst };
    const seen = async (): Promise<Record<string, string>> =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(readers).map(async ([name, person]) => {
            const approvals = await approvalsAs(w, person, obligationId);
            if (!approvals) return [name, '—'];
            const count = approvals.steps.reduce((sum: number, { opinions }: { opinions: unknown[] }) => sum + opinions.length, 0);
            const next = approvals.next ? `${approvals.next.step.code} ${approvals.next.viewerCan.agree.code ?? '✓'}` : 'done';
            return [name, `${count} opinions, next ${next}`];
          }),
        ),
      );
    const table: Record<string, Record<string, string>> = {};
    const OUT = { 'sibling county': '—', neighbour: '—', analyst: '—' };
    const version = await fill(a);
    done(await agree(a, unit, 'administration', version));
    table['administration agreed'] = await seen();
    expect(table['administration agreed']).toEqual({
      unit: '1 opinions, next party ✓',
      county: '0 opinions, next administration NOT_OWN',
      city: '0 opinions, next administration NOT_OWN',
      ...OUT,
    });
    const { fileId } = await scan(w, unit, '党组织.pdf');
    done(await giveOpinion(w, unit, await opinion(a, unit, { step: 'party', version, seal: { fileId } })));
    expect((await get(w, county, fileId)).statusCode).toBe(404);
    const { submission } = done(await submit(a, version));
    table['handed in'] = await seen();
    expect(table['handed in']).toEqual({
      unit: '2 opinions, next superior NOT_YOUR_STEP',
      county: '2 opinions, next superior ACCEPTANCE_MISSING',
      city: '2 opinions, next superior NOT_YOUR_STEP',
      ...OUT,
    });
    for (const [reader, status] of [
      [unit, 200],
      [county, 200],
      [city, 200],
      [sibling, 404],
      [neighbour, 404],
    ] as const) {
      expect((await get(w, reader, fileId)).statusCode).toBe(status);
    }
    done(await inspect(a, county));
    done(await agree(a, county, 'superior', submission.version));
    const accepted = done(await accept(a, county, submission.id, submission.version)).submission;
    done(await forwardSubmissions(w.as(county), { deliverableId: a.deliverableId, submissionIds: [submission.id] }));
    table['recommended'] = await seen();
    expect(table['recommended']).toEqual({
      unit: '3 opinions, next city NOT_YOUR_STEP',
      county: '3 opinions, next city NOT_YOUR_STEP',
      city: '3 opinions, next city ✓',
      ...OUT,
    });
    done(await agree(a, city, 'city', accepted.version + 1));
    table['approved'] = await seen();
    expect(table['approved']).toEqual({
      unit: '4 opinions, next done',
      county: '4 opinions, next done',
      city: '4 opinions, next done',
      ...OUT,
    });
    if (process.env['PRINT']) console.table(table);
    const before = await digestOf(w.federationId);
    expect(codes(await giveOpinion(w, neighbour, { obligationId, version: 1, step: 'city', opinion: 'AGREE' }))).toEqual(['NOT_FOUND']);
    expect(await digestOf(w.federationId)).toEqual(before);
    expect(codes(await startSubmission(w.as(neighbour), { obligationId }))).toEqual(['NOT_FOUND']);
  });
});
