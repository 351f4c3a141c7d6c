import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { field, inRequest } from '../support/plant.ts';
import { CONTENTS, get, put } from '../support/files.ts';
import * as judging from '../support/judging.ts';
import { direct, type Reporting } from '../support/reporting.ts';
import { codes, done, saveSubmissionDraft, startSubmission, submitSubmission } from '../support/submissions.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const FIELDS = [
  field({ key: 'title', type: 'TEXT', label: '成果名称', required: true }),
  field({ key: 'contact', type: 'CONTACT', label: '联系人' }),
  field({ key: 'proof', type: 'FILE', label: '佐证材料' }),
];
const CONTACT = { name: '联络员', phone: '0311-55500100' };

describe('a panel over what was accepted', () => {
  let w: World;
  let reporting: Reporting;
  let officer: TestPerson;
  let outside: TestPerson;
  let colleague: TestPerson;
  let third: TestPerson;
  let panel: judging.Panel;
  let fileId: string;

  beforeAll(async () => {
    w = await world();
    reporting = await direct(w, ['a', 'b', 'siblingUnit', 'd'], { fields: FIELDS, dueAt: '2021-05-29T00:00:00+08:00' });
    const [expertBody] = await w.plant([{ parentId: w.province.id, kind: 'OUTSIDE_BODY', name: '河东大学', shortName: '河东大学' }]);
    officer = await w.person(w.province, ['ISSUING_OFFICER']);
    outside = await w.person(expertBody!, ['ANALYST']);
    colleague = await w.person(w.province, ['REPORTER']);
    third = await w.person(w.otherCounty, ['REPORTER']);
    // One with a file and somebody to ring, one without; a nil report, and one that nobody accepted, are not judged.
    const unit = await w.person(w.a, ['REPORTER']);
    const obligationId = await reporting.obligation('a');
    const { editor } = done(await startSubmission(w.as(unit), { obligationId }));
    fileId = (await put(w, unit, obligationId, '照片.jpg', CONTENTS.jpg)).file!.id;
    const deliverableId = reporting.deliverables.province;
    const answers = Object.entries({ title: '班组里的红旗手', contact: CONTACT, proof: [{ fileId }] }).map(([key, value]) => ({
      deliverableId,
      field: key,
      value,
    }));
    const saved = done(await saveSubmissionDraft(w.as(unit), { obligationId, version: editor.version, answers }));
    const { submission } = done(await submitSubmission(w.as(unit), { obligationId, version: saved['editor'].version }));
    await judging.accept(reporting, submission);
    await judging.accept(reporting, await reporting.submit('b', { title: '机械厂的技能课' }));
    await judging.accept(reporting, await reporting.submit('siblingUnit', { title: '酒厂的读书会' }));
    await reporting.submit('d', { title: '无人审核' });
    panel = await judging.assigned(w, officer, reporting.root, [outside, colleague, third]);
  });

  test('S0-46: an expert without a range marks inside the window alone, and only what was assigned', async () => {
    const expert = w.as(outside);
    const before = await judging.queue(expert);
    expect(before['judgeAssignments'].counts).toEqual({ assigned: 3, done: 0, deferred: 0, recused: 0 });
    const [first] = before['judgeAssignments'].nodes;
    expect(first).toMatchObject({ code: '001', title: '班组里的红旗手', unitName: w.a.name, position: { index: 1, of: 3 } });
    expect(first.viewerCan.score).toMatchObject({ allowed: false, code: 'ROUND_NOT_OPENED' });
    expect(before['nextAssignment']).toBeNull();

    expect(await judging.opened(panel)).toMatchObject({ state: 'SCHEDULED', stateLabel: '待评审' });
    w.clock.set('2021-06-13T23:59:59.999+08:00');
    expect(codes(await judging.give(expert, first.id, '85'))).toEqual(['ROUND_NOT_OPENED']);
    w.clock.set('2021-06-14T00:00:00.000+08:00');
    const marked = done(await judging.give(expert, first.id, '85.5', '材料扎实'));
    expect(marked['assignment']).toMatchObject({
      myState: 'MARKED',
      myStateLabel: '已评',
      myResponse: { score: '85.5', note: '材料扎实' },
    });
    expect(marked).toMatchObject({ next: { code: '002' }, counts: { assigned: 3, done: 1 } });

    // What is nobody's to mark is unknown, whoever asks.
    for (const person of [officer, colleague, await w.person(w.a), await w.person(w.county, ['REVIEWER'])]) {
      expect(await judging.assignment(w.as(person), first.id)).toBeNull();
      expect(codes(await judging.saveScoreLines(w.as(person), { assignmentId: first.id, version: 0, score: '1' }))).toEqual(['NOT_FOUND']);
    }
  });

  test('a reading copy has the answers without people, and its files for the judge alone', async () => {
    const [first] = (await judging.queue(w.as(outside)))['judgeAssignments'].nodes;
    expect(first.answers.map((answer: { field: string }) => answer.field)).toEqual(['title', 'proof']);
    expect(JSON.stringify(first)).not.toContain(CONTACT.phone);
    expect(first.files).toMatchObject([{ id: fileId, name: '照片.jpg' }]);
    expect(first.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect((await get(w, outside, fileId)).statusCode).toBe(200);
    expect((await get(w, await w.person(outside.organization, ['ANALYST']), fileId)).statusCode).toBe(404);
  });

  test('R-07: a mark is checked, changed until the round closes, and kept; nobody else sees any of it', async () => {
    const expert = w.as(outside);
    const [first, second] = (await judging.queue(expert))['judgeAssignments'].nodes;
    const at = { assignmentId: first.id, version: first.myResponse.version };
    expect(codes(await judging.saveScoreLines(expert, { ...at, score: '100.1' }))).toEqual(['SCORE_OUT_OF_RANGE']);
    expect(codes(await judging.saveScoreLines(expert, { ...at, score: '85.55' }))).toEqual(['TOO_MANY_DECIMALS']);
    expect(codes(await judging.saveScoreLines(expert, { ...at, score: '八十' }))).toEqual(['NOT_A_NUMBER']);
    expect(codes(await judging.saveScoreLines(expert, { ...at, version: 9, score: '80' }))).toEqual(['STALE_VERSION']);
    expect(codes(await judging.submitScores(expert, { assignmentId: second.id, version: 0 }))).toEqual(['SCORE_MISSING']);
    const again = done(await judging.give(expert, first.id, '86'))['assignment'];
    expect(again.myResponse.given.map(({ number, score }: { number: number; score: string }) => [number, score])).toEqual([
      [1, '85.5'],
      [2, '86'],
    ]);
    const deferred = done(await judging.deferAssignment(expert, { assignmentId: second.id }));
    expect(deferred).toMatchObject({ assignment: { myState: 'DEFERRED' }, next: { code: '003' }, counts: { deferred: 1 } });

    // Before the decision: the other judge, the unit, its county, the organiser's staff, a token, another federation.
    const others = [colleague, third, await w.person(w.a), await w.person(w.county, ['REVIEWER']), officer];
    for (const person of others) {
      const seen = JSON.stringify(await judging.queue(w.as(person)));
      expect(seen).not.toContain('85.5');
      expect(seen).not.toContain('材料扎实');
    }
    const control = await judging.judgingRound(panel.client, panel.id);
    expect(control.coverage).toEqual({ entries: 3, required: 9, done: 1, underCovered: 3 });
    expect(control.judges).toMatchObject([
      { assigned: 3, done: 1 },
      { assigned: 3, done: 0 },
      { assigned: 3, done: 0 },
    ]);
    expect(control).toMatchObject({ results: { nodes: [] }, disagreements: [] });
    expect(JSON.stringify(control)).not.toContain('86');
    // Whoever judges does not see how the others get on, whatever office they hold in the organiser's body.
    const boss = await w.person(w.province, ['ISSUING_OFFICER']);
    done(await judging.addJudge(panel.client, { judgingRoundId: panel.id, login: boss.login, reason: '增补' }));
    expect(await judging.judgingRound(w.as(boss), panel.id)).toBeNull();
    const elsewhere = await world();
    const stranger = elsewhere.as(await elsewhere.person(elsewhere.province, ['ISSUING_OFFICER']));
    expect(await judging.judgingRound(stranger, panel.id)).toBeNull();
    expect(await judging.assignment(stranger, first.id)).toBeNull();
    // Nor does a statement of anybody reach it, whatever a rule might let pass: a mark stands behind its judge's own wall.
    const reached = (person: TestPerson) =>
      inRequest(w, person, async ({ db }) => {
        const { rows } = await sql<{ marks: number; assignments: number }>`
          select (select count(*) from judge_mark)::int + (select count(*) from judge_response)::int as marks,
                 (select count(*) from judge_assignment)::int as assignments`.execute(db);
        return rows[0]!;
      });
    expect(await reached(outside)).toEqual({ marks: 3, assignments: 3 });
    expect(await reached(colleague)).toMatchObject({ marks: 0 });
    expect(await reached(third)).toEqual({ marks: 0, assignments: 3 });
    for (const person of [await w.person(w.a), await w.person(w.county, ['REVIEWER']), await w.person(w.city, ['ISSUING_OFFICER'])]) {
      expect(await reached(person)).toEqual({ marks: 0, assignments: 0 });
    }
    expect(await reached(officer)).toEqual({ marks: 0, assignments: 9 });
    expect(await reached(await w.person(w.province, ['ANALYST']))).toEqual({ marks: 0, assignments: 9 });
    const administrator = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    const AUDIT = 'query($id: ID!) { auditLines(subjectId: $id, first: 50) { nodes { operation detail } } }';
    const lines = await administrator.ask(AUDIT, { id: first.id });
    expect(JSON.stringify(lines)).toContain('submitScores');
    expect(JSON.stringify(lines)).not.toContain('85.5');
  });

  test('the panel is frozen once the round was opened; later changes need a reason', async () => {
    const more = await w.person(w.otherCity);
    expect(codes(await judging.addJudge(panel.client, { judgingRoundId: panel.id, login: more.login }))).toEqual(['PANEL_FROZEN']);
    expect(codes(await judging.proposeAssignments(panel.client, { judgingRoundId: panel.id }))).toEqual(['PANEL_FROZEN']);
    const { judges } = await judging.judgingRound(panel.client, panel.id);
    const leaving = judges.find(({ name }: { name: string }) => name === third.name);
    const replaced = done(await judging.replaceJudge(panel.client, { judgeId: leaving.id, login: more.login, reason: '出差' }));
    expect(replaced['judgingRound'].judges.find(({ id }: { id: string }) => id === leaving.id)).toMatchObject({
      state: 'REPLACED',
      reason: '出差',
      assigned: 0,
    });
    expect((await judging.queue(w.as(third)))['judgeAssignments'].counts.assigned).toBe(0);
    expect((await judging.queue(w.as(more)))['judgeAssignments'].counts.assigned).toBe(3);
    for (const { id } of (await judging.queue(w.as(more)))['judgeAssignments'].nodes) done(await judging.give(w.as(more), id, '90'));
  });

  test('a relation that is declared ends it, for the judge and in every count', async () => {
    const [, second] = (await judging.queue(w.as(colleague)))['judgeAssignments'].nodes;
    const left = done(await judging.declareConflict(w.as(colleague), { assignmentId: second.id, reason: '配偶在该单位任职' }));
    expect(left).toMatchObject({ assignment: null, counts: { assigned: 2, recused: 1 } });
    expect(await judging.assignment(w.as(colleague), second.id)).toBeNull();
    const { judges } = await judging.judgingRound(panel.client, panel.id);
    expect(judges.find(({ name }: { name: string }) => name === colleague.name)).toMatchObject({ assigned: 2, recused: 1 });
  });

  test('closing works the results out exactly; an entry without enough marks is named and has no score', async () => {
    const [first, third_] = (await judging.queue(w.as(colleague)))['judgeAssignments'].nodes;
    done(await judging.give(w.as(colleague), first.id, '80.1'));
    expect(codes(await judging.closed(panel))).toEqual(['REASON_REQUIRED']);
    w.clock.set('2021-06-19T00:00:00.000+08:00');
    expect(codes(await judging.saveScoreLines(w.as(colleague), { assignmentId: third_.id, version: 0, score: '70' }))).toEqual([
      'ROUND_CLOSED',
    ]);
    const { judgingRound } = done(await judging.closed(panel, '一名评委因故未评'));
    expect(judgingRound).toMatchObject({ state: 'CLOSED', closeReason: '一名评委因故未评' });
    expect(judgingRound.results.nodes).toMatchObject([
      { code: '001', state: 'SCORED', markCount: 3, score: '85.36667', spread: '9.9' },
      { code: '002', state: 'UNDER_COVERED', stateLabel: '评审份数不足', markCount: 1, score: null },
      { code: '003', state: 'UNDER_COVERED', markCount: 1, score: null },
    ]);
    expect(judgingRound.disagreements).toMatchObject([{ code: '001', spread: '9.9' }]);
    expect(judgingRound.results.nodes[0].marks.map(({ score }: { score: string }) => score).toSorted()).toEqual(['80.1', '86', '90']);
    expect(codes(await judging.closed(panel, '再次'))).toEqual(['ROUND_CLOSED']);
    expect(await judging.judgingRound(w.as(await w.person(w.city, ['ISSUING_OFFICER'])), panel.id)).toBeNull();
  });
});
