import { sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { readableNotice } from '../notices/read-notices.ts';
import type { IndicatorRule } from './evaluation.entity.ts';
import type { draftEvaluationInput } from './evaluation.input.ts';
import { asEvaluation, type EvaluationRow } from './evaluation.rows.ts';

type Draft = z.output<typeof draftEvaluationInput>;

/**
 * Lays down what is evaluated, of whom and by which weights, before any figure is looked at (S0-10).
 * @throws Refusal NOT_FOUND, SOURCE_NOT_FROM_ABOVE, NOT_A_LEDGER, EVALUATION_EXISTS, TREE_CHANGED
 */
export async function draftEvaluation(ctx: ViewerContext, { indicators, ...draft }: Draft): Promise<EvaluationRow> {
  const { federationId, organizationId, path } = ctx.viewer;
  await holdTree(ctx, 'share');
  const rules = await rulesOf(ctx, indicators);
  const { rows } = await sql<EvaluationRow>`
    insert into evaluation (federation_id, id, organization_id, path, year, title, roster_day, subject_kinds, indicators, state)
    values (${federationId}, ${uuid7()}, ${organizationId}, ${path}, ${draft.year}, ${draft.title}, ${draft.rosterDay}, ${draft.subjectKinds},
            ${JSON.stringify(rules)}::jsonb, 'DRAFT')
    on conflict (federation_id, organization_id, year, title) do nothing
    returning *`.execute(ctx.db);
  const [made] = rows;
  if (!made) throw new Refusal('EVALUATION_EXISTS', '本单位该年度已有同名评价', ['input', 'title']);
  await record(ctx, {
    operation: 'draftEvaluation',
    subjectType: 'Evaluation',
    subjectId: made.id,
    detail: { year: draft.year, indicators: rules },
  });
  return asEvaluation(made);
}

interface Source {
  readonly id: string;
  readonly root_id: string;
  readonly issuer_path: string;
  readonly output: 'FORM' | 'LEDGER';
}

/**
 * The roots that the named deliverables lead to. Only what the evaluator or a body above it asked for comes up to it: of
 * what a body below asked for itself the evaluator has no figures.
 */
async function rulesOf(ctx: ViewerContext, indicators: Draft['indicators']): Promise<IndicatorRule[]> {
  const ids = indicators.flatMap(({ deliverableIds }) => deliverableIds);
  const { rows } = await sql<Source>`
    select d.id, d.root_id, r.path as issuer_path, r.output
      from deliverable d
      join deliverable r on r.federation_id = d.federation_id and r.id = d.root_id
      join notice n on n.federation_id = d.federation_id and n.id = d.notice_id
     where d.federation_id = ${ctx.viewer.federationId} and d.id = any (${ids}::uuid[]) and d.published_at is not null
       and ${readableNotice(ctx)}`.execute(ctx.db);
  const sources = new Map(rows.map((row) => [row.id, row]));
  return indicators.map(({ indicator, points, deliverableIds }, at) => {
    const rootIds = deliverableIds.map((id, index) => {
      const place = ['input', 'indicators', String(at), 'deliverableIds', String(index)];
      const source = sources.get(id);
      if (!source) throw notFound(place);
      if (!ctx.viewer.path.startsWith(source.issuer_path)) {
        throw new Refusal('SOURCE_NOT_FROM_ABOVE', '只能选用本单位或上级部署的报送任务', place);
      }
      if (indicator === 'LEDGER_DELIVERED' && source.output !== 'LEDGER') throw new Refusal('NOT_A_LEDGER', '该报送任务不是台账', place);
      return source.root_id;
    });
    return { indicator, points, rootIds: [...new Set(rootIds)] };
  });
}
