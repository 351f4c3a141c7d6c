import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal, stale } from '../../kit/errors.ts';
import { widen } from '../../kit/system.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { announce } from '../notifications/announce.ts';
import { deferGate, recuseGate, scoreGate } from './judging.gates.ts';
import type { declareConflictInput, deferAssignmentInput, Given, saveScoreLinesInput, submitScoresInput } from './judging.input.ts';
import type { AssignmentRow } from './judging.rows.ts';
import { findAssignment } from './read-assignments.ts';
import { assertFilled, assertScore, keptPanelAnswer, panelScore, type RoundSheet } from './round-sheet.ts';

const AT = ['input', 'assignmentId'];

/**
 * An assignment to change, if it is the viewer's and the viewer is not recused from it. Its round is held, so that closing it
 * and the last mark do not cross. Stands at the organiser's, so what follows is done by {@link widen}.
 */
async function holdAssignment(ctx: ViewerContext, id: string): Promise<AssignmentRow> {
  const found = await findAssignment(ctx, id);
  if (!found) throw notFound(AT);
  const { rows } = await widen(ctx, async () => {
    await sql`select from judging_round where federation_id = ${found.federation_id} and id = ${found.round_id} for share`.execute(ctx.db);
    return sql<AssignmentRow>`select id from judge_assignment where federation_id = ${found.federation_id} and id = ${id} for update`.execute(
      ctx.db,
    );
  });
  // Both may have changed while this waited.
  const held = rows[0] && (await findAssignment(ctx, id));
  if (!held) throw notFound(AT);
  return held;
}

/** @returns what the caller reads afterwards */
async function afterwards(ctx: ViewerContext, id: string): Promise<AssignmentRow> {
  ctx.loaders.clear();
  return (await findAssignment(ctx, id))!;
}

/**
 * Saves a mark without giving it.
 *
 * @throws Refusal NOT_FOUND, ROUND_NOT_OPENED, ROUND_CLOSED, STALE_VERSION, NOT_A_NUMBER, TOO_MANY_DECIMALS, SCORE_OUT_OF_RANGE,
 *   SCORE_FROM_SHEET
 */
export async function saveScoreLines(ctx: ViewerContext, input: Given<typeof saveScoreLinesInput>): Promise<AssignmentRow> {
  const assignment = await holdAssignment(ctx, input.assignmentId);
  assertGate(scoreGate(ctx, assignment), AT);
  const { score, answer } = asKept(assignment.sheet, input);
  const { federationId, accountId } = ctx.viewer;
  const { rows } = await sql`
    insert into judge_response as r (federation_id, id, assignment_id, account_id, score, answer, note, updated_at)
    select ${federationId}::uuid, ${uuid7()}::uuid, ${assignment.id}::uuid, ${accountId}::uuid, ${score}::numeric, ${answer}::jsonb, ${input.note}::text,
           ${ctx.now}::timestamptz
     where ${input.version}::int = 0 or exists (select from judge_response k where k.federation_id = ${federationId} and k.assignment_id = ${assignment.id})
    on conflict (federation_id, assignment_id) do update
       set score = excluded.score, answer = excluded.answer, note = excluded.note, updated_at = excluded.updated_at, version = r.version + 1
     where r.version = ${input.version}
    returning id`.execute(ctx.db);
  if (rows.length === 0) throw stale(['input', 'version'], { assignment });
  await record(ctx, { operation: 'saveScoreLines', subjectType: 'JudgeAssignment', subjectId: assignment.id });
  return afterwards(ctx, assignment.id);
}

/** What is kept of a mark that is being thought about: a number, or a sheet, as the round wants it. */
function asKept(
  sheet: RoundSheet,
  { score, sheet: given }: Given<typeof saveScoreLinesInput>,
): { score: string | null; answer: string | null } {
  if (sheet.kind === 'FREE_SCORE') {
    if (score !== null) assertScore(sheet, score, ['input', 'score']);
    return { score, answer: null };
  }
  if (score !== null) throw new Refusal('SCORE_FROM_SHEET', '得分由打分表计算，不能直接填写', ['input', 'score']);
  return { score: null, answer: JSON.stringify(keptPanelAnswer(sheet, given)) };
}

/** What a response comes to. @throws Refusal with what is missing from a sheet */
function scoreOf(sheet: RoundSheet, { score, answer }: { readonly score: string | null; readonly answer: unknown }): string | null {
  if (sheet.kind === 'FREE_SCORE') return score;
  assertFilled(sheet, answer);
  return panelScore(sheet, answer)!.total;
}

/**
 * Gives the mark as it was saved; given again it replaces the last one, which is kept.
 *
 * @throws Refusal NOT_FOUND, ROUND_NOT_OPENED, ROUND_CLOSED, STALE_VERSION, SCORE_MISSING, and codes of a sheet that is not filled in
 */
export async function submitScores(ctx: ViewerContext, { assignmentId, version }: Given<typeof submitScoresInput>): Promise<AssignmentRow> {
  const assignment = await holdAssignment(ctx, assignmentId);
  assertGate(scoreGate(ctx, assignment), AT);
  const response = await ctx.db
    .selectFrom('judge_response')
    .selectAll()
    .where('federation_id', '=', assignment.federation_id)
    .where('assignment_id', '=', assignment.id)
    .executeTakeFirst();
  if ((response?.version ?? 0) !== version) throw stale(['input', 'version'], { assignment });
  const score = response && scoreOf(assignment.sheet, response);
  if (!response || score === null || score === undefined) throw new Refusal('SCORE_MISSING', '请先打分', AT);
  await sql`
    insert into judge_mark (federation_id, id, assignment_id, account_id, number, score, answer, note, marked_at)
    select ${assignment.federation_id}::uuid, ${uuid7()}::uuid, ${assignment.id}::uuid, ${ctx.viewer.accountId}::uuid,
           coalesce(max(number), 0) + 1, ${score}::numeric, ${response.answer && JSON.stringify(response.answer)}::jsonb, ${response.note}::text, ${ctx.now}::timestamptz
      from judge_mark where federation_id = ${assignment.federation_id} and assignment_id = ${assignment.id}`.execute(ctx.db);
  await widen(ctx, () =>
    sql`update judge_assignment set state = 'SUBMITTED', submitted_at = ${ctx.now}, deferred_at = null
         where federation_id = ${assignment.federation_id} and id = ${assignment.id}`.execute(ctx.db),
  );
  await record(ctx, { operation: 'submitScores', subjectType: 'JudgeAssignment', subjectId: assignment.id });
  return afterwards(ctx, assignment.id);
}

/**
 * Puts an entry aside, or takes it up again; it is counted apart and comes last.
 *
 * @throws Refusal NOT_FOUND, ROUND_NOT_OPENED, ROUND_CLOSED, ALREADY_SUBMITTED
 */
export async function deferAssignment(
  ctx: ViewerContext,
  { assignmentId, resume }: Given<typeof deferAssignmentInput>,
): Promise<AssignmentRow> {
  const assignment = await holdAssignment(ctx, assignmentId);
  assertGate(deferGate(ctx, assignment), AT);
  await widen(ctx, () =>
    sql`update judge_assignment set deferred_at = ${resume ? null : ctx.now}::timestamptz
         where federation_id = ${assignment.federation_id} and id = ${assignment.id}`.execute(ctx.db),
  );
  await record(ctx, { operation: 'deferAssignment', subjectType: 'JudgeAssignment', subjectId: assignment.id, detail: { resume } });
  return afterwards(ctx, assignment.id);
}

/**
 * Steps back from an entry for a relation to it: the judge sees no more of it, a mark that was given does not count, and the
 * organiser is told.
 *
 * @throws Refusal NOT_FOUND, ROUND_CLOSED
 */
export async function declareConflict(ctx: ViewerContext, { assignmentId, reason }: Given<typeof declareConflictInput>): Promise<void> {
  const assignment = await holdAssignment(ctx, assignmentId);
  assertGate(recuseGate(ctx, assignment), AT);
  const { accountId, personId } = ctx.viewer;
  const { federation_id, id, round_id, entry_id, path } = assignment;
  const organiser = await widen(ctx, async () => {
    await sql`
      insert into judge_conflict (federation_id, id, round_id, entry_id, path, account_id, person_id, reason, declared_at)
      values (${federation_id}, ${uuid7()}, ${round_id}, ${entry_id}, ${path}, ${accountId}, ${personId}, ${reason}, ${ctx.now})
      on conflict (federation_id, entry_id, person_id) do nothing`.execute(ctx.db);
    await sql`update judge_assignment set state = 'RELEASED' where federation_id = ${federation_id} and id = ${id}`.execute(ctx.db);
    const { rows } = await sql<{ organization_id: string }>`
      select organization_id from judging_round where federation_id = ${federation_id} and id = ${round_id}`.execute(ctx.db);
    return rows[0]!.organization_id;
  });
  await record(ctx, { operation: 'declareConflict', subjectType: 'JudgeAssignment', subjectId: id });
  await announce(ctx, {
    event: 'JUDGE_RECUSED',
    subjectType: 'JudgingRound',
    subjectId: round_id,
    audience: { organizationIds: [organiser] },
    detail: { title: assignment.round_name },
  });
  ctx.loaders.clear();
}
