import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { subtract } from '../../kit/decimal.ts';
import { notFound, Refusal, stale } from '../../kit/errors.ts';
import { isWide } from '../../kit/score/compare-sheets.ts';
import { widen } from '../../kit/system.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { aggregate, type CountedMark, spread } from './aggregate.ts';
import { panelOf, propose } from './assign.ts';
import { balance } from './balance.ts';
import { seat } from './draft-round.ts';
import { changedVetoes } from './differences.ts';
import { closeGate, openGate, replaceGate } from './judging.gates.ts';
import type { closeJudgingRoundInput, Given, openJudgingRoundInput, replaceJudgeInput } from './judging.input.ts';
import type { RoundRow } from './judging.rows.ts';
import { bumpRound, coverageOf, roundToChange } from './read-rounds.ts';
import { handOutCopies } from './reading-copy.ts';
import { recusals } from './recusal.ts';
import { digitsOf, panelScore, type RoundSheet } from './round-sheet.ts';

const AT = ['input', 'judgingRoundId'];
/** Digits of a result beyond those of a mark. */
const MORE_DIGITS = 4;

/**
 * Opens a round: the panel is frozen, marks can be given from the beginning of its window on.
 *
 * @throws Refusal NOT_FOUND, STALE_VERSION, PANEL_FROZEN, WINDOW_PASSED, NOTHING_ASSIGNED, UNCONFIRMED_ASSIGNMENTS, TREE_CHANGED
 */
export async function openJudgingRound(
  ctx: ViewerContext,
  { judgingRoundId, version }: Given<typeof openJudgingRoundInput>,
): Promise<RoundRow> {
  await holdTree(ctx, 'share');
  const round = await roundToChange(ctx, judgingRoundId, AT);
  assertGate(openGate(ctx, round), AT);
  if (round.version !== version) throw stale(['input', 'version'], { judgingRound: round });
  const { rows } = await sql<{ proposed: number; confirmed: number }>`
    select (count(*) filter (where state = 'PROPOSED'))::int as proposed, (count(*) filter (where state = 'CONFIRMED'))::int as confirmed
      from judge_assignment where federation_id = ${round.federation_id} and round_id = ${round.id}`.execute(ctx.db);
  const { proposed, confirmed } = rows[0]!;
  if (proposed > 0) throw new Refusal('UNCONFIRMED_ASSIGNMENTS', `还有 ${proposed} 项分派未确认`, AT);
  if (confirmed === 0) throw new Refusal('NOTHING_ASSIGNED', '尚未分派评审任务，不能启动', AT);
  await sql`
    update judge set opened_at = ${ctx.now} where federation_id = ${round.federation_id} and round_id = ${round.id}`.execute(ctx.db);
  await record(ctx, {
    operation: 'openJudgingRound',
    subjectType: 'JudgingRound',
    subjectId: round.id,
    detail: { assignments: confirmed },
  });
  return bumpRound(ctx, round, sql`, opened_at = ${ctx.now}::timestamptz`);
}

/**
 * Puts somebody else in a judge's place. Marks that were given stay; what is left goes to the new one, and where that one is
 * recused to others of the panel.
 *
 * @throws Refusal NOT_FOUND, ROUND_CLOSED, ALREADY_REPLACED, OWN_ACCOUNT, ALREADY_JUDGE, TREE_CHANGED
 */
export async function replaceJudge(ctx: ViewerContext, { judgeId, login, reason }: Given<typeof replaceJudgeInput>): Promise<RoundRow> {
  await holdTree(ctx, 'share');
  const at = ['input', 'judgeId'];
  const judge = await ctx.loaders.one('judge', judgeId);
  if (!judge) throw notFound(at);
  const round = await roundToChange(ctx, judge.round_id, at);
  assertGate(replaceGate(ctx, round), at);
  const left = await sql`
    update judge set state = 'REPLACED', replaced_at = ${ctx.now}, reason = ${reason}
     where federation_id = ${round.federation_id} and id = ${judgeId} and state = 'SITTING' returning id`.execute(ctx.db);
  if (left.rows.length === 0) throw new Refusal('ALREADY_REPLACED', '该评委已被更换', at);
  const byId = await seat(ctx, round, login, reason);
  const released = await sql<{ entry_id: string; confirmed: boolean }>`
    update judge_assignment set state = 'RELEASED'
     where federation_id = ${round.federation_id} and judge_id = ${judgeId} and state in ('PROPOSED', 'CONFIRMED')
    returning entry_id, confirmed_at is not null as confirmed`.execute(ctx.db);
  const panel = await panelOf(ctx, round);
  const toNew = released.rows.map(({ entry_id: entryId }) => ({ entryId, judgeId: byId })).filter((pair) => !panel.barred(pair));
  const rest = released.rows.map(({ entry_id }) => entry_id).filter((id) => !toNew.some(({ entryId }) => entryId === id));
  const toOthers = balance({ ...panel, standing: [...panel.standing, ...toNew], entryIds: rest, marksRequired: round.marks_required });
  await propose(ctx, round, [...toNew, ...toOthers]);
  // What the judges had in hand already is handed on at once.
  if (released.rows.some(({ confirmed }) => confirmed)) await handOutCopies(ctx, round);
  const detail = { judgeId, byId, reason, entries: released.rows.length };
  await record(ctx, { operation: 'replaceJudge', subjectType: 'JudgingRound', subjectId: round.id, detail });
  return bumpRound(ctx, round);
}

/**
 * Closes a round for good: what the marks of each entry come to is worked out and stands at the organiser's. An entry with too
 * few marks has no score.
 *
 * @throws Refusal NOT_FOUND, STALE_VERSION, ROUND_CLOSED, ROUND_NOT_OPENED, REASON_REQUIRED, TREE_CHANGED
 */
export async function closeJudgingRound(
  ctx: ViewerContext,
  { judgingRoundId, version, reason }: Given<typeof closeJudgingRoundInput>,
): Promise<RoundRow> {
  await holdTree(ctx, 'share');
  const round = await roundToChange(ctx, judgingRoundId, AT);
  assertGate(closeGate(ctx, round), AT);
  if (round.version !== version) throw stale(['input', 'version'], { judgingRound: round });
  const coverage = await coverageOf(ctx, round);
  if (coverage.underCovered > 0 && reason === null) {
    const message = `还有 ${coverage.underCovered} 项未达到规定的评审份数，确需结束的请说明理由`;
    throw new Refusal('REASON_REQUIRED', message, ['input', 'reason']);
  }
  const results = await resultsOf(ctx, round);
  await sql`
    insert into judging_result (federation_id, id, round_id, entry_id, path, state, mark_count, score, spread, self_score, highlighted, marks,
                                created_at)
    select ${round.federation_id}::uuid, app.uuid7(), ${round.id}::uuid, t.entry_id, ${round.path}, t.state, t.mark_count, t.score, t.spread, t.self_score, t.highlighted, t.marks,
           ${ctx.now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(results)}::jsonb)
        as t (entry_id uuid, state text, mark_count int, score numeric, spread numeric, self_score numeric, highlighted boolean, marks jsonb)`.execute(
    ctx.db,
  );
  await sql`
    update judge set closed_at = ${ctx.now} where federation_id = ${round.federation_id} and round_id = ${round.id}`.execute(ctx.db);
  const detail = { ...coverage, reason };
  await record(ctx, { operation: 'closeJudgingRound', subjectType: 'JudgingRound', subjectId: round.id, detail });
  return bumpRound(ctx, round, sql`, closed_at = ${ctx.now}::timestamptz, close_reason = ${reason}`);
}

interface Marked {
  readonly entry_id: string;
  readonly marks: readonly CountedMark[];
  /** The unit's own sheet, where there is one. */
  readonly self: unknown;
}

/** The marks of each entry that count — the last one of each judge who is not recused — and what they come to. */
async function resultsOf(ctx: ViewerContext, round: RoundRow) {
  // Only the product itself reads what belongs to each judge.
  const { rows } = await widen(ctx, () =>
    sql<Marked>`
      with recused as materialized (
        select entry_id, person_id from ${recusals(
          ctx,
          sql`array[${round.id}::uuid]`,
          sql`array(select person_id from judge where federation_id = ${round.federation_id} and round_id = ${round.id})`,
        )}),
      mark as (
        select distinct on (m.assignment_id) a.entry_id, a.judge_id, m.score::text as score, m.note, m.answer
          from judge_assignment a
          join judge_mark m on m.federation_id = a.federation_id and m.assignment_id = a.id
         where a.federation_id = ${round.federation_id} and a.round_id = ${round.id} and a.state = 'SUBMITTED'
           and not exists (select from recused x where x.entry_id = a.entry_id and x.person_id = a.person_id)
         order by m.assignment_id, m.number desc)
      select e.id as entry_id, coalesce(jsonb_agg(jsonb_build_object('judgeId', k.judge_id, 'score', k.score, 'note', k.note, 'answer', k.answer) order by k.judge_id)
               filter (where k.judge_id is not null), '[]') as marks,
             (select p.answers -> ${round.sheet.kind === 'SCORE_SHEET' ? round.sheet.field : ''}::text from submission_part p
               where p.federation_id = e.federation_id and p.submission_id = e.submission_id and p.number = e.number
                 and p.deliverable_id = ${round.deliverable_id}) as self
        from judging_entry e left join mark k on k.entry_id = e.id
       where e.federation_id = ${round.federation_id} and e.round_id = ${round.id}
       group by e.federation_id, e.id`.execute(ctx.db),
  );
  return rows.map(({ entry_id, marks, self }) => {
    const scores = marks.map(({ score }) => score);
    const isCovered = scores.length >= round.marks_required;
    const score = isCovered ? aggregate(round.aggregate, scores, digitsOf(round.sheet) + MORE_DIGITS) : null;
    const result = {
      entry_id,
      state: isCovered ? 'SCORED' : 'UNDER_COVERED',
      mark_count: scores.length,
      score,
      spread: spread(scores),
      marks,
    };
    return Object.assign(result, besideSelf(round.sheet, self, marks, score));
  });
}

/** C-40: both are kept, and what differs by five points or in a veto is highlighted. The result is the panel's. */
function besideSelf(sheet: RoundSheet, answer: unknown, marks: readonly CountedMark[], score: string | null) {
  const self = sheet.kind === 'SCORE_SHEET' ? panelScore(sheet, answer) : undefined;
  if (sheet.kind !== 'SCORE_SHEET' || !self) return { self_score: null, highlighted: false };
  const changed = marks.some((mark) => changedVetoes(self, panelScore(sheet, mark.answer)!).length > 0);
  return { self_score: self.total, highlighted: changed || (score !== null && isWide(subtract(score, self.total))) };
}
