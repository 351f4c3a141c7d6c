import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { stale } from '../../kit/errors.ts';
import { widen } from '../../kit/system.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { publishGate } from './evaluation.gates.ts';
import { asEvaluation, type EvaluationRow } from './evaluation.rows.ts';
import { evaluationToChange } from './read-evaluations.ts';

interface Step {
  readonly evaluationId: string;
  readonly version: number;
}

/**
 * Publishes what was computed: each subject gets a copy of its own result at its own place, and nothing of it changes any
 * more, whatever becomes of the reports. The hash is SHA-256 over the scores in order, one JSON array
 * `[ordinal, subject, lines, total, attainable, rank]` per line, as PostgreSQL prints jsonb.
 * @throws Refusal NOT_FOUND, ALREADY_PUBLISHED, NOT_COMPUTED, STALE_VERSION, TREE_CHANGED
 */
export async function publishEvaluation(ctx: ViewerContext, { evaluationId, version }: Step): Promise<EvaluationRow> {
  await holdTree(ctx, 'share');
  const evaluation = await evaluationToChange(ctx, evaluationId);
  assertGate(publishGate(ctx, evaluation), ['input', 'evaluationId']);
  if (evaluation.version !== version) throw stale(['input', 'version'], { evaluation });
  // A subject may stand outside of my range by now; its result is its own all the same.
  const results = await widen(ctx, () => handOut(ctx, evaluation));
  for (const table of ['evaluation_contribution', 'evaluation_score'] as const) {
    await ctx.db
      .updateTable(table)
      .set({ published_at: ctx.now })
      .where('federation_id', '=', ctx.viewer.federationId)
      .where('evaluation_id', '=', evaluation.id)
      .execute();
  }
  const { rows } = await sql<EvaluationRow>`
    update evaluation set state = 'PUBLISHED', published_at = ${ctx.now}, version = version + 1, content_hash = (
      select encode(sha256(convert_to(coalesce(string_agg(
               jsonb_build_array(s.ordinal, s.subject_id, s.lines, s.total, s.attainable, s.rank)::text, E'\n' order by s.ordinal), ''), 'UTF8')), 'hex')
        from evaluation_score s where s.federation_id = evaluation.federation_id and s.evaluation_id = evaluation.id)
     where federation_id = ${ctx.viewer.federationId} and id = ${evaluation.id}
    returning *`.execute(ctx.db);
  const published = asEvaluation(rows[0]!);
  const detail = { results, contentHash: published.content_hash };
  await record(ctx, { operation: 'publishEvaluation', subjectType: 'Evaluation', subjectId: evaluation.id, detail });
  return published;
}

async function handOut(ctx: ViewerContext, evaluation: EvaluationRow): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into evaluation_result (federation_id, id, evaluation_id, organization_id, path, year, title, evaluator_id, lines, total, attainable,
                                   rank, subject_count, published_at)
    select s.federation_id, app.uuid7(), s.evaluation_id, s.subject_id, o.path, ${evaluation.year}, ${evaluation.title},
           ${evaluation.organization_id}::uuid, s.lines, s.total, s.attainable, s.rank, count(*) over (), ${ctx.now}::timestamptz
      from evaluation_score s
      join organization o on o.federation_id = s.federation_id and o.id = s.subject_id
     where s.federation_id = ${ctx.viewer.federationId} and s.evaluation_id = ${evaluation.id}
     order by s.ordinal`.execute(ctx.db);
  return Number(numAffectedRows ?? 0);
}
