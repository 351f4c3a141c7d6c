import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { stale } from '../../kit/errors.ts';
import { widen } from '../../kit/system.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { type Counted, countContributions } from './contributions.ts';
import { computeGate } from './evaluation.gates.ts';
import { asEvaluation, type EvaluationRow } from './evaluation.rows.ts';
import { evaluationToChange } from './read-evaluations.ts';
import { type Fact, type Score, scoresOf } from './score.ts';

interface Step {
  readonly evaluationId: string;
  readonly version: number;
}

/**
 * Computes an evaluation from what was filed; may be done again, which replaces the figures, until it is published
 * (S0-10). A handful of statements, whatever the number of bodies and units.
 * @throws Refusal NOT_FOUND, ALREADY_PUBLISHED, ROSTER_DAY_AHEAD, STALE_VERSION, TREE_CHANGED
 */
export async function computeEvaluation(ctx: ViewerContext, { evaluationId, version }: Step): Promise<EvaluationRow> {
  await holdTree(ctx, 'share');
  const evaluation = await evaluationToChange(ctx, evaluationId);
  assertGate(computeGate(ctx, evaluation), ['input', 'evaluationId']);
  if (evaluation.version !== version) throw stale(['input', 'version'], { evaluation });

  await clear(ctx, evaluation);
  const counted = await widen(ctx, () => countContributions(ctx, evaluation));
  const scores = scoresOf(evaluation.indicators, await subjectsOf(ctx, counted), await factsOf(ctx, counted));
  await keep(ctx, evaluation, scores);

  const computed = await ctx.db
    .updateTable('evaluation')
    .set({ state: 'COMPUTED', computed_at: ctx.now, version: evaluation.version + 1 })
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('id', '=', evaluation.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const detail = { subjects: scores.length, contributions: counted.length };
  await record(ctx, { operation: 'computeEvaluation', subjectType: 'Evaluation', subjectId: evaluation.id, detail });
  return asEvaluation(computed);
}

async function clear(ctx: ViewerContext, { id }: EvaluationRow): Promise<void> {
  for (const table of ['evaluation_contribution', 'evaluation_score'] as const) {
    await ctx.db.deleteFrom(table).where('federation_id', '=', ctx.viewer.federationId).where('evaluation_id', '=', id).execute();
  }
}

async function subjectsOf(ctx: ViewerContext, counted: readonly Counted[]): Promise<readonly { id: string; path: string }[]> {
  const ids = [...new Set(counted.map(({ subject_id }) => subject_id))];
  const { rows } = await sql<{ id: string; path: string }>`
    select id, path from organization where federation_id = ${ctx.viewer.federationId} and id = any (${ids}::uuid[])`.execute(ctx.db);
  return rows;
}

/** With names as they are now, since a published result tells its own story. */
async function factsOf(ctx: ViewerContext, counted: readonly Counted[]): Promise<readonly Fact[]> {
  const roots = [...new Set(counted.map(({ root_id }) => root_id))];
  const predecessors = [...new Set(counted.flatMap(({ predecessor_id }) => predecessor_id ?? []))];
  const { rows } = await sql<{ id: string; title: string; notice_title: string | null }>`
    select d.id, d.title, n.title as notice_title from deliverable d
      join notice n on n.federation_id = d.federation_id and n.id = d.notice_id
     where d.federation_id = ${ctx.viewer.federationId} and d.id = any (${roots}::uuid[])
    union all
    select id, name, null from organization where federation_id = ${ctx.viewer.federationId} and id = any (${predecessors}::uuid[])`.execute(
    ctx.db,
  );
  const names = new Map(rows.map((row) => [row.id, row]));
  return counted.map(({ subject_id, predecessor_id, indicator, root_id, numerator, denominator }) => ({
    subjectId: subject_id,
    indicator,
    title: names.get(root_id)?.title ?? '',
    noticeTitle: names.get(root_id)?.notice_title ?? '',
    predecessorName: predecessor_id ? (names.get(predecessor_id)?.title ?? '') : null,
    numerator,
    denominator,
  }));
}

async function keep(ctx: ViewerContext, evaluation: EvaluationRow, scores: readonly Score[]): Promise<void> {
  const rows = scores.map(({ subjectId, ...score }) => ({ ...score, id: uuid7(), subject_id: subjectId }));
  await sql`
    insert into evaluation_score (federation_id, id, evaluation_id, path, subject_id, ordinal, lines, total, attainable, rank)
    select ${ctx.viewer.federationId}::uuid, s.id, ${evaluation.id}::uuid, ${evaluation.path}, s.subject_id, s.ordinal, s.lines, s.total,
           s.attainable, s.rank
      from jsonb_populate_recordset(null::evaluation_score, ${JSON.stringify(rows)}::jsonb) s`.execute(ctx.db);
}
